"""Bytes to a Document: the first extractor that recognises the content reads it.

An extractor is a module `pipeline/extract/<name>.py` with `sniff(content) -> bool` and
`extract(sha256, content, limits) -> Document`. It is imported only when the first bytes fit, and
imports its libraries inside `extract`, so that reading a page never loads a PDF library.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

from pipeline.errors import LimitError, UnknownFormatError, UnsupportedFormatError
from pipeline.records import Document

ZIP = b"PK\x03\x04"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PDF = b"%PDF-"
IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"GIF8", b"BM")
ARCHIVES = (ZIP, b"PK\x05\x06", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b")
LOW_CONFIDENCE = 0.90  # a recognised cell below this is reported, not trusted
BLANK_START = b"\xef\xbb\xbf \t\r\n"  # what servers and scripts put before a file's own first bytes
HEAD_BYTES = 1024  # PDF allows rubbish before its mark


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of one file is read; past it a LimitError. The defaults are those of the settings."""

    max_bytes: int = 64 * 2**20
    max_pages: int = 400
    max_cells: int = 200_000
    seconds: float = 60.0  # of one document; of a page where it is recognised by OCR


@dataclass(frozen=True, slots=True)
class Extractor:
    """One entry of EXTRACTORS: a module beside this one, asked only when a mark stands in the first bytes."""

    name: str
    marks: tuple[bytes, ...] = ()  # none: always asked

    def may_read(self, content: bytes) -> bool:
        if not self.marks:
            return True
        head = content[:HEAD_BYTES]
        return any(head.startswith(mark) or (mark == PDF and mark in head) for mark in self.marks)


EXTRACTORS: tuple[Extractor, ...] = (
    Extractor("pdf", (PDF,)),
    Extractor("scan", (PDF, *IMAGES)),
    Extractor("docx", (ZIP,)),
    Extractor("xlsx", (ZIP, OLE)),
    Extractor("doc", (OLE, b"{\\rtf", b"<?xml")),
    Extractor("zip", ARCHIVES),
    Extractor("mhtml", (b"MIME-Version:", b"From:", b"Content-Type:", b"Subject:", b"Date:")),
    Extractor("html"),
    Extractor("text"),
)


def format_of(content: bytes) -> str:
    """The name people use for these bytes, by their first marks."""
    if any(extractor.name == "pdf" and extractor.may_read(content) for extractor in EXTRACTORS):
        return "pdf"
    if content.startswith(ZIP):
        parts = (("docx", b"word/"), ("xlsx", b"xl/"))
        return next((name for name, mark in parts if mark in content), "zip")
    if content.startswith(OLE):
        streams = (("doc", "WordDocument"), ("xls", "Workbook"), ("xls", "Book"))
        return next((name for name, mark in streams if mark.encode("utf-16-le") in content), "ole")
    marks = {b"Rar!": "rar", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gzip", b"{\\rtf": "rtf"}
    marks |= dict.fromkeys(IMAGES, "image")
    return next((name for mark, name in marks.items() if content.startswith(mark)), "unknown")


def _module(name: str) -> ModuleType | None:
    """The extractor's module, or None where it does not exist (its own failing imports are not hidden)."""
    path = f"{__name__}.{name}"
    try:
        return import_module(path)
    except ModuleNotFoundError as error:
        if error.name == path:
            return None
        raise UnsupportedFormatError(
            f"{name}: needs the package {error.name}; install it (extra `ocr` for scans)"
        ) from error


def _from_mark(content: bytes) -> bytes:
    """The file without a byte-order mark or blank lines before the mark of its format."""
    start = content[:HEAD_BYTES].lstrip(BLANK_START)
    marks = [mark for extractor in EXTRACTORS for mark in extractor.marks]
    return content.lstrip(BLANK_START) if start.startswith(tuple(marks)) else content


def extract(sha256: str, content: bytes, limits: Limits | None = None) -> Document:
    """Read one file's content; `sha256` only names it.

    Raises LimitError, UnknownFormatError, UnsupportedFormatError or another ExtractError.
    """
    limits = limits or Limits()
    content = _from_mark(content)
    if len(content) > limits.max_bytes:
        raise LimitError(f"{sha256[:12]}: {len(content)} bytes, the limit is {limits.max_bytes}")
    missing = False
    for extractor in EXTRACTORS:
        if not extractor.may_read(content):
            continue
        if missing and not extractor.marks:
            break  # a PDF is no page of text because its reader is not there
        module = _module(extractor.name)
        missing = missing or module is None
        if module is not None and module.sniff(content):
            document: Document = module.extract(sha256, content, limits)
            return document
    name = format_of(content)
    if missing:
        raise UnsupportedFormatError(f"{sha256[:12]}: files of the format {name} are not yet supported")
    raise UnknownFormatError(
        f"{sha256[:12]}: {len(content)} bytes of an unknown format, beginning {content[:12]!r}"
    )
