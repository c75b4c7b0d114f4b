"""What a conversation says about values: references to earlier ones, texts that are made, patterns that are to hold."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any, Callable, Mapping

_REFERENCE = re.compile(r"\$([a-z_]+(?:\.\w+)*)")
_INTERPOLATED = re.compile(r"\$\{([a-z_]+(?:\.\w+)*)\}")


class Unresolved(Exception):
    """A conversation refers to what it has not got."""


class Names:
    """The values that a conversation has named so far. ``$uuid.x`` is a fresh UUID, the same wherever it says ``x``."""

    def __init__(self) -> None:
        self._values: dict[str, Any] = {}

    def set(self, name: str, value: Any) -> None:
        self._values[name] = value

    def resolve(self, value: Any) -> Any:
        """The value with every reference replaced, and every text made that is to be made."""
        if isinstance(value, str):
            return self._text(value)
        if isinstance(value, list):
            return [self.resolve(item) for item in value]
        if not isinstance(value, dict):
            return value
        if set(value) == {"$echo"}:
            return "@echo " + json.dumps(self.resolve(value["$echo"]), ensure_ascii=False)
        if set(value) == {"$repeat", "times"}:
            return str(self.resolve(value["$repeat"])) * int(value["times"])
        return {key: self.resolve(item) for key, item in value.items()}

    def _text(self, text: str) -> Any:
        whole = _REFERENCE.fullmatch(text)
        if whole:
            return self._look_up(whole[1])
        return _INTERPOLATED.sub(lambda match: str(self._look_up(match[1])), text)

    def _look_up(self, path: str) -> Any:
        name, _, rest = path.partition(".")
        if name == "uuid":
            return self._values.setdefault(path, str(uuid.uuid4()))
        if name not in self._values:
            raise Unresolved(f"${path} is not known here")
        return at(self._values[name], rest) if rest else self._values[name]


def at(value: Any, path: str) -> Any:
    """What stands at a path like ``payload.task.status``; None where nothing does."""
    for key in path.split("."):
        if isinstance(value, list) and key.isdigit():
            value = value[int(key)] if int(key) < len(value) else None
        else:
            value = value.get(key) if isinstance(value, Mapping) else None
    return value


def mismatch(pattern: Any, value: Any, path: str = "") -> str:
    """Where a value is not as a pattern wants it, empty if it is. An object may have more than its pattern; a list may not."""
    here = path or "it"
    if isinstance(pattern, dict):
        operator = next(iter(pattern)) if len(pattern) == 1 else ""
        if operator in _OPERATORS:
            return "" if _OPERATORS[operator](pattern[operator], value) else f"{here} is {_short(value)}, not {_short(pattern)}"
        if operator.startswith("$"):
            raise Unresolved(f"{operator} is no operator")
        if not isinstance(value, dict):
            return f"{here} is {_short(value)}, not {_short(pattern)}"
        parts = (mismatch(part, value.get(key), f"{path}.{key}" if path else key) for key, part in pattern.items())
        return next((part for part in parts if part), "")
    if isinstance(pattern, list) and isinstance(value, list) and len(pattern) == len(value):
        parts = (mismatch(part, item, f"{path}[{index}]") for index, (part, item) in enumerate(zip(pattern, value)))
        return next((part for part in parts if part), "")
    return "" if _same(pattern, value) else f"{here} is {_short(value)}, not {_short(pattern)}"


def matches(pattern: Any, value: Any) -> bool:
    return not mismatch(pattern, value)


def _same(one: Any, other: Any) -> bool:
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def _contains(wanted: Any, value: Any) -> bool:
    if isinstance(value, str):
        return isinstance(wanted, str) and wanted in value
    return isinstance(value, list) and any(matches(wanted, item) for item in value)


def _at_least(least: Any, value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= least


_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "$one_of": lambda wanted, value: any(matches(one, value) for one in wanted),
    "$contains": _contains,
    "$contains_no": lambda wanted, value: not _contains(wanted, value),
    "$at_least": _at_least,
    "$present": lambda wanted, value: (value is not None) == wanted,
}


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 300 else f"{text[:300]}… ({len(text)} characters)"
