"""How a client comes to its first connection, and what ends it: against a scripted server."""

from __future__ import annotations

import asyncio
import unittest

from agent_bridge import AgentBridgeClient, Backoff, Filter, NotConnected, Position, Unauthorized, ValidationError

from .fixture.clients import client, take, watching
from .fixture.gateway import until
from .fixture.scripted import EPOCH, TIME, Peer, Scripted, ack, frame, metric, result, status

TOO_MANY = Filter(agents=["worker-1-00000001"] * 65)


class Connecting(unittest.IsolatedAsyncioTestCase):
    async def test_a_server_that_is_not_there_is_not_connected(self) -> None:
        with self.assertRaises(NotConnected):
            async with AgentBridgeClient("ws://127.0.0.1:1"):
                pass

    async def test_after_a_failure_it_may_be_tried_again(self) -> None:
        async def script(peer: Peer) -> None:
            await peer.send(ack())
            await peer.rest()

        async with Scripted(Peer.rest, script) as server:
            bridge = client(server, open_timeout=0.1)
            with self.assertRaises(NotConnected):
                await bridge.connect()
            async with bridge:
                self.assertTrue(bridge.is_connected)

    async def test_a_server_that_says_nothing_is_given_up(self) -> None:
        async with Scripted(Peer.rest) as server:
            with self.assertRaises(NotConnected):
                await client(server, open_timeout=0.1).connect()

    async def test_to_connect_again_opens_no_second_connection(self) -> None:
        async def script(peer: Peer) -> None:
            await peer.send(ack())
            await peer.rest()

        async with Scripted(script) as server:
            bridge = client(server)
            await asyncio.gather(bridge.connect(), bridge.connect())
            await bridge.connect()
            self.assertTrue(bridge.is_connected)
            self.assertEqual(1, server.connections)
            await bridge.close()
            with self.assertRaises(NotConnected):
                await bridge.connect()
            self.assertEqual(1, server.connections)

    async def test_a_token_that_is_taken_back_ends_the_client(self) -> None:
        async def script(peer: Peer) -> None:
            await peer.send(ack())
            await peer.request("system:status")
            await peer.close(1008)

        async with Scripted(script) as server, watching(server) as (bridge, events):
            with self.assertRaises(Unauthorized):
                await bridge.status()
            with self.assertRaises(Unauthorized):
                await bridge.status()
            with self.assertRaises(Unauthorized):
                await events.__anext__()
            self.assertFalse(bridge.is_connected)

    async def test_reconnecting_gives_up_after_so_many_attempts(self) -> None:
        async def script(peer: Peer) -> None:
            await peer.send(ack())
            await peer.request("system:status")
            peer.abort()

        server = Scripted(script)
        async with server:
            bridge = client(server, backoff=Backoff(base=0.01, ceiling=0.02, max_attempts=3))
            await bridge.connect()
        with self.assertRaises(NotConnected):
            await bridge.status()
        await bridge.close()

    async def test_closing_ends_what_waits(self) -> None:
        async def script(peer: Peer) -> None:
            await peer.send(ack())
            await peer.rest()

        async with Scripted(script) as server, watching(server) as (bridge, events):
            handle = await bridge.execute("worker-1-00000001", "x")
            await bridge.close()
            with self.assertRaises(NotConnected):
                await handle.result()
            self.assertEqual([], [event async for event in events])
            self.assertEqual([], [progress async for progress in handle])
            with self.assertRaises(NotConnected):
                await bridge.status()
            with self.assertRaises(NotConnected):
                await bridge.subscribe()
            events.close()
            self.assertEqual([], [event async for event in bridge.events()])

    async def test_what_is_no_message_is_passed_over_and_a_ping_is_answered(self) -> None:
        async def script(peer: Peer) -> None:
            await peer.send(ack())
            await peer._socket.send("no JSON")
            await peer._socket.send(b"\xff")
            await peer.send({"id": "x"}, frame("command:progress", {"command_id": 7}), frame("future:type", {}), frame("connection:ping", {"timestamp": TIME}))
            await peer.request("connection:pong")
            await peer.send(metric(1))
            await peer.rest()

        with self.assertLogs("agent_bridge", "WARNING"):
            async with Scripted(script) as server, watching(server) as (bridge, events):
                self.assertEqual([None, 1], [event.sequence for event in await take(events, 2)])
                self.assertEqual([], server.violations())


class Subscribing(unittest.IsolatedAsyncioTestCase):
    async def test_a_refused_one_leaves_the_one_before_as_it_was(self) -> None:
        async def script(peer: Peer) -> None:
            await peer.send(ack(sequence=4))
            wanted = await peer.subscribed()
            await peer.send(metric(5))
            await peer.refused("validation_error")
            # The stream before went on meanwhile; what it told is asked for again.
            await peer.send(metric(6))
            resumed = await peer.subscribed()
            self.assertEqual({**wanted["payload"], "from": 5, "epoch": EPOCH}, resumed["payload"])
            await peer.send(metric(6))
            await peer.rest()

        with self.assertLogs("agent_bridge", "WARNING"):
            async with Scripted(script) as server, watching(server) as (bridge, events):
                await bridge.subscribe(Position(EPOCH, 4), Filter(types=["system:metric"]))
                with self.assertRaises(ValidationError):
                    await bridge.subscribe("now", TOO_MANY)
                self.assertEqual([5, 6], [event.sequence for event in await take(events, 2)])

    async def test_a_refused_one_holds_no_answer_back(self) -> None:
        async def script(peer: Peer) -> None:
            await peer.send(ack())
            await peer.refused("validation_error")
            await peer.subscribed()
            await peer.send(result(await peer.request("command:execute"), 1))
            await peer.rest()

        with self.assertLogs("agent_bridge", "WARNING"):
            async with Scripted(script) as server, watching(server) as (bridge, _):
                with self.assertRaises(ValidationError):
                    await bridge.subscribe("now", TOO_MANY)
                self.assertEqual("done", (await (await bridge.execute("worker-1-00000001", "x")).result(5)).result)

    async def test_where_no_stream_is_to_be_had_no_answer_waits_for_it(self) -> None:
        async def first(peer: Peer) -> None:
            await peer.send(ack())
            await peer.request("command:execute")
            peer.abort()

        async def second(peer: Peer) -> None:
            await peer.send(ack(sequence=1))
            await peer.refused("forbidden")
            await peer.send(result(await peer.request("command:execute"), 1))
            await peer.rest()

        with self.assertLogs("agent_bridge", "WARNING"):
            async with Scripted(first, second) as server, watching(server) as (bridge, _):
                self.assertEqual("done", (await (await bridge.execute("worker-1-00000001", "x")).result(5)).result)

    async def test_before_connecting_it_is_where_the_events_begin(self) -> None:
        async def script(peer: Peer) -> None:
            await peer.send(ack(sequence=9))
            self.assertEqual(4, (await peer.subscribed())["payload"]["from"])
            await peer.send(metric(5))
            peer.abort()

        async def second(peer: Peer) -> None:
            await peer.send(ack("epoch-2", sequence=3))
            await peer.request("system:status")
            peer.abort()

        async def third(peer: Peer) -> None:
            await peer.send(ack("epoch-2", sequence=4))
            request = await peer.request("system:status")
            self.assertEqual(3, request["first_sent_at"], "of this history, not of the one before")
            await peer.send(frame("command:result", status(), correlation_id=request["id"]))
            await peer.rest()

        async with Scripted(script, second, third) as server:
            bridge = client(server)
            events = bridge.events()
            subscribing = asyncio.ensure_future(bridge.subscribe(Position(EPOCH, 4)))
            await asyncio.sleep(0)
            async with bridge:
                self.assertEqual(Position(EPOCH, 4), (await subscribing).position)
                self.assertEqual(5, (await take(events, 1))[0].sequence)
                await until(lambda: bridge.is_connected and bridge.server.epoch == "epoch-2")
                self.assertTrue((await bridge.status()).running)
