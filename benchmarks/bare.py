"""The bare libraries doing the work that is compared: tables as grids and the text, no meaning, no care."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser, LexborNode

Grid = dict[tuple[int, int], str]


def html(content: bytes) -> tuple[list[Grid], str]:
    """Parse a page with selectolax: every table with its spans laid out, and the whole text."""
    tree = LexborHTMLParser(
        content.decode("gb18030" if b"charset=gb" in content[:2048] else "utf-8", "replace")
    )
    return [_grid(table) for table in tree.css("table")], tree.body.text(separator="\n") if tree.body else ""


def _grid(table: LexborNode) -> Grid:
    grid: Grid = {}
    for row, line in enumerate(table.css("tr")):
        column = 0
        for cell in line.css("td, th"):
            while (row, column) in grid:
                column += 1
            rows, columns = (_span(cell.attributes.get(name)) for name in ("rowspan", "colspan"))
            text = cell.text(strip=True)
            for down in range(rows):
                for right in range(columns):
                    grid[row + down, column + right] = text
            column += columns
    return grid


def _span(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 1


def pdf(content: bytes) -> list[list[list[str | None]]]:
    """All tables of a PDF by pdfplumber."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(content)) as file:
        return [table for page in file.pages for table in page.extract_tables()]


def docx(content: bytes) -> list[list[list[str]]]:
    """All tables of a Word file by python-docx, and its paragraphs."""
    import docx as library

    file = library.Document(io.BytesIO(content))
    grids = [[[cell.text for cell in row.cells] for row in table.rows] for table in file.tables]
    return [*grids, [[paragraph.text for paragraph in file.paragraphs]]]


def xlsx(content: bytes) -> Sequence[Sequence[Sequence[object]]]:
    """All sheets of a workbook by calamine."""
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [book.get_sheet_by_name(name).to_python() for name in book.sheet_names]


def text(content: bytes) -> list[list[str]]:
    """Lines and cells of a plain text."""
    return [line.split("\t") for line in content.decode("utf-8", "replace").splitlines()]


def copy_tree(source: Path, target: Path) -> None:
    """Every byte of a folder read and written again."""
    for path, name in _files(source):
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())


def _files(folder: Path) -> Iterator[tuple[Path, Path]]:
    return ((path, path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
