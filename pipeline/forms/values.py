"""One printed cell: a number with its unit, a mark for nothing, a blank, or text. Never a guess."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from pipeline.records import Semantic

NOTHING = frozenset(
    [
        "/",
        "//",
        "\\",
        "-",
        "--",
        "---",
        "—",
        "——",
        "－",
        "–",
        "―",
        "─",
        "──",
        "～",
        "、",
        "无",
        "無",
        "不适用",
        "不涉及",
        "未涉及",
        "暂无",
        "没有",
        "无此项",
        "N/A",
        "n/a",
    ]
)
UNITS = "万元|亿元|元|万|条次|人次|件|条|项|个|份|次|篇|人|家|部|宗|起|期|场|册|类|名|户|例|笔|%"
SIGN = {"增": 1, "增加": 1, "新增": 1, "+": 1, "减": -1, "减少": -1, "-": -1, "": 1}
NUMBER = re.compile(
    rf"(?P<sign>新增|增加|减少|增|减|\+|-|)(?P<digits>\d{{1,3}}(?:,\d{{3}})+|\d+)(?P<fraction>\.\d+)?"
    rf"\s*(?P<unit>{UNITS})?(?P<note>(?:[(\[【{{].*|其中.*|,?(?:其中|含|包括).*)?)",
    re.S,
)
UNFILLED = frozenset(("nan", "NaN", "None", "NULL", "null"))  # what programs write for a blank
DASHES = re.compile(r"[-—–―─/∕\\]{1,6}")
# behind a figure: a sign for a note, the end of a sentence
TAIL = re.compile(r"(?<=[\w）)])\s*(?:[①-⑳]|[*＊※]{1,3}|注\d{0,2}|[。；;])$")
ZERO = frozenset(("零", "〇"))
MINUS = str.maketrans("－﹣−‐‑‒–—﹢＋，", "--------++,")
RAISED = re.compile(r"(?<=\d)\[[^\[\]]*\]$")  # what an extractor found set as a superscript
INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")


class Value(NamedTuple):
    """What a cell says: `number` is None unless `semantic` is number or zero."""

    semantic: Semantic
    number: float | None = None
    unit: str | None = None
    note: str | None = None


BLANK = Value("blank")
TEXT = Value("text")


@lru_cache(maxsize=65536)
def parse(printed: str) -> Value:
    """Read one cell's text.

    Units and notes behind the number are kept apart: `251000元`, `22（其中修订16件）`, `22①`.
    Two numbers in one cell, ranges and raised digits are text.
    """
    text = INVISIBLE.sub("", printed).strip()
    if not text or text in UNFILLED:
        return BLANK
    if text in NOTHING:
        return Value("na_mark")
    if any(unicodedata.category(char) == "No" for char in RAISED.sub("", text)):
        return _without_tail(text)  # ² or ① behind a number is a footnote mark, not a digit
    flat = unicodedata.normalize("NFKC", text)
    if flat in NOTHING or DASHES.fullmatch(flat):
        return Value("na_mark")
    if flat in ZERO:
        return Value("zero", 0.0)
    found = NUMBER.fullmatch(flat.translate(MINUS))
    if found is None:
        return _without_tail(text)
    digits = found["digits"].replace(",", "") + (found["fraction"] or "")
    number = SIGN[found["sign"]] * float(digits)
    number = number if number else 0.0
    return Value("number" if number else "zero", number, found["unit"], found["note"] or None)


def _without_tail(text: str) -> Value:
    """A cell that is no number as it stands, without the mark of a note or the full stop at its end."""
    tail = TAIL.search(text)
    return parse(text[: tail.start()])._replace(note=tail[0].strip()) if tail else TEXT
