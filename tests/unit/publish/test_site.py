"""The static page: whole in one file, nothing from outside, hostile text harmless."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest

from pipeline.publish import publish, site

HOSTILE = "</script><script>alert(1)</script>"


def _publish(con, folder: Path, clock) -> Path:
    return publish(con, folder, run_id="run-1", keep=3, now=clock, exports=(site.export,)).path


def _page(folder: Path) -> str:
    return (folder / "site" / "index.html").read_text("utf-8")


def _charts(page: str) -> dict[str, dict]:
    found = re.search(r'<script type="application/json" id="charts">(.*?)</script>', page, re.S)
    assert found
    return json.loads(found[1])


def _values(spec: dict) -> list[dict]:
    return spec["datasets"][spec["data"]["name"]]


@pytest.fixture(autouse=True)
def _extra() -> None:
    pytest.importorskip("altair", reason="the extra `dashboard` is not installed")
    pytest.importorskip("vl_convert", reason="the extra `dashboard` is not installed")


def test_the_page_is_one_file_of_at_most_two_megabytes(release):
    page = _page(release)

    assert len(page.encode()) < 2_000_000
    assert page.count("window.vegaEmbed") == 1  # the library once
    assert not re.findall(r'(?:src|href)\s*=\s*"', page.split("<script>")[0])
    assert "default-src 'none'" in page  # and the browser holds it to that


def test_the_latest_errors_are_told_in_sentences(release):
    page = _page(release)

    assert "<h2>最新的错误级发现</h2>" in page
    row = re.search(r"<tr><td>示例市水务局</td><td>\d+</td><td>表三行合计不符</td><td>(.*?)</td></tr>", page)
    assert row
    assert row[1] == "表三“三、本年度办理结果/（一）予以公开”（总计）印为 8，各分项之和为 7，相差 1"


def test_every_chart_has_its_place_and_its_data(release):
    page = _page(release)

    charts = _charts(page)
    assert list(charts) == ["requests", "outcomes", "ranking", "coverage", "findings"]
    for name, spec in charts.items():
        assert f'id="{name}"' in page
        assert spec["width"] == "container"
    requests = _values(charts["requests"])
    assert [(row["report_year"], row["requests_received"]) for row in requests] == [
        (2018, 72.0),
        (2019, 48.0),
        (2020, 72.0),
    ]
    assert [row["agency"] for row in _values(charts["ranking"])] == ["示例市水务局", "示例市财政局"]
    assert "未列入：同类机关不足 5 个：1 个" in page  # what is suppressed is said in words


def test_bars_start_at_zero_and_no_chart_has_two_axes(release):
    text = json.dumps(_charts(_page(release)))
    assert '"zero": false' not in text
    assert '"resolve"' not in text


def test_tiles_show_sums_over_sums_and_the_change(release):
    page = _page(release)
    tiles = re.sub(r"<[^>]+>", " ", page.split('<div class="tiles">')[1].split("</div>\n")[0]).split()
    assert tiles[:4] == ["2020", "年报告（份）", "3", "比上一年"]
    assert "75.0%" in tiles


def test_hostile_text_is_text(work, published_dir, clock):
    _publish(work, published_dir, clock)
    work.execute("update marts.dim_agency set canonical_name = ? where agency_id = 'ag-shuiwu'", [HOSTILE])
    work.execute("update marts.agency_comparison set canonical_name = ?", [HOSTILE])
    work.execute(
        "update marts.fct_observation set value_raw = ? where report_id = 'ag-shuiwu-2019'", [HOSTILE]
    )
    page = _page(_publish(work, published_dir, clock))

    assert HOSTILE not in page
    assert "&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in page  # in the change list
    assert HOSTILE in {row["agency"] for row in _values(_charts(page)["ranking"])}


def test_without_the_extra_the_release_says_so(work, published_dir, clock, monkeypatch):
    monkeypatch.setitem(sys.modules, "vl_convert", None)
    folder = _publish(work, published_dir, clock)
    assert not (folder / "site").exists()
    assert "site: Altair is not installed; install gongkai" in (folder / "RELEASE.md").read_text("utf-8")


def test_without_its_tables_the_release_says_so(work, published_dir, clock):
    work.execute("drop table marts.metric_values")
    folder = _publish(work, published_dir, clock)
    assert "site: the tables for its charts are not there" in (folder / "RELEASE.md").read_text("utf-8")


def test_many_agencies_are_counted_not_drawn():
    from pipeline.publish import charts

    rows = [
        {"agency": f"示例{n}", "report_year": 2020, "coverage_status": "published", "days_late": None}
        for n in range(charts.MAX_HEAT_ROWS + 1)
    ]
    spec = charts.coverage(rows).to_dict()
    assert _values(spec) == [{"report_year": 2020, "label": "已公布", "count": 81}]
