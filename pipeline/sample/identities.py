"""The identities of the forms, evaluated on the truth: which ones a report's printed numbers break."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.sample.codes import COLUMNS, PERSONS, REMEDIES, RESULTS, outcome_rows

Values = Mapping[str, float]
STRICT_ROWS = ("new_received", "carried_in", "processed_total", "carried_out")


@dataclass(frozen=True, slots=True)
class Break:
    """A broken identity: `left` is the printed total, `right` what its parts give."""

    rule: str
    severity: str
    cell_codes: tuple[str, ...]
    left: float
    right: float


def _compare(
    rule: str, severity: str, left: tuple[str, ...], right: tuple[str, ...], values: Values
) -> list[Break]:
    total, parts = sum(values[code] for code in left), sum(values[code] for code in right)
    return [] if abs(total - parts) < 1e-9 else [Break(rule, severity, (*left, *right), total, parts)]


def broken(values: Values) -> list[Break]:
    """All identities of one report that its filled values break."""
    found: list[Break] = []
    codes = set(values)
    if any(code.startswith("t3.") for code in codes):
        found += _table_3(values, codes)
    if any(code.startswith("t4.") for code in codes):
        for remedy in REMEDIES:
            parts = tuple(f"t4.{remedy}.{result}" for result in RESULTS)
            found += _compare("T4_SUM", "error", (f"t4.{remedy}.total",), parts, values)
    if "s.proactive.total" in codes:
        found += _statistics(values)
    for code in sorted(codes):
        if values[code] < 0 and not code.endswith(".items_change"):
            found.append(Break("NEG_VALUE", "error", (code,), values[code], 0))
    return found


def _table_3(values: Values, codes: set[str]) -> list[Break]:
    found: list[Break] = []
    outcomes = outcome_rows(codes)
    for row in (*STRICT_ROWS, *outcomes):
        severity = "error" if row in STRICT_ROWS else "warn"
        parts = tuple(f"t3.{row}.{person}" for person in PERSONS)
        found += _compare("T3_ROW_SUM", severity, (f"t3.{row}.total",), parts, values)
    for column in COLUMNS:
        parts = tuple(f"t3.{row}.{column}" for row in outcomes)
        found += _compare("T3_COL_SUM", "error", (f"t3.processed_total.{column}",), parts, values)
        come = (f"t3.new_received.{column}", f"t3.carried_in.{column}")
        gone = (f"t3.processed_total.{column}", f"t3.carried_out.{column}")
        found += _compare("T3_BALANCE", "error", come, gone, values)
    return found


SUMS = (
    ("J1", "s.requests.received", ("s.requests.received.",)),
    ("J2", "s.requests.closed", ("s.requests.closed.",)),
    ("J4", "s.replies.refused", ("s.replies.refused.",)),
    ("J7", "s.resources.staff", ("s.resources.staff.",)),
)
ANSWERS = (
    "already_public",
    "granted",
    "partial",
    "refused",
    "not_this_organ",
    "not_exist",
    "correction_notified",
    "other_channel",
)


def _statistics(values: Values) -> list[Break]:
    found: list[Break] = []
    for rule, whole, prefixes in SUMS:
        parts = tuple(code for code in values if code.startswith(prefixes))
        found += _compare(rule, "error", (whole,), parts, values)
    replies = tuple(f"s.replies.{answer}" for answer in ANSWERS)
    found += _compare("J3", "error", ("s.replies.total",), replies, values)
    for rule, remedy in (("J5", "review"), ("J6", "litigation")):
        parts = tuple(f"s.{remedy}.{result}" for result in RESULTS[:3])
        found += _compare(rule, "error", (f"s.{remedy}.total",), parts, values)
    channels = tuple(code for code in values if code.startswith("s.proactive.channel."))
    total = values["s.proactive.total"]
    if not max(values[code] for code in channels) <= total <= sum(values[code] for code in channels):
        found.append(
            Break("J8", "warn", ("s.proactive.total", *channels), total, sum(values[c] for c in channels))
        )
    return found


def carried(before: Values, now: Values) -> list[Break]:
    """What was carried in against what the year before carried out, by column."""
    found: list[Break] = []
    for column in COLUMNS:
        code_in, code_out = f"t3.carried_in.{column}", f"t3.carried_out.{column}"
        if code_in in now and code_out in before and now[code_in] != before[code_out]:
            severity = "error" if column == "total" else "warn"
            found.append(Break("T3_CARRY", severity, (code_in, code_out), now[code_in], before[code_out]))
    return found


def stock(before: Values, now: Values) -> list[Break]:
    """Documents in force and numbers of items against the year before (I6, I7); same form only."""
    found: list[Break] = []
    for code in sorted(now):
        head, _, last = code.rpartition(".")
        if last == "in_force" and code in before:
            expected = before[code] + now[f"{head}.issued"] - now[f"{head}.repealed"]
            if now[code] != expected:
                found.append(Break("T2_STOCK", "warn", (code,), now[code], expected))
        if last == "prev_items" and code in before:
            expected = before[code] + before[f"{head}.items_change"]
            if now[code] != expected:
                found.append(Break("T2_ITEMS", "warn", (code,), now[code], expected))
    return found
