"""What changed in a table, told by the keys of its rows, and whose rows elsewhere that touches."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

import duckdb
import polars as pl

# each key with those that lie within it, nearest first: a report's documents, an agency's reports
WITHIN = {
    "document_sha256": (),
    "report_id": ("document_sha256",),
    "agency_id": ("report_id", "document_sha256"),
    "report_year": ("report_id", "document_sha256"),
}
KEYS = tuple(WITHIN)
Values = frozenset[object]


@dataclass(frozen=True, slots=True)
class Change:
    """The rows that came, went or changed: frames of their keys; `is_whole` where that is not known."""

    frames: tuple[pl.DataFrame, ...] = ()
    is_whole: bool = False

    def __bool__(self) -> bool:
        return self.is_whole or any(frame.height for frame in self.frames)

    def __or__(self, other: Change) -> Change:
        return Change((*self.frames, *other.frames), self.is_whole or other.is_whole)


NOTHING = Change()
EVERYTHING = Change(is_whole=True)


def frame_of(values: Values, key: str) -> pl.DataFrame:
    """The values of a key as a frame of one column."""
    kind = pl.Int32() if key == "report_year" else pl.String()
    return pl.DataFrame({key: list(values)}, schema={key: kind})


def together(changes: Iterable[Change]) -> Change:
    """All of them as one."""
    return reduce(Change.__or__, changes, NOTHING)


def key_within(key: str, columns: Iterable[str]) -> str | None:
    """The column by which a table is cut to some values of `key`: the key itself or the nearest within it."""
    names = set(columns)
    return next((name for name in (key, *WITHIN[key]) if name in names), None)


class Placement:
    """Which document belongs to which report, agency and year: before this build, and as it goes on.

    Among values None stands for rows without the key.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection) -> None:
        self.con = con
        self.known: dict[tuple[Values, str, str], Values] = {}  # most models in a row ask the same
        self.counts: dict[str, int] = {}
        con.execute(
            f"create or replace temp table placement as select {', '.join(KEYS)} from staging.documents "
            f"union all select {', '.join(['null'] * len(KEYS))}"  # rows of no document belong to no report
        )

    def renew(self) -> None:
        """Take in where documents stand now; where they stood before counts on."""
        self.con.execute(f"insert into placement select {', '.join(KEYS)} from staging.documents")
        self.con.execute("create or replace temp table placement as select distinct * from placement")
        self.known.clear()
        self.counts.clear()

    def values(self, change: Change, key: str, has_keyless: bool = False) -> Values | None:
        """The values of `key` that a change touches, None among them only if `has_keyless`; None: any of them."""
        if change.is_whole:
            return None
        found: set[object] = set()
        for frame in change.frames:
            column = key_within(key, frame.columns) or _around(key, frame.columns)
            if column is None:
                return None
            found |= self.translate(frozenset(frame[column]), column, key)
        return frozenset(found if has_keyless else found - {None})

    def translate(self, values: Values, column: str, key: str) -> Values:
        """Values of one key as those of another: the reports of agencies, the year of a document."""
        if column == key or not values:
            return values
        if (values, column, key) not in self.known:
            self.known[values, column, key] = self._translate(values, column, key)
        return self.known[values, column, key]

    def _translate(self, values: Values, column: str, key: str) -> Values:
        given = frame_of(values, column)  # noqa: F841 - DuckDB finds it by its name
        same = f"placement.{column} is not distinct from given.{column}"
        found = self.con.sql(f"select distinct {key} from placement semi join given on {same}")
        return frozenset(row[0] for row in found.fetchall())

    def share(self, values: Values, key: str) -> float:
        """How many of all values these are, from 0 to 1."""
        if key not in self.counts:
            row = self.con.sql(f"select count(distinct {key}) from placement").fetchone()
            self.counts[key] = int(row[0]) if row else 0
        return len(values) / max(1, self.counts[key])


def _around(key: str, columns: Iterable[str]) -> str | None:
    """A key around `key` among the columns: what changed of an agency may touch each of its reports."""
    return next((name for name in KEYS if name in columns and key in WITHIN[name]), None)
