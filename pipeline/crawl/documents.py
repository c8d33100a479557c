"""The second step of a crawl: the documents themselves, with their attachments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from pipeline.archive import Archive
from pipeline.crawl.session import Session, Visit, utc_now
from pipeline.crawl.summary import CrawlSummary
from pipeline.crawl.targets import CHINA, Due, Target, due_by_rhythm, find_targets, in_years
from pipeline.errors import BudgetError
from pipeline.fetch import Client
from pipeline.portals import Portal, trs_wcm
from pipeline.portals.trs_wcm import DetailPage, Link

SPARSE = 400  # characters of a body; a page with less may keep its report in pictures
VANISHED_AT_LEAST = 5
RETRIED = ("blocked", "failed")


def fetch_documents(
    portal: Portal,
    get: Client,
    archive: Archive,
    run_id: str,
    *,
    years: tuple[int, int] | None = None,
    due: Due | None = None,
    now: Callable[[], datetime] = utc_now,
    progress: Callable[[int, int], None] | None = None,
) -> CrawlSummary:
    """Ask for every document that is due, archive what is new or changed; `progress(done, total)`.

    `years` (first, last) are report years, by each listing's hint; None: the portal's own. `due` replaces the
    portal's rhythm. What fails is tried again at the end, after the host was left alone for a while.
    """
    step = _Fetch(Session(portal, get, archive, run_id, now))
    is_due = due or due_by_rhythm(portal.rhythm, now().astimezone(CHINA).date())
    targets = [
        target
        for target in find_targets(portal, archive.listed(portal.name), archive.resources(portal.name))
        if in_years(target, years or portal.years) and is_due(target)
    ]
    failed: Sequence[Target] = targets
    for number in range(portal.manners.passes):
        if number and failed:
            get.rest(failed[0].url)
        failed = step.run(failed, len(targets), progress)
    step.conclude(len(targets))
    return step.session.summary()


class _Fetch:
    def __init__(self, session: Session) -> None:
        self.session = session
        self.portal = session.settings
        self.done = 0
        self.is_spent = False  # the night's budget
        self.vanished: list[str] = []

    def run(
        self, targets: Sequence[Target], total: int, progress: Callable[[int, int], None] | None
    ) -> list[Target]:
        """Ask for each target once; returns those worth another try."""
        failed = []
        for target in targets:
            if self.is_spent:
                break
            visit = self.session.visit(target.url, target.kind)
            self.is_spent = isinstance(visit.error, BudgetError)
            if visit.outcome in RETRIED:
                failed.append(target)
                continue
            if visit.outcome == "gone" and target.held is not None and target.held.gone_at is None:
                self.vanished.append(visit.url)
            if visit.is_alive and target.kind == "page" and not self._attachments(visit):
                failed.append(target)
                continue
            self.done += 1
            if progress:
                progress(self.done, total)
        return failed

    def _attachments(self, visit: Visit) -> bool:
        """Fetch what the page links to; False where one of them is worth another try."""
        if visit.outcome == "not_modified":
            known = self.session.archive.attachments(visit.url)
            links = [held.url for held in known if held.gone_at is None]
            if not known or any(held.failure_count for held in known):
                links = [link.url for link in self._linked(visit)]
        else:
            links = [link.url for link in self._linked(visit)]
        visits = [self.session.visit(url, "attachment", visit.url) for url in links]
        return not any(attached.outcome in RETRIED for attached in visits)

    def _linked(self, visit: Visit) -> tuple[Link, ...]:
        text = self.session.text(visit)
        if text is None:
            return ()
        page = trs_wcm.read_detail(text, visit.url, self.portal.selectors)
        return tuple(link for link in linked_files(page) if link.url != visit.url)[: self._limit]

    @property
    def _limit(self) -> int:
        return self.portal.limits.attachments

    def conclude(self, total: int) -> None:
        """Many documents gone in one night is news about the portal, not about the documents."""
        home, now = self.portal.base_url + "/", self.session.now()
        if (
            len(self.vanished) >= VANISHED_AT_LEAST
            and len(self.vanished) > self.portal.trust.shrink_share * total
        ):
            message = f"{len(self.vanished)} of {total} documents gone in one night, first {self.vanished[0]}"
            self.session.find("PAGES_VANISHED", home, "error", message)
        else:
            self.session.archive.resolve_findings(self.portal.name, home, now, frozenset({"PAGES_VANISHED"}))


def linked_files(page: DetailPage) -> tuple[Link, ...]:
    """Files a page's body links to; pictures only where they may stand for the text or for the tables."""
    if page.attachments or (page.text_length >= SPARSE and page.table_count):
        return page.attachments
    return page.pictures
