"""Recognition may stop at the first form that fits whole: comparing every form gives the same."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pipeline.extract import extract
from pipeline.forms import load_forms, recognise
from pipeline.forms.reader import BlockReading
from pipeline.records import Document

GOLDEN = Path(__file__).parents[2] / "golden"
MODULE = sys.modules["pipeline.forms.recognise"]  # the package gives the name to the function


def documents() -> list[Document]:
    paths = sorted(GOLDEN.glob("*/document.*"))
    return [extract("0", path.read_bytes()) for path in paths if path.suffix == ".html"]


def test_a_form_that_fits_whole_is_the_one_that_fits_best(monkeypatch: pytest.MonkeyPatch) -> None:
    forms = load_forms()
    read = documents()
    is_whole = MODULE.is_whole
    stops: list[BlockReading] = []

    def counted(reading: BlockReading) -> bool:
        if is_whole(reading):
            stops.append(reading)
            return True
        return False

    monkeypatch.setattr(MODULE, "is_whole", counted)
    early = [recognise(document, forms) for document in read]
    assert len(stops) > 20
    monkeypatch.setattr(MODULE, "is_whole", lambda reading: False)
    assert [recognise(document, forms) for document in read] == early
