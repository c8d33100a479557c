"""The data dictionary is made from the columns' descriptions and the warehouse itself."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipeline.errors import WarehouseError
from pipeline.publish.dictionary import dictionary

HEADER = "name,unit,zh,description_en,description_zh\n"


@pytest.fixture
def small() -> duckdb.DuckDBPyConnection:
    con = duckdb.connect()
    con.execute("create schema marts; create schema staging; create table staging.inner_table (x integer)")
    con.execute("create table marts.coverage (agency_id varchar, days_late integer)")
    con.execute("comment on table marts.coverage is 'One row per agency | year. 公布情况：每行一个机关。'")
    con.execute("create macro marts.late(days) as days > 0")
    return con


def _columns(folder: Path, *lines: str) -> Path:
    (folder / "columns.csv").write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_tables_and_columns(small, tmp_path):
    folder = _columns(
        tmp_path,
        "agency_id,,机关编号,Stable id.,稳定编号。",
        "days_late,days,迟报天数,Days past the due date.,超过期限的天数。",
    )
    text = dictionary(small, folder)

    assert "### marts.coverage\n\nOne row per agency | year. 公布情况：每行一个机关。\n" in text
    assert "| `days_late` | INTEGER | days | 迟报天数 | Days past the due date. | 超过期限的天数。 |" in text
    assert text.index("`agency_id`") < text.index("`days_late`")  # in the table's own order
    assert "- `marts.late(days)`" in text
    assert "inner_table" not in text


def test_an_undescribed_column_is_an_error(small, tmp_path):
    folder = _columns(tmp_path, "agency_id,,机关编号,Stable id.,稳定编号。")
    with pytest.raises(WarehouseError, match=r"columns\.csv does not describe days_late; add a line"):
        dictionary(small, folder)


def test_metrics_come_first(small, tmp_path):
    small.execute(
        "create table marts.dim_metric as select 'closure_rate' as metric, 1 as metric_order,"
        "'办结率' as label_zh, 'share' as unit, 'a / b' as formula, 'Closed.' as description_en"
    )
    names = [
        "agency_id",
        "days_late",
        "metric",
        "metric_order",
        "label_zh",
        "unit",
        "formula",
        "description_en",
    ]
    text = dictionary(small, _columns(tmp_path, *(f"{name},,{name},x,x" for name in names)))
    assert "| `closure_rate` | 办结率 | share | a / b | Closed. |" in text
    assert text.index("## 指标 Metrics") < text.index("## marts")
