"""Sentences that state several numbers at once, told apart: "A、B分别为X、Y件" becomes "A为X，B为Y".

Also "A、B均为X" and "A、B各X". A combined number of two things ("复议和诉讼共5件") belongs to neither and
is made void, unless it is zero, which holds for both. Counts that do not match their names are made void too.
"""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.narrative.sentences import Sentence
from pipeline.narrative.tokens import ANY_MARK, MARK, Number, voided

_NUMBERS = f"(?:{MARK['count']}|{MARK['people']}|{MARK['void']})"
_WORDS = rf"[^，。；：（）{ANY_MARK}]"
_RESPECTIVE = re.compile(
    rf"(?P<labels>{_WORDS}{{2,80}}?)(?:，)?(?:分别|依次)(?P<verb>[^，。；：、{ANY_MARK}]{{0,12}})"
    rf"(?P<values>{_NUMBERS}(?:[，、和及与]{_NUMBERS})+)"
)
_YEARLY = re.compile(
    rf"(?P<labels>(?:{MARK['year']}[、和及与])+{MARK['year']}{_WORDS}{{0,12}}?)(?:分别|依次)"
    rf"(?P<verb>{_WORDS}{{0,20}})(?P<values>{_NUMBERS}(?:[，、和及与]{_NUMBERS})+)"
)
_EACH = re.compile(
    rf"(?P<labels>{_WORDS}{{0,60}}(?:、|和|及|与){_WORDS}{{1,30}}?)(?P<verb>(?:均|各|都)(?:发生|收到|有|为|是|办理)?)"
    rf"(?P<value>{MARK['count']})"
)
_DISPUTES = re.compile(
    rf"复议(?:案件|申请)?(?:、|和|及|与|或|以及)(?:被?提起)?(?:行政)?诉讼(?:案件|申请|情况)?(?:总?数量?)?"
    rf"(?:共计?|合计|总计)?(?:为|是|有)?(?P<value>{MARK['count']})"
)
# "通过当面、网络方式收到申请分别为…": parts of a number that is not told
_BY_WAYS = re.compile("(?:方式|渠道|途径|形式)(?:收到|受理|接收|接到|收取|提交|提出)")
_DIVIDERS = re.compile("[、，]|(?<!共)和|以及|及(?!时)|与(?!会)")
_LEAD = re.compile("^.*(?:其中|通过|利用|包括|，)")


def told_apart(sentence: Sentence, years: frozenset[int]) -> Sentence:
    """The sentence with its enumerations written out; of numbers given by year, only those of `years`."""
    if "分别" in sentence.text or "依次" in sentence.text:
        sentence = _respective(_by_year(sentence, years))
    if "均" in sentence.text or "各" in sentence.text or "都" in sentence.text:
        sentence = _each(sentence)
    if "复议" in sentence.text and "诉讼" in sentence.text:
        sentence = _disputes(sentence)
    return sentence


def _respective(sentence: Sentence) -> Sentence:
    numbers = dict(sentence.numbers)

    def write(match: re.Match[str]) -> str:
        marks = re.findall(_NUMBERS, match["values"])
        values = [part for mark in marks for part in _split(numbers[mark], mark, numbers)]
        labels = [label for label in _DIVIDERS.split(_LEAD.sub("", match["labels"])) if label]
        unit = next((numbers[mark] for mark in reversed(values) if numbers[mark].unit), None)
        if len(values) != len(labels) or unit is None or _BY_WAYS.search(match["labels"]):
            return match["labels"] + "".join(_void(mark, numbers) for mark in marks)
        lead = _LEAD.match(match["labels"])
        written = [
            label + match["verb"] + _with_unit(mark, unit, numbers)
            for label, mark in zip(labels, values, strict=True)
        ]
        return (lead[0] if lead else "") + "，".join(written)

    text = _RESPECTIVE.sub(write, sentence.text)
    return replace(sentence, text=text, numbers=numbers)


def _by_year(sentence: Sentence, years: frozenset[int]) -> Sentence:
    """2023年、2024年分别公开X、Y条: leaves one number and its year."""
    numbers = dict(sentence.numbers)

    def write(match: re.Match[str]) -> str:
        marks = re.findall(_NUMBERS, match["values"])
        labels = re.findall(MARK["year"], match["labels"])
        unit = next((numbers[mark] for mark in reversed(marks) if numbers[mark].unit), None)
        own = [mark for label, mark in zip(labels, marks, strict=False) if numbers[label].value in years]
        if len(labels) != len(marks) or unit is None or len(own) != 1:
            return match["verb"] + "".join(_void(mark, numbers) for mark in marks)
        return match["verb"] + _with_unit(own[0], unit, numbers)

    text = _YEARLY.sub(write, sentence.text)
    return replace(sentence, text=text, numbers=numbers)


def _split(number: Number, mark: str, numbers: dict[str, Number]) -> list[str]:
    """A number read with thousands separators, as itself: the comma may also part a list."""
    return [mark] if number.value is not None else []


def _with_unit(mark: str, model: Number, numbers: dict[str, Number]) -> str:
    """A mark of the model's kind for a number printed without its own measure word."""
    number = numbers[mark]
    if number.unit or number.kind != "void":
        return mark
    return _add(number._replace(kind=model.kind, unit=model.unit), numbers)


def _void(mark: str, numbers: dict[str, Number]) -> str:
    return _add(voided(numbers[mark]), numbers)


def _add(number: Number, numbers: dict[str, Number]) -> str:
    """File a number under a free mark of its kind."""
    first = ord(MARK[number.kind][1])
    last = ord(MARK[number.kind][3])
    # upwards from the middle: the lower half is given by the tokeniser, void marks also from the top
    mark = next(chr(code) for code in range((first + last) // 2, last) if chr(code) not in numbers)
    numbers[mark] = number
    return mark


def _each(sentence: Sentence) -> Sentence:
    def write(match: re.Match[str]) -> str:
        labels = [label for label in _DIVIDERS.split(match["labels"]) if label]
        return "，".join(label + match["verb"] + match["value"] for label in labels)

    return replace(sentence, text=_EACH.sub(write, sentence.text))


def _disputes(sentence: Sentence) -> Sentence:
    numbers = dict(sentence.numbers)

    def write(match: re.Match[str]) -> str:
        mark = match["value"]
        if numbers[mark].value == 0:
            return f"复议{mark}，诉讼{mark}"
        return f"复议、诉讼{_void(mark, numbers)}"

    text = _DISPUTES.sub(write, sentence.text)
    return replace(sentence, text=text, numbers=numbers)


def addends(sentence: Sentence, mark: str) -> list[Number]:
    """The counts right before a mark, at least two, in its unit, that add up to its number; none if none do."""
    total, found = sentence.numbers[mark], list[Number]()
    left = total.value or 0
    for before in reversed(re.findall(MARK["count"], sentence.text[: sentence.text.index(mark)])):
        number = sentence.numbers[before]
        if number.unit != total.unit or left < 0.5:
            break
        found.append(number)
        left -= number.value or 0
    return found if len(found) > 1 and abs(left) < 0.5 else []
