"""`contents.json`: the hashes of a version's tables, and of every export what it was made from.

A file that would be made from the same as in the version before is linked from there, neither written nor hashed
again: its sum is known. A link shares the bytes, so damage would travel on: each linked file is looked at for its
size, and read again once in eight versions; a damaged one is made anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import zlib
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from functools import cache
from pathlib import Path

import duckdb
import xlsxwriter

from pipeline.publish.content import Part, Sums, Table
from pipeline.publish.files import regular_files, sha256_of

FILE_NAME = "contents.json"
READ_EVERY = 8  # versions
PACKAGE = Path(__file__).parent
# What decides how a file looks beside the data that it is made from: the source of this package
SOURCES = (".py", ".sql", ".toml", ".html")


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of a version; `made_from` is blank where it is made anew every time.

    `tables` is a hash of the tables that a file shows some rows of, blank where it is made from all of them.
    """

    made_from: str
    byte_count: int
    sha256: str
    tables: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """What `contents.json` says; `engine` is the DuckDB that computed the hashes."""

    engine: str = ""
    sums: Mapping[str, Sums] = field(default_factory=dict)
    files: Mapping[str, FileEntry] = field(default_factory=dict)

    @property
    def known_sums(self) -> Mapping[str, Sums]:
        """The hashes of the tables, none where another DuckDB computed them: it may hash otherwise."""
        return self.sums if self.engine == duckdb.__version__ else {}


class Inventory:
    """The files of a version in the making. Exports ask `reuse` before they write a file."""

    def __init__(self, folder: Path, before: Path | None, sequence: int) -> None:
        self.folder = folder
        self.linked: set[str] = set()
        self.damaged: list[str] = []
        self._before = before
        self._old = read_contents(before) if before else Contents()
        self._sequence = sequence
        self._made_from: dict[str, str] = {}
        self._tables: dict[str, str] = {}
        self._entries: dict[str, FileEntry] = {}

    def reuse(self, path: Path, *made_from: object) -> bool:
        """Link a file from the version before where it was made from the same; False: it is to be written.

        What it is made from is anything whose `repr` says all that decides the file's content.
        """
        name = path.relative_to(self.folder).as_posix()
        key = self._made_from[name] = _hash(made_from)
        entry = self._old.files.get(name)
        return entry is not None and entry.made_from == key and self._link(name, entry)

    def reuse_unread(self, path: Path, *tables: object) -> bool:
        """Link a file where the tables it shows rows of did not change; False: read them, then ask `reuse`."""
        name = path.relative_to(self.folder).as_posix()
        key = self._tables[name] = _hash(tables)
        entry = self._old.files.get(name)
        return entry is not None and entry.tables == key and self._link(name, entry)

    def record(self, path: Path) -> None:
        """Hash a file that is written and will not be touched again."""
        name = path.relative_to(self.folder).as_posix()
        made_from = self._made_from.get(name, "")
        if made_from:  # it may be linked: nobody must write into it
            path.chmod(path.stat().st_mode & ~0o222)
        tables = self._tables.get(name, "")
        self._entries[name] = FileEntry(made_from, path.stat().st_size, sha256_of(path), tables)

    def files(self) -> Mapping[str, FileEntry]:
        """Every file that is there, by its path in the version; those not hashed yet are, two at a time."""
        there = {path.relative_to(self.folder).as_posix(): path for path in regular_files(self.folder)}
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(self.record, (path for name, path in there.items() if name not in self._entries)))
        return {name: self._entries[name] for name in there}

    def _link(self, name: str, entry: FileEntry) -> bool:
        """Take a file of the version before; False where it is damaged there."""
        if self._before is None or name in self.damaged:
            return False
        old, new = self._before / name, self.folder / name
        if not old.is_file() or not self._is_sound(name, old, entry) or not _link(old, new, entry.sha256):
            self.damaged.append(name)
            return False
        self._entries[name] = replace(entry, tables=self._tables.get(name, ""))
        self.linked.add(name)
        return True

    def _is_sound(self, name: str, old: Path, entry: FileEntry) -> bool:
        if old.stat().st_size != entry.byte_count:
            return False
        is_due = (zlib.crc32(name.encode()) + self._sequence) % READ_EVERY == 0
        return not is_due or sha256_of(old) == entry.sha256


def _hash(made_from: object) -> str:
    return hashlib.sha256(repr((made_by(), made_from)).encode()).hexdigest()


def _link(old: Path, new: Path, sha256: str) -> bool:
    """Link a file, or copy it where the file system cannot; False where the copy is not what it should be."""
    new.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(old, new)
    except OSError:
        shutil.copy(old, new)
        if sha256_of(new) != sha256:
            new.unlink()
            return False
    return True


def write_contents(folder: Path, tables: Iterable[Table], files: Mapping[str, FileEntry]) -> None:
    """Write `contents.json` into a version's folder."""
    sums = {table.full_name: asdict(table.sums) for table in tables}
    for one in sums.values():
        one["parts"] = [list(part.values()) for part in one["parts"]]
    content = {
        "duckdb": duckdb.__version__,
        "tables": sums,
        "files": {name: asdict(entry) for name, entry in files.items()},
    }
    (folder / FILE_NAME).write_text(json.dumps(content, indent=0) + "\n", encoding="utf-8")


def read_contents(folder: Path) -> Contents:
    """What a version's `contents.json` says; nothing where it has none that can be read."""
    try:
        content = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
        sums = {
            name: Sums(
                one["row_count"], tuple(one["row_hashes"]), tuple(Part(*part) for part in one["parts"])
            )
            for name, one in content["tables"].items()
        }
        files = {name: FileEntry(**entry) for name, entry in content["files"].items()}
        return Contents(content["duckdb"], sums, files)
    except (OSError, ValueError, KeyError, TypeError):
        return Contents()


@cache
def made_by() -> str:
    """A hash that changes when an export could look otherwise: of this package's source and of its writers."""
    digest = hashlib.sha256(f"{duckdb.__version__} {xlsxwriter.__version__}".encode())
    for path in sorted(path for path in PACKAGE.rglob("*") if path.suffix in SOURCES):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
