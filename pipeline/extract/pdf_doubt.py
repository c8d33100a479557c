"""Which cells of a PDF's table may say something else than the page shows.

Such a cell keeps what was read in it, with confidence 0, so that a finding names it.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.extract.page import Box, Glyph
from pipeline.extract.page.lines import is_muddled, lines_of
from pipeline.extract.pdf_objects import PageObjects


def is_doubtful(cell: Box, glyphs: Sequence[Glyph], objects: PageObjects) -> bool:
    """Text not seen or looking otherwise than it says, ink that is no text, digits over each other."""
    ink = objects.ink
    unsure = (*objects.text.hidden, *objects.text.odd)
    if any(cell.holds((glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2) for glyph in unsure):
        return True
    if ink is None:
        return False
    if all(glyph.text.isspace() for glyph in glyphs):
        return not ink.is_blank(cell)
    digits = [glyph for glyph in glyphs if glyph.text.isdecimal()]
    boxes = [Box(*glyph[1:]) for glyph in digits]
    if any(ink.is_marked(box, cell) or ink.is_outside(box, cell) for box in boxes):
        return True
    return len(digits) > 1 and any(is_muddled(line) for line in lines_of(glyphs))
