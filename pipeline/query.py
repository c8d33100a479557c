"""Questions to the published version: opened read-only, nothing outside it reachable, settings locked."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any, TextIO
from uuid import UUID

import duckdb
from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.errors import PublishError, QueryError
from pipeline.publish.duckdb import FILE_NAME, spill_folder
from pipeline.publish.versions import current_folder

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
    "python_enable_replacements": False,
    "lock_configuration": True,
}
_ATTEMPTS = 3


@dataclass(frozen=True, slots=True)
class QueryResult:
    """Rows of one answer. `is_cut` tells that there were more than the limit asked for."""

    columns: tuple[str, ...]
    types: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    is_cut: bool = False


def open_published(published_dir: Path) -> duckdb.DuckDBPyConnection:
    """A read-only connection to the current version; it keeps that version for as long as it is open.

    Files, network, extensions and Python variables are out of reach, and no setting can be changed.
    Raises NothingPublishedError before the first version, PublishError where the file cannot be opened.
    """
    for attempt in range(_ATTEMPTS):
        path = current_folder(published_dir) / FILE_NAME
        try:
            config = _SETTINGS | {"temp_directory": spill_folder(path.parent.name)}
            return duckdb.connect(str(path), read_only=True, config=config)
        except duckdb.Error as error:
            # a version that was current may be removed while we look; then there is a newer one
            if attempt + 1 == _ATTEMPTS or path.exists():
                line = str(error).splitlines()[0]
                raise PublishError(
                    f"{path.parent.name} cannot be opened ({line}); run `gongkai rollback`"
                ) from error
    raise AssertionError("unreachable")


@contextmanager
def published(published_dir: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """`open_published` for the length of a block."""
    con = open_published(published_dir)
    try:
        yield con
    finally:
        con.close()


def query(con: duckdb.DuckDBPyConnection, sql: str, *, limit: int | None = None) -> QueryResult:
    """The answer to `sql`, at most `limit` rows of it; of several statements that of the last.

    Raises QueryError with DuckDB's own first lines where the SQL is wrong or asks for what is locked.
    """
    try:
        answer = con.execute(sql)
        described = answer.description or []
        rows = answer.fetchall() if limit is None else answer.fetchmany(limit + 1)
    except duckdb.Error as error:
        raise QueryError(" ".join(str(error).split("\n\n")[0].split())) from error
    columns = tuple(column[0] for column in described)
    types = tuple(str(column[1]) for column in described)
    is_cut = limit is not None and len(rows) > limit
    return QueryResult(columns, types, tuple(rows[:limit]), is_cut)


def print_table(result: QueryResult, console: Console) -> None:
    """The answer as a table for people; numbers to the right, control characters made visible."""
    table = Table(header_style="bold")
    for name, kind in zip(result.columns, result.types, strict=True):
        is_number = any(part in kind for part in ("INT", "DOUBLE", "FLOAT", "DECIMAL", "NUMBER"))
        table.add_column(plain_text(name), justify="right" if is_number else "left", overflow="fold")
    for row in result.rows:
        table.add_row(*(_cell(value) for value in row))
    console.print(table)
    if result.is_cut:
        console.print(f"only the first {len(result.rows):,} rows; --csv and --json give all of them")


def write_csv(result: QueryResult, stream: TextIO) -> None:
    """The answer as CSV with a header; NULL is blank, texts are unchanged."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(result.columns)
    writer.writerows(result.rows)


def write_json(result: QueryResult, stream: TextIO) -> None:
    """The answer as a JSON array with one object a row and line; dates and times in ISO 8601.

    JSON has no NaN or infinity: they become null. Raises QueryError where two columns have one name.
    """
    twice = {name for name in result.columns if result.columns.count(name) > 1}
    if twice:
        raise QueryError(f"two columns are called {min(twice)}; rename one with `as`")
    lines = (
        json.dumps(_json_row(result.columns, row), ensure_ascii=False, default=_json_value)
        for row in result.rows
    )
    stream.write("[" + ",\n ".join(lines) + "]\n")


def plain_text(value: Any) -> Text:
    """Text for a terminal: no markup, and no control character of a hostile document gets through."""
    shown = "".join(char if char.isprintable() or char == "\n" else "\ufffd" for char in str(value))
    return Text(shown)


def _cell(value: Any) -> Text:
    if value is None:
        return Text("NULL", style="dim")
    if isinstance(value, float):
        return plain_text(f"{value:.12g}")
    return plain_text(value)


def _json_row(columns: tuple[str, ...], row: tuple[Any, ...]) -> dict[str, Any]:
    finite = (None if isinstance(value, float) and not isfinite(value) else value for value in row)
    return dict(zip(columns, finite, strict=True))


def _json_value(value: Any) -> Any:
    if isinstance(value, date | datetime | time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, timedelta | UUID):
        return str(value)
    if isinstance(value, bytes):
        return value.hex()
    raise TypeError(f"no JSON for {type(value).__name__}")
