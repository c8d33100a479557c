"""Is a part fit to be given? Tables that are cut off, doubled or hardly there are refused as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.forms import RecognisedPart
from pipeline.normalise.place import Placement
from pipeline.records import Document

LEAST_SHARE = 0.6  # of the rows of a part
LEAST_SHARE_LOCAL = 0.3  # of the statistics table, of which local copies leave sections out
MOST_MISSING_AT_END = 1
Refusal = tuple[str, str]


def judge_part(
    part: RecognisedPart,
    placements: Sequence[Placement],
    document: Document,
    several: str | None,
) -> Refusal | None:
    """The finding's rule and the reason for which a part is not given; None: it may be."""
    if several:
        return "DOUBTFUL", f"the document holds several reports: {several}"
    if part.again:
        return "DOUBTFUL", f"this table is there {part.again + 1} times with different figures"
    if part.form_id is None or not placements:
        return "DOUBTFUL", f"no form fits: {part.evidence}"
    for placement in placements:
        if placement.refused is not None:
            return placement.refused
    return _cut(part, placements, document) or _thin(part, placements)


def _thin(part: RecognisedPart, placements: Sequence[Placement]) -> Refusal | None:
    wanted = sum(len(placement.reading.block.rows) for placement in placements)
    lacking = sum(len(placement.missing) for placement in placements)
    least = LEAST_SHARE_LOCAL if part.part == "s" else LEAST_SHARE
    if wanted - lacking < least * wanted:
        return "COLLAPSED", f"only {wanted - lacking} of {wanted} rows are there"
    return None


def _cut(part: RecognisedPart, placements: Sequence[Placement], document: Document) -> Refusal | None:
    """The table ends before its last row, or the document ends with it in the middle of a report."""
    last = placements[-1]
    tail = 0
    for row in reversed(last.reading.block.rows):
        if row.code not in last.missing:
            break
        tail += 1
    if part.part == "s" and not any(item.table.ragged for item in part.items):
        return None  # local copies leave the last sections out
    if tail > MOST_MISSING_AT_END or (tail and part.is_last):
        return "CUT", f"the table ends {tail} rows before its last row"
    if part.is_last and any(problem.startswith("truncated") for problem in document.problems):
        return "CUT", "the page ends inside this table"
    if part.is_last and part.part in ("t2", "t3") and _ends_document(part, document):
        return "CUT", "the document ends with this table, its last row may be cut"
    return None


def _ends_document(part: RecognisedPart, document: Document) -> bool:
    """A text that stops at the last value of this table."""
    table = max((item.table for item in part.items), key=lambda table: table.index)
    if not table.ragged or any(other.index > table.index for other in document.tables):
        return False
    return not document.prose[table.prose_offset :].strip()
