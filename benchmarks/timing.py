"""Timing on a machine that does other things too: CPU time, runs taken in turns, medians."""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.reader import cpu_seconds

Call = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Line:
    """One printed result. `is_met` None: no target."""

    name: str
    value: str
    ratio: str = ""
    target: str = ""
    is_met: bool | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """Ours and the bare library doing the same work, seconds."""

    ours: float
    bare: float

    @property
    def ratio(self) -> float:
        return self.ours / self.bare if self.bare else 0.0


def cpu(call: Call) -> float:
    """CPU seconds of one call, its ended child processes included."""
    started = cpu_seconds()
    call()
    return cpu_seconds() - started


def wall(call: Call) -> float:
    """Seconds on the clock of one call."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def median(call: Call, runs: int, clock: Callable[[Call], float] = cpu) -> float:
    """Median seconds of several runs; one more before them warms caches and lazy imports."""
    call()
    return statistics.median(clock(call) for _ in range(runs))


def compare(ours: Call, bare: Call, runs: int, clock: Callable[[Call], float] = cpu) -> Pair:
    """Both in turns, so that a busy moment meets both; medians."""
    ours()
    bare()
    times = [(clock(ours), clock(bare)) for _ in range(runs)]
    return Pair(statistics.median(one for one, _ in times), statistics.median(other for _, other in times))


def at_most(name: str, value: float, limit: float, text: str, unit: str = "", ratio: str = "") -> Line:
    """A line whose value must not be above a limit."""
    return Line(name, text, ratio, f"<= {limit:g}{unit}", value <= limit)


def ratio_line(name: str, pair: Pair, bare: str, limit: float | None = None) -> Line:
    """Ours in milliseconds and its ratio to the bare library, with a target where there is one."""
    value, ratio = f"{1000 * pair.ours:.1f} ms", f"{pair.ratio:.2f}× {bare} ({1000 * pair.bare:.1f} ms)"
    if limit is None:
        return Line(name, value, ratio)
    return at_most(name, pair.ratio, limit, value, "×", ratio)


def python(*arguments: str, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run this interpreter with arguments; its output as text. Raises CalledProcessError."""
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, check=True, env=env, timeout=600
    )


def peak_mb() -> float:
    """Peak memory of this process, MB. The kernel's own mark first: rusage begins with the parent's size."""
    status = Path("/proc/self/status")
    if status.is_file():
        marks = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
        if marks:
            return int(marks[0].split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def undisturbed(call: Call) -> float:
    """Seconds on the clock, or CPU seconds where these are less: the machine did other things meanwhile."""
    used = cpu_seconds()
    passed = wall(call)
    return min(passed, cpu_seconds() - used)


def best(values: Sequence[float]) -> float:
    """The least of several runs: what the work costs when nothing else disturbs it."""
    return min(values)
