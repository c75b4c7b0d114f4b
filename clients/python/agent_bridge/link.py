"""One connection after another to the same server."""

from __future__ import annotations

import asyncio
import logging
from typing import Awaitable, Callable, Optional, Protocol, Union

from .backoff import Backoff
from .errors import AgentBridgeError, MessageTooLarge, NotConnected, Unauthorized
from .socket import POLICY_VIOLATION, TOO_BIG, ConnectionClosed, Socket, close_code, closed_by_us

_log = logging.getLogger(__name__)


class Receiver(Protocol):
    """Whom a link tells. Calls come from one task, in order, and never overlap."""

    def received(self, text: Union[str, bytes]) -> None:
        """A message arrived."""

    def lost(self, code: Optional[int]) -> None:
        """The connection is gone, closed by the server with a code or without a word; another will be tried."""

    def failed(self, error: AgentBridgeError) -> None:
        """There will be no other connection."""


class Link:
    """Keeps a connection open, and opens the next when it is lost, until it is closed or the server does not let us in.

    Reading never waits for anybody: neither for a consumer nor for sending. So answers and the server's pings always come through.
    """

    def __init__(
        self, connect: Callable[[], Awaitable[Socket]], first_word_timeout: float, receiver: Receiver, backoff: Backoff
    ) -> None:
        self._connect = connect
        self._first_word_timeout = first_word_timeout
        self._receiver = receiver
        self._backoff = backoff
        self._socket: Optional[Socket] = None
        self._task: Optional[asyncio.Task[None]] = None

    @property
    def is_open(self) -> bool:
        """Whether it keeps a connection open, or opens the next."""
        return self._task is not None and not self._task.done()

    async def open(self) -> None:
        """Opens the first connection. Raises what keeps it from being opened; from then on every loss is repaired."""
        self._socket = await self._connect()
        self._task = asyncio.get_running_loop().create_task(self._run(self._socket))

    async def send(self, text: str) -> bool:
        """False if there is no connection. A true does not say that the message arrived: only its answer does."""
        if self._socket is None:
            return False
        try:
            await self._socket.send(text)
            return True
        except ConnectionClosed:
            return False

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        if self._socket is not None:
            socket, self._socket = self._socket, None
            await socket.close()

    async def _run(self, socket: Optional[Socket]) -> None:
        attempt = 0
        try:
            while socket is not None:
                opened = asyncio.get_running_loop().time()
                code = await self._read(socket)
                if asyncio.get_running_loop().time() - opened >= self._backoff.stable_after:
                    attempt = 0
                self._socket = None
                self._receiver.lost(code)
                socket, attempt = await self._reopen(attempt)
                self._socket = socket
        except AgentBridgeError as error:
            self._receiver.failed(error)
        except Exception as error:
            _log.exception("the client failed")
            self._receiver.failed(AgentBridgeError(f"the client failed: {error!r}"))

    async def _read(self, socket: Socket) -> Optional[int]:
        """Until the end; the code that the server closed with."""
        try:
            self._receiver.received(await asyncio.wait_for(socket.recv(), self._first_word_timeout))
            while True:
                self._receiver.received(await socket.recv())
        except asyncio.TimeoutError:
            _log.info("connection given up: no first word within %g s", self._first_word_timeout)
            await socket.close()
            return None
        except ConnectionClosed as closed:
            if close_code(closed) == POLICY_VIOLATION:
                raise Unauthorized("unauthorized", f"the server closed the connection: {closed}") from closed
            if closed_by_us(closed, TOO_BIG):
                raise MessageTooLarge("the server sent more than max_bytes in one message; raise it") from closed
            _log.info("connection lost: %s", closed)
            return close_code(closed)

    async def _reopen(self, attempt: int) -> tuple[Socket, int]:
        while self._backoff.max_attempts is None or attempt < self._backoff.max_attempts:
            await asyncio.sleep(self._backoff.delay(attempt))
            attempt += 1
            try:
                return await self._connect(), attempt
            except NotConnected as error:
                _log.info("attempt %d: %s", attempt, error)
        raise NotConnected(f"the connection was lost, and {attempt} attempts to open another failed")
