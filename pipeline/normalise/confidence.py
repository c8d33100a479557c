"""How far a recognised (OCR) cell is trusted."""

from __future__ import annotations

from pipeline.extract import LOW_CONFIDENCE
from pipeline.records import Cell


def is_unsure(cell: Cell) -> bool:
    """Whether a recognised cell may be misread."""
    return cell.confidence is not None and cell.confidence < LOW_CONFIDENCE


def is_unread(cell: Cell) -> bool:
    """Ink of which nothing was read: no blank, though no text stands there."""
    return not cell.text.strip() and is_unsure(cell)
