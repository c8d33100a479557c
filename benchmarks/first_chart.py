"""How soon each page of the dashboard shows its first chart: `python -m benchmarks.first_chart DATA_DIR`.

Seconds from the address to the first drawn chart (pages without one: to their end), in headless Chromium: in a
new window that has nothing in its cache, and the median of the next visits. Needs the extra `dashboard`.
"""

from __future__ import annotations

import os
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from dashboard.launch import WITHOUT_CHARTS

PAGES = ("", "agency", "comparison", "outcomes", "remedies", "timeliness", "diff", "quality", "methods")
CHART = '[data-testid="stVegaLiteChart"] :is(canvas, svg)'
END = ".gk-footer"
VISITS = 3
MOST_MS = 60_000
START_SECONDS = 90


@contextmanager
def serve(data_dir: Path) -> Iterator[str]:
    """The address of a dashboard over this data directory, on a port of the system's choice."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-c", f"from dashboard import launch; launch.run({port})"],
        env=os.environ | {"GONGKAI_DATA_DIR": str(data_dir)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health")
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _wait(url: str) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        with suppress(OSError), urllib.request.urlopen(url, timeout=5):
            return
        time.sleep(0.1)
    raise TimeoutError(f"no dashboard after {START_SECONDS} s")


def visits(browser: Any, address: str, name: str, count: int) -> list[float]:
    """Seconds of visits to one page in one new window; from the second on its files are in the cache."""
    context = browser.new_context(viewport={"width": 1400, "height": 1100})
    page = context.new_page()
    passed = []
    for _ in range(count):
        page.goto("about:blank")
        start = time.perf_counter()
        page.goto(f"{address}/{name}")
        page.wait_for_selector(END if name in WITHOUT_CHARTS else CHART, timeout=MOST_MS)
        passed.append(time.perf_counter() - start)
    context.close()
    return passed


def main() -> None:
    """Visit every page of the dashboard over the data directory named on the command line; print a table."""
    from playwright.sync_api import sync_playwright

    table = Table("page", "new window, s", f"median of {VISITS} more, s")
    program = shutil.which("chromium") or shutil.which("google-chrome")
    with serve(Path(sys.argv[1])) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        visits(browser, address, "methods", 1)  # the server's imports are no page's
        for name in PAGES:
            first, *more = visits(browser, address, name, 1 + VISITS)
            table.add_row(name or "overview", f"{first:.2f}", f"{statistics.median(more):.2f}")
        browser.close()
    Console().print(table)


if __name__ == "__main__":
    main()
