"""What an export is handed: the version being built, its warehouse opened read-only, and its stamp."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb

from pipeline.publish.compare import Changes
from pipeline.publish.content import Table
from pipeline.publish.inventory import Inventory


@dataclass(frozen=True, slots=True)
class Stamp:
    """Which version, made when, by which run, after which one. `published_at` is UTC."""

    version: str
    sequence: int  # 1 for the first version of a folder, then one more each: the order of versions
    content_sha256: str
    run_id: str | None
    published_at: datetime
    previous: str | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A version before it is published. `con` has the built `warehouse.duckdb` as its default catalogue."""

    folder: Path
    con: duckdb.DuckDBPyConnection
    tables: tuple[Table, ...]
    stamp: Stamp
    changes: Changes
    inventory: Inventory

    def table(self, full_name: str) -> Table | None:
        """The table `schema.name`, None where this warehouse has none."""
        return next((table for table in self.tables if table.full_name == full_name), None)


# Writes files into the draft's folder, returns what it left out and why, one line each
Export = Callable[[Draft], tuple[str, ...]]
