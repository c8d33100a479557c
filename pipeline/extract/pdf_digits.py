"""Does a font draw the digits it names? Its digits are compared with those of pdfium's own standard fonts.

A PDF says apart what a letter looks like and what it means; where the two differ, text copied out of the file
holds other numbers than the page.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from operator import mul

from pipeline.extract.page import Box
from pipeline.extract.pdf_ink import Drawing, Ink

DIGITS = "0123456789"
FONTS = ("Helvetica", "Helvetica-Bold", "Times-Roman", "Times-Bold", "Courier", "Courier-Bold")
SIZE, STEP = 20, 30  # points: type of the patterns, and the distance between them
WIDTH, HEIGHT = 10, 12  # a shape's squares
FAINT = 40  # ink below this is a letter's edge
OTHER = 0.3  # by so much more it must be like another digit: of 171 fonts no upright one differs by over 0.1

Shape = tuple[float, ...]


def misnamed(drawings: Sequence[tuple[object, str, Drawing]]) -> tuple[bool, set[int]]:
    """Whether digits, given as (font, the digit it is said to be, its ink), look like others than they say.

    True where even the likeliest drawing of a digit does; and which single drawings, by index.
    """
    groups: dict[tuple[object, str], dict[Drawing, list[int]]] = {}
    for index, (font, digit, drawing) in enumerate(drawings):
        groups.setdefault((font, digit), {}).setdefault(drawing, []).append(index)
    odd: set[int] = set()
    for (_, digit), found in groups.items():
        shapes = {drawing: shape for drawing in found if (shape := shape_of(drawing)) is not None}
        if not shapes:
            continue
        likeness = {drawing: _likeness_to(digit, shape) for drawing, shape in shapes.items()}
        best = max(likeness, key=lambda drawing: likeness[drawing])
        if _is_other(shapes[best], likeness[best]):
            return True, odd
        for drawing, shape in shapes.items():
            if _is_other(shape, likeness[drawing]):
                odd.update(found[drawing])
    return False, odd


@lru_cache(maxsize=1024)
def _likeness_to(digit: str, shape: Shape) -> float:
    return max(_likeness(shape, pattern) for pattern in _patterns()[digit])


def _is_other(shape: Shape, likeness: float) -> bool:
    """Is a shape, so like the digit it is said to be, much more like another one?"""
    if likeness > 1 - OTHER:
        return False
    return any(_likeness_to(digit, shape) - likeness > OTHER for digit in DIGITS)


@lru_cache(maxsize=1024)
def shape_of(drawing: Drawing) -> Shape | None:
    """A letter's ink in squares, as high as all letters are, less its mean, of length one; None without ink."""
    width, ink = drawing
    rows = [ink[start : start + width] for start in range(0, len(ink), width)]
    ys = [y for y, row in enumerate(rows) if max(row) > FAINT]
    xs = [x for x in range(width) if any(row[x] > FAINT for row in rows)]
    if not ys or not xs:
        return None
    side = (ys[-1] + 1 - ys[0]) / HEIGHT
    left = (xs[0] + xs[-1] + 1 - WIDTH * side) / 2
    across = [_covered(left + step * side, side, xs[0], xs[-1] + 1) for step in range(WIDTH)]
    down = [_covered(ys[0] + step * side, side, ys[0], ys[-1] + 1) for step in range(HEIGHT)]
    squares = [
        sum(part * sum(share * rows[y][x] for x, share in columns) for y, part in lines)
        for lines in down
        for columns in across
    ]
    mean = sum(squares) / len(squares)
    length = math.sqrt(sum((square - mean) ** 2 for square in squares))
    return tuple((square - mean) / length for square in squares) if length else None


def _covered(start: float, side: float, first: int, end: int) -> list[tuple[int, float]]:
    """The pixels from `first` up to `end` under one side of a square, and how much of each."""
    stop = start + side
    pixels = range(max(math.floor(start), first), min(math.ceil(stop), end))
    return [(pixel, min(stop, pixel + 1) - max(start, pixel)) for pixel in pixels]


def _likeness(one: Sequence[float], other: Sequence[float]) -> float:
    return math.fsum(map(mul, one, other))


@lru_cache(maxsize=1)
def _patterns() -> dict[str, list[Shape]]:
    """The shapes of every digit in the standard fonts, which pdfium brings."""
    import pypdfium2

    with pypdfium2.PdfDocument(_sheet()) as file:
        page = file[0]
        bitmap = page.render(scale=1, grayscale=True)
        data, stride = bytes(255 - value for value in bitmap.buffer), bitmap.stride
        ink = Ink(data, bytes(len(data)), stride, bitmap.height, 1.0)
        page.close()
    found: dict[str, list[Shape]] = {digit: [] for digit in DIGITS}
    for row in range(len(FONTS)):
        for column, digit in enumerate(DIGITS):
            box = Box(STEP * column, STEP * row, STEP * (column + 1), STEP * (row + 1))
            drawing = ink.crop(box)
            if drawing and (shape := shape_of(drawing)):
                found[digit].append(shape)
    return found


def _sheet() -> bytes:
    """A PDF page with a row of digits for every standard font."""
    width, height = STEP * len(DIGITS), STEP * len(FONTS)
    fonts = " ".join(
        f"/F{row} << /Type /Font /Subtype /Type1 /BaseFont /{font} >>" for row, font in enumerate(FONTS)
    )
    commands = "\n".join(
        f"BT /F{row} {SIZE} Tf {STEP * column + 8} {height - STEP * row - 22} Td ({digit}) Tj ET"
        for row in range(len(FONTS))
        for column, digit in enumerate(DIGITS)
    )
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {width} {height}] /Contents 4 0 R"
        f" /Resources << /Font << {fonts} >> >> >>",
        f"<< /Length {len(commands)} >>\nstream\n{commands}\nendstream",
    ]
    body = "".join(f"{number} 0 obj\n{text}\nendobj\n" for number, text in enumerate(objects, 1))
    return f"%PDF-1.4\n{body}trailer << /Root 1 0 R >>\n%%EOF\n".encode("ascii")
