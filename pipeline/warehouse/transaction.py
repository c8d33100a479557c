"""One transaction around a block."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol


class HasTransactions(Protocol):
    """What DuckDB's connection and the lake's have in common here."""

    def begin(self) -> object: ...

    def commit(self) -> object: ...

    def rollback(self) -> object: ...


@contextmanager
def transaction(con: HasTransactions) -> Iterator[None]:
    """Commit what the block does; undo it, and let the error through, where it fails."""
    con.begin()
    try:
        yield
        con.commit()
    except BaseException:
        con.rollback()
        raise
