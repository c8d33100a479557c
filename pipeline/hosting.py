"""Makes a portal reachable for the length of a crawl: the sample serves itself on loopback, the others are there."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from pipeline.config import PACKAGE, Settings
from pipeline.portals import Portal


@contextmanager
def reachable(portal: Portal, settings: Settings) -> Iterator[Portal]:
    """The portal as the crawl can ask it; a sample is generated, served on a free port, and ended after."""
    if portal.kind != "sample" or portal.connect:
        yield portal
        return
    from pipeline.sample import SampleSpec, build, serve, write_crosswalks

    city = build(SampleSpec(**settings.sample_options()))
    write_crosswalks(city, crosswalk_folder(portal, settings))
    host = urlsplit(portal.base_url).hostname or ""
    with serve(city) as server:
        yield dataclasses.replace(portal, connect={host: f"{server.host}:{server.port}"})


def crosswalk_folder(portal: Portal, settings: Settings) -> Path:
    """Where a portal's agency list lies: with the package by its name, at its path, or written by the sample."""
    if portal.agencies == "sample":
        return settings.sample_dir / "crosswalks"
    named = PACKAGE / "crosswalks" / portal.agencies
    return named if named.is_dir() else Path(portal.agencies)
