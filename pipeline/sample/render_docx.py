"""A report as a Word file with merged cells; written as XML, which is a hundred times as fast as a library."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

from pipeline.sample.content import Content
from pipeline.sample.grid import Grid, GridCell, expand, reaching

MOMENT = (2020, 1, 1, 0, 0, 0)
NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OPEN = "http://schemas.openxmlformats.org"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
CONTENT_TYPES = (
    f'{XML}<Types xmlns="{OPEN}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{TYPE}.styles+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
PACKAGE_LINKS = (
    f'{XML}<Relationships xmlns="{OPEN}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{OPEN}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>'
    f'<Relationship Id="rId2" Type="{OPEN}/package/2006/relationships/metadata/core-properties" '
    'Target="docProps/core.xml"/></Relationships>'
)
DOCUMENT_LINKS = (
    f'{XML}<Relationships xmlns="{OPEN}/package/2006/relationships"><Relationship Id="rId1" '
    f'Type="{OPEN}/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>'
)
STYLES = (
    f'{XML}<w:styles {NAMESPACE}><w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/></w:style><w:style w:type="paragraph" w:styleId="Heading1">'
    '<w:name w:val="heading 1"/><w:basedOn w:val="Normal"/><w:pPr><w:outlineLvl w:val="0"/></w:pPr>'
    '<w:rPr><w:b/><w:sz w:val="36"/></w:rPr></w:style></w:styles>'
)
BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
CELL_WIDTH = 900  # twentieths of a point


def render_docx(content: Content) -> bytes:
    """The bytes of a .docx; equal content gives equal bytes (fixed times inside the container)."""
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": PACKAGE_LINKS,
        "docProps/core.xml": _properties(content),
        "word/_rels/document.xml.rels": DOCUMENT_LINKS,
        "word/styles.xml": STYLES,
        "word/document.xml": f"{XML}<w:document {NAMESPACE}><w:body>{_body(content)}</w:body></w:document>",
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            info = zipfile.ZipInfo(name, MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, text)
    return out.getvalue()


def _properties(content: Content) -> str:
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{OPEN}/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{escape(content.report.title)}</dc:title>"
        f"<dc:creator>{escape(content.report.agency.name)}</dc:creator></cp:coreProperties>"
    )


def _body(content: Content) -> str:
    parts = [_paragraph(content.report.title, style="Heading1")]
    parts += [_paragraph(text) for text in content.prose.preamble]
    for key, (heading, paragraphs) in content.prose.sections.items():
        parts.append(_paragraph(heading))
        parts += [_paragraph(text) for text in paragraphs]
        parts += [_table(grid) + _paragraph("") for grid in content.tables.get(key, ())]
    parts += [_paragraph(content.report.agency.name)]
    parts += [_paragraph(f"{content.report.published_on:%Y年%-m月%-d日}")]
    return "".join(parts)


def _paragraph(text: str, style: str | None = None) -> str:
    chosen = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return f"<w:p>{chosen}<w:r>{'<w:br/>'.join(lines)}</w:r></w:p>"


def _table(grid: Grid) -> str:
    slots = expand(grid)
    columns = f'<w:gridCol w:w="{CELL_WIDTH}"/>' * len(slots[0])
    rows = "".join(f"<w:tr>{''.join(_cells(slots, number))}</w:tr>" for number in range(len(slots)))
    look = f'<w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{BORDERS}</w:tblBorders></w:tblPr>'
    return f"<w:tbl>{look}<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"


def _cells(slots: list[list[GridCell | None]], row: int) -> Iterator[str]:
    """The row's cells; where a cell from above reaches down, an empty one that continues its merge."""
    column = 0
    while column < len(slots[row]):
        cell = slots[row][column]
        above = None if cell else reaching(slots, row, column)
        if cell is not None:
            merge = '<w:vMerge w:val="restart"/>' if cell.rows > 1 else ""
            yield _cell(cell.text, cell.cols, merge)
        elif above is not None:
            yield _cell("", above.cols, "<w:vMerge/>")
        column += (cell or above or GridCell("")).cols


def _cell(text: str, cols: int, merge: str) -> str:
    span = f'<w:gridSpan w:val="{cols}"/>' if cols > 1 else ""
    width = f'<w:tcW w:w="{CELL_WIDTH * cols}" w:type="dxa"/>'
    return f"<w:tc><w:tcPr>{width}{span}{merge}</w:tcPr>{_paragraph(text)}</w:tc>"
