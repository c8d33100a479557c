"""The truth of the injected faults: which finding each deserves, with both sides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.sample.city import City
from pipeline.sample.content import Content, figures_of, make_content
from pipeline.sample.extras import make_extras
from pipeline.sample.faults import BY_NAME, slant
from pipeline.sample.identities import Values, broken, carried, stock
from pipeline.sample.report import Report
from pipeline.sample.spec import dice

WARNINGS = {
    "FORM_UNKNOWN_ROW",
    "TEXT_CHANNEL_SUM",
    "TEXT_T3_NEW",
    "TEXT_T3_GROUP",
    "FORM_MISMATCH",
    "LATE",
    "DUP_DOC",
    "NEAR_DUP_TEXT",
}


@dataclass(frozen=True, slots=True)
class FaultRow:
    """One deserved finding. `rule` None: no finding of its own, the parts are to be refused.

    `is_required` False: may be reported or not. `url` None: a report that does not exist. `left` is the
    printed or stated side, `right` the computed one.
    """

    url: str | None
    version_no: int
    agency_id: str | None
    report_year: int | None
    kind: str
    rule: str | None
    severity: str | None
    cell_codes: tuple[str, ...] = ()
    left: float | None = None
    right: float | None = None
    note: str = ""
    is_required: bool = True

    @property
    def delta(self) -> float | None:
        return None if self.left is None or self.right is None else self.left - self.right


def filled_values(content: Content) -> dict[str, float]:
    """Cell codes with a value after the blank rules."""
    return {cell.code: cell.filled for cell in content.cells if cell.filled is not None}


def report_faults(city: City, report: Report, content: Content) -> Iterator[FaultRow]:
    """The findings one report deserves."""
    if report.fault is None and report.status != "late":
        return
    kind = BY_NAME[report.fault or "late"]
    base = FaultRow(
        report.url,
        1 + report.revision,
        report.agency.agency_id,
        report.year,
        kind.name,
        None,
        None,
        note=f"{kind.note}{_source(city, report)}",
        is_required=kind.is_required,
    )
    values = filled_values(content)
    breaks = broken(values)
    if kind.needs_last_year:
        before = _year_before(city, report)
        breaks += carried(before, values) + stock(before, values)
    for one in breaks:
        yield replace(
            base,
            rule=one.rule,
            severity=one.severity,
            cell_codes=one.cell_codes,
            left=one.left,
            right=one.right,
        )
    for rule in kind.rules:
        left, right, codes = _sides(city, report, rule)
        severity = "warn" if rule in WARNINGS else "error"
        yield replace(base, rule=rule, severity=severity, left=left, right=right, cell_codes=codes)
    if not breaks and not kind.rules:
        yield base


def _source(city: City, report: Report) -> str:
    """The address of the report whose text this one repeats, to be put behind a note."""
    return "".join(f": {other.url}" for other in city.reports if other.key == report.copied_from)


def _year_before(city: City, report: Report) -> Values:
    for other in city.reports:
        if other.agency is report.agency and other.year == report.year - 1 and other.copy == 1:
            return filled_values(make_content(city.spec.seed, city.model, other))
    return {}


def _sides(city: City, report: Report, rule: str) -> tuple[float | None, float | None, tuple[str, ...]]:
    """Both sides of a finding that does not follow from the cells."""
    seed = city.spec.seed
    figures = figures_of(seed, city.model, report)
    bias = slant(report.fault, figures, dice(seed, "slant", *report.key))
    if rule == "TEXT_CHANNEL_SUM":
        total = figures["s.proactive.total"]
        return total + bias.volume, total, ()
    if rule == "TEXT_T3_NEW":
        new = figures["t3.new_received.total"]
        return new + bias.requests, new, ("t3.new_received.total",)
    if rule == "TEXT_T3_GROUP":
        granted = figures["t3.granted.total"]
        return granted + bias.granted, granted, ("t3.granted.total",)
    if rule == "YEAR_TITLE_PERIOD":
        return report.title_year, report.year, ()
    if rule == "LATE" and report.due_on is not None:
        return (report.published_on - report.due_on).days, 0, ()
    return None, None, ()


def portal_faults(city: City) -> Iterator[FaultRow]:
    """Faults outside any report: reports that do not exist and pages that are none."""
    for gone in city.missing:
        if gone.due_on is not None:
            yield FaultRow(
                None,
                0,
                gone.agency.agency_id,
                gone.year,
                "missing",
                "MISSING_REPORT",
                "error",
                note="never published",
            )
    for extra in make_extras(city.spec, city.reports):
        if extra.kind == "not_a_report":
            yield FaultRow(
                extra.url, 1, None, None, "not_a_report", "NOT_A_REPORT", "error", note=extra.title
            )
