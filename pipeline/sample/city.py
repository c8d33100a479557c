"""The generated city: agencies, reports and the model behind them, as of one night."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.sample.agencies import Agency, Succession, build_agencies
from pipeline.sample.figures import Model
from pipeline.sample.nights import apply_nights
from pipeline.sample.plan import make_plan
from pipeline.sample.report import MissingReport, Report
from pipeline.sample.spec import SampleSpec


@dataclass(frozen=True, slots=True)
class City:
    """Everything but rendered bytes. `reports` are those on the portal on the spec's night."""

    spec: SampleSpec
    agencies: tuple[Agency, ...]
    successions: tuple[Succession, ...]
    reports: tuple[Report, ...]
    missing: tuple[MissingReport, ...]
    model: Model = field(repr=False, compare=False)


def build(spec: SampleSpec | None = None) -> City:
    """The city of a spec; pure, no file is read or written."""
    spec = spec or SampleSpec()
    agencies, successions = build_agencies(spec)
    model = Model(spec, agencies)
    plan = make_plan(spec, agencies, model)
    reports, missing = apply_nights(spec, plan)
    return City(spec, agencies, successions, reports, missing, model)
