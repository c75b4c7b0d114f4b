"""Run with: python3 -m unittest, in clients/python."""

import logging

# The test runner turns asyncio's debug mode on, which reports every step that a busy machine delays.
logging.getLogger("asyncio").setLevel(logging.ERROR)
