"""What a warehouse holds: tables, columns, and a hash of every table's rows; from them a version's name.

The hash is DuckDB's own of each row (0.1 s for 5 million rows), joined by xor and sum, so it does not depend
on the order of rows. It may differ between two releases of DuckDB: then one version more is published.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from pipeline.publish.statements import identifier, statement

SCHEMAS = ("seeds", "metrics", "marts", "ops")
# ops tells of runs, not of reports: a night that changes nothing else makes no new version
CONTENT_SCHEMAS = frozenset({"seeds", "metrics", "marts"})
# the day of the run, another one every night; what it decides (due, late, missing) is in the marts
NOT_CONTENT = frozenset({"seeds.as_of"})


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its DuckDB type and its comment (`label: description`), None where it has none."""

    name: str
    type: str
    comment: str | None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in order, its number of rows and the two hashes of them."""

    schema: str
    name: str
    comment: str | None
    columns: tuple[Column, ...]
    row_count: int
    row_hashes: tuple[str, str]

    @property
    def full_name(self) -> str:
        return f"{self.schema}.{self.name}"

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)


def read_tables(con: duckdb.DuckDBPyConnection, *catalogs: str) -> tuple[Table, ...]:
    """Every table and view of the published schemas, by schema and name, its rows counted and hashed."""
    tables = [table for name in catalogs for table in _tables_in(con, name)]
    return tuple(sorted(tables, key=lambda table: (table.schema, table.name)))


def _tables_in(con: duckdb.DuckDBPyConnection, catalog: str) -> tuple[Table, ...]:
    columns: dict[tuple[str, str], list[Column]] = defaultdict(list)
    wanted = [catalog, list(SCHEMAS)]
    for schema, table, name, data_type, comment in con.execute(statement("columns"), wanted).fetchall():
        columns[schema, table].append(Column(name, data_type, comment))
    found = con.execute(statement("tables"), wanted).fetchall()
    return tuple(
        _read_table(con, catalog, schema, name, comment, tuple(columns[schema, name]))
        for schema, name, comment in found
    )


def _read_table(
    con: duckdb.DuckDBPyConnection,
    catalog: str,
    schema: str,
    name: str,
    comment: str | None,
    columns: tuple[Column, ...],
) -> Table:
    query = statement("table_hash", table=identifier(catalog, schema, name))
    rows, xor_hash, sum_hash = con.execute(query).fetchall()[0]
    return Table(schema, name, comment, columns, rows, (xor_hash, sum_hash))


def content_sha256(tables: Iterable[Table]) -> str:
    """The hash that names a version: names, types, comments and rows of seeds, metrics and marts."""
    content = [table for table in tables if table.schema in CONTENT_SCHEMAS]
    lines = sorted(repr(table) for table in content if table.full_name not in NOT_CONTENT)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
