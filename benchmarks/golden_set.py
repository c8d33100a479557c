"""The golden documents of the tests with what is pinned of them, as cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.expected import TABLES, Case, Expected, WantedCell, WantedFinding

GOLDEN = Path(__file__).parents[1] / "tests" / "golden"


def golden_cases(folder: Path = GOLDEN) -> tuple[Case, ...]:
    """Every golden document that has its answer beside it."""
    return tuple(_case(path.parent) for path in sorted(folder.glob("*/expected.json")))


def _case(folder: Path) -> Case:
    document = next(path for path in folder.iterdir() if path.stem == "document")
    answer = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    return Case(folder.name, document.suffix[1:], document.read_bytes, _expected(answer))


def _expected(answer: dict[str, Any]) -> Expected:
    refused = frozenset(answer["refused"])
    pinned = tuple(_finding(text) for text in answer["findings"])
    # what the prose says is pinned beside the narrative, not here
    prose = WantedFinding(
        ("TEXT_*", "YEAR_*", "MISSING_*", "IMAGE_*", "AGENCY_*", "NOT_*"), is_required=False
    )
    return Expected(
        cells={code: _cell(cell) for code, cell in answer["cells"].items()},
        optional_cells={},
        findings=(*pinned, prose),
        refused=refused & set(TABLES),
        may_refuse=refused,
        forms=tuple((part, frozenset({form})) for part, form in answer["forms"].items()),
        titles=frozenset({answer["title"]}),
        agencies=frozenset({answer["agency"]}),
        years=frozenset({answer["report_year"]}),
        has_figures=False,
    )


def _cell(cell: Any) -> WantedCell:
    """A plain number stands for itself, printed and filled; anything else says what makes it special."""
    if not isinstance(cell, dict):
        return WantedCell(cell, (cell,), "zero" if cell == 0 else "number")
    return WantedCell(cell.get("value"), (cell.get("filled"),), cell["semantic"], cell.get("unit"))


def _finding(text: str) -> WantedFinding:
    rule, _, severity = text.rstrip(")").partition(" (")
    return WantedFinding((rule,), severity)
