from __future__ import annotations

from collections import Counter

from pipeline.sample.city import City
from pipeline.sample.content import Content
from pipeline.sample.fault_truth import portal_faults, report_faults
from pipeline.sample.faults import KINDS
from pipeline.sample.truth import is_readable

RULES = {
    "T3_ROW_SUM",
    "T3_COL_SUM",
    "T3_BALANCE",
    "T4_SUM",
    "T3_CARRY",
    "YEAR_TITLE_PERIOD",
    "TEXT_CHANNEL_SUM",
    "TEXT_T3_NEW",
    "TEXT_T3_GROUP",
    "NEG_VALUE",
    "MISSING_TABLE",
    "IMAGE_TABLE",
    "FORM_UNKNOWN_ROW",
    "FORM_MISMATCH",
    "LATE",
    "DUP_DOC",
}


def test_every_kind_is_injected(city: City) -> None:
    counts = Counter(report.fault for report in city.reports)
    for kind in KINDS:
        assert counts[kind.name] >= max(1, kind.count - 1), kind.name
    assert counts[None] > 500


def test_each_fault_deserves_what_it_says(city: City, contents: list[Content]) -> None:
    found = [
        row for c in contents if c.report.fault != "block_page" for row in report_faults(city, c.report, c)
    ]
    assert {row.rule for row in found if row.rule} == RULES
    for row in found:
        if row.left is not None:
            assert row.left != row.right, row
    refused = {row.kind for row in found if row.rule is None}
    assert refused == {"runon", "deduplicated"}


def test_portal_faults_name_missing_reports_and_pages_that_are_none(city: City) -> None:
    rows = list(portal_faults(city))
    missing = [row for row in rows if row.rule == "MISSING_REPORT"]
    assert {(row.agency_id, row.report_year) for row in missing} == {
        (m.agency.agency_id, m.year) for m in city.missing
    }
    published = {(report.agency.agency_id, report.year) for report in city.reports}
    assert not published & {(row.agency_id, row.report_year) for row in missing}
    assert sum(row.rule == "NOT_A_REPORT" for row in rows) == 2


def test_text_faults_contradict_the_table_beyond_doubt(contents: list[Content]) -> None:
    seen = Counter[str]()
    for content in contents:
        values = {cell.code: cell.value for cell in content.cells}
        said = {
            figure.measure: figure.value
            for figure in content.prose.stated
            if figure.expectation == "required"
        }
        if content.report.fault == "text_requests":
            new, carried = values["t3.new_received.total"], values["t3.carried_in.total"]
            assert said["requests_received"] not in (
                new,
                (new or 0) + (carried or 0),
                values["t3.processed_total.total"],
            )
            seen["requests"] += 1
        elif content.report.fault == "text_parts":
            parts = [f.value for f in content.prose.stated if f.measure == "disclosure_channel"]
            assert len(parts) >= 2
            assert said["disclosure_total"] > sum(parts)
            seen["parts"] += 1
        elif content.report.fault == "text_outcomes":
            prose = "".join(content.prose.sections["general"][1])
            assert f"予以公开{values['t3.granted.total']:g}件" not in prose
            assert "予以公开" in prose
            seen["outcomes"] += 1
    assert min(seen.values()) >= 3
    assert len(seen) == 3


def test_titles_of_another_year_name_the_year_before(city: City) -> None:
    wrong = [report for report in city.reports if report.fault == "title_year"]
    assert wrong
    for report in wrong:
        assert report.title_year == report.year - 1
        assert str(report.year - 1) in report.title
        assert str(report.year) not in report.title
    for report in city.reports:
        if report.fault != "title_year" and report.title_year is not None:
            assert report.title_year == report.year


def test_unreadable_reports_have_no_cells(contents: list[Content]) -> None:
    for content in contents:
        if content.report.style.structure in ("pictures", "runon", "deduplicated"):
            assert not content.cells
            assert not is_readable(content.report)
        if content.report.fault == "missing_table":
            assert {cell.code[:2] for cell in content.cells} == {"t2", "t3"}
        if content.report.fault == "unknown_row":
            assert "t3.refused.unmapped_1.total" in {cell.code for cell in content.cells}
