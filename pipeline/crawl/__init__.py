"""A crawl: `discover`, then `fetch_documents`, each a step by itself; `import_folder` for files at hand."""

from pipeline.crawl.diagnose import Diagnosis, diagnose
from pipeline.crawl.discover import Discovery, discover
from pipeline.crawl.documents import fetch_documents
from pipeline.crawl.imports import import_folder
from pipeline.crawl.opening import open_client
from pipeline.crawl.session import Session, Visit
from pipeline.crawl.summary import CrawlSummary
from pipeline.crawl.targets import everything

__all__ = [
    "CrawlSummary",
    "Diagnosis",
    "Discovery",
    "Session",
    "Visit",
    "diagnose",
    "discover",
    "everything",
    "fetch_documents",
    "import_folder",
    "open_client",
]
