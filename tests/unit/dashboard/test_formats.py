"""Numbers in words."""

from __future__ import annotations

import math

import pytest

from dashboard import formats


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (0.5, "share", "50.0%"),
        (1.0, "share", "100.0%"),
        (0.99999, "share", "> 99.9%"),
        (0.0001, "share", "< 0.1%"),
        (0.0, "share", "0.0%"),
        (1234.0, "", "1,234"),
        (12.345, "", "12.35"),
        (None, "share", "–"),
        (math.nan, "", "–"),
        (True, "", "–"),
    ],
)
def test_numbers(value: object, unit: str, shown: str) -> None:
    assert formats.number(value, unit) == shown


def test_a_change_of_shares_is_in_points() -> None:
    assert formats.change(0.52, 0.5, "share") == "+2.0 个百分点"
    assert formats.change(10, 12) == "-2"
    assert formats.change(None, 12) is None


def test_a_ratio_without_denominator_is_its_numerator() -> None:
    assert formats.ratio(3.0, 10.0) == "3 / 10"
    assert formats.ratio(3.0, None) == "3"


@pytest.mark.parametrize(
    "text", ["![x](http://evil.invalid/x.png)", "[a](b)", "**b**", "<b>", "$x$", ":red[x]", "`c`"]
)
def test_markdown_of_a_report_is_escaped(text: str) -> None:
    escaped = formats.plain(text)
    assert escaped.replace("\\", "") == text
    for mark in "![]()<>*$`:":
        assert f"\\{mark}" in escaped or mark not in text


def test_only_web_addresses_may_be_followed() -> None:
    assert formats.web_address("https://example.invalid/a") == "https://example.invalid/a"
    assert formats.web_address("javascript:alert(1)") is None
    assert formats.web_address(None) is None


def test_reasons_without_a_rank_are_said_in_words() -> None:
    assert formats.why_unranked("disputed cell: T3_BALANCE") == "所用单元格存疑（T3_BALANCE）"
    assert formats.why_unranked("small denominator") == "分母小于 10"
    assert formats.why_unranked(None) == ""
