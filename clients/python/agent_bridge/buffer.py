"""What waits for a consumer: a bounded number of items."""

from __future__ import annotations

import asyncio
from collections import deque
from typing import Deque, Generic, Optional, TypeVar

T = TypeVar("T")


class Buffer(Generic[T]):
    """A bounded queue with an end. For the event loop's thread; one consumer."""

    def __init__(self, capacity: int) -> None:
        self.capacity = capacity
        self._items: Deque[T] = deque()
        self._changed = asyncio.Event()
        self._ended = False
        self._failure: Optional[BaseException] = None

    def __len__(self) -> int:
        return len(self._items)

    @property
    def has_room(self) -> bool:
        """Whether it is not full. What belongs together is put whole where it is not, so its last items may go beyond."""
        return len(self._items) < self.capacity

    def put(self, item: T) -> None:
        self._items.append(item)
        self._changed.set()

    def put_dropping_oldest(self, item: T) -> bool:
        """Whether there was room without dropping the oldest item."""
        room = len(self._items) < self.capacity
        if not room:
            self._items.popleft()
        self.put(item)
        return room

    def end(self, failure: Optional[BaseException] = None) -> None:
        """Nothing more comes: :meth:`get` gives what is left, then raises the failure or ``StopAsyncIteration``."""
        if not self._ended:
            self._ended = True
            self._failure = failure
            self._changed.set()

    async def get(self) -> T:
        while not self._items:
            if self._ended:
                raise self._failure or StopAsyncIteration
            self._changed.clear()
            await self._changed.wait()
        return self._items.popleft()
