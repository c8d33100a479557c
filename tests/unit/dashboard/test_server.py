"""Pages name their scripts ahead."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.types import Receive, Scope, Send

from dashboard.server import SCRIPTS, Preload, scripts


async def site(scope: Scope, receive: Receive, send: Send) -> None:
    """A page at / and data elsewhere."""
    answer: Response = HTMLResponse("<p>page</p>") if scope["path"] == "/" else JSONResponse({})
    await answer(scope, receive, send)


def test_scripts_of_charts_are_there_and_are_none_the_page_names_itself() -> None:
    names = scripts()
    page = (SCRIPTS.parents[1] / "index.html").read_text(encoding="utf-8")
    assert any(name.startswith("ArrowVegaLiteChart.") for name in names)
    assert any(name.startswith("embed.") for name in names)
    assert all((SCRIPTS / name).is_file() and name not in page for name in names)


def test_another_release_without_these_scripts_names_none(tmp_path: Path) -> None:
    folder = tmp_path / "static" / "js"
    folder.mkdir(parents=True)
    (tmp_path / "index.html").write_text("")
    assert scripts(folder) == ()


def test_only_pages_get_the_header() -> None:
    async def ask(path: str) -> httpx.Headers:
        transport = httpx.ASGITransport(app=Preload(site))
        async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
            return (await client.get(path)).headers

    with ThreadPoolExecutor() as threads:  # this thread may have a loop of a browser's
        page, data = threads.map(lambda path: asyncio.run(ask(path)), ("/", "/data"))
    assert "; rel=modulepreload" in page["link"]
    assert "link" not in data
