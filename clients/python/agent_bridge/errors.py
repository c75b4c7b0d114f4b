"""What can go wrong, each by its own type."""

from __future__ import annotations

from typing import Any, Optional

from .wire import Frame, JsonObject


class AgentBridgeError(Exception):
    """Anything that this library raises."""


class NotConnected(AgentBridgeError):
    """The server cannot be reached, or the client was closed."""


class RequestTimeout(AgentBridgeError, TimeoutError):
    """No answer in time. The request may have been carried out; sent again under the same id it is carried out once."""

    def __init__(self, request_type: str, request_id: str, seconds: float) -> None:
        super().__init__(f"{request_type} was not answered within {seconds:g} s (request_id {request_id})")
        self.request_id = request_id


class OutcomeUnknown(AgentBridgeError):
    """The server came back with another history: nobody can tell whether the request was carried out. Look before you repeat it."""


class TooManyRequests(AgentBridgeError):
    """More requests wait for an answer than this client keeps. Wait for some before sending more."""


class MessageTooLarge(AgentBridgeError, ValueError):
    """The message is larger than the server takes: it was not sent, or the server closed the connection over it."""


class RequestError(AgentBridgeError):
    """The server refused a request, or it failed. ``metadata`` is the server's."""

    def __init__(self, error_type: str, message: str, payload: Optional[JsonObject] = None) -> None:
        super().__init__(message)
        payload = payload or {}
        metadata = payload.get("metadata")
        self.error_type = error_type
        self.message = message
        self.metadata: JsonObject = metadata if isinstance(metadata, dict) else {}
        self.agent_id: Optional[str] = payload.get("agent_id")
        self.command: Optional[str] = payload.get("command")
        self.command_id: Optional[str] = payload.get("command_id")
        self.status: Optional[str] = payload.get("status")


class ValidationError(RequestError):
    """The message is not as the protocol wants it."""


class JsonError(RequestError):
    """The message is not JSON."""


class ProcessingError(RequestError):
    """The server failed."""


class AgentError(RequestError):
    """An agent could not be created, or died."""


class CommandError(RequestError):
    """A command ended without a result: ``status`` is failed, cancelled or unknown; None if it was never accepted."""


class TaskError(RequestError):
    """Unknown agent in an assignment, or unknown task."""


class SystemStatusError(RequestError):
    """The status could not be made."""


class RetryLater(RequestError):
    """The server takes no more at the moment."""

    @property
    def retry_after(self) -> float:
        """Seconds to wait before the next try."""
        return float(self.metadata.get("retry_after_ms", 0)) / 1000


class RateLimited(RetryLater):
    """Too many requests of this client."""


class Overloaded(RetryLater):
    """The server has no room."""


class Unauthorized(RequestError):
    """The server does not know who asks: a token is missing or wrong."""


class Forbidden(RequestError):
    """Who asks may not."""


class Conflict(RequestError):
    """An id was used again with other content, or the object is in no state that allows this."""


class TooOld(RequestError):
    """A request was sent again so late that the server cannot tell any more whether it was carried out."""


class NotRetained(RequestError):
    """That part of the history is no longer kept."""

    @property
    def oldest(self) -> Optional[int]:
        return self.metadata.get("oldest")

    @property
    def newest(self) -> Optional[int]:
        return self.metadata.get("newest")


ERRORS: dict[str, type[RequestError]] = {
    "validation_error": ValidationError,
    "json_error": JsonError,
    "processing_error": ProcessingError,
    "agent_error": AgentError,
    "command_error": CommandError,
    "task_error": TaskError,
    "system_error": SystemStatusError,
    "rate_limited": RateLimited,
    "overloaded": Overloaded,
    "unauthorized": Unauthorized,
    "forbidden": Forbidden,
    "conflict": Conflict,
    "too_old": TooOld,
    "not_retained": NotRetained,
}


def error_of(frame: Frame) -> RequestError:
    """The exception for an error frame. An error type that is not known here becomes a plain :class:`RequestError`."""
    payload: dict[str, Any] = frame.payload
    error_type = str(payload.get("error_type", "unknown"))
    message = str(payload.get("error_message") or payload.get("message") or error_type)
    return ERRORS.get(error_type, RequestError)(error_type, message, payload)
