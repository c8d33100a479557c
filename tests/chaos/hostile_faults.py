"""What the hostile portal does instead of answering properly. Each fault yields the raw bytes of an answer.

`None` in place of bytes resets the connection; an empty piece closes it.
"""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from hostile_pages import BUREAUS

Answer = Iterator[bytes | None]
BLOCK = "<html><body>您的请求可能存在威胁，访问被拦截 网防G01</body></html>".encode()
CHALLENGE = b"<html><script>var $_ts=window['$_ts'];document.cookie='x=1';location.reload()</script></html>"
SECRET = "TS01=secret-of-the-session"


@dataclass(frozen=True)
class Fault:
    """`answer(good, trap)` replaces the good body on `nights`, for the first `times` requests of each."""

    name: str
    where: Literal["report", "listing", "robots"]
    answer: Callable[[bytes, str], Answer]
    nights: tuple[int, ...] = (1, 2)
    times: int = 99
    instead: str | None = None  # the page whose body is given, where it is not the page's own


def say(body: bytes, *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    lines = [f"HTTP/1.1 {status}", *headers, f"Set-Cookie: {SECRET}"]
    lines.append(f"Content-Length: {len(body) if length is None else length}")
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def _status(status: str, body: bytes = b"", *headers: str) -> Callable[[bytes, str], Answer]:
    return lambda good, trap: iter([say(body, *headers, status=status)])


def _block(body: bytes) -> Callable[[bytes, str], Answer]:
    return lambda good, trap: iter([say(body)])


def _moved(location: str) -> Callable[[bytes, str], Answer]:
    """A redirect; `trap` in it becomes the address of the server that nobody may connect to."""
    return lambda good, trap: iter(
        [say(b"", "Location: " + location.replace("trap", trap), status="302 Found")]
    )


def _reset(good: bytes, trap: str) -> Answer:
    yield None


def _reset_midway(good: bytes, trap: str) -> Answer:
    yield say(good)[: len(good) // 2]
    yield None


def _drip(good: bytes, trap: str) -> Answer:
    yield say(b"", length=len(good))
    for byte in good:
        time.sleep(0.02)
        yield bytes([byte])


def _drip_head(good: bytes, trap: str) -> Answer:
    yield b"HTTP/1.1 200 OK\r\n"
    while True:
        time.sleep(0.02)
        yield b"X-More: yes\r\n"


def _endless(good: bytes, trap: str) -> Answer:
    yield b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + good[:500]
    while True:
        yield b"<p>" * 20_000


def _short(good: bytes, trap: str) -> Answer:
    yield say(good[: len(good) // 2], length=len(good))
    yield b""


def _cut(good: bytes, trap: str) -> Answer:
    yield say(good[: len(good) * 2 // 3])


def _bomb(good: bytes, trap: str) -> Answer:
    yield say(gzip.compress(good[:-7] + b" " * 3_000_000), "Content-Encoding: gzip")


def _half_gzip(good: bytes, trap: str) -> Answer:
    packed = gzip.compress(good)
    yield say(packed[: len(packed) // 2], "Content-Encoding: gzip")


def _bad_chunks(good: bytes, trap: str) -> Answer:
    yield b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n" + good
    yield b""


def _honest(*headers: str) -> Callable[[bytes, str], Answer]:
    """The right body under a wrong label."""
    return lambda good, trap: iter([say(good, *headers)])


def _empty_listing(good: bytes, trap: str) -> Answer:
    yield say(
        '<html><body>信息公开<script>createPageHTML(1, 0, "list", "html")</script></body></html>'.encode()
    )


def _shrunk_listing(good: bytes, trap: str) -> Answer:
    mark = b'<div class="xxgk_wrap">'
    script = good[good.index(b"<script>createPageHTML") :]
    yield say(mark.join(good.split(mark)[:4]) + script.replace(b"createPageHTML(8", b"createPageHTML(2"))


def _contradicting_listing(good: bytes, trap: str) -> Answer:
    yield say(good.replace(b"createPageHTML('page_div', 8", b"createPageHTML('page_div', 11"))


def _robots(rules: str) -> Callable[[bytes, str], Answer]:
    return lambda good, trap: iter([say(rules.encode())])


DATE = "Date: Mon, 05 Jan 2026 00:00:00 GMT"
FAULTS: tuple[Fault, ...] = (
    Fault("5xx burst", "report", _status("503 Service Unavailable", b"busy"), times=2),
    Fault("500 all night", "report", _status("500 Internal Server Error")),
    Fault("429 with seconds", "report", _status("429 Too Many", b"", "Retry-After: 40"), times=1),
    Fault(
        "429 with a date",
        "report",
        _status("429 Too Many", b"", "Retry-After: Mon, 05 Jan 2026 00:00:40 GMT", DATE),
        times=1,
    ),
    Fault("reset", "report", _reset, times=2),
    Fault("reset midway", "report", _reset_midway, times=2),
    Fault("dripping body", "report", _drip, times=1),
    Fault("dripping head", "report", _drip_head, times=3),
    Fault("endless body", "report", _endless, times=1),
    Fault("fewer bytes than told", "report", _short),
    Fault("page cut, length right", "report", _cut),
    Fault("gzip cut", "report", _half_gzip),
    Fault("broken chunks", "report", _bad_chunks),
    Fault("empty body", "report", _status("200 OK")),
    Fault("gzip bomb", "report", _bomb),
    Fault("redirect loop", "report", _moved("?again")),
    Fault("redirect to another port", "report", _moved("http://trap/x")),
    Fault("same host, another port", "report", _moved("http://sample.invalid:8081/x")),
    Fault("redirect to 10.0.0.1", "report", _moved("http://10.0.0.1/")),
    Fault("redirect to 169.254.169.254", "report", _moved("http://169.254.169.254/latest/")),
    Fault("redirect to [::1]", "report", _moved("http://[::1]/")),
    Fault("redirect to another site", "report", _moved("https://elsewhere.example/")),
    Fault("block page, 200", "report", _block(BLOCK)),
    Fault("block page, 403", "report", _status("403 Forbidden", BLOCK)),
    Fault("block page, 405", "report", _status("405 Not Allowed", BLOCK)),
    Fault("block page, 412", "report", _status("412 Precondition Failed", BLOCK)),
    Fault("block page, 521", "report", _status("521 Web Server Down", CHALLENGE)),
    Fault("javascript challenge", "report", _block(CHALLENGE)),
    Fault("gone for two nights", "report", _status("404 Not Found")),
    Fault("wrong charset", "report", _honest("Content-Type: text/html; charset=utf-16")),
    Fault("wrong content type", "report", _honest("Content-Type: image/png")),
    Fault("Last-Modified in 2099", "report", _honest("Last-Modified: Thu, 01 Jan 2099 00:00:00 GMT")),
    Fault("listing blocked", "listing", _block(BLOCK), nights=(1,)),
    Fault("listing empty", "listing", _empty_listing, nights=(4,)),
    Fault("listing shrinks", "listing", _shrunk_listing, nights=(5,)),
    Fault("listing gone", "listing", _status("404 Not Found"), nights=(5,)),
    Fault("listing contradicts itself", "listing", _contradicting_listing, nights=(5,)),
    Fault("listing repeats another", "listing", _honest(), nights=(3, 4), instead=BUREAUS),
    Fault("robots forbids", "robots", _robots("User-agent: *\nDisallow: /zwgk/zfxxgknb/xz/\n"), nights=(3,)),
    Fault("robots wants pauses", "robots", _robots("User-agent: *\nCrawl-delay: 11\n"), nights=(4,)),
    Fault("robots broken", "robots", _status("500 Internal Server Error"), nights=(5,)),
    Fault("robots forbids all", "robots", _robots("User-agent: gongkai\nDisallow: /\n"), nights=(6,)),
)
