"""What a step of the crawl did, in counts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class CrawlSummary:
    """Counts of one step: requests sent, bodies and their bytes received; new … failed are addresses."""

    requests: int = 0
    not_modified: int = 0
    bodies: int = 0
    bytes: int = 0
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    gone: int = 0
    blocked: int = 0
    refused: int = 0
    failed: int = 0

    def __add__(self, other: CrawlSummary) -> CrawlSummary:
        return CrawlSummary(
            *(getattr(self, field.name) + getattr(other, field.name) for field in fields(self))
        )


def summarise(counts: Counter[str]) -> CrawlSummary:
    return CrawlSummary(**{field.name: counts[field.name] for field in fields(CrawlSummary)})
