"""A report as a .doc that is RTF inside, as word processors save it under that name."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.sample.content import Content
from pipeline.sample.grid import Grid, GridCell, expand, reaching

HEAD = r"{\rtf1\ansi\ansicpg936\deff0\uc1{\fonttbl{\f0\fnil\fcharset134 SimSun;}}\fs24" + "\n"
CELL_WIDTH = 950  # twentieths of a point
BORDERS = "".join(rf"\clbrdr{side}\brdrs\brdrw10" for side in "tlbr")
SPECIAL = {"\\": r"\\", "{": r"\{", "}": r"\}", "\n": r"\line "}


def render_doc(content: Content) -> bytes:
    """The bytes of the RTF file, plain ASCII."""
    parts = [HEAD, _paragraph(content.report.title, r"\qc\b\fs36")]
    parts += [_paragraph(text) for text in content.prose.preamble]
    for key, (heading, paragraphs) in content.prose.sections.items():
        parts.append(_paragraph(heading, r"\b"))
        parts += [_paragraph(text) for text in paragraphs]
        parts += [_table(grid) + _paragraph("") for grid in content.tables.get(key, ())]
    parts.append(_paragraph(content.report.agency.name, r"\qr"))
    parts.append(_paragraph(f"{content.report.published_on:%Y年%-m月%-d日}", r"\qr"))
    return ("".join(parts) + "}").encode("ascii")


def _escaped(text: str) -> str:
    """Letters outside ASCII by their number: RTF counts from -32768."""
    return "".join(
        SPECIAL.get(letter)
        or (letter if letter.isascii() else rf"\u{ord(letter) - (65536 if ord(letter) > 32767 else 0)}?")
        for letter in text
    )


def _paragraph(text: str, look: str = "") -> str:
    return rf"{{\pard{look} {_escaped(text)}\par}}" + "\n"


def _table(grid: Grid) -> str:
    slots = expand(grid)
    return "".join(_row(slots, number) for number in range(len(slots)))


def _row(slots: list[list[GridCell | None]], row: int) -> str:
    cells = list(_row_cells(slots, row))
    edges = "".join(rf"{merge}{BORDERS}\cellx{CELL_WIDTH * right}" for right, merge, _ in cells)
    texts = "".join(rf"\pard\intbl {_escaped(text)}\cell" for _, _, text in cells)
    return rf"\trowd\trgaph108{edges}{texts}\row" + "\n"


def _row_cells(slots: list[list[GridCell | None]], row: int) -> Iterator[tuple[int, str, str]]:
    """Right edge (in columns), merge words and text of each cell of a row."""
    column = 0
    while column < len(slots[row]):
        cell = slots[row][column]
        above = None if cell else reaching(slots, row, column)
        cols = (cell or above or GridCell("")).cols
        merge = r"\clvmrg" if above else r"\clvmgf" if cell and cell.rows > 1 else ""
        column += cols
        yield column, merge, cell.text if cell else ""
