"""What was built, held against the version readers have: reports lost, volumes that jump. Our own faults."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from pipeline.errors import NothingPublishedError
from pipeline.publish import current_folder
from pipeline.publish.duckdb import FILE_NAME
from pipeline.publish.statements import literal, statement
from pipeline.warehouse import CheckResult

SAMPLE_ROWS = 5
# claim -> the mart it speaks of; each has its file of SQL here
CLAIMS = {"reports_are_not_lost": "marts.dim_report", "volumes_are_steady": "marts.fct_observation"}


def summary_of(claim: str) -> str:
    """The first comment of a claim's SQL: what one offender is."""
    return _sql(claim).partition("\n")[0].strip("- ")


def check_volumes(
    con: duckdb.DuckDBPyConnection, published_dir: Path, *, is_reviewed: bool = False
) -> list[CheckResult]:
    """Count the offenders of each claim against the current version; none before the first version.

    `is_reviewed`: someone has looked at what changed, so that offenders are told but stop nothing.
    """
    severity = "warn" if is_reviewed else "error"
    with _before(con, published_dir) as is_there:
        return [_check(con, claim, severity, is_there) for claim in CLAIMS]


@contextmanager
def _before(con: duckdb.DuckDBPyConnection, published_dir: Path) -> Iterator[bool]:
    try:
        path = current_folder(published_dir) / FILE_NAME
    except NothingPublishedError:
        yield False
        return
    con.execute(statement("attach_read_only", path=literal(str(path)), catalog="before"))
    try:
        yield True
    finally:
        con.execute("detach before")


def _check(con: duckdb.DuckDBPyConnection, claim: str, severity: str, is_there: bool) -> CheckResult:
    names: list[str] = []
    rows: list[tuple[object, ...]] = []
    if is_there:
        try:
            answer = con.execute(_sql(claim))
            names = [column[0] for column in answer.description or ()]
            rows = answer.fetchall()
        except (duckdb.BinderException, duckdb.CatalogException):
            rows = []  # a version of other models, or models not built yet: nothing to hold against
    sample = tuple(dict(zip(names, row, strict=True)) for row in rows[:SAMPLE_ROWS])
    return CheckResult(claim, claim, severity, "ours", len(rows), sample)


def _sql(claim: str) -> str:
    return Path(__file__).with_name(f"{claim}.sql").read_text(encoding="utf-8")
