"""Title, period, publication, agency and sections."""

from dataclasses import replace
from datetime import date

import pytest
from tiny_checks import REPORT, SIX_HEADINGS, rules

from pipeline.records import Attachment, Document, Report
from pipeline.validate import years

PAGE = Document("c" * 64, "html", SIX_HEADINGS)


def test_a_sound_report_is_silent() -> None:
    assert years.check(PAGE, REPORT) == ()


@pytest.mark.parametrize(
    ("report", "rule", "severity"),
    [
        (replace(REPORT, title_year=2023), "YEAR_TITLE_PERIOD", "error"),
        (replace(REPORT, metadata_date=date(2024, 1, 20)), "YEAR_PUBLISHED", "warn"),
        (replace(REPORT, metadata_date=date(2027, 1, 20)), "YEAR_PUBLISHED", "warn"),
        (replace(REPORT, title=None), "MISSING_TITLE", "warn"),
        (replace(REPORT, title="示例市人民政府"), "MISSING_TITLE", "warn"),
        (replace(REPORT, report_year=None, title_year=None, period_year=None), "MISSING_YEAR", "warn"),
        (replace(REPORT, issuer="示例市民政局"), "AGENCY_TITLE_ISSUER", "warn"),
        (replace(REPORT, issuer="示例市政府办公室"), "AGENCY_TITLE_ISSUER", "info"),
    ],
)
def test_conflicts(report: Report, rule: str, severity: str) -> None:
    (finding,) = years.check(PAGE, report)
    assert (finding.rule, finding.severity, finding.part) == (rule, severity, "document")


def test_year_conflict_says_both_sides() -> None:
    (finding,) = years.check(PAGE, replace(REPORT, title_year=2023))
    assert (finding.left, finding.right, finding.delta) == (2023, 2024, -1)
    assert "统计期限" in finding.message


@pytest.mark.parametrize("issuer", [None, "示例市水务局", "水务局", "示例市 水务局"])
def test_the_same_agency_is_no_conflict(issuer: str | None) -> None:
    assert years.check(PAGE, replace(REPORT, issuer=issuer)) == ()


def test_signature_of_another_agency() -> None:
    page = replace(PAGE, prose=SIX_HEADINGS + "\n无。\n示例市民政局\n2025年1月20日")
    assert rules(years.check(page, REPORT)) == ["AGENCY_TITLE_ISSUER"]


def test_missing_sections_are_named() -> None:
    page = replace(PAGE, prose=SIX_HEADINGS.replace("五、存在的主要问题及改进情况\n", ""))
    (finding,) = years.check(page, REPORT)
    assert finding.rule == "MISSING_SECTION"
    assert finding.severity == "warn"
    assert "存在的主要问题及改进情况" in finding.message
    assert "总体情况" not in finding.message


def test_reports_of_the_older_forms_have_other_sections() -> None:
    old = replace(REPORT, report_year=2015, title_year=2015, period_year=2015, metadata_date=date(2016, 3, 1))
    assert years.check(replace(PAGE, prose="一、概述\n无。"), old) == ()


def test_what_is_no_report() -> None:
    other = replace(REPORT, is_report=False)
    news = replace(PAGE, prose="今日召开会议。")
    (finding,) = years.check(news, other)
    assert (finding.rule, finding.severity) == ("NOT_A_REPORT", "error")
    linking = replace(news, attachments=(Attachment("a.docx", "年度报告.docx"),))
    (cover,) = years.check(linking, other)
    assert (cover.rule, cover.severity, cover.fault) == ("COVER_PAGE", "info", "unknown")
    assert "年度报告.docx" in cover.message
    blocked = replace(PAGE, prose="网防G01 请求已被拦截")
    assert rules(years.check(blocked, other)) == ["BLOCK_PAGE"]


def test_a_file_without_text_is_left_to_the_parts() -> None:
    scan = Document("c" * 64, "scan", "", picture_count=4)
    assert years.check(scan, replace(REPORT, title=None, report_year=None)) == ()
