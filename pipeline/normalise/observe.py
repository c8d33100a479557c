"""Placed cells to observations with their source, and doubts to findings."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache

from pipeline.forms import Block
from pipeline.forms.reader import BlockReading
from pipeline.forms.values import parse
from pipeline.normalise.align import Cells
from pipeline.normalise.confidence import is_unread
from pipeline.normalise.place import Placement
from pipeline.normalise.settle import Issue
from pipeline.records import Cell, Document, Fault, Finding, Observation, Part

RULES = {"UNKNOWN_ROW": "FORM_UNKNOWN_ROW", "LABEL": "LABEL_VARIANT"}


@lru_cache(maxsize=16384)
def source_of(page: int | None, table_index: int, row: int, col: int) -> str:
    """`p3/t2/r7/c4`, 1-based; without `p` where the format has no pages. Row and column count from 0."""
    place = f"t{table_index}/r{row + 1}/c{col + 1}"
    return f"p{page}/{place}" if page else place


def observe(document: Document, part: Part, placements: Sequence[Placement]) -> list[Observation]:
    """One observation a form cell, in the form's order; doubtful and missing rows give no value."""
    observations: list[Observation] = []
    for placement in placements:
        block = placement.reading.block
        table, others = _tables(placement.reading)
        rows = tuple(_rows(placement))
        codes = block.cell_codes(tuple(row for row, _, _ in rows))
        for row, cells, sure in rows:
            label = placement.labels.get(row)
            for code, cell in zip(codes[row], cells, strict=True):
                index = others.get(id(cell), table) if others else table
                observations.append(_observation(document.sha256, code, cell, index, label, sure))
    return observations


def _tables(reading: BlockReading) -> tuple[int, dict[int, int]]:
    """The table of a block's cells; where they stand in several, also the table of each cell, by its id."""
    indexes = {found.table.index for found in reading.found}
    if len(indexes) <= 1:
        return min(indexes, default=1), {}
    return 1, {id(cell): found.table.index for found in reading.found for cell in found.values}


def _rows(placement: Placement) -> Iterator[tuple[str, Cells, bool]]:
    nothing: Cells = (None,) * len(placement.reading.block.columns)
    own = [row.code for row in placement.reading.block.rows]
    extra = [code for code in (*placement.rows, *placement.doubtful) if code not in own]
    for code in (*own, *extra):
        if code in placement.rows:
            yield code, placement.rows[code], True
        else:
            yield code, placement.doubtful.get(code, nothing), False


def _observation(
    sha256: str, code: str, cell: Cell | None, table_index: int, label: str | None, sure: bool
) -> Observation:
    if cell is None:
        return Observation(sha256, code, "", None, "row_missing", None, None, None, "", label)
    row, col, text, _, _, page, _ = cell
    source = source_of(page, table_index, row, col)
    semantic, number, unit, _ = parse(text)
    if not sure or (semantic == "blank" and is_unread(cell)):
        return Observation(sha256, code, text, None, "text", None, None, None, source, label)
    return Observation(sha256, code, text, number, semantic, unit, number, None, source, label)


def issues_to_findings(
    document: Document, part: Part, placements: Sequence[Placement], observations: Sequence[Observation]
) -> list[Finding]:
    """What is doubtful in a part that is given all the same, with these observations."""
    findings: list[Finding] = []
    has_words = any(one.semantic == "text" for one in observations)
    for placement in placements:
        block = placement.reading.block
        for issue in placement.issues:
            findings.append(_finding(document, part, issue, placement))
        for code in placement.missing:
            message = f"{block.code}.{code}: this row of the form is not there"
            findings.append(
                _finding(document, part, Issue("ROW_MISSING", "warn", message, (code,)), placement)
            )
        if has_words:
            findings.extend(_texts(document, part, placement))
    return findings


def absent_blocks(
    document: Document, part: Part, blocks: Sequence[Block], read: Collection[str]
) -> list[Finding]:
    """Blocks of the form of which nothing is printed."""
    return [
        Finding(
            document.sha256,
            f"{part.upper()}_ROW_MISSING",
            "warn",
            "broken",
            part,
            f"{block.code}: nothing of {block.heading or 'this block'} is there",
            fault="agency",
            scope_key=block.code,
        )
        for block in blocks
        if block.part == part and block.code not in read
    ]


def _texts(document: Document, part: Part, placement: Placement) -> Iterator[Finding]:
    """Cells that hold words where a figure belongs."""
    block = placement.reading.block
    for code, cells in placement.rows.items():
        for place, cell in enumerate(cells):
            if cell is not None and parse(cell.text).semantic == "text":
                column = block.columns[place]
                message = f"{block.cell_code(code, column.code)}: {cell.text[:40]!r} is no number"
                yield _finding(document, part, Issue("TEXT", "warn", message, (code,)), placement)


def _finding(document: Document, part: Part, issue: Issue, placement: Placement) -> Finding:
    block = placement.reading.block
    rule = RULES.get(issue.kind, f"{part.upper()}_{issue.kind}")
    codes = tuple(block.cell_code(row, column.code) for row in issue.rows for column in block.columns)
    own = rule.startswith(part.upper()) or block.code in issue.message
    message = issue.message if own else f"{block.code}: {issue.message}"
    fault: Fault = "agency" if issue.kind in ("UNKNOWN_ROW", "LABEL", "ROW_MISSING") else "extraction"
    return Finding(
        document.sha256,
        rule,
        issue.severity,
        "noted" if issue.severity == "info" else "broken",
        part,
        message,
        fault=fault,
        cell_codes=codes,
        scope_key="/".join((block.code, *issue.rows)) or message,
    )
