"""Every file of sql/ against its given/expect rows in tests/sql/<model>.json, each model alone.

A case gives rows for the tables the model reads (columns not given are null; tables not given are empty) and
the rows to be expected. Only the columns named in the first expected row are compared, in no order.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import duckdb
import pytest

from pipeline.warehouse import Model, build, columns_of, connect, discover, init

CASES = Path(__file__).parent / "sql"
Row = dict[str, object]


@dataclass(frozen=True)
class Case:
    """One example of one model."""

    model: str
    name: str
    given: dict[str, list[Row]]
    expect: list[Row]


@cache
def models() -> dict[str, Model]:
    """The models that are files, by name."""
    return {model.name: model for model in discover() if model.path is not None}


@cache
def cases() -> tuple[Case, ...]:
    """All examples of tests/sql."""
    found = []
    for path in sorted(CASES.glob("*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        for case in content["cases"]:
            found.append(Case(content["model"], case["name"], case["given"], case["expect"]))
    return tuple(found)


@cache
def template() -> duckdb.DuckDBPyConnection:
    """A warehouse in which every table and view is an empty table without constraints."""
    source = connect(":memory:")
    init(source)
    build(source, discover())
    shapes = columns_of(source)
    source.close()
    con = connect(":memory:")
    init(con)
    for table, columns in shapes.items():
        body = ", ".join(f'"{name}" {kind}' for name, kind in columns.items())
        con.execute(f"create or replace table {table} ({body})")
    return con


def run(sql: str, given: dict[str, list[Row]]) -> list[Row]:
    """The rows a select gives over the given tables."""
    con = template()
    con.begin()
    try:
        for table, rows in given.items():
            for row in rows:
                names = ", ".join(f'"{name}"' for name in row)
                marks = ", ".join("?" for _ in row)
                con.execute(f"insert into {table} ({names}) values ({marks})", list(row.values()))
        result = con.sql(sql)
        names_out = result.columns
        return [dict(zip(names_out, values, strict=True)) for values in result.fetchall()]
    finally:
        con.rollback()


def plain(value: object) -> object:
    """A value as JSON would write it, numbers comparable."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, int | float | Decimal):
        return "NaN" if math.isnan(value) else float(f"{value:.9g}")
    return str(value)


def comparable(rows: list[Row], names: list[str]) -> list[str]:
    """Rows cut to `names`, as sorted text."""
    return sorted(json.dumps([plain(row[name]) for name in names], ensure_ascii=False) for row in rows)


def differs(sql: str, case: Case) -> bool:
    """Whether a select does not give what the case expects."""
    rows = run(sql, case.given)
    if not case.expect:
        return bool(rows)
    names = list(case.expect[0])
    return comparable(rows, names) != comparable(case.expect, names)


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.model}: {case.name}")
def test_model_gives_what_is_expected(case: Case) -> None:
    rows = run(models()[case.model].sql, case.given)
    names = list(case.expect[0]) if case.expect else list(rows[0]) if rows else []
    assert comparable(rows, names) == comparable(case.expect, names)


def test_slopes_of_counts_do_not_depend_on_the_order_of_rows() -> None:
    """A table in another order would give the same content another version."""
    rows: list[Row] = [
        {
            "agency_id": f"a{series}",
            "report_scope": "own",
            "metric": "docs_issued",
            "report_year": year,
            "value": series * 7919 * year % 999_983,
            "segment_no": 0,
            "small_n": False,
        }
        for series in range(1, 21)
        for year in range(2008, 2026)
    ]
    shuffled = sorted(rows, key=lambda row: row["report_year"] * 7 % 19)
    sql = models()["marts.trends"].sql
    slopes = [
        {row["agency_id"]: row["slope"] for row in run(sql, {"marts.long_series": order})}
        for order in (rows, shuffled)
    ]
    assert len(slopes[0]) == 20
    assert slopes[0] == slopes[1]


def test_every_model_has_an_example() -> None:
    assert sorted(set(models()) - {case.model for case in cases()}) == []


def test_given_tables_are_read_by_their_model() -> None:
    strange = [
        (case.model, table)
        for case in cases()
        for table in case.given
        if table not in models()[case.model].dependencies
    ]
    assert strange == []


def test_expected_rows_of_a_case_name_the_same_columns() -> None:
    assert [case.name for case in cases() if len({tuple(row) for row in case.expect}) > 1] == []


def test_files_are_short_and_say_their_name() -> None:
    too_long = [name for name, model in models().items() if model.path and len(model.sql.splitlines()) > 80]
    misnamed = [
        path.name
        for path in CASES.glob("*.json")
        if json.loads(path.read_text(encoding="utf-8"))["model"] not in (path.stem, *_names(path.stem))
    ]
    assert (too_long, misnamed) == ([], [])


def _names(stem: str) -> list[str]:
    return [name for name in models() if name.partition(".")[2] == stem]
