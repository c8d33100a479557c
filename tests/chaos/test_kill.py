"""kill -9 at random moments of a whole night: nothing is lost, and readers never see half a version.

GONGKAI_KILLS sets how often (10; `make chaos`: 100). Each kill is followed by one normal run, after which the marts
must be those of a run that nobody disturbed.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from one_night import NIGHT
from sample_nights import Content, content, sample_settings

from pipeline.archive import Archive
from pipeline.errors import NothingPublishedError
from pipeline.query import published

KILLS = int(os.environ.get("GONGKAI_KILLS", "10"))
LANES = 2
SEED = 20260302
TESTS = Path(__file__).parent.parent
# a first night, a later one, and a later one that lost its warehouse: everything is read again
FLAVOURS = ("later", "first", "rebuilt")


class Nights:
    """One process that forks nights, and may be told to kill one."""

    def __init__(self) -> None:
        environment = {**os.environ, "PYTHONPATH": f"{TESTS.parent}{os.pathsep}{TESTS}"}
        self.process = subprocess.Popen(
            [sys.executable, str(TESTS / "chaos" / "one_night.py")],
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self._line() == "ready"

    def run(self, folder: Path, night: int, run_id: str, kill_after: float | None = None) -> int:
        """Run one night; its exit code, negative where a signal ended it."""
        assert self.process.stdin
        self.process.stdin.write(f"{folder} {night} {run_id}\n")
        self.process.stdin.flush()
        child = int(self._line())
        timer = threading.Timer(kill_after, _kill, [child]) if kill_after is not None else None
        if timer:
            timer.start()
        code = int(self._line())
        if timer:
            timer.cancel()
            timer.join()
        return code

    def _line(self) -> str:
        assert self.process.stdout
        return self.process.stdout.readline().strip()

    def close(self) -> None:
        self.process.communicate(timeout=60)


def _kill(child: int) -> None:
    with suppress(ProcessLookupError):  # it ended by itself at the same moment
        os.kill(child, signal.SIGKILL)


@dataclass
class Reader:
    """Asks the published version over and over; a version seen once may never be gone or broken again."""

    folder: Path
    looks: int = 0
    is_there: bool = False

    def look(self) -> None:
        try:
            with published(self.folder) as con:
                rows = con.execute("select count(*) from marts.dim_report").fetchall()
        except NothingPublishedError:
            assert not self.is_there, "a published version is gone"
            return
        assert rows[0][0] > 0
        self.is_there = True
        self.looks += 1


@contextmanager
def watching(folder: Path) -> Iterator[Reader]:
    reader, ended = Reader(folder), threading.Event()
    with ThreadPoolExecutor(1) as pool:
        watch = pool.submit(_watch, reader, ended)
        try:
            yield reader
        finally:
            ended.set()
            watch.result()


def _watch(reader: Reader, ended: threading.Event) -> None:
    while not ended.wait(0.1):
        reader.look()
    reader.look()


@dataclass(frozen=True)
class Undisturbed:
    """What runs that nobody killed give, and how long they take (seconds), by flavour."""

    base: Path
    contents: dict[str, Content]
    seconds: dict[str, float]


def prepare(nights: Nights, folder: Path) -> Undisturbed:
    base = folder / "base"
    assert nights.run(base, 0, "base") == 0
    contents, seconds = {}, {}
    for flavour in FLAVOURS:
        target = start(flavour, base, folder / f"undisturbed-{flavour}")
        began = time.monotonic()
        assert nights.run(target, NIGHT, "undisturbed") == 0
        seconds[flavour] = time.monotonic() - began
        contents[flavour] = content(sample_settings(target).published_dir)
    assert contents["later"] == contents["rebuilt"] != contents["first"]
    return Undisturbed(base, contents, seconds)


def start(flavour: str, base: Path, target: Path) -> Path:
    """A data directory as a night finds it."""
    if flavour != "first":
        shutil.copytree(base, target, symlinks=True)
    if flavour == "rebuilt":
        (target / "work.duckdb").unlink()
    return target


def one_kill(nights: Nights, number: int, truth: Undisturbed, folder: Path) -> tuple[bool, int]:
    """Kill one night, look at what is left, run the next; was it still running, and how often did readers look."""
    dice = random.Random(SEED + number)
    flavour = FLAVOURS[number % len(FLAVOURS)]
    data = start(flavour, truth.base, folder / f"kill-{number}")
    settings = sample_settings(data)
    with watching(settings.published_dir) as reader:
        code = nights.run(data, NIGHT, "killed", kill_after=dice.uniform(0.0, 1.0) * truth.seconds[flavour])
        assert code in (0, -signal.SIGKILL)
        if settings.archive_dir.exists():
            with Archive(settings.archive_dir) as archive:
                assert archive.verify().is_whole
        assert nights.run(data, NIGHT, "after") == 0
    with Archive(settings.archive_dir) as archive:
        assert archive.verify().is_whole
        assert archive.table("runs")["status"].to_list()[-1] == "succeeded"
    assert content(settings.published_dir) == truth.contents[flavour], f"kill {number} ({flavour})"
    assert not list(settings.published_dir.glob("*.tmp-*"))
    shutil.rmtree(data)
    return code != 0, reader.looks


def lane(numbers: range, truth: Undisturbed, folder: Path) -> list[tuple[bool, int]]:
    nights = Nights()
    try:
        return [one_kill(nights, number, truth, folder) for number in numbers]
    finally:
        nights.close()


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_a_night_killed_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    nights = Nights()
    truth = prepare(nights, tmp_path)
    nights.close()
    with ThreadPoolExecutor(LANES) as pool:
        lanes = [
            pool.submit(lane, range(first, KILLS, LANES), truth, tmp_path)
            for first in range(min(LANES, KILLS))
        ]
        ends = [end for one in lanes for end in one.result()]
    killed = sum(was_running for was_running, _ in ends)
    print(f"{killed} of {KILLS} nights killed, {sum(looks for _, looks in ends)} looks of readers, all whole")
    assert killed >= KILLS // 2
