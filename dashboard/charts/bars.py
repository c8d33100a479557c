"""Bars, all of them from zero: ranked agencies, stacked results, steps of a flow, counts."""

from __future__ import annotations

from collections.abc import Mapping

import altair as alt
import polars as pl

from dashboard import formats
from dashboard.charts import parts
from dashboard.charts.parts import BAND, Chart, amount, colour, labelled, measure_tips, tips, year
from dashboard.i18n import t
from pipeline.publish.theme import BLUE, INK, SKY, Scale


def agencies(content: pl.DataFrame, unit: str, axis_title: str) -> Chart:
    """One bar an agency, the largest on top, with its interval; pale where the denominator is small."""
    ordered = content.sort("value", descending=True)
    names = ordered["canonical_name"].to_list()
    base = alt.Chart(ordered, height=parts.height(len(names), BAND + 6))
    y = alt.Y("canonical_name:N", title=None, sort=names)
    x = alt.X(
        "value:Q", title=axis_title, axis=alt.Axis(format=formats.axis(unit)), scale=alt.Scale(zero=True)
    )
    bars = base.mark_bar().encode(
        x=x,
        y=y,
        color=alt.condition("datum.small_n", alt.value("#a9cbe2"), alt.value(BLUE)),
        tooltip=measure_tips(unit, agency=True),
    )
    if not ordered["ci_low"].is_not_null().any():
        return bars
    rules = base.mark_rule(color=INK, strokeWidth=1.5).encode(y=y, x=alt.X("ci_low:Q"), x2=alt.X2("ci_high"))
    ends = [
        base.mark_tick(color=INK, thickness=1.5, size=8).encode(y=y, x=alt.X(f"{end}:Q"))
        for end in ("ci_low", "ci_high")
    ]
    return alt.layer(bars, rules, *ends)


def shares(
    content: pl.DataFrame,
    column: str,
    scale: Scale,
    value: str,
    tip: Mapping[str, str],
    title: str,
    *,
    height: int = 300,
) -> Chart:
    """Bars of 100 % a year, one piece a code of `scale`."""
    shown = labelled(content, column, scale)
    y = alt.Y(f"{value}:Q", title=title, stack="normalize", axis=alt.Axis(format=".0%"))
    return (
        alt.Chart(shown, height=height)
        .mark_bar()
        .encode(
            x=year(),
            y=y,
            color=colour(scale, "", shown[column].unique().to_list(), columns=3),
            order=alt.Order("place:Q"),
            tooltip=tips(tip),
        )
    )


def stacked(
    content: pl.DataFrame,
    column: str,
    scale: Scale,
    value: str,
    tip: Mapping[str, str],
    title: str,
    *,
    height: int = 260,
    legend: int = 3,
) -> Chart:
    """Bars of counts a year, one piece a code of `scale`."""
    shown = labelled(content, column, scale)
    return (
        alt.Chart(shown, height=height)
        .mark_bar()
        .encode(
            x=year(),
            y=amount(f"{value}:Q", title, "", stack="zero"),
            color=colour(scale, "", shown[column].unique().to_list(), columns=legend),
            order=alt.Order("place:Q"),
            tooltip=tips(tip),
        )
    )


def flow(content: pl.DataFrame, title: str) -> Chart:
    """Steps of a flow from top to bottom: `step`, `request_count`, `colour`, and what the tooltip says."""
    base = alt.Chart(content, height=parts.height(content.height, 34))
    y = alt.Y("step:N", title=None, sort=content["step"].to_list(), axis=alt.Axis(labelLimit=200))
    x = alt.X(
        "request_count:Q",
        title=title,
        axis=alt.Axis(format=",~f", tickCount=8, tickMinStep=1),
        scale=alt.Scale(zero=True),
    )
    fields = {
        "step:N": t("column.step"),
        "request_count:Q": t("column.numerator"),
        "base:Q": t("column.denominator"),
        "share:S": t("column.share"),
        "source:N": t("column.source"),
    }
    bars = base.mark_bar().encode(x=x, y=y, color=alt.Color("colour:N", scale=None), tooltip=tips(fields))
    words = base.mark_text(align="left", dx=6, color=INK).encode(x=x, y=y, text=alt.Text("words:N"))
    return alt.layer(bars, words)


def ranked(content: pl.DataFrame, name: str, value: str, title: str, tip: Mapping[str, str]) -> Chart:
    """One bar a row, in the order of the rows."""
    return (
        alt.Chart(content, height=parts.height(content.height, BAND + 8))
        .mark_bar(color=BLUE)
        .encode(
            x=alt.X(
                f"{value}:Q",
                title=title,
                axis=alt.Axis(format=",~f", tickMinStep=1),
                scale=alt.Scale(zero=True),
            ),
            y=alt.Y(f"{name}:N", title=None, sort=content[name].to_list(), axis=alt.Axis(labelLimit=330)),
            tooltip=tips(tip),
        )
    )


def crossed(
    content: pl.DataFrame,
    name: str,
    scale: Scale,
    column: str,
    value: str,
    title: str,
    tip: Mapping[str, str],
) -> Chart:
    """One bar a row of `name` in the order of the rows, one piece a code of `scale`."""
    shown = labelled(content, column, scale)
    names = content[name].unique(maintain_order=True).to_list()
    return (
        alt.Chart(shown, height=parts.height(len(names), BAND + 8, 110))
        .mark_bar()
        .encode(
            x=alt.X(f"sum({value}):Q", title=title, axis=alt.Axis(format=",~f", tickMinStep=1), stack="zero"),
            y=alt.Y(
                f"{name}:N",
                title=None,
                sort=names,
                axis=alt.Axis(labelLimit=300),
            ),
            color=colour(scale, "", shown[column].unique().to_list(), columns=3),
            order=alt.Order("place:Q"),
            tooltip=tips(tip),
        )
    )


def weeks(content: pl.DataFrame) -> Chart:
    """Reports a week before and after the due date."""
    base = alt.Chart(parts.worded(content, "first_on", "last_on"), height=240)
    every = list(range(int(content["week_no"].min()), int(content["week_no"].max()) + 1))  # type: ignore[arg-type]
    axis = alt.Axis(labelAngle=0, labelOverlap=True)
    return base.mark_bar().encode(
        x=alt.X("week_no:O", title=t("axis.weeks"), axis=axis, scale=alt.Scale(domain=every)),
        y=amount("report_count:Q", t("axis.reports"), ""),
        color=alt.condition("datum.late_count > 0", alt.value("#e69f00"), alt.value(BLUE)),
        tooltip=tips(
            {
                "week_no:O": t("axis.weeks"),
                "report_count:Q": t("column.report_count"),
                "late_count:Q": t("column.late_count"),
                "first_on:N": t("column.first_on"),
                "last_on:N": t("column.last_on"),
            }
        ),
    )


def rates(content: pl.DataFrame, title: str) -> Chart:
    """Rates a year with intervals, one panel a procedure; hollow where the denominator is small."""
    x = alt.X("report_year:O", title=t("axis.year"), axis=alt.Axis(labelAngle=0, labelOverlap=True))
    base = alt.Chart(content, height=240)
    y = amount("value:Q", title, "share")
    bars = base.mark_bar().encode(
        x=x,
        y=y,
        color=alt.condition("datum.small_n", alt.value("#cfe6f5"), alt.value(SKY)),
        tooltip=measure_tips("share"),
    )
    whiskers = base.mark_rule(color=INK, strokeWidth=1.5).encode(
        x=x, y=alt.Y("ci_low:Q"), y2=alt.Y2("ci_high")
    )
    return alt.layer(bars, whiskers)
