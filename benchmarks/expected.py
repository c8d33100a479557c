"""What a document with a known answer deserves: cells, figures, findings, refusals, head data."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Expectation = Literal["required", "optional", "forbidden"]
TABLES = ("t2", "t3", "t4")
# figures of other measures may be given; they are not scored
MEASURES = frozenset(
    {
        "complaints",
        "disclosure_channel",
        "disclosure_total",
        "info_fee_yuan",
        "interpretation_items",
        "litigation_total",
        "normative_docs_issued",
        "press_conferences",
        "requests_carried_in",
        "requests_closed",
        "requests_received",
        "responses",
        "review_total",
        "training_people",
        "training_sessions",
    }
)


@dataclass(frozen=True, slots=True)
class WantedCell:
    """One cell. `filled`, `semantic` and `unit` None: not compared; several in `filled`: any of them."""

    value: float | None
    filled: tuple[float | None, ...] | None = None
    semantic: str | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class WantedFigure:
    """One number of the prose; `qualifiers` empty and `unit` None: not compared. `measure` None: any."""

    measure: str | None
    channel: str | None
    value: float
    unit: str | None = None
    qualifiers: frozenset[str] = frozenset()
    expectation: Expectation = "required"


@dataclass(frozen=True, slots=True)
class WantedFinding:
    """One finding the document deserves. `rules` are alternatives (`*` stands for anything); `severity`,
    `delta` and `cell_codes` are compared where given."""

    rules: tuple[str, ...]
    severity: str | None = None
    delta: float | None = None
    cell_codes: frozenset[str] = frozenset()
    is_required: bool = True


@dataclass(frozen=True, slots=True)
class Expected:
    """The known answer of one document.

    `optional_cells` may be given (None: with any value). `refused` parts must be refused, `may_refuse` parts
    may, then nothing is asked of them. Head data and forms are alternatives; empty: not asked.
    `is_open_text`: the list of figures is not complete; `has_figures` False: none is known.
    `may_fail`: as well not readable at all.
    """

    cells: dict[str, WantedCell]
    optional_cells: dict[str, WantedCell | None]
    figures: tuple[WantedFigure, ...] = ()
    findings: tuple[WantedFinding, ...] = ()
    refused: frozenset[str] = frozenset()
    may_refuse: frozenset[str] = frozenset()
    forms: tuple[tuple[str, frozenset[str | None]], ...] = ()
    titles: frozenset[str | None] = frozenset()
    agencies: frozenset[str | None] = frozenset()
    years: frozenset[int | None] = frozenset()
    is_open_text: bool = False
    has_figures: bool = True
    may_fail: bool = False

    @property
    def refusable(self) -> frozenset[str]:
        """Parts whose refusal is no mistake."""
        parts = self.refused | self.may_refuse
        return parts | {"document", "s"} if parts >= set(TABLES) else parts


@dataclass(frozen=True, slots=True)
class Case:
    """One document and its known answer. `kind` is what it is counted under, `content` makes its bytes."""

    name: str
    kind: str
    content: Callable[[], bytes]
    expected: Expected


def same_number(one: float | None, other: float | None) -> bool:
    """Equal numbers, or both none."""
    if one is None or other is None:
        return one is other
    return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)


def plain(text: str | None) -> str | None:
    """Text for comparing: NFKC, without blanks and quotes."""
    if text is None:
        return None
    return "".join(unicodedata.normalize("NFKC", text).split()).strip("《》“”\"'")
