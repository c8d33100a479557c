"""What differs between two published versions: rows of every table, then reports, cells and metrics.

Tables whose hashes agree are not read again, and of large ones only the parts whose hashes do not. There, rows are
compared by hash; those whose hash one side lacks are read again, and paired by the table's key: the shortest run of
its first columns that tells all rows read apart, since a table states its grain first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import duckdb

from pipeline.publish.content import REPORTS, Table, in_parts, parted_rows, read_tables
from pipeline.publish.duckdb import FILE_NAME, READER_MEMORY, spill_folder
from pipeline.publish.inventory import read_contents
from pipeline.publish.statements import identifier, literal, statement

MAX_KEY_COLUMNS = 6
EXCERPT_ROWS = 50
_INEXACT = ("DOUBLE", "FLOAT", "DECIMAL")
# What is told of a release beside row counts: the statement, and the tables that it needs
EXCERPTS = {
    "new_reports": ("marts.dim_report", "marts.dim_agency"),
    "gone_reports": ("marts.dim_report", "marts.dim_agency"),
    "revised_cells": ("marts.fct_observation", "marts.dim_report", "marts.dim_agency"),
    "changed_metrics": ("metrics.all_metrics", "marts.dim_report", "marts.dim_agency"),
}
# The tables whose reports with differing rows are gathered for them
TOUCHING = ("marts.fct_observation", "metrics.all_metrics")


@dataclass(frozen=True, slots=True)
class TableChange:
    """How one table differs. `changed` rows keep their key; without a key they count as added and removed."""

    table: str
    status: Literal["same", "changed", "new", "dropped"]
    added: int = 0
    removed: int = 0
    changed: int = 0
    key: tuple[str, ...] = ()
    columns_added: tuple[str, ...] = ()
    columns_removed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The first rows of a list, and how long all of it is."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything between two versions; `before` is None for the first, which has nothing to compare.

    `not_compared` names the excerpts that one of the two versions lacks tables or columns for.
    """

    before: str | None
    after: str
    tables: tuple[TableChange, ...] = ()
    excerpts: tuple[Excerpt, ...] = ()
    not_compared: tuple[str, ...] = ()

    @property
    def changed_tables(self) -> tuple[TableChange, ...]:
        return tuple(table for table in self.tables if table.status != "same")

    def excerpt(self, name: str) -> Excerpt | None:
        """The list of that name, None where a version lacks the tables it is made from."""
        return next((excerpt for excerpt in self.excerpts if excerpt.name == name), None)


def compare(
    old_folder: Path,
    new_folder: Path,
    names: tuple[str, str],
    *,
    tables: Sequence[Table] | None = None,
    rows: int = EXCERPT_ROWS,
) -> Changes:
    """Compare the warehouses of two version folders; `names` are what the versions are called.

    `tables` are those of the new one where they are known already.
    """
    with _both(old_folder / FILE_NAME, new_folder / FILE_NAME) as con:
        old = {table.full_name: table for table in _tables(con, "old", old_folder)}
        new = {table.full_name: table for table in tables or _tables(con, "new", new_folder)}
        con.execute(statement("touched"))
        compared = tuple(_compare_table(con, old.get(name), new.get(name)) for name in sorted(old | new))
        shared = old.keys() & new.keys()
        told = {
            name: _excerpt(con, name, rows) if shared.issuperset(needed) else None
            for name, needed in EXCERPTS.items()
        }
    excerpts = tuple(excerpt for excerpt in told.values() if excerpt is not None)
    not_compared = tuple(name for name, excerpt in told.items() if excerpt is None)
    return Changes(names[0], names[1], compared, excerpts, not_compared)


def _tables(con: duckdb.DuckDBPyConnection, catalog: str, folder: Path) -> tuple[Table, ...]:
    return read_tables(con, catalog, known=read_contents(folder).known_sums)


@contextmanager
def _both(old: Path, new: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    config = {"temp_directory": spill_folder("compared"), "memory_limit": f"{READER_MEMORY}B"}
    with duckdb.connect(":memory:", config=dict(config)) as con:
        for path, catalog in ((old, "old"), (new, "new")):
            con.execute(statement("attach_read_only", path=literal(str(path.resolve())), catalog=catalog))
        yield con


def _compare_table(con: duckdb.DuckDBPyConnection, old: Table | None, new: Table | None) -> TableChange:
    if old is None:
        assert new is not None
        return TableChange(new.full_name, "new", added=new.row_count)
    if new is None:
        return TableChange(old.full_name, "dropped", removed=old.row_count)
    if old.shape == new.shape and (old.row_count, old.row_hashes) == (new.row_count, new.row_hashes):
        return TableChange(new.full_name, "same")
    return _compare_rows(con, old, new)


def _compare_rows(con: duckdb.DuckDBPyConnection, old: Table, new: Table) -> TableChange:
    shared = [column for column in new.columns if column.name in old.column_names]
    columns = ", ".join(identifier(column.name) for column in shared)
    gone = came = changed = 0
    key: tuple[str, ...] = ()
    if shared:
        _name_rows(con, old, new)
        for side in ("old", "new"):
            con.execute(statement("row_hashes", side=side, columns=columns))
        gone = _rows_lacking(con, "gongkai_gone", columns, "old", "new")
        came = _rows_lacking(con, "gongkai_came", columns, "new", "old")
        if new.full_name in TOUCHING and "report_id" in {column.name for column in shared}:
            con.execute(statement("touch"), [new.full_name])
    if gone and came:
        exact = [column.name for column in shared if not column.type.startswith(_INEXACT)]
        key = _key(con, exact[:MAX_KEY_COLUMNS])
        changed = _count_changed(con, key)
    return TableChange(
        new.full_name,
        "changed",
        added=came - changed,
        removed=gone - changed,
        changed=changed,
        key=key,
        columns_added=tuple(name for name in new.column_names if name not in old.column_names),
        columns_removed=tuple(name for name in old.column_names if name not in new.column_names),
    )


def _name_rows(con: duckdb.DuckDBPyConnection, old: Table, new: Table) -> None:
    """Views of what is to be read of each side: where both are parted, rows of the parts that differ, else all."""
    tables = {"old": old, "new": new}
    is_parted = bool(old.parts and new.parts) and old.shape == new.shape
    parted = {side: _parted(con, side, table) if is_parted else None for side, table in tables.items()}
    is_due = in_parts({(part.report_year, part.district) for part in set(old.parts) ^ set(new.parts)})
    for side, rows in parted.items():
        if rows is None or None in parted.values():
            name = identifier(side, tables[side].schema, tables[side].name)
            con.execute(statement("all_rows", side=side, table=name))
        else:
            con.execute(statement("rows_of_parts", side=side, rows=rows, is_due=is_due))


def _parted(con: duckdb.DuckDBPyConnection, side: str, table: Table) -> str | None:
    reports = _column_names(con, side, REPORTS)
    selected = "gongkai_row.*, gongkai_row.rowid as gongkai_rowid"
    return parted_rows((side, table.schema, table.name), table.column_names, reports, selected)


def _column_names(con: duckdb.DuckDBPyConnection, catalog: str, table: str) -> list[str]:
    found = con.execute(statement("columns"), [catalog, [table.partition(".")[0]]]).fetchall()
    return [name for schema, owner, name, *_ in found if f"{schema}.{owner}" == table]


def _rows_lacking(con: duckdb.DuckDBPyConnection, target: str, columns: str, here: str, there: str) -> int:
    con.execute(statement("rows_lacking", target=target, columns=columns, here=here, there=there))
    return int(con.execute(f"select count(*) from {target}").fetchall()[0][0])


def _key(con: duckdb.DuckDBPyConnection, candidates: Sequence[str]) -> tuple[str, ...]:
    for length in range(1, len(candidates) + 1):
        columns = ", ".join(map(identifier, candidates[:length]))
        queries = [statement("distinct_keys", columns=columns, side=side) for side in ("old", "new")]
        if all(con.execute(query).fetchall()[0][0] for query in queries):
            return tuple(candidates[:length])
    return ()


def _count_changed(con: duckdb.DuckDBPyConnection, key: Sequence[str]) -> int:
    if not key:
        return 0
    same_key = " and ".join(
        f"gone.{identifier(name)} is not distinct from came.{identifier(name)}" for name in key
    )
    return int(con.execute(statement("count_changed", same_key=same_key)).fetchall()[0][0])


def _excerpt(con: duckdb.DuckDBPyConnection, name: str, rows: int) -> Excerpt | None:
    """One list; None where a table has other columns in one of the versions: models may change, too."""
    try:
        con.execute(f"create or replace temp table gongkai_excerpt as {statement(name)}")
    except duckdb.BinderException:
        return None
    total = con.execute("select count(*) from gongkai_excerpt").fetchall()[0][0]
    found = con.execute("select * from gongkai_excerpt limit ?", [rows])
    columns = tuple(column[0] for column in found.description or ())
    return Excerpt(name, columns, tuple(found.fetchall()), total)
