"""How the cells of an XLSX workbook are printed: number formats, and fonts in which a figure is not plainly there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.extract.grid import OBJECT
from pipeline.extract.ooxml_runs import FIGURE, WHITE
from pipeline.extract.xlsx_formats import format_code

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # lxml's elements have its interface, but no types

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
OFF = ("0", "false")


@dataclass(frozen=True, slots=True)
class CellLook:
    """The number format of a cell ("": plain), and whether its figure is struck out or white on white."""

    code: str = ""
    is_unsure: bool = False


def read_looks(root: Element | None) -> tuple[CellLook, ...]:
    """The looks that cells refer to, in their order."""
    if root is None:
        return ()
    own = {_int(item.get("numFmtId")): item.get("formatCode", "") for item in root.iter(f"{S}numFmt")}
    fonts = [
        (is_struck(font), _is_white(font.find(f"{S}color"))) for font in root.iterfind(f"{S}fonts/{S}font")
    ]
    fills = [_is_filled(fill) for fill in root.iterfind(f"{S}fills/{S}fill")]
    looks: list[CellLook] = []
    for item in root.iterfind(f"{S}cellXfs/{S}xf"):
        font, fill = _int(item.get("fontId")), _int(item.get("fillId"))
        struck, white = fonts[font] if font < len(fonts) else (False, False)
        filled = fill < len(fills) and fills[fill]
        code = format_code(_int(item.get("numFmtId")), own)
        looks.append(CellLook(code, struck or (white and not filled)))
    return tuple(looks)


def rich_text(runs: Iterable[Element]) -> str:
    """The text of a cell with runs of its own: figures struck out are OBJECT, raised ones notes in brackets."""
    pieces: list[str] = []
    for run in runs:
        text = run.findtext(f"{S}t") or ""
        properties = run.find(f"{S}rPr")
        if properties is not None and text.strip():
            raised = properties.find(f"{S}vertAlign")
            if is_struck(properties):
                text = OBJECT if any(char.isdigit() for char in text) else ""
            elif _is_white(properties.find(f"{S}color")) and FIGURE.fullmatch(text.strip()):
                text = OBJECT
            elif raised is not None and raised.get("val") != "baseline" and text.strip().isdecimal():
                text = f"[{text.strip()}]"
        pieces.append(text)
    return "".join(pieces)


def is_struck(font: Element) -> bool:
    strike = font.find(f"{S}strike")
    return strike is not None and strike.get("val", "1") not in OFF


def _is_white(colour: Element | None) -> bool:
    """White by its value, or the theme's background (number 0) without a tint."""
    if colour is None:
        return False
    return WHITE.fullmatch(colour.get("rgb", "")[-6:]) is not None or (
        colour.get("theme") == "0" and not colour.get("tint")
    )


def _is_filled(fill: Element) -> bool:
    pattern = fill.find(f"{S}patternFill")
    if pattern is None:
        return len(fill) > 0  # a gradient
    return pattern.get("patternType", "none") != "none" and not _is_white(pattern.find(f"{S}fgColor"))


def _int(text: str | None) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() else 0
