"""Prompts of all sizes over permessage-deflate on the "websockets" library, offered in the ways that it can offer it."""

import asyncio
import base64
import datetime
import json
import os
import sys
import uuid

import websockets
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory

TIMEOUT_SECONDS = 60
OFFERS = [
    {},
    {"server_no_context_takeover": True, "client_no_context_takeover": True},
    {"server_max_window_bits": 15, "client_max_window_bits": 9},
    {"client_max_window_bits": True, "compress_settings": {"level": 9, "memLevel": 1}},
]


async def request(socket, message_type, payload):
    correlation_id = str(uuid.uuid4())
    message = {
        "id": str(uuid.uuid4()),
        "type": message_type,
        "timestamp": datetime.datetime.now().isoformat(),
        "payload": payload,
        "correlation_id": correlation_id,
    }
    # In pieces, with a ping among them: the library compresses each piece as a fragment of the one message.
    text = json.dumps(message, ensure_ascii=False)
    pieces = [text[at : at + 7000] for at in range(0, len(text), 7000)]
    pong = await socket.ping()
    await socket.send(pieces)
    await pong
    while True:
        answer = json.loads(await socket.recv())
        if answer.get("correlation_id") == correlation_id:
            return answer["payload"]


async def converse(uri, offer):
    factory = ClientPerMessageDeflateFactory(**offer)
    async with websockets.connect(uri, extensions=[factory], compression=None, max_size=None) as socket:
        created = await request(socket, "agent:create", {"agent_type": "worker"})
        for length in [0, 1, 1000, 1024, 5000, 40_000, 300_000, 1_500_000]:
            text = ("ü€😀 and so on, " * (length // 15 + 1))[: length + 1]
            noise = base64.b64encode(os.urandom(length // 2 + 1)).decode()
            for prompt in (text, noise):
                payload = {"command": prompt, "agent_id": created["agent_id"]}
                executed = await request(socket, "command:execute", payload)
                assert executed["result"] == prompt, f"the prompt of length {length}"
        print("; ".join(extension.name for extension in socket.extensions))


async def main():
    for offer in OFFERS:
        await converse(sys.argv[1], offer)


asyncio.run(asyncio.wait_for(main(), TIMEOUT_SECONDS))
