"""A fictional city's portal of annual reports, generated from a seed, with the truth about every number.

Nothing here knows how reports are read: labels, layouts and codes are the generator's own, so that what the
extractor makes of these pages can be measured against the truth.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.sample.city import City, build
    from pipeline.sample.dump import pages
    from pipeline.sample.nights import NightChange
    from pipeline.sample.revisions import changes
    from pipeline.sample.roster import write_crosswalks
    from pipeline.sample.server import SampleServer, serve
    from pipeline.sample.spec import BASE_URL, FORMATS, SampleSpec
    from pipeline.sample.truth import write_truth

__all__ = [
    "BASE_URL",
    "FORMATS",
    "City",
    "NightChange",
    "SampleServer",
    "SampleSpec",
    "build",
    "changes",
    "pages",
    "serve",
    "write_crosswalks",
    "write_truth",
]

_HOME = {
    "BASE_URL": "spec",
    "FORMATS": "spec",
    "City": "city",
    "NightChange": "nights",
    "SampleServer": "server",
    "SampleSpec": "spec",
    "build": "city",
    "changes": "revisions",
    "pages": "dump",
    "serve": "server",
    "write_crosswalks": "roster",
    "write_truth": "truth",
}


def __getattr__(name: str) -> Any:
    """Loads a public name on first use, so that importing the package costs nothing."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
