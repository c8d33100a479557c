"""DOCX to a Document: body, text boxes and footnotes in printed order, tables as grids, final text only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.errors import DamagedFileError, LimitError
from pipeline.extract import Limits
from pipeline.extract.ooxml_package import (
    Package,
    holds_office,
    main_part,
    open_package,
    parse_xml,
    relationships,
)
from pipeline.records import Document, Table

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # lxml's elements have its interface, but no types

    from pipeline.extract.ooxml_grid import Grid
    from pipeline.extract.ooxml_styles import Look
    from pipeline.extract.ooxml_text import Paragraph, Story

CELL_TAG = re.compile(rb"<(?:[A-Za-z0-9]+:)?tc[\s/>]")
SECTION = re.compile(r"^[一二三四五六七八九十]+\s*[、.．]")
# a date, or a label of the publisher's (发布日期：…, 来源：…), centred under a headline
DATELINE = re.compile(r"^[（(]?\d{4}\s*年\s*\d{1,2}\s*月(?:\s*\d{1,2}\s*日)?[）)]?$|^\S{2,6}[：:]")
SENTENCE_END = ("。", "；", "：", "，", ":", ";")
HEAD_PARAGRAPHS = 15  # a headline further down is none
MAX_TITLE = 90
OWN_TITLE = "{http://purl.org/dc/elements/1.1/}title"


@dataclass(frozen=True, slots=True)
class Head:
    """One of the first lines, and how it is set."""

    text: str
    look: Look


def sniff(content: bytes) -> bool:
    """A zip that says it is an Office file and holds a Word document, truncated or not."""
    return content.startswith(b"PK") and holds_office(content, "word/")


def extract(sha256: str, content: bytes, limits: Limits) -> Document:
    """Read a Word document. Raises EncryptedError, DamagedFileError, LimitError."""
    package = open_package(content, limits)
    part = main_part(package, "word/document.xml")
    data = package.read(part)
    if sum(1 for _ in CELL_TAG.finditer(data)) > limits.max_cells:
        raise LimitError(f"{sha256[:12]}: more than {limits.max_cells} table cells")
    try:
        return _document(sha256, package, part, data)
    except RecursionError as error:
        raise LimitError(f"{sha256[:12]}: tables or text boxes nested too deeply to be a report") from error


def _document(sha256: str, package: Package, part: str, data: bytes) -> Document:
    from pipeline.extract.ooxml_grid import Grid, blocks
    from pipeline.extract.ooxml_styles import W

    body = parse_xml(data).find(f"{W}body")
    if body is None:
        raise DamagedFileError(f"{sha256[:12]}: a Word file without a body; fetch the file again")
    story = _story(package, part)
    found = list(blocks(body, story, package.limits.max_cells))
    for note in _notes(package, part):
        notes = blocks(note, story, package.limits.max_cells)
        found.extend(block for block in notes if not isinstance(block, Grid))
    prose, tables = _laid_out(found)
    heads = _heads(found, story)
    return Document(
        sha256,
        "docx",
        prose,
        tables,
        titles=tuple(dict.fromkeys((*titles(heads), *_own_title(package)))),
        picture_count=story.counts.pop("pictures", 0),
        problems=tuple(f"{name}: {count}" for name, count in sorted(story.counts.items())),
    )


def _story(package: Package, part: str) -> Story:
    from pipeline.extract.ooxml_runs import read_run_styles
    from pipeline.extract.ooxml_styles import read_numbering, read_styles
    from pipeline.extract.ooxml_text import Story

    styles = _related(package, part, "styles")
    return Story(
        styles=read_styles(styles),
        runs=read_run_styles(styles),
        numbering=read_numbering(_related(package, part, "numbering")),
    )


def _related(package: Package, part: str, kind: str) -> Element | None:
    """The part of this kind that belongs to `part`, or None; a damaged one must not cost the text."""
    for relation, target in relationships(package, part).values():
        if relation.endswith(f"/{kind}") and package.has(target):
            return parse_xml(package.read(target))
    return None


def _notes(package: Package, part: str) -> Iterator[Element]:
    """Footnotes and endnotes, without the separators Word keeps among them."""
    from pipeline.extract.ooxml_styles import W

    for kind in ("footnotes", "endnotes"):
        root = _related(package, part, kind)
        for note in root if root is not None else ():
            if note.get(f"{W}type", "normal") == "normal":
                yield note


def _laid_out(found: Iterable[Paragraph | Grid]) -> tuple[str, tuple[Table, ...]]:
    """Paragraphs joined by newlines, and tables at the offset where they stand in that text."""
    from pipeline.extract.ooxml_grid import Grid

    lines: list[str] = []
    grids: list[tuple[int, Grid]] = []
    offset = 0
    for block in found:
        if isinstance(block, Grid):
            grids.append((offset, block))
        else:
            lines.append(block.text)
            offset += len(block.text) + 1
    prose = "\n".join(lines)
    tables = (
        Table(index, grid.cells, grid.row_count, grid.column_count, min(at, len(prose)))
        for index, (at, grid) in enumerate(grids, start=1)
    )
    return prose, tuple(tables)


def _heads(found: Sequence[Paragraph | Grid], story: Story) -> list[Head]:
    """The first lines, up to a table, and how they are set."""
    from pipeline.extract.ooxml_grid import Grid
    from pipeline.extract.ooxml_styles import Look
    from pipeline.extract.ooxml_text import paragraph_look

    heads: list[Head] = []
    for block in found[:HEAD_PARAGRAPHS]:
        if isinstance(block, Grid):
            break
        look = Look() if block.source is None else paragraph_look(block.source, story)
        heads.append(Head(block.text, look))
    return heads


def titles(heads: Sequence[Head]) -> tuple[str, ...]:
    """Headline candidates, best first: centred or title-styled lines above the first section.

    Lines of one size that follow each other are one headline broken over lines. Where nothing is centred,
    the first line that is no sentence.
    """
    groups: list[list[str]] = []
    before: Look | None = None
    for head in heads:
        if SECTION.match(head.text):
            break
        if not _is_headline(head):
            before = None
            continue
        if before is None or before.size != head.look.size or groups[-1][-1].endswith("报告"):
            groups.append([])
        groups[-1].append(head.text.replace("\n", ""))
        before = head.look
    found = ["".join(group) for group in groups]
    found.extend(line for group in groups if len(group) > 1 for line in group)
    if len(groups) > 1:
        found.append("".join(line for group in groups for line in group))
    found = [title for title in found if 4 <= len(title) <= MAX_TITLE]
    if not found and heads and _may_be_headline(heads[0].text):
        found = [heads[0].text.replace("\n", "")]
    return tuple(sorted(found, key=lambda title: "报告" not in title))


def _is_headline(head: Head) -> bool:
    centred = head.look.alignment == "center" or head.look.is_title or head.look.outline == 0
    return centred and _may_be_headline(head.text)


def _may_be_headline(text: str) -> bool:
    if len(text) > MAX_TITLE or text.endswith(SENTENCE_END):
        return False
    return not SECTION.match(text) and not DATELINE.match(text)


def _own_title(package: Package) -> tuple[str, ...]:
    """The title in the file's own properties, the last candidate: often a template's."""
    for relation, target in relationships(package, "").values():
        if relation.endswith("/core-properties") and package.has(target):
            text = parse_xml(package.read(target)).findtext(OWN_TITLE, "").strip()
            return (text,) if text else ()
    return ()
