"""A report as a Word file with merged cells."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from typing import Any

import docx

from pipeline.sample.content import Content
from pipeline.sample.grid import Grid, expand

FIXED_TIME = datetime(2020, 1, 1)  # noqa: DTZ001 - the core properties of a Word file carry no zone


def _add_table(document: Any, grid: Grid) -> None:
    slots = expand(grid)
    table = document.add_table(rows=len(slots), cols=len(slots[0]), style="Table Grid")
    lattice = [list(row.cells) for row in table.rows]
    for r, row in enumerate(slots):
        for c, cell in enumerate(row):
            if cell is None:
                continue
            target = lattice[r][c]
            if cell.rows > 1 or cell.cols > 1:
                target = target.merge(lattice[r + cell.rows - 1][c + cell.cols - 1])
            target.text = cell.text


def render_docx(content: Content) -> bytes:
    """The bytes of a .docx; equal content gives equal bytes (fixed times inside the container)."""
    document = docx.Document()
    properties = document.core_properties
    properties.author, properties.title = content.report.agency.name, content.report.title
    properties.created = properties.modified = FIXED_TIME
    document.add_heading(content.report.title, level=1)
    for text in content.prose.preamble:
        document.add_paragraph(text)
    for key, (heading, paragraphs) in content.prose.sections.items():
        document.add_paragraph(heading)
        for text in paragraphs:
            document.add_paragraph(text)
        for grid in content.tables.get(key, ()):
            _add_table(document, grid)
    buffer = io.BytesIO()
    document.save(buffer)
    return _with_fixed_times(buffer.getvalue())


def _with_fixed_times(content: bytes) -> bytes:
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return out.getvalue()
