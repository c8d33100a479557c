"""Reads cases over all cores and scores them where they were read, so that only counts travel."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import resource
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from benchmarks.counts import Score
from benchmarks.expected import Case
from benchmarks.scoring import score
from pipeline.errors import ExtractError
from pipeline.reading import read, refuse

FEW = 24  # below this, starting processes costs more than it gains


def cpu_seconds() -> float:
    """CPU time of this process and its ended children; what else the machine does costs none."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def read_case(case: Case) -> Score:
    """Read one document and score it; one that cannot be read is refused whole."""
    content = case.content()
    sha256 = hashlib.sha256(content).hexdigest()
    started = cpu_seconds()
    try:
        reading = read(sha256, content)
    except ExtractError as problem:
        reading = refuse(sha256, problem)
    return score(case, reading, cpu_seconds() - started)


def read_cases(cases: Sequence[Case], workers: int = 0) -> list[Score]:
    """The scores of all cases, in their order. `workers` 0: one a core."""
    count = workers or os.cpu_count() or 1
    if count == 1 or len(cases) < FEW:
        return [read_case(case) for case in cases]
    context = multiprocessing.get_context("forkserver" if hasattr(os, "fork") else "spawn")
    with ProcessPoolExecutor(count, mp_context=context) as pool:
        return list(pool.map(read_case, cases, chunksize=8))
