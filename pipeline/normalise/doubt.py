"""Doubts about a part that is read all the same: cells read with little confidence, a file that lost something."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.normalise.confidence import is_unread, is_unsure
from pipeline.normalise.place import Placement
from pipeline.records import Document, Finding, Part

# problems of an extractor after which a table may be another than the printed one
DOUBTFUL = ("cell_count_differs", "several_candidates", "irregular_cells", "formats_unread")


def doubts(document: Document, part: Part, placements: Sequence[Placement]) -> list[Finding]:
    """Findings about a part that is given; a part with one of them is not clean."""
    found = [
        Finding(
            document.sha256,
            f"{part.upper()}_DOUBTFUL",
            "warn",
            "broken",
            part,
            f"{part}: extraction doubtful, {problem}",
            fault="extraction",
            scope_key=problem.partition(":")[0],
        )
        for problem in document.problems
        if problem.startswith(DOUBTFUL)
    ]
    found.extend(_unsure_cells(document, part, placements))
    return found


def _unsure_cells(document: Document, part: Part, placements: Sequence[Placement]) -> Iterator[Finding]:
    for placement in placements:
        block = placement.reading.block
        for row, cells in placement.rows.items():
            for place, cell in enumerate(cells):
                if cell is None or cell.confidence is None or not is_unsure(cell):
                    continue
                code = block.cell_code(row, block.columns[place].code)
                told = (
                    "ink or hidden text that could not be read"
                    if is_unread(cell)
                    else f"read as {cell.text[:20]!r}"
                )
                yield Finding(
                    document.sha256,
                    "OCR_LOW",
                    "warn",
                    "broken",
                    part,
                    f"{code}: {told}, confidence {cell.confidence:.2f}",
                    fault="extraction",
                    cell_codes=(code,),
                    scope_key=code,
                )
