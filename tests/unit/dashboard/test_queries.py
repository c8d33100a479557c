"""The queries bind what they are given: no text is put together, every parameter is asked for."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import sqlglot

from dashboard import data

QUERIES = sorted(data.QUERIES.glob("*.sql"))
PAGES = Path(data.__file__).parent


def parameters(text: str) -> set[str]:
    return set(re.findall(r"\$(\w+)", re.sub(r"--.*", "", text)))


@pytest.mark.parametrize("path", QUERIES, ids=lambda path: path.stem)
def test_each_query_says_what_a_row_is_and_parses(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.startswith(("-- One row", "-- The"))
    statements = sqlglot.parse(text, dialect="duckdb")
    assert len(statements) == 1
    named = set(re.findall(r"\$(\w+)", "".join(line for line in text.splitlines() if line.startswith("--"))))
    assert named <= parameters(text) or not named


def test_every_query_is_used_and_every_use_is_a_query() -> None:
    used = set()
    for path in PAGES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("frame", "first")
                and isinstance(node.func.value, ast.Name)
                and node.func.value.id == "data"
            ):
                argument = node.args[0]
                assert isinstance(argument, ast.Constant)
                used.add(argument.value)
    assert used == {path.stem for path in QUERIES}
