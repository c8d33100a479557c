"""Word tables as grids: gridSpan, gridBefore, hMerge and vMerge become cells with spans at their anchors.

Yields, in document order, paragraphs and tables; a table that only lays out a page yields what it holds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from pipeline.errors import LimitError
from pipeline.extract.grid import MAX_SPAN, OBJECT
from pipeline.extract.ooxml_styles import VAL, W
from pipeline.extract.ooxml_text import Paragraph, Story, children, printed, read_paragraph
from pipeline.records import Cell

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # lxml's elements have its interface, but no types

MAX_COLUMNS = 1000  # Word stops at 63


@dataclass(frozen=True, slots=True)
class Grid:
    """One printed table: cells by row, then column."""

    cells: tuple[Cell, ...]
    row_count: int
    column_count: int


@dataclass(slots=True)
class _Merge:
    """A cell that may grow downwards: where it stands in the list, its width and its height so far."""

    index: int
    width: int
    height: int


@dataclass(slots=True)
class _Rows:
    """A table while it is read."""

    cells: list[Cell] = field(default_factory=list)
    open_merges: dict[int, _Merge] = field(default_factory=dict)  # by first column
    row: int = 0
    width: int = 0


def blocks(container: Element, story: Story, max_cells: int) -> Iterator[Paragraph | Grid]:
    """Paragraphs and tables of a body, a cell or a text box, in printed order. Raises LimitError."""
    carried = ""
    for child in children(container):
        if child.tag == f"{W}p":
            paragraph, boxes, joined = read_paragraph(child, story)
            text = carried + paragraph.text
            carried = text if joined else ""
            if text and not joined:
                yield replace(paragraph, text=text)
            for box in boxes:
                yield from blocks(box, story, max_cells)
        elif child.tag == f"{W}tbl":
            yield from _table(child, story, max_cells)
        elif child.tag == f"{W}altChunk":
            story.counts["foreign_chunks"] += 1
    if carried:
        yield Paragraph(carried, None)


def _table(table: Element, story: Story, max_cells: int) -> Iterator[Paragraph | Grid]:
    if is_layout(table):
        for row in _rows(table):
            for cell in _cells(row):
                yield from blocks(cell, story, max_cells)
        return
    grid = read_grid(table, story, max_cells)
    if grid.cells:
        yield grid


def is_layout(table: Element) -> bool:
    """Whether a table only places things: never two cells side by side, or mostly made of inner tables."""
    own, inner, widest = 0, 0, 0
    for row in _rows(table):
        counts = [sum(1 for _ in cell.iter(f"{W}tc")) for cell in _cells(row)]
        own += len(counts)
        inner += sum(counts) - len(counts)
        widest = max(widest, len(counts))
    return widest <= 1 or inner > own


def read_grid(table: Element, story: Story, max_cells: int) -> Grid:
    """One table as a grid. Raises LimitError past `max_cells` cells or grid positions."""
    rows = _Rows()
    for row in _rows(table):
        column = _count(row, "gridBefore")
        previous: int | None = None
        for cell in _cells(row):
            previous, column = _add(rows, cell, column, previous, story, max_cells)
        rows.width = max(rows.width, column + _count(row, "gridAfter"))
        rows.row += 1
        _close(rows)
        if rows.width > MAX_COLUMNS or rows.row * rows.width > max_cells or len(rows.cells) > max_cells:
            raise LimitError(
                f"a table of {rows.row} rows by {rows.width} columns; the limit is {max_cells} cells"
            )
    return Grid(tuple(rows.cells), rows.row, rows.width)


def _add(
    rows: _Rows, cell: Element, column: int, previous: int | None, story: Story, max_cells: int
) -> tuple[int | None, int]:
    """Place one cell at `column`; gives the index of the cell it became and the next column."""
    properties = cell.find(f"{W}tcPr")
    width = max(1, _count(cell, "gridSpan"))
    text = cell_text(cell, story, max_cells)
    if _merge(properties, "hMerge") == "continue" and previous is not None:
        grown = rows.cells[previous]
        rows.cells[previous] = grown._replace(col_span=grown.col_span + width)
        merge = rows.open_merges.get(grown.col)
        if merge is not None and merge.index == previous:
            merge.width += width
        _note_hidden(text, story)
        return previous, column + width
    vertical = _merge(properties, "vMerge")
    above = rows.open_merges.get(column)
    if vertical == "continue" and above is not None and above.width == width:
        above.height += 1
        anchor = rows.cells[above.index]
        rows.cells[above.index] = anchor._replace(row_span=anchor.row_span + 1)
        _note_hidden(text, story)
        return None, column + width
    rows.cells.append(Cell(rows.row, column, text, 1, width))
    index = len(rows.cells) - 1
    if vertical is not None:
        rows.open_merges[column] = _Merge(index, width, 1)
    else:
        rows.open_merges.pop(column, None)
    return index, column + width


def _close(rows: _Rows) -> None:
    """Forget merges that the row just read did not go on with."""
    for column, merge in list(rows.open_merges.items()):
        if rows.cells[merge.index].row + merge.height < rows.row:
            del rows.open_merges[column]


def cell_text(cell: Element, story: Story, max_cells: int) -> str:
    """The printed lines of a cell; an inner table's cells follow as lines, and are counted.

    A cell with nothing but a picture, an embedded file or the like is no blank.
    """
    outer, story.cell = story.cell, cell
    before = story.objects
    lines: list[str] = []
    for block in blocks(cell, story, max_cells):
        if isinstance(block, Grid):
            story.counts["nested_tables"] += 1
            lines.extend(inner.text for inner in block.cells if inner.text)
        else:
            lines.append(block.text)
    story.cell = outer
    text = printed("\n".join(lines))
    return OBJECT if not text and story.objects > before else text


def _note_hidden(text: str, story: Story) -> None:
    """Word prints the first cell of a merge only; what the others hold is not on paper."""
    if text:
        story.counts["hidden_in_merges"] += 1


def _rows(table: Element) -> Iterator[Element]:
    for row in children(table):
        if row.tag == f"{W}tr" and row.find(f"{W}trPr/{W}del") is None:
            yield row


def _cells(row: Element) -> Iterator[Element]:
    for cell in children(row):
        if cell.tag == f"{W}tc" and cell.find(f"{W}tcPr/{W}cellDel") is None:
            yield cell


def _merge(properties: Element | None, kind: str) -> str | None:
    """None, "restart" or "continue" (which is what an empty attribute means)."""
    found = properties.find(f"{W}{kind}") if properties is not None else None
    return None if found is None else found.get(VAL, "continue")


def _count(element: Element, name: str) -> int:
    """A count among an element's `trPr` or `tcPr`, 0 where it is not said."""
    found = element.find(f"*/{W}{name}")
    digits = found.get(VAL, "") if found is not None else ""
    return min(int(digits[:9]), MAX_SPAN) if digits.isascii() and digits.isdigit() else 0
