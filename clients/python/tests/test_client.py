"""The client against a scripted server: what the real one does rarely, or only when it fails."""

from __future__ import annotations

import asyncio
import unittest
from contextlib import asynccontextmanager
from typing import Any, AsyncIterator

from agent_bridge import (
    AgentBridgeClient,
    AgentBridgeError,
    AgentLimits,
    Backoff,
    Events,
    Filter,
    MessageTooLarge,
    NotConnected,
    NotRetained,
    OutcomeUnknown,
    Overloaded,
    Position,
    RequestTimeout,
    Retry,
    TooManyRequests,
    Unauthorized,
)

from .fixture.gateway import until
from .fixture.scripted import EPOCH, TIME, Peer, Scripted, ack, agent, frame, metric, result
from .fixture.schemas import schema, violations

QUICK = Backoff(base=0.01, ceiling=0.05)


def client(server: Scripted, **options: Any) -> AgentBridgeClient:
    return AgentBridgeClient(server.uri, **{"backoff": QUICK, "timeout": 5.0, **options})


@asynccontextmanager
async def watching(server: Scripted, **options: Any) -> AsyncIterator[tuple[AgentBridgeClient, Events]]:
    """A client whose events are kept from the first."""
    bridge = client(server, **options)
    events = bridge.events()
    async with bridge:
        yield bridge, events


async def take(events: Any, count: int) -> list[Any]:
    return [await asyncio.wait_for(events.__anext__(), 5) for _ in range(count)]


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


class Requests(unittest.IsolatedAsyncioTestCase):
    async def test_every_request_is_as_the_schemas_want_it(self) -> None:
        async def script(peer: Peer) -> None:
            await peer.send(ack())
            sequence = 0
            while True:
                request = await peer.request()
                sequence += 1
                payload = {"agent": agent(), "task": self.task(), "events": [], "from": 1, "to": 2, "next": None, "at": 2}
                payload.update(self.status(), recovered=True, epoch=EPOCH, sequence=1, part=0, last=True, request_id=request["id"])
                payload.update(dict.fromkeys(("tasks", "commands", "approvals"), []))
                if request["type"] == "system:status":
                    payload.update(self.status())
                elif request["type"] == "system:state":
                    payload["agents"] = []
                if request["type"] == "connection:subscribe":
                    payload["from"] = sequence = 100
                    await peer.send(frame("connection:subscribed", payload, correlation_id=request["id"]))
                elif request["type"] in ("system:history", "system:state"):
                    await peer.send(frame(request["type"], payload, correlation_id=request["id"]))
                else:
                    await peer.send(frame("command:result", payload, correlation_id=request["id"]))

        who = "worker-1-00000001"
        async with Scripted(script) as server, client(server) as bridge:
            await bridge.create_agent()
            await bridge.create_agent(
                "manager",
                model="opus",
                capabilities=("a", "b"),
                name="Ada",
                backend="echo",
                workspace="/tmp",
                permission_mode="acceptEdits",
                append_system_prompt="Be brief.",
                limits=AgentLimits(max_turns=3, max_cost_usd=0.5),
                metadata={"team": 1},
            )
            await bridge.stop_agent(who, mode="kill", reason="done")
            await bridge.execute(who, "Say ü 😀", {"depth": 2}, timeout_ms=1000)
            await bridge.cancel_command("c")
            await bridge.assign_task("Write")
            await bridge.assign_task(
                "Write",
                "all",
                agent_id=who,
                task_id="t",
                metadata={"x": 1},
                priority=1,
                depends_on=["s"],
                required_capabilities=["a"],
                timeout_ms=5,
                retry=Retry(2, 10),
            )
            await bridge.cancel_task("t")
            await bridge.respond_approval("a", "allow", message="yes", updated_input={"command": "ls"})
            await bridge.send_agent_message(who, who, "hi", metadata={})
            await bridge.coordinate(who, who, "plan", phase="one", requires_response=True, task_id="t")
            await bridge.hand_off(who, who, "yours", stage="complete", reason="tired", context={"a": [1]}, task_id="t")
            await bridge.report_metric("m", 1.5, agent_id=who, metadata={"unit": "s"})
            await bridge.status()
            await bridge.subscribe("snapshot")
            await bridge.subscribe(Position(EPOCH, 3), Filter(agents=[who], tasks=["t"], types=["task:update"]))
            chosen = Filter(agents=[who], commands=["c"], principals=["me"])
            past = bridge.history(
                start=1, end=9, filter=chosen, since=TIME, until=TIME, text="x", limit=7, direction="backward"
            )
            self.assertEqual(1, len([page async for page in past]))
            await bridge.state_at(1)
            self.assertEqual([], server.violations())
            offered = {schema(part["$ref"])["properties"].get("type", {}).get("const") for part in schema("client-message")["oneOf"]}
            unused = {None, "connection:ping", "connection:pong", "agent:heartbeat"}
            self.assertEqual(offered - unused, {message["type"] for message in server.messages})

    @staticmethod
    def task() -> dict[str, Any]:
        return {"id": "t", "title": "", "description": "", "status": "pending", "created_at": TIME}

    @staticmethod
    def status() -> dict[str, Any]:
        return {"agents": {}, "tasks": {}, "statistics": {}, "connections": {}, "running": True, "timestamp": TIME}

    async def test_no_answer_in_time_says_so_and_names_the_request(self) -> None:
        async def script(peer: Peer) -> None:
            await peer.send(ack())
            await peer.rest()

        async with Scripted(script) as server, client(server, timeout=0.05) as bridge:
            with self.assertRaises(RequestTimeout) as raised:
                await bridge.status()
            await until(lambda: server.messages)
            self.assertEqual(server.messages[0]["id"], raised.exception.request_id)
            self.assertIsInstance(raised.exception, TimeoutError)

    async def test_an_error_has_its_type_and_metadata(self) -> None:
        async def script(peer: Peer) -> None:
            await peer.send(ack())
            for kind, metadata in (("overloaded", {"retry_after_ms": 250}), ("not_retained", {"oldest": 5, "newest": 9})):
                request = await peer.request()
                payload = {"error_type": kind, "error_message": "no", "metadata": metadata}
                await peer.send(frame("system:error", payload, correlation_id=request["id"]))
            await peer.rest()

        async with Scripted(script) as server, client(server) as bridge:
            with self.assertRaises(Overloaded) as overloaded:
                await bridge.status()
            self.assertEqual(0.25, overloaded.exception.retry_after)
            with self.assertRaises(NotRetained) as gone:
                await bridge.state_at(1)
            self.assertEqual((5, 9), (gone.exception.oldest, gone.exception.newest))

    async def test_what_the_server_would_not_take_is_not_sent(self) -> None:
        async def script(peer: Peer) -> None:
            await peer.send(ack(max_message_bytes=1000))
            await peer.rest()

        async with Scripted(script) as server, client(server, max_pending=1) as bridge:
            with self.assertRaises(MessageTooLarge):
                await bridge.execute("worker-1-00000001", "ü" * 500)
            with self.assertRaises(ValueError):
                await bridge.report_metric("m", float("nan"))
            with self.assertRaises(ValueError):
                await bridge.execute("worker-1-00000001", "\ud800")
            await bridge.execute("worker-1-00000001", "x")
            with self.assertRaises(TooManyRequests):
                await bridge.execute("worker-1-00000001", "y")

    async def test_unread_progress_is_bounded_and_counted(self) -> None:
        async def script(peer: Peer) -> None:
            await peer.send(ack())
            request = await peer.request()
            for number in range(10):
                payload = {"command_id": "c", "kind": "text", "content": str(number), "request_id": request["id"]}
                await peer.send(frame("command:progress", payload, sequence=number + 1, correlation_id=None))
            await peer.send(result(request, 11))
            await peer.rest()

        async with Scripted(script) as server, client(server, max_progress=3) as bridge:
            handle = await bridge.execute("worker-1-00000001", "x")
            self.assertEqual("done", (await handle.result(5)).result)
            self.assertEqual(["7", "8", "9"], [progress.content async for progress in handle])
            self.assertEqual((7, "c"), (handle.dropped, handle.command_id))


class Subscribing(unittest.IsolatedAsyncioTestCase):
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
            await peer.send(frame("command:result", Requests.status(), correlation_id=request["id"]))
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
            await peer.send(frame("command:result", Requests.status(), correlation_id=request["id"]))
            await peer.rest()

        async with Scripted(first, second) as server, watching(server) as (bridge, events):
            handle = await bridge.execute("worker-1-00000001", "x")
            status = await bridge.status()
            self.assertTrue(status.running)
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
            await peer.send(ack())
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
            self.assertEqual(8, (await take(events, 1))[0].state.sequence)

    async def test_a_missing_event_is_asked_for(self) -> None:
        async def script(peer: Peer) -> None:
            await peer.send(ack(), metric(1), metric(3))
            self.assertEqual(1, (await peer.subscribed())["payload"]["from"])
            await peer.send(metric(2), metric(3))
            await peer.rest()

        with self.assertLogs("agent_bridge", "WARNING"):
            async with Scripted(script) as server, watching(server) as (bridge, events):
                self.assertEqual([1, 2, 3], [event.sequence for event in await take(events, 3)])

    async def test_what_is_delivered_twice_is_shown_once(self) -> None:
        async def script(peer: Peer) -> None:
            one = metric(1)
            await peer.send(ack(), one, one)
            request = await peer.request("command:execute")
            answer = result(request, 2)
            await peer.send(answer, answer, metric(3))
            await peer.rest()

        async with Scripted(script) as server, watching(server) as (bridge, events):
            handle = await bridge.execute("worker-1-00000001", "x")
            self.assertEqual("done", (await handle.result(5)).result)
            self.assertEqual([1, 2, 3], [event.sequence for event in await take(events, 3)])

    async def test_a_refused_subscription_is_tried_again(self) -> None:
        async def first(peer: Peer) -> None:
            await peer.send(ack())
            await asyncio.sleep(0.05)
            peer.abort()

        async def second(peer: Peer) -> None:
            await peer.send(ack(sequence=1))
            request = await peer.request("connection:subscribe")
            payload = {"error_type": "overloaded", "error_message": "later", "metadata": {"retry_after_ms": 10}}
            await peer.send(frame("system:error", payload, correlation_id=request["id"]))
            await peer.subscribed()
            await peer.send(metric(1))
            await peer.rest()

        with self.assertLogs("agent_bridge", "WARNING"):
            async with Scripted(first, second) as server, watching(server) as (bridge, events):
                self.assertEqual(1, (await take(events, 1))[0].sequence)


class SlowConsumers(unittest.IsolatedAsyncioTestCase):
    async def test_a_slow_consumer_loses_nothing_and_delays_no_answer(self) -> None:
        total = 500

        async def script(peer: Peer) -> None:
            await peer.send(ack(), *[metric(number) for number in range(1, total + 1)])
            request = await peer.request("system:status")
            await peer.send(frame("command:result", Requests.status(), correlation_id=request["id"]))
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


class ThePast(unittest.IsolatedAsyncioTestCase):
    """By the contract of the protocol; the conversation with the real server is in test_gateway."""

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


class TheScript(unittest.TestCase):
    def test_what_the_scripted_server_says_is_valid_too(self) -> None:
        self.assertEqual([], violations(ack(), "server-connection-ack"))
        self.assertEqual([], violations(metric(1), "server-system-metric"))
        request = {"correlation_id": "c"}
        self.assertEqual([], violations(result(request, 1), "server-command-result"))
