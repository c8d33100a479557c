"""What was right and wrong, as counts that can be added up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class Counts:
    """What was right and wrong. `refused_*` count parts, `head_*` title, agency, year and forms."""

    documents: int = 0
    cells: int = 0
    cells_right: int = 0
    cells_wrong: int = 0
    cells_missing: int = 0
    cells_spurious: int = 0
    silent: int = 0
    figures: int = 0
    figures_right: int = 0
    figures_wrong: int = 0
    findings: int = 0
    findings_found: int = 0
    false_errors: int = 0
    false_warnings: int = 0
    refused_right: int = 0
    refused_lacking: int = 0
    refused_needless: int = 0
    head: int = 0
    head_right: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Counts)))

    @property
    def findings_missed(self) -> int:
        return self.findings - self.findings_found

    @property
    def head_wrong(self) -> int:
        return self.head - self.head_right

    @property
    def cell_recall(self) -> float:
        return _share(self.cells_right, self.cells)

    @property
    def cell_precision(self) -> float:
        return _share(self.cells_right, self.cells_right + self.cells_wrong + self.cells_spurious)

    @property
    def figure_recall(self) -> float:
        return _share(self.figures_right, self.figures)

    @property
    def figure_precision(self) -> float:
        return _share(self.figures_right, self.figures_right + self.figures_wrong)


@dataclass(frozen=True, slots=True)
class Score:
    """One document's counts, what reading took (CPU seconds) and what was not right, a line each."""

    name: str
    kind: str
    counts: Counts
    seconds: float
    notes: tuple[str, ...]


def total(scores: Iterable[Score]) -> Counts:
    """The counts of all documents together."""
    counts = Counts()
    for score in scores:
        counts += score.counts
    return counts


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
