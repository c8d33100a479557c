from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from pipeline.errors import SettingsError
from pipeline.sample.city import City, build
from pipeline.sample.plan import MIGRATION, MOVED
from pipeline.sample.spec import DEFAULT_FORMATS, FORMATS, SampleSpec
from pipeline.sample.styles import STYLES

REAL_PLACES = (
    *("北京", "天津", "上海", "重庆", "河北", "山西", "辽宁", "吉林", "黑龙江", "江苏", "浙江", "安徽"),
    *("福建", "江西", "山东", "河南", "湖北", "湖南", "广东", "海南", "四川", "贵州", "云南", "陕西"),
    *("甘肃", "青海", "台湾", "内蒙古", "广西", "西藏", "宁夏", "新疆", "香港", "澳门", "固原", "原州"),
    *("西吉", "隆德", "泾源", "彭阳", "银川", "石嘴山", "吴忠", "中卫", "海原", "兰州", "西安", "平凉"),
)


def test_the_default_city_is_large_enough(city: City) -> None:
    assert len(city.agencies) == 64
    assert len(city.reports) >= 600
    assert {report.year for report in city.reports} == set(range(2014, 2026))
    types = Counter(agency.agency_type for agency in city.agencies)
    assert types["county_government"] == 5
    assert {"government", "government_office", "development_zone", "township", "public_enterprise"} <= set(
        types
    )


def test_names_ids_and_aliases_are_unique_and_fictional(city: City) -> None:
    names = [agency.name for agency in city.agencies]
    ids = [agency.agency_id for agency in city.agencies]
    aliases = [alias for agency in city.agencies for alias in agency.aliases]
    codes = [agency.org_code for agency in city.agencies]
    assert len(set(ids)) == len(ids)
    assert len(set(names + aliases)) == len(names) + len(aliases)
    assert len(set(codes)) == len(codes)
    assert all(len(code) == 9 and code.startswith("9901") for code in codes)
    assert not [name for name in names + aliases for place in REAL_PLACES if place in name]


def test_the_reform_renames_and_merges(city: City) -> None:
    kinds = Counter(succession.kind for succession in city.successions)
    assert kinds["rename"] >= 4
    assert kinds["merger"] == 2  # two predecessors of one successor
    by_id = {agency.agency_id: agency for agency in city.agencies}
    for succession in city.successions:
        before, after = by_id[succession.predecessor_id], by_id[succession.successor_id]
        year = date.fromisoformat(succession.effective_on).year
        assert (before.last_year, after.first_year) == (year - 1, year)
    for report in city.reports:
        assert report.agency.works_in(report.year)


def test_forms_follow_the_years_except_for_stragglers_and_hybrids(city: City) -> None:
    odd = Counter(report.fault for report in city.reports if len(set(report.forms)) > 1 or _unusual(report))
    assert set(odd) == {"straggler", "hybrid_rows", "hybrid_headers", "local_table"}
    assert min(odd.values()) >= 2


def _unusual(report: object) -> bool:
    year, form = report.year, report.forms[1]  # type: ignore[attr-defined]
    return form != ("f2014_stat" if year <= 2018 else "f2019" if year <= 2020 else "f2021")


def test_every_layout_occurs(city: City) -> None:
    used = Counter(report.style_name for report in city.reports)
    assert set(used) == {style.name for style in STYLES if style.format in DEFAULT_FORMATS}
    shapes = {report.style.structure for report in city.reports if report.style.format == "text"}
    assert {"tab", "tab_trap", "pipe", "lines", "runon"} <= shapes


def test_moved_columns_carry_new_dates_in_their_addresses_only(city: City) -> None:
    moved = [report for report in city.reports if report.stamped_on != report.published_on]
    assert {report.stamped_on for report in moved} == {MIGRATION, MOVED}
    assert all(report.published_on < report.stamped_on for report in moved)
    assert all(f"/t{report.stamped_on:%Y%m%d}_" in report.url for report in moved)
    ordered = sorted(city.reports, key=lambda report: report.docid)
    assert [r.stamped_on for r in ordered] == sorted(r.stamped_on for r in ordered)


def test_late_means_after_the_due_date(city: City) -> None:
    for report in city.reports:
        is_late = report.due_on is not None and report.published_on > report.due_on
        if report.is_correction:
            continue
        assert is_late == (report.status == "late"), report.url
    assert sum(report.status == "late" for report in city.reports) >= 10


def test_addresses_are_unique(city: City) -> None:
    urls = [report.url for report in city.reports] + [
        r.document_url for r in city.reports if r.attachment_name
    ]
    assert len(set(urls)) == len(urls)


@pytest.mark.parametrize(
    ("agencies", "years"), [(20, (2014, 2025)), (30, (2021, 2022)), (64, (2025, 2025)), (300, (2019, 2020))]
)
def test_other_sizes(agencies: int, years: tuple[int, int]) -> None:
    city = build(SampleSpec(agencies=agencies, years=years))
    assert len(city.agencies) == agencies
    assert len(city.reports) + len(city.missing) >= sum(
        a.works_in(y) for a in city.agencies for y in range(years[0], years[1] + 1)
    )
    assert {report.year for report in city.reports} == set(range(years[0], years[1] + 1))


@pytest.mark.parametrize(
    "bad",
    [
        {"agencies": 3},
        {"years": (2010, 2012)},
        {"years": (2020, 2019)},
        {"night": -1},
        {"formats": ("html", "odt")},
        {"formats": ("pdf",)},
    ],
)
def test_impossible_sizes_are_refused(bad: dict[str, object]) -> None:
    with pytest.raises(SettingsError):
        SampleSpec(**bad)  # type: ignore[arg-type]


def test_another_seed_gives_another_city() -> None:
    one, two = build(SampleSpec(seed=1)), build(SampleSpec(seed=2))
    assert [r.style_name for r in one.reports] != [r.style_name for r in two.reports]


def test_default_formats_are_few_beside_pages_and_scans_come_on_request_only(city: City) -> None:
    used = Counter(report.style.format for report in city.reports)
    assert set(used) == set(DEFAULT_FORMATS)
    assert 20 <= used["pdf"] <= 48
    assert 3 <= used["xlsx"] <= 12
    assert 3 <= used["zip"] <= 12
    forms = {report.forms[1] for report in city.reports if report.style.format == "pdf"}
    assert {"f2014_stat", "f2019", "f2021"} <= forms


def test_formats_on_request_replace_plain_pages_and_move_nothing_else(city: City) -> None:
    every = build(SampleSpec(formats=FORMATS))
    used = Counter(report.style.format for report in every.reports)
    assert used["scan"] >= 3
    assert used["doc"] >= 3
    plain = {report.key: report for report in city.reports}
    for report in every.reports:
        before = plain[report.key]
        assert (report.url, report.title, report.fault) == (before.url, before.title, before.fault)
        if report.style_name != before.style_name:
            assert report.style.format in ("scan", "doc")
            assert before.style.is_plain_table


def test_a_spec_without_a_format_has_none_of_it() -> None:
    city = build(SampleSpec(formats=("html", "text")))
    assert {report.style.format for report in city.reports} == {"html", "text"}
