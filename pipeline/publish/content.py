"""What a warehouse holds: tables, columns, and a hash of every table's rows; from them a version's name.

The hash is DuckDB's own of each row (0.1 s for 5 million rows), joined by xor and sum, so it does not depend
on the order of rows. It may differ between two releases of DuckDB: then one version more is published.
Large tables fall into parts, by report year and district; each part has its own hash.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import xor
from types import MappingProxyType

import duckdb

from pipeline.publish.statements import identifier, statement

SCHEMAS = ("seeds", "metrics", "marts", "ops")
# ops tells of runs, not of reports: a night that changes nothing else makes no new version
CONTENT_SCHEMAS = frozenset({"seeds", "metrics", "marts"})
# the day of the run, another one every night; what it decides (due, late, missing) is in the marts
NOT_CONTENT = frozenset({"seeds.as_of"})
LARGE_ROWS = 1_000_000
REPORTS = "marts.dim_report"
DISTRICTS = 16


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its DuckDB type and its comment (`label: description`), None where it has none."""

    name: str
    type: str
    comment: str | None


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a large table of one report year (None: of none) and district, counted and hashed."""

    report_year: int | None
    district: int
    row_count: int
    xor_hash: int
    sum_hash: int


@dataclass(frozen=True, slots=True)
class Sums:
    """What tells whether a table's rows are the same: their number, two hashes, and those of its parts."""

    row_count: int
    row_hashes: tuple[str, str]
    parts: tuple[Part, ...] = ()

    @classmethod
    def of(cls, parts: Iterable[Part]) -> Sums:
        """The sums of all parts together."""
        found = tuple(sorted(parts, key=lambda part: (part.report_year or 0, part.district)))
        hashes = reduce(xor, (part.xor_hash for part in found), 0), sum(part.sum_hash for part in found)
        return cls(sum(part.row_count for part in found), (str(hashes[0]), str(hashes[1])), found)


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns in order, its number of rows and the two hashes of them.

    `parts` are those of a large table whose rows belong to reports, else there are none.
    """

    schema: str
    name: str
    comment: str | None
    columns: tuple[Column, ...]
    row_count: int
    row_hashes: tuple[str, str]
    parts: tuple[Part, ...] = field(default=(), repr=False, compare=False)

    @property
    def full_name(self) -> str:
        return f"{self.schema}.{self.name}"

    @property
    def column_names(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    @property
    def shape(self) -> tuple[tuple[str, str], ...]:
        """Names and types of the columns: what a file of the table depends on beside its rows."""
        return tuple((column.name, column.type) for column in self.columns)

    @property
    def sums(self) -> Sums:
        return Sums(self.row_count, self.row_hashes, self.parts)


NOTHING_KNOWN: Mapping[str, Sums] = MappingProxyType({})


def read_tables(
    con: duckdb.DuckDBPyConnection,
    *catalogs: str,
    known: Mapping[str, Sums] = NOTHING_KNOWN,
    large_rows: int = LARGE_ROWS,
) -> tuple[Table, ...]:
    """Every table and view of the published schemas, by schema and name, its rows counted and hashed.

    `known` are sums by table that need not be computed again; whoever gives them answers for them.
    """
    tables = [
        table for name in catalogs for table in _tables_in(con, name, known=known, large_rows=large_rows)
    ]
    return tuple(sorted(tables, key=lambda table: (table.schema, table.name)))


def parted_rows(
    table: tuple[str, str, str], columns: Iterable[str], reports: Iterable[str], selected: str
) -> str | None:
    """A subquery of `selected` (of `gongkai_row`) with `gongkai_year` and `gongkai_district` of every row.

    A row is of its own report year, or of its report's; districts are the cities, sixteen heaps of them: a portal's
    changes of one night stay together. None for a table whose rows belong to no report. `reports` are the columns
    of dim_report in the same catalogue.
    """
    own = set(columns)
    has_reports = {"report_id", "report_year", "agency_id"} <= set(reports) and "report_id" in own
    if "report_year" not in own and not has_reports:
        return None
    needs_report = has_reports and not {"report_year", "agency_id"} <= own
    year, agency = (
        f"gongkai_row.{name}" if name in own else f"gongkai_report.{name}" if needs_report else "null"
        for name in ("report_year", "agency_id")
    )
    source = identifier(*table)
    if needs_report:
        source = statement("with_report", table=source, reports=identifier(table[0], *REPORTS.split(".")))
    else:
        source = f"{source} as gongkai_row"
    if "report_year" not in own and selected == "gongkai_row.*":
        selected += ", gongkai_report.report_year"
    return statement(
        "parted_rows", selected=selected, year=year, agency=agency, source=source, districts=str(DISTRICTS)
    )


def in_parts(keys: Iterable[tuple[int | None, int]], count: int = DISTRICTS) -> str:
    """A condition on `parted_rows`: rows of these years and districts (or heaps, the districts modulo `count`).

    Years with the same districts are told together, so that a scan can skip by year.
    """
    heaps: dict[int | None, list[int]] = defaultdict(list)
    for year, heap in keys:
        heaps[year].append(heap)
    years: dict[tuple[int, ...], list[int | None]] = defaultdict(list)
    for year, found in heaps.items():
        years[tuple(sorted(found))].append(year)
    return " or ".join(
        f"({_in_years(some)} and gongkai_district % {count} in ({', '.join(map(str, found))}))"
        for found, some in years.items()
    )


def _in_years(years: Iterable[int | None]) -> str:
    known = ", ".join(str(year) for year in years if year is not None)
    conditions = [f"gongkai_year in ({known})"] if known else []
    if None in years:
        conditions.append("gongkai_year is null")
    return f"({' or '.join(conditions)})"


def _tables_in(
    con: duckdb.DuckDBPyConnection, catalog: str, *, known: Mapping[str, Sums], large_rows: int
) -> tuple[Table, ...]:
    columns: dict[str, list[Column]] = defaultdict(list)
    wanted = [catalog, list(SCHEMAS)]
    for schema, table, name, data_type, comment in con.execute(statement("columns"), wanted).fetchall():
        columns[f"{schema}.{table}"].append(Column(name, data_type, comment))
    reports = [column.name for column in columns.get(REPORTS, ())]
    tables = []
    for schema, name, comment in con.execute(statement("tables"), wanted).fetchall():
        described = tuple(columns[f"{schema}.{name}"])
        sums = known.get(f"{schema}.{name}")
        if sums is None:
            names = [column.name for column in described]
            sums = _sums(con, (catalog, schema, name), names, reports, large_rows)
        tables.append(Table(schema, name, comment, described, sums.row_count, sums.row_hashes, sums.parts))
    return tuple(tables)


def _sums(
    con: duckdb.DuckDBPyConnection,
    table: tuple[str, str, str],
    columns: Iterable[str],
    reports: Iterable[str],
    large_rows: int,
) -> Sums:
    if count_rows(con, *table) > large_rows:
        rows = parted_rows(table, columns, reports, "hash(gongkai_row) as gongkai_hash")
        if rows is not None:
            found = con.execute(statement("part_hashes", rows=rows)).fetchall()
            return Sums.of(Part(*row) for row in found)
    count, xor_hash, sum_hash = con.execute(statement("table_hash", table=identifier(*table))).fetchall()[0]
    return Sums(count, (xor_hash, sum_hash))


def count_rows(con: duckdb.DuckDBPyConnection, *table: str) -> int:
    """The number of rows of a table."""
    return int(con.execute(f"select count(*) from {identifier(*table)}").fetchall()[0][0])


def content_sha256(tables: Iterable[Table]) -> str:
    """The hash that names a version: names, types, comments and rows of seeds, metrics and marts."""
    content = [table for table in tables if table.schema in CONTENT_SCHEMAS]
    lines = sorted(repr(table) for table in content if table.full_name not in NOT_CONTENT)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
