"""The figures of one reading against the known ones."""

from __future__ import annotations

from benchmarks.counts import Counts
from benchmarks.expected import MEASURES, Expected, WantedFigure, plain, same_number
from pipeline.records import Figure


def same_channel(one: str | None, other: str | None) -> bool:
    """Equal, or two categories of which one's name holds the other's."""
    one, other = plain(one), plain(other)
    if one == other or not (one and other):
        return one == other
    if not (one.startswith("category:") and other.startswith("category:")):
        return False
    short, long = sorted((one[9:], other[9:]), key=len)
    return bool(short) and short in long


def _figure_matches(wanted: WantedFigure, given: Figure) -> bool:
    """Measure, channel and value; the rest is asked of required figures only."""
    return (
        wanted.measure in (None, given.measure)
        and (wanted.measure is None or same_channel(wanted.channel, given.channel))
        and same_number(wanted.value, given.value)
    )


def _figure_is_right(wanted: WantedFigure, given: Figure) -> bool:
    return (
        _figure_matches(wanted, given)
        and (wanted.unit is None or plain(wanted.unit) == plain(given.unit))
        and (not wanted.qualifiers or given.qualifier in wanted.qualifiers)
    )


def score_figures(expected: Expected, figures: tuple[Figure, ...], notes: list[str]) -> Counts:
    left = list(figures)
    required = [one for one in expected.figures if one.expectation == "required"]
    optional = [one for one in expected.figures if one.expectation == "optional"]
    forbidden = [one for one in expected.figures if one.expectation == "forbidden"]
    right = 0
    for wanted in required:
        match = next((one for one in left if _figure_is_right(wanted, one)), None)
        if match is None:
            notes.append(f"figure missing {wanted.measure}/{wanted.channel} {wanted.value:g} {wanted.unit}")
        else:
            left.remove(match)
            right += 1
    wrong = 0
    for given in left:
        if any(_figure_is_right(wanted, given) for wanted in required):
            continue  # the same true figure said twice is no error
        if any(_figure_matches(wanted, given) for wanted in optional):
            continue
        is_trap = any(_figure_matches(wanted, given) for wanted in forbidden)
        if not is_trap and (expected.is_open_text or given.measure not in MEASURES):
            continue
        wrong += 1
        kind = "trap" if is_trap else "figure extra"
        notes.append(f"{kind} {given.measure}/{given.channel} {given.value:g} {given.unit}: {given.snippet}")
    return Counts(figures=len(required), figures_right=right, figures_wrong=wrong)
