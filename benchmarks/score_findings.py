"""The findings of one reading against those its document deserves."""

from __future__ import annotations

from fnmatch import fnmatchcase

from benchmarks.counts import Counts
from benchmarks.expected import Expected, WantedFinding, same_number
from pipeline.records import Finding


def matches(wanted: WantedFinding, given: Finding) -> bool:
    return any(fnmatchcase(given.rule, rule) for rule in wanted.rules)


def _is_told(wanted: WantedFinding, given: Finding) -> bool:
    """Whether a finding says what the document deserves: rule, severity, both sides' distance, cells."""
    return (
        matches(wanted, given)
        and (given.severity == wanted.severity if wanted.severity else given.severity != "info")
        and (wanted.delta is None or given.delta is None or same_number(abs(wanted.delta), abs(given.delta)))
        and (not wanted.cell_codes or not given.cell_codes or bool(wanted.cell_codes & {*given.cell_codes}))
    )


def score_findings(
    expected: Expected, findings: tuple[Finding, ...], is_excused: bool, notes: list[str]
) -> Counts:
    # whoever gave up a table cannot report what is wrong in it
    required = [
        one
        for one in expected.findings
        if one.is_required and (not is_excused or one.rules[0].startswith(("YEAR", "TEXT_CHANNEL_SUM")))
    ]
    missed = [one for one in required if not any(_is_told(one, finding) for finding in findings)]
    notes += [f"finding missed {'|'.join(one.rules)} {one.severity or ''} {one.delta}" for one in missed]
    extra = [
        one
        for one in findings
        if one.severity != "info" and not any(matches(wanted, one) for wanted in expected.findings)
    ]
    extra = [one for one in extra if not (one.status == "refused" and one.part in expected.refusable)]
    notes += [f"false {one.severity} {one.rule}: {one.message}" for one in extra]
    errors = sum(one.severity == "error" for one in extra)
    return Counts(
        findings=len(required),
        findings_found=len(required) - len(missed),
        false_errors=errors,
        false_warnings=len(extra) - errors,
    )
