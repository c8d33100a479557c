"""The truth of what one night changed."""

from __future__ import annotations

from dataclasses import replace

from pipeline.sample.agencies import build_agencies
from pipeline.sample.content import make_content
from pipeline.sample.figures import Model
from pipeline.sample.nights import NightChange, steps
from pipeline.sample.plan import make_plan
from pipeline.sample.report import Report
from pipeline.sample.spec import SampleSpec


def changes(spec: SampleSpec, night: int) -> tuple[NightChange, ...]:
    """What changes on the portal between night - 1 and `night` (whatever `spec.night` says)."""
    until = replace(spec, night=night)
    agencies, _ = build_agencies(until)
    model = Model(until, agencies)
    plan = make_plan(until, agencies, model)
    reports = {report.key: report for report in plan.reports}
    found = []
    revised: dict[tuple[str, int, int], int] = {}
    for step in steps(until, plan):
        report = reports[step.key]
        if step.kind == "revised":
            revised[step.key] = revised.get(step.key, 0) + 1
        if step.night != night:
            continue
        revision = revised.get(step.key, 0)
        cells = _differences(until, model, report, revision) if step.kind == "revised" else ()
        found.append(
            NightChange(
                night, step.kind, report.agency.agency_id, report.year, report.url, 1 + revision, cells
            )
        )
    return tuple(found)


def _differences(
    spec: SampleSpec, model: Model, report: Report, revision: int
) -> tuple[tuple[str, float | None, float | None], ...]:
    def values(number: int) -> dict[str, float | None]:
        content = make_content(spec.seed, model, replace(report, revision=number))
        return {cell.code: cell.value for cell in content.cells}

    before, after = values(revision - 1), values(revision)
    return tuple((code, before[code], after[code]) for code in before if before[code] != after[code])
