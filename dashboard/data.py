"""Frames out of the published version: opened read-only, one version for a whole run of a page.

When `current` moves to a new version, the next run of a page reads that one; the page that is being drawn
keeps what it has. Answers are cached by version, so a version's numbers never appear under another's name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

import duckdb
import polars as pl
import streamlit as st

from pipeline.config import settings
from pipeline.errors import NothingPublishedError
from pipeline.publish.versions import current_folder, versions
from pipeline.query import open_published

QUERIES = Path(__file__).with_name("queries")
_PINNED = "published_version"
_ATTEMPTS = 5

Value = str | int | float | None | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Release:
    """The version that is shown; `published_at` is UTC."""

    folder: str
    name: str
    published_at: datetime


def pin() -> Release:
    """Open the current version and keep it for this run of the page; call once a run.

    Raises NothingPublishedError before the first version, PublishError where it cannot be opened.
    """
    published_dir = settings().published_dir
    for _ in range(_ATTEMPTS):
        folder = current_folder(published_dir)
        if _connection(str(folder)) is not None:
            release = _release(str(folder))
            st.session_state[_PINNED] = release.folder
            return release
        _connection.clear(str(folder))
    raise NothingPublishedError(f"{published_dir} changes faster than it can be opened; try again")


def frame(query: str, **parameters: Value) -> pl.DataFrame:
    """The answer to `queries/<query>.sql` from the version of this run; lists are passed as tuples."""
    return _frame(st.session_state[_PINNED], query, tuple(sorted(parameters.items())))


def first(query: str, **parameters: Value) -> dict[str, object]:
    """The only row of an answer by column name, empty where there is none."""
    rows = frame(query, **parameters).head(1).to_dicts()
    return rows[0] if rows else {}


@cache
def statement(query: str) -> str:
    """The text of `queries/<query>.sql`."""
    return (QUERIES / f"{query}.sql").read_text(encoding="utf-8")


@st.cache_data(max_entries=512, show_spinner="正在读取数据 · Loading …")
def _frame(folder: str, query: str, parameters: Sequence[tuple[str, Value]]) -> pl.DataFrame:
    con = _connection(folder)
    if con is None:  # evicted and no longer current: the next run reads the new version
        raise NothingPublishedError("this version was replaced meanwhile; load the page again")
    bound = {name: list(value) if isinstance(value, tuple) else value for name, value in parameters}
    with con.cursor() as cursor:
        return _plain(cursor.sql(statement(query), params=bound or None).pl())


def _plain(answer: pl.DataFrame) -> pl.DataFrame:
    """DuckDB sums integers into decimals, which charts draw as text."""
    whole = [name for name, kind in answer.schema.items() if isinstance(kind, pl.Decimal)]
    return answer.with_columns(pl.col(whole).cast(pl.Float64)) if whole else answer


def _close(con: duckdb.DuckDBPyConnection | None) -> None:
    if con is not None:
        con.close()


@st.cache_resource(max_entries=4, show_spinner=False, on_release=_close)
def _connection(folder: str) -> duckdb.DuckDBPyConnection | None:
    """A connection to that very version; None where `current` has moved on while it was opened."""
    con = open_published(Path(folder).parent)
    opened = con.sql("select path from duckdb_databases() where not internal").fetchall()
    if Path(opened[0][0]).resolve().parent != Path(folder):
        con.close()
        return None
    return con


@st.cache_data(max_entries=16, show_spinner=False)
def _release(folder: str) -> Release:
    path = Path(folder)
    found = next(version for version in versions(path.parent) if version.name == path.name)
    return Release(folder, found.name, found.published_at)
