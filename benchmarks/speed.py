"""How fast: `python -m benchmarks.speed` prints times, and ratios to the bare library doing the same work.

Always ends with 0: the machine may be busy. Targets are marked met or missed. Documents are timed in CPU time
and in turns with the bare library; the warehouse on the clock.
"""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Callable, Iterator, Sequence

import duckdb
import polars
import selectolax
from rich.console import Console

from benchmarks.speed_reading import extract_lines, start_lines, whole_way_lines
from benchmarks.speed_warehouse import memory_lines, warehouse_lines
from benchmarks.timing import Line

PARTS = ("reading", "memory", "warehouse")
SMALL = "24,2018-2023"  # agencies and years of the small sample


def _sections(parts: Sequence[str], sample: str) -> Iterator[tuple[str, Iterator[Line]]]:
    made: dict[str, list[tuple[str, Callable[[], Iterator[Line]]]]] = {
        "reading": [
            ("reading one document", extract_lines),
            ("bytes to observations, figures and findings", whole_way_lines),
            ("start", start_lines),
        ],
        "memory": [("peak memory of one document", memory_lines)],
        "warehouse": [("warehouse over the sample portal", lambda: warehouse_lines(sample))],
    }
    for part in parts:
        for title, lines in made[part]:
            yield title, lines()


def _show(console: Console, line: Line) -> bool:
    verdict = "" if line.is_met is None else f"{line.target}  {'met' if line.is_met else 'MISSED'}"
    console.print(
        f"  {line.name:<44} {line.value:<34} {line.ratio:<38} {verdict}".rstrip(),
        highlight=False,
        markup=False,
        soft_wrap=True,
    )
    return line.is_met is not False


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="which parts (default: all)")
    parser.add_argument("--small", action="store_true", help=f"a sample of {SMALL} for the warehouse")
    options = parser.parse_args(argv)
    console = Console()
    console.print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; "
        f"duckdb {duckdb.__version__}, polars {polars.__version__}, selectolax {selectolax.__version__}",
        highlight=False,
    )
    missed = 0
    for title, lines in _sections(options.parts, SMALL if options.small else ""):
        console.print(f"\n{title}", style="bold")
        missed += sum(not _show(console, line) for line in lines)
    console.print(f"\nRESULT: {f'{missed} targets missed' if missed else 'all targets met'}", highlight=False)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
