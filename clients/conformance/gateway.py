"""A running gateway: the delivered jar in a process of its own, on a data folder of its own, with agents that echo."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections import deque
from pathlib import Path
from typing import Deque, Optional

from .paths import GATEWAY_JAR, REPOSITORY

_LISTENING = re.compile(rb"listening on ws://127\.0\.0\.1:(\d+)")
_START_SECONDS = 60
#: Dozens of them live for seconds: compiling well would cost more than it gives.
_SHORT_LIFE = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
_STOP_SECONDS = 30


class Gateway:
    """Start it, kill it, start it again on the same data and port."""

    def __init__(self, options: tuple[str, ...] = ()) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="agent-bridge-conformance-"))
        self._options = options
        self._process: Optional[asyncio.subprocess.Process] = None
        self._reader: Optional[asyncio.Task[None]] = None
        self._output: Deque[bytes] = deque(maxlen=200)
        self.port = 0

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}"

    @property
    def token(self) -> str:
        return (self._data / "token").read_text("utf-8").strip()

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    async def start(self) -> None:
        self._process = await asyncio.create_subprocess_exec(
            java(),
            *(*_SHORT_LIFE, "-jar", str(GATEWAY_JAR), "run", "--host", "127.0.0.1", "--port", str(self.port)),
            *("--data", str(self._data), "--backend", "echo", *self._options),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            limit=1 << 20,
        )
        listening: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._reader = asyncio.ensure_future(self._read(self._process, listening))
        self.port = await asyncio.wait_for(listening, _START_SECONDS)

    async def kill(self) -> None:
        """SIGKILL, and waits for the end."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """SIGTERM, and waits for the end."""
        await self._end(signal.SIGTERM)

    async def restart(self) -> None:
        await self.stop()
        await self.start()

    async def forget(self) -> None:
        """Kills it and deletes what it knows: the next start begins another history."""
        await self.kill()
        shutil.rmtree(self._data)

    async def close(self) -> None:
        await self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    async def _end(self, number: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.send_signal(number)
            await asyncio.wait_for(process.wait(), _STOP_SECONDS)
        if self._reader is not None:
            await self._reader

    async def _read(self, process: asyncio.subprocess.Process, listening: asyncio.Future[int]) -> None:
        assert process.stdout is not None
        async for line in process.stdout:
            self._output.append(line)
            match = _LISTENING.search(line)
            if match and not listening.done():
                listening.set_result(int(match[1]))
        if not listening.done():
            said = b"".join(self._output).decode("utf-8", "replace")
            listening.set_exception(AssertionError("The gateway does not listen. It said:\n" + said))


def java() -> str:
    """The launcher of the JDK that the project is built with."""
    home = os.environ.get("JAVA_HOME") or subprocess.run(
        [str(REPOSITORY / "scripts" / "find-jdk")], check=True, capture_output=True, text=True
    ).stdout.strip()
    return str(Path(home) / "bin" / "java")
