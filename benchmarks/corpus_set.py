"""Real documents with known answers, where a corpus lies beside the checkout, as cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.expected import TABLES, Case, Expected, WantedCell, WantedFigure, WantedFinding

CORPUS = Path(__file__).parents[2] / "shared" / "corpus"
ALL_PARTS = (*TABLES, "s")


def corpus_cases(folder: Path = CORPUS) -> tuple[Case, ...]:
    """Every document of the corpus; none where there is no manifest."""
    manifest = folder / "manifest.json"
    if not manifest.is_file():
        return ()
    entries = json.loads(manifest.read_text(encoding="utf-8"))["documents"]
    return tuple(_case(folder, entry) for entry in entries)


def _case(folder: Path, entry: dict[str, Any]) -> Case:
    path = folder / entry["file"]
    answer = json.loads((folder / entry["expected"]).read_text(encoding="utf-8"))
    kind = "scan" if "scan" in path.stem else path.suffix[1:]
    return Case(path.name, kind, path.read_bytes, expected_of(answer))


def expected_of(answer: dict[str, Any]) -> Expected:
    """An answer file of the corpus as the known answer of a document."""
    optional = answer.get("cells_optional", {})
    may = {*answer.get("may_refuse", []), *answer.get("refused_ok", [])}
    return Expected(
        cells={code: _cell(answer, code, value) for code, value in answer.get("cells", {}).items()},
        optional_cells={
            code: None if value == "*" else _cell(answer, code, value) for code, value in optional.items()
        },
        figures=tuple(_figures(answer)),
        findings=tuple(_findings(answer)),
        refused=frozenset(answer.get("refused", [])),
        may_refuse=frozenset(may | ({"s"} if may >= set(TABLES) else set())),
        forms=tuple((part, _choices(forms)) for part, forms in answer.get("forms", {}).items()),
        titles=_choices(answer["title"]) if "title" in answer else frozenset(),
        agencies=_choices(answer["agency"]) if "agency" in answer else frozenset(),
        years=_choices(answer["report_year"]) if "report_year" in answer else frozenset(),
        is_open_text=bool(answer.get("figures_open")),
        may_fail=2 in answer.get("exit", [0]),
    )


def _choices(value: Any) -> frozenset[Any]:
    return frozenset(value if isinstance(value, list) else [value])


def _cell(answer: dict[str, Any], code: str, value: float | None) -> WantedCell:
    """Blanks may stay unfilled; filled, they have one right value, none in a table of blanks only."""
    default = None if answer.get("blank_semantics") == "all_blank" else 0
    filled = answer.get("filled", {}).get(code, default) if value is None else value
    return WantedCell(value, (None, filled), unit=answer.get("units", {}).get(code))


def _figures(answer: dict[str, Any]) -> list[WantedFigure]:
    kinds = (("figures", "required"), ("figures_optional", "optional"), ("not_figures", "forbidden"))
    return [
        WantedFigure(
            one.get("measure"),
            one.get("channel"),
            one["value"],
            one.get("unit"),
            frozenset((one.get("qualifier") or "").split("|")) - {""},
            expectation,  # type: ignore[arg-type]
        )
        for key, expectation in kinds
        for one in answer.get(key, [])
    ]


def _findings(answer: dict[str, Any]) -> list[WantedFinding]:
    required = [WantedFinding(tuple(one.split("|"))) for one in answer.get("findings", [])]
    allowed = [
        WantedFinding(tuple(one.split("|")), is_required=False) for one in answer.get("findings_ok", [])
    ]
    return required + allowed
