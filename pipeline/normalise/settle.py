"""Which printed line is which row: doubled rows, mistyped rows, and lines that lost their label."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from pipeline.forms.labels import key
from pipeline.forms.lines import is_blank
from pipeline.forms.model import Block, Row
from pipeline.forms.reader import BlockReading, Found
from pipeline.forms.values import parse
from pipeline.records import Severity

NUMBER = re.compile(r"(\d{1,2})\s*[.、．)）]")


@dataclass(frozen=True, slots=True)
class Issue:
    """What is doubtful in one part: the finding's rule without its part (SHIFTED), and whom it concerns."""

    kind: str
    severity: Severity
    message: str
    rows: tuple[str, ...] = ()


@dataclass(slots=True)
class Settled:
    """One line for each row, in printed order; `codes` may hold unmapped rows behind the form's own."""

    lines: dict[str, Found] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    by_order: list[str] = field(default_factory=list)  # rows placed by their order alone
    refused: str | None = None


def settle(reading: BlockReading) -> Settled:
    """Give every line its row code; refuses where lines without labels do not fit the gaps."""
    settled = Settled()
    if reading.unlabelled:
        _by_order(reading, settled)
        if settled.refused or settled.by_order:
            return settled
    for found in _retyped(reading, settled):
        if found.row is not None:
            _add(found.row.code, found, settled)
    _unknown(reading, settled)
    return settled


def _add(code: str, found: Found, settled: Settled) -> None:
    """A row printed twice counts once if both say the same; a blank repetition is a label's second line."""
    first = settled.lines.get(code)
    if first is None:
        settled.lines[code] = found
        return
    if is_blank(found.values):
        return
    if is_blank(first.values):
        settled.lines[code] = found
        return
    same = [cell.text for cell in first.values] == [cell.text for cell in found.values]
    severity: Severity = "warn" if same else "error"
    message = f"the row {found.label} is printed twice" + ("" if same else " with different figures")
    settled.issues.append(Issue("DOUBTFUL", severity, message, (code,)))


def _retyped(reading: BlockReading, settled: Settled) -> list[Found]:
    """A row with another row's words but its own number (6.属于三类内部事务信息) is what its number says."""
    rows = reading.rows
    free = {(row.group, row.number): row for row in reading.block.rows if row.number and row.code not in rows}
    for entries in rows.values():
        if len(entries) < 2:
            continue
        for found in entries:
            number = NUMBER.search(found.label)
            meant = free.get((found.row.group, number.group(1))) if number and found.row else None
            if meant is not None and found.row is not None and found.row.number != meant.number:
                settled.issues.append(
                    Issue("LABEL", "info", f"{found.label} is read as {meant.label}", (meant.code,))
                )
                found.row, found.quality = meant, "fuzzy"
    return reading.found


def _unknown(reading: BlockReading, settled: Settled) -> None:
    """Rows that the form does not have, numbered in printed order within their group."""
    counts: dict[str, int] = {}
    width = len(reading.block.columns)
    for found in reading.unknown:
        filled = [cell for cell in found.values if parse(cell.text).number is not None]
        if len(filled) < min(2, width) or (width > 1 and len(found.values) < width - 1):
            continue  # a note with a number in it
        head = f"{found.group}." if found.group else ""
        counts[head] = counts.get(head, 0) + 1
        code = f"{head}unmapped_{counts[head]}"
        message = f"{reading.block.code}.{code}: the form has no row {found.label}"
        settled.issues.append(Issue("UNKNOWN_ROW", "warn", message, (code,)))
        if reading.block.extra_rows:
            settled.lines[code] = found


def _by_order(reading: BlockReading, settled: Settled) -> None:
    """Lines without labels between lines with one: they fit where each gap has exactly the rows it lacks.

    Only labels in the same line as their values are trusted then.
    """
    width = len(reading.block.columns)
    lines = [found for found in reading.found if found.kind == "line" or len(found.values) >= width]
    anchored = [found for found in lines if found.kind == "line" and found.row is not None]
    missing = [row for row in reading.block.rows if row.code not in {f.row.code for f in anchored if f.row}]
    loose = len(lines) - len(anchored)
    if not missing and loose:
        settled.issues.append(
            Issue("DOUBTFUL", "warn", f"{loose} lines of figures without a label are left out")
        )
        reading.found = [found for found in reading.found if found.row is not None or found.label]
        return
    placed = _fill_gaps(reading.block, lines)
    if placed is None:
        settled.refused = f"{loose} lines of figures have no label and {len(missing)} rows have no figures"
        return
    for code, found in placed:
        if found.row is None or found.kind != "line":
            settled.by_order.append(code)
        settled.lines[code] = found


def _fill_gaps(block: Block, lines: list[Found]) -> list[tuple[str, Found]] | None:
    """Rows in the form's order, one for each line; None where they do not fit."""
    if len(lines) != len(block.rows):
        return None
    pairs: list[tuple[Row, Found]] = list(zip(block.rows, lines, strict=True))
    fits = all(
        found.kind != "line" or found.row is None or found.row.code == row.code for row, found in pairs
    ) and not any(found.row is None and found.label for _, found in pairs)
    return [(row.code, found) for row, found in pairs] if fits else None


def label_of(found: Found, row: Row | None) -> str | None:
    """The printed label, where it is not the form's own wording."""
    if row is None:
        return found.label
    return None if key(found.label) in _wordings(row) else found.label or None


@lru_cache(maxsize=1024)
def _wordings(row: Row) -> frozenset[str]:
    """The keys of the form's own wordings of a row, with and without its number."""
    own = {key(text) for text in (row.label, *row.labels)}
    return frozenset(own | {(row.number or "") + text for text in own})
