"""Every golden document is read as its expected.json says.

A folder without expected.json gets one written, and the test fails so that a person reads it against the
document before it is committed.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from pipeline.reading import read, to_json

GOLDEN = Path(__file__).parent / "golden"
FOLDERS = sorted(path for path in GOLDEN.iterdir() if path.is_dir())
# rules that speak about tables; what the prose says is tested beside the narrative
TABLE_RULES = ("T2_", "T3_", "T4_", "J", "S_", "FORM_", "EMPTY_", "NEG_", "NON_INTEGER", "LABEL_")


def document_of(folder: Path) -> Path:
    return next(path for path in folder.iterdir() if path.stem == "document")


def projection(answer: dict[str, Any]) -> dict[str, Any]:
    """What is pinned: head data, forms, cells as printed and filled, findings about tables, refusals."""
    return {
        "title": answer["title"],
        "agency": answer["agency"],
        "report_year": answer["report_year"],
        "forms": answer["forms"],
        "refused": sorted(refusal["part"] for refusal in answer["refused"]),
        "findings": sorted(
            {
                f"{finding['rule']} ({finding['severity']})"
                for finding in answer["findings"]
                if finding["rule"].startswith(TABLE_RULES)
            }
        ),
        "cells": {
            cell["cell_code"]: _short(cell) for cell in answer["cells"] if cell["semantic"] != "row_missing"
        },
    }


def _short(cell: dict[str, Any]) -> Any:
    """A plain number as itself; anything else with what makes it special."""
    if cell["semantic"] in ("number", "zero") and cell["unit"] is None and cell["filled"] == cell["value"]:
        return cell["value"]
    kept = ("value", "semantic", "unit", "filled", "fill_rule")
    return {name: cell[name] for name in kept if cell[name] is not None}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_golden(folder: Path) -> None:
    content = document_of(folder).read_bytes()
    got = projection(to_json(read(hashlib.sha256(content).hexdigest(), content)))
    expected = folder / "expected.json"
    if not expected.is_file():
        expected.write_text(json.dumps(got, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        pytest.fail(f"{expected} was written; read it against the document, then commit it")
    assert got == json.loads(expected.read_text(encoding="utf-8"))


def test_every_form_has_a_golden_document() -> None:
    pinned = [json.loads((folder / "expected.json").read_text(encoding="utf-8")) for folder in FOLDERS]
    forms = {form for answer in pinned for form in answer["forms"].values() if form}
    assert forms == {"f2007_local", "f2014_stat", "f2019", "f2021"}
