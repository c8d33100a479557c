"""Bytes of one response: streamed under a cap, unpacked under the same cap, and whole."""

from __future__ import annotations

import zlib

from pipeline.errors import FetchError, TooLargeError, TruncatedBodyError
from pipeline.fetch.wire import Answer

SMALL_BYTES = 64 * 1024  # enough of an error page to tell whose it is


def receive(answer: Answer, *, cap: int, url: str) -> bytes:
    """The unpacked body. Raises TooLargeError past `cap` (packed or not) and TruncatedBodyError."""
    promised = answer.headers.get("content-length", "")
    if promised.isascii() and promised.isdigit() and int(promised) > cap:
        raise TooLargeError(f"{url}: {promised} bytes announced, cap {cap}")
    unpack = _Unpacker(answer.headers.get("content-encoding", ""), cap, url)
    packed, parts = 0, []
    for chunk in answer.stream:
        packed += len(chunk)
        if packed > cap:
            raise TooLargeError(f"{url}: more than {cap} bytes")
        parts.append(unpack.feed(chunk))
    unpack.finish()
    return b"".join(parts)


def discard(answer: Answer) -> None:
    """Read what is left of a body nobody wants, if it is small: only a drained connection can be kept."""
    left = SMALL_BYTES
    for chunk in answer.stream:
        left -= len(chunk)
        if left < 0:
            return


class _Unpacker:
    """gzip, deflate or nothing, never giving out more than `cap` bytes."""

    def __init__(self, encoding: str, cap: int, url: str) -> None:
        self._left, self._cap, self._url = cap, cap, url
        self._inflate = self._start(encoding.strip().lower())
        self._is_first = True

    def _start(self, encoding: str) -> zlib._Decompress | None:
        if encoding in ("", "identity"):
            return None
        if encoding in ("gzip", "x-gzip"):
            return zlib.decompressobj(16 + zlib.MAX_WBITS)
        if encoding == "deflate":
            return zlib.decompressobj()
        raise FetchError(f"{self._url}: content encoding {encoding!r} was not asked for")

    def feed(self, chunk: bytes) -> bytes:
        if self._inflate is None:
            return chunk
        try:
            out = self._inflate.decompress(chunk, self._left + 1)
        except zlib.error as error:
            if not self._is_first or self._inflate.unused_data:
                raise TruncatedBodyError(f"{self._url}: damaged compressed body ({error})") from error
            out = self._raw_deflate(chunk, error)
        self._is_first = False
        self._left -= len(out)
        if self._left < 0:
            raise TooLargeError(f"{self._url}: unpacks to more than {self._cap} bytes")
        return out

    def _raw_deflate(self, chunk: bytes, error: zlib.error) -> bytes:
        """Some servers send deflate without its zlib head."""
        self._inflate = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            return self._inflate.decompress(chunk, self._left + 1)
        except zlib.error:
            raise TruncatedBodyError(f"{self._url}: damaged compressed body ({error})") from error

    def finish(self) -> None:
        if self._inflate is not None and not self._is_first and not self._inflate.eof:
            raise TruncatedBodyError(f"{self._url}: compressed body breaks off")


def check_whole(body: bytes, media_type: str | None, *, framed: bool, closing_tag: bool, url: str) -> None:
    """Raise TruncatedBodyError for a body that breaks off.

    `framed`: the response told its length, so the transport vouches for the number of bytes. A page is looked
    at all the same: servers behind a cache pass on what the cache once got, with a length to match.
    """
    if not body:
        raise TruncatedBodyError(f"{url}: empty body")
    tail = body[-66_000:].lower()
    if media_type == "text/html" and closing_tag and b"<html" in body[:4096].lower():
        is_whole = b"</html" in tail
    elif framed:
        return
    elif media_type == "application/pdf":
        is_whole = b"%%eof" in tail[-2048:]
    elif media_type is not None and media_type in ZIPPED:
        is_whole = b"pk\x05\x06" in tail
    else:
        return
    if not is_whole:
        raise TruncatedBodyError(f"{url}: {len(body)} bytes of an unfinished {media_type}")


ZIPPED = frozenset(
    {
        "application/zip",
        "application/ofd",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }
)
