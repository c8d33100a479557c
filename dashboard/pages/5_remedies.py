"""Remedies: reviews and lawsuits, how they ended, and how often the organ was corrected."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from dashboard import data, filters, formats, i18n, layout, measures
from dashboard.charts import bars
from dashboard.charts.parts import PROCEDURES, label
from dashboard.i18n import t
from dashboard.layout import Tile, source

SHOWN = ("review", "litigation_direct", "litigation_after_review")
RATED = ("review", "litigation")


def show() -> None:
    layout.heading("remedies")
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
    rates = data.frame("remedy_rates", **chosen)
    _tiles(rates, data.frame("remedy_years", **chosen), year)
    _cases(data.frame("remedy_years", **chosen))
    _rates(rates)
    _agencies(chosen, year)


def _tiles(rates: pl.DataFrame, cases: pl.DataFrame, year: int) -> None:
    shown = []
    for procedure in RATED:
        own = cases.filter((pl.col("report_year") == year) & (pl.col("procedure") == procedure))
        total = own["procedure_total"][0] if own.height else None
        count = formats.number(own["report_count"].max() if own.height else None)
        tip = source(t("tip.counted", count=count), t("tip.from", table="marts.remedies"))
        shown.append(Tile(i18n.code("procedure", procedure), formats.number(total), None, tip))
        rate = rates.filter((pl.col("report_year") == year) & (pl.col("procedure") == procedure)).to_dicts()
        shown.append(_rate_tile(procedure, rate[0] if rate else None))
    layout.tiles(shown)


def _rate_tile(procedure: str, rate: dict[str, Any] | None) -> Tile:
    title = t("remedies.rate", procedure=i18n.code("procedure", procedure))
    if rate is None:
        return Tile(title, formats.NOTHING, t("remedies.undecided"), t("tip.correction_rate"))
    tip = source(
        t("tip.correction_rate"),
        t("tip.ratio", ratio=formats.ratio(rate["corrected"], rate["decided"])),
        t("tip.counted", count=formats.number(rate["report_count"])),
        t("tip.from", table="marts.remedies"),
    )
    interval = t("remedies.interval", low=f"{rate['ci_low']:.1%}", high=f"{rate['ci_high']:.1%}")
    return Tile(
        title, formats.number(rate["value"], "share"), t("words.small") if rate["small_n"] else interval, tip
    )


def _cases(found: pl.DataFrame) -> None:
    layout.section(t("remedies.cases"), t("remedies.cases_note"))
    if found.is_empty():
        layout.empty(t("remedies.none"), t("empty.filter"))
        return
    tip = {
        "report_year:O": t("column.report_year"),
        "label:N": t("column.result"),
        "case_count:Q": t("column.numerator"),
        "procedure_total:Q": t("column.denominator"),
        "report_count:Q": t("column.report_count"),
    }
    for place, procedure in zip(st.columns(len(SHOWN)), SHOWN, strict=True):
        own = found.filter((pl.col("procedure") == procedure) & (pl.col("case_count") > 0))
        with place:
            st.markdown(f"**{i18n.code('procedure', procedure)}**")
            if own.is_empty():
                layout.empty(t("remedies.none"))
            else:
                chart = bars.stacked(own, "result", PROCEDURES, "case_count", tip, t("axis.cases"))
                layout.chart(chart, i18n.code("procedure", procedure))
    layout.words([t("remedies.form_change")])
    shown = layout.coded(found, procedure="procedure").with_columns(
        pl.col("result").replace_strict({code: label(PROCEDURES, code) for code in PROCEDURES}, default=None)
    )
    names = ("report_year", "procedure", "result", "case_count", "procedure_total")
    layout.downloads(shown.select(names), {name: t(f"column.{name}") for name in names}, "remedies")


def _rates(rates: pl.DataFrame) -> None:
    layout.section(t("remedies.rates"), t("remedies.rates_note"))
    if rates.is_empty():
        layout.empty(t("remedies.undecided"), t("empty.filter"))
        return
    told = rates.with_columns(
        *measures.sides(rates.select(numerator="corrected", denominator="decided")),
        pl.Series("interval", [f"{row['ci_low']:.1%} – {row['ci_high']:.1%}" for row in rates.to_dicts()]),
        pl.when(pl.col("small_n")).then(pl.lit(t("words.small"))).otherwise(pl.lit("")).alias("remark"),
        pl.format("{} × marts.remedies", "report_count").alias("source"),
    )
    for place, procedure in zip(st.columns(len(RATED)), RATED, strict=True):
        own = told.filter(pl.col("procedure") == procedure)
        with place:
            st.markdown(f"**{t('remedies.rate', procedure=i18n.code('procedure', procedure))}**")
            if own.is_empty():
                layout.empty(t("remedies.undecided"))
            else:
                layout.chart(bars.rates(own, t("axis.correction")), i18n.code("procedure", procedure))


def _agencies(chosen: dict[str, Any], year: int) -> None:
    layout.section(t("remedies.agencies", year=year), t("remedies.agencies_note"))
    found = data.frame("remedy_agencies", **chosen, year=year)
    if found.is_empty():
        layout.empty(t("remedies.none_year", year=year), t("empty.filter"))
        return
    shown = layout.linkable(layout.coded(found, procedure="procedure"))
    columns = {
        "canonical_name": layout.text_column("canonical_name", "medium"),
        "procedure": layout.text_column("procedure"),
        "case_count": layout.number_column("case_count"),
        "upheld_count": layout.number_column("upheld_count"),
        "corrected_count": layout.number_column("corrected_count"),
        "other_count": layout.number_column("other_count"),
        "pending_count": layout.number_column("pending_count"),
        "decided_count": layout.number_column("decided_count"),
        "correction_rate": layout.number_column("correction_rate", "percent", t("remedies.rate_tip")),
        "url": layout.link_column("url", t("table.source")),
    }
    layout.table(shown, columns, "remedies-agencies")


show()
