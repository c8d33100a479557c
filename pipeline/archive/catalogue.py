"""The SQLite file beside the bytes: connection, transactions, statements by name, tables as frames."""

from __future__ import annotations

import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import polars as pl

from pipeline.config import PACKAGE
from pipeline.errors import ArchiveError

SCHEMA_VERSION = "1"
BUSY_SECONDS = 30.0
DTYPES = {"TEXT": pl.String, "INTEGER": pl.Int64, "REAL": pl.Float64}
VIEWS = {"snapshots": ("versions", "resources")}
TIME_FORMAT = "%Y-%m-%dT%H:%M:%S%.fZ"
Value = str | int | float | None
Row = Mapping[str, Value]


@cache
def statements() -> dict[str, str]:
    """name -> SQL of statements.sql."""
    text = (Path(__file__).parent / "statements.sql").read_text("utf-8")
    parts = re.split(r"^-- name: (\w+)\n", text, flags=re.M)
    return {name: sql.strip().rstrip(";") for name, sql in zip(parts[1::2], parts[2::2], strict=True)}


def stamp(at: datetime) -> str:
    """A UTC time as text that sorts."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def moment(text: str) -> datetime:
    """The UTC time a `stamp` stands for."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


class Catalogue:
    """One connection in WAL mode: a reader never waits for the writer; shared by threads under a lock."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "catalogue.sqlite"
        self._lock = threading.RLock()
        self._depth = 0
        try:
            self._connection = sqlite3.connect(
                self.path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
            )
            self._connection.row_factory = sqlite3.Row
            self._connection.execute("pragma journal_mode = wal").fetchall()
            # a killed process loses nothing; what a power cut may lose is fetched again
            self._connection.execute("pragma synchronous = normal").fetchall()
            self._create()
        except sqlite3.DatabaseError as error:
            raise ArchiveError(f"{self.path}: {error}; restore it from a backup") from error

    def _create(self) -> None:
        known = self._connection.execute("select count(*) from sqlite_master where name = 'meta'").fetchone()[
            0
        ]
        if not known:
            self._connection.executescript((PACKAGE / "catalogue.sql").read_text("utf-8"))
            self.note("schema_version", SCHEMA_VERSION)
        version = self.noted("schema_version")
        if version not in (None, SCHEMA_VERSION):
            raise ArchiveError(f"{self.path}: written by another version of gongkai (schema {version})")

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; may be nested."""
        with self._lock:
            if self._depth == 0:
                self._connection.execute("begin immediate")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._connection.execute("rollback")
                raise
            self._depth -= 1
            if self._depth == 0:
                self._connection.execute("commit")

    def note(self, key: str, value: str) -> None:
        """Remember a small fact by name."""
        self.run("put_meta", key=key, value=value)

    def noted(self, key: str) -> str | None:
        row = self.one("get_meta", key=key)
        return str(row["value"]) if row else None

    def run(self, name: str, /, **values: Value) -> int:
        """Execute a statement; returns the rows changed."""
        with self._lock:
            return self._connection.execute(statements()[name], values).rowcount

    def run_many(self, name: str, rows: Iterable[dict[str, Value]]) -> None:
        with self.transaction():
            self._connection.executemany(statements()[name], rows)

    def rows(self, name: str, /, **values: Value) -> list[dict[str, Value]]:
        """All rows of a query as dicts."""
        with self._lock:
            return [dict(row) for row in self._connection.execute(statements()[name], values)]

    def one(self, name: str, /, **values: Value) -> dict[str, Value] | None:
        found = self.rows(name, **values)
        return found[0] if found else None

    def table(self, name: str) -> pl.DataFrame:
        """A catalogue table, or `snapshots` in the columns of raw.snapshots, as a frame.

        `*_at` are UTC datetimes without zone, `*_on` and `as_of` dates, `is_*` booleans.
        """
        query = statements().get(f"table_{name}")
        if query is None:
            raise ArchiveError(f"no table {name!r} in the catalogue")
        with self._lock:
            cursor = self._connection.execute(query)
            names = [column[0] for column in cursor.description]
            rows = [tuple(row) for row in cursor]
            schema = self._schema(name, names)
        return pl.DataFrame(rows, schema=schema, orient="row").with_columns(
            *(pl.col(name).str.to_datetime(TIME_FORMAT, time_unit="us") for name in names if _is_time(name)),
            *(pl.col(name).str.to_date("%Y-%m-%d") for name in names if _is_date(name)),
            *(pl.col(name).cast(pl.Boolean) for name in names if name.startswith("is_")),
        )

    def _schema(self, table: str, names: list[str]) -> dict[str, pl.DataType]:
        """Column types as catalogue.sql declares them; a frame without rows has them too."""
        declared = {"document_sha256": "TEXT", "is_current": "INTEGER"}
        for source in VIEWS.get(table, (table,)):
            columns = self._connection.execute("select name, type from pragma_table_info(?)", (source,))
            declared |= {row["name"]: str(row["type"]).upper() for row in columns}
        return {name: DTYPES[declared[name]]() for name in names}


def _is_time(name: str) -> bool:
    return name.endswith("_at")


def _is_date(name: str) -> bool:
    return name.endswith("_on") or name == "as_of"


def day(value: date | None) -> str | None:
    return value.isoformat() if value else None
