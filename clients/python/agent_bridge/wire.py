"""Messages as they travel: requests to text, text to frames, JSON objects to dataclasses."""

from __future__ import annotations

import dataclasses
import functools
import json
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any, Mapping, Optional, TypeVar, Union, cast, get_args, get_origin, get_type_hints

JsonObject = dict[str, Any]
T = TypeVar("T")


class MalformedFrame(ValueError):
    """The server sent something that is no message of the protocol."""


@dataclass(frozen=True)
class Request:
    """A message to the server. Its id is a UUID, so the server carries it out once, however often it is sent."""

    id: str
    type: str
    payload: JsonObject

    def encode(self, first_sent_at: Optional[int] = None) -> str:
        """Its text. ``first_sent_at`` is for a message that is sent again: the newest sequence known at its first sending.

        Raises ``ValueError`` for what JSON or UTF-8 cannot say: NaN, an unpaired surrogate.
        """
        message: JsonObject = {
            "id": self.id,
            "type": self.type,
            "timestamp": datetime.now(timezone.utc).isoformat(timespec="milliseconds"),
            "payload": self.payload,
            "correlation_id": self.id,
        }
        if first_sent_at is not None:
            message["first_sent_at"] = first_sent_at
        text = json.dumps(message, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
        text.encode("utf-8")
        return text

    @property
    def size(self) -> int:
        """The bytes that it takes."""
        return len(self.encode().encode("utf-8"))


@dataclass(frozen=True)
class Cause:
    """The request that led to an event."""

    principal: str = ""
    request_id: Optional[str] = None
    correlation_id: Optional[str] = None


@dataclass(frozen=True)
class Frame:
    """A message of the server.

    ``sequence`` names the event that it belongs to, None for what is no event; ``more`` says that another frame of it follows.
    """

    id: str
    type: str
    timestamp: datetime
    payload: JsonObject
    source: Optional[str] = None
    target: Optional[str] = None
    correlation_id: Optional[str] = None
    sequence: Optional[int] = None
    more: bool = False
    cause: Optional[Cause] = None

    @property
    def is_error(self) -> bool:
        return self.type.endswith(":error")

    @staticmethod
    def parse(text: Union[str, bytes]) -> Frame:
        """Raises :class:`MalformedFrame`."""
        try:
            return decode(Frame, json.loads(text))
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise MalformedFrame(f"not a message of the protocol: {error!r}") from error


def decode(target: type[T], data: Mapping[str, Any]) -> T:
    """Makes a dataclass of a JSON object, field by field. Unknown keys are ignored, absent ones have their defaults.

    Raises ``TypeError`` if a required field is missing, ``ValueError`` if a value is of the wrong kind.
    """
    if not isinstance(data, Mapping):
        raise ValueError(f"an object was expected for {target.__name__}, not {type(data).__name__}")
    return target(**{name: _value(hint, data[name]) for name, hint in _fields(cast(Any, target)).items() if name in data})


@functools.lru_cache(maxsize=None)
def _fields(target: Any) -> dict[str, Any]:
    hints = get_type_hints(target)
    return {field.name: hints[field.name] for field in dataclasses.fields(target) if field.init}


def _value(hint: Any, value: Any) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin is Union and type(None) in arguments:
        return None if value is None else _value(arguments[0], value)
    if origin is tuple:
        return tuple(_value(arguments[0], item) for item in _expect(list, value))
    if origin is dict:
        return _expect(dict, value)
    if hint is float:
        return float(_expect((int, float), value))
    if hint is datetime:
        return datetime.fromisoformat(_expect(str, value))
    if hint in (str, int, bool):
        return _expect(hint, value)
    if dataclasses.is_dataclass(hint):
        return decode(hint, value)  # type: ignore[arg-type]
    return value


def _expect(kind: Any, value: Any) -> Any:
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise ValueError(f"{kind} was expected, not {type(value).__name__}")
    return value
