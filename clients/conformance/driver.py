"""The process that drives a client library: a line of JSON for everything that is to be done, a line for everything that comes of it."""

from __future__ import annotations

import asyncio
import json
import subprocess
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

_MAX_LINE_BYTES = 64 << 20


class DriverFailed(Exception):
    """The driver did something that no driver may do: it ended, or said what is not in its README."""


@dataclass
class Call:
    """Something that a client was told to do."""

    number: int
    outcome: asyncio.Future[dict[str, Any]]
    #: What a command said before its end.
    progress: list[dict[str, Any]] = field(default_factory=list)


class Driver:
    """Any number of clients of one library, by name."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._calls: dict[int, Call] = {}
        self._reader = asyncio.ensure_future(self._read())
        self._failure: Optional[DriverFailed] = None
        #: What each client told its user, in order.
        self.events: dict[str, list[dict[str, Any]]] = defaultdict(list)

    @classmethod
    async def start(cls, command: list[str], folder: Path) -> Driver:
        process = await asyncio.create_subprocess_exec(
            *command, cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, limit=_MAX_LINE_BYTES
        )
        return cls(process)

    def call(self, client: str, verb: str, parameters: dict[str, Any]) -> Call:
        """Has a client do something. The outcome is ``{"answer": …}`` or ``{"error": …}``."""
        if self._failure is not None:
            raise self._failure
        call = Call(len(self._calls) + 1, asyncio.get_running_loop().create_future())
        self._calls[call.number] = call
        line = {"id": call.number, "client": client, "do": verb, "with": parameters}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(line).encode("utf-8") + b"\n")
        return call

    @property
    def has_failed(self) -> bool:
        return self._failure is not None

    async def close(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        try:
            await asyncio.wait_for(self._process.wait(), 10)
        except asyncio.TimeoutError:
            self._process.kill()
            await self._process.wait()
        await self._reader

    async def _read(self) -> None:
        assert self._process.stdout is not None
        try:
            async for line in self._process.stdout:
                self._take(json.loads(line))
            self._fail(DriverFailed("the driver ended"))
        except Exception as error:
            self._fail(DriverFailed(f"the driver said what no driver says: {error!r}"))

    def _take(self, told: dict[str, Any]) -> None:
        if "event" in told:
            self.events[told["client"]].append(told["event"])
            return
        call = self._calls[told["id"]]
        if "progress" in told:
            call.progress.append(told["progress"])
        elif not call.outcome.done():
            call.outcome.set_result(told)
        else:
            raise DriverFailed(f"call {told['id']} has a second outcome: {told}")

    def _fail(self, failure: DriverFailed) -> None:
        self._failure = failure
        for call in self._calls.values():
            if not call.outcome.done():
                call.outcome.set_exception(failure)
