"""Pieces of charts: axes, tooltips, and colours that belong to codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt
import polars as pl

from dashboard import formats, i18n
from dashboard.i18n import t
from pipeline.publish.theme import Scale

Chart = Any  # chained calls of Altair have no useful type
BAND = 20  # pixels a row of a chart with one row an agency

PROCEDURES: Scale = {
    "upheld": ("结果维持", "upheld", "#56b4e9"),
    "corrected": ("结果纠正", "corrected", "#d55e00"),
    "other": ("其他结果", "other", "#999999"),
    "pending": ("尚未审结", "pending", "#e5d9a0"),
}
TIMELINESS: Scale = {
    "on_time": ("按时", "on time", "#0072b2"),
    "late": ("逾期", "late", "#e69f00"),
    "late_unconfirmed": ("逾期待证实", "late, unconfirmed", "#f0e442"),
    "unknown_date": ("日期不明", "date unknown", "#999999"),
    "missing": ("缺报告", "missing", "#d55e00"),
    "not_due": ("不考核期限", "no due date", "#e5e7eb"),
}


def height(rows: int, band: int = BAND, rest: int = 70) -> int:
    """Pixels of a chart with one band a row; `rest` is for its axis and legend, which count as well."""
    return rows * band + rest


def year(title: str | None = None, sort: str = "ascending") -> alt.X:
    """The axis of report years, one band a year."""
    axis = alt.Axis(labelAngle=0, labelOverlap=True)
    return alt.X("report_year:O", title=title or t("axis.year"), axis=axis, sort=sort)


def amount(field: str, title: str, unit: str, *, zero: bool = True, **extra: Any) -> Any:
    """A vertical axis of numbers in `unit`; its title names the unit."""
    return alt.Y(
        field, title=title, axis=alt.Axis(format=formats.axis(unit)), scale=alt.Scale(zero=zero), **extra
    )


def label(scale: Scale, code: str) -> str:
    """The label of a code in the session's language."""
    return scale[code][1 if i18n.language() == "en" else 0]


def labelled(content: pl.DataFrame, column: str, scale: Scale) -> pl.DataFrame:
    """Rows whose code the scale knows, with `label` and the drawing order `place`."""
    order = list(scale)
    known = content.filter(pl.col(column).is_in(order))
    return known.with_columns(
        pl.col(column).replace_strict({code: label(scale, code) for code in order}).alias("label"),
        pl.col(column).replace_strict({code: order.index(code) for code in order}).alias("place"),
    )


def colour(scale: Scale, title: str, present: Sequence[str] | None = None, columns: int = 6) -> alt.Color:
    """Each code's own colour, the same on every page; only codes that are present stand in the legend."""
    shown = [code for code in scale if present is None or code in present]
    return alt.Color(
        "label:N",
        title=title,
        scale=alt.Scale(
            domain=[label(scale, code) for code in shown], range=[scale[code][2] for code in shown]
        ),
        legend=alt.Legend(orient="top", direction="horizontal", columns=columns),
    )


def tips(fields: Mapping[str, str], unit: str = "") -> list[alt.Tooltip]:
    """Tooltips `{field with type: title}`; quantities of `unit` shares are shown in percent."""
    shown = []
    for field, title in fields.items():
        name, _, kind = field.partition(":")
        if kind == "S":
            shown.append(alt.Tooltip(f"{name}:Q", title=title, format=".1%"))
        elif kind == "V":
            shown.append(alt.Tooltip(f"{name}:Q", title=title, format=formats.detail(unit)))
        elif kind == "Q":
            shown.append(alt.Tooltip(f"{name}:Q", title=title, format=",.4~f"))
        else:
            shown.append(alt.Tooltip(field, title=title))
    return shown


def worded(content: pl.DataFrame, *names: str) -> pl.DataFrame:
    """The frame with these columns as tooltips show them: a day as 2026-03-31, what is missing as a dash."""
    return content.with_columns(pl.col(names).cast(pl.String).fill_null(formats.NOTHING))


def measure_tips(unit: str, *, agency: bool = False) -> list[alt.Tooltip]:
    """The tooltip of a measured number: value, numerator, denominator, interval, remark, source."""
    named = {"canonical_name:N": t("column.canonical_name")} if agency else {}
    return tips(
        {
            **named,
            "report_year:O": t("column.report_year"),
            "value:V": t("column.value"),
            "numerator_text:N": t("column.numerator"),
            "denominator_text:N": t("column.denominator"),
            "interval:N": t("column.interval"),
            "remark:N": t("column.remark"),
            "source:N": t("column.source"),
        },
        unit,
    )
