"""Injected faults in the statistics table of 2014 to 2018: each changes one part, so one sum breaks alone."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from pipeline.sample.figures import Figures

# rule: a part of the sum that is printed too high
RAISED = {
    "J1": "s.requests.received.online",
    "J2": "s.requests.closed.on_time",
    "J3": "s.replies.granted",
    "J5": "s.review.other",
    "J6": "s.litigation.other",
    "J7": "s.resources.staff.part_time",
}
REFUSED = "s.replies.refused."


def _raise(code: str) -> Callable[[Figures, Random], None]:
    def edit(figures: Figures, rng: Random) -> None:
        figures[code] += rng.randint(2, 6)

    return edit


def fewer_reasons(figures: Figures, rng: Random) -> None:
    """One reason for refusal counted too low: J4 breaks, and no part exceeds its whole."""
    del rng
    largest = max((code for code in figures if code.startswith(REFUSED)), key=lambda code: figures[code])
    figures[largest] -= 1


EDITS_2014: dict[str, Callable[[Figures, Random], None]] = {
    **{f"sum_{rule.lower()}": _raise(code) for rule, code in RAISED.items()},
    "sum_j4": fewer_reasons,
}


def has_refusals(figures: Figures) -> bool:
    """Enough refusals that one less is seen."""
    return figures["s.replies.refused"] >= 2
