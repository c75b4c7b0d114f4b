"""The one subscription of a client, carried over every disconnection."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Optional, Union

from .buffer import Buffer
from .cursor import StreamCursor
from .events import Event, StateParts
from .models import Filter, Position
from .wire import Frame, JsonObject

Start = Union[Literal["now", "snapshot"], Position]


@dataclass(frozen=True)
class Subscribed:
    """Where a subscription begins. If not ``recovered``, a snapshot comes first: the position asked for is not to be had."""

    recovered: bool
    position: Position


@dataclass
class Stream:
    """Turns what the server tells into events for one consumer, who may be slower than the server.

    When the consumer's buffer is full, events are let go; once it has been read to the half, they are asked for again, after the last
    one that was kept. So nothing is lost, nothing is shown twice, and answers to requests never wait behind events.
    """

    capacity: int
    cursor: StreamCursor = field(default_factory=StreamCursor)
    filter: Filter = field(default_factory=Filter)
    consumer: Optional[Buffer[Event]] = None
    lagging: bool = False
    _wanted: Optional[tuple[Start, Filter]] = None
    _snapshot_owed: bool = False
    _kept: Optional[Position] = None
    _parts: StateParts = field(default_factory=StateParts)

    def consume(self) -> Buffer[Event]:
        """Begins to keep events."""
        if self.consumer is not None:
            raise RuntimeError("the events of a client have one consumer at a time")
        self.consumer = Buffer(self.capacity)
        self.lagging = False
        self._kept = self.position
        return self.consumer

    def leave(self) -> None:
        """The consumer wants no more."""
        if self.consumer is not None:
            self.consumer.end()
        self.consumer = None
        self.lagging = False

    @property
    def position(self) -> Optional[Position]:
        """Everything up to here was kept for the consumer, or passed by where there is none; a snapshot counts when it is whole."""
        return self._kept if self.lagging or self._snapshot_owed else self.cursor.position

    @property
    def should_catch_up(self) -> bool:
        """Whether there is room again for what was let go."""
        return self.lagging and not self.cursor.paused and self.consumer is not None and len(self.consumer) <= self.capacity // 2

    def choose(self, start: Start, wanted: Filter) -> None:
        """The next subscription begins there. It replaces this one when the server has taken it."""
        self._wanted = (start, wanted)

    def request(self) -> JsonObject:
        """The payload of the chosen subscription, else of one that goes on where this is. Until it is answered nothing is shown."""
        self.cursor.pause()
        start: Optional[Start] = "snapshot" if self._snapshot_owed else self.position
        wanted = self.filter
        if self._wanted is not None:
            start, wanted = self._wanted
        payload: JsonObject = {"from": "now" if start is None else start}
        if isinstance(start, Position):
            payload = {"from": start.sequence, "epoch": start.epoch}
        chosen = wanted.to_wire()
        return {**payload, "filter": chosen} if chosen else payload

    def subscribed(self, frame: Frame) -> Subscribed:
        """Takes the answer to :meth:`request`."""
        payload = frame.payload
        after = payload["from"] if isinstance(payload["from"], int) else self.cursor.newest
        if self._wanted is not None:
            self.filter = self._wanted[1]
            self._wanted = None
        before = self.position
        # Until the whole snapshot is here, a lost connection means to ask for one again.
        self._snapshot_owed = not payload["recovered"]
        self.lagging = False
        self.follow(Position(payload["epoch"], after))
        if self._snapshot_owed:
            self._kept = before
        return Subscribed(bool(payload["recovered"]), Position(payload["epoch"], after))

    def refused(self) -> bool:
        """Takes the refusal of :meth:`request`; whether it was of a chosen subscription, so that the one before it can go on."""
        chosen = self._wanted is not None
        self._wanted = None
        return chosen

    def follow(self, position: Position) -> None:
        self.cursor.follow(position.epoch, position.sequence, bool(self.filter.to_wire()))
        self._kept = position

    def take(self, frame: Frame) -> list[Frame]:
        """The frames that are to be shown now, which the consumer gets too. Raises :class:`~agent_bridge.cursor.Gap`."""
        frames = self.cursor.take(frame)
        if frames and not self._keep([Event(frame) for frame in frames]):
            self.cursor.let_go(frame.sequence)
        return frames

    def snapshot(self, frame: Frame) -> None:
        """Takes a part of a snapshot."""
        state = None if self.cursor.paused else self._parts.add(frame.payload)
        if state is None:
            return
        self._snapshot_owed = False
        self._kept = self.cursor.position
        if self.consumer is not None:
            self.consumer.put(Event(frame, state))

    def _keep(self, events: list[Event]) -> bool:
        if self.consumer is None:
            return True
        if self.lagging or not self.consumer.has_room(len(events)):
            self.lagging = True
            return False
        for event in events:
            self.consumer.put(event)
        if events[-1].sequence is not None:
            self._kept = self.cursor.position
        return True
