"""One PDF page as pdfium sees it -> glyphs, ruling lines and pictures in reading coordinates."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.errors import LimitError
from pipeline.extract.page import Box, Clock, Glyph, Rule

THIN = 3.0  # a filled shape not thicker than this is a ruling line
STRAIGHT = 0.8  # how far a line may lean
SHORTEST = 3.0  # shorter pieces are dots and letters
MAX_OBJECTS = 100_000  # of one page
MAX_DEPTH = 8  # forms within forms
CHECK_EVERY = 2_000  # objects and glyphs between two looks at the clock
INVISIBLE = 3  # text render mode: the hidden text of a scan, recognised by somebody else
TALLEST = 60.0  # pdfium gives letters written downwards a box of many times their size
SLANT = 0.1  # quarter turns by which a watermark leans at least, and a skewed scan's text does not
PROBE_EVERY = 7  # text direction and mode are asked of every n-th glyph

# Radicals that some PDF writers put for the letter of the same shape; NFKC knows only the Kangxi block.
RADICALS = str.maketrans(
    "⺟⺠⺫⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻨⻩⻬⻰", "母民罒西见角贝车长门青韦页风飞食马骨鬼鱼鸟麦黄齐龙"
)

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class PageObjects:
    """What one page draws. `fills` are the edges of filled shapes: borders only if nothing else is."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    pixels: int = 0  # of the largest picture
    unmapped: int = 0  # glyphs without a character: the font does not say what they mean
    invisible: bool = False  # the text is a hidden layer under a picture


class _Turn:
    """Page space (origin lower left, as stored) -> reading space (origin upper left, text upright)."""

    def __init__(self, box: Box, quarter: int) -> None:
        self._right = ((1, 0), (0, 1), (-1, 0), (0, -1))[quarter]
        corners = [self._axes(x, y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
        self._left, self._top = min(x for x, _ in corners), min(y for _, y in corners)
        self.width = max(x for x, _ in corners) - self._left
        self.height = max(y for _, y in corners) - self._top

    def _axes(self, x: float, y: float) -> tuple[float, float]:
        right_x, right_y = self._right
        return x * right_x + y * right_y, x * right_y - y * right_x

    def point(self, x: float, y: float) -> tuple[float, float]:
        turned_x, turned_y = self._axes(x, y)
        return turned_x - self._left, turned_y - self._top

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        ax, ay = self.point(x0, y0)
        bx, by = self.point(x1, y1)
        return Box(min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))


def read_page(page: Any, clock: Clock) -> PageObjects:
    """Glyphs, lines and pictures of one pypdfium2 page; raises LimitError past the clock or MAX_OBJECTS."""
    count = pdfium.FPDFPage_CountObjects(page)
    if count > MAX_OBJECTS:
        raise LimitError(f"a page of {count} drawn objects; the limit is {MAX_OBJECTS}")
    text = page.get_textpage()
    try:
        quarter, slanted = _direction(text)
        turn = _Turn(Box(*page.get_bbox()), quarter)
        objects = PageObjects(turn.width, turn.height)
        _read_text(text, turn, objects, clock, slanted=slanted)
        _read_shapes(page, turn, objects, clock)
    finally:
        text.close()
    return objects


def _direction(text: Any) -> tuple[int, bool]:
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


def _read_text(text: Any, turn: _Turn, objects: PageObjects, clock: Clock, *, slanted: bool) -> None:
    """Glyphs of the page; where some text is `slanted`, without it."""
    rect = pdfium.FS_RECTF()
    hidden = probed = 0
    for index in range(pdfium.FPDFText_CountChars(text)):
        if index % CHECK_EVERY == 0:
            clock.check()
        code = pdfium.FPDFText_GetUnicode(text, index)
        if pdfium.FPDFText_IsGenerated(text, index) == 1 or code in (10, 13):
            continue
        if pdfium.FPDFText_HasUnicodeMapError(text, index) == 1 or code in (0, 0xFFFD):
            objects.unmapped += 1
            continue
        if not _char_box(text, index, rect):
            continue
        if slanted and _is_slanted(pdfium.FPDFText_GetCharAngle(text, index)):
            continue
        if index % PROBE_EVERY == 0:
            probed += 1
            owner = pdfium.FPDFText_GetTextObject(text, index)
            hidden += bool(owner) and pdfium.FPDFTextObj_GetTextRenderMode(owner) == INVISIBLE
        box = turn.box(rect.left, rect.bottom, rect.right, rect.top)
        objects.glyphs.append(Glyph(_letter(code), *box))
    objects.invisible = probed > 0 and hidden > probed / 2


def _char_box(text: Any, index: int, rect: Any) -> bool:
    """The letter's box with the height of its line of type, so that letters of one line are level."""
    if not pdfium.FPDFText_GetLooseCharBox(text, index, rect):
        return False
    if abs(rect.top - rect.bottom) > TALLEST:
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
        rect.left, rect.right, rect.bottom, rect.top = left.value, right.value, bottom.value, top.value
    return True


def _letter(code: int) -> str:
    """The character of a code point: radicals unified, pdfium's mark for a hyphen at a line's end undone."""
    if code == 2:
        return "-"
    letter = chr(code)
    if 0x2F00 <= code <= 0x2FD5:
        return unicodedata.normalize("NFKC", letter)
    return " " if letter.isspace() else letter.translate(RADICALS)


def _read_shapes(page: Any, turn: _Turn, objects: PageObjects, clock: Clock) -> None:
    across, down = ctypes.c_uint(), ctypes.c_uint()
    for index, (shape, matrix) in enumerate(_shapes(page)):
        if index % CHECK_EVERY == 0:
            clock.check()
        if index > MAX_OBJECTS:
            raise LimitError(f"a page of more than {MAX_OBJECTS} drawn objects")
        kind = pdfium.FPDFPageObj_GetType(shape)
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            _read_path(shape, matrix, turn, objects)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            corners = [_apply(_times(_matrix(shape), matrix), x, y) for x in (0, 1) for y in (0, 1)]
            xs, ys = [x for x, _ in corners], [y for _, y in corners]
            box = turn.box(min(xs), min(ys), max(xs), max(ys))
            if not _add_thin(box, objects):
                objects.pictures.append(box)
                pdfium.FPDFImageObj_GetImagePixelSize(shape, across, down)
                objects.pixels = max(objects.pixels, across.value * down.value)


def _shapes(page: Any) -> Iterator[tuple[Any, Matrix]]:
    """Every path and picture of the page, also those inside forms, with the form's matrix."""
    waiting: list[tuple[Any, Matrix, int]] = []
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        waiting.append((pdfium.FPDFPage_GetObject(page, index), IDENTITY, 0))
        while waiting:
            shape, matrix, depth = waiting.pop()
            if pdfium.FPDFPageObj_GetType(shape) != pdfium.FPDF_PAGEOBJ_FORM:
                yield shape, matrix
            elif depth < MAX_DEPTH:
                inner = _times(_matrix(shape), matrix)
                for child in range(pdfium.FPDFFormObj_CountObjects(shape)):
                    waiting.append((pdfium.FPDFFormObj_GetObject(shape, child), inner, depth + 1))


def _matrix(shape: Any) -> Matrix:
    matrix = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(shape, matrix):
        return IDENTITY
    return (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)


def _times(first: Matrix, then: Matrix) -> Matrix:
    if then is IDENTITY:
        return first
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _read_path(shape: Any, outer: Matrix, turn: _Turn, objects: PageObjects) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(shape, fill, stroke) or not (fill.value or stroke.value):
        return
    matrix = _times(_matrix(shape), outer)
    for points in _outlines(shape, matrix, turn):
        xs, ys = [x for x, _ in points], [y for _, y in points]
        box = Box(min(xs), min(ys), max(xs), max(ys))
        if _add_thin(box, objects):
            continue
        if not stroke.value:
            objects.fills.append(box)
            continue
        for (x0, y0), (x1, y1) in pairwise(points):
            _add_line(x0, y0, x1, y1, objects)


def _outlines(shape: Any, matrix: Matrix, turn: _Turn) -> Iterator[list[tuple[float, float]]]:
    """The path's straight pieces as point lists; curves end a piece."""
    points: list[tuple[float, float]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(pdfium.FPDFPath_CountSegments(shape), MAX_OBJECTS)):
        segment = pdfium.FPDFPath_GetPathSegment(shape, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        point = turn.point(*_apply(matrix, x.value, y.value))
        if pdfium.FPDFPathSegment_GetType(segment) != pdfium.FPDF_SEGMENT_LINETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(point)
        if pdfium.FPDFPathSegment_GetClose(segment) and len(points) > 1:
            points.append(points[0])
    if len(points) > 1:
        yield points


def _add_thin(box: Box, objects: PageObjects) -> bool:
    """A thin shape is a ruling line along its middle; True when it was one (or a mere dot)."""
    width, height = box.x1 - box.x0, box.y1 - box.y0
    if min(width, height) > THIN:
        return False
    if width >= height and width > SHORTEST:
        objects.horizontal.append(Rule((box.y0 + box.y1) / 2, box.x0, box.x1))
    elif height > SHORTEST:
        objects.vertical.append(Rule((box.x0 + box.x1) / 2, box.y0, box.y1))
    return True


def _add_line(x0: float, y0: float, x1: float, y1: float, objects: PageObjects) -> None:
    if abs(y1 - y0) <= STRAIGHT and abs(x1 - x0) > SHORTEST:
        objects.horizontal.append(Rule((y0 + y1) / 2, min(x0, x1), max(x0, x1)))
    elif abs(x1 - x0) <= STRAIGHT and abs(y1 - y0) > SHORTEST:
        objects.vertical.append(Rule((x0 + x1) / 2, min(y0, y1), max(y0, y1)))
