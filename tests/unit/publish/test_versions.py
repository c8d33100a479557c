"""Versions of a folder: listing, rolling back, and which old ones go."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from pipeline.errors import NothingPublishedError, PublishError
from pipeline.publish import PublishResult, current_folder, find_version, publish, rollback, versions


def _publish(con, folder: Path, clock, value: float | None = None, **options) -> PublishResult:
    if value is not None:
        con.execute("update marts.fct_observation set value = ?", [value])
    return publish(con, folder, **{"run_id": "run-1", "keep": 3, "now": clock, "exports": ()} | options)


def test_before_the_first_version(published_dir):
    assert versions(published_dir) == ()
    with pytest.raises(NothingPublishedError, match="run `gongkai run` first"):
        current_folder(published_dir)
    with pytest.raises(NothingPublishedError):
        find_version(published_dir, "current")


def test_versions_are_listed_newest_first(tiny, published_dir, clock):
    first = _publish(tiny, published_dir, clock)
    clock.forward(60)
    second = _publish(tiny, published_dir, clock, 1, run_id="run-2")

    newest, oldest = versions(published_dir)
    assert (newest.name, newest.sequence, newest.run_id) == (second.version, 2, "run-2")
    assert newest.previous == first.version
    assert (newest.is_current, oldest.is_current) == (True, False)
    assert newest.published_at - oldest.published_at == timedelta(hours=1)
    assert (newest.table_count, newest.row_count) == (2, 33)


def test_a_version_is_found_by_a_unique_beginning(tiny, published_dir, clock):
    first, second = _publish(tiny, published_dir, clock), _publish(tiny, published_dir, clock, 1)

    assert find_version(published_dir, first.version[:6]).name == first.version
    assert find_version(published_dir, "current").name == second.version
    with pytest.raises(PublishError, match=r"version v- is ambiguous; kept are v-\w+, v-\w+"):
        find_version(published_dir, "v-")
    with pytest.raises(PublishError, match="version v-0 is not kept"):
        find_version(published_dir, "v-0")


def test_rollback_and_forward_again(tiny, published_dir, clock):
    first, second, third = (_publish(tiny, published_dir, clock, value) for value in (1, 2, 3))

    assert rollback(published_dir, now=clock()).name == second.version
    assert rollback(published_dir, now=clock()).name == first.version
    assert current_folder(published_dir).name == first.version
    assert [version.is_rolled_back for version in versions(published_dir)] == [True, True, False]
    with pytest.raises(PublishError, match="oldest version kept"):
        rollback(published_dir)

    assert rollback(published_dir, third.version, now=clock()).name == third.version
    assert [version.is_rolled_back for version in versions(published_dir)] == [False, False, False]


def test_what_was_rolled_back_does_not_come_again_by_itself(tiny, published_dir, clock):
    first, second = _publish(tiny, published_dir, clock), _publish(tiny, published_dir, clock, 1)
    rollback(published_dir, now=clock())

    again = _publish(tiny, published_dir, clock)
    assert (again.created, again.version) == (False, first.version)
    assert f"{second.version}, which was rolled back; --force" in again.note

    forced = _publish(tiny, published_dir, clock, force=True)
    assert forced.version == f"{second.version}-2"
    other = _publish(tiny, published_dir, clock, 2)
    assert other.created


def test_old_content_may_come_back_as_a_new_version(tiny, published_dir, clock):
    first = _publish(tiny, published_dir, clock, 1)
    _publish(tiny, published_dir, clock, 2)
    again = _publish(tiny, published_dir, clock, 1)

    assert again.version == f"{first.version}-2"
    assert again.changes is not None
    assert [change.table for change in again.changes.changed_tables] == [
        "marts.fct_observation",
        "metrics.all_metrics",
    ]


def test_a_damaged_version_is_not_rolled_back_to(tiny, published_dir, clock):
    first, second = _publish(tiny, published_dir, clock), _publish(tiny, published_dir, clock, 1)
    with (first.path / "warehouse.duckdb").open("r+b") as stream:
        stream.seek(5000)
        stream.write(b"damage")

    with pytest.raises(PublishError, match=r"warehouse.duckdb is damaged"):
        rollback(published_dir)
    (first.path / "RELEASE.md").unlink()
    with pytest.raises(PublishError, match=r"RELEASE.md is missing"):
        rollback(published_dir)
    assert current_folder(published_dir).name == second.version


def test_old_versions_go_but_none_younger_than_ten_minutes(tiny, published_dir, clock):
    results = []
    for value in range(6):
        results.append(_publish(tiny, published_dir, clock, value))
        clock.forward(1)
    assert len(versions(published_dir)) == 6

    clock.forward(20)
    last = _publish(tiny, published_dir, clock, 99)
    # the version that was current until a moment ago counts among the newest three
    assert [version.name for version in versions(published_dir)] == [
        last.version,
        results[5].version,
        results[4].version,
    ]
    assert last.removed == tuple(result.version for result in results[3::-1])
    assert not list(published_dir.glob("*.tmp-*"))


def test_a_version_stays_ten_minutes_after_it_was_current(tiny, published_dir, clock):
    first = _publish(tiny, published_dir, clock, 0)
    clock.forward(24 * 60)
    for value in (1, 2, 3, 4):
        _publish(tiny, published_dir, clock, value)
    assert first.path.is_dir()  # a reader may have found it a moment ago

    clock.forward(11)
    _publish(tiny, published_dir, clock, 5)
    assert not first.path.exists()


def test_the_current_version_stays_however_old(tiny, published_dir, clock):
    first = _publish(tiny, published_dir, clock, 0)
    for value in (1, 2):
        clock.forward(60)
        _publish(tiny, published_dir, clock, value)
    rollback(published_dir, first.version, now=clock())
    clock.forward(60)
    again = _publish(tiny, published_dir, clock)

    assert not again.created
    assert current_folder(published_dir) == first.path.resolve()


def test_fewer_than_three_versions_are_not_kept(tiny, published_dir, clock):
    with pytest.raises(PublishError, match="at least 3"):
        _publish(tiny, published_dir, clock, keep=2)
    assert versions(published_dir) == ()


def test_a_folder_where_the_link_should_be_is_left_alone(tiny, published_dir, clock):
    (published_dir / "current").mkdir(parents=True)
    with pytest.raises(PublishError, match="is no link; move it away"):
        _publish(tiny, published_dir, clock)


def test_a_version_without_a_manifest_is_named(tiny, published_dir, clock):
    first = _publish(tiny, published_dir, clock)
    (first.path / "datapackage.json").write_text("{", encoding="utf-8")
    with pytest.raises(PublishError, match=rf"{first.version}/datapackage.json cannot be read"):
        versions(published_dir)
