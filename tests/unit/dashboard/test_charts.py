"""Charts keep the rules: bars from zero, one axis, units in titles, breaks not joined."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from dashboard import measures
from dashboard.charts import bars, coverage, series
from pipeline.publish.theme import OUTCOMES

SHA = "a" * 64


@pytest.fixture
def values() -> pl.DataFrame:
    return measures.explained(
        pl.DataFrame(
            {
                "canonical_name": ["示例市甲局"] * 3,
                "report_year": [2018, 2019, 2020],
                "numerator": [1.0, 4.0, 5.0],
                "denominator": [20.0, 8.0, 20.0],
                "value": [0.05, 0.5, 0.25],
                "ci_low": [0.01, 0.2, 0.1],
                "ci_high": [0.2, 0.8, 0.5],
                "small_n": [False, True, False],
                "unranked_reason": [None, "small denominator", None],
                "segment_no": [0.0, 1.0, 1.0],
                "comparability": ["comparable", "break", "comparable"],
                "reason_zh": ["", "口径不同", ""],
                "reason_en": ["", "another content", ""],
                "group_q1": [0.1, None, 0.2],
                "group_median": [0.2, None, 0.3],
                "group_q3": [0.3, None, 0.4],
                "group_count": [6, None, 7],
                "title": ["报告"] * 3,
                "document_sha256": [SHA] * 3,
            }
        )
    )


def marks(spec: dict[str, Any]) -> list[dict[str, Any]]:
    return list(spec.get("layer", [spec]))


def kind(spec: dict[str, Any]) -> str:
    return str(spec["mark"]["type"] if isinstance(spec["mark"], dict) else spec["mark"])


def test_values_carry_interval_remark_and_source(values: pl.DataFrame) -> None:
    assert values["interval"][0] == "1.0% – 20.0%"
    assert values["remark"].to_list() == ["", "分母小于 10", ""]
    assert values["source"][0] == f"报告 · {SHA[:12]}"
    assert measures.broken_steps(values) == ["2019 年起断开：口径不同。"]


def test_a_count_has_no_denominator_in_its_tooltip(values: pl.DataFrame) -> None:
    counts = values.with_columns(denominator=pl.lit(None, dtype=pl.Float64))
    assert measures.explained(counts)["denominator_text"].to_list() == ["–"] * 3
    assert values["numerator_text"].to_list() == ["1", "4", "5"]


def test_a_history_breaks_its_line_and_draws_forms_and_peers(values: pl.DataFrame) -> None:
    spec = series.history(values, "share", "%", [{"at": 2018.5, "label": "2019 年格式"}]).to_dict()
    kinds = [kind(layer) for layer in marks(spec)]
    assert kinds[0] == "area"  # peers lie behind everything else
    own = next(
        layer for layer in marks(spec) if kind(layer) == "line" and layer["mark"].get("strokeWidth") == 2
    )
    assert own["encoding"]["detail"]["field"] == "segment_no"
    assert "text" in kinds
    tooltip = {tip["field"] for layer in marks(spec) for tip in layer["encoding"].get("tooltip", [])}
    assert {"value", "numerator_text", "denominator_text", "source"} <= tooltip
    assert "resolve" not in spec  # no second axis


def test_bars_start_at_zero_and_say_their_unit(values: pl.DataFrame) -> None:
    spec = bars.agencies(values.head(1), "share", "公开率 (%)").to_dict()
    bar = next(layer for layer in marks(spec) if kind(layer) == "bar")
    assert bar["encoding"]["x"]["scale"] == {"zero": True}
    assert bar["encoding"]["x"]["title"] == "公开率 (%)"


def test_each_outcome_keeps_its_colour() -> None:
    content = pl.DataFrame(
        {"report_year": [2020, 2020], "outcome_group": ["refused", "odd"], "request_count": [1.0, 2.0]}
    )
    spec = bars.shares(
        content, "outcome_group", OUTCOMES, "request_count", {"label:N": "结果"}, "%"
    ).to_dict()
    scale = spec["encoding"]["color"]["scale"]
    assert scale == {"domain": ["不予公开"], "range": [OUTCOMES["refused"][2]]}
    assert spec["encoding"]["y"]["stack"] == "normalize"


def test_weeks_without_reports_keep_their_place() -> None:
    content = pl.DataFrame(
        {
            "week_no": [-2, 1],
            "report_count": [3, 1],
            "late_count": [0, 1],
            "first_on": [None, None],
            "last_on": [None, None],
        }
    )
    assert bars.weeks(content).to_dict()["encoding"]["x"]["scale"]["domain"] == [-2, -1, 0, 1]


def test_the_form_changes_between_two_years() -> None:
    reports = pl.DataFrame({"report_year": [2020, 2018, 2019], "form_id": ["f2019", "f2014_stat", "unknown"]})
    assert measures.form_marks(reports) == [{"at": 2019.5, "label": "2019 年格式"}]


def test_coverage_keeps_the_order_of_agencies() -> None:
    content = pl.DataFrame(
        {
            "canonical_name": ["示例市人民政府", "示例市丙局"],
            "report_year": [2020, 2020],
            "coverage_status": ["published", "missing"],
            "due_date": [None, None],
            "published_on": [None, None],
            "days_late": [None, None],
        }
    )
    spec = coverage.squares(content).to_dict()
    assert spec["encoding"]["y"]["sort"] == ["示例市人民政府", "示例市丙局"]
