"""A small published sample with hostile texts in it, the dashboard served from it, and a browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("streamlit", reason="the extra `dashboard` is not installed")

HOSTILE = Path(__file__).with_name("hostile.sql")
WIDTH, HEIGHT, MOST_HEIGHT = 1400, 1100, 8000
SAMPLE = "20,2018-2021"
CHROMIUM_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with one published version, made once for all test processes."""
    folder = tmp_path_factory.getbasetemp()
    shared = folder.parent if os.environ.get("PYTEST_XDIST_WORKER") else folder
    target = shared / "dashboard-data"
    if _claim(shared / "dashboard-data.claim"):
        try:
            _publish(target)
        except BaseException:
            (shared / "dashboard-data.failed").touch()
            raise
    failed = shared / "dashboard-data.failed"
    current = target / "published" / "current"
    _wait(lambda: current.exists() or failed.exists(), 240, "another process to publish the sample")
    assert not failed.exists(), "another test process could not publish the sample"
    return target


def _claim(path: Path) -> bool:
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        return False
    return True


def _publish(target: Path) -> None:
    from pipeline.config import Settings
    from pipeline.night import Errand, open_night
    from pipeline.publish import publish

    settings = Settings(data_dir=target, sample=SAMPLE, workers=1)  # type: ignore[call-arg]
    with open_night(settings, "browser", Errand(("sample",))) as night:
        night.crawl()
        night.ingest()
        night.con.execute(HOSTILE.read_text(encoding="utf-8"))
        night.load_seeds()
        night.build()
        publish(night.con, settings.published_dir, run_id="browser", keep=3, exports=())


def _wait(ready: Any, seconds: float, what: str) -> None:
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError(f"waited {seconds} s for {what}")
        time.sleep(0.1)


@pytest.fixture(scope="session")
def server(data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the dashboard, served by another process on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    log = tmp_path_factory.mktemp("server") / "log"
    command = [sys.executable, "-c", f"from dashboard import launch; launch.run({port})"]
    with log.open("w") as file:
        process = subprocess.Popen(
            command,
            env=os.environ | {"GONGKAI_DATA_DIR": str(data_dir)},
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(lambda: process.poll() is not None or _answers(port), 90, "the dashboard")
        assert process.poll() is None, log.read_text()
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Headless Chromium, the one that the system provides."""
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium")
    with api.sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=CHROMIUM_FLAGS)
        yield chromium
        chromium.close()


class Visit:
    """A fresh browser window that notes what goes wrong in it and who is asked for what."""

    def __init__(self, context: Any, server: str) -> None:
        self.server = server
        self.page = context.new_page()
        self.problems: list[str] = []
        self.outside: list[str] = []
        self.page.on("console", self._console)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))
        self.page.on("request", self._request)

    def open(self, path: str) -> Any:
        """Go to a page of the dashboard and wait until it is drawn."""
        self.page.goto(f"{self.server}/{path}")
        self.page.wait_for_selector(".gk-footer", timeout=60_000)
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the script behind the page has run."""
        app = self.page.locator('[data-testid="stApp"]')
        self.page.wait_for_timeout(250)
        app.and_(self.page.locator('[data-test-script-state="notRunning"]')).wait_for(timeout=60_000)

    def keep(self, name: str) -> None:
        """A picture of the whole page, to be looked at, where GONGKAI_TEST_SCREENSHOTS names a folder for it."""
        folder = os.environ.get("GONGKAI_TEST_SCREENSHOTS")
        if not folder:
            return
        tall = self.page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
        self.page.set_viewport_size({"width": WIDTH, "height": min(tall, MOST_HEIGHT)})
        self.settle()
        self.page.screenshot(path=Path(folder) / f"{name}.png")
        self.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})

    def text(self) -> str:
        """What the page says, outside the navigation."""
        return str(self.page.locator('[data-testid="stMain"]').inner_text())

    def tile(self, label: str) -> str:
        """The headline number with that label."""
        tile = self.page.locator('[data-testid="stMetric"]').filter(has_text=label).first
        return str(tile.locator('[data-testid="stMetricValue"]').inner_text())

    def choose(self, label: str, option: str) -> None:
        """Choose an option of a select box by typing it."""
        box = self.page.locator('[data-testid="stSelectbox"]').filter(has_text=label).first
        field = box.locator("input").first
        field.click()
        field.fill(option)
        self.page.get_by_role("option", name=option, exact=True).first.click()
        self.settle()

    def _console(self, message: Any) -> None:
        if message.type in ("error", "warning"):
            self.problems.append(f"{message.type}: {message.text}")

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.server, "data:", "blob:", self.server.replace("http", "ws"))):
            self.outside.append(request.url)


@pytest.fixture
def visit(browser: Any, server: str) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": WIDTH, "height": HEIGHT}, accept_downloads=True)
    yield Visit(context, server)
    context.close()
