from __future__ import annotations

import re
from collections import Counter

from pipeline.sample.content import Content
from pipeline.sample.sentences import FORBIDDEN, REQUIRED

MEASURES = {
    "disclosure_total",
    "disclosure_channel",
    "requests_received",
    "requests_carried_in",
    "requests_closed",
    "requests_carried_out",
    "review_total",
    "litigation_total",
    "normative_docs_issued",
    "normative_docs_repealed",
    "interpretation_items",
    "responses",
    "press_conferences",
    "info_fee_yuan",
    "training_sessions",
    "training_people",
}


def _prose(content: Content) -> str:
    return "\n".join("\n".join(paragraphs) for _, paragraphs in content.prose.sections.values())


def test_every_stated_figure_stands_in_its_sentence(contents: list[Content]) -> None:
    for content in contents:
        prose = _prose(content)
        for figure in content.prose.stated:
            assert figure.sentence in prose
            if figure.expectation != REQUIRED or figure.value == 0:
                continue
            numbers = [float(n.replace(",", "")) for n in re.findall(r"\d[\d,]*(?:\.\d+)?", figure.sentence)]
            assert figure.value in numbers or figure.value in [round(n * 10_000) for n in numbers], figure


def test_all_measures_occur_and_no_others(contents: list[Content]) -> None:
    counts = Counter(f.measure for c in contents for f in c.prose.stated if f.expectation != FORBIDDEN)
    assert set(counts) == MEASURES
    assert min(counts.values()) >= 20


def test_totals_are_the_sum_of_their_parts(contents: list[Content]) -> None:
    checked = 0
    for content in contents:
        stated = content.prose.stated
        total = [f.value for f in stated if f.measure == "disclosure_total" and f.expectation == REQUIRED]
        parts = [f.value for f in stated if f.measure == "disclosure_channel"]
        assert len(total) == 1
        if parts and content.report.fault != "text_parts":
            assert sum(parts) == total[0], content.report.url
            checked += 1
    assert checked > 200


def test_prose_and_tables_agree(contents: list[Content]) -> None:
    pairs = {
        "requests_received": ("t3.new_received.total",),
        "requests_carried_in": ("t3.carried_in.total",),
        "requests_closed": ("t3.processed_total.total",),
        "requests_carried_out": ("t3.carried_out.total",),
        "review_total": ("t4.review.total",),
        "litigation_total": ("t4.litigation_direct.total", "t4.litigation_after_review.total"),
    }
    checked = Counter[str]()
    for content in contents:
        filled = {cell.code: cell.filled for cell in content.cells}
        for figure in content.prose.stated:
            codes = pairs.get(figure.measure or "", ())
            if not codes or codes[0] not in filled or content.report.fault == "text_requests":
                continue
            assert figure.value == sum(filled[code] or 0 for code in codes), (content.report.url, figure)
            checked[figure.measure or ""] += 1
    assert set(checked) == set(pairs)


def test_forbidden_numbers_are_no_true_figures(contents: list[Content]) -> None:
    found = 0
    for content in contents:
        true = {f.value for f in content.prose.stated if f.expectation != FORBIDDEN}
        wrong = [f for f in content.prose.stated if f.expectation == FORBIDDEN]
        assert not true & {f.value for f in wrong}
        found += len(wrong)
    assert found > 100


def test_period_and_agency_stand_in_the_preamble(contents: list[Content]) -> None:
    for content in contents:
        text = "".join(content.prose.preamble).replace(" ", "")
        assert content.report.agency.name in text
        assert f"{content.report.year}年1月1日" in text
