"""The zip container of Office files, opened without trust: capped sizes, no document types, no entities.

Yields parts as bytes or XML trees. Parts are read by lxml on their own rather than by python-docx's package
reader, which loads every picture and stops at the dangling relationships WPS Office likes to write.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from pipeline.errors import DamagedFileError, EncryptedError, LimitError
from pipeline.extract import Limits

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element  # lxml's elements have its interface, but no types

CHUNK = 1 << 20
MAX_DIRECTORY = 4 * 2**20  # some 40,000 entries; a report has a few hundred at most
MAX_TAGS = 2_000_000  # a report has some ten thousand; a cell of the official form takes 30
END_OF_DIRECTORY = b"PK\x05\x06"
END_OF_DIRECTORY_64 = b"PK\x06\x06"
LOCAL_HEADER = b"PK\x03\x04"
ENCRYPTED_FLAG = 0x1
OFFICE_DOCUMENT = "/officeDocument"
HEAD_BYTES = 1 << 16
STRICT = b"http://purl.oclc.org/ooxml/"
STRICT_NAME = re.compile(rb"http://purl\.oclc\.org/ooxml/(wordprocessingml|drawingml|spreadsheetml)/main")
STRICT_LINK = re.compile(rb"http://purl\.oclc\.org/ooxml/officeDocument/relationships")


@dataclass(frozen=True, slots=True)
class Package:
    """An opened Office file: its zip, the real name of each part by lower-case name, and the limits."""

    archive: zipfile.ZipFile
    names: Mapping[str, str]
    limits: Limits

    def has(self, name: str) -> bool:
        return name.lower() in self.names

    def read(self, name: str) -> bytes:
        """The bytes of one part. Raises LimitError, EncryptedError, DamagedFileError."""
        real = self.names.get(name.lower())
        if real is None:
            raise DamagedFileError(f"the Office file lacks its part {name}; fetch the file again")
        return read_entry(self.archive, self.archive.getinfo(real), self.limits.max_bytes)


def open_zip(content: bytes) -> zipfile.ZipFile:
    """Open a zip whose directory has a sane size. Raises LimitError, DamagedFileError."""
    size = _directory_bytes(content)
    if size is None:
        raise DamagedFileError("a zip file without its directory: truncated? Fetch the file again")
    if size > MAX_DIRECTORY:
        raise LimitError(f"a zip directory of {size} bytes, the limit is {MAX_DIRECTORY}")
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, struct.error, ValueError, NotImplementedError) as error:
        raise DamagedFileError(f"a damaged zip file ({error}); fetch the file again") from error


def _directory_bytes(content: bytes) -> int | None:
    """The declared size of the zip directory; None where the end record is missing."""
    at = content.rfind(END_OF_DIRECTORY, max(0, len(content) - 2**16 - 22))
    if at < 0 or at + 22 > len(content):
        return None
    size: int = struct.unpack_from("<I", content, at + 12)[0]
    if size == 0xFFFFFFFF:
        at = content.rfind(END_OF_DIRECTORY_64, 0, at)
        if at < 0 or at + 56 > len(content):
            return None
        size = struct.unpack_from("<Q", content, at + 40)[0]
    return size


def read_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, max_bytes: int) -> bytes:
    """Unpack one entry, never more than `max_bytes` whatever it declares."""
    if entry.flag_bits & ENCRYPTED_FLAG:
        raise EncryptedError("a zip entry wants a password; ask the publisher for an open file")
    if entry.file_size > max_bytes:
        raise LimitError(f"a zip entry unpacks to {entry.file_size} bytes, the limit is {max_bytes}")
    chunks: list[bytes] = []
    size = 0
    try:
        with archive.open(entry) as stream:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > max_bytes:
                    raise LimitError(f"a zip entry unpacks to more than {max_bytes} bytes")
                chunks.append(chunk)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
        raise DamagedFileError(f"a damaged zip entry ({error}); fetch the file again") from error
    return b"".join(chunks)


def entry_names(content: bytes) -> frozenset[str]:
    """Lower-case names in a zip; of a truncated one those of the local headers that can be found."""
    try:
        with open_zip(content) as archive:
            return frozenset(name.lower().replace("\\", "/") for name in archive.namelist())
    except (DamagedFileError, LimitError):
        return _local_names(content)


def _local_names(content: bytes) -> frozenset[str]:
    """Names from the first local headers of a zip without its directory."""
    names: set[str] = set()
    at = 0
    while content.startswith(LOCAL_HEADER, at) and at + 30 <= len(content) and len(names) < 50:
        packed, _, name_bytes, extra_bytes = struct.unpack_from("<IIHH", content, at + 18)
        names.add(content[at + 30 : at + 30 + name_bytes].decode("utf-8", "replace").lower())
        following = at + 30 + name_bytes + extra_bytes + packed
        at = following if packed else content.find(LOCAL_HEADER, following)
        if at < 0:
            break
    return frozenset(names)


def holds_office(content: bytes, folder: str) -> bool:
    """Whether a zip is an Office file with its main part in `folder` (`word/`, `xl/`)."""
    names = entry_names(content)
    marked = "[content_types].xml" in names or "_rels/.rels" in names
    if any(name.startswith(folder) for name in names):
        return marked or f"{folder}document.xml" in names or f"{folder}workbook.xml" in names
    return marked and not _complete(content) and folder.encode() in content


def _complete(content: bytes) -> bool:
    return _directory_bytes(content) is not None


def open_package(content: bytes, limits: Limits) -> Package:
    """Open an Office file's zip. The caller closes nothing: the bytes are in memory."""
    archive = open_zip(content)
    # of two names that differ in their case only, the first
    names = {name.lower().replace("\\", "/"): name for name in reversed(archive.namelist())}
    return Package(archive, names, limits)


def relationships(package: Package, part: str) -> dict[str, tuple[str, str]]:
    """Relationship id -> (type, target) of a part (`""`: of the package); external targets left out."""
    folder, name = posixpath.split(part)
    source = posixpath.join(folder, "_rels", f"{name}.rels")
    if not package.has(source):
        return {}
    found: dict[str, tuple[str, str]] = {}
    for item in parse_xml(package.read(source)):
        target = item.get("Target")
        if isinstance(item.tag, str) and target and item.get("TargetMode") != "External":
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[item.get("Id", "")] = (item.get("Type", ""), path)
    return found


def main_part(package: Package, usual: str) -> str:
    """Name of the main document part: by relationship, else the usual one."""
    for kind, target in relationships(package, "").values():
        if kind.endswith(OFFICE_DOCUMENT) and package.has(target):
            return target
    return usual


def parse_xml(data: bytes) -> Element:
    """Parse one part. Raises DamagedFileError (malformed, or with a document type), LimitError."""
    etree = import_module("lxml.etree")
    data = _as_utf8(data)
    if data.count(b"<") > MAX_TAGS:
        raise LimitError(f"an XML part with more than {MAX_TAGS} tags")
    if STRICT in data[:HEAD_BYTES]:
        data = STRICT_NAME.sub(rb"http://schemas.openxmlformats.org/\1/2006/main", data)
        data = STRICT_LINK.sub(b"http://schemas.openxmlformats.org/officeDocument/2006/relationships", data)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root: Element = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = str(error).partition("\n")[0][:100] or type(error).__name__
        if "xcessive depth" in reason:
            raise LimitError(f"an XML part nested too deeply ({reason})") from error
        raise DamagedFileError(f"a malformed XML part ({reason}); fetch the file again") from error
    if etree.ElementTree(root).docinfo.internalDTD is not None:
        raise DamagedFileError("an XML part declares a document type, which Office files never do; not read")
    return root


def _as_utf8(data: bytes) -> bytes:
    """UTF-16 parts as UTF-8, so that what counts bytes counts right; the rest as it is."""
    if data[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return data
    text = data.decode("utf-16", "replace")
    return re.sub(r"^<\?xml[^>]*\?>", "", text).encode()
