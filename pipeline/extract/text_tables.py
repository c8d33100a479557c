"""Lines of text shaped like rows become ragged tables, the rest is prose.

A run reaches from one line of prose to the next. Its columns are only counted, not measured: a lost tab
moves everything behind it, so the order within a line is all that is sure (`Table.ragged`).
"""

from __future__ import annotations

import re

from pipeline.extract.grid import RawCell, place
from pipeline.extract.text_lines import Kind, Pipes, kind, may_be_label, pipes_of, split
from pipeline.extract.text_markdown import RULE as MARKDOWN_RULE
from pipeline.extract.text_markdown import printed_rows
from pipeline.records import Table

LEAST_ROWS = 2  # one line with a number is no table
WIDE = 5  # but one of this many cells is
STRONG = (Kind.ROW, Kind.VALUE)
UNPRINTED = (Kind.BLANK, Kind.EMPTY, Kind.RULE)
HEADING = re.compile(r"^#{1,6}\s+(?=\S)")  # Markdown's mark, not a part of what is printed
Line = tuple[Kind, str]


def read_lines(lines: list[str], max_cells: int) -> tuple[tuple[Table, ...], str]:
    """Tables and prose of lines of text, in order; `prose_offset` of a table counts in the returned prose."""
    tables: list[Table] = []
    prose: list[str] = []
    run: list[Line] = []

    def close() -> None:
        rows, after = _rows(run)
        if rows:
            offset = sum(len(line) + 1 for line in prose)
            tables.append(place(len(tables) + 1, rows, offset, max_cells, ragged=True))
        prose.extend(line for line in (raw.strip() for raw in after) if line)
        run.clear()

    for shape, line in _shaped(lines):
        if shape is not Kind.PROSE:
            run.append((shape, line))
            continue
        close()
        prose.append(HEADING.sub("", line.strip()))
    close()
    return tuple(tables), "\n".join(prose)


def _shaped(lines: list[str]) -> list[Line]:
    """Lines with their shapes; with one cell a line, a long label may stand among labels and values."""
    shaped = [(kind(line), line) for line in lines]
    printed = [number for number, (shape, _) in enumerate(shaped) if shape not in UNPRINTED]
    for at, number in enumerate(printed[1:-1], 1):
        shape, line = shaped[number]
        if shape is not Kind.PROSE:
            continue
        above = shaped[printed[at - 1]][0]
        below = [shaped[after][0] for after in printed[at + 1 : at + 3]]
        within = below[0] is Kind.VALUE if above is Kind.SHORT else above is Kind.VALUE and above in below
        if within and may_be_label(line):
            shaped[number] = (Kind.SHORT, line)
    return shaped


def _rows(run: list[Line]) -> tuple[list[list[RawCell]], list[str]]:
    """The rows of one run, and its lines that are prose after all: all of them where it holds no table."""
    strong = [number for number, (shape, _) in enumerate(run) if shape in STRONG]
    wide = any(len(split(run[number][1])) >= WIDE for number in strong)
    if len(strong) < LEAST_ROWS and not wide:
        return [], [line for shape, line in run if shape not in UNPRINTED]
    last = strong[-1]
    while last + 1 < len(run) and run[last + 1][0] in UNPRINTED:
        last += 1
    pipes = pipes_of([line for shape, line in run if shape is Kind.ROW])
    rows = [
        None if shape is Kind.RULE else _cells(shape, line, pipes)
        for shape, line in run[: last + 1]
        if shape is not Kind.EMPTY and (shape is not Kind.RULE or MARKDOWN_RULE.fullmatch(line.strip()))
    ]
    return [[RawCell(cell) for cell in row] for row in printed_rows(rows)], [
        line for _, line in run[last + 1 :]
    ]


def _cells(shape: Kind, line: str, pipes: Pipes) -> list[str]:
    return [""] if shape is Kind.BLANK else split(line, pipes if shape is Kind.ROW else Pipes())
