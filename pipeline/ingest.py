"""Reads what the archive holds and the warehouse lacks: over all cores, loaded in batches."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import ExtractError, GongkaiError, LimitError
from pipeline.extract import Limits
from pipeline.reading import read, refuse
from pipeline.records import Reading

BATCH = 200  # readings held in memory before they are loaded
MOST_DEATHS = 3  # processes that die before any has read a document: then it is not the documents
SMALL = 24  # below this many documents, starting processes costs more than it gains


@dataclass(frozen=True, slots=True)
class Job:
    """One document to be read: where its bytes lie, and the portal it came from."""

    sha256: str
    portal: str
    path: Path


@dataclass(frozen=True, slots=True)
class Outcome:
    """One document's reading (a refusal where it could not be read) and how long it took."""

    job: Job
    reading: Reading
    seconds: float
    error: str | None  # the one line, where the file could not be read at all


# reads jobs in order of arrival of the results
Source = Callable[[Sequence[Job], Limits], Iterator[Outcome]]


def read_job(job: Job, limits: Limits, content: bytes | None = None) -> Outcome:
    """Read one file; whatever it holds, the run goes on: what cannot be read becomes a refusal.

    `content` is given where the archive is out of the reading process's reach.
    """
    started = time.perf_counter()
    problem: GongkaiError | None = None
    try:
        reading = read(job.sha256, job.path.read_bytes() if content is None else content, limits)
    except ExtractError as refused:
        problem = refused
    except MemoryError:
        problem = LimitError(f"{job.sha256[:12]}: out of memory while reading")
    except Exception as bug:  # a fault of ours must not end a night; it is told as one, by name
        problem = GongkaiError(f"{job.sha256[:12]}: reading failed, {type(bug).__name__}: {bug}")
    if problem is not None:
        reading = refuse(job.sha256, problem)
    return Outcome(job, reading, time.perf_counter() - started, str(problem) if problem else None)


def read_all(jobs: Sequence[Job], *, limits: Limits, workers: int = 0) -> Iterator[Outcome]:
    """Read every job, in order of arrival of the results; `workers` 0 means one a core.

    A process that dies (a crash in a native library) takes only its own document with it.
    """
    count = min(workers or os.cpu_count() or 1, len(jobs))
    if count <= 1 or len(jobs) < SMALL:
        yield from (read_job(job, limits) for job in jobs)
        return
    done: set[str] = set()
    try:
        for outcome in _pool_map(jobs, limits, count):
            done.add(outcome.job.sha256)
            yield outcome
    except BrokenProcessPool:
        yield from _one_by_one([job for job in jobs if job.sha256 not in done], limits, works=bool(done))


def _pool(workers: int) -> ProcessPoolExecutor:
    # not fork: a forked child would inherit the open database and the threads of polars
    context = multiprocessing.get_context("forkserver" if hasattr(os, "fork") else "spawn")
    return ProcessPoolExecutor(workers, mp_context=context)


def _pool_map(jobs: Sequence[Job], limits: Limits, workers: int) -> Iterator[Outcome]:
    chunk = max(1, min(16, len(jobs) // (workers * 4)))
    with _pool(workers) as pool:
        yield from pool.map(read_job, jobs, [limits] * len(jobs), chunksize=chunk)


def _one_by_one(jobs: Sequence[Job], limits: Limits, *, works: bool) -> Iterator[Outcome]:
    """The same with one job at a time in flight, so that a process that dies names its document.

    `works`: some process has read a document. Where none ever does, no document is blamed: GongkaiError.
    """
    rest, deaths = list(jobs), 0
    while rest:
        with _pool(1) as pool:
            try:
                while rest:
                    outcome = pool.submit(read_job, rest[0], limits).result()
                    works = True
                    rest.pop(0)
                    yield outcome
            except BrokenProcessPool as error:
                job, deaths = rest.pop(0), deaths + 1
                if not works and deaths >= MOST_DEATHS:
                    raise GongkaiError(
                        f"{deaths} reading processes died and none read anything: memory, or the start of Python "
                        "processes on this host, is at fault; nothing was loaded of this batch"
                    ) from error
                problem = GongkaiError(f"{job.sha256[:12]}: the reading process died")
                yield Outcome(job, refuse(job.sha256, problem), 0.0, str(problem))


def batches(outcomes: Iterable[Outcome], size: int = BATCH) -> Iterator[list[Outcome]]:
    """The outcomes in lists of at most `size`."""
    batch: list[Outcome] = []
    for outcome in outcomes:
        batch.append(outcome)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


@dataclass(frozen=True, slots=True)
class IngestSummary:
    """What one pass over the archive did; counts of documents."""

    read: int = 0
    failed: int = 0
    skipped: int = 0
    seconds: float = 0.0


def ingest(
    jobs: Sequence[Job],
    load: Callable[[list[Outcome]], None],
    *,
    limits: Limits,
    workers: int = 0,
    source: Source | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> IngestSummary:
    """Read the jobs and hand each batch to `load`; an interrupted pass leaves whole batches behind.

    `source` reads them elsewhere than in processes of this host.
    """
    started = time.perf_counter()
    count = failed = 0
    outcomes = source(jobs, limits) if source else read_all(jobs, limits=limits, workers=workers)
    for batch in batches(outcomes):
        load(batch)
        count += len(batch)
        failed += sum(outcome.error is not None for outcome in batch)
        if progress:
            progress(count, len(jobs))
    return IngestSummary(count - failed, failed, 0, time.perf_counter() - started)
