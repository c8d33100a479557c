"""Runs sql/checks: each file is a claim and returns its offenders."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from pipeline.errors import CheckFailedError
from pipeline.warehouse.models import Model, discover, is_agency_check

SAMPLE_ROWS = 5


@dataclass(frozen=True, slots=True)
class CheckResult:
    """One check: how many rows offend, and the first of them as {column: value}."""

    name: str  # the claim: the file's stem
    rule: str
    severity: str  # error or warn
    fault: str  # agency: findings for readers; ours: an error stops publishing
    offenders: int
    sample: tuple[dict[str, object], ...]

    @property
    def blocks(self) -> bool:
        """Whether nothing may be published."""
        return self.fault == "ours" and self.severity == "error" and self.offenders > 0


def run_checks(con: duckdb.DuckDBPyConnection, models: Iterable[Model] | None = None) -> list[CheckResult]:
    """Count the offenders of every check that is built; agencies' mistakes are counted, not judged."""
    chosen = models if models is not None else discover()
    return [_run(con, model) for model in chosen if model.schema == "checks" and model.path is not None]


def require_passed(results: Iterable[CheckResult]) -> None:
    """Raise CheckFailedError, naming the checks and their first offender, when one of ours has offenders."""
    failed = [result for result in results if result.blocks]
    if failed:
        told = "; ".join(f"{one.name} ({one.offenders}, first: {_shown(one)})" for one in failed)
        raise CheckFailedError(f"nothing is published, checks failed: {told}")


def _run(con: duckdb.DuckDBPyConnection, model: Model) -> CheckResult:
    con.execute(f"create or replace temp table check_offenders as select * from {model.name}")
    relation = con.sql(f"select * from check_offenders limit {SAMPLE_ROWS}")
    names = relation.columns
    sample = tuple(dict(zip(names, row, strict=True)) for row in relation.fetchall())
    row = con.sql("select count(*) from check_offenders").fetchone()
    con.execute("drop table check_offenders")
    return CheckResult(
        name=model.table,
        rule=model.get("rule", model.table),
        severity=model.get("severity", "error"),
        fault="agency" if is_agency_check(model) else "ours",
        offenders=int(row[0]) if row else 0,
        sample=sample,
    )


def _shown(result: CheckResult) -> str:
    first = result.sample[0] if result.sample else {}
    return ", ".join(f"{key}={value}" for key, value in list(first.items())[:4])
