"""The job and its schedule: one job, `nightly`, at 02:30 Beijing time."""

from __future__ import annotations

import dagster as dg


nightly = dg.define_asset_job(
    "nightly",
    selection=dg.AssetSelection.all(),
    description="Crawl what is due, read it, build the warehouse, check it, publish it.",
    tags={"dagster/concurrency_key": "warehouse"},
)

nightly_schedule = dg.ScheduleDefinition(
    name="nightly_schedule",
    job=nightly,
    cron_schedule="30 2 * * *",
    execution_timezone="Asia/Shanghai",
    description="Off until someone turns it on in the UI: a crawl of a live portal begins with a decision.",
)
