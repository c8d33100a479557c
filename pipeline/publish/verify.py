"""The last look at a version before readers get it: everything is read back from the files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from pipeline.errors import PublishError
from pipeline.publish import csv, parquet
from pipeline.publish.content import Table, read_tables
from pipeline.publish.duckdb import FILE_NAME, open_warehouse
from pipeline.publish.files import check_sums


def verify(folder: Path, tables: Sequence[Table]) -> None:
    """Raise PublishError unless the files hold the tables they were made from, and their sums are right.

    The warehouse is compared by row hashes and comments, Parquet and CSV by row counts.
    """
    check_sums(folder)
    with open_warehouse(folder / FILE_NAME) as con:
        written = {table.full_name: table for table in read_tables(con, Path(FILE_NAME).stem)}
        for table in tables:
            if written.get(table.full_name) != table:
                raise PublishError(f"{table.full_name} was not copied as it is; the version is not published")
            _check_files(con, folder, table)


def _check_files(con: duckdb.DuckDBPyConnection, folder: Path, table: Table) -> None:
    counts = {}
    files = [str(path) for path in parquet.files(folder, table)]
    if files:
        counts["parquet"] = "select count(*) from read_parquet(?)", files
    path = csv.file(folder, table)
    if path.is_file():
        query = (
            "select count(*) from read_csv(?, header = true, all_varchar = true, delim = ',', quote = '\"')"
        )
        counts["csv"] = query, [str(path)]
    for kind, (query, paths) in counts.items():
        found = con.execute(query, [paths]).fetchall()[0][0]
        if found != table.row_count:
            line = f"{kind} of {table.full_name} has {found:,} rows, not {table.row_count:,}"
            raise PublishError(f"{line}; the version is not published")
