"""Portals as TOML: the ones that come with the package, one of one's own, and mistakes."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from pipeline.errors import PortalError
from pipeline.portals import load_portal, portal_names

COUNTIES = ("nxjy", "nxld", "nxxj", "pengyang", "yzh")
MINIMAL = """
name = "mine"
title_zh = "某市"
base_url = "http://www.a.gov.cn"
agencies = "guyuan"
hosts = ["www.a.gov.cn"]
"""


def test_the_portals_of_the_package() -> None:
    assert portal_names() == tuple(sorted(("nxgy", "sample", *COUNTIES)))
    for name in portal_names():
        portal = load_portal(name)
        assert portal.name == name
        assert portal.title_zh
        assert portal.connect is None


@pytest.mark.parametrize("name", ["nxgy", *COUNTIES])
def test_real_portals_are_asked_politely_and_never_at_private_addresses(name: str) -> None:
    portal = load_portal(name)
    assert portal.kind == "real"
    assert not portal.allow_private
    assert portal.manners.min_interval >= 2
    assert portal.agencies == "guyuan"
    assert "unverified" in (Path("pipeline/portals") / f"{name}.toml").read_text("utf-8")


def test_the_sample_is_asked_without_pauses_on_loopback() -> None:
    portal = load_portal("sample")
    assert (portal.kind, portal.allow_private, portal.manners.min_interval) == ("sample", True, 0)
    assert portal.agencies == "sample"
    connected = dataclasses.replace(portal, connect={"sample.invalid": "127.0.0.1:8123"})
    assert connected.connect == {"sample.invalid": "127.0.0.1:8123"}
    assert connected.start_urls[0] == "http://sample.invalid/"


def test_a_portal_of_ones_own_by_path_over_the_defaults_of_its_cms(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(MINIMAL.replace('"guyuan"', '"./lists"') + "[manners]\nmin_interval = 5\n", "utf-8")
    portal = load_portal(str(path))
    assert portal.manners.min_interval == 5
    assert portal.manners.jitter == 1.0
    assert portal.selectors.items[0].name == "xxgk_wrap"
    assert portal.agencies == str(tmp_path / "lists")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[manners]\nmin_intervall = 5\n", "manners.min_intervall: unknown key"),
        ('[manners]\nmin_interval = "slow"\n', "manners.min_interval: "),
        ("[manners]\nmin_interval = -1\n", "manners.min_interval: "),
        ('[discovery]\ncolumn_texts = ["("]\n', "no regular expression"),
        ("[trust]\nshrink_share = 15\n", "trust.shrink_share: "),
        ("[[", "mine.toml: "),
        ('cms = "other"\n', "cms: "),
    ],
)
def test_a_mistake_is_told_in_one_line(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(MINIMAL + text, "utf-8")
    with pytest.raises(PortalError, match=r"mine\.toml") as caught:
        load_portal(str(path))
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("missing", ["name", "base_url", "hosts", "agencies"])
def test_what_every_portal_must_say(tmp_path: Path, missing: str) -> None:
    path = tmp_path / "mine.toml"
    lines = [line for line in MINIMAL.splitlines() if not line.startswith(missing)]
    path.write_text("\n".join(lines), "utf-8")
    with pytest.raises(PortalError, match=f"{missing}: "):
        load_portal(str(path))


def test_connections_are_not_a_tomls_business(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(MINIMAL + '[connect]\n"www.a.gov.cn" = "10.0.0.1:80"\n', "utf-8")
    with pytest.raises(PortalError, match="run time"):
        load_portal(str(path))
    with pytest.raises(ValueError, match="address:port"):
        dataclasses.replace(load_portal("sample"), connect={"sample.invalid": "elsewhere"})


def test_unknown_names_say_which_there_are(tmp_path: Path) -> None:
    with pytest.raises(PortalError, match=r"nxgy, .*sample"):
        load_portal("nowhere")
    with pytest.raises(PortalError, match="No such file"):
        load_portal(str(tmp_path / "nothing.toml"))
