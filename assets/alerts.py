"""Sensors that send alerts for what a run cannot tell itself: that it died, or that there was none."""

from __future__ import annotations

import dagster as dg

from assets.schedules import nightly
from pipeline.archive import Archive
from pipeline.config import settings
from pipeline.notify import Alert, note_failure, notify

HOURLY = 3600


@dg.run_failure_sensor(
    monitored_jobs=[nightly],
    minimum_interval_seconds=60,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Tells of runs that failed, also of those that were killed or could not start.",
)
def failed_runs(context: dg.RunFailureSensorContext) -> None:
    """One alert for a cause, however many runs fail of it; sent by the run itself where it still could."""
    with Archive(settings().archive_dir) as archive:
        also = note_failure(archive, context.dagster_run.run_id, context.failure_event.message or "died")
        notify(settings(), archive, also=also)


@dg.sensor(
    minimum_interval_seconds=HOURLY,
    default_status=dg.DefaultSensorStatus.RUNNING,
    description="Tells when there was no successful run for GONGKAI_ALERT_STALE_HOURS.",
)
def freshness() -> dg.SkipReason:
    """Look once an hour at what stands; starts no run."""
    with Archive(settings().archive_dir) as archive:
        told: list[Alert] = notify(settings(), archive)
    return dg.SkipReason(f"{len(told)} alerts sent")
