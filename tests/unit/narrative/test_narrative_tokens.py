"""Numbers of a sentence: value, measure word, qualifier; and what counts nothing."""

import pytest

from pipeline.narrative.text import normalise
from pipeline.narrative.tokens import Number, chinese_number, tokenise


def numbers(sentence: str) -> list[Number]:
    return list(tokenise(normalise(sentence).text, 0).numbers.values())


@pytest.mark.parametrize(
    ("printed", "value", "unit", "qualifier"),
    [
        ("240条", 240, "条", "exact"),
        ("1,234条", 1234, "条", "exact"),
        ("1，234，567人次", 1234567, "人次", "exact"),
        ("4.14万条", 41400, "条", "exact"),
        ("20余万条", 200000, "条", "gt"),
        ("2.4万余条", 24000, "条", "gt"),
        ("3千条", 3000, "条", "exact"),
        ("1100余件", 1100, "件", "gt"),
        ("约30次", 30, "次", "approx"),
        ("近300条", 300, "条", "approx"),
        ("超2000条", 2000, "条", "gt"),
        ("不少于5期", 5, "期", "gt"),
        ("不足10件", 10, "件", "lt"),
        ("12件以上", 12, "件", "gt"),
        ("50人左右", 50, "人", "approx"),
        ("一百二十条", 120, "条", "exact"),
        ("两期", 2, "期", "exact"),
        ("百余条", 100, "条", "gt"),
        ("12场（次）", 12, "场", "exact"),
        ("0.3万元", 3000, "元", "exact"),
    ],
)
def test_quantity(printed: str, value: float, unit: str, qualifier: str) -> None:
    (number,) = numbers(f"共有{printed}")
    assert (number.value, number.unit, number.qualifier) == (value, unit, qualifier)


@pytest.mark.parametrize(
    "printed",
    [
        "〔2021〕30号",
        "（2020）2号",
        "第711号",
        "第二十条",
        "20至30条",
        "3-5件",
        "90号",
        "0517-87290606",
        "12大类",
    ],
)
def test_numbers_that_count_nothing(printed: str) -> None:
    assert {number.kind for number in numbers(f"依据{printed}，")} <= {"void", "date"}


@pytest.mark.parametrize(
    "printed", ["一是加强", "一次性告知", "一件事", "双随机、一公开", "每次", "第一，", "三审三校"]
)
def test_words_that_are_no_numbers(printed: str) -> None:
    assert numbers(f"坚持{printed}") == []


def test_list_digits_are_dividers() -> None:
    tokens = tokenise("1.机构类信息5条；2.财政类1.5万条", 0)
    assert [number.value for number in tokens.numbers.values()] == [5, 15000]


def test_years_dates_and_shares() -> None:
    kinds = [number.kind for number in numbers("20251月1日至二〇二五年12月，占33.9%，百分之五，20个工作日")]
    assert kinds == ["year", "date", "year", "share", "share", "date"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一千二百零三", 1203),
        ("十二", 12),
        ("廿", 20),
        ("二〇一九", 2019),
        ("三万五千", 35000),
        ("一亿零二百", 100000200),
    ],
)
def test_chinese_numbers(text: str, value: int) -> None:
    assert chinese_number(text) == value


@pytest.mark.parametrize("printed", ["1" * 5000, "一" * 5000])
def test_endless_digits_are_no_number(printed: str) -> None:
    assert {number.kind for number in numbers(f"公开信息{printed}条")} <= {"void"}
