"""The rules of a form on one report: whose mistake a broken sum is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.forms import cells, load_forms
from pipeline.records import Document, Observation, PartStatus, Report
from pipeline.validate import rules

DOCUMENT = Document("0", "html", "")
REPORT = Report("0", None, None, 2022, None, 2022, None, None, None, None, False, False, False, True)
PARTS = tuple(PartStatus(part, "f2021", "read") for part in ("t2", "t3", "t4"))


def observations(**changed: float | None) -> tuple[Observation, ...]:
    """All cells of f2021 as zeros, but for those given (their dots written as double underscores)."""
    given = {code.replace("__", "."): value for code, value in changed.items()}
    codes = [cell.cell_code for cell in cells(load_forms()) if cell.form_id == "f2021"]
    return tuple(observation(code, given.get(code, 0.0)) for code in codes)


def observation(code: str, value: float | None) -> Observation:
    semantic = "blank" if value is None else "number" if value else "zero"
    return Observation("0", code, "", value, semantic, None, value, None, "t1/r1/c1")


def check(found: tuple[Observation, ...], clean: frozenset[str]) -> list[tuple[str, str, str]]:
    findings, _ = rules.check(DOCUMENT, REPORT, PARTS, found, load_forms(), clean)
    return [(finding.rule, finding.severity, finding.fault) for finding in findings]


CLEAN = frozenset({"t2", "t3", "t4"})


def test_zeros_keep_every_rule_and_are_counted() -> None:
    findings, checks = rules.check(DOCUMENT, REPORT, PARTS, observations(), load_forms(), CLEAN)
    assert findings == ()
    counts = {one.rule: (one.held, one.broken, one.not_assessable) for one in checks}
    assert counts["T3_ROW_SUM"] == (25, 0, 0)
    assert counts["T3_COL_SUM"] == counts["T3_BALANCE"] == (7, 0, 0)
    assert counts["T4_SUM"] == (3, 0, 0)


def test_a_wrong_total_of_a_clean_table_is_the_agencys() -> None:
    findings, _ = rules.check(
        DOCUMENT, REPORT, PARTS, observations(t4__review__upheld=10.0), load_forms(), CLEAN
    )
    (finding,) = findings
    assert (finding.rule, finding.severity, finding.fault) == ("T4_SUM", "error", "agency")
    assert (finding.left, finding.right, finding.delta) == (0, 10, -10)
    assert finding.cell_codes[0] == "t4.review.total"
    assert len(finding.source_cells) == 5


def test_blank_totals_count_as_the_sums_of_their_rows() -> None:
    changed = {f"t3__{row}__total": None for row in ("granted", "partial")}
    changed |= {"t3__granted__natural_person": 3.0, "t3__processed_total__natural_person": 5.0}
    found = tuple(
        one._replace(filled=None) if one.value is None else one
        for one in observations(**changed, t3__processed_total__total=5.0, t3__new_received__natural_person=5.0,
                                t3__new_received__total=5.0)
    )  # fmt: skip
    findings, _ = rules.check(DOCUMENT, REPORT, PARTS, found, load_forms(), CLEAN)
    sums = {finding.scope_key: (finding.left, finding.right) for finding in findings}
    assert sums == {
        "natural_person:t3.processed_total.natural_person": (5, 3),
        "total:t3.processed_total.total": (5, 3),
    }


def test_the_same_in_a_doubtful_table_is_ours() -> None:
    found = check(observations(t4__review__upheld=10.0), frozenset())
    assert found == [("T4_SUM", "error", "extraction"), ("T4_DOUBTFUL", "error", "extraction")]


@pytest.mark.parametrize(
    ("row", "severity"), [("new_received", "error"), ("carried_out", "error"), ("granted", "warn")]
)
def test_a_row_sum_weighs_more_in_the_rows_that_balance(row: str, severity: str) -> None:
    found = check(observations(**{f"t3__{row}__org_other": 1.0}), CLEAN)
    assert ("T3_ROW_SUM", severity, "agency") in found


def test_a_row_one_column_too_far_is_named() -> None:
    right = {
        f"t3__{row}__{column}": 4.0
        for row in ("granted", "processed_total")
        for column in ("natural_person", "total")
    }
    shifted = {"t3__new_received__natural_person": 0.0, "t3__new_received__org_business": 4.0}
    found = check(observations(**right, **shifted, t3__new_received__total=4.0), CLEAN)
    assert {rule for rule, _, _ in found} == {"T3_BALANCE"}  # moved left, its total would move too
    last = {f"t3__{row}__org_other": 4.0 for row in ("granted", "processed_total")}
    last |= {f"t3__{row}__total": 4.0 for row in ("granted", "processed_total")}
    early = {"t3__new_received__org_legal_service": 4.0, "t3__new_received__org_other": 4.0}
    assert ("T3_SHIFTED", "error", "unknown") in check(observations(**last, **early), CLEAN)


def test_blank_totals_say_nothing_and_words_are_not_counted() -> None:
    found = observations(t4__review__upheld=10.0, t4__review__total=None)
    assert check(found, CLEAN) == []
    words = tuple(
        one._replace(semantic="text", value=None) if one.cell_code == "t4.review.total" else one
        for one in observations(t4__review__upheld=10.0)
    )
    assert check(words, CLEAN) == []


@pytest.mark.parametrize(
    ("code", "value", "rule"),
    [
        ("t2__art20_5__licensing__decisions", -1.0, "NEG_VALUE"),
        ("t2__art20_1__regulation__issued", 0.5, "NON_INTEGER"),
        ("t2__art20_8__admin_fee__amount", 0.5, None),
    ],
)
def test_single_cells(code: str, value: float, rule: str | None) -> None:
    assert [one[0] for one in check(observations(**{code: value}), CLEAN)] == ([rule] if rule else [])


def test_a_form_of_other_years_is_told_once_a_part() -> None:
    late = replace(REPORT, report_year=2020)
    findings, _ = rules.check(DOCUMENT, late, PARTS, observations(), load_forms(), CLEAN)
    assert [(finding.rule, finding.part) for finding in findings] == [
        ("FORM_MISMATCH", "t2"),
        ("FORM_MISMATCH", "t3"),
    ]
