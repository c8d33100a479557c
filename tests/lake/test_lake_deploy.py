"""The reference deployments are well-formed and name settings that exist."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline.config import Settings

DEPLOY = Path(__file__).parents[2] / "deploy"
FILES = (DEPLOY / "compose.yaml", DEPLOY / "kubernetes" / "values.yaml")


def names(tree: Any) -> Iterator[str]:
    """Every environment variable of ours that a deployment sets, in a mapping or as a list of name and value."""
    if isinstance(tree, dict):
        yield from (key for key in tree if str(key).startswith("GONGKAI_"))
        if str(tree.get("name", "")).startswith("GONGKAI_"):
            yield tree["name"]
        for value in tree.values():
            yield from names(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from names(value)


@pytest.mark.parametrize("file", FILES, ids=lambda path: path.name)
def test_settings_exist(file: Path) -> None:
    found = set(names(yaml.safe_load(file.read_text(encoding="utf-8"))))
    known = {f"GONGKAI_{name.upper()}" for name in Settings.model_fields}
    assert {"GONGKAI_LAKE_CATALOG", "GONGKAI_LAKE_DATA", "GONGKAI_READERS"} <= found <= known


def test_compose_file_follows_its_schema() -> None:
    pytest.importorskip("check_jsonschema", reason="uv sync --group dev")
    command = [
        sys.executable,
        "-m",
        "check_jsonschema",
        "--builtin-schema",
        "vendor.compose-spec",
        str(FILES[0]),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_compose_services_name_what_there_is() -> None:
    compose = yaml.safe_load(FILES[0].read_text(encoding="utf-8"))
    services = compose["services"]
    for service in services.values():
        assert set(service.get("depends_on", ())) <= services.keys()
    assert services["code"]["environment"]["GONGKAI_READERS"] == "tcp://scheduler:8786"
    assert "volumes" not in services["reader"], "a reader must not see the archive"


def test_values_of_the_chart_keep_runs_apart() -> None:
    values = yaml.safe_load(FILES[1].read_text(encoding="utf-8"))
    assert values["concurrency"]["runs"]["maxConcurrentRuns"] == 1
    assert values["telemetry"] == {"enabled": False}
    (deployment,) = values["dagster-user-deployments"]["deployments"]
    assert {mount["name"] for mount in deployment["volumeMounts"]} == {
        one["name"] for one in deployment["volumes"]
    }
