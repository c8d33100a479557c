"""The last look at a version before readers get it: what was written is read back from the files."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import duckdb

from pipeline.errors import PublishError
from pipeline.publish import csv, parquet
from pipeline.publish.content import Table, count_rows, read_tables
from pipeline.publish.duckdb import CATALOG, FILE_NAME, open_warehouse


def verify(
    folder: Path, tables: Sequence[Table], copied: Collection[str] = (), linked: Collection[str] = ()
) -> None:
    """Raise PublishError unless the files hold the tables they were made from.

    The warehouse is compared by columns, comments and row hashes, and by row counts in schemas `copied` as a file,
    whose bytes were compared; Parquet and CSV by row counts, unless `linked`: those were when they were made.
    """
    known = {table.full_name: table.sums for table in tables if table.schema in copied}
    with open_warehouse(folder / FILE_NAME) as con:
        written = {table.full_name: table for table in read_tables(con, CATALOG, known=known)}
        for table in tables:
            is_there = written.get(table.full_name) == table
            if not is_there or count_rows(con, CATALOG, table.schema, table.name) != table.row_count:
                raise PublishError(f"{table.full_name} was not copied as it is; the version is not published")
            _check_files(con, folder, table, linked)


def _check_files(con: duckdb.DuckDBPyConnection, folder: Path, table: Table, linked: Collection[str]) -> None:
    counts = {}
    files = [str(path) for path in parquet.files(folder, table)]
    if files:
        counts["parquet"] = "select count(*) from read_parquet(?)", files
    path = csv.file(folder, table)
    if path.is_file() and path.relative_to(folder).as_posix() not in linked:
        query = (
            "select count(*) from read_csv(?, header = true, all_varchar = true, delim = ',', quote = '\"')"
        )
        counts["csv"] = query, [str(path)]
    for kind, (query, paths) in counts.items():
        found = con.execute(query, [paths]).fetchall()[0][0]
        if found != table.row_count:
            line = f"{kind} of {table.full_name} has {found:,} rows, not {table.row_count:,}"
            raise PublishError(f"{line}; the version is not published")
