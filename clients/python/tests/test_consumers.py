"""Who reads the events, and how slowly, against a scripted server."""

from __future__ import annotations

import asyncio
import unittest
from typing import Any

from agent_bridge import Position

from .fixture.clients import take, watching
from .fixture.scripted import EPOCH, Peer, Scripted, ack, frame, metric, status


EMPTY: dict[str, Any] = {"agents": [], "tasks": [], "commands": [], "approvals": []}


def page(request: dict[str, Any], newest: int, most: int = 1000) -> dict[str, Any]:
    """What a server answers to system:history whose events are metrics."""
    first = request["payload"]["from"]
    last = min(newest, first + min(most, request["payload"]["limit"]) - 1)
    payload = {"events": [metric(number) for number in range(first, last + 1)], "from": first, "to": last, "at": newest}
    return frame("system:history", {**payload, "next": last + 1 if last < newest else None}, correlation_id=request["id"])


class SlowConsumers(unittest.IsolatedAsyncioTestCase):
    async def test_a_slow_consumer_loses_nothing_delays_no_answer_and_asks_for_what_it_has_room_for(self) -> None:
        total = 500

        async def script(peer: Peer) -> None:
            await peer.send(ack(), *[metric(number) for number in range(1, total + 1)])
            while True:
                request = await peer.request()
                if request["type"] == "system:status":
                    await peer.send(frame("command:result", status(), correlation_id=request["id"]))
                elif request["type"] == "system:history":
                    await peer.send(page(request, total, most=7))
                else:
                    after = request["payload"]["from"]
                    await peer.confirm(request)
                    await peer.send(*[metric(number) for number in range(after + 1, total + 1)])

        async with Scripted(script) as server, watching(server, max_events=50) as (bridge, events):
            self.assertTrue((await bridge.status()).running)
            self.assertEqual(Position(EPOCH, 50), bridge.position)
            seen = []
            for _ in range(total):
                seen += [event.sequence for event in await take(events, 1)]
                self.assertLessEqual(len(events._buffer), 50)
                if len(seen) % 25 == 0:
                    self.assertTrue((await bridge.status()).running)
            self.assertEqual(list(range(1, total + 1)), seen)
            starts = [message["payload"]["from"] for message in server.messages if message["type"] == "connection:subscribe"]
            self.assertEqual(1, len(starts))
            self.assertGreaterEqual(starts[0], total - 50)
            self.assertEqual([], server.violations())

    async def test_a_disconnection_of_one_who_is_far_behind_brings_nothing_that_there_is_no_room_for(self) -> None:
        async def first(peer: Peer) -> None:
            await peer.send(ack(), *[metric(number) for number in range(1, 101)])
            await asyncio.sleep(0.05)
            peer.abort()

        async def second(peer: Peer) -> None:
            await peer.send(ack(sequence=100))
            self.assertEqual(100, (await peer.subscribed())["payload"]["from"])
            await peer.send(metric(101))
            while True:
                request = await peer.request()
                if request["type"] == "system:history":
                    await peer.send(page(request, 101))
                else:
                    after = request["payload"]["from"]
                    await peer.confirm(request)
                    await peer.send(*[metric(number) for number in range(after + 1, 102)])

        async with Scripted(first, second) as server, watching(server, max_events=10) as (bridge, events):
            while len([message for message in server.messages if message["type"] == "connection:subscribe"]) < 1:
                await asyncio.sleep(0.01)
            self.assertEqual(Position(EPOCH, 10), bridge.position)
            self.assertEqual(list(range(1, 102)), [event.sequence for event in await take(events, 101)])

    async def test_where_what_was_let_go_is_not_kept_any_more_a_snapshot_comes(self) -> None:
        async def script(peer: Peer) -> None:
            await peer.send(ack(), *[metric(number) for number in range(1, 101)])
            busy = await peer.request("system:history")
            error = {"error_type": "overloaded", "error_message": "later", "metadata": {"retry_after_ms": 10}}
            await peer.send(frame("system:error", error, correlation_id=busy["id"]))
            gone = await peer.request("system:history")
            error = {"error_type": "not_retained", "error_message": "gone", "metadata": {"oldest": 90, "newest": 100}}
            await peer.send(frame("system:error", error, correlation_id=gone["id"]))
            self.assertEqual("snapshot", (await peer.subscribed(recovered=False, after=100))["payload"]["from"])
            await peer.send(frame("connection:snapshot", {"sequence": 100, "part": 0, "last": True, **EMPTY}), metric(101))
            await peer.rest()

        with self.assertLogs("agent_bridge", "WARNING"):
            async with Scripted(script) as server, watching(server, max_events=10) as (bridge, events):
                seen = await take(events, 12)
                self.assertEqual([*range(1, 11), 100, 101], [event.sequence for event in seen])
                self.assertEqual("connection:snapshot", seen[10].type)

    async def test_there_is_one_consumer_at_a_time(self) -> None:
        async def script(peer: Peer) -> None:
            await peer.send(ack())
            await peer.rest()

        async with Scripted(script) as server, watching(server) as (bridge, events):
            with self.assertRaises(RuntimeError):
                bridge.events()
            events.close()
            bridge.events()
