"""The description of a version agrees with its files."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest

from pipeline.publish import csv as csv_export
from pipeline.publish import parquet, publish, xlsx


@pytest.fixture
def folder(work, published_dir, clock) -> Path:
    exports = (parquet.export, csv_export.export, xlsx.export)
    return publish(work, published_dir, run_id="run-1", keep=3, now=clock, exports=exports).path


@pytest.fixture
def package(folder: Path) -> dict:
    return json.loads((folder / "datapackage.json").read_text("utf-8"))


def test_every_data_file_is_a_resource_with_its_sum(folder, package):
    described = {resource["path"]: resource for resource in package["resources"]}
    data = {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in ("RELEASE.md", "SHA256SUMS", "datapackage.json")
    }
    assert set(described) == data
    for path, resource in described.items():
        content = (folder / path).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    names = [resource["name"] for resource in package["resources"]]
    assert len(set(names)) == len(names)


def test_csv_schemas_are_those_of_the_files(folder, package):
    tabular = [resource for resource in package["resources"] if resource["path"].endswith(".csv")]
    assert len(tabular) == 22
    for resource in tabular:
        with (folder / resource["path"]).open(encoding=resource["encoding"], newline="") as stream:
            header = next(csv.reader(stream))
        assert header == [field["name"] for field in resource["schema"]["fields"]]


def test_fields_have_type_label_unit_and_description(package):
    outcomes = next(item for item in package["resources"] if item["name"] == "csv-marts-request_outcomes")
    fields = {field["name"]: field for field in outcomes["schema"]["fields"]}
    assert outcomes["title"] == "办理结果"
    assert fields["report_year"]["type"] == "integer"
    assert fields["request_count"] == {
        "name": "request_count",
        "type": "number",
        "title": "件数",
        "unit": "件",
        "description": "requests that ended so 办结的申请件数",
    }


def test_frictionless_finds_the_package_valid(folder):
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    report = frictionless.Package(str(folder / "datapackage.json"))
    assert [resource.name for resource in report.resources]
    assert frictionless.validate(str(folder / "datapackage.json")).valid
