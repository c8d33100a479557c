"""robots.txt of a host, obeyed as RFC 9309 says: absent allows all, unreachable forbids all."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

from pipeline.errors import FetchError, HostNotAllowedError, RobotsDisallowedError
from pipeline.fetch.judge import decode

LONGEST_DELAY = 120.0  # seconds; a host that wants longer pauses does not want to be crawled
MAX_BYTES = 512 * 1024


@dataclass(frozen=True, slots=True)
class Robots:
    """The rules of one host; `problem` stands where they could not be read."""

    rules: Protego | None
    agent: str
    problem: FetchError | None = None

    def check(self, url: str) -> None:
        """Raise RobotsDisallowedError where it is forbidden, FetchError while nobody can say."""
        if self.problem is not None:
            kind = HostNotAllowedError if isinstance(self.problem, HostNotAllowedError) else FetchError
            raise kind(f"{url}: robots.txt could not be read ({self.problem})")
        if self.rules is not None and not self.rules.can_fetch(url, self.agent):
            raise RobotsDisallowedError(f"{url}: robots.txt forbids it")
        if self.delay > LONGEST_DELAY:
            raise RobotsDisallowedError(f"{url}: robots.txt asks for {self.delay:.0f} s between requests")

    @property
    def delay(self) -> float:
        """Seconds between requests that robots.txt asks for; 0 where it does not."""
        return float((self.rules.crawl_delay(self.agent) if self.rules else None) or 0.0)


def parse(body: bytes, agent: str) -> Robots:
    """Rules out of a body; an HTML page in its place holds none."""
    return Robots(Protego.parse(decode(body[:MAX_BYTES])[0]), agent)


def from_error(error: FetchError, remembered: bytes | None, agent: str) -> Robots:
    """The rules when robots.txt did not come: none for a 4xx, else an earlier night's, else all forbidden."""
    if error.status is not None and error.status in (400, 401, 403, 404, 410):
        return Robots(None, agent)
    if remembered is not None:
        return parse(remembered, agent)
    return Robots(None, agent, error)
