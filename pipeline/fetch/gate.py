"""Manners towards one host: one request at a time, a pause after each, a budget, and a circuit breaker."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.errors import BudgetError, CircuitOpenError
from pipeline.fetch.model import Clock, Policy

LONGEST_REST = 3600.0  # seconds the breaker stays open at most


class Gate:
    """All waiting for a host happens here, so that retries and redirects keep the same interval."""

    def __init__(
        self, host: str, policy: Policy, clock: Clock, *, used: int = 0, first_wait: float = 0.0
    ) -> None:
        self.host = host
        self._policy = policy
        self._clock = clock
        self._lock = threading.Lock()
        self._not_before = clock.monotonic() + first_wait
        self._open_until = 0.0
        self._rest = policy.breaker_seconds
        self._failures = 0
        self._used_before = used  # requests of this night, before this client
        self.sent = 0
        self.interval = policy.min_interval  # robots.txt may lengthen it

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Hold the host for one request; raises BudgetError or CircuitOpenError instead of waiting long."""
        with self._lock:
            self.check()
            if self._used_before + self.sent >= self._policy.budget:
                raise BudgetError(f"{self.host}: the night's {self._policy.budget} requests are used up")
            wait = self._not_before - self._clock.monotonic()
            if wait > 0:
                self._clock.sleep(wait)
            self.sent += 1
            try:
                yield
            finally:
                pause = self.interval + self._policy.jitter * self._clock.random()
                self._not_before = max(self._not_before, self._clock.monotonic() + pause)

    def hold(self, seconds: float) -> None:
        """Leave the host alone for at least this long before the next request."""
        self._not_before = max(self._not_before, self._clock.monotonic() + seconds)

    def check(self) -> None:
        """Raise CircuitOpenError while the breaker is open."""
        left = self._open_until - self._clock.monotonic()
        if left > 0:
            raise CircuitOpenError(f"{self.host}: failed too often, left alone for {left:.0f} s")

    def succeeded(self) -> None:
        self._failures = 0
        self._rest = self._policy.breaker_seconds

    def failed(self) -> None:
        """One address of this host failed for good; several in a row open the breaker, each time longer."""
        self._failures += 1
        if self._failures >= self._policy.breaker_failures:
            self.open(self._rest)
            self._rest = min(2 * self._rest, LONGEST_REST)

    def open(self, seconds: float) -> None:
        self._open_until = max(self._open_until, self._clock.monotonic() + seconds)

    def rest(self) -> None:
        """Sleep until the breaker lets one request through."""
        left = self._open_until - self._clock.monotonic()
        if left > 0:
            self._clock.sleep(left)
