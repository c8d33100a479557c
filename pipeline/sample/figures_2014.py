"""The figures of the statistics table of 2014 to 2018, from the same draws as the later tables."""

from __future__ import annotations

from random import Random

from pipeline.sample.codes import OUTCOMES, PERSONS, RESULTS
from pipeline.sample.spec import split, times

REASONS = (
    "state_secret",
    "commercial_secret",
    "personal_privacy",
    "security_stability",
    "not_gov_info",
    "other_law",
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


def statistics(figures: dict[str, int], rng: Random, received: int) -> None:
    """Adds the cells `s.*` to an organ's figures; every identity of that table holds, also after summing."""
    closed = sum(figures[f"t3.{row}.{person}"] for row in OUTCOMES for person in PERSONS)
    _deal(
        figures,
        rng,
        "s.requests.received",
        received,
        ("in_person", "fax", "online", "letter"),
        (3, 0.2, 5, 2),
    )
    _deal(figures, rng, "s.requests.closed", closed, ("on_time", "extended"), (19, 1))
    _deal(figures, rng, "s.replies", closed, ANSWERS, (22, 40, 6, 5, 9, 11, 3, 4))
    figures["s.replies.total"] = figures.pop("s.replies")
    _deal(figures, rng, "s.replies.refused", figures["s.replies.refused"], REASONS, (1, 2, 4, 1, 6, 3))
    for remedy, source in (("review", "t4.review"), ("litigation", "t4.litigation_direct")):
        settled = [figures[f"{source}.{result}"] for result in RESULTS[:3]]
        for result, value in zip(RESULTS[:3], settled, strict=True):
            figures[f"s.{remedy}.{result}"] = value
        figures[f"s.{remedy}.total"] = sum(settled)
    _responses(figures, rng)
    figures["s.proactive.normative_doc_disclosed"] = figures["t2.art20_1.normative_doc.made"]
    figures["s.proactive.normative_doc_made"] = figures["t2.art20_1.normative_doc.made"]
    figures["s.complaints"] = times(rng, 0.2)


def _deal(
    figures: dict[str, int],
    rng: Random,
    code: str,
    whole: int,
    parts: tuple[str, ...],
    weights: tuple[float, ...],
) -> None:
    figures[code] = whole
    for part, value in zip(parts, split(rng, whole, weights), strict=True):
        figures[f"{code}.{part}"] = value


def _responses(figures: dict[str, int], rng: Random) -> None:
    """Press, interpretation, staff, money and training."""
    press, talks = figures["n.press"], rng.randint(0, 2)
    figures["s.response.press_conferences"] = press
    figures["s.response.press_conferences_head"] = press // 2
    figures["s.response.online_interviews"] = talks
    figures["s.response.online_interviews_head"] = rng.randint(0, talks)
    figures["s.response.interpretations"] = figures["n.interpretation"]
    figures["s.response.weibo_wechat"] = figures["n.responses"]
    figures["s.response.other"] = rng.randint(0, 3)
    figures["s.response.hot_topics"] = figures["n.responses"]
    full_time, part_time = rng.randint(0, 2), rng.randint(1, 5)
    figures["s.resources.offices"] = 1
    figures["s.resources.reading_points"] = rng.randint(0, 3)
    figures["s.resources.staff"] = full_time + part_time
    figures["s.resources.staff.full_time"] = full_time
    figures["s.resources.staff.part_time"] = part_time
    figures["s.resources.budget"] = rng.choice((0, 50, 150, 220, 500))
    figures["s.training.meetings"] = figures["n.meetings"]
    figures["s.training.sessions"] = figures["n.sessions"]
    figures["s.training.attendees"] = figures["n.people"]
