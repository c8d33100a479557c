"""The way of one report, from its address to each of its cells, as the published version tells it.

    trace(con, agency, year) -> Trace

A trace says where a report came from (url, sha256, file in the archive), which form each table has, where
every number stands in the document, what was found, and, for a metric, the cells behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import duckdb

from pipeline.errors import QueryError

__all__ = [
    "Agency",
    "Trace",
    "TracedCell",
    "TracedFinding",
    "TracedMetric",
    "TracedReport",
    "find_agency",
    "trace",
]

_PARTS = {"t2": "form_t2", "t3": "form_t3", "t4": "form_t4", "s": "form_s"}
_MAX_CANDIDATES = 8
# How a name matched, best first (see agencies.sql)
_EXACT_NAME, _EXACT_ALIAS, _PART_OF_NAME = 2, 3, 4


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency as the version knows it."""

    agency_id: str
    name: str


@dataclass(frozen=True, slots=True)
class TracedCell:
    """One cell: as printed, what the blank rules make of it, and where it stands (`p3/t2/r7/c4`, 1-based)."""

    cell_code: str
    label_zh: str | None
    value_raw: str
    value: float | None
    semantic: str
    filled: float | None
    fill_rule: str | None
    unit: str | None
    source_cell: str


@dataclass(frozen=True, slots=True)
class TracedFinding:
    """One finding on the report's document: the rule, whose mistake, and the cells it speaks of."""

    rule: str
    severity: str
    status: str
    part: str
    fault: str
    message: str
    source_cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TracedMetric:
    """One metric of one report, with what it was divided from; None where it cannot be told."""

    metric: str
    numerator: float | None
    denominator: float | None
    value: float | None


@dataclass(frozen=True, slots=True)
class TracedReport:
    """One report: its document, the forms of its tables, and everything read out of it."""

    report_id: str
    scope: str
    status: str
    url: str | None
    sha256: str
    archive_path: Path | None
    forms: Mapping[str, str | None]
    cells: tuple[TracedCell, ...]
    findings: tuple[TracedFinding, ...]
    metrics: tuple[TracedMetric, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """All reports of one agency on one year; `lineage` are the cells behind the metric that was asked for."""

    agency: Agency
    year: int
    reports: tuple[TracedReport, ...]
    metric: str | None = None
    cell: str | None = None
    lineage_columns: tuple[str, ...] = ()
    lineage: tuple[tuple[Any, ...], ...] = ()


def trace(
    con: duckdb.DuckDBPyConnection,
    agency: str,
    year: int,
    metric: str | None = None,
    cell: str | None = None,
    *,
    locate: Callable[[str], Path] | None = None,
) -> Trace:
    """Trace the reports of `agency` (id, name, alias or a part of one name) on `year`.

    `metric` narrows to one metric and adds the cells behind it; `cell` to one cell code or its beginning.
    `locate` gives the archive's file of a sha256. Raises QueryError where agency, year, metric or cell is
    unknown or ambiguous; the line names what there is.
    """
    who = find_agency(con, agency, year)
    asked = {"agency_id": who.agency_id, "report_year": year}
    rows = _rows(con, "reports", asked)
    if not rows:
        years = [str(row["report_year"]) for row in _rows(con, "years", {"agency_id": who.agency_id})]
        known = f"; there are reports on {', '.join(years)}" if years else "; there is none on any year"
        raise QueryError(f"{who.name} has no report on {year}{known}")
    reports = tuple(_report(con, row, metric, cell, locate) for row in rows)
    if cell is not None and not any(report.cells for report in reports):
        raise QueryError(f"{who.name} {year} has no cell {cell}; leave --cell away to see all of them")
    if metric is None:
        return Trace(who, year, reports, cell=cell)
    if not any(report.metrics for report in reports):
        raise QueryError(f"{who.name} {year} has no metric {metric}; known are {_known_metrics(con)}")
    lineage = _rows(con, "lineage", {**asked, "metric": metric})
    columns = tuple(lineage[0]) if lineage else ()
    return Trace(who, year, reports, metric, cell, columns, tuple(tuple(row.values()) for row in lineage))


def find_agency(con: duckdb.DuckDBPyConnection, wanted: str, year: int) -> Agency:
    """The one agency that `wanted` means; QueryError with the candidates where it is none or several.

    An alias that several agencies had at different times means the one with a report on `year`.
    """
    name = "".join(wanted.split())
    if not name:
        raise QueryError("say which agency: its id, name, or a part of its name")
    rows = _rows(con, "agencies", {"wanted": name, "report_year": year})
    if not rows:
        raise QueryError(f"no agency is called {wanted}; see `gongkai query 'from marts.dim_agency'`")
    best = rows[0]["match_rank"]
    matches = [row for row in rows if row["match_rank"] == best]
    if best in (_EXACT_NAME, _EXACT_ALIAS) and len(matches) > 1:
        matches = [row for row in matches if row["has_report"]] or matches
    if len(matches) == 1:
        return Agency(matches[0]["agency_id"], matches[0]["canonical_name"])
    shown = ", ".join(f"{row['canonical_name']} ({row['agency_id']})" for row in matches[:_MAX_CANDIDATES])
    more = f" and {len(matches) - _MAX_CANDIDATES} more" if len(matches) > _MAX_CANDIDATES else ""
    raise QueryError(f"{wanted} may be {shown}{more}; give the id or the whole name")


def _report(
    con: duckdb.DuckDBPyConnection,
    row: Mapping[str, Any],
    metric: str | None,
    cell: str | None,
    locate: Callable[[str], Path] | None,
) -> TracedReport:
    report_id, sha256 = row["report_id"], row["document_sha256"]
    cells = _rows(con, "cells", {"report_id": report_id, "cell": cell})
    findings = _rows(con, "findings", {"report_id": report_id, "document_sha256": sha256})
    metrics = [TracedMetric(**found) for found in _rows(con, "metrics", {"report_id": report_id})]
    return TracedReport(
        report_id=report_id,
        scope=row["report_scope"],
        status=row["report_status"],
        url=row["url"],
        sha256=sha256,
        archive_path=locate(sha256) if locate else None,
        forms={part: row[column] for part, column in _PARTS.items()},
        cells=tuple(TracedCell(**found) for found in cells),
        findings=tuple(
            TracedFinding(**{**found, "source_cells": tuple(found["source_cells"] or ())})
            for found in findings
        ),
        metrics=tuple(found for found in metrics if metric is None or found.metric == metric),
    )


def _known_metrics(con: duckdb.DuckDBPyConnection) -> str:
    found = con.execute("select distinct metric from metrics.all_metrics order by metric").fetchall()
    return ", ".join(row[0] for row in found)


@cache
def _text(name: str) -> str:
    return (Path(__file__).parent / f"{name}.sql").read_text(encoding="utf-8")


def _rows(con: duckdb.DuckDBPyConnection, name: str, values: Mapping[str, Any]) -> Sequence[dict[str, Any]]:
    """The rows of the statement `<name>.sql`, column names to values."""
    answer = con.execute(_text(name), dict(values))
    columns = [column[0] for column in answer.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]
