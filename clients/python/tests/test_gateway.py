"""Conversations with the real gateway: its jar, its sockets, its journal, and agents that echo."""

from __future__ import annotations

import asyncio
import os
import unittest
import uuid
from typing import Any, Callable

from agent_bridge import (
    AgentBridgeClient,
    AgentError,
    Backoff,
    CommandError,
    Conflict,
    Event,
    Events,
    Filter,
    Forbidden,
    MessageTooLarge,
    NotRetained,
    Position,
    RequestError,
    RequestTimeout,
    Retry,
    TaskError,
    Unauthorized,
    ValidationError,
)

from .fixture.gateway import Gateway, WithGateway, echo, needs_gateway, until
from .fixture.proxy import CuttingProxy

QUICK = Backoff(base=0.02, ceiling=0.2, stable_after=0.5)
WAIT = 20.0
_SEEDS = int(os.environ.get("AGENT_BRIDGE_CUT_SEEDS", "2"))
_FIRST_SEED = int(os.environ.get("AGENT_BRIDGE_CUT_FIRST_SEED", "1"))


async def first(events: Events, wanted: Callable[[Event], Any]) -> Event:
    """The next event that is wanted."""

    async def search() -> Event:
        async for event in events:
            if wanted(event):
                return event
        raise AssertionError("the events ended")

    return await asyncio.wait_for(search(), WAIT)


async def everything(events: Events, name: str) -> list[Event]:
    """What comes up to the metric of a name, without deltas."""
    seen: list[Event] = []

    def last(event: Event) -> bool:
        seen.append(event)
        return bool(event.payload.get("metric_name") == name)

    await first(events, last)
    return [event for event in seen if event.sequence is not None]


@needs_gateway
class Conversations(WithGateway):
    def client(self, **options: Any) -> AgentBridgeClient:
        return AgentBridgeClient(self.gateway.uri, backoff=QUICK, **options)

    async def test_an_agent_answers_a_prompt_as_it_is_streamed(self) -> None:
        async with self.client() as bridge:
            agent = await bridge.create_agent("worker", capabilities=["coding"], name="Ada")
            self.assertEqual(("worker", "Ada", ("coding",)), (agent.type, agent.name, agent.capabilities))
            prompt = echo(text="hello big world", chunks=3, delay_ms=60, progress=["one", "two"])
            handle = await bridge.execute(agent.id, prompt)
            pieces = [piece async for piece in handle]
            self.assertEqual(["one", "two"], [piece.content for piece in pieces if piece.content is not None])
            self.assertEqual("hello big world", "".join(piece.delta for piece in pieces if piece.delta is not None))
            self.assertIn("executing", [piece.status for piece in pieces])
            answer = await handle.result(WAIT)
            self.assertEqual(("hello big world", agent.id), (answer.result, answer.agent_id))
            self.assertEqual((handle.command_id, 0), (answer.command_id, handle.dropped))
            assert answer.usage is not None

    async def test_three_agents_work_at_once_and_each_handle_hears_its_own(self) -> None:
        async with self.client() as bridge:
            agents = await asyncio.gather(*(bridge.create_agent() for _ in range(3)))
            begun = asyncio.get_running_loop().time()
            prompts = [echo(text=f"answer {n}", progress=[f"piece {n}"], delay_ms=700) for n in range(3)]
            handles = [await bridge.execute(agent.id, prompt) for agent, prompt in zip(agents, prompts)]
            answers = await asyncio.gather(*(handle.result(WAIT) for handle in handles))
            self.assertLess(asyncio.get_running_loop().time() - begun, 2.0)
            for number, (handle, answer) in enumerate(zip(handles, answers)):
                self.assertEqual(f"answer {number}", answer.result)
                self.assertEqual([f"piece {number}"], [p.content async for p in handle if p.content is not None])

    async def test_commands_for_one_agent_queue_up(self) -> None:
        async with self.client() as bridge:
            agent = await bridge.create_agent()
            handles = [await bridge.execute(agent.id, f"prompt {n}", {"depth": n}) for n in range(20)]
            answers = [(await handle.result(WAIT)).result for handle in handles]
            self.assertEqual([f"prompt {n}\n\nParameters:\ndepth: {n}" for n in range(20)], [a.strip() for a in answers])

    async def test_a_text_of_any_size_comes_back_unchanged(self) -> None:
        async with self.client() as bridge:
            agent = await bridge.create_agent()
            for size in (1, 16_384, 1_000_000):
                text = ("ä€😀\"\\\n\t\u0001<&>" * (size // 10 + 1))[:size] + "x"
                self.assertEqual(text, (await (await bridge.execute(agent.id, text)).result(WAIT)).result)

    async def test_a_task_goes_from_pending_to_completed(self) -> None:
        async with self.client() as bridge:
            events = bridge.events()
            agent = await bridge.create_agent()
            task = await bridge.assign_task(
                "Write", "One page.", agent_id=agent.id, metadata={"branch": "x"}, priority=3, retry=Retry(2, 10)
            )
            self.assertEqual((agent.id, "pending", 3), (task.assigned_agent, task.status, task.priority))
            statuses = []

            def ended(event: Event) -> bool:
                if event.task is not None and event.task.id == task.id:
                    statuses.append((event.type, event.task.status))
                return event.type == "task:complete"

            event = await first(events, ended)
            assert event.task is not None
            self.assertEqual(("task:update", "in_progress"), statuses[1])
            self.assertEqual([("task:update", "completed"), ("task:complete", "completed")], statuses[-2:])
            self.assertIn("One page.", event.task.result)

    async def test_a_waiting_task_is_cancelled(self) -> None:
        async with self.client() as bridge:
            events = bridge.events()
            task = await bridge.assign_task("Never", required_capabilities=["none-" + uuid.uuid4().hex])
            self.assertIsNone(task.assigned_agent)
            await bridge.cancel_task(task.id)
            await first(events, lambda event: event.task and event.task.id == task.id and event.task.status == "cancelled")

    async def test_a_running_command_is_cancelled(self) -> None:
        async with self.client() as bridge:
            agent = await bridge.create_agent()
            handle = await bridge.execute(agent.id, echo(hang=True))
            await handle.cancel()
            with self.assertRaises(CommandError) as raised:
                await handle.result(WAIT)
            self.assertEqual(("cancelled", "command_error"), (raised.exception.status, raised.exception.error_type))
            await handle.cancel()
            self.assertEqual("again", (await (await bridge.execute(agent.id, "again")).result(WAIT)).result)

    async def test_a_stopped_agent_is_stopped_for_all_and_its_command_ends(self) -> None:
        async with self.client() as bridge, self.client() as other:
            events = other.events()
            agent = await bridge.create_agent()
            handle = await bridge.execute(agent.id, echo(hang=True))
            await bridge.stop_agent(agent.id, mode="kill", reason="enough")
            event = await first(events, lambda e: e.type == "agent:stopped" and e.agent and e.agent.id == agent.id)
            assert event.agent is not None
            self.assertEqual("stopped", event.agent.status)
            with self.assertRaises(CommandError):
                await handle.result(WAIT)

    async def test_a_permission_is_asked_of_everybody_and_the_first_answer_wins(self) -> None:
        async with self.client() as bridge, self.client() as other:
            events, others = bridge.events(), other.events()
            agent = await bridge.create_agent()
            handle = await bridge.execute(agent.id, echo(ask={"tool_name": "Bash", "input": {"command": "ls"}}))

            def asked(event: Event) -> bool:
                return event.type == "approval:requested" and event.payload["approval"]["agent_id"] == agent.id

            approval = (await first(others, asked)).approval
            assert approval is not None
            self.assertEqual(("Bash", {"command": "ls"}), (approval.tool_name, approval.input))
            await other.respond_approval(approval.id, "allow", updated_input={"command": "pwd"})
            with self.assertRaises(RequestError):
                await bridge.respond_approval(approval.id, "deny", message="no")
            self.assertTrue((await handle.result(WAIT)).result.startswith("allowed"))
            resolved = await first(events, lambda event: event.type == "approval:resolved")
            assert resolved.approval is not None
            self.assertEqual("allowed", resolved.approval.outcome)

    async def test_agents_talk_and_everybody_sees_it(self) -> None:
        async with self.client() as bridge, self.client() as other:
            events = other.events()
            one, two = [(await bridge.create_agent()).id for _ in range(2)]
            await bridge.send_agent_message(one, two, "hello", metadata={"n": 1})
            await bridge.coordinate(one, two, "plan", phase="start", requires_response=False)
            await bridge.hand_off(one, two, "yours", stage="initiate", reason="done here", context={"files": ["a"]})
            await bridge.report_metric("speed", 2.5, agent_id=one)
            seen = [
                await first(events, lambda event: event.type == kind and event.payload.get("content", "") == content)
                for kind, content in (
                    ("agent:message", "hello"),
                    ("agent:coordination", "plan"),
                    ("agent:handoff", "yours"),
                )
            ]
            self.assertEqual({two}, {event.payload["to_agent"] for event in seen})
            metric = await first(events, lambda event: event.type == "system:metric")
            self.assertEqual(2.5, metric.payload["metric_value"])

    async def test_the_status_counts(self) -> None:
        async with self.client() as bridge:
            await bridge.create_agent()
            status = await bridge.status()
            self.assertTrue(status.running)
            self.assertGreaterEqual(status.agents["total"], 1)
            self.assertGreaterEqual(status.connections["active_connections"], 1)

    async def test_every_error_has_its_exception(self) -> None:
        async with self.client() as bridge:
            agent = await bridge.create_agent()
            with self.assertRaises(CommandError) as unknown:
                await (await bridge.execute("worker-1-00000000", "x")).result(WAIT)
            self.assertEqual("worker-1-00000000", unknown.exception.agent_id)
            with self.assertRaises(CommandError) as failed:
                await (await bridge.execute(agent.id, echo(fail="it broke", failure="network"))).result(WAIT)
            self.assertIn("it broke", str(failed.exception))
            self.assertEqual(("failed", agent.id), (failed.exception.status, failed.exception.agent_id))
            with self.assertRaises(TaskError):
                await bridge.assign_task("x", agent_id="worker-1-00000000")
            with self.assertRaises(TaskError):
                await bridge.cancel_task("no-such-task")
            with self.assertRaises(CommandError):
                await bridge.cancel_command("no-such-command")
            with self.assertRaises(AgentError):
                await bridge.stop_agent("worker-1-00000000")
            with self.assertRaises(ValidationError):
                await bridge.create_agent("boss")  # type: ignore[arg-type]
            with self.assertRaises(RequestError):
                await bridge.create_agent(backend="no-such-backend")
            with self.assertRaises(RequestError):
                await bridge.respond_approval("no-such-approval", "allow")
            request_id = str(uuid.uuid4())
            await bridge.create_agent(request_id=request_id)
            with self.assertRaises(Conflict):
                await bridge.create_agent("manager", request_id=request_id)
            with self.assertRaises(MessageTooLarge):
                await bridge.execute(agent.id, "x" * (11 << 20))
            hanging = await bridge.execute(agent.id, echo(hang=True))
            with self.assertRaises(RequestTimeout):
                await hanging.result(0.05)
            await hanging.cancel()

    async def test_an_agent_that_dies_is_an_error_for_its_command(self) -> None:
        async with self.client() as bridge:
            agent = await bridge.create_agent()
            with self.assertRaises(CommandError):
                await (await bridge.execute(agent.id, echo(exit=True))).result(WAIT)

    async def test_a_request_that_is_made_again_is_carried_out_once(self) -> None:
        request_id = str(uuid.uuid4())
        async with self.client() as bridge:
            agent = await bridge.create_agent(request_id=request_id)
        async with self.client() as bridge:
            self.assertEqual(agent.id, (await bridge.create_agent(request_id=request_id)).id)

    async def test_a_filter_selects_and_a_snapshot_shows_what_there_is(self) -> None:
        async with self.client() as bridge, self.client() as watcher:
            one, two = [(await bridge.create_agent()).id for _ in range(2)]
            events = watcher.events()
            subscribed = await watcher.subscribe("snapshot", Filter(agents=[one]))
            self.assertFalse(subscribed.recovered)
            snapshot = await first(events, lambda event: event.state)
            assert snapshot.state is not None
            self.assertLessEqual({one, two}, {agent.id for agent in snapshot.state.agents})
            await (await bridge.execute(two, "not seen")).result(WAIT)
            await (await bridge.execute(one, "seen")).result(WAIT)
            shown = await first(events, lambda event: event.type == "command:result")
            self.assertEqual("seen", shown.payload["result"])

    async def test_the_whole_history_is_read_again_from_a_position(self) -> None:
        async with self.client() as bridge:
            live = bridge.events()
            before = bridge.position
            assert before is not None
            agent = await bridge.create_agent()
            await (await bridge.execute(agent.id, echo(text="x", progress=["one"]))).result(WAIT)
            await bridge.report_metric("end-of-live", 1)
            seen = await everything(live, "end-of-live")
            async with self.client() as later:
                events = later.events()
                self.assertTrue((await later.subscribe(before)).recovered)
                again = await everything(events, "end-of-live")
            self.assertEqual([event.sequence for event in seen], [event.sequence for event in again])
            with self.subTest("another history"):
                async with self.client() as other:
                    self.assertFalse((await other.subscribe(Position("another", 1))).recovered)

    async def test_a_slow_consumer_loses_nothing_and_answers_do_not_wait_for_it(self) -> None:
        async with self.client() as bridge, self.client(max_events=40) as slow:
            events = slow.events()
            agent = await bridge.create_agent()
            for number in range(300):
                await bridge.report_metric(f"slow-{number}", number)
            mine = await slow.execute(agent.id, "quick")
            self.assertEqual("quick", (await mine.result(WAIT)).result)
            await bridge.report_metric("slow-end", 1)
            self.assertLessEqual(len(events._buffer), 40)
            seen = await everything(events, "slow-end")
            sequences = [event.sequence for event in seen if not event.more]
            assert sequences[0] is not None and sequences[-1] is not None
            self.assertEqual(list(range(sequences[0], sequences[-1] + 1)), sequences)
            metrics = [event.payload["metric_name"] for event in seen if event.type == "system:metric"]
            self.assertEqual([f"slow-{number}" for number in range(300)] + ["slow-end"], metrics[-301:])

    async def test_a_connection_that_is_cut_at_random_bytes_loses_and_doubles_nothing(self) -> None:
        for seed in range(_FIRST_SEED, _FIRST_SEED + _SEEDS):
            with self.subTest(seed=seed):
                await self.survive_cuts(seed)

    async def survive_cuts(self, seed: int) -> None:
        proxy = await CuttingProxy(self.gateway.port, seed).start()
        try:
            async with self.client() as steady, AgentBridgeClient(proxy.uri, backoff=QUICK) as cut:
                await self.work_through_cuts(steady, cut, proxy)
        finally:
            await proxy.close()

    async def work_through_cuts(self, steady: AgentBridgeClient, cut: AgentBridgeClient, proxy: CuttingProxy) -> None:
        start = steady.position
        assert start is not None
        steady_events, cut_events = steady.events(), cut.events()
        await steady.subscribe(start)
        await cut.subscribe(start)
        agents = [await cut.create_agent() for _ in range(2)]
        handles = []
        for number in range(20):
            prompt = echo(text=f"{number} " * 50, progress=[f"{number}.{n}" for n in range(4)], chunks=5, delay_ms=60)
            handles.append(await cut.execute(agents[number % 2].id, prompt))
        for number, handle in enumerate(handles):
            self.assertEqual(f"{number} " * 50, (await handle.result(WAIT)).result)
            pieces = [piece.content async for piece in handle if piece.content is not None]
            self.assertEqual([f"{number}.{n}" for n in range(4)], pieces)
        self.assertGreater(proxy.cuts, 3)
        proxy.cutting = False
        proxy.cut_all()
        name = f"end-{uuid.uuid4()}"
        await steady.report_metric(name, 1)
        wanted = [(event.sequence, event.more) for event in await everything(steady_events, name)]
        self.assertEqual(wanted, [(event.sequence, event.more) for event in await everything(cut_events, name)])

    async def test_history(self) -> None:
        async with self.client() as bridge:
            start = bridge.server.sequence
            agent = await bridge.create_agent()
            await (await bridge.execute(agent.id, "remember")).result(WAIT)
            pages = await self.pages(bridge, start + 1, agent.id)
            results = [event for page in pages for event in page.events if event.type == "command:result"]
            self.assertEqual(["remember"], [event.payload["result"] for event in results if "result" in event.payload][-1:])
            sequences = [event.sequence for page in pages for event in page.events]
            self.assertEqual(sorted(s for s in sequences if s), sequences)

    @staticmethod
    async def pages(bridge: AgentBridgeClient, start: int, agent_id: str) -> list[Any]:
        return [page async for page in bridge.history(start=start, limit=2, filter=Filter(agents=[agent_id]))]

    async def test_the_state_as_it_was(self) -> None:
        async with self.client() as bridge:
            agent = await bridge.create_agent()
            await bridge.report_metric("then", 1)
            then = bridge.position
            assert then is not None
            await bridge.stop_agent(agent.id, mode="kill")
            state = await bridge.state_at(then.sequence)
            self.assertEqual(then.sequence, state.sequence)
            self.assertNotEqual("stopped", {one.id: one.status for one in state.agents}[agent.id])
            with self.assertRaises((ValidationError, NotRetained)):
                await bridge.state_at(1 << 40)


@needs_gateway
class Restarts(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self) -> None:
        self.gateway = await Gateway().start()

    async def asyncTearDown(self) -> None:
        await self.gateway.close()

    async def test_a_killed_server_that_comes_back_has_lost_and_doubled_nothing(self) -> None:
        async with AgentBridgeClient(self.gateway.uri, backoff=QUICK) as bridge:
            events = bridge.events()
            agent = await bridge.create_agent()
            before = [await (await bridge.execute(agent.id, f"before {n}")).result(WAIT) for n in range(5)]
            streaming = await bridge.execute(agent.id, echo(text="a b c d", chunks=100, delay_ms=10_000, progress=["one"]))
            waiting = await bridge.execute(agent.id, "waits behind it")
            await until(lambda: len(streaming._progress) > 4, "the answer to begin")
            epoch, position = bridge.server.epoch, bridge.position
            assert position is not None
            await self.gateway.kill()
            await until(lambda: not bridge.is_connected, "the loss to be noticed")
            meanwhile = asyncio.ensure_future(bridge.create_agent("manager", name="asked while it was down"))
            await self.gateway.start()
            manager = await asyncio.wait_for(meanwhile, WAIT)
            with self.assertRaises(CommandError) as ended:
                await streaming.result(WAIT)
            self.assertEqual("unknown", ended.exception.status)
            self.assertEqual("waits behind it", (await waiting.result(WAIT)).result)
            self.assertEqual(epoch, bridge.server.epoch)
            await bridge.report_metric("end", 1)
            seen = await everything(events, "end")
            sequences = [event.sequence for event in seen if not event.more]
            assert sequences[0] is not None
            self.assertEqual(list(range(sequences[0], sequences[0] + len(sequences))), sequences)
            results = [event.payload["result"] for event in seen if event.type == "command:result" and "usage" in event.payload]
            texts = [text for text in results if isinstance(text, str)]
            self.assertEqual([answer.result for answer in before] + ["waits behind it"], texts)
            created = [event.agent.id for event in seen if event.agent and event.agent.name == manager.name]
            self.assertEqual({manager.id}, set(created))
            async with AgentBridgeClient(self.gateway.uri) as other:
                whole = other.events()
                await other.subscribe(Position(epoch, 0))
                history = await everything(whole, "end")
            numbers = [event.sequence for event in history if not event.more]
            self.assertEqual(list(range(1, len(numbers) + 1)), numbers)
            after = sequences[0]
            self.assertEqual([n for n in numbers if n is not None and n >= after], sequences)

    async def test_a_server_that_stops_in_order_is_waited_for(self) -> None:
        async with AgentBridgeClient(self.gateway.uri, backoff=QUICK) as bridge:
            await self.gateway.terminate()
            await until(lambda: not bridge.is_connected, "the close to be noticed")
            await self.gateway.start()
            await asyncio.wait_for(bridge.wait_until_connected(), WAIT)
            self.assertTrue((await bridge.status()).running)

    async def test_a_connection_that_falls_silent_is_given_up_for_another(self) -> None:
        proxy = await CuttingProxy(self.gateway.port, 1).start()
        proxy.cutting = False
        try:
            async with AgentBridgeClient(proxy.uri, backoff=QUICK, ping_interval=0.2, ping_timeout=0.5) as bridge:
                agent = await bridge.create_agent()
                proxy.silence()
                handle = await bridge.execute(agent.id, "anybody there?")
                self.assertEqual("anybody there?", (await handle.result(WAIT)).result)
                self.assertEqual(2, proxy.connections)
        finally:
            await proxy.close()

    async def test_an_answer_that_was_given_while_the_client_was_away_is_not_lost(self) -> None:
        proxy = await CuttingProxy(self.gateway.port, 1).start()
        proxy.cutting = False
        try:
            async with AgentBridgeClient(proxy.uri, backoff=Backoff(base=1.0, ceiling=1.0)) as bridge:
                agent = await bridge.create_agent()
                handle = await bridge.execute(agent.id, echo(text="meanwhile", progress=["a", "b"], delay_ms=200))
                await until(lambda: handle.command_id)
                proxy.cut_all()
                self.assertEqual("meanwhile", (await handle.result(WAIT)).result)
                self.assertEqual(["a", "b"], [piece.content async for piece in handle if piece.content is not None])
        finally:
            await proxy.close()


@needs_gateway
class Access(WithGateway):
    options = ("--auth", "token")

    async def test_only_who_bears_the_token_is_let_in(self) -> None:
        token = (self.gateway.data / "token").read_text("utf-8").strip()
        async with AgentBridgeClient(self.gateway.uri, token=token) as bridge:
            self.assertTrue((await bridge.status()).running)
        for wrong in (None, "wrong"):
            with self.subTest(wrong), self.assertRaises(Unauthorized) as raised:
                await AgentBridgeClient(self.gateway.uri, token=wrong).connect()
            self.assertNotIn(token, str(raised.exception))

    async def test_another_address_than_its_own_is_forbidden(self) -> None:
        proxy = await CuttingProxy(self.gateway.port, 1, hidden=False).start()
        with self.assertRaises(Forbidden):
            await AgentBridgeClient(proxy.uri, token="x").connect()
        await proxy.close()
