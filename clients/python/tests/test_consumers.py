"""Who reads the events, and how slowly, against a scripted server."""

from __future__ import annotations

import unittest

from .fixture.clients import take, watching
from .fixture.scripted import Peer, Scripted, ack, frame, metric, status


class SlowConsumers(unittest.IsolatedAsyncioTestCase):
    async def test_a_slow_consumer_loses_nothing_and_delays_no_answer(self) -> None:
        total = 500

        async def script(peer: Peer) -> None:
            await peer.send(ack(), *[metric(number) for number in range(1, total + 1)])
            request = await peer.request("system:status")
            await peer.send(frame("command:result", status(), correlation_id=request["id"]))
            while True:
                after = (await peer.subscribed())["payload"]["from"]
                await peer.send(*[metric(number) for number in range(after + 1, total + 1)])

        async with Scripted(script) as server, watching(server, max_events=50) as (bridge, events):
            self.assertTrue((await bridge.status()).running)
            self.assertLessEqual(len(events._buffer), 50)
            self.assertEqual(list(range(1, total + 1)), [event.sequence for event in await take(events, total)])
            self.assertEqual([], server.violations())

    async def test_there_is_one_consumer_at_a_time(self) -> None:
        async def script(peer: Peer) -> None:
            await peer.send(ack())
            await peer.rest()

        async with Scripted(script) as server, watching(server) as (bridge, events):
            with self.assertRaises(RuntimeError):
                bridge.events()
            events.close()
            bridge.events()
