"""Agency profile: all measures over the years, breaks of the form, peers, reports with their sources."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboard import archive, data, evidence, filters, formats, i18n, layout, measures, state, wording
from dashboard.charts import series
from dashboard.i18n import t

FAVOURITES = (
    "requests_received",
    "disclosure_rate",
    "refusal_rate",
    "carry_over_rate",
    "review_per_100",
    "disclosure_volume",
)


def show() -> None:
    layout.heading("agency")
    left, right = st.columns([3, 2])
    with left:
        agency = filters.one_agency()
    if agency is None:
        layout.empty(t("empty.reports"), t("error.nothing_hint"))
        return
    scopes = data.frame("agency_scopes", agency=agency)["report_scope"].to_list()
    with right:
        scope = state.select("as", t("filter.as"), scopes, None, lambda name: i18n.code("scope", name))
    _facts(agency)
    found = data.frame("agency_measures", agency=agency, scope=scope)
    if found.is_empty():
        layout.empty(t("empty.measures"), t("empty.measures_hint"))
    else:
        _series(measures.explained(found), data.frame("agency_reports", agency=agency, scope=scope))
    _reports(agency, scope)
    _findings(agency)


def _facts(agency: str) -> None:
    row = data.first("agency", agency=agency)
    kind = i18n.code("agency_type", row["agency_type"])
    years = t(
        "agency.years",
        first=row["first_report_year"],
        last=row["last_report_year"],
        count=row["report_count"],
    )
    facts = {t("column.canonical_name"): str(row["canonical_name"]), t("agency.kind"): kind}
    facts[t("filter.region")] = layout.missing(row["region_name"])
    facts[t("agency.reports")] = years
    for name in ("predecessors", "successors"):
        if row[name]:
            facts[t(f"agency.{name}")] = str(row[name])
    if row["is_provisional"]:
        facts[t("column.status")] = t("agency.provisional")
    layout.facts(facts)


def _series(found: pl.DataFrame, reports: pl.DataFrame) -> None:
    layout.section(t("agency.series"), t("agency.series_note"))
    known = filters.metrics()
    present = [name for name in known if name in set(found["metric"])]
    chosen = state.several(
        "measures", t("filter.measures"), present, FAVOURITES, lambda name: known[name]["label"], most=12
    )
    if not chosen:
        layout.empty(t("empty.choose"))
    forms = measures.form_marks(reports)
    for start in range(0, len(chosen), 2):
        for place, name in zip(st.columns(2), chosen[start : start + 2], strict=False):
            with place:
                _one(found.filter(pl.col("metric") == name), known[name], forms)
    asked = evidence.KEY in st.query_params
    with st.expander(t("agency.table"), icon=":material/table:", expanded=asked):
        st.caption(t("evidence.note"))
        _table(found, known)


def _one(content: pl.DataFrame, metric: dict[str, Any], forms: list[dict[str, Any]]) -> None:
    st.markdown(f"**{metric['label']}**", help=measures.definition(metric))
    layout.chart(series.history(content, metric["unit"], metric["unit_label"], forms), metric["label"])
    layout.words(measures.broken_steps(content))


def _table(found: pl.DataFrame, known: dict[str, dict[str, Any]]) -> None:
    shown = found.with_columns(
        pl.col("metric").replace_strict({name: row["label"] for name, row in known.items()}).alias("label"),
        pl.col("metric")
        .replace_strict({name: row["unit_label"] for name, row in known.items()})
        .alias("unit"),
    )
    columns = {
        "label": layout.text_column("metric", "medium"),
        "report_year": layout.year_column(),
        "value": layout.number_column("value", "%.4g"),
        "unit": layout.text_column("unit", "small"),
        "numerator": layout.number_column("numerator"),
        "denominator": layout.number_column("denominator"),
        "ci_low": layout.number_column("ci_low", "percent"),
        "ci_high": layout.number_column("ci_high", "percent"),
        "group_median": layout.number_column("group_median", "%.4g"),
        "remark": layout.text_column("remark", "medium"),
        "source": layout.text_column("source", "medium"),
    }
    chosen = layout.table(shown, columns, "agency-measures", height=420, key="chosen")
    keys = [f"{row['metric']}.{row['report_year']}" for row in found.to_dicts()]
    place = evidence.chosen(keys, chosen.selection.rows)
    if place is not None:
        layout.section(t("evidence.title"))
        evidence.number(found.row(place, named=True), known[found["metric"][place]])


def _reports(agency: str, scope: str) -> None:
    layout.section(t("agency.reports"), t("agency.reports_note"))
    found = layout.linkable(data.frame("agency_reports", agency=agency, scope=scope))
    if found.is_empty():
        layout.empty(t("empty.reports"))
        return
    shown = layout.coded(found, form_id="form", report_status="report_status", timeliness_status="timeliness")
    columns = {
        "report_year": layout.year_column(),
        "title": layout.text_column("title", "large"),
        "form_id": layout.text_column("form"),
        "report_status": layout.text_column("report_status", "small"),
        "published_on": layout.date_column("published_on"),
        "timeliness_status": layout.text_column("timeliness_status", "small"),
        "error_count": layout.number_column("error_count"),
        "url": layout.link_column("url", t("table.source")),
        "document_sha256": layout.text_column("document_sha256", "small"),
    }
    layout.table(shown, columns, "reports")
    archive.download(shown)


def _findings(agency: str) -> None:
    found = data.frame("agency_findings", agency=agency)
    layout.section(t("agency.findings", count=formats.number(found.height)))
    if found.is_empty():
        layout.empty(t("empty.findings"))
        return
    told = layout.coded(wording.told(found), severity="severity", fault="fault")
    shown = layout.linked(told, "quality", "finding", "finding_id")
    columns = {
        "report_year": layout.year_column(),
        "severity": layout.text_column("severity", "small"),
        "fault": layout.text_column("fault", "small"),
        i18n.column("title"): layout.text_column("finding", "medium"),
        "told": layout.text_column("message", "large"),
        "link": layout.link_column("evidence", t("table.open")),
    }
    layout.table(shown, columns, "agency-findings")


show()
