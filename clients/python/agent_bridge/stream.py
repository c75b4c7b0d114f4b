"""The one subscription of a client, carried over every disconnection."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Optional, Union

from .buffer import Buffer
from .cursor import StreamCursor
from .events import Event, HistoryPage, StateParts
from .models import Filter, Position
from .wire import Frame, JsonObject

#: The server gives no more events of the past at once.
MAX_PAGE = 1000
Start = Union[Literal["now", "snapshot"], Position]


@dataclass(frozen=True)
class Subscribed:
    """Where a subscription begins. If not ``recovered``, a snapshot comes first: the position asked for is not to be had."""

    recovered: bool
    position: Position


@dataclass(frozen=True)
class Missing:
    """So many events after a position, of those that a filter selects."""

    after: Position
    filter: Filter
    count: int

    def query(self) -> JsonObject:
        """The payload that asks for a page of them."""
        chosen = self.filter.to_wire()
        query: JsonObject = {"from": self.after.sequence + 1, "limit": self.count}
        return {**query, "filter": chosen} if chosen else query


@dataclass
class Stream:
    """Turns what the server tells into events for one consumer, who may be slower than the server.

    When the consumer's buffer is full, events are let go, and the stream goes on without them: answers to requests never wait behind
    events. Once the buffer has been read to the half, what was let go is asked for, no more of it at a time than there is room for: by
    pages of the history, and the last piece by a subscription that begins there. So nothing is lost, and nothing is shown twice.
    """

    capacity: int
    cursor: StreamCursor = field(default_factory=StreamCursor)
    filter: Filter = field(default_factory=Filter)
    consumer: Optional[Buffer[Event]] = None
    lagging: bool = False
    #: Everything up to here was kept for the consumer, or passed by where there is none; a snapshot counts when it is whole.
    position: Optional[Position] = None
    _wanted: Optional[tuple[Start, Filter]] = None
    _snapshot_owed: bool = False
    _ahead: frozenset[int] = frozenset()
    _parts: StateParts = field(default_factory=StateParts)

    def consume(self) -> Buffer[Event]:
        """Begins to keep events."""
        if self.consumer is not None:
            raise RuntimeError("the events of a client have one consumer at a time")
        self.consumer = Buffer(self.capacity)
        return self.consumer

    def leave(self) -> None:
        """The consumer wants no more."""
        if self.consumer is not None:
            self.consumer.end()
        self.consumer = None
        self._snapshot_owed = self._snapshot_owed and not self.lagging
        self.lagging = False
        self._reached()

    @property
    def should_catch_up(self) -> bool:
        """Whether there is room again for what was let go."""
        return self.lagging and not self.cursor.paused and self.consumer is not None and len(self.consumer) <= self.capacity // 2

    @property
    def should_subscribe(self) -> bool:
        """Whether a subscription brings all that was let go, and it has room; else it is to be had by :meth:`missing`."""
        return self._snapshot_owed or self.position is None or self.cursor.complete - self.position.sequence <= self._room

    def missing(self) -> Missing:
        """What there is room for now of what was let go."""
        assert self.position is not None
        return Missing(self.position, self.filter, max(1, min(self._room, MAX_PAGE)))

    def found(self, missing: Missing, page: HistoryPage) -> None:
        """Takes a page of what was let go, unless another place was chosen meanwhile."""
        current = (self.position, self.filter) == (missing.after, missing.filter)
        if not self.lagging or self.cursor.paused or self.consumer is None or not current:
            return
        # What the page has beyond the stream's own place, the stream is about to bring.
        last = min(page.last, self.cursor.complete)
        whole: list[Event] = []
        for event in page.events:
            whole.append(event)
            if event.more:
                continue
            sequence = event.sequence or 0
            if sequence > last or not self.consumer.has_room:
                last = min(last, sequence - 1)
                break
            if sequence not in self._ahead:
                self._put(whole)
            whole = []
        if last <= missing.after.sequence:
            self.owe_snapshot()
            return
        self.position = Position(missing.after.epoch, last)
        self.lagging = self.position != self.cursor.position

    def owe_snapshot(self) -> None:
        """What was let go is not to be had any more: the state as it is now takes its place."""
        self._snapshot_owed = self.lagging

    def choose(self, start: Start, wanted: Filter) -> None:
        """The next subscription begins there. It replaces this one when the server has taken it."""
        self._wanted = (start, wanted)

    def request(self) -> JsonObject:
        """The payload of the chosen subscription, else of one that goes on where this is. Until it is answered nothing is shown."""
        self.cursor.pause()
        start: Optional[Start] = self.position if self.should_subscribe else self.cursor.position
        if self._snapshot_owed:
            start = "snapshot"
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
        recovered = bool(payload["recovered"])
        after = payload["from"] if isinstance(payload["from"], int) else self.cursor.newest
        place = Position(payload["epoch"], after)
        if self._wanted is not None:
            self.filter = self._wanted[1]
        goes_on = recovered and self._wanted is None
        self._wanted = None
        # Until the whole snapshot is here, a lost connection means to ask for one again.
        self._snapshot_owed = not recovered
        self.cursor.follow(place.epoch, place.sequence, bool(self.filter.to_wire()))
        if self.lagging and goes_on:
            self.cursor.showed(self._ahead)
        self.lagging = self.lagging and goes_on and place != self.position
        self._reached()
        return Subscribed(recovered, place)

    def refused(self) -> bool:
        """Takes the refusal of :meth:`request`; whether it was of a chosen subscription, so that the one before it can go on."""
        chosen = self._wanted is not None
        self._wanted = None
        return chosen

    def follow(self, position: Position) -> None:
        self.cursor.follow(position.epoch, position.sequence, bool(self.filter.to_wire()))
        self._reached()

    def passed(self, sequence: int) -> None:
        """A filtered stream has come as far as this."""
        if self.cursor.filtered:
            self.cursor.passed(sequence)
            self._reached()

    def take(self, frame: Frame) -> list[Frame]:
        """The frames that are to be shown now, which the consumer gets too. Raises :class:`~agent_bridge.cursor.Gap`."""
        frames = self.cursor.take(frame)
        if frames and not self._keep([Event(frame) for frame in frames]):
            self._let_go(frame)
        self._reached()
        return frames

    def snapshot(self, frame: Frame) -> None:
        """Takes a part of a snapshot."""
        state = None if self.cursor.paused else self._parts.add(frame.payload)
        if state is None:
            return
        # Without room even for the state it is let go, and asked for again.
        self.lagging = self._snapshot_owed = not self._keep([Event(frame, state)])
        self._reached()

    @property
    def _room(self) -> int:
        return self.capacity if self.consumer is None else self.capacity - len(self.consumer)

    def _keep(self, events: list[Event]) -> bool:
        """Whether nobody wants them, or there was room."""
        if self.consumer is None:
            return True
        if self.lagging or not self.consumer.has_room:
            return False
        self._put(events)
        return True

    def _put(self, events: list[Event]) -> None:
        for event in events:
            if self.consumer is not None:
                self.consumer.put(event)

    def _let_go(self, frame: Frame) -> None:
        # Deltas are not to be had again.
        if frame.sequence is None:
            return
        self.cursor.let_go(frame.sequence)
        if not self.lagging:
            self.lagging = True
            self._ahead = self.cursor.ahead

    def _reached(self) -> None:
        if not self.lagging and not self._snapshot_owed:
            self.position = self.cursor.position
