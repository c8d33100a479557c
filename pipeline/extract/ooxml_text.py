"""The final text of Word paragraphs: tracked changes accepted, fields by their result, each drawing once.

Yields text as printed, and the text boxes anchored in a paragraph, which hold paragraphs and tables.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pipeline.extract.grid import OBJECT
from pipeline.extract.ooxml_runs import OFF, Marks, is_hidden, is_lifted, marks_of, shown
from pipeline.extract.ooxml_styles import VAL, Look, Numbering, W, read_look

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # lxml's elements have its interface, but no types

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
TEXT_BOX = f"{W}txbxContent"
TEXTS = {f"{W}t", f"{MATH}t"}
UNDERSTOOD = ("http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/")
SIGNS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
# wrappers that print what they hold; struck-out and moved-away text is simply not among them
INLINE_WRAPPERS = ("ins", "moveTo", "smartTag", "hyperlink", "dir", "ruby", "rubyBase")
WRAPPERS = {
    f"{W}{name}" for name in (*INLINE_WRAPPERS, "sdtContent", "customXml", "object", "pict", "drawing")
}
UNPRINTED = ("del", "moveFrom", "rt", "delText", "delInstrText", "pPr", "rPr", "fldData")
GONE = {f"{W}{name}" for name in UNPRINTED}
PICTURES = ("}blip", "}imagedata", "}contentPart")
# fractions, exponents and reversed text read otherwise than their letters follow each other; dates and page
# numbers are made when they are printed
WORDS = ("dayShort", "dayLong", "monthShort", "monthLong", "yearShort", "yearLong", "pgNum", "bdo")
FORMULAS = ("f", "sSup", "sSub", "sSubSup", "sPre", "rad", "nary", "m", "eqArr", "limLow", "limUpp", "func")
NOT_PLAIN = {*(f"{W}{name}" for name in WORDS), *(f"{MATH}{name}" for name in FORMULAS)}
FIELD_PARTS = {f"{W}fldChar", f"{W}instrText", f"{W}fldSimple"}
# fields whose result is made when the page is printed, and made anew when a file is converted
MADE = re.compile(
    r"\s*(?:PAGE|NUMPAGES|SECTION|SECTIONPAGES|NUMWORDS|NUMCHARS|FILESIZE|REVNUM|EDITTIME|DATE|TIME|PRINTDATE"
    r"|SAVEDATE|CREATEDATE)\b",
    re.I,
)
MAX_FIELDS = 20  # a table of contents opens two
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
SPACES = " \t\r\n\v\f\u00a0\u3000"


@dataclass(slots=True)
class Story:
    """What the walk through one document knows and counts on its way."""

    styles: Mapping[str, Look]
    numbering: Numbering
    runs: Mapping[str, Marks] = field(default_factory=dict)  # how a style prints, by its id
    fields: list[bool] = field(default_factory=list)  # open fields; True once their result has begun
    instruction: str = ""  # of the field opened last
    counts: Counter[str] = field(default_factory=Counter)  # pictures, hidden runs … by name
    cell: Element | None = None  # the table cell that is being read
    marks: Marks = field(default_factory=dict)  # how the style of the paragraph that is being read prints
    lifted: bool = False  # the run before stood above the line

    @property
    def objects(self) -> int:
        """How many things that are no text have been met."""
        return sum(self.counts[name] for name in ("pictures", "embedded_objects", "foreign_chunks"))


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One printed paragraph: text without outer blanks, and its element (None: the rest of deleted ones)."""

    text: str
    source: Element | None


def printed(text: str) -> str:
    """Text without outer blanks and without characters that print nothing (soft hyphens, zero widths)."""
    return text.translate(INVISIBLE).strip(SPACES)


def children(element: Element) -> Iterator[Element]:
    """The children that count: wrappers opened, alternatives once, deletions and placeholders left out."""
    for child in element:
        tag = child.tag
        if tag == f"{W}sdt":
            if not _is_placeholder(child):
                yield from children(child)
        elif tag == f"{MC}AlternateContent":
            chosen = _chosen(child)
            if chosen is not None:
                yield from children(chosen)
        elif tag in WRAPPERS:
            yield from children(child)
        elif tag not in GONE:
            yield child


def _is_placeholder(control: Element) -> bool:
    """Whether a content control shows "click here to enter text", a blank; a number there is printed."""
    showing = control.find(f"{W}sdtPr/{W}showingPlcHdr")
    if showing is None or showing.get(VAL, "1") in OFF:
        return False
    return not any(char.isdigit() for text in control.iter(f"{W}t") for char in text.text or "")


def _chosen(alternatives: Element) -> Element | None:
    """The first alternative whose namespaces Word understands, else the fallback."""
    choices = list(alternatives.iterfind(f"{MC}Choice"))
    for choice in choices:
        spaces: Mapping[str, str] = getattr(choice, "nsmap", {})
        names = choice.get("Requires", "").split()
        if all(spaces.get(name, "").startswith(UNDERSTOOD) for name in names):
            return choice
    fallback = alternatives.find(f"{MC}Fallback")
    return fallback if fallback is not None else next(iter(choices), None)


def paragraph_look(paragraph: Element, story: Story) -> Look:
    """How a paragraph is set: its own properties over its style's; the size is the first run's."""
    size = paragraph.find(f".//{W}r/{W}rPr/{W}sz")
    own = Look(size=size.get(f"{W}val")) if size is not None else Look()
    return own.over(_set_look(paragraph.find(f"{W}pPr"), story))


def _set_look(properties: Element | None, story: Story) -> Look:
    style_id = _style_id(properties)
    return read_look(properties).over(story.styles.get(style_id, story.styles.get("", Look())))


def _style_id(properties: Element | None) -> str:
    style = properties.find(f"{W}pStyle") if properties is not None else None
    return style.get(f"{W}val", "") if style is not None else ""


def _label(properties: Element | None, story: Story) -> str:
    """The paragraph's automatic number; most documents have no lists, and then nothing is looked up."""
    return story.numbering.label(_set_look(properties, story)) if story.numbering.lists else ""


def read_paragraph(paragraph: Element, story: Story) -> tuple[Paragraph, list[Element], bool]:
    """A paragraph, the text boxes anchored in it, and whether its end mark is deleted (the next joins it)."""
    properties = paragraph.find(f"{W}pPr")
    pieces: list[str] = []
    boxes: list[Element] = []
    story.marks = story.runs.get(_style_id(properties), {}) if story.runs else {}
    story.lifted = False
    _inline(paragraph, story, pieces, boxes)
    # an instruction never runs past its paragraph: a field left open must not swallow the document
    if story.fields:
        story.fields[:] = [True] * min(len(story.fields), MAX_FIELDS)
    text = printed("".join(pieces))
    label = _label(properties, story)
    if label and story.cell is not None and not any(char.isalpha() for char in text):
        text = f"[{label}]{text}"  # in a table, the number of a list is no part of a figure, nor one itself
    elif label:
        text = f"{label} {text}" if text and label[-1].isdigit() else label + text
    mark = properties.find(f"{W}rPr") if properties is not None else None
    joined = mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None)
    return Paragraph(text, paragraph), boxes, joined


def _inline(element: Element, story: Story, pieces: list[str], boxes: list[Element]) -> None:
    for child in children(element):
        tag = child.tag
        if tag in TEXTS:
            if all(story.fields):
                pieces.append(child.text or "")
        elif tag in SIGNS:
            if all(story.fields):
                pieces.append(SIGNS[tag])
        elif tag == f"{W}r":
            _run(child, story, pieces, boxes)
        elif tag in FIELD_PARTS:
            pieces.extend(_field(child, story))
            _inline(child, story, pieces, boxes)
        elif tag == f"{W}sym":
            pieces.append(_symbol(child.get(f"{W}char", "")))
        elif tag == TEXT_BOX:
            boxes.append(child)
        elif isinstance(tag, str):
            if tag in NOT_PLAIN:
                pieces.append(OBJECT)
            _graphic(tag, child, story, pieces, boxes)


def _run(run: Element, story: Story, pieces: list[str], boxes: list[Element]) -> None:
    """A run as its own properties, its style and its paragraph's style print it."""
    marks = marks_of(run, story.runs, story.marks)
    if is_hidden(marks):
        return
    start = len(pieces)
    _inline(run, story, pieces, boxes)
    if marks:
        after_figure = bool(start) and pieces[start - 1][-1:].isdecimal() and not story.lifted
        pieces[start:] = [shown("".join(pieces[start:]), marks, story.cell, after_figure)]
    story.lifted = is_lifted(marks)


def _graphic(tag: str, child: Element, story: Story, pieces: list[str], boxes: list[Element]) -> None:
    """Count pictures and embedded files; anything else is searched for text and text boxes."""
    if tag.endswith(PICTURES):
        story.counts["pictures"] += 1
    elif tag.endswith("}OLEObject"):
        story.counts["embedded_objects"] += 1
    elif tag.endswith("}textpath"):  # WordArt, in which old reports set their headline
        pieces.append(child.get("string", ""))
    elif len(child):
        _inline(child, story, pieces, boxes)


def _field(part: Element, story: Story) -> list[str]:
    """Follow a field; in a table, a sign before a result that is no figure of the report's, but a page's number."""
    kind = part.get(f"{W}fldCharType")
    if part.tag == f"{W}instrText":
        story.instruction += part.text or ""
    elif kind == "begin":
        story.fields.append(False)
        story.instruction = ""
    elif kind == "separate" and story.fields:
        story.fields[-1] = True
    elif kind == "end" and story.fields:
        story.fields.pop()
    instruction = part.get(f"{W}instr", "") if kind is None else story.instruction
    begins = kind == "separate" or part.tag == f"{W}fldSimple"
    return [OBJECT] if begins and story.cell is not None and MADE.match(instruction) else []


def _symbol(code: str) -> str:
    try:
        return chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
