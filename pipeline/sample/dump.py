"""All files of the portal without a server."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from pipeline.sample.city import City
from pipeline.sample.site import build_pages
from pipeline.sample.spec import BASE_URL


def pages(city: City) -> Iterator[tuple[str, str, Callable[[], bytes]]]:
    """Yields (canonical url, content type, function that makes the bytes) for every address."""
    for path, page in build_pages(city).items():
        yield f"{BASE_URL}{path}", page.content_type, page.render
