"""The one resource: a night's portals, archive and warehouse, opened once a run and closed at its end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import dagster as dg
from pydantic import PrivateAttr

from assets.retries import TRANSIENT
from pipeline.config import settings
from pipeline.night import Errand, Night, open_night
from pipeline.progress import Report, silent

# Set by `gongkai run` for the length of a run; a run started by Dagster has no terminal to show progress on.
progress: ContextVar[Report] = ContextVar("progress", default=silent)


class Workspace(dg.ConfigurableResource):  # type: ignore[type-arg]
    """What the assets of one run share. Settings come from the environment (prefix GONGKAI_)."""

    portals: str = ""  # names or TOML paths, by comma; empty: GONGKAI_PORTAL
    years: str = "due"  # as asked for, for the record of the run
    import_dir: str = ""  # a folder of files downloaded by hand, instead of a crawl
    manifest: str = ""  # its optional manifest CSV
    force: bool = False  # publish even when nothing changed

    _night: Night = PrivateAttr()

    @property
    def night(self) -> Night:
        """The open night of this run."""
        return self._night

    @contextmanager
    def stage(self) -> Iterator[Night]:
        """The night for one step. How the step failed is noted for the record of the run, which Dagster hides
        from a resource; only what passes by itself is tried again."""
        self._night.problem = None
        try:
            yield self._night
        except TRANSIENT as error:
            self._night.problem = error
            raise
        except Exception as error:
            self._night.problem = error
            raise dg.Failure(str(error), allow_retries=False) from error
        except BaseException as error:
            self._night.problem = error
            raise

    @property
    def errand(self) -> Errand:
        """What this run was asked to do."""
        names = tuple(name.strip() for name in (self.portals or settings().portal).split(",") if name.strip())
        folder, manifest = (Path(text) if text else None for text in (self.import_dir, self.manifest))
        return Errand(names, folder, manifest, self.force)

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator[Workspace]:
        """Open archive and warehouse for the run; a run that did not end well is recorded as failed."""
        run_id = context.run_id or "adhoc"
        with open_night(settings(), run_id, self.errand, years=self.years, progress=progress.get()) as night:
            self._night = night
            yield self
