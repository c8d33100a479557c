"""The job, its schedule (GONGKAI_NIGHTLY_AT, Beijing time), and how old what it makes may grow."""

from __future__ import annotations

from datetime import timedelta

import dagster as dg

from pipeline.config import settings

HOUR, MINUTE = settings().nightly_at.split(":")

# a night's run may take two hours; after GONGKAI_ALERT_STALE_HOURS people are told
FRESHNESS = dg.FreshnessPolicy.time_window(
    fail_window=timedelta(hours=settings().alert_stale_hours),
    warn_window=timedelta(hours=min(26.0, settings().alert_stale_hours * 0.75)),
)

nightly = dg.define_asset_job(
    "nightly",
    selection=dg.AssetSelection.all(),
    description="Crawl what is due, read it, build the warehouse, check it, publish it.",
    tags={"dagster/concurrency_key": "warehouse"},
)

nightly_schedule = dg.ScheduleDefinition(
    name="nightly_schedule",
    job=nightly,
    cron_schedule=f"{int(MINUTE)} {int(HOUR)} * * *",
    execution_timezone="Asia/Shanghai",
    description="Off until someone turns it on in the UI: a crawl of a live portal begins with a decision.",
)
