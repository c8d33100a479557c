"""The whole graph loads, and is the one that was reviewed: `definitions.txt` holds every asset and what it reads.

After a wanted change: `python tests/test_definitions.py` writes the file anew; read its diff before committing it.
"""

from __future__ import annotations

from pathlib import Path

import dagster as dg
import yaml

from assets.definitions import defs
from assets.retries import TRANSIENT
from pipeline.volumes import CLAIMS
from pipeline.warehouse import discover

REVIEWED = Path(__file__).with_name("definitions.txt")
ROOT = Path(__file__).parent.parent


def listing() -> str:
    """One line an asset: its key and the assets it reads."""
    loaded = defs.resolve_asset_graph()
    lines = []
    for key in sorted(loaded.get_all_asset_keys()):
        parents = sorted(parent.to_user_string() for parent in loaded.get(key).parent_keys)
        lines.append(
            " <- ".join((key.to_user_string(), ", ".join(parents))) if parents else key.to_user_string()
        )
    return "\n".join(lines) + "\n"


def test_assets_and_their_dependencies_are_the_reviewed_ones() -> None:
    assert listing() == REVIEWED.read_text(encoding="utf-8")


def test_every_model_is_an_asset_and_every_claim_a_check() -> None:
    loaded = defs.resolve_asset_graph()
    models = [model for model in discover() if model.schema != "checks"]
    keys = {key.to_user_string() for key in loaded.get_all_asset_keys()}
    assert {f"{model.schema}/{model.table}" for model in models} <= keys
    claims = {model.table for model in discover() if model.schema == "checks" and model.path is not None}
    assert {key.name for key in loaded.asset_check_keys} == claims | set(CLAIMS)


def test_only_our_own_faults_block() -> None:
    blocking = {
        spec.name
        for assets in defs.assets or ()
        if isinstance(assets, dg.AssetsDefinition)
        for spec in assets.check_specs
        if spec.blocking
    }
    ours = {
        model.table
        for model in discover()
        if model.schema == "checks"
        and model.path is not None
        and model.get("fault", "ours") == "ours"
        and model.get("severity", "error") == "error"
    }
    assert blocking == ours | set(CLAIMS)
    assert "carried_in_is_last_years_carried_out" not in blocking


def test_job_schedule_and_sensors() -> None:
    job = defs.resolve_job_def("nightly")
    assert set(job.asset_layer.executable_asset_keys) == set(defs.resolve_asset_graph().get_all_asset_keys())
    (schedule,) = defs.schedules or ()
    assert isinstance(schedule, dg.ScheduleDefinition)
    assert (schedule.cron_schedule, schedule.execution_timezone) == ("30 2 * * *", "Asia/Shanghai")
    assert schedule.default_status == dg.DefaultScheduleStatus.STOPPED
    assert {sensor.name for sensor in defs.sensors or ()} == {"failed_runs", "freshness"}


def test_partitions_are_report_years_in_one_run() -> None:
    loaded = defs.resolve_asset_graph()
    documents = loaded.get(dg.AssetKey(["raw", "documents"]))
    keys = documents.partitions_def.get_partition_keys() if documents.partitions_def else []
    assert keys[0] == "2008"
    assert keys == [str(year) for year in range(2008, 2008 + len(keys))]
    policies = {loaded.get(key).backfill_policy for key in loaded.get_all_asset_keys()}
    assert policies == {dg.BackfillPolicy.single_run()}


def test_marts_have_a_freshness_policy() -> None:
    loaded = defs.resolve_asset_graph()
    fresh = {key for key in loaded.get_all_asset_keys() if loaded.get(key).freshness_policy}
    expected = {key for key in loaded.get_all_asset_keys() if key.path[0] == "marts"}
    assert fresh == expected | {dg.AssetKey("published_version")}


def test_only_trouble_that_passes_is_tried_again() -> None:
    policies = {
        assets.op.name: assets.op.retry_policy
        for assets in defs.assets or ()
        if isinstance(assets, dg.AssetsDefinition) and assets.op.retry_policy
    }
    assert set(policies) == {"portal_readings", "published_version"}
    assert all(policy.jitter is not None and policy.max_retries == 2 for policy in policies.values())
    assert not any(issubclass(Exception, kind) for kind in TRANSIENT)


def test_the_workspace_names_these_definitions() -> None:
    workspace = yaml.safe_load((ROOT / "workspace.yaml").read_text(encoding="utf-8"))
    (target,) = workspace["load_from"]
    assert target["python_module"]["module_name"] == "assets.definitions"


if __name__ == "__main__":
    REVIEWED.write_text(listing(), encoding="utf-8")
