"""A program that was written for the old client: it uses the old names only, and works with the URL alone changed."""

from __future__ import annotations

import asyncio
import json
import unittest
from datetime import datetime
from typing import Any

from agent_bridge import AgentInfo, AgentType, Message, MessageProtocol, MessageType, TaskInfo, TaskStatus, WebSocketClient
from conformance.schemas import violations

from .fixture.gateway import Gateway, WithGateway, echo, needs_gateway, until
from .fixture.scripted import Peer, Scripted, ack, frame


@needs_gateway
class AnOldProgram(WithGateway):
    async def asyncSetUp(self) -> None:
        self.client = WebSocketClient(self.gateway.url, auto_reconnect=True, reconnect_interval=1, max_reconnect_attempts=3)
        self.assertTrue(await self.client.connect())

    async def asyncTearDown(self) -> None:
        await self.client.disconnect()

    async def new_agent(self) -> str:
        created = await self.client.create_agent("worker", "sonnet", ["coding", "analysis"])
        assert created is not None
        return str(created["agent_id"])

    async def test_it_creates_executes_assigns_and_asks(self) -> None:
        created = await self.client.create_agent("worker", "sonnet", ["coding", "analysis"])
        assert created is not None
        self.assertEqual(created["agent_id"], created["result"]["agent_id"])
        self.assertEqual(["coding", "analysis"], created["agent_info"]["capabilities"])
        agent_id = created["agent_id"]
        self.assertEqual("hello", await self.client.execute_command(agent_id, "hello"))
        with_parameters = await self.client.execute_command(agent_id, "list", {"depth": 2})
        self.assertIn("depth: 2", str(with_parameters))
        assigned = await self.client.assign_task({"title": "Write", "description": "One page."}, agent_id)
        assert assigned is not None
        self.assertTrue(assigned["assigned"])
        self.assertEqual(assigned["task_id"], assigned["result"]["task_id"])
        status = await self.client.get_system_status()
        assert status is not None
        self.assertGreaterEqual(status["system"]["agents"]["total"], 1)
        self.assertEqual(status["agents"], status["result"]["system"]["agents"])

    async def test_its_handlers_hear_of_agents_and_tasks(self) -> None:
        agents: list[str] = []
        tasks: list[str] = []

        async def on_agent(message: Message) -> None:
            self.assertIsInstance(message.timestamp, datetime)
            agents.append(message.payload["agent"]["status"])

        async def on_task(message: Message) -> None:
            tasks.append(message.payload["task"]["status"])

        self.client.add_message_handler(MessageType.AGENT_STATUS, on_agent)
        self.client.add_message_handler(MessageType.TASK_UPDATE, on_task)
        completed: list[Message] = []
        self.client.add_message_handler(MessageType.TASK_COMPLETE, completed.append)
        agent_id = await self.new_agent()
        task = TaskInfo(id="", title="Write", description="all").to_dict()
        task.pop("id")
        await self.client.assign_task(task, agent_id)
        await until(lambda: completed)
        self.assertIn("idle", agents)
        self.assertEqual(["in_progress", "completed"], [s for n, s in enumerate(tasks) if s not in tasks[:n]])

    async def test_a_handler_may_ask_for_something_itself(self) -> None:
        heard: list[Any] = []

        async def on_created(message: Message) -> None:
            heard.append(await self.client.execute_command(message.payload["agent"]["id"], "from a handler"))

        self.client.add_message_handler(MessageType.AGENT_CREATED, on_created)
        other = WebSocketClient(self.gateway.url)
        self.assertTrue(await other.connect())
        await other.create_agent("manager")
        await until(lambda: heard)
        await other.disconnect()
        self.assertEqual(["from a handler"], heard)

    async def test_what_fails_is_none(self) -> None:
        agent_id = await self.new_agent()
        self.assertIsNone(await self.client.execute_command("worker-1-00000000", "x"))
        self.assertIsNone(await self.client.execute_command(agent_id, echo(fail="no")))
        self.assertIsNone(await self.client.assign_task({"title": "x"}, "worker-1-00000000"))
        self.assertIsNone(await self.client.create_agent("boss"))

    async def test_progress_is_not_taken_for_the_answer(self) -> None:
        agent_id = await self.new_agent()
        progress: list[Message] = []
        self.client.add_message_handler(MessageType.COMMAND_PROGRESS, progress.append)
        script = echo(text="the end", progress=["one", "two"], chunks=3, delay_ms=50)
        self.assertEqual("the end", await self.client.execute_command(agent_id, script))
        await until(lambda: len(progress) >= 5)

    async def test_messages_from_the_factories_are_answered(self) -> None:
        agent_id = await self.new_agent()
        execute = MessageProtocol.create_command_execute_message("hello", agent_id)
        answer = await self.client.send_and_wait_response(execute, timeout=10)
        assert answer is not None
        self.assertIs(MessageType.COMMAND_RESULT, answer.type)
        self.assertEqual("hello", answer.payload["result"])
        metrics: list[Message] = []
        self.client.add_message_handler(MessageType.SYSTEM_METRIC, metrics.append)
        self.assertTrue(await self.client.send_message(MessageProtocol.create_system_metric_message("speed", 1.5, agent_id)))
        self.assertTrue(await self.client.send_message(MessageProtocol.create_agent_message(agent_id, agent_id, "hi")))
        ping = await self.client.send_and_wait_response(
            Message.create(MessageType.CONNECTION_PING, {"client_id": self.client.client_id, "timestamp": "x"}), timeout=10
        )
        assert ping is not None
        self.assertEqual("x", ping.payload["original_timestamp"])
        await until(lambda: metrics)


@needs_gateway
class AnOldProgramAndARestart(unittest.IsolatedAsyncioTestCase):
    async def test_it_reconnects_while_it_runs(self) -> None:
        gateway = Gateway()
        await gateway.start()
        client = WebSocketClient(gateway.url, reconnect_interval=1, max_reconnect_attempts=30)
        try:
            self.assertTrue(await client.connect())
            running = asyncio.ensure_future(client.run_until_disconnected())
            created = await client.create_agent("worker")
            assert created is not None
            hanging = asyncio.ensure_future(client.execute_command(created["agent_id"], echo(hang=True)))
            await asyncio.sleep(0.1)
            await gateway.stop()
            self.assertIsNone(await asyncio.wait_for(hanging, 10))
            await until(lambda: not client.connected)
            await gateway.start()
            await until(lambda: client.connected)
            self.assertEqual("again", await client.execute_command(created["agent_id"], "again"))
            await client.disconnect()
            await asyncio.wait_for(running, 10)
        finally:
            await client.disconnect()
            await gateway.close()


class WithoutAServer(unittest.IsolatedAsyncioTestCase):
    async def test_connecting_fails_with_false(self) -> None:
        client = WebSocketClient("ws://127.0.0.1:1")
        with self.assertLogs("agent_bridge", "ERROR"):
            self.assertFalse(await client.connect())
        self.assertFalse(await client.send_message(MessageProtocol.create_ping_message("c")))
        self.assertIsNone(await client.get_system_status())

    async def test_it_gives_up_after_so_many_attempts(self) -> None:
        client = WebSocketClient("ws://127.0.0.1:1", reconnect_interval=0, max_reconnect_attempts=2)
        with self.assertLogs("agent_bridge", "ERROR"):
            await asyncio.wait_for(client.run_until_disconnected(), 10)
        self.assertEqual(2, client.reconnect_attempts)

    async def test_without_an_interval_it_still_rests_between_its_looks_at_the_connection(self) -> None:
        client = WebSocketClient("ws://127.0.0.1:1", reconnect_interval=0, max_reconnect_attempts=1000)
        running = asyncio.ensure_future(client.run_until_disconnected())
        with self.assertLogs("agent_bridge", "ERROR"):
            await asyncio.sleep(0.5)
        self.assertEqual(1, client.reconnect_attempts)
        running.cancel()

    async def test_a_time_out_is_none_and_a_late_answer_is_passed_over(self) -> None:
        async def script(peer: Peer) -> None:
            await peer.send(ack())
            request = await peer.request("system:status")
            await asyncio.sleep(0.2)
            await peer.send(frame("command:result", {}, correlation_id=request["correlation_id"]), frame("server:started", {}))
            await peer.send(frame("connection:ping", {"timestamp": "t"}))
            self.assertEqual("t", (await peer.request("connection:pong"))["payload"]["original_timestamp"])
            await peer.close(1000)

        async with Scripted(script) as server:
            client = WebSocketClient(server.uri)
            self.assertTrue(await client.connect())
            with self.assertLogs("agent_bridge", "ERROR"):
                message = Message.create(MessageType.SYSTEM_STATUS, {})
                self.assertIsNone(await client.send_and_wait_response(message, timeout=0.05))
            await until(lambda: not client.connected)
            self.assertEqual([], server.violations())
            await client.disconnect()


class OldMessages(unittest.TestCase):
    def test_what_a_client_may_send_is_as_the_schemas_want_it(self) -> None:
        agent_id = "worker-1-00000001"
        task = TaskInfo("t", "Write", "all", metadata={"a": 1})
        for message in (
            MessageProtocol.create_command_execute_message("x", agent_id, {"a": 1}, "c"),
            MessageProtocol.create_task_assign_message(task, agent_id),
            MessageProtocol.create_agent_message(agent_id, agent_id, "hi"),
            MessageProtocol.create_system_metric_message("m", 1),
            MessageProtocol.create_ping_message("c"),
            MessageProtocol.create_pong_message("c", "t"),
            Message.create(MessageType.SYSTEM_STATUS, {}),
        ):
            with self.subTest(message.type):
                sent = json.loads(message.to_json())
                self.assertEqual([], violations(sent, "client-" + message.type.value.replace(":", "-")))
                self.assertEqual(message, Message.from_json(message.to_json()))
                self.assertTrue(MessageProtocol.validate_message(sent))
                self.assertEqual({"id", "type", "timestamp", "payload", "source", "target", "correlation_id"}, set(sent))

    def test_the_other_factories_keep_their_shapes(self) -> None:
        now = datetime(2026, 3, 1)
        agent = AgentInfo("a", AgentType.WORKER, "idle", now, now)
        status = MessageProtocol.create_agent_status_message(agent, "everybody")
        self.assertEqual(("a", "everybody"), (status.source, status.target))
        self.assertEqual(("worker", "2026-03-01T00:00:00", []), tuple(status.payload["agent"][k] for k in ("type", "created_at", "capabilities")))
        result = MessageProtocol.create_command_result_message("x", {"y": 1}, "a", "c", 0.5)
        self.assertEqual({"command": "x", "result": {"y": 1}, "agent_id": "a", "execution_time": 0.5}, result.payload)
        update = MessageProtocol.create_task_update_message(TaskInfo("t", "", "", "a", TaskStatus.FAILED, now))
        self.assertEqual(("a", "failed", None), (update.source, update.payload["task"]["status"], update.payload["task"]["started_at"]))
        self.assertEqual("connected", MessageProtocol.create_connection_ack_message("c").payload["status"])
        for error_type, kind in (("agent_error", "agent:error"), ("command_error", "command:error"), ("other", "system:error")):
            self.assertEqual(kind, MessageProtocol.create_error_message(error_type, "m").type.value)

    def test_what_is_no_message_is_invalid(self) -> None:
        valid = MessageProtocol.create_ping_message("c").to_dict()
        changes: list[dict[str, Any]] = [{"type": "no:such"}, {"timestamp": "yesterday"}, {"timestamp": 1}, {"payload": []}]
        for change in changes:
            self.assertFalse(MessageProtocol.validate_message({**valid, **change}))
        self.assertFalse(MessageProtocol.validate_message({}))
