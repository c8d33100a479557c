"""The only Definitions: assets, checks, the job, its schedule, the resource and the executor."""

from __future__ import annotations

import warnings

import dagster as dg

warnings.filterwarnings("ignore", category=dg.BetaWarning)  # single-run backfills are beta in 1.13

from assets.alerts import failed_runs, freshness  # noqa: E402
from assets.publish import published_version  # noqa: E402
from assets.raw import portal_readings, seeds  # noqa: E402
from assets.resources import Workspace  # noqa: E402
from assets.schedules import nightly, nightly_schedule  # noqa: E402
from assets.warehouse import models  # noqa: E402

defs = dg.Definitions(
    assets=[portal_readings, seeds, models, published_version],
    jobs=[nightly],
    schedules=[nightly_schedule],
    sensors=[failed_runs, freshness],
    resources={"workspace": Workspace()},
    executor=dg.in_process_executor,
)
