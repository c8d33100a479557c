"""Charts as Vega-Lite specifications, out of rows that a query gave; bars start at zero, no second axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import altair as alt

from pipeline.publish.theme import COVERAGE, OUTCOMES, SEVERITIES, Scale

Rows = Sequence[Mapping[str, Any]]
Chart = Any  # alt.Chart or alt.LayerChart; chained calls of Altair have no type
MAX_HEAT_ROWS = 80
_BAND = 18  # pixels a row of a chart with one row an agency


def requests_by_year(rows: Rows) -> Chart:
    """Requests received a year; `rows` of site_years.sql."""
    return (
        alt.Chart(_data(rows), height=240)
        .mark_bar()
        .encode(
            x=_year(),
            y=alt.Y("requests_received:Q", title="收到申请（件）", scale=alt.Scale(zero=True)),
            tooltip=[
                alt.Tooltip("report_year:O", title="年度"),
                alt.Tooltip("requests_received:Q", title="收到申请（件）", format=","),
                alt.Tooltip("counted_reports:Q", title="来自报告（份）", format=","),
            ],
        )
    )


def outcomes_by_year(rows: Rows) -> Chart:
    """How requests ended, as shares of a year; `rows` of site_outcomes.sql."""
    order = list(OUTCOMES)
    shown = [
        {**row, "label": OUTCOMES[row["outcome_group"]][0], "order": order.index(row["outcome_group"])}
        for row in rows
        if row["outcome_group"] in OUTCOMES
    ]
    return (
        alt.Chart(_data(shown), height=260)
        .mark_bar()
        .encode(
            x=_year(),
            y=alt.Y("request_count:Q", title="占办理结果（%）", stack="normalize", axis=alt.Axis(format="%")),
            color=_colour("label", OUTCOMES, "办理结果"),
            order=alt.Order("order:Q"),
            tooltip=[
                alt.Tooltip("report_year:O", title="年度"),
                alt.Tooltip("label:N", title="办理结果"),
                alt.Tooltip("request_count:Q", title="件数", format=","),
                alt.Tooltip("share:Q", title="占比", format=".1%"),
            ],
        )
    )


def coverage(rows: Rows) -> Chart:
    """Which agency published on which year; counts a year where there are too many agencies to draw."""
    shown = [
        {
            **row,
            "label": COVERAGE[row["coverage_status"]][0],
            "late": "–" if row["days_late"] is None else str(row["days_late"]),
        }
        for row in rows
        if row["coverage_status"] in COVERAGE
    ]
    agencies = {row["agency"] for row in shown}
    colour = _colour("label", COVERAGE, "状态")
    if len(agencies) > MAX_HEAT_ROWS:
        bars = alt.Chart(_data(_count(shown)), height=260).mark_bar()
        return bars.encode(
            x=_year(), y=alt.Y("count:Q", title="机关（个）"), color=colour, tooltip=_count_tips()
        )
    return (
        alt.Chart(_data(shown), height=alt.Step(_BAND))
        .mark_rect(stroke="white")
        .encode(
            x=_year(),
            y=alt.Y("agency:N", title=None, sort=None),
            color=colour,
            tooltip=[
                alt.Tooltip("agency:N", title="机关"),
                alt.Tooltip("report_year:O", title="年度"),
                alt.Tooltip("label:N", title="状态"),
                alt.Tooltip("late:N", title="迟（天）"),
            ],
        )
    )


def ranking(rows: Rows) -> Chart:
    """Disclosure rates of one year with their 95 % intervals; `rows` of site_ranking.sql."""
    ordered = sorted(rows, key=lambda row: (-(row["value"] or 0), row["agency"]))
    base = alt.Chart(_data(ordered), height=alt.Step(_BAND)).encode(
        y=alt.Y("agency:N", title=None, sort=None)
    )
    share = alt.Axis(format="%", tickCount=10)
    interval = base.mark_rule(strokeWidth=2, opacity=0.5).encode(
        x=alt.X("ci_low:Q", title="公开率（%），横线为 95% 区间", axis=share, scale=alt.Scale(domain=[0, 1])),
        x2="ci_high:Q",
    )
    points = base.mark_point().encode(
        x=alt.X("value:Q"),
        tooltip=[
            alt.Tooltip("agency:N", title="机关"),
            alt.Tooltip("value:Q", title="公开率", format=".1%"),
            alt.Tooltip("numerator:Q", title="公开和部分公开（件）", format=","),
            alt.Tooltip("denominator:Q", title="办结（件）", format=","),
        ],
    )
    return interval + points


def findings(rows: Rows) -> Chart:
    """How many findings a rule has; `rows` of site_findings.sql."""
    shown = [
        {**row, "label": SEVERITIES[row["severity"]][0]} for row in rows if row["severity"] in SEVERITIES
    ]
    return (
        alt.Chart(_data(shown), height=alt.Step(_BAND + 4))
        .mark_bar()
        .encode(
            x=alt.X("finding_count:Q", title="发现（条）", axis=alt.Axis(format="d", tickMinStep=1)),
            y=alt.Y("title_zh:N", title=None, sort="-x"),
            color=_colour("label", SEVERITIES, "程度"),
            tooltip=[
                alt.Tooltip("rule:N", title="规则"),
                alt.Tooltip("title_zh:N", title="说明"),
                alt.Tooltip("finding_count:Q", title="发现（条）", format=","),
                alt.Tooltip("report_count:Q", title="涉及报告（份）", format=","),
            ],
        )
    )


def _data(rows: Rows) -> alt.InlineData:
    return alt.InlineData(values=[dict(row) for row in rows])


def _year() -> alt.X:
    return alt.X("report_year:O", title="报告年度", axis=alt.Axis(labelAngle=0))


def _colour(field: str, scale: Scale, title: str) -> alt.Color:
    labels, colours = [entry[0] for entry in scale.values()], [entry[2] for entry in scale.values()]
    return alt.Color(f"{field}:N", title=title, scale=alt.Scale(domain=labels, range=colours))


def _count(rows: Rows) -> list[dict[str, Any]]:
    counts: dict[tuple[int, str], int] = {}
    for row in rows:
        key = row["report_year"], row["label"]
        counts[key] = counts.get(key, 0) + 1
    return [{"report_year": year, "label": label, "count": count} for (year, label), count in counts.items()]


def _count_tips() -> list[alt.Tooltip]:
    return [
        alt.Tooltip("report_year:O", title="年度"),
        alt.Tooltip("label:N", title="状态"),
        alt.Tooltip("count:Q", title="机关（个）", format=","),
    ]
