"""Portals made reachable, and where their agency lists lie."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.config import PACKAGE, Settings
from pipeline.errors import SettingsError
from pipeline.hosting import crosswalk_folder, reachable, sample_spec
from pipeline.portals import load_portal


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("20", (20, (2014, 2025), 20140, 0)),
        ("20,2019-2021", (20, (2019, 2021), 20140, 0)),
        ("64, 2014-2025, 7, 3", (64, (2014, 2025), 7, 3)),
    ],
)
def test_the_sample_is_described_in_one_line(text: str, expected: tuple[object, ...]) -> None:
    spec = sample_spec(text)
    assert (spec.agencies, spec.years, spec.seed, spec.night) == expected


@pytest.mark.parametrize("text", ["", "many", "20,2019", "20,2019-2021,x"])
def test_a_wrong_description_is_one_line_that_names_the_setting(text: str) -> None:
    with pytest.raises(SettingsError, match="GONGKAI_SAMPLE"):
        sample_spec(text)


def test_the_sample_is_served_on_loopback_and_writes_its_agency_list(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, sample="20,2024-2025")
    with reachable(load_portal("sample"), settings) as portal:
        assert portal.connect is not None
        assert portal.connect["sample.invalid"].startswith("127.0.0.1:")
    assert (crosswalk_folder(portal, settings) / "agencies.csv").is_file()


def test_a_real_portal_is_left_as_it_is(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    portal = load_portal("nxgy")
    with reachable(portal, settings) as same:
        assert same is portal
    assert crosswalk_folder(portal, settings) == PACKAGE / "crosswalks" / "guyuan"
