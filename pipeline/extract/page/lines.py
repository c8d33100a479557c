"""Glyphs -> lines of text, as a reader sees them: by height, then from left to right."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.extract.page import Box, Glyph

SPACE = 0.6  # a gap of this share of the glyph height is a printed blank
SEGMENT = 1.8  # a gap of this many heights divides columns
SAME_GLYPH = 0.3  # two equal glyphs nearer than this share of their width: bold by printing twice
SAME_LINE = 0.5  # share of the height by which the middles of one line's glyphs may differ
ROOM = 1.3  # a line with less than this many letters' widths left was broken because it was full
PADDING = 11.0  # points left free in a cell, both sides together


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line, or one column's part of it."""

    text: str
    box: Box
    glyphs: tuple[Glyph, ...]

    @property
    def height(self) -> float:
        return self.box.y1 - self.box.y0

    @property
    def size(self) -> float:
        """The height of its type."""
        return median(glyph.y1 - glyph.y0 for glyph in self.glyphs)


def lines_of(glyphs: Iterable[Glyph]) -> list[Line]:
    """Whole lines from top to bottom."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda glyph: glyph.y0 + glyph.y1):
        if rows and _same_line(rows[-1], glyph):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [line for row in rows if (line := line_of(row)) is not None]


def _same_line(row: Sequence[Glyph], glyph: Glyph) -> bool:
    last = row[-1]
    middle, last_middle = (glyph.y0 + glyph.y1) / 2, (last.y0 + last.y1) / 2
    first_middle = (row[0].y0 + row[0].y1) / 2
    reach = SAME_LINE * max(glyph.y1 - glyph.y0, last.y1 - last.y0)
    return middle - last_middle < reach and middle - first_middle < 1.5 * reach


def line_of(row: Iterable[Glyph]) -> Line | None:
    """One line out of its glyphs; None when there is only blank space."""
    kept: list[Glyph] = []
    for glyph in sorted(row, key=lambda glyph: (glyph.x0, glyph.x1)):
        twice = kept and glyph.text == kept[-1].text
        if twice and glyph.x0 - kept[-1].x0 < SAME_GLYPH * (glyph.x1 - glyph.x0):
            continue
        kept.append(glyph)
    while kept and kept[0].text.isspace():
        kept.pop(0)
    while kept and kept[-1].text.isspace():
        kept.pop()
    if not kept:
        return None
    box = Box(kept[0].x0, min(g.y0 for g in kept), max(g.x1 for g in kept), max(g.y1 for g in kept))
    return Line(_joined(kept), box, tuple(kept))


SMALL = 0.9  # share of the digit before it that a raised one is high
OVER = 0.3  # share of its width by which a digit stands on the one before it: no spacing is so narrow
ABOVE = 0.2  # share of that digit's height that it stands higher


def _is_raised(glyph: Glyph, before: Glyph) -> bool:
    """A small digit behind a digit and above its foot marks a footnote: it is no part of the number."""
    if not (glyph.text.isdecimal() and before.text.isdecimal()):
        return False
    height = before.y1 - before.y0
    return glyph.y1 - glyph.y0 < SMALL * height and before.y1 - glyph.y1 > ABOVE * height


def is_muddled(line: Line) -> bool:
    """Do digits stand over each other, or close together in different sizes (a mark before a number)?"""
    for before, glyph in pairwise(line.glyphs):
        if not (before.text.isdecimal() and glyph.text.isdecimal()):
            continue
        gap, height = glyph.x0 - before.x1, min(glyph.y1 - glyph.y0, before.y1 - before.y0)
        if gap < -OVER * (glyph.x1 - glyph.x0):
            return True
        other_size = height < SMALL * max(glyph.y1 - glyph.y0, before.y1 - before.y0)
        if other_size and gap < SPACE * height and not _is_raised(glyph, before):
            return True
    return False


def _joined(glyphs: Sequence[Glyph]) -> str:
    parts = [glyphs[0].text]
    end = glyphs[0].x1
    for before, glyph in pairwise(glyphs):
        if glyph.text.isspace():
            if not parts[-1].isspace():
                parts.append(" ")
        else:
            wide = glyph.x0 - end > SPACE * min(glyph.y1 - glyph.y0, before.y1 - before.y0)
            if wide and not parts[-1].isspace():
                parts.append(" ")
            parts.append(f"[{glyph.text}]" if _is_raised(glyph, before) else glyph.text)
        end = max(end, glyph.x1)
    return "".join(parts)


def segments_of(line: Line) -> list[Line]:
    """The line cut at its wide gaps: columns of a page, or cells of a table without ruling lines."""
    solid = [glyph for glyph in line.glyphs if not glyph.text.isspace()]
    parts = [[solid[0]]]
    for before, glyph in pairwise(solid):
        if glyph.x0 - before.x1 > SEGMENT * min(glyph.y1 - glyph.y0, before.y1 - before.y0):
            parts.append([])
        parts[-1].append(glyph)
    if len(parts) == 1:
        return [line]
    return [segment for part in parts if (segment := line_of(part)) is not None]


def cell_text(glyphs: Sequence[Glyph], box: Box) -> str:
    """The text of one cell, its lines joined.

    Two numbers under each other are kept apart by a blank (they may be two rows whose dividing line is
    missing), unless the first one fills the cell and so was only broken for want of room.
    """
    lines = lines_of(glyphs)
    if not lines:
        return ""
    text = lines[0].text
    for before, line in pairwise(lines):
        numbers = before.text[-1].isdigit() and line.text[0].isdigit()
        words = before.text[-1].isascii() and before.text[-1].isalpha() and line.text[0].isascii()
        letter = before.glyphs[-1].x1 - before.glyphs[-1].x0
        full = is_full(before.box.x1 - before.box.x0, letter, box.x1 - box.x0)
        text += (" " if words or (numbers and not full) else "") + line.text
    return text


def is_full(line: float, letter: float, cell: float) -> bool:
    """Has a line of this width in a cell of that width no room for one more letter?"""
    return cell - line < ROOM * letter + min(PADDING, cell / 4)


PAGE_NUMBER = re.compile(
    r"[-—–―·•\s]*(第\s*)?\d{1,3}(\s*页)?(\s*[/／,，]?\s*共?\s*\d{1,3}\s*页?)?[-—–―·•\s]*"
)
MARGIN = 0.12  # page numbers stand in the outer share of a page's height


def is_page_number(line: Line, page_height: float) -> bool:
    """A lone number in the upper or lower margin."""
    outside = line.box.y1 < MARGIN * page_height or line.box.y0 > (1 - MARGIN) * page_height
    return outside and PAGE_NUMBER.fullmatch(line.text) is not None
