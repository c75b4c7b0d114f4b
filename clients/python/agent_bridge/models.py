"""The objects that the server knows, as it shows them. Values that a later server may add are kept as they come."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Optional

from .wire import JsonObject

AgentType = Literal["manager", "worker", "coordinator"]
AgentStatus = Literal["initializing", "idle", "busy", "error", "stopping", "stopped"]
TaskStatus = Literal["pending", "in_progress", "completed", "failed", "cancelled"]
CommandStatus = Literal["queued", "executing", "waiting_approval", "completed", "failed", "cancelled", "unknown"]
ApprovalOutcome = Literal["pending", "allowed", "denied", "expired", "cancelled"]
Decision = Literal["allow", "allow_session", "deny"]
StopMode = Literal["graceful", "kill"]
Stage = Literal["initiate", "complete"]
Direction = Literal["forward", "backward"]
ProgressKind = Literal["text", "thinking", "tool_use", "tool_result", "status"]


@dataclass(frozen=True)
class Usage:
    """Tokens and US dollars."""

    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0
    cost_usd: float = 0.0


@dataclass(frozen=True)
class AgentLimits:
    """Bounds on what one agent may use; None is no bound."""

    max_turns: Optional[int] = None
    max_cost_usd: Optional[float] = None
    timeout_ms: Optional[int] = None


@dataclass(frozen=True)
class Retry:
    """How often a failed task is tried again."""

    max_attempts: int = 1
    backoff_ms: int = 0


@dataclass(frozen=True)
class Agent:
    """A coding agent."""

    id: str
    type: AgentType
    status: AgentStatus
    created_at: datetime
    last_activity: datetime
    model: str
    current_task: Optional[str] = None
    current_command: Optional[str] = None
    capabilities: tuple[str, ...] = ()
    metrics: JsonObject = field(default_factory=dict)
    last_heartbeat: Optional[datetime] = None
    name: str = ""
    backend: str = ""
    session_id: Optional[str] = None
    workspace: Optional[str] = None
    pid: Optional[int] = None
    host: Optional[str] = None
    queue_length: int = 0
    usage: Optional[Usage] = None
    error: Optional[str] = None
    metadata: Optional[JsonObject] = None
    permission_mode: Optional[str] = None
    limits: Optional[AgentLimits] = None


@dataclass(frozen=True)
class Task:
    """A piece of work, from its acceptance to its one terminal status. ``progress`` is from 0 to 1."""

    id: str
    title: str
    description: str
    status: TaskStatus
    created_at: datetime
    assigned_agent: Optional[str] = None
    started_at: Optional[datetime] = None
    completed_at: Optional[datetime] = None
    progress: float = 0.0
    result: Any = None
    error: Optional[str] = None
    metadata: JsonObject = field(default_factory=dict)
    priority: int = 0
    depends_on: tuple[str, ...] = ()
    required_capabilities: tuple[str, ...] = ()
    timeout_ms: Optional[int] = None
    retry: Optional[Retry] = None
    attempts: int = 0
    blocked_reason: Optional[str] = None


@dataclass(frozen=True)
class Command:
    """A prompt for an agent. ``unknown`` is what a crash leaves where nobody can tell whether the agent took the prompt."""

    id: str
    agent_id: str
    command: str
    status: CommandStatus
    queued_at: datetime
    parameters: Optional[JsonObject] = None
    client_id: Optional[str] = None
    request_id: Optional[str] = None
    started_at: Optional[datetime] = None
    completed_at: Optional[datetime] = None
    result: Optional[str] = None
    error: Optional[str] = None
    error_type: Optional[str] = None
    execution_time: Optional[float] = None
    usage: Optional[Usage] = None


@dataclass(frozen=True)
class Approval:
    """A permission that an agent asks for. ``outcome`` is None or pending while it is open."""

    id: str
    agent_id: str
    tool_name: str
    input: Any
    requested_at: datetime
    command_id: Optional[str] = None
    description: Optional[str] = None
    suggestions: Optional[tuple[Any, ...]] = None
    expires_at: Optional[datetime] = None
    outcome: Optional[ApprovalOutcome] = None
    resolved_by: Optional[str] = None


@dataclass(frozen=True)
class Progress:
    """What a running command says: a change of its status, a complete piece (``content``), or a part of one (``delta``).

    Deltas are for the eye: some may be missing or merged after a disconnection. Complete pieces never are.
    """

    kind: ProgressKind = "status"
    status: str = ""
    command_id: Optional[str] = None
    delta: Optional[str] = None
    content: Any = None
    usage: Optional[Usage] = None


@dataclass(frozen=True)
class CommandResult:
    """What an agent answered; ``execution_time`` in seconds."""

    agent_id: str
    result: str
    execution_time: float
    command_id: Optional[str] = None
    usage: Optional[Usage] = None


@dataclass(frozen=True)
class SystemStatus:
    """The counters of the server, as its schemas ``system-summary``, ``connections``, ``ring`` and ``journal`` have them."""

    agents: JsonObject
    tasks: JsonObject
    statistics: JsonObject
    connections: JsonObject
    running: bool
    timestamp: datetime
    ring: Optional[JsonObject] = None
    journal: Optional[JsonObject] = None


@dataclass(frozen=True)
class State:
    """Everything that the server knows at one sequence."""

    sequence: int
    agents: tuple[Agent, ...] = ()
    tasks: tuple[Task, ...] = ()
    commands: tuple[Command, ...] = ()
    approvals: tuple[Approval, ...] = ()


@dataclass(frozen=True)
class Server:
    """What the server says of itself when a connection opens. ``sequence`` is that of the newest event then."""

    client_id: str
    epoch: str
    sequence: int
    role: str = ""
    durability: str = ""
    limits: JsonObject = field(default_factory=dict)
    backends: tuple[Any, ...] = ()


@dataclass(frozen=True)
class Filter:
    """Selects events; what is None selects everything. ``commands`` and ``principals`` are for the history only."""

    agents: Optional[list[str]] = None
    tasks: Optional[list[str]] = None
    types: Optional[list[str]] = None
    commands: Optional[list[str]] = None
    principals: Optional[list[str]] = None

    def to_wire(self) -> JsonObject:
        return {name: value for name, value in vars(self).items() if value is not None}


@dataclass(frozen=True)
class Position:
    """A place in a history: everything up to ``sequence`` was seen. Sequences of another epoch mean nothing."""

    epoch: str
    sequence: int
