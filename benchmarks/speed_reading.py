"""Speed of reading: extract() against the bare libraries, the whole way from bytes to findings, start-up."""

from __future__ import annotations

import hashlib
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from benchmarks import bare
from benchmarks.documents import documents, large_page, pages
from benchmarks.timing import Line, at_most, best, compare, cpu, median, python, ratio_line
from pipeline.errors import ExtractError
from pipeline.extract import extract
from pipeline.reading import read

BARE: dict[str, tuple[str, Callable[[bytes], object]]] = {
    "html": ("selectolax", bare.html),
    "text": ("split", bare.text),
    "docx": ("python-docx", bare.docx),
    "xlsx": ("calamine", bare.xlsx),
    "pdf": ("pdfplumber", bare.pdf),
}
LIMITS = {"html": 2.0, "pdf": 1.3}
RUNS = {"scan": 1, "doc": 2, "pdf": 5}
RATE_LIMIT = 150  # HTML reports a second and core, the whole way
START_LIMIT = 0.7  # seconds
STARTS = 5
CLI = "from assets.cli import app; app()"


def extract_lines() -> Iterator[Line]:
    """extract() of one document of each format, and its ratio to the bare library on the same bytes."""
    for name, content in documents().items():
        if isinstance(content, str):
            yield Line(f"extract {name}", "skipped", content)
            continue
        ours, title = partial(_extract, content), f"extract {name}, {len(content) // 1000} KB"
        runs = RUNS.get(name, 15)
        if name in BARE:
            library, other = BARE[name]
            yield ratio_line(title, compare(ours, partial(other, content), runs), library, LIMITS.get(name))
        else:
            seconds = cpu(ours) if runs == 1 else median(ours, runs)
            yield Line(title, f"{1000 * seconds:.1f} ms")


def _extract(content: bytes) -> object:
    try:
        return extract("0" * 64, content)
    except ExtractError as problem:  # a scan without the OCR extra: the refusal is what is timed
        return problem


def whole_way_lines(runs: int = 3) -> Iterator[Line]:
    """Bytes to observations, figures and findings of every HTML report of a small sample, one core."""
    contents = pages()
    named = [(hashlib.sha256(content).hexdigest(), content) for content in contents]

    def all_of_them() -> None:
        for sha256, content in named:
            read(sha256, content)

    rate = len(contents) / median(all_of_them, runs)
    size = statistics.mean(map(len, contents)) / 1000
    name = f"whole way, {len(contents)} HTML reports of {size:.0f} KB"
    yield Line(name, f"{rate:.0f} a second and core", "", f">= {RATE_LIMIT}", rate >= RATE_LIMIT)
    content = large_page()
    pair = compare(partial(read, "0" * 64, content), partial(bare.html, content), 15)
    yield ratio_line(f"whole way, one of {len(content) // 1000} KB", pair, "selectolax")


def start_lines() -> Iterator[Line]:
    """`gongkai extract` on a file of one line, as a process of its own; CPU time, and the clock's beside it.

    The first start compiles every module, the others find them compiled, as all but the first do for users.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "note.txt"
        path.write_text("示例市某局2024年政府信息公开工作年度报告\n", encoding="utf-8")
        first, *ours = [
            _process(folder, "-c", CLI, "extract", str(path), "--json") for _ in range(1 + STARTS)
        ]
        empty = [_process(folder, "-c", "pass") for _ in range(STARTS)]
    seconds = statistics.median(one for one, _ in ours)
    clock = best([other for _, other in ours])
    text = f"{seconds:.2f} s CPU, {clock:.2f} s clock at best ({first[0]:.2f} s CPU the first)"
    ratio = f"{seconds / statistics.median(one for one, _ in empty):.1f}× an empty Python"
    yield at_most("start of gongkai extract", seconds, START_LIMIT, text, " s", ratio)


def _process(compiled: str, *arguments: str) -> tuple[float, float]:
    """CPU seconds and seconds on the clock of one process of this interpreter, with a folder for compiled modules."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    env |= {"PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONPYCACHEPREFIX": compiled}
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    python(*arguments, env=env)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return used, time.perf_counter() - started
