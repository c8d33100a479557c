"""The SQL of this package: files in `statements/`, with identifiers and literals quoted into their `${…}`."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from string import Template

FOLDER = Path(__file__).parent / "statements"


def identifier(*parts: str) -> str:
    """A quoted, dotted name: catalogue, schema, table or column."""
    return ".".join('"' + part.replace('"', '""') + '"' for part in parts)


def literal(text: str) -> str:
    """A quoted string, where DuckDB takes no parameter (attach, comment)."""
    return "'" + text.replace("'", "''") + "'"


@cache
def _text(name: str) -> str:
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


def statement(name: str, **quoted: str) -> str:
    """The statement `statements/<name>.sql`; every value must come from `identifier` or `literal`."""
    return Template(_text(name)).substitute(quoted)
