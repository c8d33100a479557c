"""The files of deploy/: units that systemd accepts, instances that Dagster accepts, settings that exist."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from dagster._config import process_config, resolve_to_config_type
from dagster._core.instance.config import dagster_instance_config_schema

from pipeline.config import Settings

ROOT = Path(__file__).parents[3]
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("systemd/*"))
INSTANCES = sorted([*DEPLOY.glob("dagster/*.yaml"), ROOT / "assets" / "dagster.yaml"])


@pytest.mark.parametrize("path", INSTANCES, ids=lambda path: path.stem)
def test_instances_are_what_dagster_accepts(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOST", "USER", "PASSWORD", "DB"):
        monkeypatch.setenv(f"DAGSTER_POSTGRES_{name}", "x")
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    verdict = process_config(resolve_to_config_type(dagster_instance_config_schema()), config)
    assert verdict.success, verdict.errors
    assert config["concurrency"]["runs"]["max_concurrent_runs"] == 1
    assert config["telemetry"] == {"enabled": False}
    assert config["freshness"] == {"enabled": True}
    assert config["run_retries"]["retry_on_asset_or_op_failure"] is False


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="needs systemd-analyze")
@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_units_are_what_systemd_accepts(unit: Path, tmp_path: Path) -> None:
    copy = tmp_path / unit.name
    for path in UNITS:  # a timer needs its service beside it; the program need not be installed here
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", text, flags=re.M))
    done = subprocess.run(
        ["systemd-analyze", "verify", str(copy)], capture_output=True, text=True, check=False
    )
    ours = [line for line in done.stderr.splitlines() if "gongkai" in line]
    assert not ours


def test_units_run_commands_that_exist() -> None:
    from assets.cli import app

    names = {
        command.name or command.callback.__name__ for command in app.registered_commands if command.callback
    }
    text = "\n".join(path.read_text(encoding="utf-8") for path in (*UNITS, DEPLOY / "cron" / "gongkai"))
    used = set(re.findall(r"bin/gongkai (\w+)", text))
    assert used == {"run", "alert"}
    assert used <= names


@pytest.mark.parametrize(
    "path", [DEPLOY / "gongkai.env", ROOT / "docs" / "operations.md"], ids=lambda path: path.name
)
def test_settings_named_there_exist(path: Path) -> None:
    named = set(re.findall(r"GONGKAI_([A-Z_]+[A-Z])", path.read_text(encoding="utf-8")))
    assert named
    assert named <= {name.upper() for name in Settings.model_fields}


def test_cron_line_is_the_timer_s_hour() -> None:
    lines = (DEPLOY / "cron" / "gongkai").read_text(encoding="utf-8").splitlines()
    assert "CRON_TZ=Asia/Shanghai" in lines
    hour, minute = Settings.model_fields["nightly_at"].default.split(":")
    assert any(line.startswith(f"{int(minute)} {int(hour)} * * *  gongkai  ") for line in lines)
    timer = (DEPLOY / "systemd" / "gongkai-run.timer").read_text(encoding="utf-8")
    assert f"OnCalendar=*-*-* {hour}:{minute}:00 Asia/Shanghai" in timer
