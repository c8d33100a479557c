"""Plain text to a Document: which encoding it is in, its tables, its prose."""

from __future__ import annotations

from pipeline.extract import Limits
from pipeline.extract.encoding import decode
from pipeline.extract.html import headline
from pipeline.extract.text_lines import printable
from pipeline.extract.text_tables import read_lines
from pipeline.records import Document


def sniff(content: bytes) -> bool:
    """Readable text in some encoding."""
    return printable(decode(content)[0])


def extract(sha256: str, content: bytes, limits: Limits) -> Document:
    """Read a text file. Raises LimitError past `limits.max_cells`."""
    text, encoding, problems = decode(content)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    tables, prose = read_lines(lines, limits.max_cells)
    names = headline([line for line in prose.split("\n")[:12] if line])
    return Document(
        sha256=sha256,
        format="text",
        prose=prose,
        tables=tables,
        titles=(names,) if names else (),
        encoding=encoding,
        problems=problems,
    )
