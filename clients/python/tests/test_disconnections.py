"""What happens to requests, progress and events when connections break, against a scripted server that breaks them."""

from __future__ import annotations

import asyncio
import unittest
from typing import Any

from agent_bridge import OutcomeUnknown, Position

from .fixture.clients import client, take, watching
from .fixture.scripted import EPOCH, Peer, Scripted, ack, agent, frame, metric, result, status


class Disconnections(unittest.IsolatedAsyncioTestCase):
    async def test_what_was_not_answered_is_sent_again_under_its_id(self) -> None:
        async def first(peer: Peer) -> None:
            await peer.send(ack(sequence=4))
            await peer.request("command:execute")
            peer.abort()

        async def second(peer: Peer) -> None:
            await peer.send(ack(sequence=6))
            await peer.subscribed()
            await peer.send(metric(5))
            await peer.send(result(await peer.request("command:execute"), 6))
            await peer.rest()

        async with Scripted(first, second) as server, client(server) as bridge:
            handle = await bridge.execute("worker-1-00000001", "x")
            self.assertEqual("done", (await handle.result(5)).result)
            before, again = [message for message in server.messages if message["type"] == "command:execute"]
            self.assertEqual((before["id"], before["payload"]), (again["id"], again["payload"]))
            self.assertEqual((None, 4), (before.get("first_sent_at"), again["first_sent_at"]))
            subscription = next(m for m in server.messages if m["type"] == "connection:subscribe")
            self.assertEqual({"from": 4, "epoch": EPOCH}, subscription["payload"])
            self.assertEqual([], server.violations())

    async def test_a_result_that_only_everybody_sees_answers_too(self) -> None:
        async def script(peer: Peer) -> None:
            await peer.send(ack())
            request = await peer.request("command:execute")
            shared = result(request, 1)
            cause = {"principal": "me", "request_id": request["id"], "correlation_id": request["id"]}
            await peer.send({**shared, "correlation_id": None, "cause": cause})
            await peer.rest()

        async with Scripted(script) as server, client(server) as bridge:
            handle = await bridge.execute("worker-1-00000001", "x")
            self.assertEqual("done", (await handle.result(5)).result)

    async def test_progress_precedes_a_repeated_answer_and_is_shown_once(self) -> None:
        def progress(number: int, request: dict[str, Any]) -> dict[str, Any]:
            payload = {"command_id": "c", "kind": "text", "content": str(number), "request_id": request["id"]}
            return {**frame("command:progress", payload, sequence=number), "id": f"p{number}"}

        def delta(name: str) -> dict[str, Any]:
            return {**frame("command:progress", {"command_id": "c", "kind": "text", "delta": name}), "id": name}

        async def first(peer: Peer) -> None:
            await peer.send(ack())
            request = await peer.request("command:execute")
            await peer.send(progress(1, request), delta("d1"))
            await asyncio.sleep(0.05)
            peer.abort()

        async def second(peer: Peer) -> None:
            await peer.send(ack(sequence=3), metric(4))
            await peer.subscribed()
            request = await peer.request("command:execute")
            # The answer overtakes the stream, which then shows what was seen before the cut too.
            await peer.send(result(request, 3), delta("d1"), delta("d2"), progress(2, request))
            shared = {**result(request, 3), "correlation_id": None}
            await peer.send(shared, metric(4))
            await peer.rest()

        async with Scripted(first, second) as server, watching(server) as (bridge, events):
            handle = await bridge.execute("worker-1-00000001", "x")
            said = [piece.content or piece.delta async for piece in handle]
            self.assertEqual(["1", "d1", "d2", "2"], said)
            self.assertEqual("done", (await handle.result(5)).result)
            shown = [event.sequence for event in await take(events, 6)]
            self.assertEqual([1, None, None, 2, 3, 4], shown)

    async def test_another_history_makes_the_outcome_unknown_and_a_snapshot_comes(self) -> None:
        async def first(peer: Peer) -> None:
            await peer.send(ack(), metric(1))
            await peer.request("command:execute")
            await peer.request("system:status")
            peer.abort()

        async def second(peer: Peer) -> None:
            await peer.send(ack("epoch-2", 9))
            await peer.subscribed(recovered=False, epoch="epoch-2", after=9)
            empty: dict[str, Any] = {"tasks": [], "commands": [], "approvals": []}
            for part in (0, 1):
                payload = {"sequence": 9, "part": part, "last": part == 1, "agents": [agent(f"worker-1-0000000{part}")]}
                await peer.send(frame("connection:snapshot", {**payload, **empty}))
            await peer.send(metric(10))
            request = await peer.request("system:status")
            await peer.send(frame("command:result", status(), correlation_id=request["id"]))
            await peer.rest()

        async with Scripted(first, second) as server, watching(server) as (bridge, events):
            handle = await bridge.execute("worker-1-00000001", "x")
            self.assertTrue((await bridge.status()).running)
            with self.assertRaises(OutcomeUnknown):
                await handle.result(5)
            before, snapshot, after = await take(events, 3)
            self.assertEqual((1, 9, 10), (before.sequence, snapshot.sequence, after.sequence))
            self.assertEqual(["worker-1-00000000", "worker-1-00000001"], [one.id for one in snapshot.state.agents])
            self.assertEqual(1, sum(message["type"] == "command:execute" for message in server.messages))
            self.assertEqual(Position("epoch-2", 10), bridge.position)

    async def test_a_snapshot_that_was_cut_is_asked_for_again(self) -> None:
        empty: dict[str, Any] = {"agents": [], "tasks": [], "commands": [], "approvals": []}

        async def first(peer: Peer) -> None:
            await peer.send(ack(sequence=3))
            await peer.subscribed(recovered=False, after=7)
            await peer.send(frame("connection:snapshot", {"sequence": 7, "part": 0, "last": False, **empty}))
            peer.abort()

        async def second(peer: Peer) -> None:
            await peer.send(ack(sequence=8))
            self.assertEqual("snapshot", (await peer.subscribed(recovered=False, after=8))["payload"]["from"])
            await peer.send(frame("connection:snapshot", {"sequence": 8, "part": 0, "last": True, **empty}))
            await peer.rest()

        async with Scripted(first, second) as server, watching(server) as (bridge, events):
            await bridge.subscribe("snapshot")
            self.assertEqual(Position(EPOCH, 3), bridge.position, "what is still on its way was not seen")
            self.assertEqual(8, (await take(events, 1))[0].state.sequence)
            self.assertEqual(Position(EPOCH, 8), bridge.position)

    async def test_a_snapshot_that_was_cut_is_asked_for_until_the_server_has_room(self) -> None:
        async def first(peer: Peer) -> None:
            await peer.send(ack())
            await peer.subscribed(recovered=False, after=7)
            peer.abort()

        async def second(peer: Peer) -> None:
            await peer.send(ack(sequence=8))
            asked = [await peer.refused("overloaded", retry_after_ms=10), await peer.subscribed(recovered=False, after=8)]
            self.assertEqual(["snapshot", "snapshot"], [request["payload"]["from"] for request in asked])
            empty: dict[str, Any] = {"agents": [], "tasks": [], "commands": [], "approvals": []}
            await peer.send(frame("connection:snapshot", {"sequence": 8, "part": 0, "last": True, **empty}))
            await peer.rest()

        with self.assertLogs("agent_bridge", "WARNING"):
            async with Scripted(first, second) as server, watching(server) as (bridge, events):
                await bridge.subscribe("snapshot")
                self.assertEqual(8, (await take(events, 1))[0].state.sequence)

    async def test_a_subscription_that_the_server_has_no_room_for_is_tried_again(self) -> None:
        async def first(peer: Peer) -> None:
            await peer.send(ack())
            await asyncio.sleep(0.05)
            peer.abort()

        async def second(peer: Peer) -> None:
            await peer.send(ack(sequence=1))
            await peer.refused("overloaded", retry_after_ms=10)
            await peer.subscribed()
            await peer.send(metric(1))
            await peer.rest()

        with self.assertLogs("agent_bridge", "WARNING"):
            async with Scripted(first, second) as server, watching(server) as (bridge, events):
                self.assertEqual(1, (await take(events, 1))[0].sequence)
