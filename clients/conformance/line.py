"""The network between one client and the gateway. It sees messages, so it can break exactly where a conversation wants it to."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import uuid
from dataclasses import dataclass
from random import Random
from typing import Any, Awaitable, Callable, Coroutine, Optional

from .pattern import matches
from .websocket import Message, MessageReader, close_frame, text_frame

_TIME = "2026-03-01T12:00:00.000+00:00"
_HOST = re.compile(rb"^Host: [^\r]*", re.M | re.I)
_HEAD_END = b"\r\n\r\n"
_SWITCHED = b" 101 "
_BUFFER_BYTES = 1 << 18
_EXTENSIONS = re.compile(rb"^Sec-WebSocket-Extensions: [^\r]*\r\n", re.M | re.I)


class Cut(Exception):
    """The connection ends here."""


@dataclass
class Rule:
    """What happens to the next messages that match."""

    pattern: Any
    times: int
    act: Callable[[Connection, Message, Any], Awaitable[None]]


@dataclass
class Connection:
    """One connection of the client, and the one to the gateway that stands for it."""

    number: int
    client: asyncio.StreamWriter
    gateway: asyncio.StreamWriter
    bytes_left: Optional[int] = None

    async def to_client(self, data: bytes) -> None:
        if self.bytes_left is not None and len(data) >= self.bytes_left:
            self.client.write(data[: self.bytes_left])
            raise Cut
        if self.bytes_left is not None:
            self.bytes_left -= len(data)
        self.client.write(data)
        await self.client.drain()

    async def to_gateway(self, data: bytes) -> None:
        self.gateway.write(data)
        await self.gateway.drain()

    def abort(self) -> None:
        self.client.transport.abort()
        self.gateway.transport.abort()


class Line:
    """A listener of its own for each client. The client finds the gateway behind it, and behind the next one after a restart."""

    def __init__(self, gateway_port: Callable[[], int]) -> None:
        self._gateway_port = gateway_port
        self._server: Optional[asyncio.base_events.Server] = None
        self._open: list[Connection] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._down: list[Rule] = []
        self._up: list[Rule] = []
        self._budget: Callable[[], Optional[int]] = lambda: None
        self._flows = asyncio.Event()
        self._flows.set()
        self._dead = 0
        self._names_itself = False
        self._refuses = False
        self.connections = 0
        #: What the client has said, over all its connections.
        self.sent: list[Any] = []

    async def start(self) -> Line:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=_BUFFER_BYTES)
        return self

    @property
    def url(self) -> str:
        assert self._server is not None
        return f"ws://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def close(self) -> None:
        assert self._server is not None
        self._server.close()
        self._flows.set()
        for connection in list(self._open):
            connection.abort()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # What a conversation can do to it. Patterns are those of messages, ``times`` is how many of them it concerns.

    def cut(self) -> None:
        """Ends the connection without a word."""
        for connection in list(self._open):
            connection.abort()

    def cut_after(self, message: Any, times: int = 1) -> None:
        """Cuts right behind a message of the server."""

        async def act(connection: Connection, said: Message, _: Any) -> None:
            await connection.to_client(said.raw)
            raise Cut

        self._down.append(Rule(message, times, act))

    def cut_inside(self, message: Any, times: int = 1) -> None:
        """Cuts in the middle of a message of the server."""

        async def act(connection: Connection, said: Message, _: Any) -> None:
            await connection.to_client(said.raw[: len(said.raw) // 2])
            raise Cut

        self._down.append(Rule(message, times, act))

    def cut_at_random(self, seed: int, least: int, most: int) -> None:
        """Cuts each connection, from this one on, after a number of the server's bytes between these, until :meth:`heal`."""
        random = Random(seed)
        self._budget = lambda: random.randint(least, most)
        for connection in self._open:
            connection.bytes_left = self._budget()

    def deliver_twice(self, message: Any, times: int = 1) -> None:
        """A message of the server arrives two times."""

        async def act(connection: Connection, said: Message, _: Any) -> None:
            await connection.to_client(said.raw)
            await connection.to_client(said.raw)

        self._down.append(Rule(message, times, act))

    def lose(self, message: Any, times: int = 1) -> None:
        """A message of the server never arrives."""
        self._down.append(Rule(message, times, _nothing))

    def lose_request(self, message: Any, times: int = 1) -> None:
        """A message of the client never arrives."""
        self._up.append(Rule(message, times, _nothing))

    def answer(self, request: Any, error: Any, times: int = 1) -> None:
        """Answers a request with an error, instead of the gateway."""

        async def act(connection: Connection, _: Message, asked: Any) -> None:
            answer = {"type": "system:error", "payload": _error_payload(error), "correlation_id": asked["correlation_id"]}
            await connection.to_client(text_frame(_envelope(answer), masked=False))

        self._up.append(Rule(request, times, act))

    def close_over(self, request: Any, code: int, reason: str = "", times: int = 1) -> None:
        """Closes the connection where a request comes."""

        async def act(connection: Connection, _: Message, __: Any) -> None:
            await connection.to_client(close_frame(code, reason))
            raise Cut

        self._up.append(Rule(request, times, act))

    async def tell_client(self, frame: Optional[Any] = None, text: str = "") -> None:
        """Says something that the gateway did not: a message, or any text."""
        await self._open[-1].to_client(text_frame(text if frame is None else _envelope(frame), masked=False))

    async def tell_gateway(self, text: str) -> None:
        """Says something that the client did not."""
        await self._open[-1].to_gateway(text_frame(text, masked=True))

    def hold(self) -> None:
        """Takes nothing more from the gateway, until :meth:`release`."""
        self._flows.clear()

    def release(self) -> None:
        self._flows.set()

    def fall_silent(self) -> None:
        """The connections that there are stay open, and nothing comes through them any more."""
        self._dead = self.connections

    def refuse(self) -> None:
        """Lets no new connection through, until :meth:`admit`."""
        self._refuses = True

    def admit(self) -> None:
        self._refuses = False

    def name_itself(self) -> None:
        """Lets the gateway see from now on by which address it was called, which is not one that it serves."""
        self._names_itself = True

    def heal(self) -> None:
        """Breaks nothing more."""
        self._down.clear()
        self._up.clear()
        self._budget = lambda: None
        for connection in self._open:
            connection.bytes_left = None

    # The traffic.

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            await self._serve(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError, Cut):
            pass
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._refuses:
            return
        far_reader, far_writer = await asyncio.open_connection(sock=await _small_socket(self._gateway_port()), limit=_BUFFER_BYTES)
        self.connections += 1
        connection = Connection(self.connections, writer, far_writer)
        connection.bytes_left = self._budget()
        self._open.append(connection)
        try:
            await connection.to_gateway(self._addressed(await reader.readuntil(_HEAD_END)))
            head = await far_reader.readuntil(_HEAD_END)
            await connection.to_client(head)
            if _SWITCHED in head.split(b"\r\n", 1)[0]:
                await _first_end_of(self._pump_down(far_reader, connection), self._pump_up(reader, connection))
            else:
                while refusal := await far_reader.read(_BUFFER_BYTES):
                    await connection.to_client(refusal)
        finally:
            self._open.remove(connection)
            far_writer.transport.abort()

    def _addressed(self, handshake: bytes) -> bytes:
        """Without compression, so that messages can be read; and the gateway serves its own host name and port only."""
        if not self._names_itself:
            handshake = _HOST.sub(b"Host: 127.0.0.1:%d" % self._gateway_port(), handshake, 1)
        return _EXTENSIONS.sub(b"", handshake)

    async def _pump_down(self, reader: asyncio.StreamReader, connection: Connection) -> None:
        messages = MessageReader(reader)
        while True:
            await self._flows.wait()
            said = await messages.next()
            if connection.number > self._dead:
                await self._pass(said, connection, self._down, connection.to_client)

    async def _pump_up(self, reader: asyncio.StreamReader, connection: Connection) -> None:
        messages = MessageReader(reader)
        while True:
            said = await messages.next()
            if said.is_text:
                self.sent.append(json.loads(said.payload))
            if connection.number > self._dead:
                await self._pass(said, connection, self._up, connection.to_gateway)

    @staticmethod
    async def _pass(said: Message, connection: Connection, rules: list[Rule], on: Callable[[bytes], Awaitable[None]]) -> None:
        if rules and said.is_text:
            message = json.loads(said.payload)
            for rule in rules:
                if rule.times > 0 and matches(rule.pattern, message):
                    rule.times -= 1
                    await rule.act(connection, said, message)
                    return
        await on(said.raw)


async def _small_socket(port: int) -> socket.socket:
    """With little room of the system's, so that a network that takes nothing is soon felt by the gateway."""
    small = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        small.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
        small.setblocking(False)
        await asyncio.get_running_loop().sock_connect(small, ("127.0.0.1", port))
    except BaseException:
        small.close()
        raise
    return small


async def _first_end_of(*pumps: Coroutine[Any, Any, None]) -> None:
    tasks = [asyncio.ensure_future(pump) for pump in pumps]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        for ended in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(ended, Exception) and not isinstance(ended, (OSError, EOFError, Cut)):
                raise ended


async def _nothing(connection: Connection, said: Message, message: Any) -> None:
    pass


def _envelope(frame: Any) -> str:
    return json.dumps({"id": str(uuid.uuid4()), "timestamp": _TIME, "payload": {}, **frame})


def _error_payload(error: Any) -> dict[str, Any]:
    """The payload of an error as the server has it, each thing under all its names."""
    kind, why = error["error_type"], error["error_message"]
    return {"error_code": kind, "message": why, "error": why, "metadata": {}, **error}
