"""One host's connection: a bounded exchange, every network error turned into a FetchError."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast

import httpcore
import httpx

from pipeline.errors import DeadlineError, FetchError, TruncatedBodyError
from pipeline.fetch.guard import GuardedBackend, Resolver
from pipeline.fetch.model import Clock, Policy

# at level DEBUG httpcore prints the heads of responses, cookies included
logging.getLogger("httpcore").setLevel(logging.WARNING)


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and head of a response; `stream` gives the packed body while the exchange is open."""

    status: int
    headers: httpx.Headers
    stream: Iterable[bytes]


class Wire:
    """A pool of one connection: two requests at a time to a host are impossible by construction.

    No cookie jar, no redirects, no proxy from the environment: a proxy would connect past the guard.
    """

    def __init__(self, policy: Policy, clock: Clock, resolver: Resolver) -> None:
        self._policy = policy
        self._clock = clock
        self._backend = GuardedBackend(policy, clock.monotonic, resolver)
        self._pool = httpcore.ConnectionPool(
            max_connections=1, keepalive_expiry=30.0, network_backend=self._backend
        )

    def close(self) -> None:
        self._pool.close()

    @contextmanager
    def exchange(self, url: str, headers: Mapping[str, str]) -> Iterator[Answer]:
        """Send a GET; the deadline runs from connecting to the last byte read from the answer."""
        self._backend.deadline = self._clock.monotonic() + self._policy.total_seconds
        try:
            response = self._pool.handle_request(self._request(url, headers))
            try:
                stream = cast("Iterable[bytes]", response.stream)
                yield Answer(response.status, httpx.Headers(response.headers), stream)
            finally:
                response.close()
        except httpcore.TimeoutException as error:
            raise DeadlineError(f"{url}: no answer in time ({type(error).__name__})") from error
        except httpcore.RemoteProtocolError as error:
            raise TruncatedBodyError(f"{url}: connection broke off ({error})") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.UnsupportedProtocol) as error:
            raise FetchError(f"{url}: connection failed ({type(error).__name__}: {error})") from error
        except DeadlineError as error:
            raise DeadlineError(f"{url}: {error} ({self._policy.total_seconds:g} s)") from error

    def _request(self, url: str, headers: Mapping[str, str]) -> httpcore.Request:
        asked = httpx.Request("GET", url, headers=headers)
        target = httpcore.URL(
            scheme=asked.url.raw_scheme,
            host=asked.url.raw_host,
            port=asked.url.port,
            target=asked.url.raw_path,
        )
        timeouts = dict.fromkeys(("connect", "read", "write", "pool"), self._policy.read_seconds)
        return httpcore.Request(
            method=b"GET", url=target, headers=asked.headers.raw, extensions={"timeout": timeouts}
        )
