"""The list of injected faults: how many of each, where they fit, and what they should be reported as."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from pipeline.sample.edits import is_busy
from pipeline.sample.edits_2014 import EDITS_2014, has_refusals
from pipeline.sample.figures import Figures
from pipeline.sample.narrative import Slant
from pipeline.sample.report import LOCAL_TABLE

# plain tables without blanks, where a wrong number cannot be taken for a layout
PLAIN_STYLES = (
    "clean",
    "blocks",
    "word_spans",
    "placeholders",
    "gbk",
    "gbk_no_meta",
    "gbk_wrong_meta",
    "nested",
)


def _anything(figures: Figures) -> bool:
    del figures
    return True


def _busy(figures: Figures) -> bool:
    return is_busy(figures)


def _reviewed(figures: Figures) -> bool:
    return figures["t4.review.total"] >= 1


def _penalties(figures: Figures) -> bool:
    return figures["t2.art20_6.penalty.decisions"] > 20


def _refusing(figures: Figures) -> bool:
    return has_refusals(figures)


def _listed_channels(figures: Figures) -> bool:
    parts = [figures[f"s.proactive.channel.{name}"] for name in ("website", "wechat", "weibo", "gazette")]
    return sum(part > 0 for part in parts) >= 2 and sum(parts) == figures["s.proactive.total"] > 100


# mean requests a year below which no organ is ever busy
BUSY_SIZE = {"_busy": 5.0, "_reviewed": 3.0, "_refusing": 8.0}


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fault. `count` is for every 600 reports; `styles` are the layouts it may come in (empty:
    any readable one); `rules` are the findings it deserves where these do not follow from the numbers;
    `refused` the parts nobody can read; `forms` are forced by it, it falls in `first_year` to `last_year`;
    `is_required` False: as well not reported, since the form's name is a matter of taste."""

    name: str
    count: int
    note: str
    styles: tuple[str, ...] = PLAIN_STYLES
    fits: Callable[[Figures], bool] = _anything
    rules: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    forms: tuple[str, str, str] | None = None
    first_year: int = 2019
    last_year: int = 9999
    needs_last_year: bool = False
    is_required: bool = True

    @property
    def least_size(self) -> float:
        """Mean requests a year an organ needs to be tried at all."""
        return BUSY_SIZE.get(self.fits.__name__, 0)


ALL_TABLES = ("t2", "t3", "t4")
KINDS = (
    Kind(
        "carry",
        4,
        "carried in differs from what the year before carried out",
        fits=_busy,
        needs_last_year=True,
        first_year=2020,
    ),
    Kind("row_sum", 3, "two row totals wrong, cancelling in the column", fits=_busy),
    Kind("total_cell", 3, "one row total wrong", fits=_busy),
    Kind("column_sum", 3, "（七）总计 wrong", fits=_busy),
    Kind("balance", 3, "received + carried in ≠ processed + carried out", fits=_busy),
    Kind("review_total", 3, "total of reviews wrong", fits=_reviewed),
    Kind("negative", 2, "a negative number of decisions", fits=_penalties),
    Kind("unknown_row", 2, "a row no form has", fits=_busy, rules=("FORM_UNKNOWN_ROW",)),
    Kind(
        "text_parts",
        3,
        "stated total differs from its listed parts",
        fits=_listed_channels,
        rules=("TEXT_CHANNEL_SUM",),
    ),
    Kind("text_requests", 3, "prose and table differ on requests", fits=_busy, rules=("TEXT_T3_NEW",)),
    Kind(
        "text_outcomes", 3, "prose and table differ on what was granted", fits=_busy, rules=("TEXT_T3_GROUP",)
    ),
    Kind(
        "title_year",
        3,
        "title of the year before over a report of this year",
        rules=("YEAR_TITLE_PERIOD",),
        first_year=2020,
    ),
    Kind("missing_table", 3, "no table under heading four", rules=("MISSING_TABLE",), refused=("t4",)),
    Kind("pictures", 2, "tables are pictures", ("pictures",), rules=("IMAGE_TABLE",), refused=ALL_TABLES),
    Kind("runon", 2, "cells of a row run together", ("runon", "txt_runon"), _busy, refused=ALL_TABLES),
    Kind("deduplicated", 2, "repeated lines are lost", ("deduplicated",), _busy, refused=ALL_TABLES),
    Kind(
        "straggler",
        3,
        "form of 2019 used later",
        forms=("f2019", "f2019", "f2019"),
        rules=("FORM_MISMATCH",),
        first_year=2021,
    ),
    Kind(
        "hybrid_rows",
        2,
        "table 3 with the single row of 2019",
        forms=("f2021", "f2019", "f2021"),
        rules=("FORM_MISMATCH",),
        first_year=2021,
    ),
    Kind(
        "hybrid_headers",
        2,
        "table 2 with headers of 2019 over rows of 2021",
        forms=("f2019|f2021", "f2021", "f2021"),
        rules=("FORM_MISMATCH",),
        first_year=2021,
        is_required=False,
    ),
    Kind("late", 14, "published after the last day", (), rules=("LATE",), first_year=2014),
    Kind(
        "correction",
        3,
        "published again with other numbers in a new document",
        fits=_busy,
        rules=("DUP_DOC",),
    ),
    Kind(
        "stock",
        3,
        "documents in force differ from last year's plus issued less repealed",
        first_year=2022,
        needs_last_year=True,
    ),
    Kind(
        "items",
        2,
        "items of last year differ from last year's report",
        first_year=2020,
        last_year=2020,
        needs_last_year=True,
    ),
    Kind(
        "copied_own",
        3,
        "text repeats the agency's report of the year before",
        rules=("NEAR_DUP_TEXT",),
        is_required=False,  # with figures of its own, a copy may stay below the bound
        first_year=2022,
        needs_last_year=True,
    ),
    Kind(
        "copied_other",
        3,
        "text repeats another agency's report of the same year",
        rules=("NEAR_DUP_TEXT",),
        is_required=False,  # with figures of its own, a copy may stay below the bound
        first_year=2021,
    ),
    Kind(
        "local_table",
        2,
        "statistics table of the years before 2014",
        ("clean", "word_spans", "gbk"),
        rules=("FORM_MISMATCH",),
        forms=(LOCAL_TABLE,) * 3,
        first_year=2014,
        last_year=2015,
        is_required=False,
    ),
    *(
        Kind(
            name,
            1,
            f"{name.removeprefix('sum_').upper()} of the statistics table does not add up",
            ("clean", "word_spans", "gbk"),
            _refusing if name == "sum_j4" else _anything,
            first_year=2014,
            last_year=2018,
        )
        for name in sorted(EDITS_2014)
    ),
    Kind(
        "block_page",
        1,
        "a firewall answers in place of the page",
        rules=("BLOCK_PAGE",),
        refused=(*ALL_TABLES, "narrative", "document"),
    ),
)
BY_NAME = {kind.name: kind for kind in KINDS}
PERMANENTLY_MISSING = 5  # for every 600 reports


def slant(kind: str | None, figures: Figures, rng: Random) -> Slant:
    """What a fault makes the prose say."""
    by = rng.randint(11, 39)
    if kind == "text_parts":
        return Slant(volume=by)
    if kind == "text_requests":
        return Slant(requests=_unlike(figures, by))
    if kind == "text_outcomes":
        return Slant(granted=by)
    if kind == "unknown_row":
        return Slant(silent_on_outcomes=True)
    return Slant(silent_on_disputes=kind == "review_total")


def _unlike(figures: Figures, by: int) -> int:
    """An excess that makes the stated requests equal to no number the table offers for them."""
    new, carried = figures["t3.new_received.total"], figures["t3.carried_in.total"]
    offered = {new, new + carried, figures["t3.processed_total.total"]}
    while new + by in offered:
        by += 1
    return by
