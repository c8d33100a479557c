"""The published version: the last asset of a night."""

from __future__ import annotations

import dagster as dg

from assets.partitions import single_run
from assets.resources import Workspace
from assets.retries import patience
from assets.schedules import FRESHNESS
from assets.warehouse import MODELS, key_of

PUBLISHED_SCHEMAS = ("metrics", "marts", "ops")


@dg.asset(
    deps=[key_of(model.name) for model in MODELS if model.schema in PUBLISHED_SCHEMAS],
    backfill_policy=single_run,
    retry_policy=patience,
    freshness_policy=FRESHNESS,
    group_name="publish",
    kinds={"duckdb", "parquet", "excel"},
)
def published_version(workspace: Workspace) -> dg.MaterializeResult[None]:
    """An immutable folder for readers; nothing new where the content is equal to the version they have."""
    with workspace.stage() as night:
        result = night.publish()
    return dg.MaterializeResult(
        metadata={
            "version": result.version,
            "is_new": result.created,
            "path": str(result.path),
            "note": result.note,
        }
    )
