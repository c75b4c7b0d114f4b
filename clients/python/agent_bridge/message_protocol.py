"""The messages of the old API, under their old names. New programs use :class:`~agent_bridge.AgentBridgeClient`."""

from __future__ import annotations

import json
import uuid
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import Enum
from typing import Any, Optional, Union


class MessageType(Enum):
    """The types of message that the old API knows."""

    AGENT_CREATE = "agent:create"
    AGENT_STATUS = "agent:status"
    AGENT_CREATED = "agent:created"
    AGENT_STOPPED = "agent:stopped"
    AGENT_ERROR = "agent:error"
    AGENT_HEARTBEAT = "agent:heartbeat"
    COMMAND_EXECUTE = "command:execute"
    COMMAND_RESULT = "command:result"
    COMMAND_ERROR = "command:error"
    COMMAND_PROGRESS = "command:progress"
    TASK_ASSIGN = "task:assign"
    TASK_UPDATE = "task:update"
    TASK_COMPLETE = "task:complete"
    TASK_FAILED = "task:failed"
    AGENT_MESSAGE = "agent:message"
    AGENT_COORDINATION = "agent:coordination"
    AGENT_HANDOFF = "agent:handoff"
    SYSTEM_STATUS = "system:status"
    SYSTEM_ERROR = "system:error"
    SYSTEM_METRIC = "system:metric"
    CONNECTION_ACK = "connection:ack"
    CONNECTION_PING = "connection:ping"
    CONNECTION_PONG = "connection:pong"
    CONNECTION_ERROR = "connection:error"


class AgentType(Enum):
    MANAGER = "manager"
    WORKER = "worker"
    COORDINATOR = "coordinator"


class TaskStatus(Enum):
    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass
class AgentInfo:
    """An agent."""

    id: str
    type: AgentType
    status: str
    created_at: datetime
    last_activity: datetime
    current_task: Optional[str] = None
    model: str = "sonnet"
    capabilities: list[str] = field(default_factory=list)
    metrics: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # None was the default once, and programs pass it.
        self.capabilities = self.capabilities or []
        self.metrics = self.metrics or {}

    def to_dict(self) -> dict[str, Any]:
        return _plain(self)


@dataclass
class TaskInfo:
    """A task."""

    id: str
    title: str
    description: str
    assigned_agent: Optional[str] = None
    status: TaskStatus = TaskStatus.PENDING
    created_at: datetime = field(default_factory=datetime.now)
    started_at: Optional[datetime] = None
    completed_at: Optional[datetime] = None
    progress: float = 0.0
    result: Optional[Any] = None
    error: Optional[str] = None
    metadata: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.created_at = self.created_at or datetime.now()
        self.metadata = self.metadata or {}

    def to_dict(self) -> dict[str, Any]:
        return _plain(self)


@dataclass
class Message:
    """A message in either direction. Times are naive local ones in what is sent, and what the server says in what comes."""

    id: str
    type: MessageType
    timestamp: datetime
    payload: dict[str, Any]
    source: Optional[str] = None
    target: Optional[str] = None
    correlation_id: Optional[str] = None

    def __post_init__(self) -> None:
        self.type = MessageType(self.type)

    @classmethod
    def create(
        cls,
        message_type: MessageType,
        payload: dict[str, Any],
        source: Optional[str] = None,
        target: Optional[str] = None,
        correlation_id: Optional[str] = None,
    ) -> Message:
        """A message with an id of its own, of now."""
        return cls(str(uuid.uuid4()), message_type, datetime.now(), payload, source, target, correlation_id)

    def to_dict(self) -> dict[str, Any]:
        # Not asdict, which would copy the payload.
        return {**vars(self), "type": self.type.value, "timestamp": self.timestamp.isoformat()}

    def to_json(self) -> str:
        return json.dumps(self.to_dict())

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Message:
        """Raises ``KeyError`` or ``ValueError`` for what is no message of the old API."""
        return cls(
            id=data["id"],
            type=MessageType(data["type"]),
            timestamp=datetime.fromisoformat(data["timestamp"]),
            payload=data["payload"],
            source=data.get("source"),
            target=data.get("target"),
            correlation_id=data.get("correlation_id"),
        )

    @classmethod
    def from_json(cls, json_str: str) -> Message:
        return cls.from_dict(json.loads(json_str))


class MessageProtocol:
    """Makes the messages of the old API."""

    @staticmethod
    def create_agent_status_message(agent_info: AgentInfo, target: Optional[str] = None) -> Message:
        return Message.create(MessageType.AGENT_STATUS, {"agent": agent_info.to_dict()}, agent_info.id, target)

    @staticmethod
    def create_command_execute_message(
        command: str, agent_id: str, parameters: Optional[dict[str, Any]] = None, correlation_id: Optional[str] = None
    ) -> Message:
        payload = {"command": command, "agent_id": agent_id, "parameters": parameters or {}}
        return Message.create(MessageType.COMMAND_EXECUTE, payload, target=agent_id, correlation_id=correlation_id)

    @staticmethod
    def create_command_result_message(
        command: str,
        result: Any,
        agent_id: str,
        correlation_id: Optional[str] = None,
        execution_time: Optional[float] = None,
    ) -> Message:
        payload = {"command": command, "result": result, "agent_id": agent_id, "execution_time": execution_time}
        return Message.create(MessageType.COMMAND_RESULT, payload, source=agent_id, correlation_id=correlation_id)

    @staticmethod
    def create_task_assign_message(task_info: TaskInfo, agent_id: str, correlation_id: Optional[str] = None) -> Message:
        payload = {"task": task_info.to_dict()}
        return Message.create(MessageType.TASK_ASSIGN, payload, target=agent_id, correlation_id=correlation_id)

    @staticmethod
    def create_task_update_message(task_info: TaskInfo, correlation_id: Optional[str] = None) -> Message:
        payload = {"task": task_info.to_dict()}
        return Message.create(
            MessageType.TASK_UPDATE, payload, source=task_info.assigned_agent, correlation_id=correlation_id
        )

    @staticmethod
    def create_agent_message(
        from_agent: str,
        to_agent: str,
        content: str,
        message_type: str = "communication",
        metadata: Optional[dict[str, Any]] = None,
    ) -> Message:
        payload = {
            "from_agent": from_agent,
            "to_agent": to_agent,
            "content": content,
            "message_type": message_type,
            "metadata": metadata or {},
        }
        return Message.create(MessageType.AGENT_MESSAGE, payload, from_agent, to_agent)

    @staticmethod
    def create_system_metric_message(
        metric_name: str,
        metric_value: Union[int, float, str],
        agent_id: Optional[str] = None,
        metadata: Optional[dict[str, Any]] = None,
    ) -> Message:
        payload = {
            "metric_name": metric_name,
            "metric_value": metric_value,
            "agent_id": agent_id,
            "metadata": metadata or {},
        }
        return Message.create(MessageType.SYSTEM_METRIC, payload, source=agent_id)

    @staticmethod
    def create_connection_ack_message(client_id: str) -> Message:
        return Message.create(MessageType.CONNECTION_ACK, {"client_id": client_id, "status": "connected"})

    @staticmethod
    def create_ping_message(client_id: str) -> Message:
        payload = {"client_id": client_id, "timestamp": datetime.now().isoformat()}
        return Message.create(MessageType.CONNECTION_PING, payload)

    @staticmethod
    def create_pong_message(client_id: str, original_timestamp: str) -> Message:
        payload = {
            "client_id": client_id,
            "original_timestamp": original_timestamp,
            "response_timestamp": datetime.now().isoformat(),
        }
        return Message.create(MessageType.CONNECTION_PONG, payload)

    @staticmethod
    def create_error_message(
        error_type: str,
        error_message: str,
        source: Optional[str] = None,
        correlation_id: Optional[str] = None,
        metadata: Optional[dict[str, Any]] = None,
    ) -> Message:
        special = {"agent_error": MessageType.AGENT_ERROR, "command_error": MessageType.COMMAND_ERROR}
        payload = {"error_type": error_type, "error_message": error_message, "metadata": metadata or {}}
        message_type = special.get(error_type, MessageType.SYSTEM_ERROR)
        return Message.create(message_type, payload, source, correlation_id=correlation_id)

    @staticmethod
    def validate_message(message_dict: dict[str, Any]) -> bool:
        """Whether it can be read by :meth:`Message.from_dict` and has an object for its payload."""
        try:
            return isinstance(Message.from_dict(message_dict).payload, dict)
        except (KeyError, ValueError, TypeError):
            return False


def _plain(info: Any) -> dict[str, Any]:
    return {key: _plain_value(value) for key, value in asdict(info).items()}


def _plain_value(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, datetime) else value
