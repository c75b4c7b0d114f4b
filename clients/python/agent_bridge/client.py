"""The client: typed requests, commands to follow, events to watch, history to read."""

from __future__ import annotations

import asyncio
from types import TracebackType
from typing import Any, AsyncIterator, Mapping, Optional, Sequence

from .backoff import Backoff
from .command import CommandHandle
from .conversation import Conversation
from .errors import AgentBridgeError
from .events import Event, HistoryPage
from .link import Link
from .models import (
    Agent,
    AgentLimits,
    AgentType,
    Decision,
    Direction,
    Filter,
    Position,
    Retry,
    Server,
    Stage,
    State,
    StopMode,
    SystemStatus,
    Task,
)
from .socket import Socket, open_socket
from .stream import Start, Subscribed
from .wire import JsonObject, decode

DEFAULT_URI = "ws://127.0.0.1:8765"


class AgentBridgeClient:
    """A client of an agent-bridge server, for one event loop.

    Use it as an asynchronous context manager. Once it has connected, it survives disconnections and restarts of the server: it
    reconnects, takes events up after the last one that it saw, and sends what was not answered again, under the same id, so that the
    server carries it out once. Times are in seconds unless a name says otherwise.

    Args:
        uri: ``ws://`` or ``wss://``.
        token: goes into the ``Authorization`` header.
        timeout: for the answer to a request; commands have none, because agents take their time.
        open_timeout: for one attempt to connect.
        ping_interval, ping_timeout: a server that leaves a ping unanswered for so long counts as gone.
        backoff: how reconnecting is paced, and when it gives up.
        max_pending: requests that may wait for an answer.
        max_events: events that are kept for a consumer of :meth:`events` before it has to catch up from the server.
        max_progress: pieces of progress that are kept for each command.
        max_bytes: of one message from the server.
    """

    def __init__(
        self,
        uri: str = DEFAULT_URI,
        *,
        token: Optional[str] = None,
        timeout: Optional[float] = 30.0,
        open_timeout: float = 10.0,
        ping_interval: Optional[float] = 20.0,
        ping_timeout: Optional[float] = 20.0,
        backoff: Optional[Backoff] = None,
        max_pending: int = 1024,
        max_events: int = 10_000,
        max_progress: int = 1024,
        max_bytes: int = 64 << 20,
    ) -> None:
        async def connect() -> Socket:
            return await open_socket(
                uri,
                token=token,
                open_timeout=open_timeout,
                ping_interval=ping_interval,
                ping_timeout=ping_timeout,
                max_bytes=max_bytes,
            )

        self.uri = uri
        self.timeout = timeout
        self._open_timeout = open_timeout
        self._max_progress = max_progress
        self._conversation = Conversation(max_pending, max_events)
        self._connecting: Optional[asyncio.Lock] = None
        self._link = Link(connect, open_timeout, self._conversation, backoff or Backoff())

    # The connection.

    async def __aenter__(self) -> AgentBridgeClient:
        await self.connect()
        return self

    async def __aexit__(
        self, kind: Optional[type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        await self.close()

    async def connect(self) -> None:
        """Opens the first connection. Raises ``NotConnected``, ``Unauthorized`` or ``Forbidden``; only later losses are repaired.

        Once it has succeeded, it only waits until there is a connection.
        """
        if self._connecting is None:
            self._connecting = asyncio.Lock()
        async with self._connecting:
            if self._link.is_open:
                await self.wait_until_connected()
                return
            try:
                await self._conversation.begin(self._link, self._open_timeout)
            except BaseException:
                await self._link.close()
                raise

    async def close(self) -> None:
        """Closes the connection. What waits for an answer gets ``NotConnected``; it may have been carried out."""
        self._conversation.close()
        await self._link.close()

    @property
    def is_connected(self) -> bool:
        return self._conversation.is_connected

    async def wait_until_connected(self) -> None:
        """Returns once there is a connection. Raises what made the client give up."""
        await self._conversation.wait_until_connected()

    @property
    def server(self) -> Server:
        """What the server said of itself when the newest connection opened."""
        return self._conversation.server

    @property
    def position(self) -> Optional[Position]:
        """Everything up to here was kept for :meth:`events`, or passed by if nobody consumes them."""
        return self._conversation.stream.position

    # Agents.

    async def create_agent(
        self,
        agent_type: AgentType = "worker",
        *,
        model: Optional[str] = None,
        capabilities: Optional[Sequence[str]] = None,
        name: Optional[str] = None,
        backend: Optional[str] = None,
        workspace: Optional[str] = None,
        permission_mode: Optional[str] = None,
        append_system_prompt: Optional[str] = None,
        limits: Optional[AgentLimits] = None,
        metadata: Optional[Mapping[str, Any]] = None,
        request_id: Optional[str] = None,
    ) -> Agent:
        """Creates an agent; it starts in the background, and takes commands at once.

        ``request_id`` is a UUID of your own, for a request that must not be carried out again after a restart of *your* program.
        """
        payload = _payload(
            agent_type=agent_type,
            model=model,
            capabilities=capabilities,
            name=name,
            backend=backend,
            workspace=workspace,
            permission_mode=permission_mode,
            append_system_prompt=append_system_prompt,
            limits=limits,
            metadata=metadata,
        )
        return decode(Agent, (await self._call("agent:create", payload, request_id))["agent"])

    async def stop_agent(self, agent_id: str, *, mode: StopMode = "graceful", reason: Optional[str] = None) -> None:
        """Ends an agent for good. Returns when the server has accepted it; the event ``agent:stopped`` tells of the end."""
        await self._call("agent:stop", _payload(agent_id=agent_id, mode=mode, reason=reason))

    # Commands.

    async def execute(
        self,
        agent_id: str,
        command: str,
        parameters: Optional[Mapping[str, Any]] = None,
        *,
        timeout_ms: Optional[int] = None,
        request_id: Optional[str] = None,
    ) -> CommandHandle:
        """Gives an agent a prompt. Returns at once; commands for one agent queue up there. The server ends it after ``timeout_ms``."""
        payload = _payload(agent_id=agent_id, command=command, parameters=parameters, timeout_ms=timeout_ms)
        pending = self._conversation.make("command:execute", payload, request_id)
        handle = CommandHandle(pending, agent_id, self.cancel_command, self.timeout, self._max_progress)
        pending.progressed = handle.progressed
        try:
            await self._conversation.send(pending)
        except BaseException:
            self._conversation.forget(pending)
            raise
        return handle

    async def cancel_command(self, command_id: str) -> None:
        """Ends a queued or running command: its own answer is then an error with the status ``cancelled``."""
        await self._call("command:cancel", _payload(command_id=command_id))

    # Tasks.

    async def assign_task(
        self,
        title: str,
        description: str = "",
        *,
        agent_id: Optional[str] = None,
        task_id: Optional[str] = None,
        metadata: Optional[Mapping[str, Any]] = None,
        priority: Optional[int] = None,
        depends_on: Optional[Sequence[str]] = None,
        required_capabilities: Optional[Sequence[str]] = None,
        timeout_ms: Optional[int] = None,
        retry: Optional[Retry] = None,
        request_id: Optional[str] = None,
    ) -> Task:
        """Assigns a task, to an agent or to whichever can take it. Its ``assigned_agent`` is None while none can: then it waits."""
        task = _payload(
            id=task_id,
            title=title,
            description=description,
            metadata=metadata,
            priority=priority,
            depends_on=depends_on,
            required_capabilities=required_capabilities,
            timeout_ms=timeout_ms,
            retry=retry,
        )
        answer = await self._call("task:assign", _payload(task=task, agent_id=agent_id), request_id)
        return decode(Task, answer["task"])

    async def cancel_task(self, task_id: str) -> None:
        """Withdraws a task, waiting or running."""
        await self._call("task:cancel", _payload(task_id=task_id))

    # Approvals.

    async def respond_approval(
        self,
        approval_id: str,
        decision: Decision,
        *,
        message: Optional[str] = None,
        updated_input: Optional[Mapping[str, Any]] = None,
    ) -> None:
        """Decides an open approval. The first answer wins; a later one raises ``Conflict``."""
        payload = _payload(approval_id=approval_id, decision=decision, message=message, updated_input=updated_input)
        await self._call("approval:respond", payload)

    # Between agents.

    async def send_agent_message(
        self, from_agent: str, to_agent: str, content: str, *, metadata: Optional[Mapping[str, Any]] = None
    ) -> None:
        """Sends one agent's message to another."""
        payload = _payload(from_agent=from_agent, to_agent=to_agent, content=content, metadata=metadata)
        await self._call("agent:message", payload)

    async def coordinate(
        self,
        from_agent: str,
        to_agent: str,
        content: str,
        *,
        phase: Optional[str] = None,
        requires_response: Optional[bool] = None,
        task_id: Optional[str] = None,
        metadata: Optional[Mapping[str, Any]] = None,
    ) -> None:
        """Has one agent coordinate with another."""
        payload = _payload(
            from_agent=from_agent,
            to_agent=to_agent,
            content=content,
            phase=phase,
            requires_response=requires_response,
            task_id=task_id,
            metadata=metadata,
        )
        await self._call("agent:coordination", payload)

    async def hand_off(
        self,
        from_agent: str,
        to_agent: str,
        content: str,
        *,
        stage: Stage = "initiate",
        task_id: Optional[str] = None,
        reason: Optional[str] = None,
        context: Any = None,
        metadata: Optional[Mapping[str, Any]] = None,
    ) -> None:
        """Hands work over from one agent to another."""
        payload = _payload(
            from_agent=from_agent,
            to_agent=to_agent,
            content=content,
            stage=stage,
            task_id=task_id,
            reason=reason,
            context=context,
            metadata=metadata,
        )
        await self._call("agent:handoff", payload)

    # The system.

    async def report_metric(
        self, name: str, value: float, *, agent_id: Optional[str] = None, metadata: Optional[Mapping[str, Any]] = None
    ) -> None:
        """Reports a measurement, for everybody to see."""
        payload = _payload(metric_name=name, metric_value=value, agent_id=agent_id, metadata=metadata)
        await self._call("system:metric", payload)

    async def status(self) -> SystemStatus:
        """The server's counters."""
        return decode(SystemStatus, await self._call("system:status", {}))

    # Events.

    async def subscribe(self, start: Start = "now", filter: Optional[Filter] = None) -> Subscribed:
        """Chooses where the events begin, and which there are; it holds over every reconnection.

        ``start`` is ``"now"``, ``"snapshot"`` for the whole state first, or the position up to which you have seen everything. A
        filter keeps the progress of commands out too, unless it selects their agents; answers to your own requests pass every filter.
        Call :meth:`events` before, so that it keeps what comes. If the server refuses, the events go on as before.
        """
        subscribed = self._conversation.subscribe(start, filter or Filter())
        return await self._conversation.within(subscribed, self.timeout, "connection:subscribe")

    def events(self) -> Events:
        """Every event from now on, or from where :meth:`subscribe` begins, once and in order, over every reconnection.

        A slow consumer loses nothing (but deltas) and delays nobody. One consumer at a time.
        """
        return Events(self._conversation)

    # The past.

    async def history(
        self,
        *,
        start: Optional[int] = None,
        end: Optional[int] = None,
        filter: Optional[Filter] = None,
        since: Optional[str] = None,
        until: Optional[str] = None,
        text: Optional[str] = None,
        limit: int = 100,
        direction: Direction = "forward",
    ) -> AsyncIterator[HistoryPage]:
        """Pages of past events from sequence ``start`` to ``end``, each of at most ``limit`` (1 to 1000). A page may be empty.

        ``since`` and ``until`` are ISO 8601 times. Raises ``NotRetained`` for what the server no longer keeps.
        """
        selection = filter.to_wire() if filter else None
        while True:
            payload = _payload(filter=selection, since=since, until=until, text=text, limit=limit, direction=direction)
            payload.update(_payload(**{"from": start, "to": end}))
            page = HistoryPage.of(await self._call("system:history", payload))
            yield page
            if page.next is None:
                return
            if page.next == (start if direction == "forward" else end):
                raise AgentBridgeError(f"the history does not go on from {page.next}")
            start, end = (page.next, end) if direction == "forward" else (start, page.next)

    async def state_at(self, sequence: int) -> State:
        """Everything as it was right after an event. Raises ``NotRetained``, or ``ValidationError`` for the future."""
        return await self._conversation.within(self._conversation.state_at(sequence), self.timeout, "system:state")

    async def _call(self, message_type: str, payload: JsonObject, request_id: Optional[str] = None) -> JsonObject:
        pending = self._conversation.make(message_type, payload, request_id)
        answer = self._conversation.answer(pending)
        return (await self._conversation.within(answer, self.timeout, message_type, pending.request.id)).payload


class Events:
    """The events of a client, until it is closed: an asynchronous iterator."""

    def __init__(self, conversation: Conversation) -> None:
        self._conversation = conversation
        self._buffer = conversation.consume()

    def __aiter__(self) -> Events:
        return self

    async def __anext__(self) -> Event:
        event = await self._buffer.get()
        self._conversation.catch_up()
        return event

    def close(self) -> None:
        """Keeps no more events; another consumer may come."""
        self._conversation.stream.leave()


def _payload(**values: Any) -> JsonObject:
    """What is given; None is left to the server's default."""
    return {name: _wire_value(value) for name, value in values.items() if value is not None}


def _wire_value(value: Any) -> Any:
    if isinstance(value, (AgentLimits, Retry)):
        return _payload(**vars(value))
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return list(value)
    return value
