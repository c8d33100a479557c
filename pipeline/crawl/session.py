"""One step's dealings with one portal: whatever comes is archived and logged before anyone reads it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from pipeline.archive import Archive, CrawlFinding, Fetch, Outcome, Resource
from pipeline.crawl.summary import CrawlSummary, summarise
from pipeline.errors import (
    ArchiveError,
    BlockPageError,
    BudgetError,
    CircuitOpenError,
    FetchError,
    HostNotAllowedError,
    RobotsDisallowedError,
    TooLargeError,
)
from pipeline.fetch import Client, Kind, Remembered, Reply, Request, decode
from pipeline.portals import Portal, urls

GONE = (404, 410)
REFUSED = (HostNotAllowedError, RobotsDisallowedError, TooLargeError, BudgetError)
UNSENT = (CircuitOpenError, BudgetError)  # no request was made, so the fetch log has nothing to say
RULES = {
    "BlockPageError": "BLOCK_PAGE",
    "HostNotAllowedError": "HOST_NOT_ALLOWED",
    "RobotsDisallowedError": "ROBOTS_DISALLOWED",
    "TruncatedBodyError": "TRUNCATED_BODY",
    "TooLargeError": "TOO_LARGE",
    "DeadlineError": "DEADLINE",
    "HttpStatusError": "HTTP_STATUS",
    "CircuitOpenError": "CIRCUIT_OPEN",
    "BudgetError": "BUDGET",
    "FetchError": "FETCH_FAILED",
}
ROBOTS_RULE = "ROBOTS_UNREACHABLE"
ADDRESS_RULES = frozenset({*RULES.values(), ROBOTS_RULE})
WITH_BODY = ("new", "changed", "unchanged")


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Visit:
    """How asking for one address ended. `url` is the address it is archived under."""

    url: str
    outcome: Outcome
    sha256: str | None = None
    error: FetchError | None = None

    @property
    def is_alive(self) -> bool:
        return self.outcome in WITH_BODY or self.outcome == "not_modified"

    @property
    def has_news(self) -> bool:
        return self.outcome in ("new", "changed")


class Recorder:
    """Turns replies and errors into archive entries; the robots memory of a client."""

    def __init__(
        self, portal: str, archive: Archive, run_id: str, now: Callable[[], datetime] = utc_now
    ) -> None:
        self.portal = portal
        self.archive = archive
        self.run_id = run_id
        self.now = now
        self.received: Counter[str] = Counter()
        self.outcomes: dict[str, Outcome] = {}  # by address; the last one counts

    def held(self, url: str, kind: Kind) -> Resource | None:
        """What is archived of an address; of a document also under another spelling of its address."""
        found = self.archive.resource(self.portal, url, urls.url_key(url))
        if found is None or found.url == url:
            return found
        if kind not in ("page", "attachment") or "?" in url or "?" in found.url:
            return None  # a folder's index and list may differ, and a query may tell two pages apart
        return found

    def recall(self, url: str) -> Remembered | None:
        held = self.held(url, "robots")
        if held is None or held.sha256 is None:
            return None
        try:
            return Remembered(self.archive.read(held.sha256), held.etag, held.last_modified)
        except ArchiveError:  # then it is asked for without validators
            return None

    def record(self, url: str, outcome: Reply | Exception) -> None:
        """Log a robots.txt; one that is forbidden or absent is no finding, one that cannot be read is."""
        visit = self.enter(Request(url, "robots"), outcome, self.held(url, "robots"), None)
        self.note(visit, "robots", quiet=visit.outcome in ("gone", "refused"))

    def enter(
        self, request: Request, outcome: Reply | Exception, held: Resource | None, parent_url: str | None
    ) -> Visit:
        """Archive and log one answer."""
        url = held.url if held else request.url
        if isinstance(outcome, Reply):
            fetch = self._fetch_of_reply(request, outcome, held, url, parent_url)
            error = None
        elif isinstance(outcome, FetchError):
            fetch = self._fetch_of_error(request, outcome, url, parent_url)
            error = outcome
        else:
            raise outcome
        if not isinstance(error, UNSENT):
            self.archive.record(fetch)
        self._count(fetch)
        return Visit(url, fetch.outcome, fetch.sha256, error)

    def _fetch_of_reply(
        self, request: Request, reply: Reply, held: Resource | None, url: str, parent_url: str | None
    ) -> Fetch:
        before = held.sha256 if held else None
        sha256, outcome, size = before, "not_modified", 0
        if reply.body is not None:
            sha256, size = self.archive.put(reply.body), len(reply.body)
            outcome = "new" if before is None else "unchanged" if before == sha256 else "changed"
        return Fetch(
            run_id=self.run_id,
            portal=self.portal,
            url=url,
            kind=request.kind,
            at=self.now(),
            outcome=outcome,  # type: ignore[arg-type]
            seconds=reply.seconds,
            url_key=urls.url_key(url),
            docid=urls.docid(url),
            parent_url=parent_url,
            status=reply.status,
            media_type=reply.media_type,
            charset=reply.charset,
            etag=reply.etag,
            last_modified=reply.last_modified,
            byte_count=size,
            attempt_count=reply.attempts,
            sha256=sha256,
        )

    def _fetch_of_error(self, request: Request, error: FetchError, url: str, parent_url: str | None) -> Fetch:
        return Fetch(
            run_id=self.run_id,
            portal=self.portal,
            url=url,
            kind=request.kind,
            at=self.now(),
            outcome=_outcome(error),
            seconds=error.seconds,
            url_key=urls.url_key(url),
            docid=urls.docid(url),
            parent_url=parent_url,
            status=error.status,
            attempt_count=error.attempts,
            reason=f"{type(error).__name__}: {error}",
        )

    def _count(self, fetch: Fetch) -> None:
        if fetch.kind == "robots" or (fetch.kind == "probe" and fetch.outcome == "gone"):
            return
        self.outcomes[fetch.url] = fetch.outcome
        if fetch.outcome in WITH_BODY:
            self.received["bodies"] += 1
            self.received["bytes"] += fetch.byte_count

    def note(self, visit: Visit, kind: Kind, *, quiet: bool) -> None:
        """Raise or close the findings about an address; `quiet` for addresses that need not exist."""
        if visit.is_alive or visit.outcome == "gone":
            self.archive.resolve_findings(self.portal, visit.url, self.now(), ADDRESS_RULES)
            return
        if quiet or visit.error is None:
            return
        rule = RULES.get(type(visit.error).__name__, "FETCH_FAILED")
        url = urls.join(visit.url, "/") or visit.url if isinstance(visit.error, UNSENT) else visit.url
        severity = "warn" if isinstance(visit.error, REFUSED) else "error"
        if kind == "robots":
            rule = ROBOTS_RULE
        self.find(rule, url, severity, str(visit.error))

    def find(self, rule: str, url: str, severity: str, message: str) -> None:
        finding = CrawlFinding(self.portal, url, rule, severity, message)  # type: ignore[arg-type]
        self.archive.record_finding(finding, self.now())


class Session(Recorder):
    """Asks and archives for one step; counts what it did."""

    def __init__(
        self,
        portal: Portal,
        get: Client,
        archive: Archive,
        run_id: str,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        super().__init__(portal.name, archive, run_id, now)
        archive.require_kind(portal.kind)
        self.settings = portal
        self.get = get
        self._sent_before = get.request_count

    def visit(self, url: str, kind: Kind, parent_url: str | None = None, *, quiet: bool = False) -> Visit:
        """Ask for an address unless it is known to be unchanged; never raises a FetchError."""
        held = self.held(url, kind)
        known = held is not None and held.sha256 is not None and self.archive.objects.has(held.sha256)
        etag, modified = (held.etag, held.last_modified) if held and known else (None, None)
        request = Request(url, kind, etag, modified)
        outcome: Reply | FetchError
        try:
            outcome = self.get.get(request)
        except FetchError as error:
            outcome = error
        visit = self.enter(request, outcome, held, parent_url)
        self.note(visit, kind, quiet=quiet)
        return visit

    def text(self, visit: Visit) -> str | None:
        """The archived text of what was visited; None where there is none or the file is damaged."""
        if visit.sha256 is None:
            return None
        try:
            return decode(self.archive.read(visit.sha256))[0]
        except ArchiveError as error:
            # dropped, so that the next run asks for the address again instead of trusting a 304
            self.archive.objects.discard(visit.sha256)
            self.find("DAMAGED_OBJECT", visit.url, "error", str(error))
            return None

    def summary(self) -> CrawlSummary:
        counts = Counter(self.outcomes.values()) + self.received
        counts["requests"] = self.get.request_count - self._sent_before
        return summarise(counts)


def _outcome(error: FetchError) -> Outcome:
    if isinstance(error, BlockPageError):
        return "blocked"  # whatever its status: a firewall's 404 does not mean that a page is gone
    if error.status in GONE:
        return "gone"
    return "refused" if isinstance(error, REFUSED) else "failed"
