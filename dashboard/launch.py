"""Serves the dashboard on this machine only, without usage statistics or any host outside.

Streamlit is called as its own command line would; in this process, so that slow imports are done before the
first visitor comes.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

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
    "server.headless": "true",
    "server.fileWatcherType": "none",
    "server.showEmailPrompt": "false",
    "server.enableStaticServing": "false",
    "browser.gatherUsageStats": "false",
    "client.toolbarMode": "viewer",
    "client.showErrorDetails": "none",
    "client.showErrorLinks": "false",
    "client.disableDataExport": "true",  # our own download guards against formulas
    "theme.base": "light",
    "theme.primaryColor": "#0072b2",
    "theme.textColor": "#1f2933",
    "theme.font": FONTS,
    "theme.headingFont": FONTS,
    "theme.baseRadius": "small",
}


def arguments(port: int, address: str = "127.0.0.1") -> list[str]:
    """The arguments of `streamlit` that serve the dashboard; port 0 is not allowed there."""
    own = {**OPTIONS, "server.address": address, "server.port": str(port), "browser.serverAddress": address}
    return ["run", str(APP), *(f"--{name}={value}" for name, value in own.items())]


def run(port: int = 8501, address: str = "127.0.0.1") -> None:
    """Serve until interrupted."""
    from streamlit.web import cli

    for module in WARM:
        import_module(module)
    cli.main(arguments(port, address), standalone_mode=False)
