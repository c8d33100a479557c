"""The independent metrics: a hand-made report, worked out on paper."""

from __future__ import annotations

import polars as pl
import pytest

from benchmarks.metrics_truth import metric_values
from benchmarks.sample_set import Truth

CELLS = {
    "t3.new_received.total": 30.0,
    "t3.new_received.natural_person": 24.0,
    "t3.carried_in.total": 2.0,
    "t3.processed_total.total": 20.0,
    "t3.granted.total": 8.0,
    "t3.partial.total": 2.0,
    "t3.refused.state_secret.total": 1.0,
    "t3.refused.unmapped_1.total": 4.0,
    "t4.review.total": 3.0,
    "t4.review.corrected": 1.0,
    "t4.review.pending": 1.0,
}


def truth(cells: dict[str, float | None], refused: list[str] | None = None) -> Truth:
    reports = pl.DataFrame(
        {
            "url": ["u"],
            "agency_id": ["a"],
            "report_year": [2023],
            "report_scope": ["government_aggregate"],
            "is_canonical": [True],
            "fault": [None],
            "expected_refused_parts": [refused or []],
        },
        schema_overrides={"fault": pl.String, "expected_refused_parts": pl.List(pl.String)},
    )
    frame = pl.DataFrame(
        {"url": ["u"] * len(cells), "cell_code": list(cells), "filled": list(cells.values())},
        schema_overrides={"filled": pl.Float64},
    )
    figures = pl.DataFrame(
        {
            "url": ["u"] * 4,
            "measure": ["disclosure_total", "disclosure_total", "disclosure_channel", "disclosure_channel"],
            "channel": [None, None, "website", "wechat"],
            "value": [100.0, 9000.0, 60.0, 40.0],
            "expectation": ["required", "forbidden", "required", "required"],
        }
    )
    return Truth(reports, frame, figures, pl.DataFrame(), pl.DataFrame())


def metrics(given: Truth) -> dict[str, tuple[float | None, float | None, float | None]]:
    population = pl.DataFrame({"agency_id": ["a"], "population": [50_000.0]})
    rows = metric_values(given, population).select("metric", "numerator", "denominator", "value")
    return {name: (one, other, value) for name, one, other, value in rows.iter_rows()}


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        ("requests_received", (30, None, 30)),
        ("disclosure_rate", (10, 20, 0.5)),
        ("refusal_rate", (5, 20, 0.25)),  # the row no form has belongs to the group
        ("closure_rate", (20, 32, 0.625)),
        ("natural_person_share", (24, 30, 0.8)),
        ("review_correction_rate", (1, 2, 0.5)),  # pending cases are not decided
        ("review_per_100", (3, 20, 15)),
        ("disclosure_volume", (100, None, 100)),  # the forbidden total is no volume
        ("channel_share_website", (60, 100, 0.6)),
        ("requests_per_10k", (30, 50_000, 6)),
    ],
)
def test_worked_out_on_paper(metric: str, expected: tuple[float | None, ...]) -> None:
    assert metrics(truth(dict(CELLS)))[metric] == expected


def test_an_empty_denominator_gives_no_rate() -> None:
    assert metrics(truth(CELLS | {"t3.processed_total.total": 0.0}))["disclosure_rate"] == (10, 0, None)


def test_a_cell_without_a_number_or_a_refused_table_gives_no_metric() -> None:
    assert metrics(truth(CELLS | {"t3.granted.total": None}))["granted_rate"] == (None, 20, None)
    assert "granted_rate" not in metrics(truth(dict(CELLS), ["t3"]))
