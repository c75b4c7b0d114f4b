"""Drives this client for the conformance kit: see clients/conformance/README.md."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import sys
from datetime import datetime
from typing import Any, Awaitable, Callable, Optional

from agent_bridge import (
    AgentBridgeClient,
    AgentBridgeError,
    Backoff,
    CommandHandle,
    Event,
    Filter,
    MessageTooLarge,
    NotConnected,
    OutcomeUnknown,
    Position,
    RequestError,
    RequestTimeout,
    Retry,
    TooManyRequests,
)
from agent_bridge.errors import ERRORS, NotRetained, RetryLater

_KINDS: dict[type[AgentBridgeError], str] = {
    RequestError: "request_error",
    NotConnected: "not_connected",
    RequestTimeout: "request_timeout",
    OutcomeUnknown: "outcome_unknown",
    TooManyRequests: "too_many_requests",
    MessageTooLarge: "message_too_large",
    **{kind: name for name, kind in ERRORS.items()},
}
JsonObject = dict[str, Any]


def tell(**line: Any) -> None:
    sys.stdout.write(json.dumps(line, default=_plain) + "\n")
    sys.stdout.flush()


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if isinstance(value, datetime):
        return value.isoformat(timespec="milliseconds")
    raise TypeError(f"no JSON for {value!r}")


def _failure(error: AgentBridgeError) -> JsonObject:
    told: JsonObject = {"kind": _KINDS.get(type(error), type(error).__name__), "message": str(error)}
    if isinstance(error, RequestError):
        told.update(status=error.status, agent_id=error.agent_id, metadata=error.metadata)
    if isinstance(error, RetryLater):
        told["retry_after_ms"] = round(error.retry_after * 1000)
    if isinstance(error, NotRetained):
        told["oldest"] = error.oldest
    return told


def _event(event: Event) -> JsonObject:
    """With the objects that the client made of its payload, where it makes one."""
    objects = {"agent": event.agent, "task": event.task, "approval": event.approval}
    payload = {**event.payload, **{name: value for name, value in objects.items() if value is not None}}
    if event.state is not None:
        payload = _plain(event.state)
    return {"type": event.type, "sequence": event.sequence, "more": event.more, "payload": payload}


class DrivenClient:
    """One client of a conversation."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._client: Optional[AgentBridgeClient] = None
        self._handles: dict[int, CommandHandle] = {}
        self._watching: Optional[asyncio.Task[None]] = None

    @property
    def client(self) -> AgentBridgeClient:
        if self._client is None:
            raise NotConnected("connect first")
        return self._client

    async def carry_out(self, call: int, verb: str, given: JsonObject) -> Any:
        if verb == "execute":
            return await self._execute(call, given)
        perform: Callable[..., Awaitable[Any]] = getattr(self, verb)
        return await perform(**given)

    async def connect(
        self,
        url: str,
        token: Optional[str] = None,
        request_timeout_ms: int = 20_000,
        open_timeout_ms: int = 10_000,
        ping_ms: int = 20_000,
        max_pending: int = 1024,
        max_events: int = 10_000,
        consume_ms: int = 0,
    ) -> JsonObject:
        self._client = AgentBridgeClient(
            url,
            token=token,
            timeout=request_timeout_ms / 1000,
            open_timeout=open_timeout_ms / 1000,
            ping_interval=ping_ms / 1000,
            ping_timeout=ping_ms / 1000,
            backoff=Backoff(base=0.02, ceiling=0.2),
            max_pending=max_pending,
            max_events=max_events,
        )
        self._watching = asyncio.ensure_future(self._watch(consume_ms / 1000))
        await asyncio.sleep(0)
        await self._client.connect()
        return {"epoch": self._client.server.epoch, "sequence": self._client.server.sequence}

    async def _watch(self, pause: float) -> None:
        try:
            async for event in self.client.events():
                if event.sequence is not None:
                    tell(client=self._name, event=_event(event))
                    await asyncio.sleep(pause)
        except AgentBridgeError:
            pass  # What ended the client is told by whatever is asked of it.

    async def close(self) -> JsonObject:
        if self._client is not None:
            await self._client.close()
        return {}

    async def is_connected(self) -> JsonObject:
        return {"connected": self.client.is_connected}

    async def position(self) -> Any:
        return self.client.position

    async def create_agent(self, **given: Any) -> Any:
        return await self.client.create_agent(given.pop("agent_type", "worker"), **given)

    async def stop_agent(self, agent_id: str, **given: Any) -> JsonObject:
        await self.client.stop_agent(agent_id, **given)
        return {}

    async def _execute(self, call: int, given: JsonObject) -> Any:
        handle = await self.client.execute(given.pop("agent_id"), given.pop("command"), given.pop("parameters", None), **given)
        self._handles[call] = handle
        async for piece in handle:
            tell(id=call, progress=piece)
        return await handle.result()

    async def cancel(self, of: int) -> JsonObject:
        await self._handles[of].cancel()
        return {}

    async def cancel_command(self, command_id: str) -> JsonObject:
        await self.client.cancel_command(command_id)
        return {}

    async def assign_task(self, task: JsonObject, **given: Any) -> Any:
        if "retry" in task:
            task["retry"] = Retry(**task["retry"])
        if "id" in task:
            task["task_id"] = task.pop("id")
        return await self.client.assign_task(task.pop("title", ""), task.pop("description", ""), **task, **given)

    async def cancel_task(self, task_id: str) -> JsonObject:
        await self.client.cancel_task(task_id)
        return {}

    async def respond_approval(self, approval_id: str, decision: Any, **given: Any) -> JsonObject:
        await self.client.respond_approval(approval_id, decision, **given)
        return {}

    async def message(self, **given: Any) -> JsonObject:
        await self.client.send_agent_message(**given)
        return {}

    async def coordinate(self, **given: Any) -> JsonObject:
        await self.client.coordinate(**given)
        return {}

    async def hand_off(self, **given: Any) -> JsonObject:
        await self.client.hand_off(**given)
        return {}

    async def metric(self, metric_name: str, metric_value: float) -> JsonObject:
        await self.client.report_metric(metric_name, metric_value)
        return {}

    async def status(self) -> Any:
        return await self.client.status()

    async def subscribe(self, **given: Any) -> JsonObject:
        start, chosen = given["from"], given.get("filter")
        subscribed = await self.client.subscribe(
            Position(**start) if isinstance(start, dict) else start, Filter(**chosen) if chosen else None
        )
        return {"recovered": subscribed.recovered, "epoch": subscribed.position.epoch}

    async def history(self, **given: Any) -> JsonObject:
        chosen = given.pop("filter", None)
        pages = self.client.history(
            start=given.pop("from", None), end=given.pop("to", None), filter=Filter(**chosen) if chosen else None, **given
        )
        told = [page async for page in pages]
        return {"pages": len(told), "events": [_event(event) for page in told for event in page.events]}

    async def state_at(self, sequence: int) -> Any:
        return await self.client.state_at(sequence)


async def main() -> None:
    clients: dict[str, DrivenClient] = {}

    async def carry_out(line: JsonObject) -> None:
        client = clients.setdefault(line["client"], DrivenClient(line["client"]))
        try:
            tell(id=line["id"], answer=await client.carry_out(line["id"], line["do"], line["with"]))
        except AgentBridgeError as error:
            tell(id=line["id"], error=_failure(error))
        except Exception as error:  # For the kit to show: nothing else is to come out of a client.
            tell(id=line["id"], error={"kind": f"unexpected {type(error).__name__}", "message": repr(error)})

    reader = asyncio.StreamReader(limit=64 << 20)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    running: set[asyncio.Task[None]] = set()
    async for line in reader:
        task = asyncio.ensure_future(carry_out(json.loads(line)))
        running.add(task)
        task.add_done_callback(running.discard)


if __name__ == "__main__":
    asyncio.run(main())
