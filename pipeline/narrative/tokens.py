"""The numbers of one sentence: quantities with measure words, shares, years; and those that count nothing.

A sentence is rewritten so that every number is one private character. Patterns then speak of "a count" or
"a sum of money" and can neither split a number nor take a date, a document number or a range for one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, NamedTuple

from pipeline.records import Qualifier

Kind = Literal["count", "people", "money", "share", "year", "date", "void"]
# void: a number no measure may take (a range, a document number, a count of something else, a bare number)

_BASE = 0xE000
_KINDS: tuple[Kind, ...] = ("count", "people", "money", "share", "year", "date", "void")
_ROOM = 0x200  # numbers of one kind in one sentence; sentences with more are tables, not prose
MARK = {
    kind: f"[{chr(_BASE + i * _ROOM)}-{chr(_BASE + (i + 1) * _ROOM - 1)}]" for i, kind in enumerate(_KINDS)
}
ANY_MARK = f"{chr(_BASE)}-{chr(_BASE + len(_KINDS) * _ROOM - 1)}"  # inside a character class


# inside a character class: numbers that a gap of a wording may not pass (years and dates may stand in it)
COUNTING = "".join(MARK[kind][1:-1] for kind in ("count", "people", "money", "void"))


class Number(NamedTuple):
    """One number of a sentence. `start`, `end` are offsets in the reading text, measure word included."""

    kind: Kind
    value: float | None
    unit: str | None
    qualifier: Qualifier
    start: int
    end: int


_DIGITS = r"(?<!\d)\d{1,3}(?:，\d{3})+(?![\d，]\d)(?:\.\d+)?|\d+(?:\.\d+)?"
_UNITS = (
    r"条次|件次|人次|篇次|批次|场次|班次|户次|项次|条(?![例款])|件(?!套)|篇(?!章)|期(?![间限])|次(?!年|数)|份(?!额)"
    r"|个(?!百分|工作|月|小时|自然|法定|方面|环节|阶段|年)|则|部(?![门分署级委])|本(?![级年单机局市县区部])|幅|场(?!所)"
    r"|起|宗|笔|册|项(?!目)|家(?!庭)|例(?!外)|批|套|块|版|张|人(?![大民口])|名(?![称单额])|位(?!于|置)|元"
)
_PEOPLE = {"人", "名", "位", "人次"}
_BEFORE = r"大约|约|将近|接近|(?<![最附])近|超过|超|逾|突破|不少于|不低于|至少|高达|不足|不到|少于"
_AFTER = r"以上|左右|上下|余|多(?![少家])"
_CHINESE = r"[零〇一二两三四五六七八九十百千万亿廿]+"
_YEAR_MONTH = rf"(?:(?:\d{{1,2}}|{_CHINESE})月(?:份|底)?(?:\d{{1,2}}日?)?)?"
_ALTERNATIVES = (
    # the number of a list item, at the beginning of a phrase
    r"(?P<item>(?:(?<=^)|(?<=[，。；：、（]))(?:\d{1,2}[.、](?!\d)|（\d{1,2}）|[①-⑳]))",
    # documents, articles, telephone numbers, dates in figures
    r"〔(?:19|20)\d\d[〕年]?(?:第?\d*号)?|（(?:19|20)\d\d）第?\d+号|\d+-?\d*号|\d{3,}-\d{5,}|20\d\d-\d{1,2}-\d{1,2}",
    rf"第(?:\d+|{_CHINESE})[号条款项届次期个批章页]",
    # the last one lost its 年: 20251月1日
    rf"(?P<year>(?:(?:19|20)\d\d|二[〇零][〇零一二三四五六七八九]{{2}})年(?:度)?{_YEAR_MONTH}|20\d\d(?=\d{{1,2}}月\d))",
    r"(?P<date>\d{1,2}月(?:份|\d{1,2}日)?|\d+(?:个)?(?:工作日|自然日|日|天|年|月|小时|分钟|周|季度)(?!报))",
    rf"(?P<share>(?:{_DIGITS})(?:%|‰|个?百分点|倍)|百分之(?:{_CHINESE}|{_DIGITS})|(?<=[率占])(?:百分百|100))",
    rf"(?:{_DIGITS})[万千]?余?(?:{_UNITS})?(?:至|到|-|~)(?:{_DIGITS})[万千]?余?(?:{_UNITS})?",  # a range
    rf"(?:(?P<before>{_BEFORE})有?)?(?:(?P<tens>\d{{1,4}})万零?(?=\d))?"
    rf"(?:(?P<digits>{_DIGITS})|(?<![第每这那某同各首另几数半\d])(?P<chinese>{_CHINESE}))"
    rf"(?P<scale>千万|百万|万|亿|千|百)?(?P<more>余|多|几|\+)?(?P<scale2>万|亿)?"
    rf"(?P<unit>{_UNITS})(?:（次）)?(?P<after>{_AFTER})?",
    r"(?:(?<=[为是])|(?<=[为是]“))(?P<nought>零|0)(?=[，。；、）”]|$)",
    rf"(?P<bare>{_DIGITS})(?P<bare_scale>万|亿)?(?P<bare_more>余|多)?",
)
_FIRST = r"(?=[\d〇零一二两三四五六七八九十百千万亿廿〔（第①-⑳大约将接近超逾突不至高少])"  # only for speed
_NUMBER = re.compile(f"{_FIRST}(?:{'|'.join(_ALTERNATIVES)})")
_SCALES = {"百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000, "百万": 1_000_000, "千万": 10_000_000}
_DIGIT_OF = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "两": 2,
    "廿": 20,
}
_POWER_OF = {"十": 10, "百": 100, "千": 1000}
_LOWER: dict[str, Qualifier] = {
    "超过": "gt", "超": "gt", "逾": "gt", "突破": "gt", "不少于": "gt", "不低于": "gt", "至少": "gt",
    "高达": "exact", "不足": "lt", "不到": "lt", "少于": "lt",
    "以上": "gt", "余": "gt", "多": "gt", "几": "gt", "+": "gt",
}  # fmt: skip
_LONGEST_NUMBER = 30  # characters; longer runs of digits are rows of a table or noise
# 一件事, 一次性, 一条龙: words, not counts
_WORDS = re.compile(r"一(?:件事|次性|条龙|体|期工程|部分|套表|张[网图表]|项项|条条|个窗口|件件|本账|个不)")


def chinese_number(text: str) -> int | None:
    """一千二百零三 -> 1203, 二〇一九 -> 2019; None when the characters make no number."""
    if not any(character in "十百千万亿" for character in text):
        digits = [_DIGIT_OF.get(character) for character in text if character != "廿"]
        if not text or len(digits) != len(text):
            return 20 if text == "廿" else None
        return int("".join(map(str, digits)))
    total = section = digit = 0
    for character in text:
        if character in _DIGIT_OF:
            digit = _DIGIT_OF[character]
            if character == "廿":
                section, digit = section + 20, 0
        elif character in _POWER_OF:
            section += (digit or 1) * _POWER_OF[character]
            digit = 0
        else:
            total = (total + (section + digit or 1)) * (10_000 if character == "万" else 100_000_000)
            section = digit = 0
    return total + section + digit


@dataclass(frozen=True, slots=True)
class Tokens:
    """A sentence with numbers as marks, and the numbers by mark."""

    text: str
    numbers: dict[str, Number]


def tokenise(sentence: str, offset: int) -> Tokens:
    """Read the numbers of a sentence that stands at `offset` of the reading text."""
    numbers: dict[str, Number] = {}
    pieces: list[str] = []
    counters = dict.fromkeys(_KINDS, 0)
    cursor = 0
    for match in _NUMBER.finditer(sentence):
        pieces.append(sentence[cursor : match.start()])
        cursor = match.end()
        if match["item"]:
            pieces.append("；")
            continue
        if match["chinese"] and _WORDS.match(sentence, match.start()):
            pieces.append(match[0])
            continue
        number = _number(match, offset)
        if counters[number.kind] >= _ROOM:
            continue
        mark = chr(_BASE + _KINDS.index(number.kind) * _ROOM + counters[number.kind])
        counters[number.kind] += 1
        numbers[mark] = number
        pieces.append(mark)
    pieces.append(sentence[cursor:])
    return Tokens("".join(pieces), numbers)


def _number(match: re.Match[str], offset: int) -> Number:
    begin, end = match.start() + offset, match.end() + offset
    if end - begin > _LONGEST_NUMBER:
        return Number("void", None, None, "exact", begin, end)
    if match["year"]:
        first = match["year"][:4]
        year = int(first) if first.isascii() else chinese_number(first)
        return Number("year", year, None, "exact", begin, end)
    if match["date"]:
        return Number("date", None, None, "exact", begin, end)
    if match["share"]:
        found = re.search(_DIGITS, match["share"])
        value = float(found[0].replace("，", "")) if found and "倍" not in match["share"] else None
        return Number("share", value, "%", "exact", begin, end)
    if match["nought"]:
        return Number("count", 0.0, None, "exact", begin, end)
    if match["bare"]:
        value = _scaled(match["bare"], match["bare_scale"], None)
        return Number("void", value, None, "gt" if match["bare_more"] else "exact", begin, end)
    if match["unit"]:
        return _quantity(match, begin, end)
    return Number("void", None, None, "exact", begin, end)


def _quantity(match: re.Match[str], begin: int, end: int) -> Number:
    unit = match["unit"]
    value: float | None
    if match["digits"]:
        value = _scaled(match["digits"], match["scale"], match["scale2"])
        if match["tens"]:  # 1万3千余
            value = value + 10_000 * float(match["tens"]) if value < 10_000 else None
    else:
        chinese = chinese_number(match["chinese"])
        value = None if chinese is None else float(chinese)
    kind: Kind = "people" if unit in _PEOPLE else "money" if unit == "元" else "count"
    qualifier: Qualifier = "exact"
    for group in ("before", "more", "after"):
        if match[group]:
            qualifier = _LOWER.get(match[group], "approx")
    if value is None:
        kind = "void"
    return Number(kind, value, unit, qualifier, begin, end)


def _scaled(digits: str, scale: str | None, second: str | None) -> float:
    value = float(digits.replace("，", ""))
    for word in (scale, second):
        if word:
            value *= _SCALES[word]
    return round(value, 6)


def voided(number: Number) -> Number:
    """The same number as one that no measure may take."""
    return number._replace(kind="void")
