"""Request outcomes: the way of requests through a year, why they were refused, who asked."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboard import data, filters, formats, i18n, layout
from dashboard.charts import bars
from dashboard.charts.parts import label
from dashboard.i18n import t
from dashboard.layout import Tile, source
from pipeline.publish.theme import BLUE, GREY, OUTCOMES

CHANGE_OF_FORM = 2019


def show() -> None:
    layout.heading("outcomes")
    first, second, third, fourth = st.columns(4)
    with first:
        scopes = filters.scope()
    with second:
        region = filters.region()
    with third:
        agency = filters.agency(scopes)
    with fourth:
        year = filters.year(scopes)
    if year is None:
        layout.empty(t("empty.reports"), t("empty.filter"))
        return
    chosen: dict[str, Any] = {"scopes": scopes, "region": region, "agency": agency}
    _flow(chosen, year)
    _years(chosen)
    left, right = st.columns(2)
    with left:
        _reasons(chosen, year)
    with right:
        _applicants(chosen, year)


def _flow(chosen: dict[str, Any], year: int) -> None:
    flow = data.first("outcome_flow", **chosen, year=year)
    layout.section(t("outcomes.flow", year=year), t("outcomes.flow_note"))
    if not flow.get("report_count") or flow["processed_total"] is None:
        layout.empty(t("empty.year", year=year), t("empty.filter"))
        return
    layout.tiles(_tiles(flow))
    steps = _steps(flow)
    if not any(steps["request_count"]):
        layout.empty(t("outcomes.no_requests"), t("outcomes.no_requests_hint"))
        return
    layout.chart(bars.flow(steps, t("axis.requests")), t("outcomes.flow", year=year))
    if flow["gap_reports"]:
        layout.words([t("outcomes.gaps", count=flow["gap_reports"])])


def _tiles(flow: dict[str, Any]) -> list[Tile]:
    reports = t("tip.counted", count=formats.number(flow["report_count"]))
    origin = t("tip.from", table="marts.request_funnel")
    load = (flow["requests_received"] or 0) + (flow["carried_in"] or 0)
    shown = []
    for name, base in (("requests_received", None), ("processed_total", load), ("carried_out", load)):
        tip = source(t("tip.ratio", ratio=formats.ratio(flow[name], base)), reports, origin)
        share = formats.number(flow[name] / base, "share") if base and flow[name] is not None else None
        change = t("outcomes.of_load", share=share) if share else None
        shown.append(Tile(t(f"column.{name}"), formats.number(flow[name]), change, tip))
    disclosed = (flow["granted"] or 0) + (flow["partial"] or 0)
    for name, top in (("disclosure_rate", disclosed), ("refusal_rate", flow["refused"] or 0)):
        rate = top / flow["processed_total"] if flow["processed_total"] else None
        tip = source(
            t(f"tip.{name}"),
            t("tip.ratio", ratio=formats.ratio(top, flow["processed_total"])),
            reports,
            origin,
        )
        shown.append(Tile(t(f"tile.{name}"), formats.number(rate, "share"), None, tip))
    return shown


def _steps(flow: dict[str, Any]) -> pl.DataFrame:
    load = (flow["requests_received"] or 0) + (flow["carried_in"] or 0)
    rows = [("requests_received", BLUE, load), ("carried_in", BLUE, load)]
    rows += [(code, OUTCOMES[code][2], flow["processed_total"]) for code in OUTCOMES]
    rows.append(("carried_out", GREY, load))
    origin = f"{t('tip.counted', count=formats.number(flow['report_count']))} · marts.request_funnel"
    shown = []
    for name, colour, base in rows:
        count = flow[name]
        if count is None:
            continue
        share = count / base if base else None
        words = formats.number(count)
        if name in OUTCOMES and base:
            words = t("words.bracket", text=words, more=formats.number(share, "share"))
        step = label(OUTCOMES, name) if name in OUTCOMES else t(f"column.{name}")
        shown.append((step, float(count), colour, float(base or 0), share, words, origin))
    names = ["step", "request_count", "colour", "base", "share", "words", "source"]
    return pl.DataFrame(shown, schema=names, orient="row", infer_schema_length=None)


def _years(chosen: dict[str, Any]) -> None:
    found = data.frame("outcome_years", **chosen)
    layout.section(t("outcomes.years"), t("outcomes.years_note"))
    if found.is_empty():
        layout.empty(t("empty.values"), t("empty.filter"))
        return
    tip = {
        "report_year:O": t("column.report_year"),
        "label:N": t("column.outcome"),
        "share:S": t("column.share"),
        "request_count:Q": t("column.numerator"),
        "outcome_total:Q": t("column.denominator"),
        "report_count:Q": t("column.report_count"),
    }
    layout.chart(
        bars.shares(found, "outcome_group", OUTCOMES, "request_count", tip, t("axis.share_outcomes")),
        t("outcomes.years"),
    )
    if found["report_year"].min() < CHANGE_OF_FORM <= found["report_year"].max():  # type: ignore[operator]
        layout.words([t("outcomes.form_change")])
    shown = found.with_columns(
        pl.col("outcome_group").replace_strict(
            {code: label(OUTCOMES, code) for code in OUTCOMES}, default=None
        )
    )
    names = ("report_year", "outcome_group", "request_count", "outcome_total", "share", "report_count")
    layout.downloads(shown.select(names), {name: t(f"column.{name}") for name in names}, "outcomes")


def _reasons(chosen: dict[str, Any], year: int) -> None:
    found = data.frame("refusal_reasons", **chosen, year=year)
    layout.section(t("outcomes.reasons", year=year), t("outcomes.reasons_note"))
    if found.is_empty() or not found["refused_total"][0]:
        layout.empty(t("outcomes.no_refusals", year=year))
        return
    name = i18n.column("label")
    tip = {
        f"{name}:N": t("column.reason"),
        "request_count:Q": t("column.numerator"),
        "refused_total:Q": t("column.denominator"),
        "share:S": t("column.share"),
        "report_count:Q": t("column.report_count"),
    }
    layout.chart(
        bars.ranked(found, name, "request_count", t("axis.requests"), tip), t("outcomes.reasons", year=year)
    )
    total = found["refused_total"][0]
    if total < 10:
        layout.words([t("outcomes.few_refusals", count=formats.number(total))])
    names = {name: t("column.reason"), "request_count": t("column.numerator"), "share": t("column.share")}
    layout.downloads(found.select(list(names)), names, "refusal-reasons")


def _applicants(chosen: dict[str, Any], year: int) -> None:
    found = data.frame("applicants", **chosen, year=year)
    layout.section(t("outcomes.applicants", year=year), t("outcomes.applicants_note"))
    if found.is_empty():
        layout.empty(t("outcomes.no_applicants", year=year), t("outcomes.no_applicants_hint"))
        return
    name = i18n.column("label")
    tip = {
        f"{name}:N": t("column.applicant"),
        "label:N": t("column.outcome"),
        "request_count:Q": t("column.numerator"),
        "applicant_total:Q": t("column.denominator"),
        "share:S": t("column.share"),
    }
    chart = bars.crossed(found, name, OUTCOMES, "outcome_group", "request_count", t("axis.requests"), tip)
    layout.chart(chart, t("outcomes.applicants", year=year))
    shown = found.with_columns(
        pl.col("outcome_group").replace_strict(
            {code: label(OUTCOMES, code) for code in OUTCOMES}, default=None
        )
    )
    names = {
        name: t("column.applicant"),
        "outcome_group": t("column.outcome"),
        "request_count": t("column.numerator"),
        "applicant_total": t("column.denominator"),
        "share": t("column.share"),
    }
    layout.downloads(shown.select(list(names)), names, "applicants")


show()
