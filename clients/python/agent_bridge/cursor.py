"""Where a client is in the server's history."""

from __future__ import annotations

from collections import OrderedDict
from typing import Optional

from .models import Position
from .wire import Frame

_REMEMBERED_DELTAS = 4096
_MAX_AHEAD = 10_000


class Gap(Exception):
    """An event is missing: the stream must be taken up again after the last complete one."""


class Recent:
    """The newest ids that were seen, so many and no more."""

    def __init__(self, capacity: int = _REMEMBERED_DELTAS) -> None:
        self._capacity = capacity
        self._ids: OrderedDict[str, None] = OrderedDict()

    def add(self, item: str) -> bool:
        """Whether it is seen for the first time."""
        if item in self._ids:
            return False
        self._ids[item] = None
        if len(self._ids) > self._capacity:
            self._ids.popitem(last=False)
        return True


class StreamCursor:
    """Turns the frames of any number of connections into each event once, whole and in order.

    While it is *paused* it lets nothing pass: until the server has confirmed a subscription, what arrives belongs to another place.
    """

    def __init__(self) -> None:
        self.epoch: Optional[str] = None
        self.complete = 0
        self.newest = 0
        self.filtered = False
        self.paused = True
        self._open: list[Frame] = []
        self._ahead: set[int] = set()
        self._deltas = Recent()

    @property
    def position(self) -> Optional[Position]:
        return None if self.epoch is None else Position(self.epoch, self.complete)

    @property
    def ahead(self) -> frozenset[int]:
        """The events behind the position that were shown already."""
        return frozenset(self._ahead)

    def pause(self) -> None:
        self.paused = True
        self._open.clear()

    def follow(self, epoch: str, after: int, filtered: bool) -> None:
        """The frames from now on are those after a sequence. Where that is where this was, what was shown ahead is not shown again."""
        if (epoch, after) != (self.epoch, self.complete):
            self._ahead.clear()
        self.epoch = epoch
        self.complete = after
        self.newest = max(self.newest, after)
        self.filtered = filtered
        self.paused = False
        self._open.clear()

    def showed(self, ahead: frozenset[int]) -> None:
        """Those of these events that come yet are not to be shown again."""
        self._ahead |= {sequence for sequence in ahead if sequence > self.complete}

    def greeted(self, epoch: str, newest: int) -> None:
        """A connection opened to a server with that history."""
        self.newest = max(self.newest, newest) if epoch == self.epoch else newest

    def saw(self, sequence: int) -> None:
        """The server said that there is an event of this number."""
        self.newest = max(self.newest, sequence)

    def passed(self, sequence: int) -> None:
        """A filtered stream has come as far as this."""
        self.saw(sequence)
        if not self.paused and not self._open and sequence > self.complete:
            self._complete(sequence)

    def let_go(self, sequence: Optional[int]) -> None:
        """What was shown of that event was not kept: where it was shown ahead, it is to be shown again in its turn."""
        self._ahead.discard(sequence or 0)

    def take(self, frame: Frame) -> list[Frame]:
        """The frames to show now: none, or a whole event. Raises :class:`Gap`."""
        sequence = frame.sequence
        if sequence is None:
            return [frame] if not self.paused and self._deltas.add(frame.id) else []
        self.saw(sequence)
        if self.paused or sequence <= self.complete:
            return []
        expected = self._open[0].sequence if self._open else None
        if frame.correlation_id is not None and sequence > self.complete + 1 and sequence != expected:
            return self._out_of_order(frame, sequence)
        if (expected is not None and expected != sequence) or (not self.filtered and sequence > self.complete + 1):
            raise Gap(f"event {sequence} came where {expected or self.complete + 1} was expected")
        if any(frame.id == seen.id and frame.type == seen.type for seen in self._open):
            return []
        self._open.append(frame)
        if frame.more:
            return []
        frames = [] if sequence in self._ahead else self._open[:]
        self._complete(sequence)
        return frames

    def _out_of_order(self, frame: Frame, sequence: int) -> list[Frame]:
        # The answer to a request that was sent before, maybe by an earlier run of the program, may come out of turn. Without a filter
        # the stream itself will bring the event. With one this may be all that ever comes of it.
        if not self.filtered or sequence in self._ahead:
            return []
        if len(self._ahead) < _MAX_AHEAD:
            self._ahead.add(sequence)
        return [frame]

    def _complete(self, sequence: int) -> None:
        self.complete = sequence
        self._open.clear()
        self._ahead = {ahead for ahead in self._ahead if ahead > sequence}
