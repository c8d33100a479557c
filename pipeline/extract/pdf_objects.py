"""One PDF page as pdfium sees it -> glyphs, ruling lines and pictures in reading coordinates."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from pipeline.errors import LimitError
from pipeline.extract import pdf_ink, pdf_text
from pipeline.extract.page import Box, Clock, Rule
from pipeline.extract.pdf_ink import Ink
from pipeline.extract.pdf_text import PageText

THIN = 3.0  # a filled shape not thicker than this is a ruling line
STRAIGHT = 0.8  # how far a line may lean
SHORTEST = 3.0  # shorter pieces are dots and letters
MAX_OBJECTS = 100_000  # of one page
MAX_DEPTH = 8  # forms within forms
LOOKED_AT = 40  # pieces of a shape in which a bent one is sought: a letter has one among its first
CHECK_EVERY = 2_000  # objects between two looks at the clock

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class PageObjects:
    """What one page draws. `fills` are the edges of filled shapes: borders only if nothing else is."""

    width: float
    height: float
    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    pixels: int = 0  # of the largest picture
    curves: int = 0  # bent shapes: letters, where the text was turned into drawings
    text: PageText = field(default_factory=PageText)
    ink: Ink | None = None  # the page as it is drawn; None where it has no text


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
    shapes = _shapes(page)
    text = page.get_textpage()
    try:
        quarter, slanted = pdf_text.direction(text)
        turn = _Turn(Box(*page.get_bbox()), quarter)
        objects = PageObjects(turn.width, turn.height)
        if pdfium.FPDFText_CountChars(text) > 0:
            objects.ink = pdf_ink.draw(page, _texts(shapes), turn.width, quarter)
            objects.text = pdf_text.read(text, turn.box, objects.ink, clock, slanted=slanted)
        _read_shapes(shapes, turn, objects, clock)
    finally:
        text.close()
    return objects


def _texts(shapes: Iterable[tuple[Any, Matrix]]) -> list[Any]:
    kind = pdfium.FPDF_PAGEOBJ_TEXT
    return [shape for shape, _ in shapes if pdfium.FPDFPageObj_GetType(shape) == kind]


def _read_shapes(
    shapes: Iterable[tuple[Any, Matrix]], turn: _Turn, objects: PageObjects, clock: Clock
) -> None:
    across, down = ctypes.c_uint(), ctypes.c_uint()
    for index, (shape, matrix) in enumerate(shapes):
        if index % CHECK_EVERY == 0:
            clock.check()
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


def _shapes(page: Any) -> list[tuple[Any, Matrix]]:
    """Everything the page draws, also what is inside forms, with the form's matrix; past MAX_OBJECTS LimitError."""
    found: list[tuple[Any, Matrix]] = []
    waiting: list[tuple[Any, Matrix, int]] = []
    for index in range(pdfium.FPDFPage_CountObjects(page)):
        waiting.append((pdfium.FPDFPage_GetObject(page, index), IDENTITY, 0))
        while waiting:
            shape, matrix, depth = waiting.pop()
            if pdfium.FPDFPageObj_GetType(shape) != pdfium.FPDF_PAGEOBJ_FORM:
                found.append((shape, matrix))
                if len(found) > MAX_OBJECTS:
                    raise LimitError(f"a page of more than {MAX_OBJECTS} drawn objects")
            elif depth < MAX_DEPTH:
                inner = _times(_matrix(shape), matrix)
                for child in range(pdfium.FPDFFormObj_CountObjects(shape)):
                    waiting.append((pdfium.FPDFFormObj_GetObject(shape, child), inner, depth + 1))
    return found


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
    objects.curves += _is_bent(shape)
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


def _is_bent(shape: Any) -> bool:
    segments = (
        pdfium.FPDFPath_GetPathSegment(shape, index)
        for index in range(min(pdfium.FPDFPath_CountSegments(shape), LOOKED_AT))
    )
    return any(pdfium.FPDFPathSegment_GetType(one) == pdfium.FPDF_SEGMENT_BEZIERTO for one in segments)


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
