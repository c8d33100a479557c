"""An answer judged: a reply that can be trusted, or the error that says why not."""

from __future__ import annotations

import email.utils
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpcore
import httpx

from pipeline.errors import (
    BlockPageError,
    BudgetError,
    CircuitOpenError,
    FetchError,
    HostNotAllowedError,
    HttpStatusError,
    RobotsDisallowedError,
    TooLargeError,
)
from pipeline.fetch import body as bodies
from pipeline.fetch import judge
from pipeline.fetch.model import Policy, Reply, Request
from pipeline.fetch.wire import Answer

REDIRECTS = (301, 302, 303, 307, 308)
BLOCKED = (403, 405, 412, 521)  # what firewalls answer with
BUSY = (408, 425, 429, 500, 502, 503, 504, 520, 522, 523, 524)
TEXT_TYPES = ("text/html", "text/plain")
# asking again at once would bring the same, or would be wrong
FINAL = (
    BlockPageError,
    BudgetError,
    CircuitOpenError,
    HostNotAllowedError,
    RobotsDisallowedError,
    TooLargeError,
)


def read_reply(request: Request, url: str, answer: Answer, policy: Policy) -> Reply:
    """The reply of a 200 or an awaited 304 from `url`; raises a FetchError for anything else."""
    if answer.status == 304 and (request.etag or request.last_modified):
        # a 304 may leave its validators out
        bodies.discard(answer)
        etag = answer.headers.get("etag", request.etag)
        modified = answer.headers.get("last-modified", request.last_modified)
        return Reply(request.url, url, 304, None, None, None, etag, modified)
    if answer.status != 200:
        raise refusal(url, answer, policy)
    cap = policy.file_bytes if request.kind == "attachment" else policy.page_bytes
    body = bodies.receive(answer, cap=cap, url=url)
    media_type, charset = judge.sniff(body), None
    reason = None
    if media_type in TEXT_TYPES:
        text, charset = judge.decode(body, answer.headers.get("content-type"))
        reason = _block_reason(request, url, text, media_type, policy)
    if request.kind != "robots" and not (reason and reason.startswith(judge.FIREWALL)):
        # a cut page has lost its markers, so it is looked at before their absence is
        bodies.check_whole(
            body, media_type, framed=_is_framed(answer), closing_tag=policy.closing_tag, url=url
        )
    if reason is not None:
        raise BlockPageError(f"{url}: {reason}", status=200)
    headers = answer.headers
    etag, modified = headers.get("etag"), headers.get("last-modified")
    return Reply(request.url, url, 200, body, media_type, charset, etag, modified)


def refusal(url: str, answer: Answer, policy: Policy) -> FetchError:
    """The error of a status that brings no body."""
    status = answer.status
    mark = _error_mark(url, answer, policy)  # read even where not needed: a drained connection is kept
    message = f"{url}: HTTP {status}{f' ({mark})' if mark else ''}"
    if status in BLOCKED or (mark and status not in BUSY):
        return BlockPageError(message, status=status)
    return HttpStatusError(message, status=status, retry_after=retry_after(answer.headers))


def retry_after(headers: httpx.Headers, now: datetime | None = None) -> float | None:
    """Seconds the host asks to be left alone, in both forms; a date is measured from the host's own clock."""
    text = headers.get("retry-after", "").strip()
    if text.isascii() and text.isdigit():
        return float(text)
    until = _http_date(text)
    if until is None:
        return None
    then = _http_date(headers.get("date", "")) or now or datetime.now(UTC)
    return max(0.0, (until - then).total_seconds())


def is_passing(error: Exception) -> bool:
    """May the same request succeed in a moment?"""
    if not isinstance(error, FetchError) or isinstance(error, FINAL):
        return False
    return not isinstance(error, HttpStatusError) or error.status in BUSY


def blames_host(error: FetchError) -> bool:
    """Does this failure speak against the host rather than the address?"""
    return isinstance(error, BlockPageError) or is_passing(error)


def _block_reason(request: Request, url: str, text: str, media_type: str, policy: Policy) -> str | None:
    """Why a text is not the portal's."""
    reason = judge.block_reason(text, policy.markers.get(request.kind, ()), policy.fingerprints)
    if reason is None and request.kind == "attachment" and media_type == "text/html":
        return _wrong_type(url)
    return reason


def _wrong_type(url: str) -> str | None:
    """A web page under the name of a file is an error page, unless the name says nothing."""
    suffix = urlsplit(url).path.rpartition("/")[2].rpartition(".")[2].lower()
    is_page = suffix in ("html", "htm", "shtml", "jsp", "php", "asp", "aspx", "do", "")
    return None if is_page else f"a web page where a .{suffix} file was expected"


def _error_mark(url: str, answer: Answer, policy: Policy) -> str | None:
    """The firewall's name out of an error page."""
    try:
        body = bodies.receive(answer, cap=bodies.SMALL_BYTES, url=url)
    except (FetchError, httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException):
        return None  # the status alone says enough
    return judge.fingerprint(judge.decode(body)[0], policy.fingerprints)


def _is_framed(answer: Answer) -> bool:
    return "content-length" in answer.headers or "transfer-encoding" in answer.headers


def _http_date(text: str) -> datetime | None:
    try:
        when = email.utils.parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return when if when.tzinfo else when.replace(tzinfo=UTC)
