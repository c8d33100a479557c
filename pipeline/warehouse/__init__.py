"""The warehouse: loads what was read, builds sql/ in the order its own SQL asks for, runs the checks.

The only writer of `work.duckdb`. Everything here takes an open connection.
"""

from pipeline.warehouse.build import BuildResult, build, create_macros
from pipeline.warehouse.catalogue import load_catalogue, load_finding_history, set_as_of
from pipeline.warehouse.checks import CheckResult, require_passed, run_checks
from pipeline.warehouse.comments import comment_all
from pipeline.warehouse.connection import BUILT, built_file, connect, init, renew_built
from pipeline.warehouse.fingerprints import changes_since, forget
from pipeline.warehouse.lake import models_for, one_snapshot, open_for
from pipeline.warehouse.lineage import column_lineage, columns_of
from pipeline.warehouse.load import Loaded, load_frames, load_readings
from pipeline.warehouse.models import Model, discover, ordered
from pipeline.warehouse.refresh import refresh
from pipeline.warehouse.seeds import load_seeds

__all__ = [
    "BUILT",
    "BuildResult",
    "CheckResult",
    "Loaded",
    "Model",
    "build",
    "built_file",
    "changes_since",
    "column_lineage",
    "columns_of",
    "comment_all",
    "connect",
    "create_macros",
    "discover",
    "forget",
    "init",
    "load_catalogue",
    "load_finding_history",
    "load_frames",
    "load_readings",
    "load_seeds",
    "models_for",
    "one_snapshot",
    "open_for",
    "ordered",
    "refresh",
    "renew_built",
    "require_passed",
    "run_checks",
    "set_as_of",
]
