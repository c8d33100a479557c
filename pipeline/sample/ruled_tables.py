"""Ruled tables on paper: how high rows are, what a page break does to them, and their lines and letters."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate

from pipeline.sample.content import Content
from pipeline.sample.grid import Grid, GridCell, expand
from pipeline.sample.layouts import cut
from pipeline.sample.paper import LEFT, RIGHT, Page, Stroke, Text, text_width, wrap
from pipeline.sample.spec import dice

CELL_LEADING = 1.25  # a line's share of its type
SIDE = 3.0  # points left free left and right in a cell
# relative widths of columns, by part and number; tables of another width have equal columns
WIDTHS: dict[tuple[str, int], tuple[float, ...]] = {
    ("t3", 10): (3.2, 5.2, 13, 4, 4, 4, 4, 4, 4, 4),
    ("s", 3): (30, 5, 7),
    ("s", 4): (5, 28, 6, 7),
}


@dataclass(frozen=True, slots=True)
class Look:
    """Type sizes of text and of tables, and the room above and below in a cell; points."""

    body: float
    cell: float
    above: float

    @property
    def leading(self) -> float:
        """Height of a line in a cell."""
        return self.cell * CELL_LEADING

    def height(self, lines: int) -> float:
        """Of a cell with so many lines."""
        return lines * self.leading + 2 * self.above

    def lines(self, cell: GridCell, left: float, right: float) -> list[str]:
        """The cell's text, broken to fit between its two sides."""
        return wrap(cell.text, right - left - 2 * SIDE, self.cell)


def look_of(content: Content) -> Look:
    """Reports differ in these, so that pages end in all sorts of places."""
    rng = dice("look", *content.report.key)
    return Look(rng.choice((12, 14, 16)), rng.choice((8, 8, 9)), rng.choice((3, 5, 7, 9)))


@dataclass(frozen=True, slots=True)
class Ruled:
    """A grid with the places of its lines: `xs` from the left edge of the page, `heights` by row."""

    grid: Grid
    look: Look
    xs: tuple[float, ...]
    heights: tuple[float, ...]

    def first(self, count: int) -> float:
        """Height of the first rows."""
        return sum(self.heights[:count])

    def fitting(self, room: float) -> int:
        """How many rows fit; at least one, so that setting comes to an end."""
        return max(sum(total <= room for total in accumulate(self.heights)), 1)


def measure(grid: Grid, part: str, look: Look) -> Ruled:
    """Column places and row heights: a row is as high as its cells need, a span's last need is its first row's."""
    slots = expand(grid)
    count = len(slots[0])
    shares = WIDTHS.get((part, count), (1.0,) * count)
    scale = (RIGHT - LEFT) / sum(shares)
    xs = tuple(LEFT + scale * share for share in accumulate(shares, initial=0.0))
    heights = [look.height(1)] * len(grid)
    placed = [
        (number, cell.rows, look.height(len(look.lines(cell, xs[column], xs[column + cell.cols]))))
        for number, row in enumerate(slots)
        for column, cell in enumerate(row)
        if cell is not None
    ]
    for number, rows, needed in sorted(placed, key=lambda place: place[1]):
        lacking = needed - sum(heights[number : number + rows])
        heights[number] += max(lacking, 0.0)
    return Ruled(grid, look, xs, tuple(heights))


def divide(ruled: Ruled, count: int) -> tuple[Ruled, Ruled | None]:
    """The first `count` rows and the others; what does not fit of a span's words goes on below (法提供)."""
    if count >= len(ruled.grid):
        return ruled, None
    tails: list[str] = []
    rows = [list(row) for row in ruled.grid]
    for number, slots in enumerate(expand(ruled.grid)[:count]):
        for column, cell in enumerate(slots):
            if cell is None or number + cell.rows <= count:
                continue
            room = sum(ruled.heights[number:count]) - 2 * ruled.look.above
            fits = max(int(room // ruled.look.leading), 0)
            lines = ruled.look.lines(cell, ruled.xs[column], ruled.xs[column + cell.cols])
            at = next(index for index, other in enumerate(rows[number]) if other is cell)
            rows[number][at] = replace(cell, text="".join(lines[:fits]))
            tails.append("".join(lines[fits:]))
    top, rest = cut(tuple(map(tuple, rows)), count)
    carried = tuple(replace(cell, text=tail) for cell, tail in zip(rest[0], tails, strict=False))
    below = ((*carried, *rest[0][len(tails) :]), *rest[1:])
    return (
        replace(ruled, grid=top, heights=ruled.heights[:count]),
        replace(ruled, grid=below, heights=ruled.heights[count:]),
    )


def draw(ruled: Ruled, page: Page, top: float) -> float:
    """Puts a table on a page; the y of its end."""
    ys = list(accumulate(ruled.heights, initial=top))
    for number, row in enumerate(expand(ruled.grid)):
        for column, cell in enumerate(row):
            if cell is not None:
                sides = ruled.xs[column], ruled.xs[column + cell.cols]
                _draw_cell(page, cell, ruled.look, sides, (ys[number], ys[number + cell.rows]))
    return ys[-1]


def _draw_cell(
    page: Page, cell: GridCell, look: Look, sides: tuple[float, float], ends: tuple[float, float]
) -> None:
    """Its four lines, over which neighbours draw theirs, and its text in the middle; values are centred."""
    (left, right), (top, bottom) = sides, ends
    page.strokes += [Stroke(left, y, right, y) for y in ends]
    page.strokes += [Stroke(x, top, x, bottom) for x in sides]
    lines = look.lines(cell, left, right)
    y = (top + bottom - len(lines) * look.leading) / 2 + (look.leading - look.cell) / 2
    for line in lines:
        shown = line.strip()
        x = (left + right - text_width(shown, look.cell)) / 2 if cell.code else left + SIDE
        if shown:
            page.texts.append(Text(x, y, look.cell, shown))
        y += look.leading
