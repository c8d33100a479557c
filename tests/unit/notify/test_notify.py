"""Once, not every night: what is told, when again, and that trouble with channels is nobody's failure."""

from __future__ import annotations

from datetime import timedelta

import pytest
from deliveries import NIGHT, Receiver, record_run

from pipeline.archive import Archive, CrawlFinding, Run
from pipeline.config import Settings
from pipeline.notify import note_failure, notify

DAY = timedelta(days=1)
BLOCKED = CrawlFinding("sample", "http://sample.invalid/a", "BLOCK_PAGE", "error", "firewall")


def titles(receiver: Receiver) -> list[str]:
    return [body["title"].split(" ")[0] for body in receiver.bodies]


def test_a_good_run_tells_nothing(settings: Settings, archive: Archive, receiver: Receiver) -> None:
    record_run(archive, "r1", NIGHT)
    assert notify(settings, archive, NIGHT) == []
    assert receiver.bodies == []
    assert archive.noted("alerts") is None


def test_the_same_failure_is_told_once_and_its_end_too(
    settings: Settings, archive: Archive, receiver: Receiver
) -> None:
    for night in range(3):
        at = NIGHT + night * DAY
        record_run(archive, f"r{night}", at, f"disk full at byte {night}123 of {'abcdef12' * 8}")
        notify(settings, archive, at)
    assert titles(receiver) == ["运行失败", "数据已超过"]
    assert receiver.bodies[0]["lines"][1].startswith("disk full at byte 0123")
    record_run(archive, "good", NIGHT + 3 * DAY)
    notify(settings, archive, NIGHT + 3 * DAY)
    assert [body["kind"] for body in receiver.bodies[2:]] == ["recovered", "recovered"]
    notify(settings, archive, NIGHT + 3 * DAY + DAY / 24)
    assert len(receiver.bodies) == 4


def test_another_cause_is_news(settings: Settings, archive: Archive, receiver: Receiver) -> None:
    record_run(archive, "r1", NIGHT, "disk full")
    notify(settings, archive, NIGHT)
    record_run(archive, "r2", NIGHT + DAY, "checks failed")
    notify(settings, archive, NIGHT + DAY)
    assert [body["lines"][1] for body in receiver.bodies] == ["disk full", "checks failed"]


def test_no_run_at_all_is_told_once(settings: Settings, archive: Archive, receiver: Receiver) -> None:
    record_run(archive, "r1", NIGHT)
    for hours in (12, 35, 37, 38, 60):
        notify(settings, archive, NIGHT + timedelta(hours=hours))
    assert titles(receiver) == ["数据已超过"]


def test_a_portal_is_told_once_a_rule_and_again_when_much_worse(
    settings: Settings, archive: Archive, receiver: Receiver
) -> None:
    record_run(archive, "r1", NIGHT)
    archive.record_finding(BLOCKED, NIGHT)
    notify(settings, archive, NIGHT)
    for number in range(4):
        more = CrawlFinding("sample", f"http://sample.invalid/{number}", "BLOCK_PAGE", "error", "firewall")
        archive.record_finding(more, NIGHT)
    notify(settings, archive, NIGHT + DAY / 24)
    assert len(receiver.bodies) == 1
    for number in range(4, 10):
        more = CrawlFinding("sample", f"http://sample.invalid/{number}", "BLOCK_PAGE", "error", "firewall")
        archive.record_finding(more, NIGHT)
    notify(settings, archive, NIGHT + DAY / 12)
    assert [body["title"] for body in receiver.bodies] == [
        "门户异常 portal sample: BLOCK_PAGE (1)",
        "门户异常 portal sample: BLOCK_PAGE (11)",
    ]
    assert receiver.bodies[1]["lines"][-1] == "… 6 more"


def test_what_comes_and_goes_is_not_told_every_night(
    settings: Settings, archive: Archive, receiver: Receiver
) -> None:
    for hour in range(12):
        at = NIGHT + timedelta(hours=hour)
        record_run(archive, f"r{hour}", at)
        if hour % 2:
            archive.resolve_findings("sample", BLOCKED.url, at, frozenset({BLOCKED.rule}))
        else:
            archive.record_finding(BLOCKED, at)
        notify(settings, archive, at)
    assert [body["kind"] for body in receiver.bodies] == ["portal", "recovered"]
    later = NIGHT + 4 * DAY
    record_run(archive, "later", later)
    archive.record_finding(BLOCKED, later)
    notify(settings, archive, later)
    assert [body["kind"] for body in receiver.bodies] == ["portal", "recovered", "portal"]


def test_warnings_of_a_portal_are_not_alerts(
    settings: Settings, archive: Archive, receiver: Receiver
) -> None:
    record_run(archive, "r1", NIGHT)
    archive.record_finding(CrawlFinding("sample", "u", "COLUMN_TEMPLATE", "warn", "other template"), NIGHT)
    notify(settings, archive, NIGHT)
    assert receiver.bodies == []


def test_what_cannot_be_delivered_is_one_line_and_comes_the_next_time(
    settings: Settings, archive: Archive, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    record_run(archive, "r1", NIGHT, "boom")
    receiver.status = 503
    assert notify(settings, archive, NIGHT) == []
    assert [record.getMessage() for record in caplog.records] == [
        "alerts: alert to 127.0.0.1 not delivered: HTTP 503"
    ]
    receiver.status = 200
    assert [alert.key for alert in notify(settings, archive, NIGHT)] == ["failure"]
    assert len(receiver.bodies) == 2


def test_a_run_that_could_not_start_is_told_once(
    settings: Settings, archive: Archive, receiver: Receiver
) -> None:
    record_run(archive, "r1", NIGHT)
    for number in range(3):
        at = NIGHT + timedelta(hours=number)
        notify(settings, archive, at, also=note_failure(archive, f"lost{number}", "locked by 4711", at))
    assert [body["kind"] for body in receiver.bodies] == ["failure"]


def test_a_killed_run_is_closed_by_whoever_saw_it_end(
    settings: Settings, archive: Archive, receiver: Receiver
) -> None:
    record_run(archive, "r1", NIGHT)
    at = NIGHT + DAY / 24
    archive.start_run(Run("killed", "sample", "due", at.date()), at)
    assert note_failure(archive, "killed", "worker died", at) == ()
    assert archive.table("runs").filter(run_id="killed")["status"].to_list() == ["failed"]
    notify(settings, archive, at)
    assert receiver.bodies[0]["lines"][1] == "worker died"


def test_no_channel_looks_at_nothing(settings: Settings, archive: Archive, receiver: Receiver) -> None:
    record_run(archive, "r1", NIGHT, "boom")
    quiet = settings.model_copy(update={"alert_webhook": ""})
    assert notify(quiet, archive, NIGHT) == []
    assert receiver.bodies == []
