"""In which order a block's columns are printed: from the places of the headers, else from their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from pipeline.forms.labels import Token
from pipeline.forms.reader import BlockReading

Order = tuple[int, ...]  # for each printed place the column's number in the form


@dataclass(frozen=True, slots=True)
class Columns:
    """`orders`: the possible orders, the likeliest first. `places`: the grid columns, where they are sure.

    `spread`: for each printed column the grid columns its header fills, where one line names all of them; a
    converter may have written a wide header over each of its columns. `doubt` says what is wrong with the
    header, if anything is.
    """

    orders: tuple[Order, ...]
    places: tuple[int, ...] | None = None
    doubt: str | None = None
    spread: tuple[tuple[int, ...], ...] = ()


def repeated(reading: BlockReading) -> list[tuple[int, Columns]]:
    """Whole headers that stand again further down, and before which line: they count for what follows."""
    width = len(reading.block.columns)
    return [
        (start, columns_of(reading, tokens))
        for start, tokens in reading.headers[1:]
        if sum(1 for token in tokens if token.column is not None) == width
    ]


def columns_of(reading: BlockReading, header: Sequence[Token] | None = None) -> Columns:
    """The order of one block's columns, by its first header or the one given."""
    codes = [column.code for column in reading.block.columns]
    default = tuple(range(len(codes)))
    header = reading.header if header is None else header
    tokens = [token for token in header if token.column is not None or token.kind == "parent"]
    named = [codes.index(token.column.code) for token in tokens if token.column is not None]
    is_plain = sorted(named) == list(default)
    runs = [] if is_plain and not reading.ragged else whole_line(tokens, codes)
    spread = tuple(tuple(token.cell.col for token in run if token.cell) for run in runs)
    if runs and not is_plain:
        tokens = [run[0] for run in runs]
        named = list(default)
    if not named:
        return Columns((default,))
    if sorted(named) != list(default):
        return _incomplete(named, default, [column.kind == "total" for column in reading.block.columns])
    columns = _by_place(tokens, codes, reading) or Columns(_by_sequence(tokens, codes, default))
    return replace(columns, spread=spread) if spread else columns


def whole_line(tokens: Sequence[Token], codes: Sequence[str], times: int = 1) -> list[list[Token]]:
    """The headers of the last line that names every column so often, those of one column together; else none."""
    named = [token for token in tokens if token.column is not None and token.cell is not None]
    for row in sorted({token.cell.row for token in named if token.cell}, reverse=True):
        line = [token for token in named if token.cell and token.cell.row == row]
        runs = [list(run) for _, run in groupby(line, key=lambda token: token.column and token.column.code)]
        names = sorted(run[0].column.code for run in runs if run[0].column)
        if names == sorted([*codes] * times):
            return runs
    return []


def _incomplete(named: list[int], default: Order, totals: list[bool]) -> Columns:
    """Headers are missing or doubled: the form's order, unless what is there contradicts it.

    A total stands beside the parent of the others, and may be read before them.
    """
    once = [column for column in dict.fromkeys(named) if not totals[column]]
    if once != sorted(once):
        return Columns((default,), doubt="the header is incomplete and not in the form's order")
    return Columns((default,))


def _by_place(tokens: list[Token], codes: list[str], reading: BlockReading) -> Columns | None:
    """Headers in a grid, each over its own column, those under a parent within its width."""
    if any(found.table.ragged for found in reading.found):
        return None
    cells = [
        (token.cell, token.column) for token in tokens if token.cell is not None and token.column is not None
    ]
    places = [cell.col for cell, _ in cells]
    if len(cells) != len(codes) or len(set(places)) != len(places):
        return None
    for parent in (token.cell for token in tokens if token.kind == "parent" and token.cell is not None):
        under = [cell for cell, _ in cells if cell.row > parent.row]
        inside = [cell for cell in under if parent.col <= cell.col < parent.col + parent.col_span]
        if len(inside) != len(under) or len(inside) != parent.col_span:
            return None
    ordered = sorted(cells, key=lambda entry: entry[0].col)
    order = tuple(codes.index(column.code) for _, column in ordered)
    return Columns((order,), tuple(cell.col for cell, _ in ordered))


def _by_sequence(tokens: list[Token], codes: list[str], default: Order) -> tuple[Order, ...]:
    """Headers in reading order; those under a parent come a line later and belong in its place."""
    sequence = tuple(codes.index(token.column.code) for token in tokens if token.column is not None)
    parent = next((token.cell for token in tokens if token.kind == "parent" and token.cell), None)
    if parent is None:
        return tuple(dict.fromkeys((sequence, default)))
    cells = [(token.cell, codes.index(token.column.code)) for token in tokens if token.column and token.cell]
    if any(cell.col != parent.col for cell, _ in cells):
        level = sorted((cell.col, code) for cell, code in cells if cell.row <= parent.row)
        under = [code for cell, code in cells if cell.row > parent.row]
        before = [code for col, code in level if col < parent.col]
        after = [code for col, code in level if col >= parent.col]
        return tuple(dict.fromkeys(((*before, *under, *after), default)))
    return _one_by_one(tokens, sequence, default)


def _one_by_one(tokens: list[Token], sequence: Order, default: Order) -> tuple[Order, ...]:
    """One header a line: 总计 stands beside the parent and is read before those under it, or comes last."""
    parent = next(place for place, token in enumerate(tokens) if token.kind == "parent")
    before, after = sequence[:parent], sequence[parent:]
    orders = [(*before, *after[1:], *after[:1]), (*before, *after)]
    if default in orders:
        return (default, *(order for order in orders if order != default))
    return (*orders, default)
