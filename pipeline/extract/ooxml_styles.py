"""Paragraph styles and automatic numbering of a Word file: what is printed but stands in no text.

Yields, for a paragraph's properties, its alignment, outline level, font size and number label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # lxml's elements have its interface, but no types

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VAL = f"{W}val"
LEVELS = 9
MAX_NUMBER = 9999  # counters past this print nothing: no report has so many items
DIGITS = "〇一二三四五六七八九"
STEMS = "甲乙丙丁戊己庚辛壬癸"
CHINESE = {
    "chineseCounting",
    "chineseCountingThousand",
    "taiwaneseCounting",
    "taiwaneseCountingThousand",
    "japaneseCounting",
    "ideographDigital",
    "japaneseDigitalTenThousand",
    "taiwaneseDigital",
}


@dataclass(frozen=True, slots=True)
class Look:
    """How a paragraph is set: alignment, outline level (0 is the highest), half-points, list and level."""

    alignment: str | None = None
    outline: int | None = None
    size: str | None = None
    list_id: str | None = None
    list_level: int | None = None
    is_title: bool = False

    def over(self, base: Look) -> Look:
        """This look, with what it leaves open taken from `base`."""
        return Look(
            self.alignment or base.alignment,
            base.outline if self.outline is None else self.outline,
            self.size or base.size,
            self.list_id or base.list_id,
            base.list_level if self.list_level is None else self.list_level,
            self.is_title or base.is_title,
        )


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: number format, text with %1…%9, first number."""

    number_format: str
    text: str
    start: int
    restarts: bool = True
    all_arabic: bool = False


@dataclass(slots=True)
class Numbering:
    """The lists of one document and how far each has counted; asked once a paragraph, in order."""

    lists: Mapping[str, tuple[str, Mapping[int, Level]]]
    counters: dict[str, dict[int, int]] = field(default_factory=dict)

    def label(self, look: Look) -> str:
        """The number printed before a paragraph, or "" (no list, bullets, unknown formats)."""
        abstract, levels = self.lists.get(look.list_id or "0", ("", {}))
        depth = look.list_level or 0
        level = levels.get(depth)
        if level is None:
            return ""
        counter = self._count(abstract, levels, depth)
        if level.number_format in ("bullet", "none"):
            return ""

        def printed(match: re.Match[str]) -> str:
            wanted = int(match[1]) - 1
            other = levels.get(wanted, level)
            kind = "decimal" if level.all_arabic else other.number_format
            return format_number(counter.get(wanted, other.start), kind)

        return re.sub(r"%([1-9])", printed, level.text)

    def _count(self, abstract: str, levels: Mapping[int, Level], depth: int) -> dict[int, int]:
        """Advance the list's counter at `depth`; deeper levels begin anew."""
        counter = self.counters.setdefault(abstract, {})
        counter[depth] = counter[depth] + 1 if depth in counter else levels[depth].start
        for deeper in [key for key in counter if key > depth]:
            if deeper not in levels or levels[deeper].restarts:
                del counter[deeper]
        return counter


def format_number(number: int, kind: str) -> str:
    """A list number as Word prints it; "" for what is out of range or not known."""
    if not 0 <= number <= MAX_NUMBER:
        return ""
    if kind in CHINESE:
        return chinese_number(number)
    if kind in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1) if number else ""
        return letter if kind == "lowerLetter" else letter.upper()
    if kind in ("lowerRoman", "upperRoman"):
        return _roman(number) if kind == "upperRoman" else _roman(number).lower()
    if kind.startswith("decimalEnclosedCircle"):
        return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)
    if kind == "ideographTraditional":
        return STEMS[number - 1] if 1 <= number <= 10 else str(number)
    return f"{number:02d}" if kind == "decimalZero" else str(number)


def chinese_number(number: int) -> str:
    """1 -> 一, 10 -> 十, 21 -> 二十一, 105 -> 一百〇五."""
    if number < 10:
        return DIGITS[number]
    text, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            text += ("〇" if gap and text else "") + DIGITS[digit] + name
        gap = not digit
    return text[1:] if 10 <= number < 20 else text


def _roman(number: int) -> str:
    text = ""
    for value, letters in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"),
        strict=True,
    ):
        text += letters * (number // value)
        number %= value
    return text


def read_look(properties: Element | None) -> Look:
    """What a `w:pPr` itself says (not its style)."""
    if properties is None:
        return Look()
    level, list_id = _value(properties, f"{W}numPr/{W}ilvl"), _value(properties, f"{W}numPr/{W}numId")
    return Look(
        alignment=_value(properties, f"{W}jc"),
        outline=_number(_value(properties, f"{W}outlineLvl")),
        list_id=list_id,
        list_level=_number(level),
    )


def read_styles(root: Element | None) -> dict[str, Look]:
    """Style id -> look, with what it is based on already folded in; "" is the default paragraph style."""
    own: dict[str, tuple[Look, str | None]] = {}
    default = None
    for style in root.iterfind(f"{W}style") if root is not None else ():
        if style.get(f"{W}type", "paragraph") != "paragraph":
            continue
        style_id = style.get(f"{W}styleId", "")
        look = replace(
            read_look(style.find(f"{W}pPr")),
            size=_value(style, f"{W}rPr/{W}sz"),
            is_title=(_value(style, f"{W}name") or "").lower() in ("title", "标题"),
        )
        own[style_id] = (look, _value(style, f"{W}basedOn"))
        default = style_id if style.get(f"{W}default") in ("1", "true") else default
    styles = {style_id: _folded(style_id, own) for style_id in own}
    styles[""] = styles.get(default or "", Look())
    return styles


def _folded(style_id: str, own: Mapping[str, tuple[Look, str | None]]) -> Look:
    look, seen = Look(), set[str]()
    while style_id in own and style_id not in seen:
        seen.add(style_id)
        above, based_on = own[style_id]
        look = look.over(above)
        style_id = based_on or ""
    return look


def read_numbering(root: Element | None) -> Numbering:
    """The lists of `numbering.xml`; a list that restarts its numbers counts apart from its siblings."""
    if root is None:
        return Numbering({})
    abstracts = {
        item.get(f"{W}abstractNumId", ""): _levels(item.iterfind(f"{W}lvl"))
        for item in root.iterfind(f"{W}abstractNum")
    }
    lists: dict[str, tuple[str, Mapping[int, Level]]] = {}
    for item in root.iterfind(f"{W}num"):
        list_id = item.get(f"{W}numId", "")
        abstract = _value(item, f"{W}abstractNumId") or ""
        levels = dict(abstracts.get(abstract, {}))
        for override in item.iterfind(f"{W}lvlOverride"):
            depth = _number(override.get(f"{W}ilvl")) or 0
            levels |= _levels(override.iterfind(f"{W}lvl"))
            start = _number(_value(override, f"{W}startOverride"))
            if start is not None and depth in levels:
                levels[depth] = replace(levels[depth], start=start)
                abstract = f"override:{list_id}"
        lists[list_id] = (abstract, levels)
    lists.pop("0", None)  # numId 0 takes a paragraph out of its style's list
    return Numbering(lists)


def _levels(items: Iterable[Element]) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for item in items:
        depth = _number(item.get(f"{W}ilvl"))
        if depth is None or not 0 <= depth < LEVELS:
            continue
        levels[depth] = Level(
            number_format=_value(item, f"{W}numFmt") or "decimal",
            text=_value(item, f"{W}lvlText") or "",
            start=_number(_value(item, f"{W}start")) or 0,
            restarts=_value(item, f"{W}lvlRestart") != "0",
            all_arabic=item.find(f"{W}isLgl") is not None,
        )
    return levels


def _value(element: Element, path: str) -> str | None:
    found = element.find(path)
    return None if found is None else found.get(VAL)


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and re.fullmatch(r"-?[0-9]{1,9}", text) else None
