"""The description of a version agrees with its files."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path

import pytest


@pytest.fixture
def package(release: Path) -> dict:
    return json.loads((release / "datapackage.json").read_text("utf-8"))


def test_every_data_file_is_a_resource_with_its_sum(release, package):
    described = {resource["path"]: resource for resource in package["resources"]}
    data = {
        path.relative_to(release).as_posix()
        for path in release.rglob("*")
        if path.is_file()
        and path.name not in ("RELEASE.md", "SHA256SUMS", "datapackage.json", "contents.json")
    }
    assert set(described) == data
    for path, resource in described.items():
        content = (release / path).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
    names = [resource["name"] for resource in package["resources"]]
    assert len(set(names)) == len(names)


def test_csv_schemas_are_those_of_the_files(release, package):
    tabular = [resource for resource in package["resources"] if resource["path"].endswith(".csv")]
    assert len(tabular) == 22
    for resource in tabular:
        with (release / resource["path"]).open(encoding=resource["encoding"], newline="") as stream:
            header = next(csv.reader(stream))
        assert header == [field["name"] for field in resource["schema"]["fields"]]


def test_fields_have_type_label_unit_and_description(package):
    outcomes = next(item for item in package["resources"] if item["name"] == "csv-marts-request_outcomes")
    fields = {field["name"]: field for field in outcomes["schema"]["fields"]}
    assert outcomes["description"] == "One row per report, outcome and applicant. 办理结果：每行一个结果。"
    assert fields["report_year"]["type"] == "integer"
    assert fields["request_count"] == {
        "name": "request_count",
        "type": "number",
        "title": "件数",
        "unit": "件",
        "description": "requests that ended so 办结的申请件数",
    }


def test_frictionless_finds_the_package_valid(release):
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    report = frictionless.Package(str(release / "datapackage.json"))
    assert [resource.name for resource in report.resources]
    assert frictionless.validate(str(release / "datapackage.json")).valid
