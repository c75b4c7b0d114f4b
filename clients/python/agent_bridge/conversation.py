"""What goes on between a client and the server, whichever connection carries it."""

from __future__ import annotations

import asyncio
import logging
import math
import uuid
from typing import Any, Coroutine, Optional, TypeVar, Union

from .buffer import Buffer
from .cursor import Gap
from .errors import (
    AgentBridgeError,
    MessageTooLarge,
    NotConnected,
    NotRetained,
    RequestError,
    RequestTimeout,
    RetryLater,
    error_of,
)
from .events import SNAPSHOT, Event, HistoryPage
from .link import Link
from .models import Filter, Position, Progress, Server, State
from .pending import Pending, PendingRequests
from .socket import TOO_BIG
from .stream import Start, Stream, Subscribed
from .wire import Frame, JsonObject, Request, decode

_log = logging.getLogger(__name__)
_RESUBSCRIBE_SECONDS = 1.0
T = TypeVar("T")


class Conversation:
    """Gives every frame to whom it concerns: the request that it answers, the command that it is about, the stream of events.

    An answer is given once the stream has come as far as its event, so that a command's progress always precedes its result.
    """

    def __init__(self, max_pending: int, max_events: int) -> None:
        self.stream = Stream(max_events)
        self._pending = PendingRequests(max_pending)
        self._commands: dict[str, Pending] = {}
        self._held: list[tuple[int, Pending, Frame]] = []
        self._link: Optional[Link] = None
        self._server: Optional[Server] = None
        self._connected: Optional[asyncio.Event] = None
        self._connection = 0
        self._subscription = ""
        self._subscribers: list[asyncio.Future[Subscribed]] = []
        self._failure: Optional[AgentBridgeError] = None
        self._told: Optional[AgentBridgeError] = None
        self._catching_up = False
        self._background: set[asyncio.Task[Any]] = set()

    # The connection.

    async def begin(self, link: Link, timeout: float) -> None:
        """Opens the first connection and waits, so many seconds, for the server's first word."""
        if self._failure is not None:
            raise self._failure
        self._link = link
        self._connected = asyncio.Event()
        await link.open()
        try:
            await asyncio.wait_for(self.wait_until_connected(), timeout)
        except asyncio.TimeoutError as error:
            raise NotConnected(f"no connection:ack within {timeout:g} s: is that an agent-bridge server?") from error

    def close(self) -> None:
        """Ends everything that waits."""
        if self._failure is None:
            self._end(NotConnected("the client was closed"), None)
        for task in self._background:
            task.cancel()

    @property
    def is_connected(self) -> bool:
        return self._connected is not None and self._connected.is_set() and self._failure is None

    async def wait_until_connected(self) -> None:
        if self._connected is None:
            raise NotConnected("connect first")
        await self._connected.wait()
        if self._failure is not None:
            raise self._failure

    @property
    def server(self) -> Server:
        if self._server is None:
            raise NotConnected("the client was not connected yet")
        return self._server

    # Requests.

    def make(self, message_type: str, payload: JsonObject, request_id: Optional[str] = None) -> Pending:
        """A request that is not sent yet. Raises what is wrong with it."""
        if self._failure is not None:
            raise self._failure
        request = Request(request_id or str(uuid.uuid4()), message_type, payload)
        limit = self.server.limits.get("max_message_bytes")
        size = len(request.encode(self.stream.cursor.newest).encode("utf-8"))
        if isinstance(limit, int) and size > limit:
            raise MessageTooLarge(f"{message_type} has {size} bytes; the server takes at most {limit}")
        return self._pending.add(request)

    async def send(self, pending: Pending) -> None:
        """Sends a request; without a connection it is sent as soon as there is one."""
        if self._link is None or not self.is_connected or pending.connection == self._connection:
            return
        pending.connection = self._connection
        first = pending.first_sent
        if first is None or first.epoch != self.server.epoch:
            pending.first_sent = Position(self.server.epoch, self.stream.cursor.newest)
            await self._link.send(pending.request.encode())
        else:
            await self._link.send(pending.request.encode(first.sequence))

    def forget(self, pending: Pending) -> None:
        """Nobody waits for it any more."""
        self._pending.remove(pending)

    async def answer(self, pending: Pending) -> Frame:
        """Sends a request and waits for its answer. Raises the error that it is."""
        try:
            await self.send(pending)
            frame = await pending.answer
        finally:
            self._pending.remove(pending)
        if frame.is_error:
            raise error_of(frame)
        return frame

    async def state_at(self, sequence: int) -> State:
        pending = self.make("system:state", {"at": sequence})
        await self.answer(pending)
        if pending.state is None:
            raise AgentBridgeError("the last part of the state came without the others")
        return pending.state

    async def within(self, work: Coroutine[Any, Any, T], seconds: Optional[float], what: str, request_id: str = "") -> T:
        """Raises :class:`RequestTimeout` if the work takes longer."""
        try:
            return await asyncio.wait_for(work, seconds)
        except asyncio.TimeoutError as error:
            raise RequestTimeout(what, request_id, seconds or 0.0) from error

    # The stream.

    async def subscribe(self, start: Start, wanted: Filter) -> Subscribed:
        """Replaces the subscription, unless the server refuses: then the one before goes on."""
        if self._failure is not None:
            raise self._failure
        self.stream.choose(start, wanted)
        subscriber: asyncio.Future[Subscribed] = asyncio.get_running_loop().create_future()
        self._subscribers.append(subscriber)
        if self.is_connected:
            await self._transmit(self._subscription_text())
        return await subscriber

    def consume(self) -> Buffer[Event]:
        """Begins to keep events for a consumer."""
        consumer = self.stream.consume()
        if self._failure is not None:
            consumer.end(self._told)
        return consumer

    def catch_up(self) -> None:
        """Asks for what a slow consumer did not get, if it has room now."""
        if self._can_catch_up and not self._catching_up:
            self._catching_up = True
            self._spawn(self._catch_up())

    @property
    def _can_catch_up(self) -> bool:
        return self.stream.should_catch_up and self.is_connected

    async def _catch_up(self) -> None:
        try:
            while self._can_catch_up:
                if self.stream.should_subscribe:
                    await self._transmit(self._subscription_text())
                else:
                    await self._ask_for_missing()
        finally:
            self._catching_up = False

    async def _ask_for_missing(self) -> None:
        missing = self.stream.missing()
        request = Request(str(uuid.uuid4()), "system:history", missing.query())
        try:
            # It is one more than the program's own may be: those may wait for the program itself.
            page = await self.answer(self._pending.add(request, within_capacity=False))
            self.stream.found(missing, HistoryPage.of(page.payload))
        except NotRetained:
            self.stream.owe_snapshot()
        except (RequestError, ValueError, KeyError, TypeError) as error:
            _log.warning("events that a slow consumer did not get cannot be read again yet: %r", error)
            await asyncio.sleep(error.retry_after if isinstance(error, RetryLater) else _RESUBSCRIBE_SECONDS)
        except AgentBridgeError as error:
            _log.info("the consumer's events end: %s", error)

    def _subscription_text(self) -> str:
        request = Request(str(uuid.uuid4()), "connection:subscribe", self.stream.request())
        self._subscription = request.id
        return request.encode()

    async def _transmit(self, text: str) -> None:
        if self._link is not None:
            await self._link.send(text)

    async def _after_connecting(self, subscription: Optional[str]) -> None:
        connection = self._connection
        if subscription is not None:
            await self._transmit(subscription)
        for pending in self._pending:
            if self._connection != connection:
                return
            await self.send(pending)

    async def _subscribe_again(self, seconds: float) -> None:
        connection = self._connection
        await asyncio.sleep(seconds)
        if self.stream.cursor.paused and self._connection == connection and self.is_connected:
            await self._transmit(self._subscription_text())

    # What the link tells.

    def received(self, text: Union[str, bytes]) -> None:
        try:
            self._take(Frame.parse(text))
        except (ValueError, KeyError, TypeError) as error:
            _log.warning("a message of the server is passed over, for it is not as the protocol has it: %r", error)

    def _take(self, frame: Frame) -> None:
        if frame.type == "connection:ack":
            self._acknowledged(frame)
        elif frame.type == "connection:ping":
            self._pinged(frame)
        elif frame.type == SNAPSHOT:
            self.stream.snapshot(frame)
        elif frame.correlation_id is not None and frame.correlation_id == self._subscription:
            self._subscribed(frame)
        else:
            self._dispatch(frame)

    def lost(self, code: Optional[int]) -> None:
        if code == TOO_BIG:
            self._pending.fail_largest()
        self._set_connected(False)
        self._held.clear()
        self.stream.cursor.pause()

    def failed(self, error: AgentBridgeError) -> None:
        if self._failure is None:
            self._end(error, error)

    def _end(self, error: AgentBridgeError, told: Optional[AgentBridgeError]) -> None:
        self._failure = error
        self._told = told
        self._set_connected(True)
        self._pending.fail_all(error)
        for subscriber in self._subscribers:
            if not subscriber.done():
                subscriber.set_exception(error)
        self._subscribers.clear()
        if self.stream.consumer is not None:
            self.stream.consumer.end(told)

    def _set_connected(self, connected: bool) -> None:
        if self._connected is not None:
            (self._connected.set if connected else self._connected.clear)()

    def _acknowledged(self, frame: Frame) -> None:
        server = decode(Server, frame.payload)
        known = self.stream.cursor.epoch
        self._server = server
        self._connection += 1
        self.stream.cursor.greeted(server.epoch, server.sequence)
        self._pending.fail_those_of_other_histories(server.epoch)
        subscription: Optional[str] = None
        if known is None and not self._subscribers:
            self.stream.follow(Position(server.epoch, server.sequence))
        else:
            subscription = self._subscription_text()
        self._set_connected(True)
        self._spawn(self._after_connecting(subscription))

    def _pinged(self, frame: Frame) -> None:
        sequence = frame.payload.get("sequence")
        if isinstance(sequence, int):
            self.stream.passed(sequence)
        pong = {"original_timestamp": frame.payload.get("timestamp", ""), "client_id": frame.payload.get("client_id")}
        self._spawn(self._transmit(Request(str(uuid.uuid4()), "connection:pong", pong).encode()))

    def _subscribed(self, frame: Frame) -> None:
        subscribers, self._subscribers = self._subscribers, []
        if frame.is_error:
            error = error_of(frame)
            for subscriber in subscribers:
                if not subscriber.done():
                    subscriber.set_exception(error)
            self._refused(error)
            return
        subscribed = self.stream.subscribed(frame)
        for subscriber in subscribers:
            if not subscriber.done():
                subscriber.set_result(subscribed)
        self._release()
        self.catch_up()

    def _refused(self, error: RequestError) -> None:
        _log.warning("the subscription was refused: %s", error)
        another_goes_on = self.stream.refused()
        if isinstance(error, RetryLater):
            self._spawn(self._subscribe_again(error.retry_after or _RESUBSCRIBE_SECONDS))
        elif another_goes_on:
            self._spawn(self._transmit(self._subscription_text()))
        else:
            # The same again would be refused again; until the next connection no event comes that an answer could wait for.
            self._subscription = ""
            self._release()

    def _dispatch(self, frame: Frame) -> None:
        pending = self._pending.answered_by(frame)
        if frame.sequence is not None or frame.type == "command:progress":
            for shown in self._shown(frame):
                self._progressed(shown)
        if frame.type == "system:state":
            self._state_part(frame)
        if pending is not None:
            self._answered(pending, frame)
        elif frame.is_error and frame.sequence is None:
            _log.warning("the server reports an error that answers nothing: %s", error_of(frame))
        if self._held:
            self._release()

    def _shown(self, frame: Frame) -> list[Frame]:
        try:
            return self.stream.take(frame)
        except Gap as gap:
            _log.warning("%s; the stream is taken up again", gap)
            self._spawn(self._transmit(self._subscription_text()))
            return []

    def _progressed(self, frame: Frame) -> None:
        if frame.type != "command:progress":
            return
        progress = decode(Progress, frame.payload)
        pending = self._commands.get(progress.command_id or "")
        if pending is None and frame.payload.get("origin", "client") == "client":
            pending = self._pending.get(frame.payload.get("request_id"))
        if pending is None or pending.progressed is None:
            return
        if progress.command_id is not None:
            self._commands[progress.command_id] = pending
            pending.command_id = progress.command_id
        pending.progressed(frame, progress)

    def _state_part(self, frame: Frame) -> None:
        pending = self._pending.get(frame.payload.get("request_id") or frame.correlation_id)
        if pending is not None:
            pending.state = pending.parts.add(frame.payload)

    def _answered(self, pending: Pending, frame: Frame) -> None:
        if frame.sequence is not None and frame.sequence > self._reached:
            self._held.append((frame.sequence, pending, frame))
        else:
            self._give(pending, frame)

    @property
    def _reached(self) -> float:
        """The sequence up to which answers need not wait for the stream; behind a filter, or without a stream, none has to."""
        cursor = self.stream.cursor
        without_stream = cursor.paused and not self._subscription
        return math.inf if cursor.filtered or without_stream else cursor.complete

    def _release(self) -> None:
        reached = self._reached
        for _, pending, frame in [held for held in self._held if held[0] <= reached]:
            self._give(pending, frame)
        self._held = [held for held in self._held if held[0] > reached]

    def _give(self, pending: Pending, frame: Frame) -> None:
        if pending.command_id is not None:
            self._commands.pop(pending.command_id, None)
        self._pending.answer(pending, frame)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)
