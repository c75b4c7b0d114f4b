"""What the server tells of its own accord."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Optional, Type, TypeVar

from .errors import RequestError, error_of
from .models import Agent, Approval, Command, Progress, State, Task
from .wire import Cause, Frame, JsonObject, decode

SNAPSHOT = "connection:snapshot"
T = TypeVar("T")


@dataclass(frozen=True)
class Event:
    """One frame of one event, or a whole snapshot.

    An event of type ``connection:snapshot`` means: forget what you know, this is the state now. ``sequence`` is None for deltas. The
    properties show the object that the event is about, None if it is about none of that kind.
    """

    frame: Frame
    state: Optional[State] = None

    @property
    def type(self) -> str:
        return self.frame.type

    @property
    def payload(self) -> JsonObject:
        return self.frame.payload

    @property
    def timestamp(self) -> datetime:
        return self.frame.timestamp

    @property
    def sequence(self) -> Optional[int]:
        return self.frame.sequence if self.state is None else self.state.sequence

    @property
    def more(self) -> bool:
        """Whether another frame of the same event follows: remember a position only where it is False."""
        return self.frame.more

    @property
    def cause(self) -> Optional[Cause]:
        return self.frame.cause

    @property
    def agent(self) -> Optional[Agent]:
        return self._object(Agent, "agent")

    @property
    def task(self) -> Optional[Task]:
        return self._object(Task, "task")

    @property
    def approval(self) -> Optional[Approval]:
        return self._object(Approval, "approval")

    @property
    def progress(self) -> Optional[Progress]:
        return decode(Progress, self.payload) if self.type == "command:progress" else None

    @property
    def error(self) -> Optional[RequestError]:
        return error_of(self.frame) if self.frame.is_error else None

    def _object(self, kind: Type[T], key: str) -> Optional[T]:
        value = self.payload.get(key)
        return decode(kind, value) if isinstance(value, dict) else None


@dataclass(frozen=True)
class HistoryPage:
    """Past events, ascending. ``first`` to ``last`` is the range that was looked through, ``next`` where the next page begins."""

    events: tuple[Event, ...]
    first: int
    last: int
    next: Optional[int]
    at: int

    @staticmethod
    def of(payload: JsonObject) -> HistoryPage:
        events = tuple(Event(decode(Frame, frame)) for frame in payload["events"])
        return HistoryPage(events, payload["from"], payload["to"], payload["next"], payload["at"])


class StateParts:
    """Puts a state together that comes in parts. Part 0 begins anew, so a state that is sent again after a disconnection is whole."""

    def __init__(self) -> None:
        self._agents: list[Agent] = []
        self._tasks: list[Task] = []
        self._commands: list[Command] = []
        self._approvals: list[Approval] = []

    def add(self, payload: JsonObject) -> Optional[State]:
        """Takes a part; the whole after the last one, None before."""
        if payload["part"] == 0:
            self.__init__()  # type: ignore[misc]
        self._agents += [decode(Agent, item) for item in payload["agents"]]
        self._tasks += [decode(Task, item) for item in payload["tasks"]]
        self._commands += [decode(Command, item) for item in payload["commands"]]
        self._approvals += [decode(Approval, item) for item in payload["approvals"]]
        if not payload["last"]:
            return None
        return State(
            payload["sequence"], tuple(self._agents), tuple(self._tasks), tuple(self._commands), tuple(self._approvals)
        )
