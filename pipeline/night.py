"""One night: portals, archive and warehouse opened together, and the stages as methods over them.

The assets call these methods one by one; `gongkai rebuild` calls those that need no portal. Nothing here knows
of Dagster.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import duckdb

from pipeline import crosswalks, warehouse
from pipeline.archive import Archive, Extraction, Run
from pipeline.config import Settings
from pipeline.crawl import import_folder
from pipeline.errors import CheckFailedError, PortalError, PublishError
from pipeline.extract import Limits
from pipeline.forms import cells, load_forms
from pipeline.hosting import crosswalk_folder
from pipeline.ingest import IngestSummary, Job, Outcome, ingest
from pipeline.lake.readers import elsewhere
from pipeline.notify import notify
from pipeline.portals import Portal, load_portal
from pipeline.portals.urls import url_key
from pipeline.progress import Report, silent
from pipeline.publish import PublishResult, publish
from pipeline.reading import reader_version
from pipeline.rounds import crawl_portals
from pipeline.volumes import check_volumes
from pipeline.warehouse import BuildResult, CheckResult, Loaded

CITY_TIME = ZoneInfo("Asia/Shanghai")
FINDINGS = "marts.findings"


@dataclass(frozen=True, slots=True)
class Errand:
    """What a night is asked to do: portals by name or path, or a folder of files downloaded by hand.

    `force` publishes what has not changed, too. `is_reviewed`: someone looked at what changed, so that volumes
    unlike the last version's are told but stop nothing; `force` implies it.
    """

    portals: tuple[str, ...] = ()
    import_dir: Path | None = None
    manifest: Path | None = None
    force: bool = False
    is_reviewed: bool = False


@dataclass
class Night:
    """The open state of one run; `told` gathers the numbers its summary tells.

    `problem` is why the run ends as failed, for callers that do not let the error through.
    """

    settings: Settings
    run_id: str
    errand: Errand
    portals: tuple[Portal, ...]
    archive: Archive
    con: duckdb.DuckDBPyConnection
    progress: Report = silent
    told: dict[str, int | float | str] = field(default_factory=dict)
    problem: BaseException | None = None

    def crawl(self, years: Sequence[int] | None = None) -> dict[str, int]:
        """Fetch what is due (or the given report years) of every portal, or take in the folder; counts."""
        if self.errand.import_dir:
            total = import_folder(self.errand.import_dir, self.archive, self.run_id, self.errand.manifest)
        else:
            total = crawl_portals(
                self.portals, self.archive, self.settings, self.run_id, years, self.progress
            )
        warehouse.load_catalogue(self.con, self.archive, url_key=url_key)
        self.told |= asdict(total)
        return asdict(total)

    def ingest(self) -> dict[str, int]:
        """Read every archived body that the warehouse lacks, or has from another reader; counts of documents."""
        jobs = self._jobs()
        limits = Limits(self.settings.max_file_bytes, self.settings.max_pages, self.settings.max_cells)
        result: IngestSummary = ingest(
            jobs,
            self._load,
            limits=limits,
            workers=self.settings.workers,
            source=elsewhere(self.settings),
            progress=lambda done, of: self.progress("read", done, of),
        )
        counts = {"extracted": result.read + result.failed, "unreadable": result.failed}
        self.told |= counts
        return counts

    def _jobs(self) -> list[Job]:
        held = dict(self.con.sql("select document_sha256, reader_version from raw.documents").fetchall())
        formats = dict(self.con.sql("select document_sha256, format from raw.documents").fetchall())
        wanted = self.con.sql(
            "select document_sha256, min(portal) from raw.snapshots group by 1 order by min(first_seen_at), 1"
        ).fetchall()
        return [
            Job(sha256, portal, self.archive.objects.path(sha256))
            for sha256, portal in wanted
            if sha256 not in held or held[sha256] != reader_version(formats[sha256])
        ]

    def _load(self, outcomes: list[Outcome]) -> None:
        loaded, noted = [], []
        for outcome in outcomes:
            reading = outcome.reading
            version = reader_version(reading.document.format)
            size = outcome.job.path.stat().st_size
            loaded.append(Loaded(outcome.job.portal, reading, size, version))
            status = "failed" if outcome.error else "read" if reading.observations else "refused"
            noted.append(Extraction(outcome.job.sha256, version, outcome.seconds, status, outcome.error))  # type: ignore[arg-type]
        warehouse.load_readings(self.con, loaded)
        self.archive.record_extractions(noted, now())

    def load_seeds(self) -> None:
        """Load the agency lists of the portals archived here, form cells and metrics; say what day it is."""
        lists = [crosswalks.load(folder) for folder in self._crosswalk_folders() if folder.is_dir()]
        warehouse.load_seeds(self.con, crosswalks.merge(lists), cells(load_forms()))
        warehouse.set_as_of(self.con, self._as_of())

    def _as_of(self) -> date:
        """The day of the last run, so that a rebuild decides what was due as that run did."""
        days = self.archive.table("runs").sort("started_at")["as_of"]
        return days[-1] if len(days) else today()

    def _crosswalk_folders(self) -> list[Path]:
        names = {row[0] for row in self.con.sql("select distinct portal from raw.snapshots").fetchall()}
        known = {portal.name: portal for portal in self.portals}
        portals = [known[name] if name in known else _portal_or_none(name) for name in sorted(names)]
        default = _portal_or_none("nxgy") if self.archive.kind == "real" else None
        return list(dict.fromkeys(crosswalk_folder(one, self.settings) for one in (*portals, default) if one))

    def build(self, only: Collection[str] | None = None, *, whole: bool = False) -> list[BuildResult]:
        """Build the models (all, or the named ones), and bring the dates of findings up to what stands now.

        Of all models only what changed since the last build is made anew, unless `whole`.
        """
        count = len(warehouse.models_for(self.con)) if only is None else len(only)
        built: list[BuildResult] = []

        def tell(result: BuildResult) -> None:
            built.append(result)
            self.progress("build", len(built), count)

        dates = self._date_findings if only is None or FINDINGS in only else None
        return warehouse.refresh(self.con, only, whole=whole, progress=tell, afterwards=dates)

    def _date_findings(self) -> None:
        """First and last seen are the catalogue's; findings that came or went are dated and shown so at once."""
        standing = [row[0] for row in self.con.sql("select finding_id from marts.findings").fetchall()]
        new, ended = self.archive.sync_finding_history(standing, now())
        if new or ended or not self.con.sql("select 1 from ops.finding_history limit 1").fetchall():
            warehouse.load_finding_history(self.con, self.archive)
            warehouse.build(self.con, warehouse.discover(), {FINDINGS})
        self.told |= {"new_findings": new, "ended_findings": ended}

    def check(self) -> list[CheckResult]:
        """Run the claims of sql/checks, and hold the volumes against the version readers have."""
        reviewed = self.errand.force or self.errand.is_reviewed
        volumes = check_volumes(self.con, self.settings.published_dir, is_reviewed=reviewed)
        results = [*warehouse.run_checks(self.con), *volumes]
        try:
            warehouse.require_passed(results)
        except CheckFailedError as error:  # the verdicts are told first; `publish` refuses
            self.problem = error
        return results

    def publish(self) -> PublishResult:
        """Publish what was built; the same content makes no new version."""
        warehouse.require_passed(self.check())
        if not self.row_count("marts.dim_report"):
            raise PublishError(
                "no report was found, so nothing is published; see `gongkai status` and ops.fetches for what the "
                "portal answered"
            )
        result = publish(
            self.con,
            self.settings.published_dir,
            run_id=self.run_id,
            keep=self.settings.keep_versions,
            force=self.errand.force,
            history=self.archive,
        )
        self.told |= {"version": result.version, "is_new_version": int(result.created)}
        return result

    def row_count(self, table: str) -> int:
        """How many rows a table of the warehouse has."""
        found = self.con.sql(f"select count(*) from {table}").fetchone()
        return int(found[0]) if found else 0

    def documents_by_year(self) -> dict[str, int]:
        """How many documents the warehouse holds of each report year."""
        rows = self.con.sql(
            "select report_year, count(*) from raw.documents where report_year is not null group by all order by 1"
        ).fetchall()
        return {str(year): int(count) for year, count in rows}


def now() -> datetime:
    """The time, UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The date in the city, which decides what is due."""
    return datetime.now(CITY_TIME).date()


def _portal_or_none(name: str) -> Portal | None:
    try:
        return load_portal(name)
    except PortalError:  # an import, or a portal whose TOML was given by its path
        return None


@contextmanager
def open_night(
    settings: Settings, run_id: str, errand: Errand, *, years: str = "due", progress: Report = silent
) -> Iterator[Night]:
    """Open archive and warehouse for one run and record how it ended. Raises what the stages raise."""
    portals = tuple(load_portal(name) for name in errand.portals) if not errand.import_dir else ()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    with Archive(settings.archive_dir) as archive:
        for kind in {portal.kind for portal in portals} or {"real"}:
            archive.require_kind(kind)
        with _warehouse(settings) as con:
            names = ",".join(portal.name for portal in portals) or "import"
            archive.start_run(Run(run_id, names, years, today()), now())
            night = Night(settings, run_id, errand, portals, archive, con, progress)
            try:
                yield night
            except BaseException as error:
                night.problem = error
                raise
            finally:
                _end(night)
                notify(settings, archive)


def _end(night: Night) -> None:
    counts = {name: int(night.told.get(name, 0)) for name in ("extracted", "unreadable")}
    problem = night.problem
    night.archive.end_run(
        night.run_id,
        "succeeded" if problem is None else "failed",
        now(),
        extracted_count=counts["extracted"],
        refused_count=counts["unreadable"],
        version=str(night.told["version"]) if "version" in night.told else None,
        message=None if problem is None else str(problem) or type(problem).__name__,
    )


@contextmanager
def _warehouse(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    con = warehouse.open_for(settings)
    try:
        yield con
    finally:
        con.close()


@contextmanager
def reopen(
    settings: Settings, run_id: str, progress: Report = silent, *, is_reviewed: bool = False
) -> Iterator[Night]:
    """A night without portals, for what needs the archive alone; not on record as a run."""
    with Archive(settings.archive_dir) as archive, _warehouse(settings) as con:
        warehouse.load_catalogue(con, archive, url_key=url_key)
        yield Night(settings, run_id, Errand(is_reviewed=is_reviewed), (), archive, con, progress)


def rebuild(settings: Settings, progress: Report = silent) -> PublishResult:
    """Warehouse and published version from the archive alone, as of the last run's day."""
    with reopen(settings, "rebuild", progress) as night:
        night.ingest()
        night.load_seeds()
        night.build(whole=True)
        return night.publish()
