"""Run with: python3 -m unittest, in clients/python."""

import logging
import sys
from pathlib import Path

# What all clients are tested with stands beside them: the package conformance.
sys.path.append(str(Path(__file__).resolve().parents[2]))

# The test runner turns asyncio's debug mode on, which reports every step that a busy machine delays.
logging.getLogger("asyncio").setLevel(logging.ERROR)
