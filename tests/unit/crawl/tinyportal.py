"""A loopback portal of a few pages that can be rearranged between two nights; counts what it is asked."""

from __future__ import annotations

import dataclasses
import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from pipeline.archive import Archive, Run
from pipeline.crawl import CrawlSummary, Discovery, discover, fetch_documents, open_client
from pipeline.fetch import Clock
from pipeline.portals import Portal, load_portal

BASE = "http://sample.invalid"
COLUMN = "/zwgk/zfxxgknb/"
Answer = bytes | tuple[int, bytes]


def detail(title: str, body: str = "统计期限为全年。", more: str = "") -> bytes:
    return (
        f"<html><head><title>{title}</title></head><body><h1>{title}</h1>"
        f'<div class="view TRS_UEDITOR">{body}{more}</div></body></html>'
    ).encode()


def menu(*links: tuple[str, str]) -> bytes:
    rows = "".join(f'<p><a href="{href}">{text}</a></p>' for href, text in links)
    return f"<html><head><title>政府信息公开</title></head><body>{rows}</body></html>".encode()


def catalogue(rows: list[tuple[str, str, str]], script: str = "") -> bytes:
    """A listing page of the 目录 template: (href, title, day) each."""
    items = "".join(
        f'<div class="xxgk_wrap"><ul><li><span>640499001/2021-0000{n}</span></li>'
        f'<li class="w383"><a href="{href}">{title}</a></li><li class="w100"><span>{day}</span></li></ul>'
        f'<div class="hover_box"><p>责任部门：<span>示例市某局{n}</span></p></div></div>'
        for n, (href, title, day) in enumerate(rows)
    )
    return f"<html><body>{items}<script>{script}</script></body></html>".encode()


def plain(rows: list[tuple[str, str, str]], script: str = "") -> bytes:
    """The same rows in the plain template."""
    items = "".join(f'<li><a href="{href}">{title}</a><span>{day}</span></li>' for href, title, day in rows)
    return f"<html><body>信息公开<ul>{items}</ul><script>{script}</script></body></html>".encode()


def row(number: int, year: int = 2020, folder: str = ".") -> tuple[str, str, str]:
    """A listing row of a report on `year`, put there the next January."""
    href = f"{folder}/{year + 1}01/t{year + 1}01{number % 28 + 1:02d}_{1000 + number}.html"
    return href, f"示例市第{number}局{year}年政府信息公开工作年度报告", f"{year + 1}-01-{number % 28 + 1:02d}"


def path_of(number: int, year: int = 2020, column: str = COLUMN) -> str:
    return row(number, year, column.rstrip("/"))[0]


@dataclass
class TinyPortal:
    """`pages` by path: a body, or (status, body). ETags depend on the content only."""

    pages: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, int]] = field(default_factory=list)

    def paths(self, status: int | None = None) -> list[str]:
        return [path for path, given in self.asked if status is None or given == status]

    def put_reports(
        self, numbers: range, year: int = 2020, column: str = COLUMN
    ) -> list[tuple[str, str, str]]:
        """Report pages; returns their rows."""
        for number in numbers:
            title = row(number, year)[1]
            self.pages[path_of(number, year, column)] = detail(title, f"第{number}局的正文，" * 20)
        return [row(number, year) for number in numbers]


def small_portal(count: int = 5) -> TinyPortal:
    """A start page that leads to one column of `count` reports."""
    portal = TinyPortal()
    portal.pages["/"] = menu((COLUMN, "政府信息公开年报"), ("/zwgk/", "政务公开"))
    portal.pages["/zwgk/"] = menu((COLUMN, "年报"))
    rows = portal.put_reports(range(count))
    portal.pages[COLUMN] = catalogue(rows, 'createPageHTML(1, 0, "list", "html");')
    return portal


@contextmanager
def serve(portal: TinyPortal) -> Iterator[int]:
    """Serve on loopback; yields the port."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            answer = portal.pages.get(self.path, (404, b"<html>nothing here</html>"))
            status, body = (200, answer) if isinstance(answer, bytes) else answer
            tag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            if status == 200 and self.headers.get("If-None-Match") == tag:
                status, body = 304, b""
            portal.asked.append((self.path, status))
            self.send_response(status)
            if status != 304:
                self.send_header("Content-Length", str(len(body)))
            self.send_header("ETag", tag)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()


class Nights:
    """Runs the crawl night after night against a tiny portal, on a calendar of its own, without sleeping."""

    def __init__(self, folder: Path, port: int, **changes: object) -> None:
        self.archive = Archive(folder)
        self.portal: Portal = dataclasses.replace(
            load_portal("sample"),
            connect={"sample.invalid": f"127.0.0.1:{port}"},
            **changes,  # type: ignore[arg-type]
        )
        self.today = datetime(2022, 3, 1, 18, 30, tzinfo=UTC)
        self.count = 0
        self.discovery: Discovery | None = None
        self.skipped = 0.0

    def now(self) -> datetime:
        # each look at the clock is a moment later, as in life
        self.today += timedelta(milliseconds=1)
        return self.today

    def clock(self) -> Clock:
        def sleep(seconds: float) -> None:
            self.skipped += seconds

        return Clock(
            monotonic=lambda: self.skipped + self.count, sleep=sleep, utc=self.now, random=lambda: 0.5
        )

    def night(self, days: int = 1, **arguments: object) -> CrawlSummary:
        """One night, `days` after the last; returns what the documents' step did."""
        self.count += 1
        self.today += timedelta(days=days)
        run_id = f"night{self.count}"
        self.archive.start_run(Run(run_id, "sample", "due", self.today.date()), self.now())
        with open_client(
            self.portal, self.archive, run_id, contact="t", clock=self.clock(), now=self.now
        ) as get:
            self.discovery = discover(self.portal, get, self.archive, run_id, now=self.now)
            summary = fetch_documents(self.portal, get, self.archive, run_id, now=self.now, **arguments)  # type: ignore[arg-type]
        self.archive.end_run(run_id, "succeeded", self.now())
        return summary

    def findings(self, *, standing: bool = True) -> dict[str, str]:
        """url -> rule of the findings that stand (or stood)."""
        rows = self.archive.table("crawl_findings").rows(named=True)
        return {
            row["url"].removeprefix(BASE): row["rule"]
            for row in rows
            if (row["resolved_at"] is None) is standing
        }

    def snapshot(self, path: str) -> list[dict[str, object]]:
        rows = self.archive.table("snapshots").rows(named=True)
        return [row for row in rows if row["url"] == BASE + path]
