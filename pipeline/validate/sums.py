"""Wholes in prose against the parts the text names for them: TEXT_CHANNEL_SUM."""

from __future__ import annotations

from pipeline.narrative import Group
from pipeline.records import Figure, Finding, Severity

_ROUNDED = 0.2  # a rounded number (约, 余) may miss by this share of itself
_NEARLY = 0.85  # parts that reach this share of the whole were meant to be all of it


def check(group: Group) -> Finding | None:
    """A finding when the parts do not make up the whole.

    A single part, or few parts far below the whole, are a selection (其中…) and no mistake; parts above the
    whole always are one. `error` only where the wording says the parts are all there is, none rounded.
    """
    parts, whole = group.parts, group.whole
    if len(parts) < 2:
        return None
    total = sum(part.value for part in parts)
    rounded = any(one.qualifier != "exact" for one in (whole, *parts))
    is_all = group.exhaustive and group.complete
    if _fits(group, total) or _partitioned_twice(group):
        return None
    if total < whole.value and not is_all and total < _NEARLY * whole.value:
        return None
    severity: Severity = "error" if is_all and not rounded else "warn"
    names = "、".join(f"{_label(part)}{part.value:.12g}" for part in parts)
    message = f"text: {whole.snippet} ({whole.value:.12g}), its parts sum to {total:.12g}: {names}"
    return Finding(
        document_sha256=whole.document_sha256,
        rule="TEXT_CHANNEL_SUM",
        severity=severity,
        status="broken",
        part="narrative",
        message=message,
        fault="agency",
        left=whole.value,
        right=total,
        delta=whole.value - total,
        scope_key=f"{whole.measure}.{whole.value:.12g}",
    )


def _fits(group: Group, total: float) -> bool:
    """Whether the sum equals the whole, as far as rounded numbers allow to tell."""
    slack = sum(_ROUNDED * one.value for one in (group.whole, *group.parts) if one.qualifier != "exact")
    return abs(total - group.whole.value) <= max(slack, 0.5)


def _label(part: Figure) -> str:
    return (part.channel or "").removeprefix("category:")


def _partitioned_twice(group: Group) -> bool:
    """By channel and again by kind: either set alone, or the first few parts, make up the whole."""
    kinds = [part for part in group.parts if (part.channel or "").startswith("category:")]
    channels = [part for part in group.parts if part not in kinds]
    sums = [sum(part.value for part in some) for some in (kinds, channels) if some]
    sums += [sum(part.value for part in group.parts[:end]) for end in range(2, len(group.parts))]
    return any(abs(one - group.whole.value) < 0.5 for one in sums)
