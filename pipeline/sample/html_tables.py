"""Tables and paragraphs as HTML: clean, Word-pasted with a span per character, or in a layout table."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby

from pipeline.sample.grid import Grid, GridCell
from pipeline.sample.styles import Style

CELL = "border: 1px solid windowtext; padding: 0 7px;"
WORD_CELL = (
    "padding:0pt 5.4pt 0pt 5.4pt;border-left:none;border-right:1pt solid windowtext;"
    "mso-border-right-alt:0.5pt solid windowtext;"
)
WORD_SPAN = "mso-spacerun:'yes';font-family:宋体;font-size:10.5pt;"


def _spans(cell: GridCell) -> str:
    cols = f' colspan="{cell.cols}"' if cell.cols > 1 else ""
    rows = f' rowspan="{cell.rows}"' if cell.rows > 1 else ""
    return cols + rows


def _lines(text: str) -> str:
    return "<br/>".join(escape(line, quote=False) for line in text.split("\n"))


def _plain_cell(cell: GridCell, blank: str) -> str:
    align = "center" if cell.code or cell.cols > 1 else "left"
    shown = _lines(cell.text) if cell.text else blank
    return (
        f'<td{_spans(cell)} valign="middle" style="{CELL}"><p style="text-align: {align};">'
        f'<span style="font-size: 14px;">{shown}</span></p></td>'
    )


def _word_cell(cell: GridCell, blank: str) -> str:
    letters = "".join(
        "<br/>" if letter == "\n" else f'<span style="font-size:10.5pt">{escape(letter, quote=False)}</span>'
        for letter in cell.text
    )
    shown = letters or blank
    return (
        f'<td width="57"{_spans(cell)} style="width:42pt;{WORD_CELL}"><p class="MsoNormal" align="center" '
        f'style="text-align:center;"><span style="{WORD_SPAN}"><font face="宋体">{shown}</font></span>'
        "<o:p></o:p></p></td>"
    )


def table_html(grid: Grid, style: Style) -> str:
    """One table in the style's markup."""
    render = _word_cell if style.markup == "word" else _plain_cell
    rows = "\n".join(
        "<tr>" + "".join(render(cell, style.blank_mark) for cell in row) + "</tr>" for row in grid
    )
    if style.markup == "word":
        return f'<table class="MsoNormalTable" border="1" cellspacing="0"><tbody>{rows}</tbody></table>'
    opening = '<table border="1" cellspacing="0" cellpadding="0" style="border-collapse: collapse;">'
    table = f"{opening}<tbody>{rows}</tbody></table>"
    if style.markup == "nested":
        return f'<table width="100%"><tbody><tr><td><div>{table}</div></td></tr></tbody></table>'
    return table


def _runs(text: str) -> Iterator[str]:
    """Word puts digits and letters into spans of their own."""
    for is_latin, letters in groupby(text, lambda letter: letter.isascii() and letter.isalnum()):
        run = escape("".join(letters), quote=False)
        yield f'<span lang="EN-US" style="font-family:仿宋_GB2312;">{run}</span>' if is_latin else run


def paragraph_html(text: str, style: Style, is_heading: bool = False) -> str:
    """One paragraph; headings are bold paragraphs, never h2."""
    if style.markup == "word":
        bold = "font-weight:bold;" if is_heading else ""
        body = "".join(_runs(text))
        return (
            '<p class="MsoNormal" style="text-indent:32.0000pt;line-height:150%;">'
            f'<span style="{bold}font-family:仿宋_GB2312;font-size:16.0000pt;">'
            f'<font face="仿宋_GB2312">{body}</font></span><o:p></o:p></p>'
        )
    body = escape(text, quote=False)
    inner = f"<strong>{body}</strong>" if is_heading else body
    return f'<p style="text-indent: 2em; line-height: 2em;"><span style="font-size: 16px;">{inner}</span></p>'
