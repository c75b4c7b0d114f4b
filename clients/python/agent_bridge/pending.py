"""Requests that wait for their answer."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Callable, Iterator, Optional

from .errors import AgentBridgeError, MessageTooLarge, OutcomeUnknown, TooManyRequests
from .events import StateParts
from .models import Position, Progress, State
from .wire import Frame, Request

_QUERIES = frozenset({"system:status", "system:history", "system:state"})


@dataclass
class Pending:
    """A request from its making to its answer, however often it is sent in between."""

    request: Request
    answer: asyncio.Future[Frame]
    first_sent: Optional[Position] = None
    connection: int = 0
    command_id: Optional[str] = None
    progressed: Optional[Callable[[Frame, Progress], None]] = None
    parts: StateParts = field(default_factory=StateParts)
    state: Optional[State] = None

    @property
    def is_query(self) -> bool:
        """Whether it changes nothing, so that it may be asked again of any history."""
        return self.request.type in _QUERIES


class PendingRequests:
    """All of them, by id, which is their correlation id too. Bounded."""

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._by_id: dict[str, Pending] = {}

    def __iter__(self) -> Iterator[Pending]:
        return iter(list(self._by_id.values()))

    def __len__(self) -> int:
        return len(self._by_id)

    def add(self, request: Request, within_capacity: bool = True) -> Pending:
        if within_capacity and len(self._by_id) >= self._capacity:
            raise TooManyRequests(f"{self._capacity} requests wait for an answer already")
        if request.id in self._by_id:
            raise ValueError(f"the request {request.id} waits for its answer already")
        pending = Pending(request, asyncio.get_running_loop().create_future())
        pending.answer.add_done_callback(lambda answer: answer.cancelled() or answer.exception())
        self._by_id[request.id] = pending
        return pending

    def get(self, request_id: Optional[str]) -> Optional[Pending]:
        return self._by_id.get(request_id) if request_id else None

    def remove(self, pending: Pending) -> None:
        self._by_id.pop(pending.request.id, None)

    def answered_by(self, frame: Frame) -> Optional[Pending]:
        """The request that a frame answers: it bears its id, or is what everybody sees of the end of a command."""
        pending = self.get(frame.correlation_id)
        if pending is None and frame.cause is not None and frame.type in ("command:result", "command:error"):
            pending = self.get(frame.cause.request_id)
            ends = frame.payload.get("origin", "client") == "client"
            return pending if pending is not None and pending.request.type == "command:execute" and ends else None
        return pending

    def answer(self, pending: Pending, frame: Frame) -> None:
        self.remove(pending)
        if not pending.answer.done():
            pending.answer.set_result(frame)

    def fail(self, pending: Pending, error: AgentBridgeError) -> None:
        self.remove(pending)
        if not pending.answer.done():
            pending.answer.set_exception(error)

    def fail_all(self, error: AgentBridgeError) -> None:
        for pending in self:
            self.fail(pending, error)

    def fail_largest(self) -> None:
        """The server closed the connection over the size of a message: it was the largest of those sent, and is not sent again."""
        sent = [pending for pending in self if pending.first_sent is not None]
        if sent:
            largest = max(sent, key=lambda pending: pending.request.size)
            size = largest.request.size
            self.fail(largest, MessageTooLarge(f"the server closed the connection over {largest.request.type} of {size} bytes"))

    def fail_those_of_other_histories(self, epoch: str) -> None:
        """What was sent to another history must not be sent to this one: its effect may or may not be part of it."""
        for pending in self:
            if pending.first_sent is not None and pending.first_sent.epoch != epoch and not pending.is_query:
                error = f"{pending.request.type} {pending.request.id} was sent to a history that the server does not have any more"
                self.fail(pending, OutcomeUnknown(error))
