"""What the reader of cells does not tell of an XLSX sheet: what is hidden, and what is printed otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from pipeline.errors import DamagedFileError
from pipeline.extract.grid import OBJECT
from pipeline.extract.ooxml_package import Package, main_part, parse_xml, relationships
from pipeline.extract.ooxml_runs import FIGURE
from pipeline.extract.xlsx_formats import printed
from pipeline.extract.xlsx_styles import CellLook, S, read_looks, rich_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # lxml's elements have its interface, but no types

R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
LAST_COLUMN = 16384
TRUE = {"1", "true", "on"}


Place = tuple[int, int]  # row and column from 0


@dataclass(frozen=True, slots=True)
class Unseen:
    """Rows and columns that are not shown, and cells that print something else than their value.

    `texts`: formulas without a result, errors, numbers as formatted. `unsure`: figures struck out or in white.
    """

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    texts: Mapping[Place, str] = field(default_factory=dict)
    unsure: frozenset[Place] = frozenset()


@dataclass(frozen=True, slots=True)
class Book:
    """What the sheets of one workbook share: looks of cells by number, strings with runs of their own."""

    looks: tuple[CellLook, ...]
    rich: Mapping[str, str]


def unseen(package: Package, unsure: Mapping[str, frozenset[Place]]) -> dict[str, Unseen]:
    """Sheet name -> what it hides or prints otherwise; figures `unsure` for other reasons are added.

    Raises DamagedFileError, LimitError.
    """
    name = main_part(package, "xl/workbook.xml")
    if not package.has(name):
        return {}
    targets = relationships(package, name)
    book = Book(
        read_looks(_shared(package, targets, "styles")), _rich(_shared(package, targets, "sharedStrings"))
    )
    found: dict[str, Unseen] = {}
    for sheet in parse_xml(package.read(name)).iter(f"{S}sheet"):
        kind, part = targets.get(sheet.get(R_ID, ""), ("", ""))
        if kind.endswith("/worksheet") and sheet.get("state", "visible") == "visible" and package.has(part):
            try:
                own = _of_sheet(parse_xml(package.read(part)), book)
            except ValueError as error:
                raise DamagedFileError(f"a sheet whose rows or columns have no numbers ({error})") from error
            title = sheet.get("name", "")
            found[title] = replace(own, unsure=own.unsure | unsure.get(title, frozenset()))
    return found


def _shared(package: Package, targets: Mapping[str, tuple[str, str]], kind: str) -> Element | None:
    """A part that all sheets share, by the end of its relationship's type."""
    part = next((part for name, part in targets.values() if name.endswith(f"/{kind}")), None)
    return parse_xml(package.read(part)) if part is not None and package.has(part) else None


def _rich(root: Element | None) -> dict[str, str]:
    """Number of a shared string with runs -> its text as shown."""
    strings = root.iterfind(f"{S}si") if root is not None else ()
    return {
        str(number): rich_text(string.iterfind(f"{S}r"))
        for number, string in enumerate(strings)
        if string.find(f"{S}r") is not None
    }


def _of_sheet(root: Element, book: Book) -> Unseen:
    rows: set[int] = set()
    texts: dict[Place, str] = {}
    unsure: set[Place] = set()
    number = -1
    for row in root.iter(f"{S}row"):
        number = int(row.get("r", number + 2)) - 1
        if _is_hidden(row, "ht"):
            rows.add(number)
        for column, cell in _cells(row):
            look = book.looks[index] if (index := int(cell.get("s", 0))) < len(book.looks) else CellLook()
            text = _text(cell, look, book.rich)
            if text is not None:
                texts[number, column] = text
            if look.is_unsure:
                unsure.add((number, column))
    columns: set[int] = set()
    for span in root.iter(f"{S}col"):
        if _is_hidden(span, "width"):
            last = min(int(span.get("max", 0)), LAST_COLUMN)
            columns.update(range(int(span.get("min", 1)) - 1, last))
    return Unseen(frozenset(rows), frozenset(columns), texts, frozenset(unsure))


def _is_hidden(item: Element, size: str) -> bool:
    return item.get("hidden") in TRUE or item.get(size) in ("0", "0.0")


def _cells(row: Element) -> Iterator[tuple[int, Element]]:
    column = -1
    for cell in row.iter(f"{S}c"):
        place = PLACE.fullmatch(cell.get("r", ""))
        column = _column(place[1]) if place else column + 1
        yield column, cell


def _text(cell: Element, look: CellLook, rich: Mapping[str, str]) -> str | None:
    """What a cell prints where that is not its plain value, else None.

    Errors as printed (#VALUE!), and formulas whose result was never stored: neither is a blank.
    """
    value, kind = cell.findtext(f"{S}v") or "", cell.get("t", "n")
    formula = cell.find(f"{S}f")
    if kind == "e":
        return value or "#VALUE!"
    if formula is not None and not value and kind != "str":
        return f"={formula.text or ''}"
    if kind == "s":
        return rich.get(value)
    inline = cell.find(f"{S}is") if kind == "inlineStr" else None
    if inline is not None and inline.find(f"{S}r") is not None:
        return rich_text(inline.iterfind(f"{S}r"))
    return printed(float(value), look.code) if kind == "n" and value and look.code else None


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def as_shown(item: Mapping[str, Any], hidden: Unseen | None) -> dict[str, Any]:
    """A sheet's texts and merges as printed, without what is hidden."""
    shown = dict(item)
    if hidden is None or not (hidden.rows or hidden.columns or hidden.texts or hidden.unsure):
        return shown
    top, left = item["row"], item["column"]
    texts = {(r, c): text for r, row in enumerate(item["rows"]) for c, text in enumerate(row) if text}
    texts |= {(r - top, c - left): text for (r, c), text in hidden.texts.items()}
    for r, c in hidden.unsure:
        text = texts.get((r - top, c - left), "")
        if FIGURE.fullmatch(text.strip()):
            texts[r - top, c - left] = OBJECT + text
    rows = [r for r in _range(texts, 0) if r + top not in hidden.rows]
    columns = [c for c in _range(texts, 1) if c + left not in hidden.columns]
    merges: list[list[int]] = []
    for r1, c1, r2, c2 in item["merges"]:
        inside = [at for at, r in enumerate(rows) if r1 <= r <= r2]
        across = [at for at, c in enumerate(columns) if c1 <= c <= c2]
        if inside and across:
            merges.append([inside[0], across[0], inside[-1], across[-1]])
            # the text of a merged cell is seen even where its first row or column is not
            texts[rows[inside[0]], columns[across[0]]] = texts.get((r1, c1), "")
    shown["rows"] = [[texts.get((r, c), "") for c in columns] for r in rows]
    shown["merges"] = merges
    return shown


def _range(places: Mapping[tuple[int, int], str], axis: int) -> range:
    """From the first to the last number used on this axis."""
    used = [place[axis] for place in places]
    return range(min(used, default=0), max(used, default=-1) + 1)
