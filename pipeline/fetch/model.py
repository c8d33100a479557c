"""What goes into a GET and what comes out of it; data only."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, Protocol

Kind = Literal["robots", "listing", "page", "attachment", "probe"]


def _utc() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Clock:
    """Time, sleep and chance, so that tests can own them."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    utc: Callable[[], datetime] = _utc
    random: Callable[[], float] = random.random  # [0, 1)


@dataclass(frozen=True, slots=True)
class Policy:
    """How one portal may be asked. Seconds and bytes throughout.

    `hosts` is the allow-list: `www.a.cn`, `*.a.cn` (subdomains) or `127.0.0.1:8080` (that port only).
    `connect` maps a canonical host to the `address:port` that serves it. `markers` are strings of which a
    body of that kind holds at least one; `fingerprints` give a firewall's page its name.
    """

    hosts: tuple[str, ...]
    user_agent: str
    robots_agent: str = "gongkai"
    allow_private: bool = False
    connect: Mapping[str, str] = field(default_factory=dict)
    min_interval: float = 2.0
    jitter: float = 1.0
    budget: int = 3000  # requests per host and night, retries and redirects included
    attempts: int = 4
    wait_initial: float = 2.0
    wait_max: float = 60.0
    max_retry_after: float = 300.0  # a longer wait is left to the next night
    breaker_failures: int = 5  # addresses failed in a row
    breaker_seconds: float = 300.0
    read_seconds: float = 20.0  # silence
    total_seconds: float = 90.0  # one request, from connecting to the last byte
    page_bytes: int = 8 * 2**20
    file_bytes: int = 64 * 2**20
    max_redirects: int = 5
    closing_tag: bool = True  # a page without </html> counts as cut
    markers: Mapping[Kind, tuple[str, ...]] = field(default_factory=dict)
    fingerprints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Request:
    """One address, and what is already held of it."""

    url: str
    kind: Kind = "page"
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """A body that can be trusted, or (`body` None) the word that nothing has changed."""

    url: str
    final_url: str  # after redirects
    status: int  # 200 or 304
    body: bytes | None
    media_type: str | None  # as sniffed
    charset: str | None  # of text, as found out
    etag: str | None
    last_modified: str | None
    seconds: float = 0.0
    attempts: int = 1  # requests sent: tries and redirects


@dataclass(frozen=True, slots=True)
class Remembered:
    """The robots.txt of an earlier night."""

    body: bytes
    etag: str | None
    last_modified: str | None


class Memory(Protocol):
    """Where a client finds the robots.txt of earlier nights, and leaves tonight's."""

    def recall(self, url: str) -> Remembered | None: ...

    def record(self, url: str, outcome: Reply | Exception) -> None: ...
