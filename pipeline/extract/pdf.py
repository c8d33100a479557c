"""PDF files -> Document: tables from the drawn lines, prose around them; pages without text by way of OCR.

pdfium reads text and lines (C, one pass); the tables are rebuilt here from the lines, so that merged
cells keep their spans and a scan, whose lines are found in the picture, goes the same way.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.errors import DamagedFileError, EncryptedError, LimitError, UnsupportedFormatError
from pipeline.extract import pdf_guard, scan
from pipeline.extract.page import Box, Clock, GridTable, PageContent, Rule, page_problems
from pipeline.extract.page.flow import flow
from pipeline.extract.page.ruling import Grid, find_grids
from pipeline.extract.page.tables import borderless, fill_grids
from pipeline.records import Document

if TYPE_CHECKING:
    from pipeline.extract import Limits
    from pipeline.extract.pdf_objects import PageObjects

MARK = b"%PDF-"
HEAD_BYTES = 1024  # rubbish allowed before the mark
FEW_GLYPHS = 30  # a page picture with no more text than this is a scan (the text is a stamp or a page number)
PAGE_SHARE = 0.5  # share of the page that a scan's pictures cover
DRAWN_LETTERS = 100  # bent shapes on a page without text: its letters were turned into drawings
TABLE_SHARE = 0.08  # a picture of this share of the page may show a table
PICTURE_SHARE = 0.02  # smaller pictures are seals and ornaments
UNMAPPED_SHARE = 0.1  # with more glyphs of unknown meaning the text layer is not to be trusted
PASSWORD_ERROR = 4  # pdfium's FPDF_ERR_PASSWORD


def sniff(content: bytes) -> bool:
    return MARK in content[:HEAD_BYTES]


def extract(sha256: str, content: bytes, limits: Limits) -> Document:
    """Read one PDF; `sha256` only names it.

    Raises EncryptedError, DamagedFileError, LimitError, and UnsupportedFormatError when every page is
    a picture and the extra `ocr` is not installed.
    """
    import pypdfium2

    name = sha256[:12]
    pdf_guard.check(name, content)
    try:
        file = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == PASSWORD_ERROR and b"/Encrypt" in content:
            raise EncryptedError(f"{name}: the PDF wants a password; ask for an open copy") from error
        raise DamagedFileError(f"{name}: not a readable PDF ({error}); download it again") from error
    try:
        return _read(name, sha256, file, limits)
    finally:
        file.close()


def _read(name: str, sha256: str, file: Any, limits: Limits) -> Document:
    count = len(file)
    if count == 0:
        raise DamagedFileError(f"{name}: a PDF without pages; download it again")
    if count > limits.max_pages:
        raise LimitError(f"{name}: {count} pages, the limit is {limits.max_pages}")
    reader = _Reader(name, file, limits)
    pages = [reader.page(number) for number in range(1, count + 1)]
    if len(reader.unread) == count:
        raise UnsupportedFormatError(
            f"{name}: all {count} pages are pictures; install the extra for scans: gongkai[ocr]"
        )
    text = flow(name, pages, limits.max_cells)
    own_title = " ".join(file.get_metadata_dict().get("Title", "").split())
    return Document(
        sha256,
        "scan" if reader.recognised == count else "pdf",
        text.prose,
        text.tables,
        tuple(dict.fromkeys(title for title in (*text.headlines, own_title) if title)),
        page_count=count,
        picture_count=reader.pictures,
        problems=(*reader.problems(), *page_problems(pages)),
    )


class _Reader:
    """Reads page after page and keeps count of the pictures and of what could not be read."""

    def __init__(self, name: str, file: Any, limits: Limits) -> None:
        self._name, self._file, self._limits = name, file, limits
        self._clock = Clock(limits.seconds)
        self.pictures = self.recognised = 0
        self.unread: list[int] = []  # numbers of the pages that are pictures and were not read
        self._unmapped: list[int] = []
        self._unseen: list[int] = []  # pages with pictures that may show a table and were not read

    def page(self, number: int) -> PageContent:
        """Read one page, by its number from 1."""
        from pypdfium2 import PdfiumError

        from pipeline.extract.pdf_annotations import open_page
        from pipeline.extract.pdf_objects import read_page

        try:
            page = open_page(self._file, number)
        except PdfiumError as error:
            raise DamagedFileError(
                f"{self._name}: page {number} cannot be read; download it again"
            ) from error
        except LimitError as error:
            raise LimitError(f"{self._name} {error}") from error
        try:
            self._clock.check()
            objects = read_page(page, self._clock)
            text = objects.text
            many = UNMAPPED_SHARE * (len(text.glyphs) + text.unmapped)
            unmapped = text.is_misnamed or text.unmapped > many
            if unmapped or _is_picture(objects):
                return self._recognise(page, number, objects, unmapped)
            return self._add_pictures(page, self._compose(number, objects), objects)
        except LimitError as error:
            raise LimitError(f"{self._name} page {number}: {error}") from error
        finally:
            page.close()

    def _compose(self, number: int, objects: PageObjects) -> PageContent:
        from pipeline.extract.pdf_doubt import is_doubtful

        grids = _grids(objects, self._limits.max_cells)
        tables, rest = fill_grids(
            grids, objects.text.glyphs, number, lambda cell, glyphs: is_doubtful(cell, glyphs, objects)
        )
        loose, rest = borderless(rest, number)
        irregular = sum(grid.irregular for grid in grids)
        return PageContent(number, objects.width, objects.height, (*tables, *loose), tuple(rest), irregular)

    def _recognise(self, page: Any, number: int, objects: PageObjects, unmapped: bool) -> PageContent:
        """A page that is a picture, or whose letters mean nothing."""
        self.pictures += max(len(objects.pictures), 1)
        if not scan.is_available():
            (self._unmapped if unmapped else self.unread).append(number)
            return PageContent(number, objects.width, objects.height, (), ())
        self.recognised += 1
        return self._scanned(page, number, objects)

    def _scanned(self, page: Any, number: int, objects: PageObjects) -> PageContent:
        if objects.pixels > scan.MAX_PIXELS:
            raise LimitError(f"a picture of {objects.pixels} pixels; the limit is {scan.MAX_PIXELS}")
        with self._clock.stopped():
            return scan.read_pdf_page(page, number, self._limits, self._name)

    def _add_pictures(self, page: Any, content: PageContent, objects: PageObjects) -> PageContent:
        """The page with the tables that its pictures show; a picture under a table is its background."""
        self.pictures += sum(_share(box, objects) > PICTURE_SHARE for box in objects.pictures)
        large = [
            box
            for box in objects.pictures
            if _share(box, objects) > TABLE_SHARE and not any(_is_within(one, box) for one in content.tables)
        ]
        if not large:
            return content
        if not scan.is_available():
            self._unseen.append(content.number)
            return content
        seen = self._scanned(page, content.number, objects)
        tables = tuple(table for table in seen.tables if any(_is_within(table, box) for box in large))
        return replace(content, tables=(*content.tables, *tables))

    def problems(self) -> tuple[str, ...]:
        """What the reader could not do, one word first."""
        found = {
            "picture_pages": self.unread,
            "picture_tables": self._unseen,
            "unmapped_text": self._unmapped,
        }
        return tuple(
            f"{word}: not read on page {', '.join(map(str, numbers))}; install the extra gongkai[ocr]"
            for word, numbers in found.items()
            if numbers
        )


def _grids(objects: PageObjects, max_cells: int) -> list[Grid]:
    """Grids of the drawn lines; edges of filled shapes count only where no line is drawn at all."""
    grids = find_grids(objects.horizontal, objects.vertical, max_cells)
    if grids or not objects.fills:
        return grids
    horizontal = [Rule(y, box.x0, box.x1) for box in objects.fills for y in (box.y0, box.y1)]
    vertical = [Rule(x, box.y0, box.y1) for box in objects.fills for x in (box.x0, box.x1)]
    grids = find_grids(horizontal, vertical, max_cells)
    return [grid for grid in grids if len(grid.xs) > 2 and len(grid.ys) > 2]  # not lines of marked text


def _is_picture(objects: PageObjects) -> bool:
    """A page that shows little text but a large picture or drawn letters, or other text than it holds."""
    if len(objects.text.hidden) > len(objects.text.glyphs):
        return True
    covered = sum(_share(box, objects) for box in objects.pictures)
    return len(objects.text.glyphs) <= FEW_GLYPHS and (
        covered >= PAGE_SHARE or objects.curves > DRAWN_LETTERS
    )


def _is_within(table: GridTable, box: Box) -> bool:
    middle = (table.box.x0 + table.box.x1) / 2, (table.box.y0 + table.box.y1) / 2
    return box.x0 <= middle[0] <= box.x1 and box.y0 <= middle[1] <= box.y1


def _share(box: Box, objects: PageObjects) -> float:
    """The share of the page that a picture covers."""
    width = max(0.0, min(box.x1, objects.width) - max(box.x0, 0.0))
    height = max(0.0, min(box.y1, objects.height) - max(box.y0, 0.0))
    area = objects.width * objects.height
    return width * height / area if area else 0.0
