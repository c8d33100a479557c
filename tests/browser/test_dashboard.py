"""The dashboard in a browser: pages, filters against SQL, shared addresses, downloads, hostile texts."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboard.launch import WITHOUT_CHARTS

PAGES = ("", "agency", "comparison", "outcomes", "remedies", "timeliness", "diff", "quality", "methods")
CHART = '[data-testid="stVegaLiteChart"] :is(canvas, svg)'
TITLES = {
    "": ("概览", "Overview"),
    "agency": ("机关画像", "Agency profile"),
    "comparison": ("横向比较", "Comparison"),
    "outcomes": ("申请办理", "Request outcomes"),
    "remedies": ("复议诉讼", "Remedies"),
    "timeliness": ("公布及时性", "Timeliness"),
    "diff": ("报告对照", "Report diff"),
    "quality": ("数据质量", "Quality"),
    "methods": ("方法说明", "Methods"),
}


def ask(data_dir: Path, sql: str) -> Any:
    path = data_dir / "published" / "current" / "warehouse.duckdb"
    with duckdb.connect(str(path), read_only=True) as con:
        return con.execute(sql).fetchall()


@pytest.mark.parametrize("name", PAGES)
def test_every_page_loads_in_both_languages_without_a_complaint(visit: Any, name: str) -> None:
    for language, title in zip(("zh", "en"), TITLES[name], strict=True):
        page = visit.open(f"{name}?lang={language}")
        assert page.get_by_role("heading", name=title, exact=True).is_visible()
        assert page.locator('[data-testid="stException"], [role=alert].gk-error').count() == 0
        if name not in WITHOUT_CHARTS:
            page.locator(CHART).first.wait_for(timeout=30_000)
        visit.keep(f"{name or 'overview'}-{language}")
    assert visit.problems == []
    assert visit.outside == []


def test_a_filter_changes_the_numbers_to_those_of_sql(visit: Any, data_dir: Path) -> None:
    sql = """
        select sum(value) from marts.metric_values
        where metric = 'requests_received' and report_scope = 'government_aggregate' and report_year = 2020
    """
    visit.open("?year=2021")
    before = visit.tile("收到申请")
    visit.choose("口径", "政府汇总")
    visit.choose("报告年度", "2020")
    assert visit.tile("收到申请") == f"{ask(data_dir, sql)[0][0]:,.0f}" != before
    assert "scope=government_aggregate" in visit.page.url
    assert "year=2020" in visit.page.url


def test_a_shared_address_restores_the_view(visit: Any, data_dir: Path) -> None:
    name, agency = ask(
        data_dir, "select canonical_name, agency_id from marts.dim_report where report_year = 2020"
    )[0]
    sql = f"""
        select coalesce(sum(requests_received), 0) from marts.request_funnel
        where applicant_code = 'total' and report_year = 2020 and agency_id = '{agency}'
    """
    scope = ask(data_dir, f"select report_scope from marts.dim_report where agency_id = '{agency}'")[0][0]
    visit.open(f"outcomes?scope={scope}&agency={agency}&year=2020&lang=en")
    assert visit.tile("New requests") == f"{ask(data_dir, sql)[0][0]:,.0f}"
    chosen = visit.page.locator('[data-testid="stSelectbox"]').filter(has_text="Agency")
    assert name in (chosen.inner_text() + chosen.locator("input").input_value())
    assert "lang=en" in visit.page.url


def test_from_the_overview_over_a_question_to_the_very_cell(visit: Any, data_dir: Path) -> None:
    page = visit.open("?year=2021")
    page.get_by_text("2021 年谁的不予公开率最高，这样说公平吗？").click()
    page.get_by_role("heading", name="数字的出处").wait_for(timeout=60_000)
    visit.settle()
    assert "metric=refusal_rate" in page.url
    sql = """
        select canonical_name, numerator, denominator, document_sha256 from marts.agency_comparison
        join marts.dim_report using (report_id, canonical_name, report_year)
        where metric = 'refusal_rate' and report_year = 2021 and peer_rank is not null
        qualify dense_rank() over (order by peer_count desc) = 1
        order by value desc, agency_comparison.agency_id limit 1
    """
    name, numerator, denominator, sha256 = ask(data_dir, sql)[0]
    text = visit.text()
    assert f"{name}的数值最高" in text
    assert f"{numerator:,.0f} / {denominator:,.0f}" in text
    assert sha256 in text
    printed = [int(cell) for cell in page.locator(".gk-grid td.named").all_inner_texts() if cell]
    assert sum(printed) == numerator + denominator
    with page.expect_download() as coming:
        page.get_by_text(f"下载存档文件 {sha256[:12]}").click()
    assert hashlib.sha256(Path(coming.value.path()).read_bytes()).hexdigest() == sha256
    shared = page.url + "&number=" + ask(data_dir, "select report_id from marts.dim_report limit 1")[0][0]
    page.goto(shared)  # a number of another view is not there: the first one is shown
    page.get_by_text(sha256).first.wait_for(timeout=60_000)
    assert visit.problems == []
    assert visit.outside == []


def test_the_language_outlives_a_change_of_page(visit: Any) -> None:
    page = visit.open("")
    page.get_by_text("English", exact=True).click()
    visit.settle()
    page.get_by_role("link", name="Timeliness").click()
    page.get_by_role("heading", name="Timeliness", exact=True).wait_for()
    visit.settle()
    assert "lang=en" in page.url


def test_a_download_opens_and_runs_no_formula(visit: Any, data_dir: Path, tmp_path: Path) -> None:
    page = visit.open("quality")
    with page.expect_download() as coming:
        page.get_by_text("下载 CSV").first.click()
    saved = tmp_path / "findings.csv"
    coming.value.save_as(saved)
    content = saved.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert len(rows) == 1 + ask(data_dir, "select least(500, count(*)) from marts.findings")[0][0]
    texts = [cell for row in rows[1:] for cell in row]
    assert any(cell.startswith("'=cmd()") for cell in texts)
    assert "finding_id" in rows[0]
    assert not any(cell.startswith("=") for cell in texts)


def test_hostile_texts_stay_text(visit: Any, data_dir: Path) -> None:
    finding, agency = ask(
        data_dir,
        """
        select finding_id, agency_id from marts.findings
        where starts_with(message, '=cmd()') and agency_id is not null order by 1
        """,
    )[0]
    assert "=cmd()" in visit.open(f"quality?finding={finding}").content()
    assert "<script>window.hacked = 1</script>" in visit.text()
    owner, sha256 = ask(
        data_dir,
        """
        select reports.agency_id, texts.document_sha256 from marts.document_text as texts
        join marts.dim_report as reports on texts.document_sha256 = reports.document_sha256
        where contains(texts.prose, 'onerror') order by 1 limit 1
        """,
    )[0]
    visit.open(f"agency?agency={agency}")
    visit.open(f"diff?agency={owner}&right={sha256[:12]}")
    assert '<img src=x onerror="window.hacked = 1">' in visit.text()
    assert visit.page.evaluate("window.hacked") is None
    assert visit.outside == []
    assert visit.problems == []


def test_an_address_that_asks_for_nonsense_shows_the_usual_view(visit: Any) -> None:
    visit.open("?scope=<script>&year=99999&region=%27%20or%201=1&lang=xx")
    tiles = visit.page.locator('[data-testid="stMetric"]')
    tiles.nth(5).wait_for(timeout=30_000)
    assert tiles.count() == 6
    assert visit.problems == []


def test_the_page_knows_its_server_and_asks_ahead_for_what_a_chart_needs(visit: Any) -> None:
    page = visit.open("timeliness")
    page.wait_for_selector(CHART, timeout=60_000)
    asked = page.evaluate("performance.getEntriesByType('resource').map((one) => [one.name, one.startTime])")
    first = {name.rpartition("/")[2].partition(".")[0]: at for name, at in reversed(asked)}
    assert first["embed"] < first["MaterialSymbols-Rounded"] < first["DataFrame"]
    assert all("/timeliness/" not in name for name, _ in asked)
    assert page.locator(".st-key-chart-library").is_hidden()


def test_a_chart_is_drawn_on_each_page(visit: Any) -> None:
    for name in PAGES:
        if name in WITHOUT_CHARTS:
            continue
        visit.page.goto(f"{visit.server}/{name}?year=2020")
        visit.page.wait_for_selector(CHART, timeout=60_000)
    assert visit.problems == []
