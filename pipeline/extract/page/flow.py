"""Pages -> one flow of prose with the tables' places in it: reading order, paragraphs, headlines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from pipeline.errors import LimitError
from pipeline.extract.page import GridTable, PageContent
from pipeline.extract.page.lines import Line, is_page_number, lines_of, segments_of
from pipeline.records import Table

INDENT = 1.2  # type heights a line stands in when it begins a paragraph
FULL = 2.2  # type heights a full line may end before the right margin
RESIZED = 1.25  # ratio of type heights at which a new paragraph begins
HEADLINE = 1.2  # a headline's type against that of the body
HEADLINES = 3  # candidates handed on
COLUMN_LINES = 6  # lines on either side of a gutter
CROSSING = 0.25  # share of lines that may run across a gutter, such as headings
EDGE = 0.1  # share of a page's height in which running headers and footers stand
SAME_HEIGHT = 3.0  # points
NUMBER = re.compile(r"\d+")
NUMBERED = re.compile(r"[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）")


@dataclass(frozen=True, slots=True)
class Flow:
    """The whole file's prose (paragraphs divided by newlines), tables in order, headlines best first."""

    prose: str
    tables: tuple[Table, ...]
    headlines: tuple[str, ...]


def flow(name: str, pages: Sequence[PageContent], max_cells: int) -> Flow:
    """Join the pages. Raises LimitError past `max_cells` cells in all tables together."""
    prose = _Prose()
    tables: list[Table] = []
    cells = 0
    orders = [reading_order(page) for page in pages]
    running = _running(pages, orders)
    for page, items in zip(pages, orders, strict=True):
        upper = EDGE * page.height if page is pages[0] else 0.0  # the title may stand there
        items = [item for item in items if item.box.y1 < upper or _edge(item, page) not in running]
        left, right = _margins(item for item in items if isinstance(item, Line))
        for item in items:
            if isinstance(item, Line):
                prose.add(item, left, right)
                continue
            cells += len(item.cells)
            if cells > max_cells:
                raise LimitError(f"{name} page {page.number}: more than {max_cells} table cells")
            offset = prose.end_paragraph()
            tables.append(
                Table(len(tables) + 1, item.cells, item.row_count, item.column_count, offset, item.ragged)
            )
        prose.end_page()
    return Flow(prose.text(), tuple(tables), _headlines(pages, orders))


def _edge(item: Line | GridTable, page: PageContent) -> str | None:
    """The text of a line at the upper or lower edge of a page, without its numbers; else None."""
    if not isinstance(item, Line) or (
        EDGE * page.height < item.box.y1 and item.box.y0 < (1 - EDGE) * page.height
    ):
        return None
    return NUMBER.sub("", item.text)


def _running(pages: Sequence[PageContent], orders: Sequence[Sequence[Line | GridTable]]) -> set[str]:
    """The lines that stand at the same height of the edge of several pages: they would part its sentences."""
    seen: dict[str, list[float]] = {}
    running = set[str]()
    for page, items in zip(pages, orders, strict=True):
        for item in items:
            if text := _edge(item, page):
                heights = seen.setdefault(text, [])
                if any(abs(item.box.y0 - height) < SAME_HEIGHT for height in heights):
                    running.add(text)
                heights.append(item.box.y0)
    return running


class _Prose:
    """Lines become paragraphs; a paragraph may go on over a page's end."""

    def __init__(self) -> None:
        self._done: list[str] = []
        self._length = 0
        self._open = ""
        self._last: Line | None = None
        self._full = False
        self._new_page = False

    def add(self, line: Line, left: float, right: float) -> None:
        if self._open and self._goes_on(line, left):
            space = " " if _is_word(self._open[-1]) and _is_word(line.text[0]) else ""
            self._open += space + line.text
        else:
            self.end_paragraph()
            self._open = line.text
        self._full = line.box.x1 > right - FULL * line.size
        self._last, self._new_page = line, False

    def _goes_on(self, line: Line, left: float) -> bool:
        last = self._last
        if last is None or not self._full or line.box.x0 > left + INDENT * line.size:
            return False
        if NUMBERED.match(line.text) or max(line.size, last.size) > RESIZED * min(line.size, last.size):
            return False
        below = line.box.y0 - last.box.y1 < 2 * last.size
        return self._new_page or below

    def end_paragraph(self) -> int:
        """Close the paragraph; the offset at which the next text will stand."""
        if self._open:
            self._done.append(self._open)
            self._length += len(self._open) + 1
            self._open = ""
        self._last = None
        return self._length

    def end_page(self) -> None:
        self._new_page = True

    def text(self) -> str:
        self.end_paragraph()
        return "\n".join(self._done)


def _is_word(letter: str) -> bool:
    return letter.isascii() and letter.isalpha()


def _margins(lines: Iterable[Line]) -> tuple[float, float]:
    boxes = [line.box for line in lines]
    return (min(box.x0 for box in boxes), max(box.x1 for box in boxes)) if boxes else (0.0, 0.0)


def reading_order(page: PageContent) -> list[Line | GridTable]:
    """Lines and tables of a page as they are read; page numbers left out, two columns one after the other."""
    lines = [line for line in lines_of(page.glyphs) if not is_page_number(line, page.height)]
    pieces = [segment for line in lines for segment in segments_of(line)]
    gutter = _gutter(pieces, page)
    if gutter is None:
        items: list[Line | GridTable] = [*lines, *page.tables]
        return sorted(items, key=lambda item: item.box.y0)
    ordered: list[Line | GridTable] = []
    left: list[Line | GridTable] = []
    right: list[Line | GridTable] = []
    everything: list[Line | GridTable] = [*pieces, *page.tables]
    for item in sorted(everything, key=lambda item: item.box.y0):
        if item.box.x1 <= gutter:
            left.append(item)
        elif item.box.x0 >= gutter:
            right.append(item)
        else:
            ordered += [*left, *right, item]
            left, right = [], []
    return [*ordered, *left, *right]


def _gutter(pieces: Sequence[Line], page: PageContent) -> float | None:
    """Where the empty strip between two columns of prose lies, if there is one."""
    if len(pieces) < 2 * COLUMN_LINES or any(_covers_middle(table, page) for table in page.tables):
        return None
    size = median(piece.size for piece in pieces)
    for x in sorted({piece.box.x1 + 1 for piece in pieces}, reverse=True):
        if not 0.35 * page.width < x < 0.65 * page.width:
            continue
        before = [piece.box for piece in pieces if piece.box.x1 <= x]
        after = [piece.box for piece in pieces if piece.box.x0 >= x]
        crossing = len(pieces) - len(before) - len(after)
        if min(len(before), len(after)) < COLUMN_LINES or crossing > CROSSING * len(pieces):
            continue
        full = sum(box.x1 > x - 3 * size for box in before)
        start = min(box.x0 for box in after)
        aligned = sum(box.x0 < start + 2.5 * size for box in after)
        if full > len(before) / 2 and aligned > 0.6 * len(after):
            return x
    return None


def _covers_middle(table: GridTable, page: PageContent) -> bool:
    return table.box.x0 < 0.4 * page.width and table.box.x1 > 0.6 * page.width


def _headlines(pages: Sequence[PageContent], orders: Sequence[Sequence[Line | GridTable]]) -> tuple[str, ...]:
    """Groups of lines in larger type at the start, largest first; else the first centred line."""
    lines = [item for items in orders[:2] for item in items if isinstance(item, Line)]
    if not lines:
        return ()
    body = _body_size(pages)
    groups: list[tuple[float, str]] = []
    before: Line | None = None
    for line in lines:
        if line.size < HEADLINE * body:
            before = None
            continue
        near = before is not None and 0 <= line.box.y0 - before.box.y1 < 2.5 * before.size
        if (
            before is not None
            and near
            and max(line.size, before.size) < RESIZED * min(line.size, before.size)
        ):
            groups[-1] = (groups[-1][0], groups[-1][1] + line.text)
        else:
            groups.append((line.size, line.text))
        before = line
    groups.sort(key=lambda group: -round(group[0]))
    return tuple([text for _, text in groups[:HEADLINES]] or _centred(pages[0], orders[0]))


def _body_size(pages: Sequence[PageContent]) -> float:
    sizes = [glyph.y1 - glyph.y0 for page in pages for glyph in page.glyphs for _ in glyph.text]
    return median(sizes) if sizes else 0.0


def _centred(page: PageContent, items: Sequence[Line | GridTable]) -> list[str]:
    """The first lines under each other that stand in the middle, as one."""
    lines = [item for item in items if isinstance(item, Line)]
    left, right = _margins(lines)
    found: list[str] = []
    for line in lines:
        middle = abs((line.box.x0 + line.box.x1) - page.width) < 0.06 * page.width
        indent = INDENT * line.size
        if middle and line.box.x0 > left + indent and line.box.x1 < right - indent:
            found.append(line.text)
        elif found:
            break
    return ["".join(found)] if found else []
