from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache

import pytest

from pipeline.sample.city import build
from pipeline.sample.content import make_content
from pipeline.sample.fault_truth import filled_values
from pipeline.sample.identities import broken
from pipeline.sample.revisions import changes
from pipeline.sample.site import build_pages
from pipeline.sample.spec import BASE_URL, SampleSpec

SPEC = SampleSpec(agencies=26, years=(2020, 2025), seed=3)


@cache
def _bytes_of_reports(night: int) -> dict[str, bytes]:
    city = build(replace(SPEC, night=night))
    return {
        path: page.render()
        for path, page in build_pages(city).items()
        if page.kind in ("report", "attachment")
    }


@pytest.mark.parametrize("night", [1, 2, 3, 4])
def test_the_truth_of_a_night_is_what_changed(night: int) -> None:
    before = _bytes_of_reports(night - 1)
    after = _bytes_of_reports(night)
    appeared = {path for path in after.keys() - before.keys() if path.endswith(".html")}
    vanished = before.keys() - after.keys()
    edited = {path for path in before.keys() & after.keys() if before[path] != after[path]}
    told = Counter[str]()
    for change in changes(SPEC, night):
        path = change.url.removeprefix(BASE_URL)
        told[change.kind] += 1
        assert (
            path in {"new": appeared, "late": appeared, "revised": edited, "vanished": vanished}[change.kind]
        )
        assert bool(change.cells) == (change.kind == "revised")
    assert len(appeared) == told["new"] + told["late"]
    assert len(edited) == told["revised"]
    assert len(vanished) == told["vanished"]
    assert sum(told.values()) == 1


def test_all_kinds_come_within_fifty_nights_and_none_twice() -> None:
    kinds = Counter[str]()
    touched = []
    for night in range(1, 51):
        for change in changes(SPEC, night):
            kinds[change.kind] += 1
            touched.append(change.url)
    assert set(kinds) == {"new", "late", "revised", "vanished"}
    assert len(set(touched)) == len(touched) == 50


def test_revised_reports_are_sound_and_versions_count() -> None:
    night = next(n for n in range(1, 10) if any(c.kind == "revised" for c in changes(SPEC, n)))
    change = changes(SPEC, night)[0]
    city = build(replace(SPEC, night=night))
    report = next(report for report in city.reports if report.url == change.url)
    values = filled_values(make_content(SPEC.seed, city.model, report))
    assert not broken(values)
    assert change.version_no == 2 == 1 + report.revision
    for code, before, after in change.cells:
        assert before != after
        assert values[code] == after


def test_reports_that_appear_were_missing_before() -> None:
    change = changes(SPEC, 1)[0]
    before, after = build(SPEC), build(replace(SPEC, night=1))
    key = (change.agency_id, change.report_year)
    assert key in {(m.agency.agency_id, m.year) for m in before.missing}
    assert key not in {(m.agency.agency_id, m.year) for m in after.missing}
    assert {r.docid for r in before.reports} < {r.docid for r in after.reports}
