"""A consumer of any speed gets each event once, whole and in order, whatever happens to the stream."""

from __future__ import annotations

import random
import unittest
from datetime import datetime, timezone
from typing import Any, Optional

from agent_bridge.events import HistoryPage
from agent_bridge.events import Event as ClientEvent
from agent_bridge.models import Filter, Position
from agent_bridge.stream import Stream
from agent_bridge.wire import Frame

NOW = datetime(2026, 3, 1, tzinfo=timezone.utc)
EPOCH = "e"


class Server:
    """As much of a server as a stream sees: its log, and where it is in telling it."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self.log: list[list[Frame]] = []
        self._told = 0

    def grow(self, count: int) -> None:
        for _ in range(count):
            number, frames = len(self.log) + 1, self._chance.choice([1, 1, 2, 3])
            self.log.append([event(number, index, index < frames - 1) for index in range(frames)])

    def subscribe(self, stream: Stream) -> None:
        payload = stream.request()
        self._told = payload["from"]
        stream.subscribed(Frame("s", "connection:subscribed", NOW, {"recovered": True, "epoch": EPOCH, "from": self._told}))

    def tell(self, stream: Stream, count: int) -> None:
        for frames in self.log[self._told : self._told + count]:
            for frame in frames:
                stream.take(frame)
            self._told += 1

    def repeat_answer(self, stream: Stream) -> None:
        """To a request that was sent again, out of turn."""
        number = self._chance.randint(1, len(self.log))
        if number > self._told and len(self.log[number - 1]) == 1:
            stream.take(event(number, 0, False, correlation_id="request"))

    def page(self, missing: Any) -> HistoryPage:
        first = missing.query()["from"]
        last = min(len(self.log), first + missing.count - 1)
        events = [ClientEvent(frame) for frames in self.log[first - 1 : last] for frame in frames]
        return HistoryPage(tuple(events), first, last, None, len(self.log))


def event(number: int, index: int, more: bool, correlation_id: Optional[str] = None) -> Frame:
    name = f"{number}.{index}"
    return Frame(name, "task:update", NOW, {}, correlation_id=correlation_id, sequence=number, more=more)


class AnyConsumer(unittest.IsolatedAsyncioTestCase):
    async def test_each_event_comes_once_whole_and_in_order(self) -> None:
        for seed in range(300):
            with self.subTest(seed=seed):
                await self.follow(random.Random(seed), filtered=False)

    async def test_so_it_is_behind_a_filter_but_for_answers_that_come_out_of_turn(self) -> None:
        for seed in range(300):
            with self.subTest(seed=seed):
                await self.follow(random.Random(seed), filtered=True)

    async def follow(self, chance: random.Random, filtered: bool) -> None:
        server, stream, seen = Server(chance), Stream(chance.randint(1, 12)), []
        if filtered:
            stream.filter = Filter(types=["task:update"])
        stream.follow(Position(EPOCH, 0))
        consumer = stream.consume()
        asked: Optional[Any] = None

        async def read(count: int) -> None:
            for _ in range(min(count, len(consumer))):
                seen.append((await consumer.get()).frame.id)

        def catch_up() -> Optional[Any]:
            if not stream.should_catch_up:
                return None
            if stream.should_subscribe:
                server.subscribe(stream)
                return None
            return stream.missing()

        for _ in range(200):
            does = chance.randint(0, 6)
            if does == 0:
                server.grow(chance.randint(1, 10))
            elif does in (1, 2):
                server.tell(stream, chance.randint(1, 10))
            elif does == 3:
                await read(chance.randint(1, 5))
            elif does == 4 and asked is None:
                asked = catch_up()
            elif does == 5 and asked is not None:
                stream.found(asked, server.page(asked))
                asked = None
            elif does == 6 and chance.random() < 0.2:
                stream.cursor.pause()
                server.subscribe(stream)
            elif does == 6 and server.log:
                server.repeat_answer(stream)
            self.assertLessEqual(len(consumer), stream.capacity + 2)
        wanted = [frame.id for frames in server.log for frame in frames]
        for _ in range(len(wanted)):
            server.tell(stream, len(wanted))
            await read(len(wanted))
            asked = catch_up()
            if asked is not None:
                stream.found(asked, server.page(asked))
        await read(len(wanted))
        self.assertEqual(wanted, sorted(seen, key=wanted.index) if filtered else seen)
        self.assertEqual(Position(EPOCH, len(server.log)), stream.position)
