"""A crawl of the hostile portal over several nights: nothing lost, nothing wrong, nobody bothered."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools
import logging
import random
import time
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hostile_faults import FAULTS, SECRET, Fault
from hostile_pages import BUREAUS, TOWNS, make_truth
from hostile_portal import HostilePortal, listening

from pipeline.archive import Archive, Run
from pipeline.crawl import Diagnosis, diagnose, discover, fetch_documents, open_client
from pipeline.fetch import Clock
from pipeline.portals import Portal, load_portal
from pipeline.portals.model import Limits, Manners

BASE = "http://sample.invalid"
INTERVAL = 2.0
NIGHTS = 8
CONTACT = "mailto:chaos@example.org"


class VirtualTime:
    """Real time plus what was slept: pauses cost nothing, and the server's clock sees them all the same."""

    def __init__(self, seed: int) -> None:
        self.skipped = 0.0
        self.dice = random.Random(seed)
        self.midnight = datetime(2022, 3, 1, 18, 30, tzinfo=UTC)

    def monotonic(self) -> float:
        return time.monotonic() + self.skipped

    def sleep(self, seconds: float) -> None:
        self.skipped += seconds

    def utc(self) -> datetime:
        self.midnight += timedelta(microseconds=1)
        return self.midnight

    def clock(self) -> Clock:
        return Clock(self.monotonic, self.sleep, self.utc, self.dice.random)


@dataclass
class Crawl:
    """The nights of one crawl and what they left."""

    server: HostilePortal
    archive: Archive
    connections_to_trap: list[int]

    def versions(self, path: str) -> list[str]:
        """The sha256 of each body kept of an address, oldest first."""
        rows = self.archive.table("versions").rows(named=True)
        return [row["sha256"] for row in rows if row["url"] == BASE + path]

    def true_hash(self, path: str) -> str:
        return hashlib.sha256(self.server.truth.bodies[path]).hexdigest()

    def lost(self) -> list[str]:
        """Reports whose true body is not the one that stands in the archive."""
        return [p for p in self.server.truth.reports if self.versions(p)[-1:] != [self.true_hash(p)]]

    def wrong(self) -> list[str]:
        """Addresses with a body in the archive that the portal never truly gave."""
        true = {BASE + path: self.true_hash(path) for path in self.server.truth.bodies}
        rows = self.archive.table("versions").rows(named=True)
        return [row["url"] for row in rows if true.get(row["url"]) != row["sha256"]]

    def hasty(self) -> list[str | None]:
        """Requests that came sooner after another than the interval allows: the fault before each."""
        pairs = itertools.pairwise(self.server.log)
        return [a.fault or "none" for a, b in pairs if b.at - a.at < INTERVAL or b.at_once > 1]


def hostile(portal: Portal, port: int) -> Portal:
    """The sample's TOML, connected here, with real manners and small limits."""
    return dataclasses.replace(
        portal,
        connect={"sample.invalid": f"127.0.0.1:{port}"},
        manners=Manners(min_interval=INTERVAL, jitter=1.0, attempts=3),
        limits=Limits(page_bytes=200_000, read_seconds=0.5, total_seconds=0.7),
    )


def crawl(folder: Path, seed: int, first_night: int) -> Crawl:
    """Run nights `first_night` … NIGHTS-1 against a hostile portal of this seed."""
    clock = VirtualTime(seed)
    server = HostilePortal(make_truth(80), FAULTS, seed, clock.monotonic)
    trapped: list[int] = []

    def trap(connection: object, reader: object) -> bool:
        trapped.append(1)
        return False

    archive = Archive(folder)
    with listening(server.serve) as port, listening(trap) as trap_port:
        server.trap = f"127.0.0.1:{trap_port}"
        portal = hostile(load_portal("sample"), port)
        for night in range(first_night, NIGHTS):
            server.night = night
            clock.midnight += timedelta(days=1)
            clock.sleep(3600)
            run_id = f"night{night}"
            archive.start_run(Run(run_id, "sample", "due", clock.midnight.date()), clock.utc())
            with open_client(
                portal, archive, run_id, contact=CONTACT, clock=clock.clock(), now=clock.utc
            ) as get:
                discover(portal, get, archive, run_id, now=clock.utc)
                fetch_documents(portal, get, archive, run_id, now=clock.utc)
            archive.end_run(run_id, "succeeded", clock.utc())
    return Crawl(server, archive, trapped)


def outcome(done: Crawl, fault: Fault, paths: list[str]) -> str:
    """What became of it: the errors logged in the fault's nights, the tries it took, the findings told."""
    runs = {f"night{night}" for night in fault.nights}
    rows = [row for row in done.archive.table("fetches").rows(named=True) if row["run_id"] in runs]
    mine = [row for row in rows if row["url"].removeprefix(BASE) in paths]
    if fault.where == "robots":
        refused = sum(row["outcome"] == "refused" for row in rows)
        return f"{refused} addresses left alone" if refused else "obeyed, nothing forbidden"
    parts = [f"{name} {count}" for name, count in _errors(mine).items()]
    tries = max((row["attempt_count"] for row in mine if not row["reason"]), default=0)
    parts += [f"had after {tries} tries"] if tries > 1 else []
    if fault.where == "listing":
        parts += sorted(
            _told(done, {BASE + column for column in (*paths, BUREAUS, TOWNS) if column in paths[0]})
        )
    return ", ".join(parts) or "true body kept"


def _errors(rows: list[dict[str, object]]) -> Counter[str]:
    return Counter(str(row["reason"]).partition(":")[0] for row in rows if row["reason"])


def _told(done: Crawl, urls: set[str]) -> set[str]:
    rows = done.archive.table("crawl_findings").rows(named=True)
    return {
        row["rule"] for row in rows if row["url"] in urls and row["rule"].startswith(("COLUMN", "LISTING"))
    }


def table(done: Crawl) -> str:
    """One line a fault: injected, outcome, lost, wrong, hasty."""
    injected = Counter(asked.fault for asked in done.server.log if asked.fault)
    lost, wrong, hasty = done.lost(), done.wrong(), Counter(done.hasty())
    lines = [f"{'fault':30} {'injected':>8} {'lost':>5} {'wrong':>6} {'beyond rate':>12}  outcome"]
    for fault in FAULTS:
        paths = [path for path, faults in done.server.victims.items() if fault in faults]
        counts = injected[fault.name], sum(p in lost for p in paths), sum(BASE + p in wrong for p in paths)
        lines.append(_line(fault.name, *counts, hasty[fault.name], outcome(done, fault, paths)))
    total = f"{len(done.server.log)} requests, robots broken {len(done.server.forbidden)}"
    lines.append(_line("all", sum(injected.values()), len(lost), len(wrong), sum(hasty.values()), total))
    return "\n".join(lines)


def _line(name: str, injected: int, lost: int, wrong: int, hasty: int, outcome: str) -> str:
    return f"{name:30} {injected:>8} {lost:>5} {wrong:>6} {hasty:>12}  {outcome}"


@pytest.mark.parametrize("first_night", [0, 1], ids=["after-a-good-night", "at-first-contact"])
def test_nothing_is_lost_nothing_is_wrong_nobody_is_bothered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, first_night: int
) -> None:
    with caplog.at_level(logging.DEBUG):
        done = crawl(tmp_path / "archive", seed=20260105 + first_night, first_night=first_night)
    with capsys.disabled():
        print(f"\n{table(done)}")
    injected = {asked.fault for asked in done.server.log}
    assert {fault.name for fault in FAULTS} <= injected
    assert done.lost() == []
    assert done.wrong() == []
    assert done.hasty() == []
    assert done.server.forbidden == []
    assert done.connections_to_trap == []
    assert {asked.agent for asked in done.server.log} == {done.server.log[0].agent}
    assert CONTACT in done.server.log[0].agent
    assert done.archive.verify().is_whole
    standing = {
        row["rule"] for row in done.archive.table("crawl_findings").rows(named=True) if not row["resolved_at"]
    }
    assert standing == set()
    _everything_was_told(done)
    _nothing_escaped(tmp_path, done)
    assert SECRET not in caplog.text


def _everything_was_told(done: Crawl) -> None:
    """Each block page and each kind of trouble left a finding."""
    told = Counter(row["rule"] for row in done.archive.table("crawl_findings").rows(named=True))
    blocks = [
        fault for fault in FAULTS if fault.name.startswith(("block page", "javascript", "listing blocked"))
    ]
    assert told["BLOCK_PAGE"] >= len(blocks)
    for rule in ("TRUNCATED_BODY", "TOO_LARGE", "DEADLINE", "HTTP_STATUS", "HOST_NOT_ALLOWED"):
        assert told[rule] >= 1, rule
    assert {"COLUMN_SHRUNK", "LISTING_CONTRADICTS", "ROBOTS_DISALLOWED", "ROBOTS_UNREACHABLE"} <= set(told)


def _nothing_escaped(folder: Path, done: Crawl) -> None:
    """Names from the portal are neither files nor markup; its cookies are nowhere."""
    names = {path.name for path in folder.rglob("*") if path.is_file()}
    assert not [name for name in names if "P0" in name or "docx" in name or "evil" in name]
    assert all("<" not in title for title in done.archive.table("listings")["title"])
    done.archive.close()
    assert SECRET.encode() not in b"".join(path.read_bytes() for path in folder.rglob("catalogue.sqlite*"))


def examined(fault: Fault, path: str) -> list[Diagnosis]:
    """What the doctor says while one fault sits on one address."""
    clock = VirtualTime(1)
    always = dataclasses.replace(fault, nights=(0,), times=99)
    server = HostilePortal(make_truth(6), (), 1, clock.monotonic)
    server.victims = {path: [always]}
    with listening(server.serve) as port:
        portal = hostile(load_portal("sample"), port)
        with open_client(portal, contact=CONTACT, clock=clock.clock()) as get:
            return list(diagnose(portal, get))


@pytest.mark.parametrize(
    ("name", "path", "item", "word"),
    [
        ("block page, 405", "/", "start page", "BlockPageError"),
        ("javascript challenge", "/zwgk/", "start page", "BlockPageError"),
        ("500 all night", "/", "start page", "HTTP 500"),
        ("redirect loop", "/", "start page", "redirected in a circle"),
        ("redirect to 169.254.169.254", "/", "start page", "HostNotAllowedError"),
        ("dripping head", "/", "start page", "DeadlineError"),
        ("endless body", "/", "start page", "TooLargeError"),
        ("gzip bomb", "/", "start page", "TooLargeError"),
        ("page cut, length right", "/", "start page", "TruncatedBodyError"),
        ("robots forbids all", "/robots.txt", "robots", "RobotsDisallowedError"),
        ("robots broken", "/robots.txt", "robots", "could not be read"),
    ],
)
def test_the_doctor_names_what_it_meets(name: str, path: str, item: str, word: str) -> None:
    fault = next(fault for fault in FAULTS if fault.name == name)
    found = [one for one in examined(fault, path) if one.item == item and not one.ok]
    assert found, "the doctor found nothing wrong"
    assert word in found[0].detail


def test_the_doctor_finds_nothing_wrong_with_an_honest_portal() -> None:
    honest = next(fault for fault in FAULTS if fault.name == "wrong content type")
    assert all(one.ok for one in examined(honest, "/"))
