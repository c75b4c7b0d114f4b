"""Messages of RFC 6455, as far as a network between a client and the gateway has to know them."""

from __future__ import annotations

import asyncio
import os
import struct
from dataclasses import dataclass

TEXT = 1
CLOSE = 8
_CONTROL = 0x08
_FINAL = 0x80
_MASKED = 0x80


@dataclass(frozen=True)
class Message:
    """A message, or a control frame: the bytes of its frames as they came, and what they say."""

    raw: bytes
    opcode: int
    payload: bytes

    @property
    def is_text(self) -> bool:
        return self.opcode == TEXT

    @property
    def is_final(self) -> bool:
        return bool(self.raw[0] & _FINAL)


class MessageReader:
    """Reads whole messages; a control frame that comes between the fragments of one goes before it."""

    def __init__(self, reader: asyncio.StreamReader) -> None:
        self._reader = reader
        self._fragments: list[Message] = []

    async def next(self) -> Message:
        """Raises ``IncompleteReadError`` where the connection ends."""
        while True:
            frame = await _read_frame(self._reader)
            if frame.opcode & _CONTROL:
                return frame
            self._fragments.append(frame)
            if frame.is_final:
                whole, self._fragments = self._fragments, []
                if len(whole) == 1:
                    return frame
                return Message(b"".join(f.raw for f in whole), whole[0].opcode, b"".join(f.payload for f in whole))


async def _read_frame(reader: asyncio.StreamReader) -> Message:
    raw = await reader.readexactly(2)
    length = raw[1] & 0x7F
    if length >= 126:
        extended = await reader.readexactly(2 if length == 126 else 8)
        length = int.from_bytes(extended, "big")
        raw += extended
    key = b""
    if raw[1] & _MASKED:
        key = await reader.readexactly(4)
    body = await reader.readexactly(length)
    return Message(raw + key + body, raw[0] & 0x0F, _masked(body, key) if key else body)


def text_frame(text: str, *, masked: bool) -> bytes:
    """A text message; those of a client are masked."""
    return _frame(TEXT, text.encode("utf-8"), masked)


def close_frame(code: int, reason: str) -> bytes:
    """The server's closing."""
    return _frame(CLOSE, struct.pack("!H", code) + reason.encode("utf-8"), False)


def _frame(opcode: int, body: bytes, masked: bool) -> bytes:
    bit = _MASKED if masked else 0
    if len(body) < 126:
        head = struct.pack("!BB", _FINAL | opcode, bit | len(body))
    elif len(body) < 1 << 16:
        head = struct.pack("!BBH", _FINAL | opcode, bit | 126, len(body))
    else:
        head = struct.pack("!BBQ", _FINAL | opcode, bit | 127, len(body))
    if not masked:
        return head + body
    key = os.urandom(4)
    return head + key + _masked(body, key)


def _masked(body: bytes, key: bytes) -> bytes:
    size = len(body)
    pad = (key * (size // 4 + 1))[:size]
    return (int.from_bytes(body, "big") ^ int.from_bytes(pad, "big")).to_bytes(size, "big")
