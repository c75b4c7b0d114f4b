"""What the package is written in: the oldest Python that it promises, whichever runs the tests."""

from __future__ import annotations

import ast
import re
import unittest
from typing import Iterator

from .fixture.paths import CLIENT

MODULES = sorted((CLIENT / "agent_bridge").glob("*.py"))


def promised() -> tuple[int, int]:
    """As pyproject.toml says it."""
    found = re.search(r'requires-python = ">=(\d+)\.(\d+)"', (CLIENT / "pyproject.toml").read_text())
    assert found is not None
    return int(found[1]), int(found[2])


def annotations_in(tree: ast.AST) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.returns is not None:
            yield node.returns
        elif isinstance(node, (ast.arg, ast.AnnAssign)) and node.annotation is not None:
            yield node.annotation


class Language(unittest.TestCase):
    def test_every_module_is_python_as_old_as_is_promised(self) -> None:
        self.assertEqual((3, 9), promised())
        self.assertGreater(len(MODULES), 10)
        for module in MODULES:
            with self.subTest(module.name):
                ast.parse(module.read_text(), module.name, feature_version=promised())

    def test_no_annotation_needs_a_newer_one_where_it_is_evaluated(self) -> None:
        for module in MODULES:
            for annotation in annotations_in(ast.parse(module.read_text())):
                unions = [node for node in ast.walk(annotation) if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr)]
                self.assertEqual([], unions, f"{module.name}:{annotation.lineno} has a union as only Python 3.10 evaluates it")

    def test_it_is_typed_and_needs_websockets_alone(self) -> None:
        self.assertTrue((CLIENT / "agent_bridge" / "py.typed").exists())
        dependencies = re.search(r"^dependencies = \[(.*)\]$", (CLIENT / "pyproject.toml").read_text(), re.M)
        assert dependencies is not None
        self.assertRegex(dependencies[1], r'^"websockets>=[\d.]+"$')
