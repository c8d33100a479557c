"""`make bench-scale`: time, memory and disk per report at growing sizes, against the targets.

    python -m benchmarks.scale [REPORTS …]      default: 1000 10000 100000

The first city is crawled and read; the others are made of it as frames (`scale_cities`).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks.across_reports import sample_night
from benchmarks.scale_cities import City, first_city, write_city
from benchmarks.scale_run import Result
from pipeline import crosswalks
from pipeline.hosting import crosswalk_folder
from pipeline.sample import SampleSpec

SIZES = (1_000, 10_000, 100_000)
CHANGED = 100
SPEC = SampleSpec(agencies=64, years=(2018, 2025))
STAGES = ("load", "sql/", "checks", "publish")
# at 100,000 reports on two cores
MAX_SECONDS, MAX_NIGHT_SECONDS, MAX_PEAK_BYTES, MAX_GROWTH, MAX_P95_SECONDS = (
    90.0,
    15.0,
    4 * 2**30,
    1.2,
    0.150,
)
MIB = 2**20


def make_city(folder: Path) -> City:
    """Crawl and read the sample city in `folder`."""
    with sample_night(SPEC, folder) as night:
        lists = crosswalks.load(crosswalk_folder(night.portals[0], night.settings))
        return first_city(night.con, night.archive, lists)


def measure(first: Path, count: int, scratch: Path) -> Result:
    """One size, in a process of its own."""
    with tempfile.TemporaryDirectory(dir=scratch) as folder:
        command = [sys.executable, "-m", "benchmarks.scale_run", folder, str(first), str(count), str(CHANGED)]
        answer = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True).stdout
    return Result(**json.loads(answer))


def cold(result: Result) -> float:
    """Seconds of load, sql/ and publish (checks are told apart: publishing counts them in)."""
    return sum(result.seconds[stage] for stage in ("load", "sql/", "publish"))


def night(result: Result) -> float:
    """Seconds of a night with changed reports, from loading them to the new version."""
    return sum(result.seconds[f"night {stage}"] for stage in ("load", "sql/", "publish"))


def p95(result: Result) -> float:
    """The time that 95 of 100 of the dashboard's queries stay under."""
    times = sorted(result.dashboard.values())
    return times[round(0.95 * (len(times) - 1))]


def rows(result: Result) -> list[tuple[str, str, str]]:
    """What is told of one size: name, value, and value per report."""
    count = result.reports
    told = [
        ("reports / cells", f"{count:,} / {result.cell_count:,}", f"{result.cell_count / count:.0f} cells")
    ]
    for stage in (*STAGES, *(f"night {name}" for name in STAGES)):
        seconds, cpu = result.seconds[stage], result.cpu[stage]
        told.append(
            (
                stage,
                f"{seconds:.1f} s (cpu {cpu:.1f} s, peak {result.peaks[stage] / MIB:,.0f} MiB)",
                f"{1000 * seconds / count:.2f} ms",
            )
        )
    told.append(("load + sql/ + publish", f"{cold(result):.1f} s", f"{1000 * cold(result) / count:.2f} ms"))
    told.append(
        (f"night, {CHANGED} changed", f"{night(result):.1f} s", f"{1000 * night(result) / CHANGED:.0f} ms")
    )
    told.append(
        ("peak memory", f"{result.peak_bytes / MIB:,.0f} MiB", f"{result.peak_bytes / count / 1024:.0f} KiB")
    )
    for name, size in result.disk.items():
        told.append((f"disk: {name}", f"{size / MIB:,.1f} MiB", f"{size / count / 1024:.1f} KiB"))
    told.append(("dashboard p95", f"{1000 * p95(result):.0f} ms", "-"))
    return told


def verdicts(results: list[Result]) -> list[tuple[str, str, str]]:
    """The targets at the largest size: what is asked, what was measured, whether it holds."""
    last = results[-1]
    measured = [
        ("load + sql/ + publish", cold(last), MAX_SECONDS, "s"),
        (f"night with {CHANGED} changed reports", night(last), MAX_NIGHT_SECONDS, "s"),
        ("peak memory", last.peak_bytes / MIB, MAX_PEAK_BYTES / MIB, "MiB"),
        ("dashboard queries p95", 1000 * p95(last), 1000 * MAX_P95_SECONDS, "ms"),
    ]
    if len(results) > 1:
        before = results[-2]
        growth = (cold(last) / last.reports) / (cold(before) / before.reports)
        measured.append(
            (f"time per report, {last.reports:,} to {before.reports:,}", growth, MAX_GROWTH, "times")
        )
    return [
        (name, f"{value:.2f} {unit} (at most {limit:g})", "holds" if value <= limit else "MISSED")
        for name, value, limit, unit in measured
    ]


def show(console: Console, results: list[Result]) -> None:
    """Print a table a size, the models and queries that take longest, and the targets."""
    for result in results:
        table = Table("stage", "total", "a report", title=f"{result.reports:,} reports", title_justify="left")
        for row in rows(result):
            table.add_row(*row)
        console.print(table)
        console.print(
            "longest models:", ", ".join(f"{name} {seconds} s" for name, _, seconds in result.models)
        )
        slow = sorted(result.dashboard.items(), key=lambda item: -item[1])[:5]
        console.print("slowest queries:", ", ".join(f"{name} {1000 * s:.0f} ms" for name, s in slow))
    table = Table("target", "measured", "", title=f"{os.cpu_count()} cores", title_justify="left")
    for row in verdicts(results):
        table.add_row(*row)
    console.print(table)


def main() -> None:
    """Measure the sizes given (or 1,000, 10,000 and 100,000 reports) and print."""
    console = Console(width=110)
    sizes = sorted(int(text) for text in sys.argv[1:]) or list(SIZES)
    with tempfile.TemporaryDirectory(prefix="gongkai-scale-") as scratch:
        first = Path(scratch) / "city"
        first.mkdir()
        with console.status("crawling and reading the first city …"):
            write_city(make_city(Path(scratch) / "base"), first)
        results = []
        for size in sizes:
            with console.status(f"{size:,} reports …"):
                results.append(measure(first, size, Path(scratch)))
        show(console, results)


if __name__ == "__main__":
    main()
