"""A report's content set on pages: title, paragraphs, ruled tables that go on over the page's end, numbers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import accumulate

from pipeline.sample.content import Content
from pipeline.sample.forms_t3 import HEADER_ROWS
from pipeline.sample.grid import Grid, GridCell, expand
from pipeline.sample.layouts import cut
from pipeline.sample.paper import BOTTOM, LEFT, NUMBER_TOP, RIGHT, TOP, WIDTH, Page, Stroke, Text, text_width, wrap

HEAD, NUMBER = 20.0, 9.0  # type sizes
LEADING = 1.6  # a line's share of its type
CELL_LEADING = 1.25
# relative widths of columns, by part; tables of another width have equal columns
WIDTHS: dict[tuple[str, int], tuple[float, ...]] = {
    ("t3", 10): (3.2, 5.2, 13, 4, 4, 4, 4, 4, 4, 4),
    ("s", 3): (30, 5, 7),
    ("s", 4): (5, 28, 6, 7),
}

HEADERS = {"t3": HEADER_ROWS, "s": 1}  # rows that may be printed again on the next page
KEPT_TOGETHER = {"t3": HEADER_ROWS + 1, "t4": HEADER_ROWS + 1}  # rows no page break comes between at first


def typeset(content: Content) -> list[Page]:
    """The report's pages, numbered; in `content.report.style.structure == "page_header"` each page of a
    table begins with its header rows again."""
    setter = _Setter(repeat=content.report.style.structure == "page_header")
    setter.lines(wrap(content.report.title, 400, HEAD), HEAD, centred=True)
    for text in content.prose.preamble:
        setter.paragraph(text)
    for key, (heading, paragraphs) in content.prose.sections.items():
        setter.paragraph(heading)
        for text in paragraphs:
            setter.paragraph(text)
        for grid in content.tables.get(key, ()):
            setter.table(grid, key)
    for text in (content.report.agency.name, f"{content.report.published_on:%Y年%-m月%-d日}"):
        setter.lines([text], BODY, to_right=True)
    return setter.numbered()


@dataclass(frozen=True, slots=True)
class _Look:
    """Type sizes of text and of tables, and the room left and right, above and below in a cell; points."""

    body: float
    cell: float
    side: float
    above: float

    def height(self, count: int) -> float:
        """Of a cell with so many lines."""
        return count * self.cell * CELL_LEADING + 2 * self.above

    def lines(self, cell: GridCell, left: float, right: float) -> list[str]:
        """The cell's text, broken to fit between the two lines."""
        return wrap(cell.text, right - left - 2 * self.side, self.cell)


def _look(content: Content) -> _Look:
    """Reports differ in these, so that pages end in all sorts of places."""
    rng = dice("look", *content.report.key)
    return _Look(rng.choice((12, 14, 16)), rng.choice((8, 8, 9)), 3, rng.choice((3, 5, 7, 9)))


@dataclass(frozen=True, slots=True)
class _Ruled:
    """A grid with the places of its lines: `xs` from the left edge of the page, `heights` by row."""

    grid: Grid
    xs: tuple[float, ...]
    heights: tuple[float, ...]


class _Setter:
    """Fills page after page from top to bottom."""

    def __init__(self, repeat: bool) -> None:
        self._pages = [Page()]
        self._y = TOP
        self._repeat = repeat

    def _room(self, height: float) -> None:
        """Begins a new page where the height does not fit."""
        if self._y + height > BOTTOM:
            self._pages.append(Page())
            self._y = TOP

    def lines(
        self, lines: list[str], size: float, *, centred: bool = False, to_right: bool = False, indent: float = 0.0
    ) -> None:
        for number, line in enumerate(lines):
            self._room(size * LEADING)
            left = LEFT + (indent if number == 0 else 0.0)
            if centred:
                left = (WIDTH - text_width(line, size)) / 2
            elif to_right:
                left = RIGHT - text_width(line, size) - 2 * size
            self._pages[-1].texts.append(Text(left, self._y, size, line))
            self._y += size * LEADING

    def paragraph(self, text: str) -> None:
        indent = 2 * BODY
        self.lines(wrap(text, RIGHT - LEFT, BODY, indent), BODY, indent=indent)

    def table(self, grid: Grid, part: str) -> None:
        """Sets a table; a row that does not fit begins the next page, with what spans reach over to it."""
        ruled = _ruled(grid, part)
        self._y += 4
        head = HEADERS.get(part, 0)
        self._room(sum(ruled.heights[: KEPT_TOGETHER.get(part, 2)]))
        while ruled.grid:
            room, count = BOTTOM - self._y, 0
            for total in accumulate(ruled.heights):
                if total > room:
                    break
                count += 1
            count = max(count, 1)
            top, rest = _divide(ruled, count)
            self._piece(replace(ruled, grid=top, heights=ruled.heights[:count]))
            heights = ruled.heights[count:]
            if rest:
                self._room(BOTTOM)
                if self._repeat:
                    rest, heights = (*grid[:head], *rest), (*_ruled(grid, part).heights[:head], *heights)
            ruled = replace(ruled, grid=rest, heights=heights)
        self._y += 6

    def _piece(self, ruled: _Ruled) -> None:
        """The part of a table that stands on one page."""
        page, xs = self._pages[-1], ruled.xs
        ys = [self._y, *accumulate(ruled.heights, initial=self._y)][1:]
        for number, row in enumerate(expand(ruled.grid)):
            for column, cell in enumerate(row):
                if cell is None:
                    continue
                right, bottom = xs[column + cell.cols], ys[min(number + cell.rows, len(ys) - 1)]
                _frame(page, xs[column], ys[number], right, bottom)
                _fill(page, cell, xs[column], ys[number], right, bottom)
        self._y = ys[-1]

    def numbered(self) -> list[Page]:
        """The pages, each with its number at the foot."""
        for number, page in enumerate(self._pages, 1):
            text = f"- {number} -"
            page.texts.append(Text((WIDTH - text_width(text, NUMBER)) / 2, NUMBER_TOP, NUMBER, text))
        return self._pages


def _divide(ruled: _Ruled, count: int) -> tuple[Grid, Grid]:
    """The first `count` rows and the others; words of a span that do not fit above go on below (法提供)."""
    if count >= len(ruled.grid):
        return ruled.grid, ()
    tails: list[str] = []
    rows = [list(row) for row in ruled.grid]
    for number, slots in enumerate(expand(ruled.grid)[:count]):
        for column, cell in enumerate(slots):
            if cell is None or number + cell.rows <= count:
                continue
            room = sum(ruled.heights[number:count]) - 2 * PADDING
            fits = max(int(room // (CELL * CELL_LEADING)), 0)
            lines = _cell_lines(cell, ruled.xs[column], ruled.xs[column + cell.cols])
            rows[number][rows[number].index(cell)] = replace(cell, text="".join(lines[:fits]))
            tails.append("".join(lines[fits:]))
    top, rest = cut(tuple(map(tuple, rows)), count)
    carried = tuple(replace(cell, text=tail) for cell, tail in zip(rest[0], tails, strict=False))
    return top, ((*carried, *rest[0][len(tails) :]), *rest[1:])


def _cell_lines(cell: GridCell, left: float, right: float) -> list[str]:
    return wrap(cell.text, right - left - 2 * PADDING, CELL)


def _ruled(grid: Grid, part: str) -> _Ruled:
    """Column places and row heights: each row as high as its cells that span no other row need."""
    slots = expand(grid)
    count = len(slots[0])
    shares = WIDTHS.get((part, count), (1.0,) * count)
    scale = (RIGHT - LEFT) / sum(shares)
    xs = tuple(LEFT + scale * share for share in accumulate(shares, initial=0.0))
    heights = [CELL * CELL_LEADING + 2 * PADDING] * len(grid)
    spanning: list[tuple[int, int, float]] = []
    for number, row in enumerate(slots):
        for column, cell in enumerate(row):
            if cell is None:
                continue
            lines = _cell_lines(cell, xs[column], xs[column + cell.cols])
            needed = len(lines) * CELL * CELL_LEADING + 2 * PADDING
            if cell.rows == 1:
                heights[number] = max(heights[number], needed)
            else:
                spanning.append((number, cell.rows, needed))
    for number, rows, needed in spanning:
        lacking = needed - sum(heights[number : number + rows])
        if lacking > 0:
            heights[number] += lacking
    return _Ruled(grid, xs, tuple(heights))


def _frame(page: Page, left: float, top: float, right: float, bottom: float) -> None:
    """The cell's four sides; neighbours draw theirs over them, as writers of PDF do."""
    page.strokes += [
        Stroke(left, top, right, top),
        Stroke(left, bottom, right, bottom),
        Stroke(left, top, left, bottom),
        Stroke(right, top, right, bottom),
    ]


def _fill(page: Page, cell: GridCell, left: float, top: float, right: float, bottom: float) -> None:
    """The cell's lines, in its middle; values are centred."""
    lines = _cell_lines(cell, left, right)
    y = top + (bottom - top - len(lines) * CELL * CELL_LEADING) / 2 + CELL * (CELL_LEADING - 1) / 2
    for line in lines:
        shown = line.strip()
        x = (left + right - text_width(shown, CELL)) / 2 if cell.code else left + PADDING
        if shown:
            page.texts.append(Text(x, y, CELL, shown))
        y += CELL * CELL_LEADING
