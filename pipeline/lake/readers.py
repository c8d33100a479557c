"""Reading documents on other hosts: the workers of a Dask scheduler.

A worker needs the package and nothing else: it is sent a document's bytes and sends back what it read. The
archive, the catalogue and the warehouse stay with the process that asks (docs/decisions/0010).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from pipeline.config import Settings
from pipeline.errors import GongkaiError, SettingsError
from pipeline.extract import Limits
from pipeline.ingest import Job, Outcome, Source, read_job
from pipeline.reading import refuse

AHEAD = 4  # documents under way for each worker: enough that none waits, few enough to hold in memory
CONNECT_SECONDS = 30


def elsewhere(settings: Settings) -> Source | None:
    """What reads documents on the workers of GONGKAI_READERS; None where this host reads them itself."""
    if not settings.readers:
        return None
    return lambda jobs, limits: read_on(settings.readers, jobs, limits)


def read_on(scheduler: str, jobs: Sequence[Job], limits: Limits) -> Iterator[Outcome]:
    """Read every job on the scheduler's workers, in order of arrival of the results.

    A worker that dies takes nothing with it: Dask gives its documents to another. A document that kills one
    worker after the other becomes a refusal. Raises SettingsError where Dask or the scheduler is not there.
    """
    try:
        from distributed import Client, as_completed
    except ImportError as error:
        raise SettingsError("GONGKAI_READERS needs Dask; install gongkai[lake]") from error
    try:
        client = Client(scheduler, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, TimeoutError) as error:
        raise SettingsError(f"GONGKAI_READERS: no scheduler answers at {scheduler}; start one") from error
    with client:
        rest = iter(jobs)
        under_way = {}

        def send(job: Job) -> object:
            # pure=False: the same bytes may be asked for again by another version of the reader
            future = client.submit(read_job, job, limits, job.path.read_bytes(), pure=False, retries=1)
            under_way[future.key] = job
            return future

        width = AHEAD * max(1, len(client.scheduler_info(n_workers=-1)["workers"]))
        first = [send(job) for job in islice(rest, width)]
        queue = as_completed(first, loop=client.loop)
        for future in queue:
            job = under_way.pop(future.key)
            yield future.result() if future.status == "finished" else _lost(job, future.exception())
            following = next(rest, None)
            if following is not None:
                queue.add(send(following))


def _lost(job: Job, error: BaseException) -> Outcome:
    problem = GongkaiError(f"{job.sha256[:12]}: the workers that read it died ({type(error).__name__})")
    return Outcome(job, refuse(job.sha256, problem), 0.0, str(problem))
