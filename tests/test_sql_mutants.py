"""How sharp the examples of tests/sql are: each file with one operator flipped must fail one of its examples."""

from __future__ import annotations

import os
from collections.abc import Iterator

import duckdb
import pytest
import sqlglot
from sqlglot import exp
from test_sql import cases, differs, models

FLOOR = 0.90
SHARE = float(os.environ.get("GONGKAI_TEST_MUTANTS", "0.25"))  # of the mutants; 1 tries all of them
SWAPS: dict[type[exp.Expr], type[exp.Expr]] = {
    exp.Add: exp.Sub,
    exp.Sub: exp.Add,
    exp.Mul: exp.Div,
    exp.Div: exp.Mul,
    exp.EQ: exp.NEQ,
    exp.NEQ: exp.EQ,
    exp.GT: exp.GTE,
    exp.GTE: exp.GT,
    exp.LT: exp.LTE,
    exp.LTE: exp.LT,
    exp.And: exp.Or,
    exp.Or: exp.And,
    exp.Max: exp.Min,
    exp.Min: exp.Max,
}


def mutants(sql: str) -> Iterator[tuple[str, str]]:
    """Each select with one operator flipped, and what was flipped."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    for number, node in enumerate(list(tree.walk())):
        swap = SWAPS.get(type(node))
        drops_left = isinstance(node, exp.Join) and node.side == "LEFT"
        if not swap and not drops_left and not isinstance(node, exp.Not):
            continue
        copy = tree.copy()
        target = list(copy.walk())[number]
        if swap:
            target.replace(swap(**{key: value for key, value in target.args.items() if value is not None}))
        elif drops_left:
            target.set("side", None)
            target.set("kind", "INNER")
        else:
            target.replace(target.this)
        yield f"{type(node).__name__}: {node.sql(dialect='duckdb')[:80]}", copy.sql(dialect="duckdb")


def survivors(name: str) -> tuple[int, list[str]]:
    """How many mutants of a model were tried, and those no example notices."""
    own = [case for case in cases() if case.model == name]
    alive: list[str] = []
    tried = 0
    for number, (what, sql) in enumerate(mutants(models()[name].sql)):
        if hash_share(name, number) >= SHARE:
            continue
        try:
            noticed = any(differs(sql, case) for case in own)
        except (duckdb.BinderException, duckdb.ParserException):
            continue  # not a select at all: says nothing about the examples
        except duckdb.Error:
            noticed = True
        tried += 1
        if not noticed:
            alive.append(f"{name}: {what}")
    return tried, alive


def hash_share(name: str, number: int) -> float:
    """A fixed number between 0 and 1 for a mutant: which ones are tried does not change from run to run."""
    return (sum(map(ord, name)) * 31 + number * 17) % 100 / 100


@pytest.mark.slow
def test_examples_notice_flipped_operators() -> None:
    results = {name: survivors(name) for name in sorted(models())}
    tried = sum(count for count, _ in results.values())
    alive = [line for _, lines in results.values() for line in lines]
    print(f"\n{tried} mutants, {tried - len(alive)} noticed ({1 - len(alive) / tried:.1%})")
    print("\n".join(alive))
    assert tried > 100
    assert 1 - len(alive) / tried >= FLOOR
