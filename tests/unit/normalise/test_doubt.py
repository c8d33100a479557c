"""Doubts: cells recognised with little confidence, and files of which something was lost."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from tiny_reports import as_text, balanced, lines_of, table_html

from pipeline.extract import extract
from pipeline.forms import load_forms
from pipeline.normalise import Normalised, normalise
from pipeline.records import Cell, Document


def page() -> Document:
    body = table_html(lines_of("f2021", as_text(balanced("f2021"))))
    return extract(
        "0", f"<html><body>{body}<p>五、存在的主要问题及改进情况</p><p>略。</p></body></html>".encode()
    )


def changed(document: Document, row: int, col: int, **values: object) -> Document:
    """The document with one cell (0-based anchor in its table) recognised otherwise."""
    table = document.tables[0]

    def other(cell: Cell) -> Cell:
        return cell._replace(**values) if (cell.row, cell.col) == (row, col) else cell  # type: ignore[arg-type]

    cells = tuple(other(cell) for cell in table.cells)
    return dataclasses.replace(document, tables=(dataclasses.replace(table, cells=cells),))


def read(document: Document) -> Normalised:
    return normalise(document, load_forms())


def of_rule(normalised: Normalised, rule: str) -> list[str]:
    return [finding.message for finding in normalised.findings if finding.rule == rule]


def test_a_sure_table_has_no_doubts() -> None:
    normalised = read(page())
    assert of_rule(normalised, "OCR_LOW") == []
    assert "t3" in normalised.clean


def test_a_cell_below_the_bound_is_told_with_its_code_and_its_part_is_not_clean() -> None:
    normalised = read(changed(page(), 1, 3, confidence=0.62))
    assert of_rule(normalised, "OCR_LOW") == ["t3.new_received.natural_person: read as '3', confidence 0.62"]
    assert "t3" not in normalised.clean


def test_a_cell_above_the_bound_is_trusted() -> None:
    assert of_rule(read(changed(page(), 1, 3, confidence=0.97)), "OCR_LOW") == []


def test_ink_that_could_not_be_read_is_no_blank() -> None:
    normalised = read(changed(page(), 1, 5, text="", confidence=0.0))
    cell = next(one for one in normalised.observations if one.cell_code == "t3.new_received.org_research")
    assert (cell.value, cell.semantic, cell.filled) == (None, "text", None)
    assert of_rule(normalised, "OCR_LOW") == [
        "t3.new_received.org_research: ink or hidden text that could not be read, confidence 0.00"
    ]


def test_labels_are_matched_by_their_words_whatever_their_confidence() -> None:
    assert of_rule(read(changed(page(), 1, 0, confidence=0.3)), "OCR_LOW") == []


def test_a_file_that_lost_cells_makes_its_tables_doubtful() -> None:
    document = dataclasses.replace(page(), problems=("cell_count_differs: antiword 210, libreoffice 200",))
    normalised = read(document)
    assert of_rule(normalised, "T3_DOUBTFUL") == [
        "t3: extraction doubtful, cell_count_differs: antiword 210, libreoffice 200"
    ]
    assert "t3" not in normalised.clean


def test_problems_that_do_not_touch_tables_raise_no_doubt() -> None:
    assert of_rule(read(dataclasses.replace(page(), problems=("unsure_prose: 2",))), "T3_DOUBTFUL") == []
