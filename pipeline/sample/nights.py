"""Later nights: a report appears, appears late, is revised in place, or vanishes; all seeded."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pipeline.sample.plan import Plan
from pipeline.sample.report import MissingReport, Report
from pipeline.sample.spec import SampleSpec, dice

Key = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class NightChange:
    """One change of one night. `kind`: new (last year's report) | late (an older one) | revised | vanished.

    `cells` of a revised report: (cell code, value before, value after) as printed, totals too.
    """

    night: int
    kind: str
    agency_id: str
    report_year: int
    url: str
    version_no: int
    cells: tuple[tuple[str, float | None, float | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What a night does to which report."""

    night: int
    kind: str
    key: Key


def steps(spec: SampleSpec, plan: Plan) -> list[Step]:
    """The changes of nights 1 to `spec.night`, one a night: appear, revised, appear, vanished; once all
    withheld reports are out, revised and vanished by turns."""
    withheld = list(plan.nightly)
    changeable = [
        report.key
        for report in plan.reports
        if report.fault is None
        and report.copy == 1
        and report.key not in set(withheld)
        and _is_readable(report)
    ]
    corrected = {report.key[:2] for report in plan.reports if report.copy > 1}
    free = [key for key in changeable if key[:2] not in corrected]
    dice(spec.seed, "nights").shuffle(free)
    last = spec.years[1]
    found: list[Step] = []
    for night in range(1, spec.night + 1):
        if night % 2 and withheld:
            key = withheld.pop(0)
            found.append(Step(night, "new" if key[1] == last else "late", key))
        elif free:
            found.append(Step(night, "vanished" if night % 4 == 0 else "revised", free.pop()))
    return found


def _is_readable(report: Report) -> bool:
    return report.style.format == "html" and not report.is_early


def apply_nights(spec: SampleSpec, plan: Plan) -> tuple[tuple[Report, ...], tuple[MissingReport, ...]]:
    """Reports on the portal and reports missing after the spec's night."""
    reports = {report.key: report for report in plan.reports}
    withheld = {key: reports.pop(key) for key in plan.nightly}
    for step in steps(spec, plan):
        if step.kind in ("new", "late"):
            reports[step.key] = withheld.pop(step.key)
        elif step.kind == "vanished":
            del reports[step.key]
        else:
            reports[step.key] = replace(reports[step.key], revision=reports[step.key].revision + 1)
    waiting = tuple(MissingReport(report.agency, report.year, report.due_on) for report in withheld.values())
    ordered = sorted(reports.values(), key=lambda report: report.docid)
    return tuple(ordered), (*plan.missing, *waiting)
