"""The cells of one reading against the known ones, and which wrong ones nobody was warned of."""

from __future__ import annotations

from fnmatch import fnmatchcase

from benchmarks.counts import Counts
from benchmarks.expected import TABLES, Expected, WantedCell, same_number
from benchmarks.score_findings import matches
from pipeline.records import Finding, Observation, Reading

# findings about the document, not about the numbers of a table: they never excuse a wrong cell
NOT_ABOUT_NUMBERS = (
    "FORM_MISMATCH",
    "LABEL_VARIANT",
    "YEAR_*",
    "AGENCY_*",
    "LATE*",
    "MISSING_*",
    "DUP_*",
    "TEXT_CHANNEL_SUM",
    "TEXT_DOCS",
    "BLOCK_PAGE",
)


def cell_is_right(wanted: WantedCell, given: Observation) -> bool:
    """Value as printed, and whatever else is known of the cell."""
    return (
        same_number(wanted.value, given.value)
        and (wanted.filled is None or any(same_number(one, given.filled) for one in wanted.filled))
        and wanted.semantic in (None, given.semantic)
        and wanted.unit in (None, given.unit)
    )


def score_cells(
    expected: Expected, reading: Reading, refused: frozenset[str], excused: frozenset[str], notes: list[str]
) -> Counts:
    wanted = {code: cell for code, cell in expected.cells.items() if _asked(code, excused)}
    given = {one.cell_code: one for one in reading.observations if not _is_absent_row(one, wanted)}
    doubled = len(reading.observations) - len({one.cell_code for one in reading.observations})
    wrong = [code for code, cell in wanted.items() if code in given and not cell_is_right(cell, given[code])]
    missing = [code for code in wanted if code not in given]
    spurious = [
        code for code, one in given.items() if code not in wanted and not _may_be_given(expected, one)
    ]
    notes += [f"wrong {code}: {wanted[code]}, read {_shown(given[code])}" for code in wrong]
    notes += [f"missing {code}: {wanted[code].value}" for code in missing]
    notes += [f"spurious {code}: {_shown(given[code])}" for code in spurious]
    bad = [*wrong, *(code for code in spurious if _has_number(given[code]))]
    silent = [code for code in bad if not _is_covered(part_of(code), reading.findings, refused, expected)]
    notes += [f"SILENT {code}" for code in silent]
    return Counts(
        cells=len(wanted),
        cells_right=len(wanted) - len(wrong) - len(missing),
        cells_wrong=len(wrong),
        cells_missing=len(missing),
        cells_spurious=len(spurious) + doubled,
        silent=len(silent),
    )


def _asked(code: str, excused: frozenset[str]) -> bool:
    return part_of(code) not in excused and not (part_of(code) == "s" and excused >= set(TABLES))


def _is_absent_row(one: Observation, wanted: dict[str, WantedCell]) -> bool:
    return one.semantic == "row_missing" and one.filled is None and one.cell_code not in wanted


def _may_be_given(expected: Expected, one: Observation) -> bool:
    if one.cell_code in expected.optional_cells:
        wanted = expected.optional_cells[one.cell_code]
        return wanted is None or cell_is_right(wanted, one)
    unknown_row = any(fnmatchcase("FORM_UNKNOWN_ROW", r) for f in expected.findings for r in f.rules)
    return ".unmapped" in one.cell_code and unknown_row and one.cell_code not in expected.cells


def _has_number(one: Observation) -> bool:
    return one.value is not None or one.filled is not None


def _shown(one: Observation) -> str:
    return f"{one.value_raw!r} value={one.value} filled={one.filled} {one.semantic} {one.unit or ''}".rstrip()


def _is_covered(
    part: str, findings: tuple[Finding, ...], refused: frozenset[str], expected: Expected
) -> bool:
    """Whether a refusal, or a finding that the document itself does not deserve, speaks about the table."""
    if part in refused:
        return True
    for finding in findings:
        if finding.severity == "info" or any(fnmatchcase(finding.rule, p) for p in NOT_ABOUT_NUMBERS):
            continue
        if any(matches(wanted, finding) for wanted in expected.findings):
            continue
        codes = {part_of(code) for code in finding.cell_codes}
        if finding.part == part or part in codes or finding.rule.startswith(f"{part.upper()}_"):
            return True
    return False


def part_of(code: str) -> str:
    """The table a cell code belongs to; `s` is the table of 2014 to 2018."""
    return code.partition(".")[0]
