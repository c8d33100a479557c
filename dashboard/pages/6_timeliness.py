"""Timeliness: who published in time, who late, who not at all."""

from __future__ import annotations

import polars as pl
import streamlit as st

from dashboard import data, filters, formats, layout
from dashboard.charts import bars
from dashboard.charts.parts import TIMELINESS, label
from dashboard.i18n import t
from dashboard.layout import Tile, source

TILES = ("on_time", "late", "missing", "late_unconfirmed")


def show() -> None:
    layout.heading("timeliness")
    left, middle, right = st.columns(3)
    with left:
        scopes = filters.scope()
    with middle:
        region = filters.region()
    with right:
        year = filters.year(scopes)
    if year is None:
        layout.empty(t("empty.reports"), t("empty.filter"))
        return
    years = data.frame("timeliness_years", scopes=scopes, region=region)
    _tiles(years.filter(pl.col("report_year") == year), year)
    _years(years)
    _weeks(data.frame("timeliness_weeks", scopes=scopes, region=region, year=year), year)
    _list(data.frame("timeliness_list", scopes=scopes, region=region, year=year), year)


def _tiles(own: pl.DataFrame, year: int) -> None:
    if own.is_empty():
        layout.empty(t("empty.year", year=year), t("empty.filter"))
        return
    counts = dict(own.select("timeliness_status", "report_count").iter_rows())
    judged = sum(count for status, count in counts.items() if status != "not_due")
    shown = []
    for status in TILES:
        count = counts.get(status, 0)
        tip = source(
            t("tip.ratio", ratio=formats.ratio(count, judged)),
            t(f"timeliness.{status}_tip"),
            t("tip.from", table="marts.timeliness"),
        )
        share = formats.number(count / judged, "share") if judged else None
        shown.append(Tile(label(TIMELINESS, status), formats.number(count), share, tip))
    layout.tiles(shown)


def _years(years: pl.DataFrame) -> None:
    layout.section(t("timeliness.years"), t("timeliness.years_note"))
    tip = {
        "report_year:O": t("column.report_year"),
        "label:N": t("column.status"),
        "report_count:Q": t("column.numerator"),
        "year_count:Q": t("column.denominator"),
    }
    chart = bars.stacked(
        years, "timeliness_status", TIMELINESS, "report_count", tip, t("axis.reports"), legend=6
    )
    layout.chart(chart, t("timeliness.years"))
    shown = layout.coded(years, timeliness_status="timeliness")
    names = ("report_year", "timeliness_status", "report_count", "year_count")
    layout.downloads(shown.select(names), {name: t(f"column.{name}") for name in names}, "timeliness-years")


def _weeks(weeks: pl.DataFrame, year: int) -> None:
    layout.section(t("timeliness.weeks", year=year), t("timeliness.weeks_note"))
    if weeks.is_empty():
        layout.empty(t("timeliness.no_dates", year=year))
        return
    layout.chart(bars.weeks(weeks), t("timeliness.weeks", year=year))


def _list(found: pl.DataFrame, year: int) -> None:
    layout.section(t("timeliness.list", year=year), t("timeliness.list_note"))
    if found.is_empty():
        layout.empty(t("empty.year", year=year), t("empty.filter"))
        return
    shown = layout.linkable(
        layout.coded(found, timeliness_status="timeliness", report_scope="scope", date_source="date_source")
    )
    columns = {
        "canonical_name": layout.text_column("canonical_name", "medium"),
        "report_scope": layout.text_column("report_scope"),
        "timeliness_status": layout.text_column("timeliness_status", "small"),
        "due_date": layout.date_column("due_date"),
        "published_on": layout.date_column("published_on"),
        "days_late": layout.number_column("days_late"),
        "date_source": layout.text_column("date_source", "small"),
        "url": layout.link_column("url", t("table.source")),
    }
    layout.table(shown, columns, "timeliness", height=420)


show()
