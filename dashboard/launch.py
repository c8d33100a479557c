"""Serves the dashboard on this machine only, without usage statistics or any host outside.

Streamlit runs in this process, so that slow imports are done before the first visitor comes, and its page is told
ahead what it would find out step by step while somebody waits for the first chart (see docs/performance.md).
"""

from __future__ import annotations

import json
import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.routing import BaseRoute

APP = Path(__file__).parent / "frame" / "app.py"
FONTS = '"Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif'
# what the first page would import while somebody waits for it
WARM = (
    "altair",
    "pandas",
    "polars",
    "pyarrow",
    "dashboard.layout",
    "dashboard.filters",
    "dashboard.charts.series",
    "dashboard.charts.bars",
    "dashboard.charts.coverage",
    "dashboard.prose",
    "dashboard.archive",
    "dashboard.evidence",
    "dashboard.wording",
)
OPTIONS = {
    "server.headless": True,
    "server.fileWatcherType": "none",
    "server.showEmailPrompt": False,
    "server.enableStaticServing": False,
    "browser.gatherUsageStats": False,
    "client.toolbarMode": "viewer",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.disableDataExport": True,  # our own download guards against formulas
    "theme.base": "light",
    "theme.primaryColor": "#0072b2",
    "theme.textColor": "#1f2933",
    "theme.font": FONTS,
    "theme.headingFont": FONTS,
    "theme.baseRadius": "small",
}
WITHOUT_CHARTS = ("diff", "methods")
# Where the server is. Else Streamlit's page asks below its own address first, gets a 404 and waits before it asks
# again. All pages stand one step below the server, also behind a proxy that puts a path before it.
SERVER = """<script>
window.__streamlit = {
  BACKEND_BASE_URL: new URL(".", location).href,
  HOST_CONFIG: { allowedOrigins: [location.origin], useExternalAuthToken: false },
}
</script>
"""


def options(port: int, address: str = "127.0.0.1") -> dict[str, Any]:
    """Streamlit's settings to serve the dashboard there; port 0 is not allowed."""
    return {**OPTIONS, "server.address": address, "server.port": port, "browser.serverAddress": address}


def index(name: str) -> str:
    """Streamlit's own page, with the address of its server; a page with charts asks at once for their scripts."""
    from streamlit import file_util

    static = Path(file_util.get_static_dir())
    page = (static / "index.html").read_text(encoding="utf-8")
    ahead = [] if name in WITHOUT_CHARTS else scripts(page, static)
    links = [f'<link rel="modulepreload" crossorigin href="{path}">' for path in ahead]
    return page.replace("<script", SERVER + "<script", 1).replace("</head>", "\n".join([*links, "</head>"]))


def scripts(page: str, static: Path) -> list[str]:
    """The files a chart needs beside those that the page names itself, by the list in Streamlit's main script."""
    main = re.search(r'src="\./(static/js/index\.[^"]+)"', page)
    text = (static / main[1]).read_text(encoding="utf-8") if main else ""
    names = json.loads(f"[{text.partition('m.f=[')[2].partition(']')[0]}]")
    numbers = re.findall(r"import\(`\./ArrowVegaLiteChart\.[^`]+`\),__vite__mapDeps\(\[([\d,]+)\]", text)
    paths = [f"./static/js/{names[int(number)][2:]}" for number in ",".join(numbers).split(",") if number]
    return [path for path in paths if path.endswith(".js") and path not in page]


def run(port: int = 8501, address: str = "127.0.0.1") -> None:
    """Serve until interrupted."""
    import streamlit as st

    for module in WARM:
        import_module(module)
    names = ["", *(path.stem.partition("_")[2] for path in (APP.parents[1] / "pages").glob("*.py"))]
    st.App(APP, routes=[_route(name) for name in names]).run(config=options(port, address))


def _route(name: str) -> BaseRoute:
    from starlette.responses import HTMLResponse
    from starlette.routing import Route

    page = index(name)

    async def answer(_request: Request) -> HTMLResponse:
        return HTMLResponse(page, headers={"cache-control": "no-cache"})

    return Route(f"/{name}", answer)
