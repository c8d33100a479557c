"""Faults that need a second report, the listing or the crawl: looked for in a built warehouse's findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from benchmarks.expected import same_number
from benchmarks.sample_set import ACROSS_REPORTS, Truth
from pipeline.config import Settings
from pipeline.night import Errand, Night, open_night
from pipeline.sample import SampleSpec

Row = dict[str, Any]
FINDINGS = """
    select rule, severity, agency_id, report_year, url, delta, cell_codes, message
    from marts.findings
    where finding_source = 'reports' or rule = 'BLOCK_PAGE'
"""


@dataclass(frozen=True, slots=True)
class FaultsResult:
    """Injected faults looked for and found, and errors and warnings that no injected fault explains.

    `by_rule`: rule, injected, found. `missed` and `false` are told a line each.
    """

    required: int
    found: int
    by_rule: tuple[tuple[str, int, int], ...]
    missed: tuple[str, ...]
    false: tuple[str, ...]

    @property
    def faults_missed(self) -> int:
        return len(self.missed)

    @property
    def false_errors(self) -> int:
        return sum(line.split()[1] == "error" for line in self.false)

    @property
    def false_warnings(self) -> int:
        return len(self.false) - self.false_errors


def warehouse_faults(con: duckdb.DuckDBPyConnection, truth: Truth) -> FaultsResult:
    """Compare `marts.findings` of a warehouse built from the sample with the truth of that sample."""
    years = set(truth.reports["report_year"].to_list())  # what is due before or after them was never made
    given = [one for one in con.sql(FINDINGS).pl().to_dicts() if one["report_year"] in {*years, None}]
    wanted = truth.faults.filter(pl.col("rule").is_in(list(ACROSS_REPORTS))).to_dicts()
    required = [row for row in wanted if row["is_required"]]
    missed = [row for row in required if not any(_is_told(row, one) for one in given)]
    false = [
        one for one in given if one["severity"] != "info" and not any(_explains(row, one) for row in wanted)
    ]
    injected, lost = Counter(row["rule"] for row in required), Counter(row["rule"] for row in missed)
    return FaultsResult(
        len(required),
        len(required) - len(missed),
        tuple((rule, count, count - lost[rule]) for rule, count in sorted(injected.items())),
        tuple(_line(row, row["note"]) for row in missed),
        tuple(_line(row, row["message"]) for row in false),
    )


def _explains(wanted: Row, given: Row) -> bool:
    """The same rule about the same report, or about the same address."""
    if wanted["rule"] != given["rule"]:
        return False
    if wanted["agency_id"] is not None and given["agency_id"] is not None:
        return bool(
            (wanted["agency_id"], wanted["report_year"]) == (given["agency_id"], given["report_year"])
        )
    return bool(wanted["url"] == given["url"])


def _is_told(wanted: Row, given: Row) -> bool:
    """Explained, with the same distance and a cell in common where both sides have them.

    How grave lateness is depends on local notices, so its severity is left to the checks.
    """
    codes = {*(wanted["cell_codes"] or ())}, {*(given["cell_codes"] or ())}
    deltas = wanted["delta"], given["delta"]
    return (
        _explains(wanted, given)
        and (wanted["rule"] == "LATE" or wanted["severity"] == given["severity"])
        and (None in deltas or same_number(*map(abs, deltas)))
        and (not all(codes) or bool(codes[0] & codes[1]))
    )


def _line(row: Row, text: str) -> str:
    return f"{row['rule']} {row['severity']} {row['agency_id'] or row['url']} {row['report_year']}: {text}"


@contextmanager
def sample_night(spec: SampleSpec, data_dir: Path) -> Iterator[Night]:
    """A whole night over a sample portal of its own, up to the built marts; nothing is published."""
    first, last = spec.years
    sample = f"{spec.agencies},{first}-{last},{spec.seed},{spec.night}"
    with open_night(Settings(data_dir=data_dir, sample=sample), "benchmark", Errand(("sample",))) as night:
        night.crawl()
        night.ingest()
        night.load_seeds()
        night.build()
        yield night
