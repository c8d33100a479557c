"""Which reports exist: forms, layouts, faults, titles, dates, addresses; before any content is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from random import Random

from pipeline.sample.agencies import AGGREGATE, TOWNSHIP, Agency
from pipeline.sample.faults import KINDS, PERMANENTLY_MISSING, Kind
from pipeline.sample.figures import Model, complete
from pipeline.sample.phrases import BARE_TITLE, TITLES
from pipeline.sample.report import FORM_2019, FORM_2021, STATISTICS, MissingReport, Report, due_on
from pipeline.sample.spec import SampleSpec, dice
from pipeline.sample.styles import BY_NAME, STYLES, Style

MIGRATION = date(2017, 8, 8)  # the whole site was re-published that day
MOVED = date(2020, 4, 22)  # the township column was moved that day
NEW_POOL, LATE_POOL = 8, 6  # most reports that appear on later nights only
OWN_FOLDERS = {"gaj": "/zwgk/bmxxgkml/gaj/xxgknb_1840/", "jkq": "/zwgk/bmxxgkml/jkq/xxgknb_1852/"}
TOWN_COLUMN = "/zwgk/zfxxgknb/xzjd_9102/"
# layouts of reports of 2014 to 2018 that are no plain page, with their weights
EARLY_STYLES = {"clean": 5, "word_spans": 5, "gbk": 5, "docx": 3, "pdf": 1.5, "txt_tab": 1.5, "xlsx": 0.5}
ON_REQUEST = {"scan": (0.03, 2018), "doc": (0.03, 2014)}  # share of the plain pages, first year
Slot = tuple[Agency, int]


@dataclass(frozen=True, slots=True)
class Plan:
    """All reports that are ever published (those of later nights too) and those that never are.

    `nightly` lists, in order of appearance, keys of reports that night 0 does not have yet.
    """

    reports: tuple[Report, ...]
    missing: tuple[MissingReport, ...]
    nightly: tuple[tuple[str, int, int], ...]


def make_plan(spec: SampleSpec, agencies: tuple[Agency, ...], model: Model) -> Plan:
    """Plans the city's reports; pure in `spec`."""
    first, last = spec.years
    slots = [
        (agency, year) for agency in agencies for year in range(first, last + 1) if agency.works_in(year)
    ]
    gone, nightly = _absent(spec, slots)
    published = [slot for slot in slots if slot not in gone]
    faults = _place_faults(spec, [slot for slot in published if slot not in nightly], model)
    sound = [slot for slot in published if slot not in faults and slot not in nightly]
    reports = [_report(spec, slot, faults.get(slot), slot in nightly) for slot in published]
    reports = [replace(r, copied_from=_copied_from(spec, r, sound)) for r in reports]
    reports += [_correction(spec, report) for report in reports if report.fault == "correction"]
    reports = [replace(r, fault=None) if r.fault == "correction" and r.copy == 1 else r for r in reports]
    missing = tuple(
        MissingReport(agency, year, due_on(year, agency.scope))
        for agency, year in slots
        if (agency, year) in gone
    )
    return Plan(_with_docids(reports), missing, tuple((a.agency_id, y, 1) for a, y in nightly))


def _scaled(count: int, slots: int) -> int:
    return max(1, round(count * slots / 650))


def _absent(spec: SampleSpec, slots: list[Slot]) -> tuple[set[Slot], list[Slot]]:
    """Reports that never come, and those that come on later nights (last year's and the year's before)."""
    last = spec.years[1]
    mixed = [slot for slot in slots if slot[0].scope not in (AGGREGATE, "public_enterprise")]
    dice(spec.seed, "absent").shuffle(mixed)
    new = _few([slot for slot in mixed if slot[1] == last], NEW_POOL)
    late = _few([slot for slot in mixed if slot[1] == last - 1], LATE_POOL)
    held = set(new) | set(late)
    gone = [slot for slot in mixed if slot not in held and slot[1] < last - 1]
    order = [slot for pair in zip(new, late, strict=False) for slot in pair]
    order += [slot for slot in (*new, *late) if slot not in order]
    return set(gone[: _scaled(PERMANENTLY_MISSING, len(slots))]), order


def _few(slots: list[Slot], most: int) -> list[Slot]:
    """Up to `most`, but never more than a sixth, so that small samples keep their reports."""
    return slots[: min(most, len(slots) // 6)]


def _place_faults(spec: SampleSpec, slots: list[Slot], model: Model) -> dict[Slot, Kind]:
    """Each fault on a report of its own; a carry-over break also keeps the year before free of faults."""
    free = list(slots)
    dice(spec.seed, "faults").shuffle(free)
    existing, placed = set(slots), dict[Slot, Kind]()
    reserved: set[Slot] = set()

    @cache
    def conditions(slot: Slot) -> frozenset[str]:
        """Which conditions of the kinds its figures meet; worked out once, figures are dear."""
        figures = complete(model.figures(*slot))
        return frozenset(kind.fits.__name__ for kind in KINDS if kind.fits(figures))

    for kind in KINDS:
        wanted = _scaled(kind.count, len(slots))
        for slot in free:
            if not wanted:
                break
            before = (slot[0], slot[1] - 1)
            if slot in placed or slot in reserved or not kind.first_year <= slot[1] <= kind.last_year:
                continue
            if kind.needs_last_year and (before not in existing or before in placed):
                continue
            too_small = slot[0].scope != AGGREGATE and slot[0].size < kind.least_size
            if too_small or kind.fits.__name__ not in conditions(slot):
                continue
            placed[slot] = kind
            wanted -= 1
            if kind.needs_last_year:
                reserved.add(before)
    return placed


def _forms(year: int, kind: Kind | None) -> tuple[str, str, str]:
    if kind is not None and kind.forms is not None:
        return kind.forms
    form = STATISTICS if year <= 2018 else FORM_2019 if year <= 2020 else FORM_2021
    return form, form, form


def _style(spec: SampleSpec, slot: Slot, rng: Random, kind: Kind | None) -> str:
    """The layout; one of a format that the spec leaves out is never drawn."""
    year = slot[1]
    if kind is not None and kind.styles:
        return rng.choice(kind.styles)
    favour = 3.0 if year in (2019, 2020) else 0.3
    weights = [
        style.weight * (favour if style.is_for_2019 else 1) * (style.format in spec.formats)
        for style in STYLES
    ]
    style = rng.choices(STYLES, weights)[0]
    if year <= 2018 and not style.is_plain_table:  # that table knows no variants of the later ones
        weights = [weight * (BY_NAME[name].format in spec.formats) for name, weight in EARLY_STYLES.items()]
        style = BY_NAME[rng.choices(list(EARLY_STYLES), weights)[0]]
    return _on_request(spec, slot, style) if kind is None else style.name


def _on_request(spec: SampleSpec, slot: Slot, style: Style) -> str:
    """Now and then a format in place of a plain page; drawn apart, so that all else stays as it is."""
    if not style.is_plain_table:
        return style.name
    roll, start = dice(spec.seed, "format", slot[0].agency_id, slot[1]).random(), 0.0
    for name, (share, first_year) in ON_REQUEST.items():
        if start <= roll < start + share and name in spec.formats and slot[1] >= first_year:
            return name
        start += share
    return style.name


def _report(spec: SampleSpec, slot: Slot, kind: Kind | None, is_nightly: bool) -> Report:
    agency, year = slot
    rng = dice(spec.seed, "report", agency.agency_id, year)
    due = due_on(year, agency.scope)
    is_late = is_nightly or (kind is not None and kind.name == "late" and due is not None)
    published = _published(rng, year, due, is_late)
    if is_nightly:
        published = date(spec.years[1] + 1, 4, 1) + timedelta(days=rng.randint(0, 50))
    title_year = year - 1 if kind is not None and kind.name == "title_year" else year
    title, listing_title = _titles(rng, agency, title_year, kind)
    column, shell = _place(agency, year)
    style_name = _style(spec, slot, rng, kind)
    stamped = _stamped(agency, year, published, column)
    return Report(
        agency=agency,
        year=year,
        forms=_forms(year, kind),
        style_name=style_name,
        title=title,
        listing_title=listing_title,
        title_year=None if title == BARE_TITLE else title_year,
        published_on=published,
        stamped_on=stamped,
        listed_on=stamped if stamped == MOVED else published,
        due_on=due,
        status="late" if is_late else "on_time",
        column=column,
        shell=shell,
        fault=kind.name if kind is not None else None,
        has_wap=kind is None and BY_NAME[style_name].format == "html" and rng.random() < 0.08,
        second_column="/zwgk/zfxxgknb/szbm/" if agency.folder == "szfb" and year >= 2019 else None,
    )


def _copied_from(spec: SampleSpec, report: Report, sound: list[Slot]) -> tuple[str, int, int] | None:
    """Whose text a report repeats: its own of the year before, or that of a like agency without a fault."""
    agency, year = report.agency, report.year
    if report.fault == "copied_own":
        return agency.agency_id, year - 1, 1
    if report.fault != "copied_other":
        return None
    like = [
        other
        for other, when in sound
        if when == year and other is not agency and (other.level, other.scope) == (agency.level, agency.scope)
    ]
    if not like:
        return None
    return dice(spec.seed, "copied", *report.key).choice(like).agency_id, year, 1


def _published(rng: Random, year: int, due: date | None, is_late: bool) -> date:
    last_day = due or date(year + 1, 3, 31)
    if is_late:
        return last_day + timedelta(days=rng.randint(3, 60))
    return last_day - timedelta(days=rng.choice((0, 1, 1, 2, 3, 4, 6, 8, 11, 15, 20)))


def _titles(rng: Random, agency: Agency, year: int, kind: Kind | None) -> tuple[str, str]:
    """Title of the page and of its row in the listing."""
    title = rng.choice(TITLES).format(name=agency.name, year=year)
    if kind is None and rng.random() < 0.02:
        return BARE_TITLE, BARE_TITLE
    roll = rng.random()
    if agency.scope == AGGREGATE and roll < 0.4:
        title = f"{agency.aliases[0]}{year}年政府信息公开工作年度报告"
    elif roll > 0.85:
        return title, TITLES[0].format(name=agency.aliases[0], year=year)
    return title, title


def _place(agency: Agency, year: int) -> tuple[str, str]:
    """Listing column and page shell of an agency's reports."""
    if agency.folder in OWN_FOLDERS and agency.level == "city":
        return OWN_FOLDERS[agency.folder], "department"
    if agency.scope == TOWNSHIP:
        return f"{TOWN_COLUMN}{year}n/", "township"
    if agency.level == "county":
        return "/zwgk/zfxxgknb/xq/", "county"
    return ("/zwgk/zfxxgknb/szf/" if agency.folder in ("szf", "szfb") else "/zwgk/zfxxgknb/szbm/"), "city"


def _stamped(agency: Agency, year: int, published: date, column: str) -> date:
    if agency.scope == TOWNSHIP and year == 2019:
        return MOVED
    if published < MIGRATION and column in ("/zwgk/zfxxgknb/szf/", "/zwgk/zfxxgknb/szbm/"):
        return MIGRATION
    return published


def _correction(spec: SampleSpec, report: Report) -> Report:
    """The same report published again: marked as corrected, with other numbers."""
    rng = dice(spec.seed, "correction", *report.key)
    published = report.published_on + timedelta(days=rng.randint(9, 40))
    title = f"{report.title}（更正）"
    return replace(
        report,
        copy=2,
        title=title,
        listing_title=title,
        published_on=published,
        stamped_on=published,
        listed_on=published,
        has_wap=False,
        second_column=None,
    )


def _with_docids(reports: Iterable[Report]) -> tuple[Report, ...]:
    """Document ids that rise with the URL date, as a shared TRS instance gives them."""
    ordered = sorted(reports, key=lambda report: (report.stamped_on, report.key))
    numbered = {report.key: 1_000_003 + 37 * index for index, report in enumerate(ordered)}
    assert all(a.stamped_on <= b.stamped_on for a, b in pairwise(ordered))
    return tuple(replace(report, docid=numbered[report.key]) for report in ordered)
