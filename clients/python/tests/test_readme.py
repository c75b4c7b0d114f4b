"""The examples of README.md: each is run as it stands, against the real gateway, and prints what it says it prints."""

from __future__ import annotations

import asyncio
import os
import re
import sys
from typing import Optional

from .fixture.gateway import WAIT_SECONDS, WithGateway, needs_gateway
from .fixture.paths import CLIENT

_EXAMPLE = re.compile(r"```python\n(.*?)```\n(?:```text\n(.*?)```\n)?", re.DOTALL)
_URI = "ws://127.0.0.1:8765"


@needs_gateway
class Readme(WithGateway):
    async def test_every_example_prints_what_it_says(self) -> None:
        examples = _EXAMPLE.findall((CLIENT / "README.md").read_text("utf-8"))
        self.assertGreaterEqual(len(examples), 8)
        for number, (program, expected) in enumerate(examples, 1):
            with self.subTest(example=number):
                self.assertIn(_URI, program)
                code, output, errors = await self.run_program(program.replace(_URI, self.gateway.url))
                self.assertEqual((0, ""), (code, errors), output)
                if expected:
                    self.assertEqual(expected, output)

    @staticmethod
    async def run_program(program: str) -> tuple[Optional[int], str, str]:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-W", "error::ResourceWarning", "-c", program),
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join([str(CLIENT), os.environ.get("PYTHONPATH", "")])},
        )
        output, errors = await asyncio.wait_for(process.communicate(), WAIT_SECONDS)
        return process.returncode, output.decode(), errors.decode()
