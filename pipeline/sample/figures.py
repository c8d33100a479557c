"""The model: plausible figures of every agency and year that obey every identity of the forms.

Figures are sparse dicts `cell code -> whole number` (absent: 0); money of `codes.MONEY` in hundredths.
Beside form cells they hold `n.*`, quantities only the prose tells.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from random import Random

from pipeline.sample.agencies import AGGREGATE, Agency
from pipeline.sample.codes import COLUMNS, GROUPS, OTHER_IN_ONE_ROW, OUTCOMES, PERSONS, REMEDIES, RESULTS
from pipeline.sample.figures_2014 import statistics
from pipeline.sample.places import CITY, Region
from pipeline.sample.spec import FIRST_YEAR, SampleSpec, dice, split, times

Figures = dict[str, int]
PERSON_WEIGHTS = (0.84, 0.09, 0.01, 0.01, 0.03, 0.02)
OUTCOME_WEIGHTS = (46, 9, 0.4, 0.8, 0.3, 2, 3, 3, 2, 3, 14, 4, 3, 2, 3, 0.5, 0.6, 0.4, 1.5, 0.2, 1.3)
TYPE_FACTOR = {
    "government_office": 1.6,
    "department": 1.0,
    "development_zone": 0.8,
    "directly_affiliated": 0.3,
    "public_institution": 0.3,
    "public_enterprise": 0.1,
    "county_department": 0.5,
    "township": 0.2,
}
# how many times an aggregate holds organs that publish no report of their own
UNLISTED_SIZE = {"city": 60.0, "county": 25.0}
ITEM_ROWS = (
    "art20_5.licensing",
    "art20_5.other_service",
    "art20_6.penalty",
    "art20_6.coercion",
    "art20_8.admin_fee",
)


class Model:
    """Figures of the agencies of one spec; `figures(agency, year)` is pure and keeps only recent answers."""

    def __init__(self, spec: SampleSpec, agencies: tuple[Agency, ...]) -> None:
        self._seed = spec.seed
        self._agencies = agencies
        self._lines: dict[str, list[Agency]] = defaultdict(list)
        for agency in agencies:
            self._lines[agency.line].append(agency)
        self._organ = lru_cache(maxsize=4096)(self._organ_figures)
        self._whole = lru_cache(maxsize=256)(self._aggregate_figures)

    def figures(self, agency: Agency, year: int) -> Figures:
        """A fresh dict of leaves and stocks, without the totals of tables 3 and 4 (see `complete`)."""
        return dict(self._whole(agency, year) if agency.scope == AGGREGATE else self._organ(agency, year))

    def _aggregate_figures(self, agency: Agency, year: int) -> Figures:
        whole: Figures = defaultdict(int)
        for part in (*self._parts(agency, year), _unlisted(agency)):
            for code, value in self.figures(part, year).items():
                whole[code] += value
        return dict(whole)

    def _parts(self, agency: Agency, year: int) -> list[Agency]:
        """City: its organs and the county governments; county: its departments and townships."""
        return [
            other
            for other in self._agencies
            if other.parent_id == agency.agency_id
            and other.works_in(year)
            and other.scope != "public_enterprise"
        ]

    def _at(self, agency: Agency, year: int) -> Agency | None:
        """Who carried the agency's line in that year."""
        line = self._lines.get(agency.line, [agency])
        return next((other for other in line if other.works_in(year)), None)

    def _organ_figures(self, agency: Agency, year: int) -> Figures:
        rng = dice(self._seed, "year", agency.line, year)
        traits = dice(self._seed, "traits", agency.line)
        figures: Figures = defaultdict(int)
        self._requests(figures, agency, year)
        self._remedies(figures, rng, agency)
        self._documents(figures, agency, year)
        self._decisions(figures, agency, year, traits, rng)
        _prose_quantities(figures, rng, agency)
        _volume(figures, agency, year, traits, rng)
        statistics(figures, rng, sum(figures[f"t3.new_received.{person}"] for person in PERSONS))
        return {code: value for code, value in figures.items() if value}

    def _received(self, agency: Agency, year: int) -> list[int]:
        rng = dice(self._seed, "received", agency.line, year)
        growth = 1 + 0.04 * (year - FIRST_YEAR)
        return split(rng, times(rng, agency.size * growth), PERSON_WEIGHTS)

    def _carried_out(self, agency: Agency, year: int) -> list[int]:
        carrier = self._at(agency, year)
        if carrier is None or year < FIRST_YEAR or self._at(agency, year + 1) is None:
            return [0] * len(PERSONS)
        rng = dice(self._seed, "carried", agency.line, year)
        return [min(n, times(rng, n * 0.08)) for n in self._received(carrier, year)]

    def _requests(self, figures: Figures, agency: Agency, year: int) -> None:
        rng = dice(self._seed, "outcomes", agency.line, year)
        new, carried = self._received(agency, year), self._carried_out(agency, year - 1)
        left = self._carried_out(agency, year)
        for person, got, before, after in zip(PERSONS, new, carried, left, strict=True):
            figures[f"t3.new_received.{person}"] = got
            figures[f"t3.carried_in.{person}"] = before
            figures[f"t3.carried_out.{person}"] = after
            for row, part in zip(OUTCOMES, split(rng, got + before - after, OUTCOME_WEIGHTS), strict=True):
                figures[f"t3.{row}.{person}"] = part

    def _remedies(self, figures: Figures, rng: Random, agency: Agency) -> None:
        for remedy, share in zip(REMEDIES, (0.05, 0.02, 0.012), strict=True):
            parts = split(rng, times(rng, agency.size * share), (0.7, 0.12, 0.1, 0.08))
            for result, part in zip(RESULTS, parts, strict=True):
                figures[f"t4.{remedy}.{result}"] = part

    def _documents(self, figures: Figures, agency: Agency, year: int) -> None:
        """Normative documents and, in the city's own name only, regulations."""
        factor = TYPE_FACTOR.get(agency.agency_type, 1.0)
        self._stock(figures, agency, year, "normative_doc", factor)
        if agency.line == f"rest-{CITY.code}":
            self._stock(figures, agency, year, "regulation", 0.5)

    def _stock(self, figures: Figures, agency: Agency, year: int, kind: str, factor: float) -> None:
        """Made, repealed and in force: the stock follows from the years before it."""
        rng = dice(self._seed, "documents", agency.line, kind)
        stock, made, repealed = times(rng, 14 * factor), 0, 0
        ever = stock
        for _ in range(FIRST_YEAR, year + 1):
            made, repealed = times(rng, 2.2 * factor), times(rng, 1.4 * factor)
            repealed = min(repealed, stock + made)
            stock += made - repealed
            ever += made
        _row(figures, f"t2.art20_1.{kind}", made=made, newly_disclosed=made, disclosed_stock=ever)
        _row(figures, f"t2.art20_1.{kind}", issued=made, repealed=repealed, in_force=stock)

    def _decisions(self, figures: Figures, agency: Agency, year: int, traits: Random, rng: Random) -> None:
        factor = TYPE_FACTOR.get(agency.agency_type, 1.0)
        for row, mean, cases in zip(ITEM_ROWS, (24, 40, 70, 9, 2), (900, 300, 160, 25, 0), strict=True):
            scale = factor * traits.choice((0, 0.2, 0.5, 1, 1.6))
            items, change = round(mean * scale), 0
            moves = dice(self._seed, "items", agency.line, row)
            for _ in range(FIRST_YEAR, year + 1):
                items += change
                change = max(-items, moves.choice((0, 0, 0, 0, 1, 2, 3, -1, -2, 6))) if scale else 0
            _row(figures, f"t2.{row}", prev_items=items, items_change=change)
            if cases:
                figures[f"t2.{row}.decisions"] = times(rng, cases * scale)
        fees = traits.choice((0, 0, 0, 40.0, 900.0)) * factor
        figures["t2.art20_8.admin_fee.amount"] = times(rng, fees * 100)
        bought = times(rng, 6 * factor)
        _row(figures, "t2.art20_9.procurement", items=bought, amount=bought * rng.randint(40, 900) * 500)


def _unlisted(agency: Agency) -> Agency:
    """Stands for all organs of a region that are not in the list."""
    region: Region = agency.region
    size = UNLISTED_SIZE["city" if region is CITY else "county"]
    return Agency(
        f"{region.code}-rest",
        "",
        (),
        "government_office",
        "rest",
        region,
        "",
        None,
        "organ",
        "",
        f"rest-{region.code}",
        size,
    )


def _row(figures: Figures, prefix: str, **values: int) -> None:
    for code, value in values.items():
        figures[f"{prefix}.{code}"] = value


def _prose_quantities(figures: Figures, rng: Random, agency: Agency) -> None:
    factor = TYPE_FACTOR.get(agency.agency_type, 1.0)
    sessions = times(rng, 1.6 * factor + 0.4)
    _row(figures, "n", interpretation=times(rng, 14 * factor), responses=times(rng, 20 * factor))
    _row(figures, "n", press=times(rng, 3 * factor), meetings=times(rng, 2), sessions=sessions)
    figures["n.people"] = sessions * rng.randint(18, 75)
    figures["n.fee_yuan"] = rng.choice((0, 0, 0, 0, 0, 0, 30, 120, 400)) if agency.size > 8 else 0


def _volume(figures: Figures, agency: Agency, year: int, traits: Random, rng: Random) -> None:
    """What was published by channel; from 2019 on the stated total is the sum of the channels."""
    factor = TYPE_FACTOR.get(agency.agency_type, 1.0)
    site = times(rng, traits.randint(180, 1500) * factor + 40)
    shares = (1.0, traits.choice((0, 0.3, 0.5)), traits.choice((0.3, 0.6, 0.9)), traits.choice((0, 0.1)))
    channels = ("website", "weibo", "wechat", "other")
    parts = {name: round(site * share) for name, share in zip(channels, shares, strict=True)}
    parts["gazette"] = traits.choice((0, 0, 30)) if agency.agency_type == "government_office" else 0
    _row(figures, "s.proactive.channel", **parts)
    doubled = rng.randint(0, min(parts["wechat"], parts["website"]) // 2) if year < 2019 else 0
    figures["s.proactive.total"] = sum(parts.values()) - doubled


def complete(figures: Figures) -> Figures:
    """Adds what the forms compute: row totals, （七）总计, the single row of 其他处理, totals of table 4."""
    full: Figures = defaultdict(int, figures)
    for person in PERSONS:
        full[f"t3.{OTHER_IN_ONE_ROW}.{person}"] = sum(full[f"t3.{row}.{person}"] for row in GROUPS["other"])
        full[f"t3.processed_total.{person}"] = sum(full[f"t3.{row}.{person}"] for row in OUTCOMES)
    for row in ("new_received", "carried_in", *OUTCOMES, OTHER_IN_ONE_ROW, "processed_total", "carried_out"):
        full[f"t3.{row}.total"] = sum(full[f"t3.{row}.{person}"] for person in PERSONS)
    for remedy in REMEDIES:
        full[f"t4.{remedy}.total"] = sum(full[f"t4.{remedy}.{result}"] for result in RESULTS)
    return full


def group_total(figures: Figures, group: str, column: str = "total") -> int:
    """The sum of one outcome group (granted, refused …) of completed figures, in one column."""
    assert column in COLUMNS
    return sum(figures[f"t3.{row}.{column}"] for row in GROUPS[group])
