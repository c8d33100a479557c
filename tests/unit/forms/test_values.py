"""One printed cell, read exactly or not at all."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.forms.values import parse


@pytest.mark.parametrize(
    ("printed", "number", "unit"),
    [
        ("12", 12, None),
        ("１２", 12, None),
        ("3,119", 3119, None),
        ("1，234", 1234, None),
        ("11398889", 11398889, None),
        ("59237.2449", 59237.2449, None),
        ("251000元", 251000, "元"),
        ("12.5万", 12.5, "万"),
        ("22（其中修订 16 件）", 22, None),
        ("55（含自然失效 29 件）", 55, None),
        ("5[1]", 5, None),
        ("54[①]", 54, None),
        ("+461", 461, None),
        ("-3", -3, None),
        ("－3", -3, None),
        ("增2", 2, None),
        ("减2", -2, None),
        ("减少 1", None, None),
        ("0.0", 0, None),
        ("-0", 0, None),
        ("〇", 0, None),
        ("\u200b7\u00a0", 7, None),
        ("12*", 12, None),
        ("12※", 12, None),
        ("12①", 12, None),
        ("12件②", 12, "件"),
        ("3（含上年1件）①", 3, None),
        ("7注1", 7, None),
        ("7。", 7, None),
    ],
)
def test_numbers(printed: str, number: float | None, unit: str | None) -> None:
    value = parse(printed)
    assert (value.number, value.unit) == (number, unit)


@pytest.mark.parametrize("printed", ["", " ", "\u3000", "\u00a0", "\u200b", "\n", "nan", "NULL"])
def test_blank_is_not_zero(printed: str) -> None:
    assert (parse(printed).semantic, parse(printed).number) == ("blank", None)


@pytest.mark.parametrize("printed", ["/", "-", "—", "——", "无", "不适用", "不涉及", "／", "———", "无。"])
def test_marks_are_neither_blank_nor_zero(printed: str) -> None:
    assert (parse(printed).semantic, parse(printed).number) == ("na_mark", None)


@pytest.mark.parametrize(
    "printed",
    [
        "1 2",
        "12\n3",
        "3-5",
        "12²",
        "①",
        "约3",
        "见附件",
        "1,23",
        "2019年",
        "1/2",
        "增1减2",
        "..",
        "+",
        "*",
        "12、",
        "注1",
        "1.①",
    ],
)
def test_what_is_no_single_number_is_text(printed: str) -> None:
    assert (parse(printed).semantic, parse(printed).number) == ("text", None)


@given(st.text(max_size=12))
def test_nothing_printed_makes_it_fail(printed: str) -> None:
    value = parse(printed)
    assert (value.number is not None) == (value.semantic in ("number", "zero"))
    assert (value.number == 0) == (value.semantic == "zero")


@given(st.integers(0, 10**9))
def test_every_whole_number_is_read_with_and_without_separators(number: int) -> None:
    assert parse(str(number)).number == number
    assert parse(f"{number:,}").number == number
