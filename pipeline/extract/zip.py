"""ZIP and gzip (and, through bsdtar, RAR, 7z, tar) to the Document of the report in it, chosen by content.

Names in an archive are words for titles and messages; none becomes a path.
"""

from __future__ import annotations

import io
import re
import tarfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from pipeline.errors import (
    DamagedFileError,
    EncryptedError,
    ExtractError,
    LimitError,
    UnknownFormatError,
    UnsupportedFormatError,
)
from pipeline.extract import Limits, docx, sandbox, xlsx
from pipeline.extract import extract as extract_file
from pipeline.extract.ooxml_package import entry_names, open_zip, read_entry
from pipeline.records import Document

if TYPE_CHECKING:
    import zipfile

ZIP_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
GZIP = b"\x1f\x8b"
FOREIGN_MARKS = {b"Rar!\x1a\x07": "rar", b"7z\xbc\xaf\x27\x1c": "7z", GZIP: "gzip"}
MAX_DEPTH = 1  # an archive in an archive is opened, one in that one is not
MAX_MEMBERS = 20
LEAST_SECONDS = 5.0  # what each of many members may take at least
UTF8_NAME = 0x800
# zips that are one document of a format we do not read; their XML parts are no reports
FAMILIES = {"ofd.xml": "OFD", "ppt/presentation.xml": "PowerPoint", "mimetype": "OpenDocument or EPUB"}
LITTER = ("__macosx/", ".ds_store", "thumbs.db", "desktop.ini")
REPORT_WORDS = ("政府信息公开", "年度报告", "年报")
BLANKS = re.compile(r"\s+")
FIGURE = re.compile(r"[0-9０-９.,，/—-]+")
NOTE = 100  # a shorter text without a table speaks of the report ("附件为年度报告全文"), it is none
LISTED = 5  # names shown in a message


@dataclass(frozen=True, slots=True)
class Member:
    """One file of an archive: its name decoded, and its bytes."""

    name: str
    content: bytes

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name.replace("\\", "/")).stem


@dataclass(frozen=True, slots=True)
class Found:
    """What reading the members gave: the readable ones with their Documents, and why others failed."""

    readable: tuple[tuple[Member, Document], ...]
    failures: tuple[ExtractError, ...]
    problems: tuple[str, ...]


def sniff(content: bytes) -> bool:
    """A zip that no Office extractor claimed, or an archive bsdtar may open."""
    return content.startswith((*ZIP_MARKS, *FOREIGN_MARKS))


def extract(sha256: str, content: bytes, limits: Limits) -> Document:
    """Read the report an archive holds.

    Raises UnknownFormatError (nothing readable inside), the member's own error where only one is there,
    EncryptedError, DamagedFileError, LimitError, UnsupportedFormatError (no bsdtar).
    """
    kind = _kind(content)
    found = _read(sha256, content, limits, depth=0)
    member, document = max(found.readable, key=lambda pair: _likeness(*pair), default=(None, None))
    if found.failures and (member is None or document is None or not _is_report(member, document)):
        raise found.failures[0]
    if member is None or document is None:
        raise UnknownFormatError(f"{sha256[:12]}: the {kind} file holds no readable document")
    rivals = [
        (other, rival)
        for other, rival in found.readable
        if other is not member
        and _is_report(other, rival)
        and (rival.tables or rival.picture_count or len(rival.prose) >= NOTE)
        and not (_is_same(document, rival) or _is_blank_form(rival))
    ]
    problems = list(found.problems)
    if rivals:
        left = _shown([other.name for other, _ in rivals])
        problems.insert(0, f"several_candidates: took {_shown([member.name])}, left {left}")
    problems.extend(f"unreadable_member: {error}" for error in found.failures[:LISTED])
    return replace(
        document,
        sha256=sha256,
        format=f"{kind}/{document.format}",
        titles=_titles(member, document),
        problems=(*document.problems, *problems),
        rivals=tuple(replace(rival, titles=_titles(other, rival)) for other, rival in rivals),
    )


def _titles(member: Member, document: Document) -> tuple[str, ...]:
    return tuple(dict.fromkeys(title for title in (*document.titles, member.stem) if title))


def _kind(content: bytes) -> str:
    return next((name for mark, name in FOREIGN_MARKS.items() if content.startswith(mark)), "zip")


def _read(sha256: str, content: bytes, limits: Limits, depth: int) -> Found:
    """Every member that some extractor reads; an inner archive's members count as this one's."""
    readable: list[tuple[Member, Document]] = []
    failures: list[ExtractError] = []
    problems: list[str] = []
    members = list(_members(sha256, content, limits))
    limits = replace(limits, seconds=max(LEAST_SECONDS, limits.seconds / max(1, len(members))))
    for member in members:
        try:
            if not sniff_archive(member.content):
                readable.append((member, extract_file(sha256, member.content, limits)))
            elif depth < MAX_DEPTH:
                inner = _read(sha256, member.content, limits, depth + 1)
                readable.extend(inner.readable)
                failures.extend(inner.failures)
                problems.extend(inner.problems)
            else:
                problems.append(f"nested_archive: {_shown([member.name])} is not opened")
        except UnknownFormatError:
            problems.append(f"unknown_member: {_shown([member.name])}")
        except ExtractError as error:
            failures.append(error)
    return Found(tuple(readable), tuple(failures), tuple(problems))


def sniff_archive(content: bytes) -> bool:
    """Whether a member is an archive itself, rather than an Office file that is a zip."""
    return sniff(content) and not docx.sniff(content) and not xlsx.sniff(content)


def _members(sha256: str, content: bytes, limits: Limits) -> Iterator[Member]:
    if content.startswith(ZIP_MARKS):
        yield from _zip_members(sha256, content, limits)
    elif content.startswith(GZIP) and not _is_tar(unpacked := _gunzip(sha256, content, limits)):
        yield Member("", unpacked)  # one file, as a server sends it
    else:
        yield from _foreign_members(sha256, content, limits)


def _gunzip(sha256: str, content: bytes, limits: Limits) -> bytes:
    reader = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        unpacked = reader.decompress(content, limits.max_bytes + 1)
    except zlib.error as error:
        raise DamagedFileError(
            f"{sha256[:12]}: a damaged gzip file ({error}); fetch the file again"
        ) from error
    if len(unpacked) > limits.max_bytes:
        raise LimitError(f"{sha256[:12]}: the gzip file unpacks to more than {limits.max_bytes} bytes")
    if not reader.eof:
        raise DamagedFileError(f"{sha256[:12]}: a truncated gzip file; fetch the file again")
    return unpacked


def _is_tar(content: bytes) -> bool:
    return content[257:262] == b"ustar"


def _zip_members(sha256: str, content: bytes, limits: Limits) -> Iterator[Member]:
    family = next((FAMILIES[name] for name in entry_names(content) if name in FAMILIES), None)
    if family:
        raise UnsupportedFormatError(
            f"{sha256[:12]}: {family} files are not read; look for a PDF or Word version"
        )
    with open_zip(content) as archive:
        entries = [(entry, _decoded(entry)) for entry in archive.infolist() if not entry.is_dir()]
        entries = [(entry, name) for entry, name in entries if not _is_litter(name)]
        total = sum(entry.file_size for entry, _ in entries)
        _check_sum(sha256, len(entries), total, limits)
        for entry, name in entries:
            yield Member(name, read_entry(archive, entry, limits.max_bytes))


def _foreign_members(sha256: str, content: bytes, limits: Limits) -> Iterator[Member]:
    """bsdtar rewrites the archive as a tar stream, which is read in memory: nothing is unpacked to disk."""
    program = sandbox.find("bsdtar")
    kind = _kind(content)
    if program is None:
        raise UnsupportedFormatError(
            f"{sha256[:12]}: {kind} files need bsdtar; install it with `apt-get install libarchive-tools`"
        )
    with sandbox.folder() as home:
        (home / "in").write_bytes(content)
        # by a pipe, in which bsdtar cannot seek: else it takes the end of a stored DOCX for the end of a zip
        source = "@in" if kind == "7z" else "@-"
        script = f'cat in | exec "$0" -c -f - --format=pax {source}'
        command = ("/bin/sh", "-c", script, program)
        outcome = sandbox.run(command, home, limits.seconds, 4 * limits.max_bytes)
    if outcome.code != 0:
        reason = (outcome.errors.splitlines() or ["no reason given"])[0][:120]
        if "ncrypt" in outcome.errors or "assphrase" in outcome.errors:
            raise EncryptedError(f"{sha256[:12]}: the {kind} file wants a password; ask for an open one")
        raise DamagedFileError(f"{sha256[:12]}: bsdtar cannot read this {kind} file ({reason})")
    yield from _tar_members(sha256, outcome.output, limits)


def _tar_members(sha256: str, stream: bytes, limits: Limits) -> Iterator[Member]:
    with tarfile.open(fileobj=io.BytesIO(stream), mode="r:") as archive:
        entries = [entry for entry in archive if entry.isfile() and not _is_litter(entry.name)]
        _check_sum(sha256, len(entries), sum(entry.size for entry in entries), limits)
        for entry in entries:
            file = archive.extractfile(entry)
            if file is not None:
                yield Member(entry.name, file.read(limits.max_bytes))


def _check_sum(sha256: str, count: int, total: int, limits: Limits) -> None:
    if count > MAX_MEMBERS:
        raise LimitError(f"{sha256[:12]}: an archive of {count} files, the limit is {MAX_MEMBERS}")
    if total > 4 * limits.max_bytes:
        raise LimitError(
            f"{sha256[:12]}: the archive unpacks to {total} bytes, the limit is {4 * limits.max_bytes}"
        )


def _decoded(entry: zipfile.ZipInfo) -> str:
    """A member's name: UTF-8 where it says so or is, else GB18030, which Windows writes without saying so."""
    if entry.flag_bits & UTF8_NAME:
        return entry.filename
    raw = entry.filename.encode("cp437", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return entry.filename


def _is_litter(name: str) -> bool:
    lower = name.lower().replace("\\", "/")
    base = lower.rpartition("/")[2]
    return lower.startswith(LITTER[0]) or base in LITTER or base.startswith(("~$", "._"))


def _is_report(member: Member, document: Document) -> bool:
    return any(
        word in text for word in REPORT_WORDS for text in (member.stem, *document.titles, document.prose)
    )


def _is_same(taken: Document, rival: Document) -> bool:
    """The same report in another format: the same headline above the same cells."""
    heads = [BLANKS.sub("", one.titles[0]) if one.titles else "" for one in (taken, rival)]
    return heads[0] == heads[1] and bool(taken.tables) and _filled(taken) == _filled(rival)


def _is_blank_form(rival: Document) -> bool:
    """The official form sent along: tables, but not one figure in them."""
    return bool(rival.tables) and not rival.picture_count and not any(map(FIGURE.fullmatch, _filled(rival)))


def _filled(document: Document) -> list[str]:
    texts = (BLANKS.sub("", cell.text) for table in document.tables for cell in table.cells)
    return [text for text in texts if text]


def _likeness(member: Member, document: Document) -> tuple[bool, int, int]:
    """How much a member looks like the report: its words (a blank form is none), its table cells, its length."""
    cells = sum(len(table.cells) for table in document.tables)
    return _is_report(member, document) and not _is_blank_form(document), cells, len(document.prose)


def _shown(names: Sequence[str]) -> str:
    shown = ", ".join(names[:LISTED])
    return shown if len(names) <= LISTED else f"{shown} and {len(names) - LISTED} more"
