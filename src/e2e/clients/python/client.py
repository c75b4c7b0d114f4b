"""A conversation with the gateway on the "websockets" library: create an agent, give it a prompt, ask for the status."""

import asyncio
import datetime
import json
import sys
import uuid

import websockets

TIMEOUT_SECONDS = 30


async def request(socket, message_type, payload):
    correlation_id = str(uuid.uuid4())
    await socket.send(
        json.dumps(
            {
                "id": str(uuid.uuid4()),
                "type": message_type,
                "timestamp": datetime.datetime.now().isoformat(),
                "payload": payload,
                "correlation_id": correlation_id,
            }
        )
    )
    while True:
        message = json.loads(await socket.recv())
        datetime.datetime.fromisoformat(message["timestamp"])
        if message.get("correlation_id") == correlation_id:
            if message["type"].endswith(":error"):
                raise RuntimeError(message["payload"]["error_message"])
            return message["payload"]


async def converse(uri):
    async with websockets.connect(uri) as socket:
        acknowledgement = json.loads(await socket.recv())
        assert acknowledgement["type"] == "connection:ack", acknowledgement
        created = await request(socket, "agent:create", {"agent_type": "worker"})
        assert created["result"]["agent_id"] == created["agent_id"], created
        prompt = "from python: ü 😀"
        executed = await request(socket, "command:execute", {"command": prompt, "agent_id": created["agent_id"]})
        assert executed["result"] == prompt, executed
        status = await request(socket, "system:status", {})
        assert status["agents"]["total"] >= 1, status
        print("created, executed, asked")


asyncio.run(asyncio.wait_for(converse(sys.argv[1]), TIMEOUT_SECONDS))
