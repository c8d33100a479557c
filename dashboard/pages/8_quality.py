"""Quality: findings by rule and by whose mistake, each with the cells it is about."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboard import data, evidence, filters, formats, i18n, layout, state, wording
from dashboard.charts import bars
from dashboard.i18n import t
from dashboard.layout import Tile, source
from pipeline.publish.theme import SEVERITIES

FAULTS = ("agency", "extraction", "portal", "unknown")
MOST = 500


def show() -> None:
    layout.heading("quality")
    rules = {row["rule"]: row for row in data.frame("finding_rules").to_dicts()}
    places = st.columns(5)
    with places[0]:
        rule = state.optional(
            "rule",
            t("filter.rule"),
            list(rules),
            lambda name: i18n.pick(rules[name]["title_zh"], rules[name]["title_en"]),
        )
    with places[1]:
        severity = state.optional(
            "severity", t("filter.severity"), list(SEVERITIES), lambda name: i18n.code("severity", name)
        )
    with places[2]:
        fault = state.optional("fault", t("filter.fault"), FAULTS, lambda name: i18n.code("fault", name))
    with places[3]:
        year = state.optional("year", t("filter.year"), data.frame("finding_years")["report_year"].to_list())
    with places[4]:
        agency = filters.agency(tuple({name for scopes in filters.SCOPES.values() for name in scopes}))
    chosen = {"rule": rule, "severity": severity, "fault": fault, "year": year, "agency": agency}
    counts = data.frame("finding_counts", **chosen)
    _tiles(counts, year, agency)
    if counts.is_empty():
        layout.empty(t("empty.findings"), t("empty.filter"))
        return
    _rules(counts)
    found = data.frame("findings", **chosen)
    _one(_list(found, int(counts["finding_count"].sum())))


def _tiles(counts: pl.DataFrame, year: int | None, agency: str | None) -> None:
    checked = data.frame("quality_years", year=year, agency=agency)
    held, broken = int(checked["held_count"].sum()), int(checked["broken_count"].sum())
    share = held / (held + broken) if held + broken else None
    tip = source(
        t("quality.held_tip"),
        t("tip.ratio", ratio=formats.ratio(held, held + broken)),
        t("quality.unassessable", count=formats.number(checked["not_assessable_count"].sum())),
        t("tip.from", table="marts.data_quality"),
    )
    origin = t("tip.from", table="marts.findings")
    shown = [Tile(t("quality.held"), formats.number(share, "share"), None, tip)]
    for fault in FAULTS:
        count = counts.filter(pl.col("fault") == fault)["finding_count"].sum()
        total = counts["finding_count"].sum()
        tip = source(i18n.code("fault_tip", fault), t("tip.ratio", ratio=formats.ratio(count, total)), origin)
        shown.append(Tile(i18n.code("fault_tile", fault), formats.number(count), None, tip))
    layout.tiles(shown)


def _rules(counts: pl.DataFrame) -> None:
    layout.section(t("quality.rules"), t("quality.rules_note"))
    name = i18n.column("title")
    top = counts["rule"].unique(maintain_order=True).to_list()[:15]
    shown = counts.filter(pl.col("rule").is_in(top))
    shown = layout.coded(shown, fault="fault")
    tip = {
        "rule:N": t("column.rule"),
        f"{name}:N": t("column.finding"),
        "label:N": t("column.severity"),
        "fault:N": t("column.fault"),
        "finding_count:Q": t("column.numerator"),
        "rule_count:Q": t("column.denominator"),
        "report_count:Q": t("column.report_count"),
    }
    layout.chart(
        bars.crossed(shown, name, SEVERITIES, "severity", "finding_count", t("axis.findings"), tip),
        t("quality.rules"),
    )


def _list(found: pl.DataFrame, total: int) -> str:
    """The findings as a table; returns the one to show: chosen here, or asked for in the address."""
    note = t("quality.list_cut", most=MOST, total=formats.number(total)) if total > MOST else ""
    layout.section(t("quality.list"), note or t("quality.list_note"))
    shown = layout.coded(wording.told(found), severity="severity", fault="fault", verdict="verdict")
    columns = {
        "severity": layout.text_column("severity", "small"),
        "fault": layout.text_column("fault", "small"),
        i18n.column("title"): layout.text_column("finding"),
        "canonical_name": layout.text_column("canonical_name"),
        "report_year": layout.year_column(),
        "told": layout.text_column("message", "large"),
        "left_value": layout.number_column("left_value", tip=t("tip.left_value")),
        "right_value": layout.number_column("right_value", tip=t("tip.right_value")),
        "delta": layout.number_column("delta"),
        "source_cells": layout.text_column("source_cells", "small"),
        "verdict": layout.text_column("verdict", "small"),
    }
    whole = shown.select([*columns, "message", "finding_id"])
    chosen = layout.table(shown, columns, "findings", height=320, key="chosen", download=whole)
    rows = list(chosen.selection.rows)
    asked = st.query_params.get("finding", "")
    if rows and rows[0] < found.height:
        asked = found["finding_id"][rows[0]]
        st.query_params["finding"] = asked
    with_cells = found.filter(pl.col("source_cells") != "")
    return str(asked or (with_cells if with_cells.height else found)["finding_id"][0])


def _one(finding: str) -> None:
    found = data.frame("finding", finding=finding)
    layout.section(t("quality.evidence"))
    if found.is_empty():
        layout.empty(t("quality.unknown"), t("quality.unknown_hint"))
        return
    row = wording.told(found).row(0, named=True)
    _facts(row)
    _cells(row)


def _facts(row: dict[str, Any]) -> None:
    facts = {
        t("column.finding"): t(
            "words.bracket", text=i18n.pick(row["title_zh"], row["title_en"]), more=row["rule"]
        ),
        t("quality.meaning"): layout.missing(wording.meaning(row["rule"], row["meaning"])),
        t("column.canonical_name"): layout.missing(row["canonical_name"]),
        t("column.report_year"): layout.missing(row["report_year"]),
        t("column.severity"): i18n.code("severity", row["severity"]),
        t("column.fault"): i18n.code("fault", row["fault"]),
        t("column.message"): layout.missing(row["told"]),
    }
    if row["delta"] is not None:
        facts[t("column.left_value")] = formats.number(row["left_value"])
        facts[t("column.right_value")] = formats.number(row["right_value"])
        facts[t("column.delta")] = formats.number(row["delta"])
    if row["verdict"]:
        facts[t("column.verdict")] = f"{i18n.code('verdict', row['verdict'])} {row['review_note'] or ''}"
    facts[t("column.document_sha256")] = layout.missing(row["document_sha256"])
    if row["told"] != row["message"]:
        facts[t("quality.message")] = str(row["message"])
    layout.facts(facts)
    layout.source_link(row["url"])


def _cells(row: dict[str, Any]) -> None:
    codes = list(row["cell_codes"] or ())
    note = t("quality.cells_note", count=len(codes))
    if not row["document_sha256"] or not evidence.tables(row["document_sha256"], codes, note):
        layout.empty(t("quality.no_cells"), t("quality.no_cells_hint"))


show()
