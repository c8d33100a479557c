"""Publishing: immutable versions in their own folders, readers behind one link that is swapped.

Readers open a version and are never waited for. Only names are gathered here: `duckdb` and `csv` are modules
of this package, which in this file hide the libraries of the same name.
"""

from pipeline.publish.compare import Changes, Excerpt, TableChange
from pipeline.publish.draft import Draft, Export, Stamp
from pipeline.publish.publishing import EXPORTS, PublishResult, diff, publish
from pipeline.publish.versions import History, Version, current_folder, find_version, rollback, versions

__all__ = [
    "EXPORTS",
    "Changes",
    "Draft",
    "Excerpt",
    "Export",
    "History",
    "PublishResult",
    "Stamp",
    "TableChange",
    "Version",
    "current_folder",
    "diff",
    "find_version",
    "publish",
    "rollback",
    "versions",
]
