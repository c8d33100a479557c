from __future__ import annotations

from collections import Counter
from itertools import pairwise

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
    "NEAR_DUP_TEXT",
    "T2_STOCK",
    "T2_ITEMS",
    *(f"J{number}" for number in range(1, 8)),
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


def test_broken_sums_of_the_old_table_come_one_at_a_time(city: City, contents: list[Content]) -> None:
    found = {
        c.report.fault: list(report_faults(city, c.report, c))
        for c in contents
        if (c.report.fault or "").startswith("sum_j")
    }
    assert sorted(found) == [f"sum_j{number}" for number in range(1, 8)]
    for name, rows in found.items():
        assert [row.rule for row in rows] == [name.removeprefix("sum_").upper()]
        assert rows[0].severity == "error"


def test_breaks_between_years_tell_both_sides(city: City, contents: list[Content]) -> None:
    rows = {"stock": 0, "items": 0}
    for content in contents:
        if content.report.fault in rows:
            (row,) = report_faults(city, content.report, content)
            assert row.severity == "warn"
            assert row.delta is not None
            assert abs(row.delta) >= 2
            rows[content.report.fault] += 1
    assert min(rows.values()) >= 2


def _text(content: Content) -> str:
    return "".join("".join(paragraphs) for _, paragraphs in content.prose.sections.values())


def _likeness(one: Content, other: Content) -> float:
    """Share of five-letter pieces that two texts have in common."""
    pieces = [{text[i : i + 5] for i in range(len(text) - 4)} for text in map(_text, (one, other))]
    return len(pieces[0] & pieces[1]) / len(pieces[0] | pieces[1])


def test_copied_texts_are_alike_and_no_others(city: City, contents: list[Content]) -> None:
    by_key = {content.report.key: content for content in contents}
    copied = [content for content in contents if content.report.copied_from]
    assert Counter(content.report.fault for content in copied).keys() == {"copied_own", "copied_other"}
    for content in copied:
        source = by_key[content.report.copied_from]
        assert (source.report.agency is content.report.agency) == (content.report.fault == "copied_own")
        assert _likeness(content, source) > 0.7, content.report.url
        (row,) = report_faults(city, content.report, content)
        assert row.note.endswith(source.report.url)
    others = [c for c in contents if c.report.year == 2024 and c not in copied]
    assert max(_likeness(a, b) for a, b in pairwise(others)) < 0.5


def test_the_table_of_the_years_before_2014_has_no_cells(contents: list[Content]) -> None:
    early = [content for content in contents if content.report.fault == "local_table"]
    assert early
    for content in early:
        assert set(content.report.forms) == {"f2007_local"}
        assert content.report.year in (2014, 2015)
        assert not content.cells
        assert content.prose.stated
        assert len(content.tables["s"][0]) > 20
        assert not is_readable(content.report)
