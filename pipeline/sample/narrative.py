"""The prose of a report: sections of paragraphs, with the truth of every figure they state."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from pipeline.sample import phrases, sentences
from pipeline.sample.agencies import AGGREGATE, TOWNSHIP, Agency
from pipeline.sample.figures import Figures
from pipeline.sample.sentences import FORBIDDEN, Sentence, Stated


@dataclass(frozen=True, slots=True)
class Slant:
    """What an injected fault makes the prose say: numbers too high by so much, or silence on disputes."""

    volume: int = 0
    requests: int = 0
    granted: int = 0
    silent_on_disputes: bool = False
    silent_on_outcomes: bool = False


@dataclass(frozen=True, slots=True)
class Prose:
    """`preamble` and, per section key, heading and paragraphs; `stated` is every figure in them."""

    preamble: tuple[str, ...]
    sections: dict[str, tuple[str, tuple[str, ...]]]
    stated: tuple[Stated, ...]


def we(agency: Agency) -> str:
    """How a report calls its agency."""
    if agency.scope == AGGREGATE:
        return {"市": "全市", "县": "全县", "区": "全区"}[agency.region.name[-1]] + "各级行政机关"
    if agency.scope == TOWNSHIP:
        return {"镇": "我镇", "乡": "我乡"}.get(agency.aliases[0][-1], "我街道")
    return {"局": "我局", "会": "我委", "室": "我办", "心": "我中心"}.get(agency.name[-1], "本单位")


def write_prose(agency: Agency, year: int, form: str, figures: Figures, rng: Random, slant: Slant) -> Prose:
    """All prose of one report. `form` names the form the preamble cites."""
    who = we(agency)
    period = rng.choice(phrases.PERIODS).format(year=year)
    basis = phrases.BASIS[form].format(name=agency.name, year=year)
    opening = (basis + (phrases.CONTENTS if form != "f2014_stat" else "") + period,)
    build = _sections_2014 if form == "f2014_stat" else _sections
    spoken = build(figures, rng, who, year, form, slant)
    sections = {
        key: (heading, tuple(_text(part) for part in parts)) for key, (heading, parts) in spoken.items()
    }
    stated = [
        figure for _, parts in spoken.values() for part in parts for one in part for figure in one.stated
    ]
    return Prose(opening, sections, _without_ambiguity(stated))


NO_FEE = Stated("info_fee_yuan", None, 0, None, "exact", sentences.OPTIONAL)
Paragraph = list[Sentence]
Spoken = dict[str, tuple[str, list[Paragraph]]]


def _text(paragraph: Paragraph) -> str:
    return "".join(part.text for part in paragraph)


def _without_ambiguity(stated: list[Stated]) -> tuple[Stated, ...]:
    """Drops forbidden numbers that some true figure happens to equal."""
    true = {figure.value for figure in stated if figure.expectation != FORBIDDEN}
    return tuple(f for f in stated if f.expectation != FORBIDDEN or f.value not in true)


def _said(rng: Random, pool: tuple[str, ...], count: int = 1) -> list[Sentence]:
    return [Sentence(phrases.vary(rng, text)) for text in rng.sample(pool, k=count)]


def _apart(rng: Random) -> Random:
    """A generator for one sentence: however much the figures make it draw, the next one draws the same."""
    return Random(rng.random())


def _asked(figures: Figures, rng: Random, who: str, year: int, slant: Slant) -> Paragraph:
    """What is said of applications, their outcomes and disputes."""
    asked = [sentences.requests(_apart(rng), figures, who, year, slant.requests)]
    answered = sentences.outcomes(_apart(rng), figures, slant.granted)
    told, disputed = slant.granted or rng.random() < 0.6, rng.random() < 0.75
    if answered is not None and told and not slant.silent_on_outcomes:
        asked.append(answered)
    if not slant.silent_on_disputes and disputed:
        litigation = figures["t4.litigation_direct.total"] + figures["t4.litigation_after_review.total"]
        asked.append(sentences.disputes(_apart(rng), figures["t4.review.total"], litigation))
    return asked


def _sections(figures: Figures, rng: Random, who: str, year: int, form: str, slant: Slant) -> Spoken:
    documents = "made" if form == "f2019" else "issued"
    made = figures[f"t2.art20_1.normative_doc.{documents}"]
    repealed = figures["t2.art20_1.normative_doc.repealed"] if form == "f2021" else 0
    asked = _asked(figures, rng, who, year, slant)
    heads = rng.choice(phrases.TOPICS)
    general = [
        [
            Sentence(heads[0]),
            *_said(rng, phrases.OPEN_WORK, 2),
            sentences.volume(_apart(rng), figures, year, who, slant.volume),
            *sentences.services(_apart(rng), figures, made, repealed),
        ],
        [Sentence(heads[1]), *_said(rng, phrases.REQUEST_WORK), *asked],
        [Sentence(heads[2]), *_said(rng, phrases.MANAGEMENT, 2)],
        [Sentence(heads[3]), *_said(rng, phrases.PLATFORM), *sentences.traps(_apart(rng), figures, year)],
        [Sentence(heads[4]), *_said(rng, phrases.SUPERVISION, 2)],
    ]
    headings = {key: rng.choice(options) for key, options in phrases.HEADINGS.items()}
    last = (
        [sentences.fee(_apart(rng), figures["n.fee_yuan"])] if form == "f2021" or rng.random() < 0.3 else []
    )
    return {
        "general": (headings["general"], general),
        "t2": (headings["t2"], []),
        "t3": (headings["t3"], []),
        "t4": (headings["t4"], []),
        "problems": (headings["problems"], [_said(rng, phrases.PROBLEMS), _said(rng, phrases.IMPROVEMENTS)]),
        "other": (headings["other"], [[*last, *_said(rng, phrases.NOTHING_ELSE)]]),
    }


def _sections_2014(figures: Figures, rng: Random, who: str, year: int, form: str, slant: Slant) -> Spoken:
    del form, slant  # faults are injected into the later forms only
    counted = dict(figures)
    counted |= {"t3.new_received.total": figures["s.requests.received"], "t3.carried_in.total": 0}
    counted |= {"t3.carried_out.total": 0, "t3.processed_total.total": figures["s.requests.closed"]}
    made = figures["s.proactive.normative_doc_made"]
    bodies: tuple[list[Paragraph], ...] = (
        [_said(rng, phrases.OPEN_WORK), _said(rng, phrases.SUPERVISION)],
        [
            [
                sentences.volume(_apart(rng), figures, year, who),
                *sentences.services(_apart(rng), figures, made, 0),
            ],
            _said(rng, phrases.PLATFORM),
        ],
        [[*_said(rng, phrases.REQUEST_WORK), _received_2014(_apart(rng), counted, who, year)]],
        [[sentences.sentence("本年度政府信息公开没有收取任何费用，也没有减免情况。", NO_FEE)]],
        [[sentences.disputes(_apart(rng), figures["s.review.total"], figures["s.litigation.total"])]],
        [_said(rng, phrases.PROBLEMS), _said(rng, phrases.IMPROVEMENTS)],
        [],
    )
    keys = ("general", "open", "requests", "fees", "disputes", "problems", "s")
    return {key: (head, body) for key, head, body in zip(keys, phrases.HEADINGS_2014, bodies, strict=True)}


def _received_2014(rng: Random, figures: Figures, who: str, year: int) -> Sentence:
    received, closed = figures["t3.new_received.total"], figures["t3.processed_total.total"]
    if not received:
        return sentences.requests(rng, {**figures, "t3.carried_in.total": 0}, who, year)
    text = f"{year}年，{who}收到政府信息公开申请{received}件，办结{closed}件。"
    got = Stated("requests_received", None, received, "件")
    return sentences.sentence(text, got, Stated("requests_closed", None, closed, "件"))
