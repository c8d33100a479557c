"""HTML to a Document: data tables as grids, everything else as prose; layout tables are prose.

Inline markup is dissolved first, so that a number written with one span a character is one text again,
while two paragraphs in a cell stay two lines. Tables are taken out innermost first, each leaving a mark
in the text, from which its place in the prose is known.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.errors import LimitError
from pipeline.extract import Limits
from pipeline.extract.encoding import decode
from pipeline.extract.grid import OBJECT, RawCell, place, span
from pipeline.extract.html_page import attachments, content_node, metadata, titles
from pipeline.extract.html_shown import as_shown
from pipeline.extract.text_tables import read_lines
from pipeline.records import Document, Table

SNIFF_BYTES = 4096
TAG = r"<(?:!doctype\s+html|html|head|body|meta|div|p|table|tr|td|span|h[1-6]|ul|br|center)"
TAG_IN_BYTES = re.compile(TAG.encode() + rb"[\s>/]", re.I)
TAG_IN_TEXT = re.compile(TAG + r"\b", re.I)
DROPPED = ["script", "style", "noscript", "template", "iframe", "object", "svg", "select", "button"]
INLINE = ["span", "font", "b", "strong", "i", "em", "u", "a", "label"]
RARE = {
    "ins",
    "big",
    "small",
    "tt",
    "s",
    "strike",
    "nobr",
    "abbr",
    "cite",
    "code",
    "mark",
    "st1",
    "v",
    "shape",
}
RARE |= {"bdo", "time", "var", "dfn"}
# passing over ends, and those that stand everywhere
NAME = re.compile(rb"<(?!/|span[ >]|td[ >]|p[ >]|tr[ >]|div[ >])([a-z][\w:-]*)")
HIDDEN = re.compile(r"display\s*:\s*none", re.I)
STRUCK_TAGS = {"s", "strike", "del"}
STRUCK = re.compile(r"line-through", re.I)
CELLS = ("td", "th", "p", "div")
SPACERS = ("0", "1", "2")  # pictures of this width hold cells open
BLANKS = re.compile(r"[ \r]+")  # tabs and wide blanks divide columns where a text keeps them
MARK = "\x00"
NESTING = re.compile(rb"<(/?)(?:div|span|table|font|section|ul|ol|b|i|a|em|strong|center|blockquote)\b")
MANY_TAGS = 15_000  # a page with fewer cannot be nested so deep that it matters
MOST_DEPTH = 5000
PLACE = re.compile(r"\x00(\d+)\x00")
LONG_TEXT = 100  # a cell with a sentence longer than this is prose, whatever the markup says


def sniff(content: bytes) -> bool:
    """Markup in the first bytes, in whatever encoding."""
    head = content[:SNIFF_BYTES]
    if b"<" not in head:
        return False
    return TAG_IN_BYTES.search(head) is not None or TAG_IN_TEXT.search(decode(head)[0]) is not None


def extract(sha256: str, content: bytes, limits: Limits) -> Document:
    """Read a page. Raises LimitError past `limits.max_cells`."""
    text, encoding, problems = decode(content)
    if _is_cut(text):
        problems = (*problems, "truncated: the page ends inside a table")
    source = _in_utf8(content, text, encoding, problems)
    markup = source.lower()
    _check_depth(sha256, markup)
    tags = {"span", *(name.decode() for name in set(NAME.findall(markup)))}
    tree = LexborHTMLParser(source if "pre" in tags else _one_line(source))
    links, names = attachments(tree), titles(tree)
    tree.strip_tags([tag for tag in DROPPED if tag in tags])
    if b"display" in markup:
        _drop_hidden_rows(tree)
    if tags & STRUCK_TAGS or b"line-through" in markup:
        _strike(tree)
    as_shown(tree, text, tags)
    _dissolve(tree, tags)
    printed = tree.body.text(separator="\n") if tree.body else ""
    pairs = metadata(tree, printed)
    body = content_node(tree, len(printed))
    if body is None:
        return Document(sha256, "html", "", (), names, pairs, links, encoding, None, 0, problems)
    pictures = len(body.css("img")) if "img" in tags else 0
    reader = _Reader(limits.max_cells, pictures > 0)
    tables, prose = reader.read(body)
    return Document(
        sha256=sha256,
        format="html",
        prose=prose,
        tables=tables,
        titles=_with_headline(prose, names),
        metadata=pairs,
        attachments=links,
        encoding=encoding,
        picture_count=pictures,
        problems=problems,
    )


def _in_utf8(content: bytes, text: str, encoding: str, problems: tuple[str, ...]) -> bytes:
    """The bytes of the text in UTF-8, which most pages are already."""
    if encoding == "utf-8" and not problems and not content.startswith(BOM_UTF8):
        return content
    return text.encode("utf-8", "replace")


def _check_depth(sha256: str, markup: bytes) -> None:
    """Raise LimitError for markup nested deeper than any page: reading it takes time with the square."""
    if markup.count(b"<") < MANY_TAGS:
        return
    depth = 0
    for tag in NESTING.finditer(markup):
        depth += -1 if tag.group(1) else 1
        if depth > MOST_DEPTH:
            raise LimitError(f"{sha256[:12]}: markup nested deeper than {MOST_DEPTH} elements")


def _is_cut(text: str) -> bool:
    """The page ends within a table: its last rows, or half a number, may be lost."""
    tail = text[-200:].lower()
    if "</html" in tail or "</body" in tail:
        return False
    return text.count("<table") + text.count("<TABLE") > text.count("</table") + text.count("</TABLE")


def _one_line(source: bytes) -> bytes:
    """In the source of a page a line break is no more than a blank."""
    return source.replace(b"\n", b" ").replace(b"\r", b" ").replace(b"\t", b" ")


def _with_headline(prose: str, names: tuple[str, ...]) -> tuple[str, ...]:
    line = headline(prose.split("\n", 8)[:8])
    return tuple(dict.fromkeys((line, *names))) if line else names


def headline(lines: list[str]) -> str | None:
    """The title above a text, joined where it is broken over up to three short lines; None: not found."""
    for start, line in enumerate(lines):
        joined = ""
        for part in lines[start : start + 3]:
            if len(part) > 60 or "。" in part:
                break
            joined += part
            if TITLE_END.search(joined):
                return joined
        if len(line) > 60:
            return None
    return None


TITLE_END = re.compile(r"公\s*开.*(?:报\s*告|年\s*报|情\s*况)\s*[)）]?$")


def _drop_hidden_rows(tree: LexborHTMLParser) -> None:
    """Rows and cells that no browser shows are not printed; whole hidden blocks may be shown by a script."""
    for node in tree.css("tr[style], td[style]"):
        if HIDDEN.search(node.attributes.get("style") or ""):
            node.decompose()


def _strike(tree: LexborHTMLParser) -> None:
    """Words struck out are gone; whether a figure struck out still counts is not ours to say."""
    for node in reversed(tree.css("s, strike, del, [style]")):
        if node.tag not in STRUCK_TAGS and not STRUCK.search(node.attributes.get("style") or ""):
            continue
        if node.css_first("table, tr, td") is not None and node.tag not in CELLS:
            continue
        left = OBJECT if any(char.isdigit() or char == OBJECT for char in node.text()) else ""
        if node.tag in CELLS:
            node.inner_html = left
        else:
            node.replace_with(left)


def _dissolve(tree: LexborHTMLParser, tags: set[str]) -> None:
    if tags & {"sup", "sub"}:
        for mark in tree.css("sup, sub"):
            text = mark.text(strip=True)
            mark.replace_with(f"[{text}]" if text else "")
    odd = {
        tag.replace(":", r"\:") for tag in tags if ":" in tag or tag in RARE
    }  # Word's own: o:p, st1:chsdate
    tree.unwrap_tags([*(tag for tag in INLINE if tag in tags), *sorted(odd)])
    tree.merge_text_nodes()


def _lines(text: str) -> list[str]:
    return [line for line in (" ".join(raw.split()) for raw in text.split("\n")) if line]


def _cell(text: str, rows: str | None, columns: str | None) -> RawCell:
    """One cell by its text and the attributes of its spans."""
    text = text.strip()
    return RawCell("\n".join(_lines(text)) if "\n" in text else text, span(rows), span(columns))


_short_cell = lru_cache(maxsize=8192)(_cell)  # tables repeat a plain 0 and the labels of the form


class _Reader:
    """Takes the tables out of one page, innermost first."""

    def __init__(self, max_cells: int, has_pictures: bool) -> None:
        self._max_cells = max_cells
        self._has_pictures = has_pictures
        self._rows: dict[int, list[list[RawCell]]] = {}
        self._cell_count = 0

    def read(self, body: LexborNode) -> tuple[tuple[Table, ...], str]:
        nodes = body.css("table")
        if body.tag == "table":
            nodes = [node for node in nodes if node.mem_id != body.mem_id]
        for number in range(len(nodes) - 1, -1, -1):
            self._take(number, nodes[number])
        return self._place(body.text(separator="\n"))

    def _take(self, number: int, node: LexborNode) -> None:
        """Replace one table by its mark, or by its text where it only gives the page its layout."""
        lines = node.css("tr")
        rows = [self._row(row) for row in lines]
        printed = [[cell for cell in row if cell.text] for row in rows]
        if sum(map(len, printed)) <= 1:
            node.replace_with(f"\n{printed_text(printed)}\n" if any(printed) else "")
            return
        texts = [cell.text for row in printed for cell in row]
        above = [text for text in texts if len(text) > LONG_TEXT and "。" in text]
        if any(MARK in text for text in texts) or (above and all(len(row) <= 1 for row in printed)):
            return  # only layout: its text, with the marks of the tables inside, stays in the page
        if self._has_pictures and node.css_first("img") is not None:
            rows = [_pictured(row, line) for row, line in zip(rows, lines, strict=True)]
        if above:
            rows = [[cell for cell in row if cell.text not in above] for row in rows]
        self._rows[number] = [row for row in rows if row]
        node.replace_with("\n".join(["", *above, f"{MARK}{number}{MARK}", ""]))

    def _row(self, row: LexborNode) -> list[RawCell]:
        cells: list[RawCell] = []
        for node in row.iter():
            if node.tag not in ("td", "th"):
                continue
            spans = node.attributes
            text = node.text(separator="\n")
            cell = _short_cell if len(text) <= LONG_TEXT else _cell
            cells.append(cell(text, spans.get("rowspan"), spans.get("colspan")))
        self._cell_count += len(cells)
        if self._cell_count > self._max_cells:
            raise LimitError(f"more than {self._max_cells} table cells in one page")
        return cells

    def _place(self, text: str) -> tuple[tuple[Table, ...], str]:
        """Prose without the marks, and the tables at the offsets where their marks stood.

        In a page without any table the lines themselves may be one, as in <pre> or between <br>.
        """
        if not self._rows:
            return read_lines([BLANKS.sub(" ", line) for line in text.split("\n")], self._max_cells)
        tables: list[Table] = []
        lines: list[str] = []
        length = 0
        for line in _lines(text):
            found = PLACE.fullmatch(line) if line[0] == MARK else None
            if found:
                rows = self._rows[int(found.group(1))]
                tables.append(place(len(tables) + 1, rows, length, self._max_cells))
                continue
            lines.append(line)
            length += len(line) + 1
        return tuple(tables), "\n".join(lines)


def _pictured(row: list[RawCell], line: LexborNode) -> list[RawCell]:
    """A cell with nothing but a picture is no blank."""
    nodes = [node for node in line.iter() if node.tag in ("td", "th")]
    return [
        cell._replace(text=OBJECT) if not cell.text and _has_picture(node) else cell
        for cell, node in zip(row, nodes, strict=True)
    ]


def _has_picture(node: LexborNode) -> bool:
    return any(image.attributes.get("width") not in SPACERS for image in node.css("img"))


def printed_text(rows: list[list[RawCell]]) -> str:
    return "\n".join(cell.text for row in rows for cell in row)
