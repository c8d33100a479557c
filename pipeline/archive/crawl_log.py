"""The catalogue's side of a crawl: addresses, versions, columns, listings, findings."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date, datetime

from pipeline.archive.catalogue import Catalogue, Value, moment, stamp
from pipeline.archive.model import (
    ALIVE,
    DOCUMENT_KINDS,
    Column,
    CrawlFinding,
    Fetch,
    ListedItem,
    Resource,
)
from pipeline.records import Listing


class CrawlLog(Catalogue):
    """What was asked, what came, what was found. Every method is one transaction."""

    def record(self, fetch: Fetch) -> None:
        """Log one fetch and bring the address's present state and versions up to it."""
        at = stamp(fetch.at)
        with self.transaction():
            self._log(fetch, at)
            if fetch.outcome in ALIVE:
                self._save(fetch, at)
            else:
                self._save_miss(fetch, at)

    def _log(self, fetch: Fetch, at: str) -> None:
        self.run(
            "record_fetch",
            run_id=fetch.run_id,
            portal=fetch.portal,
            url=fetch.url,
            kind=fetch.kind,
            at=at,
            status=fetch.status,
            outcome=fetch.outcome,
            media_type=fetch.media_type,
            charset=fetch.charset,
            etag=fetch.etag,
            last_modified=fetch.last_modified,
            byte_count=fetch.byte_count,
            seconds=fetch.seconds,
            attempt_count=fetch.attempt_count,
            sha256=fetch.sha256,
            reason=fetch.reason,
        )

    def _save(self, fetch: Fetch, at: str) -> None:
        self.run(
            "save_resource",
            url=fetch.url,
            portal=fetch.portal,
            url_key=fetch.url_key,
            docid=fetch.docid,
            kind=fetch.kind,
            parent_url=fetch.parent_url,
            sha256=fetch.sha256,
            etag=fetch.etag,
            last_modified=fetch.last_modified,
            media_type=fetch.media_type,
            at=at,
            changed_at=at if fetch.outcome in ("new", "changed") else None,
        )
        if fetch.kind in DOCUMENT_KINDS and fetch.sha256 is not None:
            self._save_version(fetch, at)

    def _save_miss(self, fetch: Fetch, at: str) -> None:
        """A document that never came is remembered too, so that it waits its turn like the others."""
        is_gone = fetch.outcome == "gone"
        if fetch.kind in DOCUMENT_KINDS:
            self.run(
                "missed_resource",
                url=fetch.url,
                portal=fetch.portal,
                url_key=fetch.url_key,
                docid=fetch.docid,
                kind=fetch.kind,
                parent_url=fetch.parent_url,
                at=at,
                gone_at=at if is_gone else None,
            )
        if is_gone:
            self.run("gone_resource", url=fetch.url, at=at)
        else:
            self.run("failed_resource", url=fetch.url)

    def _save_version(self, fetch: Fetch, at: str) -> None:
        last = self.one("last_version", url=fetch.url)
        if last is not None and last["sha256"] == fetch.sha256:
            self.run("seen_version", url=fetch.url, version_no=last["version_no"], at=at)
            return
        self.run(
            "add_version",
            url=fetch.url,
            version_no=int(last["version_no"] or 0) + 1 if last else 1,
            portal=fetch.portal,
            sha256=fetch.sha256,
            media_type=fetch.media_type,
            byte_count=fetch.byte_count,
            at=at,
        )

    def resource(self, portal: str, url: str, url_key: str) -> Resource | None:
        """The state of an address: of this spelling, else of another spelling of the same page."""
        row = self.one("resource_by_url", url=url) or self.one(
            "resource_by_key", url_key=url_key, portal=portal
        )
        return _resource(row) if row else None

    def resources(self, portal: str) -> list[Resource]:
        """Pages and attachments ever asked for on a portal; `sha256` None where none ever came."""
        return [_resource(row) for row in self.rows("resources_of", portal=portal)]

    def attachments(self, parent_url: str) -> list[Resource]:
        return [_resource(row) for row in self.rows("attachments_of", parent_url=parent_url)]

    def mark_gone(self, url: str, at: datetime) -> None:
        """Mark an address as gone without a request: a file no longer in an imported folder."""
        self.run("gone_resource", url=url, at=stamp(at))

    def host_use(self, portal: str, run_id: str) -> list[tuple[str, int, datetime]]:
        """(url, requests, end of the last one) of this run's fetches so far."""
        rows = self.rows("host_use", portal=portal, run_id=run_id)
        return [
            (str(row["url"]), int(row["attempt_count"] or 0), moment(str(row["fetched_at"]))) for row in rows
        ]

    def columns(self, portal: str) -> list[Column]:
        """Columns ever found on a portal, gone ones included."""
        return [_column(row) for row in self.rows("columns_of", portal=portal)]

    def save_column(
        self, portal: str, column: Column, items: Iterable[ListedItem], *, drop_unlisted: bool, at: datetime
    ) -> None:
        """Remember a column and its rows; `drop_unlisted` marks rows that stand there no longer as gone."""
        with self.transaction():
            self.run(
                "save_column",
                column_url=column.url,
                portal=portal,
                title=column.title,
                template=column.template,
                evidence=column.evidence,
                item_count=column.item_count,
                page_count=column.page_count,
                at=stamp(at),
            )
            self.save_listings(items, at)
            if drop_unlisted:
                self.run("gone_listings", portal=portal, column_url=column.url, at=stamp(at))

    def save_listings(self, items: Iterable[ListedItem], at: datetime) -> None:
        self.run_many("save_listing", (_listing_row(item, stamp(at)) for item in items))

    def drop_listings(self, portal: str, column_url: str, at: datetime) -> None:
        """Mark rows of a column not seen since before `at` as gone."""
        self.run("gone_listings", portal=portal, column_url=column_url, at=stamp(at))

    def column_gone(self, column_url: str, at: datetime) -> None:
        self.run("gone_column", column_url=column_url, at=stamp(at))

    def listed(self, portal: str) -> list[ListedItem]:
        """All rows ever seen on a portal's listing pages."""
        return [_listed(row) for row in self.rows("listings_of", portal=portal)]

    def record_finding(self, finding: CrawlFinding, at: datetime) -> None:
        """Note a finding; one that stands keeps its first date, one that comes back begins anew."""
        self.run(
            "record_finding",
            finding_id=finding_id(finding.portal, finding.url, finding.rule),
            portal=finding.portal,
            url=finding.url,
            rule=finding.rule,
            severity=finding.severity,
            message=finding.message,
            at=stamp(at),
        )

    def standing_since(self, portal: str, url: str, rule: str) -> datetime | None:
        """Since when this finding stands without a break; None if it does not."""
        row = self.one("finding", finding_id=finding_id(portal, url, rule))
        return moment(str(row["first_seen_at"])) if row and row["resolved_at"] is None else None

    def resolve_findings(self, portal: str, url: str, at: datetime, rules: frozenset[str]) -> None:
        """Close the findings of these rules about an address."""
        for row in self.rows("open_findings_at", portal=portal, url=url):
            if row["rule"] in rules:
                self.run("resolve_finding", finding_id=row["finding_id"], at=stamp(at))


def finding_id(portal: str, url: str, rule: str) -> str:
    """A stable name for one rule about one address."""
    return hashlib.sha256(f"{portal}\n{url}\n{rule}".encode()).hexdigest()[:32]


def _when(value: Value) -> datetime | None:
    return moment(str(value)) if value is not None else None


def _text(value: Value) -> str | None:
    return None if value is None else str(value)


def _resource(row: dict[str, Value]) -> Resource:
    return Resource(
        url=str(row["url"]),
        url_key=str(row["url_key"]),
        docid=_text(row["docid"]),
        kind=str(row["kind"]),
        parent_url=_text(row["parent_url"]),
        sha256=_text(row["sha256"]),
        etag=_text(row["etag"]),
        last_modified=_text(row["last_modified"]),
        checked_at=moment(str(row["checked_at"])),
        gone_at=_when(row["gone_at"]),
        failure_count=int(row["failure_count"] or 0),
    )


def _column(row: dict[str, Value]) -> Column:
    return Column(
        url=str(row["column_url"]),
        title=_text(row["title"]),
        template=str(row["template"]),
        evidence=str(row["evidence"]),
        item_count=int(row["item_count"] or 0),
        page_count=int(row["page_count"] or 0),
        checked_at=moment(str(row["checked_at"])),
        gone_at=_when(row["gone_at"]),
    )


def _listed(row: dict[str, Value]) -> ListedItem:
    listing = Listing(
        portal=str(row["portal"]),
        url=str(row["url"]),
        title=str(row["title"]),
        list_url=str(row["list_url"]),
        column_url=str(row["column_url"]),
        column_title=_text(row["column_title"]),
        listed_on=date.fromisoformat(str(row["listed_on"])) if row["listed_on"] else None,
        issuer=_text(row["issuer"]),
        index_no=_text(row["index_no"]),
    )
    year = row["hint_year"]
    return ListedItem(listing, int(year) if year is not None else None, _when(row["gone_at"]))


def _listing_row(item: ListedItem, at: str) -> dict[str, Value]:
    listing = item.listing
    return {
        "url": listing.url,
        "list_url": listing.list_url,
        "portal": listing.portal,
        "column_url": listing.column_url,
        "column_title": listing.column_title,
        "title": listing.title,
        "listed_on": listing.listed_on.isoformat() if listing.listed_on else None,
        "issuer": listing.issuer,
        "index_no": listing.index_no,
        "hint_year": item.hint_year,
        "at": at,
    }
