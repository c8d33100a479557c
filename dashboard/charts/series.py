"""A measure over the years: broken where forms are not comparable, with interval and peers' band."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import polars as pl

from dashboard.charts.parts import Chart, amount, measure_tips, tips
from dashboard.i18n import t
from pipeline.publish.theme import BLUE, GREY, INK, VERMILION

BREAKS = ("break", "none")


def history(
    content: pl.DataFrame,
    unit: str,
    axis_title: str,
    forms: Sequence[Mapping[str, Any]],
    *,
    height: int = 220,
) -> Chart:
    """One measure of one agency: peers' quartiles behind, a new line after each break, forms marked."""
    years = content["report_year"].cast(pl.Int64)
    domain = [int(years.min()) - 0.5, int(years.max()) + 0.5]  # type: ignore[arg-type]
    axis = alt.Axis(format="d", tickMinStep=1, labelOverlap=True, values=sorted(set(years.to_list())))
    x = alt.X("report_year:Q", title=t("axis.year"), axis=axis, scale=alt.Scale(domain=domain, nice=False))
    base = alt.Chart(content, height=height)
    y = amount("value:Q", axis_title, unit)
    layers = [*_band(content, x, unit, height), *_forms(forms, domain, height)]
    if content["ci_low"].is_not_null().any():
        layers.append(
            base.mark_rule(color=BLUE, opacity=0.35, strokeWidth=2).encode(
                x=x, y=alt.Y("ci_low:Q"), y2=alt.Y2("ci_high")
            )
        )
    layers.append(
        base.mark_line(color=BLUE, strokeWidth=2).encode(x=x, y=y, detail=alt.Detail("segment_no:N"))
    )
    layers.append(
        base.mark_point(color=BLUE, filled=True, size=60, opacity=1, stroke=BLUE, strokeWidth=1.5).encode(
            x=x,
            y=y,
            fill=alt.condition("datum.small_n", alt.value("white"), alt.value(BLUE)),
            tooltip=measure_tips(unit),
        )
    )
    return alt.layer(*layers)


def _band(content: pl.DataFrame, x: alt.X, unit: str, height: int) -> list[Chart]:
    """The middle half of the peers, where there are five or more."""
    peers = content.filter(pl.col("group_q1").is_not_null())
    if peers.is_empty():
        return []
    shown = tips(
        {
            "report_year:O": t("column.report_year"),
            "group_median:V": t("column.group_median"),
            "group_q1:V": t("column.group_q1"),
            "group_q3:V": t("column.group_q3"),
            "group_count:Q": t("column.group_count"),
        },
        unit,
    )
    base = alt.Chart(peers, height=height)
    runs = base.transform_window(
        place="row_number()", sort=[alt.SortField("report_year")]
    ).transform_calculate(run="datum.segment_no + '/' + (datum.report_year - datum.place)")
    return [
        runs.mark_area(color=GREY, opacity=0.18).encode(
            x=x, y=alt.Y("group_q1:Q"), y2=alt.Y2("group_q3"), detail=alt.Detail("run:N"), tooltip=shown
        ),
        runs.mark_line(color=GREY, strokeDash=[4, 3], strokeWidth=1.2).encode(
            x=x, y=alt.Y("group_median:Q"), detail=alt.Detail("run:N")
        ),
    ]


def _forms(forms: Sequence[Mapping[str, Any]], domain: Sequence[float], height: int) -> list[Chart]:
    """A vertical line before the first year of a form, with its name."""
    marks = [form for form in forms if domain[0] < form["at"] < domain[1]]
    if not marks:
        return []
    base = alt.Chart(pl.DataFrame(marks), height=height).encode(x=alt.X("at:Q"))
    return [
        base.mark_rule(color=VERMILION, strokeDash=[2, 3], opacity=0.8),
        base.mark_text(align="left", dx=3, dy=2, baseline="top", color=VERMILION, fontSize=10).encode(
            y=alt.YValue(0), text=alt.Text("label:N")
        ),
    ]


def small_multiple(
    content: pl.DataFrame, unit: str, axis_title: str, domain: Sequence[int], top: float
) -> Chart:
    """One agency in the comparison; every agency has the same scales."""
    years = list(range(int(domain[0]), int(domain[1]) + 1))
    x = alt.X(
        "report_year:Q",
        title=None,
        axis=alt.Axis(format="d", tickMinStep=1, labelOverlap=True, values=years),
        scale=alt.Scale(domain=[years[0] - 0.5, years[-1] + 0.5], nice=False),
    )
    y = alt.Y(
        "value:Q", title=axis_title, axis=alt.Axis(format=".0%" if unit == "share" else ",~f", tickCount=4)
    )
    y = y.scale(domain=[0, top], clamp=True)
    base = alt.Chart(content, height=150)
    layers = []
    if content["ci_low"].is_not_null().any():
        layers.append(
            base.mark_rule(color=BLUE, opacity=0.3, strokeWidth=2).encode(
                x=x, y=alt.Y("ci_low:Q"), y2=alt.Y2("ci_high")
            )
        )
    layers.append(base.mark_line(color=BLUE).encode(x=x, y=y, detail=alt.Detail("segment_no:N")))
    layers.append(
        base.mark_point(filled=True, size=45, stroke=BLUE, opacity=1).encode(
            x=x,
            y=y,
            fill=alt.condition("datum.small_n", alt.value("white"), alt.value(BLUE)),
            tooltip=measure_tips(unit, agency=True),
        )
    )
    return alt.layer(*layers)


def slope(content: pl.DataFrame, unit: str, axis_title: str) -> Chart:
    """First against last year, one line an agency; `content` holds only pairs that may be compared."""
    base = alt.Chart(content, height=380)
    x = alt.X(
        "report_year:O", title=t("axis.year"), axis=alt.Axis(labelAngle=0), scale=alt.Scale(padding=0.6)
    )
    y = amount("value:Q", axis_title, unit)
    colour = alt.Color(
        "canonical_name:N", title=t("column.canonical_name"), legend=alt.Legend(columns=3, orient="bottom")
    )
    last = content["report_year"].max()
    names = (
        alt.Chart(content.filter(pl.col("report_year") == last), height=380)
        .mark_text(align="left", dx=8, fontSize=11, color=INK)
        .encode(x=x, y=y, text=alt.Text("canonical_name:N"))
    )
    points = base.mark_point(filled=True, size=70, opacity=1).encode(
        x=x, y=y, color=colour, tooltip=measure_tips(unit, agency=True)
    )
    return alt.layer(base.mark_line(strokeWidth=2).encode(x=x, y=y, color=colour), points, names)
