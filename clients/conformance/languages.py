"""How to start the driver of each client library."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from .gateway import java
from .paths import REPOSITORY

_CLIENTS = REPOSITORY / "clients"


@dataclass(frozen=True)
class Language:
    name: str
    folder: Path
    command: list[str]


def _java_classes() -> str:
    target = _CLIENTS / "java" / "target"
    return os.pathsep.join(str(target / part) for part in ("classes", "test-classes"))


LANGUAGES = {
    language.name: language
    for language in (
        Language("typescript", _CLIENTS / "typescript", ["node", "target/conformance/driver.js"]),
        Language("python", _CLIENTS / "python", [sys.executable, "-m", "tests.conformance_driver"]),
        Language("java", _CLIENTS / "java", [java(), "--class-path", _java_classes(), "io.agentbridge.client.conformance.Driver"]),
    )
}
