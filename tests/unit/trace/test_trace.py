"""The way of one report, and who is meant by a name."""

from __future__ import annotations

import io
from hashlib import md5
from pathlib import Path

import pytest
from rich.console import Console

from pipeline.errors import QueryError
from pipeline.trace import Trace, TracedMetric, find_agency, trace
from pipeline.trace.render import print_trace


def _printed(found: Trace) -> str:
    console = Console(file=io.StringIO(), width=200)
    print_trace(found, console)
    return console.file.getvalue()  # type: ignore[attr-defined]


def test_the_way_of_one_report(reader):
    found = trace(reader, "ag-shuiwu", 2019, locate=lambda sha256: Path("objects") / sha256)

    assert (found.agency.agency_id, found.agency.name) == ("ag-shuiwu", "示例市水务局")
    (report,) = found.reports
    sha256 = md5(b"ag-shuiwu1", usedforsecurity=False).hexdigest()
    assert (report.report_id, report.scope, report.status) == ("ag-shuiwu-2019", "organ", "read")
    assert report.url == "http://sample.invalid/ag-shuiwu/t2019.html"
    assert (report.sha256, report.archive_path) == (sha256, Path("objects") / sha256)
    assert report.forms == {"t2": "f2021", "t3": "f2021", "t4": "f2021", "s": None}
    assert [(cell.source_cell, cell.cell_code) for cell in report.cells] == [
        ("t1/r9/c3", "t2.art20_6.penalty.change"),
        ("t2/r2/c10", "t3.new_received.total"),
        ("t2/r4/c4", "t3.granted.natural_person"),
        ("t2/r4/c10", "t3.granted.total"),
    ]
    blank = report.cells[2]
    assert (blank.value_raw, blank.value, blank.filled, blank.semantic) == ("", None, None, "blank")
    assert report.cells[1].label_zh == "一、本年新收政府信息公开申请数量 · 总计"
    assert [(finding.rule, finding.source_cells) for finding in report.findings] == [
        ("T3_ROW_SUM", ("t2/r4/c10",))
    ]
    assert report.metrics == (TracedMetric("granted_rate", 8.0, 10.0, 0.8),)


def test_the_cells_behind_a_metric(reader):
    found = trace(reader, "示例市水务局", 2019, metric="granted_rate")

    (row,) = [dict(zip(found.lineage_columns, row, strict=True)) for row in found.lineage]
    assert (row["source"], row["value_raw"], row["place"]) == ("t3.granted.total", "8", "t2/r4/c10")
    told = _printed(found).partition("cells behind granted_rate")[2]
    assert "（一）予以公开 · 总计" in told  # the printed label stands beside the code
    assert "weight" not in told  # it is one in every row


@pytest.mark.parametrize(
    ("cell", "count"), [("t3.granted.total", 1), ("t3.granted", 2), ("t3", 3), (None, 4)]
)
def test_one_cell_or_a_group_of_cells(reader, cell, count):
    (report,) = trace(reader, "ag-shuiwu", 2019, cell=cell).reports
    assert len(report.cells) == count


@pytest.mark.parametrize(
    ("wanted", "year", "agency_id"),
    [
        ("ag-caizheng", 2018, "ag-caizheng"),
        ("示例市财政局", 2018, "ag-caizheng"),
        (" 示例市 财政局 ", 2018, "ag-caizheng"),
        ("财政", 2018, "ag-caizheng"),
        ("示例市农牧局", 2020, "ag-nongye"),
        ("农牧", 2020, "ag-nongye"),
        ("综合局", 2019, "ag-shuiwu"),  # two agencies had that name; only one reports on 2019
    ],
)
def test_who_is_meant(reader, wanted, year, agency_id):
    assert find_agency(reader, wanted, year).agency_id == agency_id


@pytest.mark.parametrize(
    ("wanted", "line"),
    [
        ("水务局", r"水务局 may be 示例县水务局 \(ag-xian\), 示例市水务局 \(ag-shuiwu\); give the id"),
        ("综合局", r"综合局 may be 示例市水务局 \(ag-shuiwu\), 示例市财政局 \(ag-caizheng\)"),
        ("海关", r"no agency is called 海关; see `gongkai query"),
        ("ag", r"no agency is called ag"),  # ids are not searched by parts
        ("%", r"no agency is called %"),
        ("  ", r"say which agency"),
    ],
)
def test_nobody_or_several_are_an_error(reader, wanted, line):
    with pytest.raises(QueryError, match=line):
        find_agency(reader, wanted, 2018)


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        ({"year": 2019}, r"示例市财政局 has no report on 2019; there are reports on 2018, 2020"),
        ({"year": 2018, "metric": "nothing"}, r"has no metric nothing; known are granted_rate"),
        ({"year": 2018, "cell": "t4"}, r"has no cell t4; leave --cell away"),
    ],
)
def test_what_there_is_not(reader, asked, line):
    with pytest.raises(QueryError, match=line):
        trace(reader, "ag-caizheng", **asked)
    with pytest.raises(QueryError, match="there is none on any year"):
        trace(reader, "ag-xian", 2018)


def test_a_printed_trace_shows_everything_as_text(reader):
    printed = _printed(trace(reader, "ag-shuiwu", 2019))
    for text in (
        "示例市水务局 2019",
        "http://sample.invalid/ag-shuiwu/t2019.html",
        "t2=f2021",
        "t1/r9/c3",
        "+461",
    ):
        assert text in printed
    assert "<script>alert(1)</script>" in printed
    assert "no findings" in _printed(trace(reader, "ag-caizheng", 2018))
