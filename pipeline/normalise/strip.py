"""A strip: all rows of a block side by side in one line of values (table 4: three times five)."""

from __future__ import annotations

from pipeline.forms.labels import Token
from pipeline.forms.lines import is_blank
from pipeline.forms.model import Block, Form
from pipeline.forms.reader import BlockReading, Found
from pipeline.forms.values import parse
from pipeline.normalise.align import Cells, align, habits_of
from pipeline.normalise.columns import Columns, whole_line
from pipeline.normalise.place import Placement, broken_sums
from pipeline.normalise.settle import Issue


def place_strip(reading: BlockReading, form: Form) -> Placement:
    """Place one block of the layout `strip`."""
    placement = Placement(reading)
    block = reading.block
    width = len(block.rows) * len(block.columns)
    found = _line(reading, width)
    order, doubt = _order(reading, found)
    if found is None:
        placement.missing = tuple(row.code for row in block.rows)
        return placement
    places = () if doubt else tuple(token.cell.col for token in _columns(reading) if token.cell is not None)
    columns = Columns((), places if len(set(places)) == width else None)
    alignment = align(found, width, columns, habits_of([found], width))
    options = [_rows(block, cells, order) for cells in alignment.candidates]
    if alignment.doubt is None:
        placement.rows = options[0]
    elif len(fitting := _fitting(form, block, options)) == 1 and any(
        (parse(c.text).number or 0) for c in found.values
    ):
        placement.rows = fitting[0]
        placement.issues.append(Issue("SHIFTED", "warn", f"{alignment.doubt}; placed where the sums hold"))
    else:
        placement.refuse("COLLAPSED", f"{alignment.doubt}")
        return placement
    if doubt and any((parse(cell.text).number or 0) for cell in found.values):
        confirmed = not broken_sums(form, block, placement.rows)
        text = f"{doubt}; read in the form's order" + (", which the sums confirm" if confirmed else "")
        placement.issues.append(Issue("DOUBTFUL", "warn" if confirmed else "error", text))
    return placement


def _fitting(form: Form, block: Block, options: list[dict[str, Cells]]) -> list[dict[str, Cells]]:
    """The possible placings in which every sum holds."""
    return [rows for rows in options if not broken_sums(form, block, rows)]


def _line(reading: BlockReading, width: int) -> Found | None:
    """The line of values; values in several lines are put together where they make one."""
    lines = [found for found in reading.found if not is_blank(found.values)] or reading.found[:1]
    if not lines:
        return None
    full = [found for found in lines if len(found.values) >= width]
    if full or len(lines) == 1:
        return (full or lines)[0]
    first = lines[0]
    values = [cell for found in lines for cell in found.values]
    return Found(None, None, "", "exact", first.kind, values, first.table)


def _columns(reading: BlockReading) -> list[Token]:
    return [token for token in reading.header if token.column is not None]


def _order(reading: BlockReading, found: Found | None) -> tuple[list[tuple[int, int]], str | None]:
    """For each printed place its row and column in the form, and what is wrong with the header."""
    block = reading.block
    default = [(row, column) for row in range(len(block.rows)) for column in range(len(block.columns))]
    tokens = _columns(reading)
    codes = [column.code for column in block.columns]
    names = [codes.index(token.column.code) for token in tokens if token.column is not None]
    if len(names) != len(default):
        tokens = [token for run in whole_line(tokens, codes, len(block.rows)) for token in run]
        names = [codes.index(token.column.code) for token in tokens if token.column is not None]
    if len(names) != len(default):
        return default, "the header is incomplete"
    by_place = _by_place(reading, tokens, names, found)
    if by_place is not None:
        return by_place, None
    size = len(codes)
    chunks = [names[start : start + size] for start in range(0, len(names), size)]
    if any(sorted(chunk) != list(range(size)) for chunk in chunks):
        return default, "the header is out of order"
    return [(row, column) for row, chunk in enumerate(chunks) for column in chunk], None


def _by_place(
    reading: BlockReading, tokens: list[Token], names: list[int], found: Found | None
) -> list[tuple[int, int]] | None:
    """In a grid every header stands over its column, and under the header of its row."""
    if found is None or found.table.ragged:
        return None
    block = reading.block
    rows = [block.rows.index(token.row) for token in reading.header if token.row is not None]
    heads = [token.cell for token in reading.header if token.row is not None and token.cell is not None]
    placed: dict[int, tuple[int, int]] = {}
    for token, column in zip(tokens, names, strict=True):
        if token.cell is None or token.cell.col in placed:
            return None
        above = [
            row
            for row, head in zip(rows, heads, strict=True)
            if head.col <= token.cell.col < head.col + head.col_span and head.row <= token.cell.row
        ]
        if len(above) != 1:
            return None
        placed[token.cell.col] = (above[0], column)
    order = [placed[col] for col in sorted(placed)]
    return order if len(set(order)) == len(order) else None


def _rows(block: Block, cells: Cells, order: list[tuple[int, int]]) -> dict[str, Cells]:
    placed = dict(zip(order, cells, strict=True))
    return {
        row.code: tuple(placed[(place, column)] for column in range(len(block.columns)))
        for place, row in enumerate(block.rows)
    }
