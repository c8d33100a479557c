"""How a run of text is printed: hidden, struck out, raised, or in white, by its own word or its style's.

Yields the text that a reader of the paper would take from it; a figure that is not plainly there is OBJECT.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from pipeline.extract.grid import OBJECT
from pipeline.extract.ooxml_styles import VAL, W

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # lxml's elements have its interface, but no types

Marks = Mapping[str, str]  # a property's tag -> its value
NAMES = ("vanish", "strike", "dstrike", "del", "vertAlign", "position", "color", "sz", "shd", "highlight")
TAGS = {f"{W}{name}" for name in NAMES}
OFF = ("0", "false", "off", "none")
NO_FILL = ("auto", "FFFFFF", "")
FIGURE = re.compile(r"[0-9０-９.,%+-]+")
NOTE_MARK = re.compile(r"[0-9０-９①-⑳*＊※†‡#]{1,4}")
WHITE = re.compile(r"(?:F[0-9A-F]){3}", re.I)  # or too near it to be read
SMALLEST = 4  # half-points; what is smaller is a line on paper
LEAST_LIFT = 4  # half-points above the line


def read_run_styles(root: Element | None) -> dict[str, Marks]:
    """Style id -> how it prints, with what it is based on folded in; "" is the default paragraph style.

    Styles that say nothing of it are left out.
    """
    own: dict[str, tuple[Marks, str]] = {}
    default = ""
    for style in root.iterfind(f"{W}style") if root is not None else ():
        style_id, based_on = style.get(f"{W}styleId", ""), style.find(f"{W}basedOn")
        own[style_id] = (_own(style), based_on.get(VAL, "") if based_on is not None else "")
        if style.get(f"{W}type", "paragraph") == "paragraph" and style.get(f"{W}default") in ("1", "true"):
            default = style_id
    styles = {style_id: _folded(style_id, own) for style_id in own}
    styles[""] = styles.get(default, {})
    return {style_id: marks for style_id, marks in styles.items() if marks}


def _folded(style_id: str, own: Mapping[str, tuple[Marks, str]]) -> Marks:
    folded: Marks = {}
    seen = set[str]()
    while style_id in own and style_id not in seen:
        seen.add(style_id)
        marks, based_on = own[style_id]
        folded, style_id = {**marks, **folded}, based_on
    return folded


def marks_of(run: Element, styles: Mapping[str, Marks], inherited: Marks) -> Marks:
    """What a run says of itself, over its style, over its paragraph's style."""
    own = _own(run)
    style = run.find(f"{W}rPr/{W}rStyle") if styles else None
    above = styles.get(style.get(VAL, ""), {}) if style is not None else {}
    return {**inherited, **above, **own} if inherited or above else own


def _own(element: Element) -> Marks:
    properties = element.find(f"{W}rPr")
    if properties is None:
        return {}
    return {item.tag: _value(item) for item in properties if item.tag in TAGS}


def _value(item: Element) -> str:
    return item.get(f"{W}fill", "") if item.tag == f"{W}shd" else item.get(VAL, "1")


def _is_on(marks: Marks, name: str) -> bool:
    return marks.get(f"{W}{name}", "0") not in OFF


def is_hidden(marks: Marks) -> bool:
    return _is_on(marks, "vanish")


def is_lifted(marks: Marks) -> bool:
    """Whether a run stands above the line, without being set as a superscript."""
    height = marks.get(f"{W}position", "0")
    return height.isdecimal() and int(height) >= LEAST_LIFT


def shown(text: str, marks: Marks, cell: Element | None, after_figure: bool) -> str:
    """A run's text as it is to be read.

    Words struck out are gone; whether a figure struck out still counts is not ours to say. In a table, a
    figure in white or as small as a hair is not seen, and one marked as a deleted paragraph end, which only some
    programs print, not plainly there. A raised mark belongs to a footnote: in brackets, as in
    pages, it is no part of the number before it; lifted by hand, it may be one.
    """
    bare = text.strip()
    if not bare:
        return text
    if _is_on(marks, "strike") or _is_on(marks, "dstrike"):
        return OBJECT if any(char.isdigit() for char in bare) else ""
    if cell is not None and FIGURE.fullmatch(bare) and (f"{W}del" in marks or _is_unseen(marks, cell)):
        return OBJECT
    if marks.get(f"{W}vertAlign", "baseline") != "baseline" and NOTE_MARK.fullmatch(bare):
        return f"[{bare}]"
    return f"^{text}" if after_figure and is_lifted(marks) and bare.isdecimal() else text


def _is_unseen(marks: Marks, cell: Element) -> bool:
    size = marks.get(f"{W}sz", "21")
    if size.isdecimal() and int(size) <= SMALLEST:
        return True
    ground = cell.find(f"{W}tcPr/{W}shd")
    fills = [marks.get(f"{W}shd", ""), _value(ground) if ground is not None else ""]
    is_shaded = _is_on(marks, "highlight") or any(fill not in NO_FILL for fill in fills)
    return WHITE.fullmatch(marks.get(f"{W}color", "")) is not None and not is_shaded
