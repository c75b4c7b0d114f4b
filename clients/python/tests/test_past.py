"""The history and past states, in pages and parts that a scripted server chooses."""

from __future__ import annotations

import asyncio
import unittest
from typing import Any

from agent_bridge import AgentBridgeError

from .fixture.clients import client
from .fixture.scripted import TIME, Peer, Scripted, ack, agent, frame, metric


class ThePast(unittest.IsolatedAsyncioTestCase):
    async def test_history_goes_on_until_the_range_is_exhausted(self) -> None:
        pages = [([1, 2], 1, 4, 5), ([], 5, 7, 8), ([8], 8, 9, None)]

        async def script(peer: Peer) -> None:
            await peer.send(ack(sequence=9))
            for sequences, first, last, following in pages:
                request = await peer.request("system:history")
                shown = [metric(sequence) for sequence in sequences]
                payload = {"events": shown, "from": first, "to": last, "next": following, "at": 9}
                await peer.send(frame("system:history", payload, correlation_id=request["id"]))
            await peer.rest()

        async with Scripted(script) as server, client(server) as bridge:
            found = [page async for page in bridge.history(start=1, end=9, limit=2)]
            self.assertEqual([[1, 2], [], [8]], [[event.sequence for event in page.events] for page in found])
            self.assertEqual([1, 5, 8], [message["payload"]["from"] for message in server.messages])
            self.assertEqual({9}, {message["payload"]["to"] for message in server.messages})
            self.assertEqual([(1, 4, 5, 9), (5, 7, 8, 9), (8, 9, None, 9)], [(p.first, p.last, p.next, p.at) for p in found])

    async def test_a_page_that_leads_nowhere_is_an_error(self) -> None:
        async def script(peer: Peer) -> None:
            await peer.send(ack(sequence=9))
            while True:
                request = await peer.request("system:history")
                payload = {"events": [], "from": 3, "to": 3, "next": 3, "at": 9}
                await peer.send(frame("system:history", payload, correlation_id=request["id"]))

        async with Scripted(script) as server, client(server) as bridge:
            with self.assertRaises(AgentBridgeError):
                self.assertEqual([], [page async for page in bridge.history(start=3)])

    async def test_backwards_the_end_moves(self) -> None:
        async def script(peer: Peer) -> None:
            await peer.send(ack(sequence=9))
            for following in (5, None):
                request = await peer.request("system:history")
                payload = {"events": [], "from": 1, "to": 9, "next": following, "at": 9}
                await peer.send(frame("system:history", payload, correlation_id=request["id"]))
            await peer.rest()

        async with Scripted(script) as server, client(server) as bridge:
            self.assertEqual(2, len([page async for page in bridge.history(direction="backward")]))
            self.assertEqual([None, 5], [message["payload"].get("to") for message in server.messages])

    async def test_a_state_in_parts_becomes_one_even_if_it_is_cut(self) -> None:
        def part(request: dict[str, Any], number: int, last: bool) -> dict[str, Any]:
            payload = {"sequence": 7, "timestamp": TIME, "part": number, "last": last, "request_id": request["id"]}
            payload.update(agents=[agent(f"worker-1-0000000{number}")], tasks=[], commands=[], approvals=[])
            return frame("system:state", payload, correlation_id=request["id"] if last else None)

        async def first(peer: Peer) -> None:
            await peer.send(ack(sequence=9))
            await peer.send(part(await peer.request("system:state"), 0, False))
            await asyncio.sleep(0.02)
            peer.abort()

        async def second(peer: Peer) -> None:
            await peer.send(ack(sequence=9))
            await peer.subscribed()
            request = await peer.request("system:state")
            await peer.send(part(request, 0, False), part(request, 1, True))
            await peer.rest()

        async with Scripted(first, second) as server, client(server) as bridge:
            state = await bridge.state_at(7)
            self.assertEqual(7, state.sequence)
            self.assertEqual(["worker-1-00000000", "worker-1-00000001"], [one.id for one in state.agents])
