"""How long the dashboard's queries take on a published version, each asked as its page asks it first."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping
from pathlib import Path

import duckdb

from pipeline.config import PACKAGE
from pipeline.query import open_published

QUERIES = PACKAGE.parent / "dashboard" / "queries"
ROUNDS = 3
# what a reader looks at: the largest scope, its newest year, the agencies and documents that have most
CHOICES = {
    "scope": "select report_scope from marts.dim_report group by 1 order by count(*) desc, 1 limit 1",
    "year": "select report_year from marts.dim_report group by 1 order by count(*) desc, 1 desc limit 1",
    "first": "select min(report_year) from marts.dim_report",
    "last": "select max(report_year) from marts.dim_report",
    "agency": "select agency_id from marts.dim_report group by 1 order by count(*) desc, 1 limit 1",
    "region": "select null::varchar",
    "metric": "select 'disclosure_rate'",
    "rule": "select null::varchar",
    "fault": "select null::varchar",
    "severity": "select null::varchar",
    "finding": "select min(finding_id) from marts.findings",
    "sha256": "select min(document_sha256) from marts.dim_report",
    "report": "select min_by(report_id, agency_id) from marts.dim_report",
    "left_sha": "select min(document_sha256) from marts.dim_report",
    "right_sha": "select max(document_sha256) from marts.dim_report",
    "left_report": "select min(report_id) from marts.dim_report",
    "right_report": "select max(report_id) from marts.dim_report",
    "scopes": "select list(distinct report_scope) from marts.dim_report",
    "agencies": "select list(agency_id) from (select distinct agency_id from marts.dim_report order by 1 limit 8)",
    "parts": "select ['t2', 't3', 't4']",
    "cells": "select ['t3.received.total', 't3.total.total']",
}

# beyond 120 agencies the overview shows counts instead (its charts load too much to be asked for the number here)
CHOICES_OF_QUERY = {
    "coverage_cells": {
        "region": """
            select region_code from marts.coverage group by 1
            having count(distinct agency_id) <= 120 order by count(*) desc, 1 limit 1
        """
    }
}


def answer_times(published_dir: Path) -> dict[str, float]:
    """Seconds by query: the median of three answers, the first of which finds nothing in memory."""
    with open_published(published_dir) as con:
        values = _answers(con, CHOICES)
        return {
            path.stem: _answer_time(con, path, values | _answers(con, CHOICES_OF_QUERY.get(path.stem, {})))
            for path in sorted(QUERIES.glob("*.sql"))
        }


def _answers(con: duckdb.DuckDBPyConnection, queries: Mapping[str, str]) -> dict[str, object]:
    return {name: con.sql(query).fetchall()[0][0] for name, query in queries.items()}


def _answer_time(con: duckdb.DuckDBPyConnection, path: Path, values: dict[str, object]) -> float:
    text = path.read_text(encoding="utf-8")
    code = re.sub(r"--.*", "", text)
    bound = {name: values[name] for name in set(re.findall(r"\$(\w+)", code))}
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        con.sql(text, params=bound or None).pl()
        seconds.append(time.perf_counter() - started)
    return sorted(seconds)[ROUNDS // 2]
