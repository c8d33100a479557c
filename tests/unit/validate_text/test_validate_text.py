"""Text against tables: what is reported, and what is not."""

from dataclasses import replace

import pytest
from tiny_checks import REPORT, cells, narrative, rules

from pipeline.records import Finding
from pipeline.validate import text

TABLE = {
    "t3__new_received__total": 859,
    "t3__carried_in__total": 18,
    "t3__granted__total": 272,
    "t3__partial__total": 3,
    "t3__refused__state_secret__total": 14,
    "t3__refused__process_info__total": 21,
    "t3__unable__not_held__total": 300,
    "t3__unable__needs_creation__total": 37,
    "t3__not_processed__repeat__total": 158,
    "t3__other__total": 0,
    "t3__processed_total__total": 805,
    "t3__carried_out__total": 72,
    "t4__review__total": 7,
    "t4__litigation_direct__total": 9,
    "t4__litigation_after_review__total": 2,
    "t2__art20_1__normative_doc__issued": 4,
}


def check(prose: str) -> tuple[Finding, ...]:
    return text.check(REPORT, narrative(prose), cells(**TABLE))


@pytest.mark.parametrize(
    "prose",
    [
        "收到政府信息公开申请859件。",
        "受理政府信息公开申请877件。",  # with those carried in
        "受理政府信息公开申请805件。",  # those processed
        "收到政府信息公开申请850余件。",
        "收到政府信息公开申请近900件。",
        "收到申请859件，上年结转18件，办结805件，结转下年度72件。信息公开工作有序。",
        "收到申请859件，予以公开272件，部分公开3件，不予公开35件，无法提供337件，不予处理158件，其他处理0件。",
        "收到申请859件，予以公开及部分公开275件，占34.2%；不予公开35件，占4.3%；无法提供337件，占41.8%。",
        "行政复议7件，行政诉讼9件。",
        "行政复议7件，行政诉讼11件。",
        "制发规范性文件4件。",
        "主动公开政府信息1200条。",
    ],
)
def test_agreement_is_silent(prose: str) -> None:
    assert check(prose) == ()


@pytest.mark.parametrize(
    ("prose", "rule", "left", "right", "code"),
    [
        ("收到政府信息公开申请17件。", "TEXT_T3_NEW", 17, 859, "t3.new_received.total"),
        ("未收到政府信息公开申请。", "TEXT_T3_NEW", 0, 859, "t3.new_received.total"),
        ("收到申请859件，上年结转8件。公开。", "TEXT_T3_GROUP", 8, 18, "t3.carried_in.total"),
        ("收到申请859件，办结700件。信息公开。", "TEXT_T3_GROUP", 700, 805, "t3.processed_total.total"),
        ("收到申请859件，不予公开36件。", "TEXT_T3_GROUP", 36, 35, "t3.refused.state_secret.total"),
        ("收到申请859件，予以公开及部分公开258件。", "TEXT_T3_GROUP", 258, 275, "t3.granted.total"),
        (
            "收到申请859件，不予公开35件，占14%。",
            "TEXT_T3_GROUP",
            14,
            4.3478,
            "t3.refused.state_secret.total",
        ),
        ("行政复议6件。", "TEXT_T4", 6, 7, "t4.review.total"),
        ("未发生行政诉讼。", "TEXT_T4", 0, 11, "t4.litigation_direct.total"),
        ("制发规范性文件6件。", "TEXT_DOCS", 6, 4, "t2.art20_1.normative_doc.issued"),
    ],
)
def test_disagreement_says_both_sides(prose: str, rule: str, left: float, right: float, code: str) -> None:
    (finding,) = check(prose)
    assert (finding.rule, finding.severity, finding.fault) == (rule, "warn", "agency")
    assert (finding.left, finding.right) == (left, right)
    assert finding.delta == pytest.approx(left - right, abs=1e-3)
    assert finding.cell_codes[0] == code
    assert code in finding.message
    assert prose[:4] in finding.message or f"{left:g}" in finding.message


def test_refused_tables_are_not_compared() -> None:
    assert text.check(REPORT, narrative("收到政府信息公开申请17件，行政复议9件。"), ()) == ()


def test_blank_cells_count_as_they_were_filled() -> None:
    blank = tuple(one._replace(value=None, filled=0.0) for one in cells(t3__new_received__total=0))
    assert rules(text.check(REPORT, narrative("收到政府信息公开申请3件。"), blank)) == ["TEXT_T3_NEW"]
    empty = tuple(one._replace(value=None) for one in cells(t3__new_received__total=0))
    assert text.check(REPORT, narrative("收到政府信息公开申请3件。"), empty) == ()


def test_another_scope_is_not_compared() -> None:
    prose = "全市各级行政机关共收到政府信息公开申请3000件。"
    assert check(prose) == ()
    city = replace(REPORT, is_aggregate=True)
    assert rules(text.check(city, narrative(prose), cells(**TABLE))) == ["TEXT_T3_NEW"]


def test_unknown_rows_take_part() -> None:
    table = TABLE | {"t3__refused__unmapped_1__total": 5}
    assert text.check(REPORT, narrative("收到申请859件，不予公开40件。"), cells(**table)) == ()
