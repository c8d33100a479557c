"""What a PDF page shows, against what it says: the page drawn with its text and without, and the two compared.

Text that changes nothing on the page is not printed: white on white, transparent, cut off, covered, switched
off or too small to see. Places are in reading coordinates (points).
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from operator import sub
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from pipeline.extract.page import Box

SCALE = 2.0  # pixels per point: a digit of 8 points is 11 pixels high
MAX_PIXELS = 16_000_000  # larger pages are drawn smaller
CONTRAST = 20  # grey levels by which a letter differs from its ground; what differs less is not seen
MARK = 100  # grey levels between the darkest and the lightest place where something is drawn; watermarks differ less
LIGHT = 200  # grey level from which a ground is light
LEAST = 2.5  # points: letters not higher cannot be read
# shares of a letter's box, left and right, above and below, where its neighbours reach in
SIDE, ENDS = 0.2, 0.1
INSET = 3.0  # points along a cell's sides where its ruling lines may show
REACH = 1.8  # points that a letter may stand out of its cell above or below, half of it at its sides
MIDDLE = 0.28  # share of a letter's box above and below what a line through it crosses

Drawing = tuple[int, bytes]  # a letter's ink row after row, and the width of a row in pixels


class Ink(NamedTuple):
    """Two grey pictures of one page, as bytes row after row."""

    shown: bytes
    bare: bytes  # without the text
    width: int
    height: int
    scale: float

    def shows(self, box: Box, *, exactly: bool) -> bool:
        """Does the text change what is seen in a letter's box? `exactly` leaves out its neighbours' share."""
        if box.y1 - box.y0 < LEAST:
            return False
        side, ends = (SIDE, ENDS) if exactly else (0.0, 0.0)
        return self._has_text(_inner(box, side * (box.x1 - box.x0), ends * (box.y1 - box.y0)))

    def is_blank(self, cell: Box) -> bool:
        """Is nothing seen within a cell's sides, and does no letter reach into it?"""
        return not (
            self._has_marks(self.shown, _inner(cell, INSET, INSET))
            or self._has_text(_inner(cell, REACH / 2, REACH))
        )

    def is_outside(self, letter: Box, cell: Box) -> bool:
        """Does a letter reach out of its cell?"""
        strips = (
            letter._replace(y1=cell.y0 - REACH),
            letter._replace(y0=cell.y1 + REACH),
            letter._replace(x1=cell.x0 - REACH / 2),
            letter._replace(x0=cell.x1 + REACH / 2),
        )
        return any(self._has_text(strip) for strip in strips if strip.x0 < strip.x1 and strip.y0 < strip.y1)

    def is_marked(self, letter: Box, cell: Box) -> bool:
        """Is something drawn through or close beside a letter that is no text: a line, a bar, a seal, a shape?"""
        width, height = letter.x1 - letter.x0, letter.y1 - letter.y0
        clear = _inner(cell, INSET, INSET)
        window = Box(
            max(letter.x0 - width, clear.x0),
            max(letter.y0 + MIDDLE * height, clear.y0),
            min(letter.x1 + width, clear.x1),
            min(letter.y1 - MIDDLE * height, clear.y1),
        )
        return self._has_marks(self.bare, window)

    def is_light(self, box: Box) -> bool:
        """Is the page light behind most of a letter?"""
        ground = b"".join(self.bare[start:stop] for start, stop in self._rows(box))
        return bool(ground) and sorted(ground)[len(ground) // 2] >= LIGHT

    def crop(self, box: Box) -> Drawing | None:
        """The text's ink in a box, 0 to 255; None where there is more than text, or nothing."""
        rows = list(self._rows(box))
        if not rows or self._contrast(self.bare, rows) > CONTRAST:
            return None
        ink = b"".join(
            bytes(map(abs, map(sub, self.shown[start:stop], self.bare[start:stop]))) for start, stop in rows
        )
        return rows[0][1] - rows[0][0], ink

    def _has_text(self, box: Box) -> bool:
        for start, stop in self._rows(box):
            shown, bare = self.shown[start:stop], self.bare[start:stop]
            if shown != bare and max(map(abs, map(sub, shown, bare))) > CONTRAST:
                return True
        return False

    def _has_marks(self, picture: bytes, box: Box) -> bool:
        rows = list(self._rows(box))
        return bool(rows) and self._contrast(picture, rows) > MARK

    @staticmethod
    def _contrast(picture: bytes, rows: Iterable[tuple[int, int]]) -> int:
        parts = [picture[start:stop] for start, stop in rows]
        return max(map(max, parts)) - min(map(min, parts))

    def _rows(self, box: Box) -> Iterable[tuple[int, int]]:
        """Where the rows of a box begin and end in the pictures; none where it is off the page or empty."""
        left, right = max(math.floor(box.x0 * self.scale), 0), min(math.ceil(box.x1 * self.scale), self.width)
        if right <= left:
            return
        for y in range(
            max(math.floor(box.y0 * self.scale), 0), min(math.ceil(box.y1 * self.scale), self.height)
        ):
            yield y * self.width + left, y * self.width + right


def _inner(box: Box, across: float, down: float) -> Box:
    return Box(box.x0 + across, box.y0 + down, box.x1 - across, box.y1 - down)


def draw(page: Any, texts: Iterable[Any], width: float, quarter: int) -> Ink:
    """Draw a pypdfium2 page twice; `texts` are its text objects, `width` the page's as it is read.

    `quarter` counts the turns, counter-clockwise, that the text on the page is turned by.
    """
    texts = list(texts)
    area = page.get_width() * page.get_height()
    scale = min(SCALE, math.sqrt(MAX_PIXELS / area)) if area else SCALE
    turn = (90 * quarter - page.get_rotation()) % 360
    shown = page.render(scale=scale, rotation=turn, grayscale=True)
    for text in texts:
        pdfium.FPDFPageObj_SetIsActive(text, False)
    bare = page.render(scale=scale, rotation=turn, grayscale=True)
    for text in texts:
        pdfium.FPDFPageObj_SetIsActive(text, True)
    return Ink(
        _packed(shown), _packed(bare), shown.width, shown.height, shown.width / width if width else scale
    )


def _packed(bitmap: Any) -> bytes:
    """The picture without the bytes that fill its rows up."""
    data = bytes(bitmap.buffer)
    if bitmap.stride == bitmap.width:
        return data
    starts = range(0, bitmap.stride * bitmap.height, bitmap.stride)
    return b"".join(data[start : start + bitmap.width] for start in starts)
