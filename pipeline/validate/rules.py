"""The rules of a form on one report: each identity holds, breaks, or cannot be assessed.

A broken identity is the agency's own mistake where the extraction was clean; else it is told as ours.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from functools import lru_cache

from pipeline.forms import Form, Forms
from pipeline.forms.arithmetic import Equation, equations, holds, sides, sums
from pipeline.normalise.fill import assumed
from pipeline.records import Document, Fault, Finding, Observation, Part, PartStatus, Report, RuleCheck
from pipeline.validate.shifts import shifted_rows

PARTS: tuple[Part, ...] = ("t2", "t3", "t4", "s")
EMPTY = ("blank", "na_mark")
Counts = dict[str, list[int]]  # rule -> held, broken, not assessable


def check(
    document: Document,
    report: Report,
    parts: Sequence[PartStatus],
    observations: Sequence[Observation],
    forms: Forms,
    clean: frozenset[str],
) -> tuple[tuple[Finding, ...], tuple[RuleCheck, ...]]:
    """Findings and counts of the rules of every part that was read."""
    findings: list[Finding] = []
    counts: Counts = {}
    by_part: defaultdict[str, list[Observation]] = defaultdict(list)
    for one in observations:
        by_part[one.cell_code.partition(".")[0]].append(one)
    for part in parts:
        if part.form_id is None or part.status != "read":
            continue
        form, own = forms[part.form_id], by_part[part.part]
        fault: Fault = "agency" if part.part in clean else "extraction"
        broken = list(_sums(document, form, part.part, own, fault, counts))
        broken += _singles(document, form, part.part, own, fault, counts)
        findings += broken
        if part.part in clean and broken:
            findings += shifted_rows(document, form, part.part, own)
        elif part.part not in clean and any(finding.severity == "error" for finding in broken):
            findings.append(_doubt(document, part.part, broken))
        findings += _mismatch(document, report, form, part.part)
    checks = tuple(RuleCheck(document.sha256, rule, *three) for rule, three in sorted(counts.items()))
    return tuple(findings), checks


def _sums(
    document: Document, form: Form, part: Part, own: Sequence[Observation], fault: Fault, counts: Counts
) -> Iterator[Finding]:
    printed = {one.cell_code: one.value for one in own}
    expanded = equations(form, part, printed)
    empty = {one.cell_code for one in own if one.semantic in EMPTY}
    values = assumed(printed, empty, sums(form, part, printed))
    assessable = any(one.semantic in ("number", "zero") for one in own)
    for equation in expanded:
        three = counts.setdefault(equation.rule.id, [0, 0, 0])
        is_open = len(equation.left) == 1 and equation.left[0] in empty  # a total that is blank says nothing
        both = sides(equation, values) if assessable and not is_open else None
        if both is None:
            three[2] += 1
        elif holds(equation, *both):
            three[0] += 1
        else:
            three[1] += 1
            sources = {one.cell_code: one.source_cell for one in own}
            yield _broken(document, part, equation, both, sources, fault)


def _broken(
    document: Document,
    part: Part,
    equation: Equation,
    both: tuple[float, float],
    sources: Mapping[str, str],
    fault: Fault,
) -> Finding:
    left, right = both
    rule = equation.rule
    sign = {"at_most": ">", "at_least": "<"}.get(rule.relation, "≠")
    names = " + ".join(equation.left)
    where = (
        f"the sum of {len(equation.right)} cells" if len(equation.right) > 3 else " + ".join(equation.right)
    )
    message = f"{names} = {left:g} {sign} {right:g} = {where}"
    return Finding(
        document_sha256=document.sha256,
        rule=rule.id,
        severity=equation.severity,
        status="broken",
        part=part,
        message=message if fault == "agency" else f"{message} (extraction doubtful)",
        fault=fault,
        left=left,
        right=right,
        delta=left - right,
        cell_codes=equation.codes,
        source_cells=tuple(sources[code] for code in equation.codes),
        scope_key=f"{equation.key}:{equation.left[0]}",
    )


def _singles(
    document: Document, form: Form, part: Part, own: Sequence[Observation], fault: Fault, counts: Counts
) -> Iterator[Finding]:
    """Rules about one cell: not negative, whole numbers."""
    codes = tuple([one.cell_code for one in own])
    numbers = [(one, one.value) for one in own if one.value is not None]
    known = {one.cell_code for one, _ in numbers}
    offenders = {
        "not_negative": [(one, value) for one, value in numbers if value < 0],
        "integer": [(one, value) for one, value in numbers if not value.is_integer()],
    }
    for rule in form.rules:
        if rule.relation not in offenders:
            continue
        told = _concerned(rule.left, rule.except_, codes) & known
        if not told:
            continue
        wrong = [(one, value) for one, value in offenders[rule.relation] if one.cell_code in told]
        three = counts.setdefault(rule.id, [0, 0, 0])
        three[0] += len(told) - len(wrong)
        three[1] += len(wrong)
        for one, value in wrong:
            yield Finding(
                document_sha256=document.sha256,
                rule=rule.id,
                severity=rule.severity,
                status="broken",
                part=part,
                message=f"{one.cell_code} = {value:g} ({one.value_raw})",
                fault=fault,
                left=value,
                cell_codes=(one.cell_code,),
                source_cells=(one.source_cell,),
                scope_key=one.cell_code,
            )


@lru_cache(maxsize=512)
def _concerned(
    patterns: tuple[str, ...], exceptions: tuple[str, ...], codes: tuple[str, ...]
) -> frozenset[str]:
    """Those of the codes that a pattern names and no exception."""
    return frozenset(
        code
        for code in codes
        if any(fnmatchcase(code, pattern) for pattern in patterns)
        and not any(fnmatchcase(code, pattern) for pattern in exceptions)
    )


def _doubt(document: Document, part: Part, broken: Sequence[Finding]) -> Finding:
    return Finding(
        document.sha256,
        f"{part.upper()}_DOUBTFUL",
        "error",
        "broken",
        part,
        f"{part}: extraction doubtful: it was not clean, and {len(broken)} rules break ({broken[0].rule})",
        fault="extraction",
        scope_key="sums",
    )


def _mismatch(document: Document, report: Report, form: Form, part: Part) -> Iterator[Finding]:
    """A form of another year. Table 4 is the same in several forms and proves nothing."""
    year = report.report_year
    if year is None or part == "t4":
        return
    if year < form.first_year or (form.last_year is not None and year > form.last_year):
        yield Finding(
            document.sha256,
            "FORM_MISMATCH",
            "warn",
            "noted",
            part,
            f"{part} follows {form.id} ({form.instrument}), the report is on {year}",
            fault="agency",
            scope_key=part,
        )
