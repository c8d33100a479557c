"""What the reader of cells does not tell of an XLSX sheet: what is hidden, formulas without a number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pipeline.errors import DamagedFileError
from pipeline.extract.ooxml_package import Package, main_part, parse_xml, relationships

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # lxml's elements have its interface, but no types

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
LAST_COLUMN = 16384
TRUE = {"1", "true", "on"}


@dataclass(frozen=True, slots=True)
class Unseen:
    """Row and column numbers from 0 that are not shown; texts of formulas without a result, by (row, column)."""

    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    formulas: Mapping[tuple[int, int], str] | None = None


def unseen(package: Package) -> dict[str, Unseen]:
    """Sheet name -> what it hides or left uncalculated. Raises DamagedFileError, LimitError."""
    book = main_part(package, "xl/workbook.xml")
    if not package.has(book):
        return {}
    targets = relationships(package, book)
    found: dict[str, Unseen] = {}
    for sheet in parse_xml(package.read(book)).iter(f"{S}sheet"):
        kind, part = targets.get(sheet.get(R_ID, ""), ("", ""))
        if kind.endswith("/worksheet") and sheet.get("state", "visible") == "visible" and package.has(part):
            try:
                found[sheet.get("name", "")] = _of_sheet(parse_xml(package.read(part)))
            except ValueError as error:
                raise DamagedFileError(f"a sheet whose rows or columns have no numbers ({error})") from error
    return found


def _of_sheet(root: Element) -> Unseen:
    rows: set[int] = set()
    formulas: dict[tuple[int, int], str] = {}
    number = -1
    for row in root.iter(f"{S}row"):
        number = int(row.get("r", number + 2)) - 1
        if _is_hidden(row, "ht"):
            rows.add(number)
        formulas.update(_uncalculated(row, number))
    columns: set[int] = set()
    for span in root.iter(f"{S}col"):
        if _is_hidden(span, "width"):
            last = min(int(span.get("max", 0)), LAST_COLUMN)
            columns.update(range(int(span.get("min", 1)) - 1, last))
    return Unseen(frozenset(rows), frozenset(columns), formulas)


def _is_hidden(item: Element, size: str) -> bool:
    return item.get("hidden") in TRUE or item.get(size) in ("0", "0.0")


def _uncalculated(row: Element, number: int) -> Iterator[tuple[tuple[int, int], str]]:
    """Errors as printed (#VALUE!), and formulas whose result was never stored: neither is a blank."""
    column = -1
    for cell in row.iter(f"{S}c"):
        place = PLACE.fullmatch(cell.get("r", ""))
        column = _column(place[1]) if place else column + 1
        formula = cell.find(f"{S}f")
        if cell.get("t") == "e":
            yield (number, column), cell.findtext(f"{S}v") or "#VALUE!"
        elif formula is not None and not cell.findtext(f"{S}v") and cell.get("t") != "str":
            yield (number, column), f"={formula.text or ''}"


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def as_shown(item: Mapping[str, Any], hidden: Unseen | None) -> dict[str, Any]:
    """A sheet's texts and merges without what is hidden, formulas in the place of results that are missing."""
    shown = dict(item)
    if hidden is None or not (hidden.rows or hidden.columns or hidden.formulas):
        return shown
    top, left = item["row"], item["column"]
    texts = {(r, c): text for r, row in enumerate(item["rows"]) for c, text in enumerate(row) if text}
    texts |= {(r - top, c - left): text for (r, c), text in (hidden.formulas or {}).items()}
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
