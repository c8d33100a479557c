"""Titles taken apart, and names in one spelling."""

import pytest

from pipeline.identify import agency_key, agency_of_title, is_report_title, same_agency, title_year

TITLES = [
    ("示例市水务局2019年政府信息公开工作年度报告", "示例市水务局", 2019),
    ("2019年示例乡政府信息公开工作年度报告", "示例乡", 2019),
    ("2025 年示例市人民政府办公厅政府信息公开工作年度报告", "示例市人民政府办公厅", 2025),
    ("2018年示例市样本区政府信息公开年度报告", "示例市样本区", 2018),
    ("示例市水务局关于2019年政府信息公开工作的年度报告", "示例市水务局", 2019),
    ("关于示例市水务局2019年度政府信息公开年度工作报告", "示例市水务局", 2019),
    ("示例局政府信息公开年度报告（2019年）", "示例局", 2019),
    ("示例市教育局2022年度政府信息公开工作年度报告_示例市人民政府", "示例市教育局", 2022),
    ("示例市公安局政府信息公开工作2019年度报告", "示例市公安局", 2019),
    ("示例县人民政府办公室2021年政府信息公开情况", "示例县人民政府办公室", 2021),
    ("示例市财政局二〇一九年政府信息公开工作年度报告", "示例市财政局", 2019),
    ("【年报】示例市民政局2020年政府信息公开年度报告（更正）", "示例市民政局", 2020),
    ("示例市2019年政府信息公开工作年度报告", "示例市", 2019),
    ("《示例市水务局2024年政府信息公开工作年度报告》", "示例市水务局", 2024),
    ("關於示例市衛生局2016年政府信息公開工作報(bào)告", "示例市衛生局", 2016),
    ("示例市水务局2019年政府信息公开工作年度报告（2020-01-31）", "示例市水务局", 2019),
    ("2025年政府信息公开工作年度报告", None, 2025),
    ("政府信息公开工作年度报告格式模板", None, None),
    ("我局2019年政府信息公开工作年度报告", None, 2019),
]


@pytest.mark.parametrize(("title", "agency", "year"), TITLES)
def test_title(title: str, agency: str | None, year: int | None) -> None:
    assert is_report_title(title)
    assert agency_of_title(title) == agency
    assert title_year(title) == year


@pytest.mark.parametrize(
    "title",
    [
        "关于做好2019年政府信息公开工作年度报告编制工作的通知",
        "示例市召开2019年政府信息公开会议",
        "示例市政府信息公开指南",
        "2019年政府工作报告",
        "示例市人民政府门户网站",
        "示例市2019年政府信息公开年度报告目录",
        "一图读懂政府信息公开条例",
        "",
    ],
)
def test_other_titles_are_no_reports(title: str) -> None:
    assert not is_report_title(title)


def test_year_of_a_listing_title() -> None:
    assert title_year("示例市水务局2019年度政府信息公开工作年度报告 2020-01-20") == 2019
    assert title_year("2018年和2019年政府信息公开年度报告") is None
    assert title_year("政府信息公开年报") is None
    assert title_year(None) is None


def test_agency_key_only_touches_typography() -> None:
    assert agency_key("示例市 财政局") == agency_key("（示例市）财政局") == agency_key("示例市财政局")
    assert agency_key("示例市財政局") == agency_key("示例市财政局")
    assert agency_key("关于示例市财政局2019年政府信息公开工作年度报告") == "示例市财政局"
    assert agency_key("示例市人民政府办公室") != agency_key("示例市政府办")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("示例市科委", "示例市科学技术委员会", True),
        ("示例县", "示例县人民政府", True),
        ("示例市人民政府办公室", "示例市政府办", True),
        ("示例市水务局", "示例市民政局", False),
    ],
)
def test_same_agency(one: str, other: str, same: bool) -> None:
    assert same_agency(one, other) is same
