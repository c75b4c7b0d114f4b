"""Requests and their answers, against a scripted server: what the real one does rarely, or only when it fails."""

from __future__ import annotations

import unittest
from typing import Any

from agent_bridge import (
    AgentLimits,
    Filter,
    MessageTooLarge,
    NotRetained,
    Overloaded,
    Position,
    RequestTimeout,
    Retry,
    TooManyRequests,
)
from conformance.schemas import schema

from .fixture.clients import client
from .fixture.gateway import until
from .fixture.scripted import EPOCH, TIME, Peer, Scripted, ack, agent, frame, result, status


class Requests(unittest.IsolatedAsyncioTestCase):
    async def test_every_request_is_as_the_schemas_want_it(self) -> None:
        async def script(peer: Peer) -> None:
            await peer.send(ack())
            sequence = 0
            while True:
                request = await peer.request()
                sequence += 1
                payload = {"agent": agent(), "task": self.task(), "events": [], "from": 1, "to": 2, "next": None, "at": 2}
                payload.update(status(), recovered=True, epoch=EPOCH, sequence=1, part=0, last=True, request_id=request["id"])
                payload.update(dict.fromkeys(("tasks", "commands", "approvals"), []))
                if request["type"] == "system:status":
                    payload.update(status())
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
