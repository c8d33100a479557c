"""Two texts side by side."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from dashboard.prose import compare, sentences, similarity

texts = st.text(alphabet="公开申请12。；\n<>&", max_size=80)


def bare(html: str) -> str:
    return re.sub(r"</?(del|ins)>", "", html).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def test_changed_numbers_are_marked_inside_the_sentence() -> None:
    found = compare("共收到申请31件。全部办结。", "共收到申请35件。全部办结。")
    assert found.left == "共收到申请3<del>1</del>件。全部办结。\n"
    assert found.right == "共收到申请3<ins>5</ins>件。全部办结。\n"
    assert 0 < found.similarity < 1
    assert found.similarity_without_numbers == 1
    assert not found.is_equal


def test_a_sentence_of_one_side_is_marked_whole() -> None:
    found = compare("甲方公开。", "甲方公开。乙方另行说明。")
    assert "<ins>乙方另行说明。</ins>" in found.right
    assert "<del>" not in found.left.replace("甲方公开。", "")


def test_markup_of_a_report_stays_text() -> None:
    found = compare("<script>alert(1)</script>。", "<img src=x onerror=alert(1)>。")
    assert "<script" not in found.left
    assert "<img" not in found.right
    assert bare(found.left) == "<script>alert(1)</script>。\n"


def test_nothing_equals_nothing() -> None:
    found = compare("", "")
    assert found.similarity == 1
    assert found.left == found.right == ""


@given(texts, texts)
def test_no_character_is_lost(left: str, right: str) -> None:
    found = compare(left, right)
    assert bare(found.left) == "".join(sentences(left))
    assert bare(found.right) == "".join(sentences(right))
    assert 0 <= found.similarity <= 1


@given(texts, texts)
def test_similarity_has_no_sides(left: str, right: str) -> None:
    assert similarity(sentences(left), sentences(left)) == 1
    if not set(sentences(left)) & set(sentences(right)) and (sentences(left) or sentences(right)):
        assert similarity(sentences(left), sentences(right)) == 0
