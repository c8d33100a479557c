"""The codes of table 3 and 4 cells, as the model counts them; labels live in the form templates."""

from __future__ import annotations

PERSONS = (
    "natural_person",
    "org_business",
    "org_research",
    "org_public_welfare",
    "org_legal_service",
    "org_other",
)
COLUMNS = (*PERSONS, "total")
GROUPS: dict[str, tuple[str, ...]] = {
    "granted": ("granted",),
    "partial": ("partial",),
    "refused": tuple(
        f"refused.{reason}"
        for reason in (
            "state_secret",
            "other_law",
            "security_stability",
            "third_party",
            "internal_affairs",
            "process_info",
            "enforcement_file",
            "admin_query",
        )
    ),
    "unable": tuple(
        f"unable.{reason}" for reason in ("not_held", "needs_creation", "unclear_after_correction")
    ),
    "not_processed": tuple(
        f"not_processed.{reason}"
        for reason in ("petition", "repeat", "publication", "abusive_volume", "reconfirm")
    ),
    "other": ("other.overdue_correction", "other.overdue_fee", "other.other"),
}
OUTCOMES = tuple(row for rows in GROUPS.values() for row in rows)
OTHER_IN_ONE_ROW = "other"
REMEDIES = ("review", "litigation_direct", "litigation_after_review")
RESULTS = ("upheld", "corrected", "other", "pending")
UNKNOWN_ROW = "refused.unmapped_1"
# counted in hundredths of the printed unit, so that sums stay exact
MONEY = frozenset({"t2.art20_8.admin_fee.amount", "s.resources.budget", "s.request_fees"})


def outcome_rows(codes: set[str]) -> tuple[str, ...]:
    """The outcome rows a table with these cells prints (one or three rows of 其他处理, unknown ones too)."""
    found = {code.split(".", 1)[1].rsplit(".", 1)[0] for code in codes if code.startswith("t3.")}
    return tuple(sorted(found - {"new_received", "carried_in", "processed_total", "carried_out"}))
