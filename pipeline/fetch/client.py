"""The client: allow-list, robots, manners, retries and judgement around one GET."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import TracebackType
from urllib.parse import urljoin, urlsplit

import stamina
import stamina.instrumentation

from pipeline.errors import BlockPageError, BudgetError, CircuitOpenError, FetchError
from pipeline.fetch import answer, body, robots
from pipeline.fetch.gate import Gate
from pipeline.fetch.guard import Resolver, check_url, host_key, resolve
from pipeline.fetch.model import Clock, Memory, Policy, Reply, Request
from pipeline.fetch.robots import Robots
from pipeline.fetch.wire import Wire

ROBOTS_SECONDS = 24 * 3600.0  # how long one night trusts a robots.txt it has read

stamina.instrumentation.set_on_retry_hooks(())  # tries are counted in the fetch log, not on stderr


class Client:
    """GET for one portal. A context manager; may be shared between threads.

    `used` gives the requests of this night so far by host, `first_wait` the seconds before the first one now.
    """

    def __init__(
        self,
        policy: Policy,
        *,
        clock: Clock | None = None,
        memory: Memory | None = None,
        used: Mapping[str, int] | None = None,
        first_wait: float = 0.0,
        resolver: Resolver = resolve,
    ) -> None:
        self.policy = policy
        self.clock = clock or Clock()
        self._memory = memory
        self._used, self._first_wait = used or {}, first_wait
        self._resolver = resolver
        self._lock = threading.Lock()
        self._hosts: dict[str, tuple[Gate, Wire]] = {}
        self._robots: dict[str, tuple[Robots, float]] = {}

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for _, wire in self._hosts.values():
            wire.close()

    @property
    def request_count(self) -> int:
        """Requests sent by this client: retries, redirects and robots.txt included."""
        return sum(gate.sent for gate, _ in self._hosts.values())

    def get(self, request: Request) -> Reply:
        """The body of an address, or 304. Raises a FetchError by name for everything else."""
        check_url(request.url, self.policy)
        gate, _ = self._host(request.url)
        started, hops = self.clock.monotonic(), list[str]()
        try:
            self._check_robots(request.url)
            for attempt in self._tries():
                with attempt:
                    reply = self._attempt(request, gate, attempt.next_wait, hops)
        except FetchError as error:
            error.attempts, error.seconds = len(hops), self.clock.monotonic() - started
            if answer.blames_host(error):
                gate.failed()
            raise
        gate.succeeded()
        return replace(reply, seconds=self.clock.monotonic() - started, attempts=len(hops))

    def rest(self, url: str) -> None:
        """Sleep until the circuit breaker of the address's host lets a request through."""
        self._host(url)[0].rest()

    def robots(self, url: str) -> Robots:
        """The rules of the address's host, read once a night; unreadable ones are asked for again later."""
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        rules, good_until = self._robots.get(root, (None, 0.0))
        if rules is None or self.clock.monotonic() >= good_until:
            rules = self._load_robots(root + "/robots.txt")
            seconds = self.policy.breaker_seconds if rules.problem else ROBOTS_SECONDS
            self._robots[root] = rules, self.clock.monotonic() + seconds
            if rules.delay <= robots.LONGEST_DELAY:
                gate, _ = self._host(url)
                gate.interval = max(self.policy.min_interval, rules.delay)
        return rules

    def _check_robots(self, url: str) -> None:
        if urlsplit(url).path != "/robots.txt":
            self.robots(url).check(url)

    def _load_robots(self, url: str) -> Robots:
        held = self._memory.recall(url) if self._memory else None
        request = Request(url, "robots", held.etag, held.last_modified) if held else Request(url, "robots")
        old = held.body if held else None
        outcome: Reply | FetchError
        try:
            outcome = self.get(request)
            body = outcome.body if outcome.body is not None else old or b""
            rules = robots.parse(body, self.policy.robots_agent)
        except (CircuitOpenError, BudgetError):
            raise
        except FetchError as error:
            outcome, rules = error, robots.from_error(error, old, self.policy.robots_agent)
        if self._memory:
            self._memory.record(url, outcome)
        return rules

    def _host(self, url: str) -> tuple[Gate, Wire]:
        key = host_key(url)
        with self._lock:
            if key not in self._hosts:
                used = self._used.get(key, 0)
                wait = self._first_wait if used else 0.0
                gate = Gate(key, self.policy, self.clock, used=used, first_wait=wait)
                self._hosts[key] = gate, Wire(self.policy, self.clock, self._resolver)
            return self._hosts[key]

    def _tries(self) -> Iterable[stamina.Attempt]:
        """stamina counts the tries and computes the exponential waits; waiting itself is the gate's."""
        return stamina.retry_context(
            on=lambda error: 0.0 if answer.is_passing(error) else False,
            attempts=self.policy.attempts,
            timeout=None,
            wait_initial=self.policy.wait_initial,
            wait_max=self.policy.wait_max,
        )

    def _attempt(self, request: Request, gate: Gate, next_wait: float, hops: list[str]) -> Reply:
        """One try; a failure tells the gate how long to leave the host alone before the next."""
        try:
            return self._follow(request, hops)
        except FetchError as error:
            backoff = next_wait * (0.5 + self.clock.random())
            wait = backoff if error.retry_after is None else error.retry_after
            if wait > self.policy.max_retry_after:
                gate.open(wait)
            elif answer.is_passing(error):
                gate.hold(wait)
            raise

    def _follow(self, request: Request, hops: list[str]) -> Reply:
        """The reply at the end of the redirects; every hop is checked and counted like a first request."""
        url, seen = request.url, [request.url]
        while True:
            gate, wire = self._host(url)
            with gate.turn():
                hops.append(url)
                with wire.exchange(url, self._headers(request)) as got:
                    location = got.headers.get("location")
                    if got.status not in answer.REDIRECTS or not location:
                        return answer.read_reply(request, url, got, self.policy)
                    body.discard(got)
            url = urljoin(url, location)
            if url in seen or len(seen) > self.policy.max_redirects:
                raise BlockPageError(f"{request.url}: redirected in a circle, {len(seen)} times, to {url}")
            seen.append(url)
            check_url(url, self.policy)
            self._check_robots(url)

    def _headers(self, request: Request) -> dict[str, str]:
        headers = {
            "User-Agent": self.policy.user_agent,
            "Accept": "*/*",
            "Accept-Encoding": "gzip, deflate",
            "Accept-Language": "zh-CN,zh;q=0.9",
        }
        if request.etag:
            headers["If-None-Match"] = request.etag
        if request.last_modified:
            headers["If-Modified-Since"] = request.last_modified
        return headers
