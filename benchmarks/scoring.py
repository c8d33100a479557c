"""One reading against its known answer."""

from __future__ import annotations

from benchmarks.counts import Counts, Score
from benchmarks.expected import TABLES, Case, Expected, plain
from benchmarks.score_cells import part_of, score_cells
from benchmarks.score_figures import score_figures
from benchmarks.score_findings import score_findings
from pipeline.records import Reading


def score(case: Case, reading: Reading, seconds: float) -> Score:
    """Compare one reading with the known answer."""
    notes: list[str] = []
    expected, refused = case.expected, refused_parts(reading)
    if expected.may_fail and not reading.parts:
        return Score(case.name, case.kind, Counts(documents=1), seconds, ("not readable, as allowed",))
    excused = expected.may_refuse & refused
    counts = Counts(documents=1)
    counts += score_cells(expected, reading, refused, excused, notes)
    if expected.has_figures and "narrative" not in excused:
        counts += score_figures(expected, reading.figures, notes)
    counts += score_findings(expected, reading.findings, bool(excused), notes)
    counts += _score_refusals(expected, reading, refused, notes)
    counts += _score_head(expected, reading, refused, notes)
    return Score(case.name, case.kind, counts, seconds, tuple(notes))


def refused_parts(reading: Reading) -> frozenset[str]:
    """Parts with a refusal; the table of 2014 to 2018 stands for all three."""
    parts: set[str] = set()
    for finding in reading.findings:
        if finding.status == "refused":
            parts.update(TABLES if finding.part == "s" else (finding.part,))
    return frozenset(parts | {"narrative", *TABLES}) if "document" in parts else frozenset(parts)


def _score_refusals(
    expected: Expected, reading: Reading, refused: frozenset[str], notes: list[str]
) -> Counts:
    given = {part_of(one.cell_code) for one in reading.observations if one.semantic != "row_missing"}
    tables = refused & set(TABLES)
    lacking = {part for part in expected.refused & set(TABLES) if part not in refused or part in given}
    needless = tables - expected.refusable
    notes += [f"not refused {part}" for part in sorted(lacking)]
    notes += [f"refused without need {part}" for part in sorted(needless)]
    asked = expected.refused & set(TABLES)
    return Counts(
        refused_right=len(asked) - len(lacking), refused_lacking=len(lacking), refused_needless=len(needless)
    )


def _score_head(expected: Expected, reading: Reading, refused: frozenset[str], notes: list[str]) -> Counts:
    report, whole = reading.report, {part.part: part.form_id for part in reading.parts}
    asked: list[tuple[str, object, frozenset[object]]] = [
        ("title", plain(report.title), frozenset(plain(one) for one in expected.titles)),
        ("agency", plain(report.agency), frozenset(plain(one) for one in expected.agencies)),
        ("year", report.report_year, frozenset(expected.years)),
    ]
    asked += [
        (f"form {part}", whole.get(part) or whole.get("s"), frozenset(forms))  # type: ignore[call-overload]
        for part, forms in expected.forms
        if part not in refused
    ]
    asked = [one for one in asked if one[2]]
    wrong = [(name, want, got) for name, got, want in asked if got not in want]
    notes += [f"{name}: {sorted(map(str, want))}, read {got}" for name, want, got in wrong]
    return Counts(head=len(asked), head_right=len(asked) - len(wrong))
