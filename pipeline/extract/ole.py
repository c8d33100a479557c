"""The directory and streams of an OLE compound file (the container of .doc, .xls and encrypted Office files).

Yields stream names and bytes; every chain is walked at most once round, so a looping file ends.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.errors import DamagedFileError

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENTRY_BYTES = 128
HEADER_FAT_SLOTS = 109
LAST_SECTOR = 0xFFFFFFFA  # sector numbers above are marks: end of chain, free, …
STREAM, ROOT = 2, 5
MINI_BYTES = 64
MINI_STREAM_LIMIT = 4096  # shorter streams are kept in the mini stream


@dataclass(frozen=True, slots=True)
class Stream:
    """Where a stream begins and how many bytes it has."""

    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Compound:
    """An opened compound file: its bytes, sector size, chains of sectors, and streams by name."""

    content: bytes
    sector_bytes: int
    fat: tuple[int, ...]
    mini_stream: bytes
    mini_fat: tuple[int, ...]
    streams: Mapping[str, Stream]

    def read(self, name: str, size: int) -> bytes:
        """The first `size` bytes of a stream; fewer where it ends."""
        stream = self.streams[name]
        size = min(size, stream.size)
        if stream.size < MINI_STREAM_LIMIT:
            return _chain(self.mini_stream, self.mini_fat, stream.start, MINI_BYTES, size, first=0)
        return _chain(self.content, self.fat, stream.start, self.sector_bytes, size)


def open_compound(content: bytes) -> Compound:
    """Read the header, the allocation table and the directory. Raises DamagedFileError."""
    if len(content) < 512 or not content.startswith(MAGIC):
        raise DamagedFileError("an OLE file whose header is cut off; fetch the file again")
    shift = struct.unpack_from("<H", content, 30)[0]
    if shift not in (9, 12):
        raise DamagedFileError(f"an OLE file with sectors of 2^{shift} bytes; the file is damaged")
    sector_bytes = 1 << shift
    fat = _allocation_table(content, sector_bytes)
    directory_start = struct.unpack_from("<I", content, 48)[0]
    directory = _chain(content, fat, directory_start, sector_bytes, len(content))
    streams = _entries(directory, STREAM)
    if not streams:
        raise DamagedFileError("an OLE file without a readable directory: truncated? Fetch the file again")
    root = next(iter(_entries(directory, ROOT).values()), Stream(LAST_SECTOR, 0))
    mini_stream = _chain(content, fat, root.start, sector_bytes, root.size)
    start, count = struct.unpack_from("<II", content, 60)
    mini_fat = _numbers(_chain(content, fat, start, sector_bytes, count * sector_bytes))
    return Compound(content, sector_bytes, fat, mini_stream, mini_fat, streams)


def stream_names(content: bytes) -> frozenset[str]:
    """Names of the streams; empty where the bytes are no readable OLE file."""
    try:
        return frozenset(open_compound(content).streams)
    except DamagedFileError:
        return frozenset()


def _allocation_table(content: bytes, sector_bytes: int) -> tuple[int, ...]:
    sectors = list(struct.unpack_from(f"<{HEADER_FAT_SLOTS}I", content, 76))
    next_sector, count = struct.unpack_from("<II", content, 68)
    slots = sector_bytes // 4
    for _ in range(min(count, len(content) // sector_bytes)):
        block = _sector(content, next_sector, sector_bytes)
        if len(block) < sector_bytes:
            break
        numbers = struct.unpack(f"<{slots}I", block)
        sectors.extend(numbers[:-1])
        next_sector = numbers[-1]
    fat: list[int] = []
    for sector in sectors:
        if len(fat) * sector_bytes >= len(content):  # a table longer than its file only repeats itself
            break
        if sector >= LAST_SECTOR:
            continue
        fat.extend(_numbers(_sector(content, sector, sector_bytes)))
    return tuple(fat)


def _numbers(block: bytes) -> tuple[int, ...]:
    return struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4])


def _sector(content: bytes, number: int, sector_bytes: int, first: int = 1) -> bytes:
    """One sector; the file's own begin after the header, which takes the place of one."""
    start = (number + first) * sector_bytes
    return content[start : start + sector_bytes] if number < LAST_SECTOR else b""


def _chain(
    content: bytes, fat: tuple[int, ...], start: int, sector_bytes: int, size: int, first: int = 1
) -> bytes:
    """Bytes of a chain of sectors, cut at `size`; ends early where the chain leaves the file."""
    blocks: list[bytes] = []
    number, got = start, 0
    while got < size and len(blocks) <= len(fat):
        block = _sector(content, number, sector_bytes, first)
        if not block:
            break
        blocks.append(block)
        got += len(block)
        number = fat[number] if number < len(fat) else LAST_SECTOR
    return b"".join(blocks)[:size]


def _entries(directory: bytes, wanted: int) -> dict[str, Stream]:
    streams: dict[str, Stream] = {}
    for offset in range(0, len(directory) - ENTRY_BYTES + 1, ENTRY_BYTES):
        name_bytes, kind = struct.unpack_from("<HB", directory, offset + 64)
        if kind != wanted or not 2 <= name_bytes <= 64:
            continue
        name = directory[offset : offset + name_bytes - 2].decode("utf-16-le", "replace")
        start, size = struct.unpack_from("<II", directory, offset + 116)
        streams.setdefault(name, Stream(start, size))
    return streams
