"""The reading text: one spelling, and the way back to the original."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.narrative.text import compact, normalise


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        ("２０２４　年，公开１２８ 条", "2024年，公开128条"),
        ("公开 1 128 条", "公开1128条"),
        ("公开(各类)信息:3条;", "公开（各类）信息：3条；"),
        ("規範性檔案3件，政府資訊5條", "规范性文件3件，政府信息5条"),
        ("报(bào)告(gào)", "报告"),
        ("⽅⾯", "方面"),
        ("①信息5条", "①信息5条"),
    ],
)
def test_spelling(printed: str, read: str) -> None:
    assert normalise(printed).text == read


def test_lines_cut_by_the_page_are_joined_but_digits_never() -> None:
    line = "某局认真贯彻条例要求不断扩大公开范围并规范流程其中收到申请"
    wrapped = "\n".join([line, line, line, line + "3", "4件在内的全部申请均已按期办结并且依法答复申请人。"])
    text = normalise(wrapped).text
    assert "申请某局" in text
    assert "3\n4件" in text


def test_headings_and_paragraphs_stay_apart() -> None:
    prose = "一、总体情况\n（一）主动公开\n我局公开信息。\n1.网站\n2.微信"
    assert normalise(prose).text.count("\n") == 4


def test_a_page_number_does_not_part_a_sentence() -> None:
    line = "某局认真贯彻条例要求不断扩大公开范围并规范流程其中收到申请"
    assert (
        "公开范围并规范流程其中收到申请共计"
        in normalise(f"{line}\n{line}\n{line}\n{line}\n- 2 -\n共计三件").text
    )


@given(st.text(alphabet="公开信息12３４ \u3000\n，。(a)一、", max_size=80))
def test_every_offset_leads_back(prose: str) -> None:
    text = normalise(prose)
    for index, character in enumerate(text.text):
        assert compact(prose[text.origin(index)]) == compact(character)
    for begin in range(0, len(text.text), 7):
        first, last = text.span(begin, len(text.text))
        assert 0 <= first < last <= len(prose)


def test_empty_prose() -> None:
    assert normalise("").text == ""
