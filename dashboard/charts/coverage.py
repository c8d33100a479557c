"""Which report is there: a square an agency and year, or counts where there are too many agencies."""

from __future__ import annotations

import altair as alt
import polars as pl

from dashboard.charts.parts import BAND, Chart, amount, colour, height, label, labelled, tips, worded, year
from dashboard.i18n import t
from pipeline.publish.theme import COVERAGE

MAX_AGENCIES = 120


def squares(content: pl.DataFrame) -> Chart:
    """One square a report; `content` is that of coverage_cells.sql."""
    shown = labelled(content, "coverage_status", COVERAGE)
    shown = worded(shown, "due_date", "published_on", "days_late")
    names = shown["canonical_name"].unique(maintain_order=True).to_list()
    return (
        alt.Chart(shown, height=height(len(names), BAND - 3, 110))
        .mark_rect(stroke="white", strokeWidth=1.5, cornerRadius=2)
        .encode(
            x=alt.X(
                "report_year:O",
                title=t("axis.year"),
                axis=alt.Axis(orient="top", labelAngle=0, labelOverlap=True),
            ),
            y=alt.Y("canonical_name:N", title=None, sort=names, axis=alt.Axis(labelLimit=210)),
            color=colour(COVERAGE, t("axis.status"), shown["coverage_status"].unique().to_list(), columns=3),
            tooltip=tips(
                {
                    "canonical_name:N": t("column.canonical_name"),
                    "report_year:O": t("column.report_year"),
                    "label:N": t("column.status"),
                    "due_date:N": t("column.due_date"),
                    "published_on:N": t("column.published_on"),
                    "days_late:N": t("column.days_late"),
                }
            ),
        )
    )


def counts(content: pl.DataFrame) -> Chart:
    """Reports a year by status; `content` is that of coverage_counts.sql."""
    shown = labelled(content, "coverage_status", COVERAGE)
    return (
        alt.Chart(shown, height=300)
        .mark_bar()
        .encode(
            x=year(),
            y=amount("agency_count:Q", t("axis.reports"), ""),
            color=colour(COVERAGE, t("axis.status"), shown["coverage_status"].unique().to_list()),
            order=alt.Order("place:Q"),
            tooltip=tips(
                {
                    "report_year:O": t("column.report_year"),
                    "label:N": t("column.status"),
                    "agency_count:Q": t("column.numerator"),
                    "expected_count:Q": t("column.denominator"),
                }
            ),
        )
    )


def status(code: str) -> str:
    """The label of a coverage status."""
    return label(COVERAGE, code)
