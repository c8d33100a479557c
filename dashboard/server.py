"""The dashboard as Streamlit serves it, with every page naming ahead the scripts that its charts will need.

Streamlit's client asks for the scripts of an element when the first one arrives. In a window that has nothing cached
the browser then waits for a hundred files one round after the other, while it had nothing to do before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit
from starlette.middleware import Middleware
from streamlit.starlette import App

from dashboard.launch import APP

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

SCRIPTS = Path(streamlit.__file__).parent / "static" / "static" / "js"
# what every page shows: a choice, a number, a chart, a table; Streamlit's own names of its scripts
ELEMENTS = (
    "ButtonGroup",
    "Html",
    "Selectbox",
    "Metric",
    "PageLink",
    "ArrowVegaLiteChart",
    "embed",
    "DataFrame",
)
IMPORT = re.compile(r'(?:from|import)"\./([\w.-]+\.js)"')


@lru_cache(maxsize=1)
def scripts(folder: Path = SCRIPTS) -> tuple[str, ...]:
    """The scripts of the elements and all they import, which the page itself does not name; empty if none is there."""
    page = (folder.parents[1] / "index.html").read_text(encoding="utf-8")
    waiting = [path.name for name in ELEMENTS for path in folder.glob(f"{name}.*.js")]
    found: dict[str, None] = {}
    while waiting:
        name = waiting.pop(0)
        if name not in found and name not in page:
            found[name] = None
            waiting += IMPORT.findall((folder / name).read_text(encoding="utf-8"))
    return tuple(found)


def link_header(names: Iterable[str]) -> bytes:
    """The value of a Link header that has the browser fetch and parse these scripts at once."""
    return ", ".join(f"</static/js/{name}>; rel=modulepreload" for name in names).encode()


class Preload:
    """Adds the header to every page."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.link = link_header(scripts())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; what comes back as HTML gets the header."""

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start" and self.link:
                headers = list(message.get("headers", []))
                if any(name.lower() == b"content-type" and b"text/html" in value for name, value in headers):
                    message = {**message, "headers": [*headers, (b"link", self.link)]}
            await send(message)

        await self.app(scope, receive, send_on if scope["type"] == "http" else send)


app = App(APP, middleware=[Middleware(Preload)])
