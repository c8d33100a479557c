"""Makes a portal reachable for the length of a crawl: the sample serves itself on loopback, the others are there."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pipeline.config import PACKAGE, Settings
from pipeline.errors import SettingsError
from pipeline.portals import Portal

if TYPE_CHECKING:
    from pipeline.sample import SampleSpec

SAMPLE = re.compile(r"(\d+)(?:,(20\d\d)-(20\d\d)(?:,(\d+)(?:,(\d+))?)?)?")


@contextmanager
def reachable(portal: Portal, settings: Settings) -> Iterator[Portal]:
    """The portal as the crawl can ask it; a sample is generated, served on a free port, and ended after."""
    if portal.kind != "sample" or portal.connect:
        yield portal
        return
    from pipeline.sample import build, serve, write_crosswalks

    city = build(sample_spec(settings.sample))
    write_crosswalks(city, crosswalk_folder(portal, settings))
    host = urlsplit(portal.base_url).hostname or ""
    with serve(city) as server:
        yield dataclasses.replace(portal, connect={host: f"{server.host}:{server.port}"})


def sample_spec(text: str) -> SampleSpec:
    """`64,2014-2025,20140,0` (agencies, years, seed, night; later ones may be left out). Raises SettingsError."""
    from pipeline.sample import SampleSpec

    found = SAMPLE.fullmatch(text.replace(" ", ""))
    if not found:
        raise SettingsError(
            f"GONGKAI_SAMPLE={text}: write agencies,years,seed,night, as in 64,2014-2025,20140,0"
        )
    agencies, first, last, seed, night = (int(number) for number in found.groups(default="0"))
    default = SampleSpec()
    return SampleSpec(agencies, (first, last) if first else default.years, seed or default.seed, night)


def crosswalk_folder(portal: Portal, settings: Settings) -> Path:
    """Where a portal's agency list lies: with the package by its name, at its path, or written by the sample."""
    if portal.agencies == "sample":
        return settings.sample_dir / "crosswalks"
    named = PACKAGE / "crosswalks" / portal.agencies
    return named if named.is_dir() else Path(portal.agencies)
