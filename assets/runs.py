"""Executes the job in process, with Dagster's instance under the data directory."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import dagster as dg

from assets.definitions import defs
from assets.resources import progress
from pipeline.config import settings
from pipeline.errors import GongkaiError, SettingsError
from pipeline.progress import bars
from pipeline.summary import run_table

INSTANCE = Path(__file__).with_name("dagster.yaml")
FIRST, LAST = "dagster/asset_partition_range_start", "dagster/asset_partition_range_end"


def dagster_home() -> Path:
    """DAGSTER_HOME under the data directory, with our `dagster.yaml` unless one is there already."""
    home = settings().dagster_home.resolve()
    home.mkdir(parents=True, exist_ok=True)
    if not (home / INSTANCE.name).exists():
        (home / INSTANCE.name).write_text(INSTANCE.read_text(encoding="utf-8"), encoding="utf-8")
    return home


def execute(config: dict[str, Any], years: str | None = None) -> None:
    """Run `nightly` and print its table. Raises the stage's own error, or GongkaiError naming the step."""
    with dg.DagsterInstance.from_config(str(dagster_home())) as instance, bars(transient=True) as report:
        token = progress.set(report)
        try:
            result = defs.resolve_job_def("nightly").execute_in_process(
                instance=instance,
                tags=_range_tags(years),
                raise_on_error=False,
                run_config={
                    "resources": {"workspace": {"config": config}},
                    "loggers": {"console": {"config": {"log_level": "CRITICAL"}}},
                },
            )
        finally:
            progress.reset(token)
    if not result.success:
        raise GongkaiError(_reason(result))
    run_table(settings(), result.run_id)


def _range_tags(years: str | None) -> dict[str, str]:
    if years is None:
        return {}
    found = re.fullmatch(r"(20\d\d)(?:-(20\d\d))?", years)
    if not found:
        raise SettingsError(f"--years {years}: write one year or A-B, as in 2019-2024")
    return {FIRST: found[1], LAST: found[2] or found[1]}


def _reason(result: dg.ExecuteInProcessResult) -> str:
    """The innermost cause of the first failed step, one line."""
    for event in result.all_events:
        if event.is_failure and event.event_specific_data is not None:
            error = getattr(event.event_specific_data, "error", None)
            while error is not None and error.cause is not None:
                error = error.cause
            if error is not None:
                line = error.message.strip().splitlines()[0]
                ours = re.match(r"(?:pipeline|assets)\.[\w.]+: (.*)", line)
                return ours[1] if ours else f"{event.step_key or 'the run'} failed: {line}"
    return "the run failed; see `make dev` for its log"
