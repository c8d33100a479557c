"""The text of one PDF page -> glyphs in reading coordinates: those that are seen, and those that are not."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass, field
from statistics import median
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.extract.page import Box, Clock, Glyph
from pipeline.extract.pdf_digits import DIGITS, misnamed
from pipeline.extract.pdf_ink import Drawing, Ink

CHECK_EVERY = 2_000  # glyphs between two looks at the clock
UNSEEN_MODES = (3, 7)  # text render modes that draw nothing: hidden text, and text that only cuts out
TALLEST = 60.0  # pdfium gives letters written downwards a box of many times their size
SLANT = 0.1  # quarter turns by which a watermark leans at least, and a skewed scan's text does not
PROBE_EVERY = 7  # the direction is asked of every n-th glyph
LARGE = 1.7  # type of this many times the common height may be a watermark's
PALE = (170, 250)  # grey levels of its ink: lighter is white, which is not seen at all
SIGNS = "-—–−/.%"  # what values consist of, besides letters and digits

# Radicals that some PDF writers put for the letter of the same shape; NFKC knows only the Kangxi block.
RADICALS = str.maketrans(
    "⺟⺠⺫⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻰", "母民罒西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐龙"
)

ToBox = Callable[[float, float, float, float], Box]


@dataclass(slots=True)
class PageText:
    """`hidden` is text that is not seen, `odd` are those of `glyphs` that look like another digit;
    `unmapped` counts glyphs without a character; `is_misnamed`: a font draws other digits than it says."""

    glyphs: list[Glyph] = field(default_factory=list)
    hidden: list[Glyph] = field(default_factory=list)
    odd: list[Glyph] = field(default_factory=list)
    unmapped: int = 0
    is_misnamed: bool = False


def direction(text: Any) -> tuple[int, bool]:
    """How many quarter turns, counter-clockwise, most of the text is turned by; does some of it slant?"""
    angles: Counter[int] = Counter()
    slanted = False
    for index in range(0, pdfium.FPDFText_CountChars(text), PROBE_EVERY):
        angle = pdfium.FPDFText_GetCharAngle(text, index)
        if angle >= 0:
            angles[round(-angle / (math.pi / 2)) % 4] += 1  # pdfium counts clockwise
            slanted = slanted or _is_slanted(angle)
    return (angles.most_common(1)[0][0] if angles else 0), slanted


def _is_slanted(angle: float) -> bool:
    """Neither level nor upright (radians): a watermark across the page."""
    quarters = angle / (math.pi / 2)
    return angle >= 0 and abs(quarters - round(quarters)) > SLANT


def read(text: Any, to_box: ToBox, ink: Ink, clock: Clock, *, slanted: bool) -> PageText:
    """Glyphs of a page's text; where some of it is `slanted`, without it. `to_box` turns places as they are read."""
    found = PageText()
    placed = list(_glyphs(text, to_box, clock, found, slanted=slanted))
    placed = _without_watermark(text, placed, ink)
    unseen = {
        index
        for index, glyph in placed
        if not (glyph.text.isspace() or ink.shows(Box(*glyph[1:]), exactly=glyph.text.isalnum()))
    }
    unseen -= _undrawable(text, placed, unseen)
    digits: list[Glyph] = []
    drawings: list[tuple[object, str, Drawing]] = []
    for index, glyph in placed:
        if index in unseen:
            if glyph.text.isalnum() or glyph.text in SIGNS:
                found.hidden.append(glyph)
            continue
        found.glyphs.append(glyph)
        if glyph.text in DIGITS and (drawing := ink.crop(to_box(*_tight_box(text, index)))):
            digits.append(glyph)
            drawings.append((_font(text, index, glyph), glyph.text, drawing))
    found.is_misnamed, odd = misnamed(drawings)
    found.odd = [digits[index] for index in odd]
    return found


def _glyphs(
    text: Any, to_box: ToBox, clock: Clock, found: PageText, *, slanted: bool
) -> Iterator[tuple[int, Glyph]]:
    """The page's letters with their index, without watermarks; those that mean nothing are counted in `found`."""
    rect = pdfium.FS_RECTF()
    for index in range(pdfium.FPDFText_CountChars(text)):
        if index % CHECK_EVERY == 0:
            clock.check()
        code = pdfium.FPDFText_GetUnicode(text, index)
        if pdfium.FPDFText_IsGenerated(text, index) == 1 or code in (10, 13):
            continue
        if pdfium.FPDFText_HasUnicodeMapError(text, index) == 1 or code in (0, 0xFFFD):
            found.unmapped += 1
            continue
        if not _char_box(text, index, rect):
            continue
        if slanted and _is_slanted(pdfium.FPDFText_GetCharAngle(text, index)):
            continue
        yield index, Glyph(_letter(code), *to_box(rect.left, rect.bottom, rect.right, rect.top))


def _without_watermark(text: Any, placed: list[tuple[int, Glyph]], ink: Ink) -> list[tuple[int, Glyph]]:
    """The letters without those of a level watermark: pale on a light ground, much larger, and over other text."""
    if not placed:
        return placed
    least = LARGE * median(glyph.y1 - glyph.y0 for _, glyph in placed)
    marks = {
        index: Box(*glyph[1:])
        for index, glyph in placed
        if glyph.y1 - glyph.y0 >= least and _is_pale(text, index) and ink.is_light(Box(*glyph[1:]))
    }
    rest = [(index, glyph) for index, glyph in placed if index not in marks]
    return rest if any(_holds(box, glyph) for box in marks.values() for _, glyph in rest) else placed


def _holds(box: Box, glyph: Glyph) -> bool:
    middle = (glyph.x0 + glyph.x1) / 2, (glyph.y0 + glyph.y1) / 2
    return box.x0 < middle[0] < box.x1 and box.y0 < middle[1] < box.y1


def _is_pale(text: Any, index: int) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium.FPDFText_GetFillColor(text, index, red, green, blue, alpha):
        return False
    grey = (299 * red.value + 587 * green.value + 114 * blue.value) / 1000
    return PALE[0] <= 255 - (255 - grey) * alpha.value / 255 <= PALE[1]


def _undrawable(text: Any, placed: Sequence[tuple[int, Glyph]], unseen: Set[int]) -> set[int]:
    """Those of the `unseen` that would be seen if this machine had their font.

    They are beyond ASCII, which pdfium itself brings, and so are no letters of a page that shows some such.
    """
    foreign = [index for index, glyph in placed if not glyph.text.isascii()]
    if not any(index in unseen for index in foreign):
        return set()
    if any(index not in unseen and not _is_embedded(text, index) for index in foreign):
        return set()
    return {index for index in foreign if index in unseen and not _is_embedded(text, index)}


def _is_embedded(text: Any, index: int) -> bool:
    """Does the file bring a letter's font, or need none, since the letter is drawn in no way?"""
    owner = pdfium.FPDFText_GetTextObject(text, index)
    if not owner or pdfium.FPDFTextObj_GetTextRenderMode(owner) in UNSEEN_MODES:
        return True
    return bool(pdfium.FPDFFont_GetIsEmbedded(pdfium.FPDFTextObj_GetFont(owner)))


def _font(text: Any, index: int, glyph: Glyph) -> tuple[int | None, int]:
    """The font of a glyph, as an address, in one type size."""
    font = pdfium.FPDFTextObj_GetFont(pdfium.FPDFText_GetTextObject(text, index))
    return ctypes.cast(font, ctypes.c_void_p).value, round(glyph.y1 - glyph.y0)


def _char_box(text: Any, index: int, rect: Any) -> bool:
    """The letter's box with the height of its line of type, so that letters of one line are level."""
    if not pdfium.FPDFText_GetLooseCharBox(text, index, rect):
        return False
    if abs(rect.top - rect.bottom) > TALLEST:
        rect.left, rect.bottom, rect.right, rect.top = _tight_box(text, index)
    return True


def _tight_box(text: Any, index: int) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of the letter alone."""
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


def _letter(code: int) -> str:
    """The character of a code point: radicals unified, pdfium's mark for a hyphen at a line's end undone."""
    if code == 2:
        return "-"
    letter = chr(code)
    if 0x2F00 <= code <= 0x2FD5:
        return unicodedata.normalize("NFKC", letter)
    return " " if letter.isspace() else letter.translate(RADICALS)
