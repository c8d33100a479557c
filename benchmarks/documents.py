"""One document of each format to be timed: from the sample portal, the corpus, or made in place."""

from __future__ import annotations

import io
import shutil
import subprocess
import tempfile
import zipfile
from functools import cache
from pathlib import Path

from benchmarks.corpus_set import CORPUS
from benchmarks.expected import Case
from benchmarks.sample_set import sample_set
from pipeline.sample import SampleSpec

SIZE = 125_000  # bytes of the page that is timed
SPEC = SampleSpec(agencies=40, years=(2019, 2025))
CONVERT_SECONDS = 90


@cache
def sample_cases() -> tuple[Case, ...]:
    """The reports of a small sample portal, all layouts among them."""
    return tuple(case for case in sample_set(SPEC).cases if case.kind != "other page")


@cache
def pages() -> tuple[bytes, ...]:
    """Every HTML report of that portal."""
    return tuple(case.content() for case in sample_cases() if case.kind.startswith("html"))


def large_page() -> bytes:
    """The HTML report whose size is nearest to 125 KB."""
    return min(pages(), key=lambda content: abs(len(content) - SIZE))


@cache
def documents() -> dict[str, bytes | str]:
    """Bytes by format, or the reason why there is none here."""
    word = _first("docx")
    found: dict[str, bytes | str] = {
        "html": large_page(),
        "text": _first("text"),
        "docx": word,
        "xlsx": _workbook(),
        "zip": _zipped(word),
        "doc": _converted(word, "doc"),
        "pdf": _corpus("huaian-hongze-2024.pdf") or _converted(word, "pdf"),
        "scan": _corpus("huaian-hongze-2024-scan200.pdf") or "no scan: the corpus is not beside the checkout",
    }
    return found


def _first(name: str) -> bytes:
    return next(case for case in sample_cases() if case.kind.startswith(name)).content()


def _corpus(name: str) -> bytes | None:
    path = CORPUS / "docs" / name
    return path.read_bytes() if path.is_file() else None


def _workbook() -> bytes:
    """The tables of a page as sheets of a workbook."""
    import xlsxwriter

    from benchmarks import bare

    grids, _ = bare.html(large_page())
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for grid in grids:
            sheet = book.add_worksheet()
            for (row, column), text in grid.items():
                sheet.write_string(row, column, text)
    return target.getvalue()


def _zipped(content: bytes) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("report.docx", content)
    return target.getvalue()


def _converted(word: bytes, suffix: str) -> bytes | str:
    """A Word file as another format, by LibreOffice where it is installed."""
    program = shutil.which("soffice")
    if program is None:
        return f"no {suffix}: LibreOffice is not installed"
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "report.docx"
        source.write_bytes(word)
        profile = f"-env:UserInstallation=file://{folder}/profile"
        arguments = [program, profile, "--headless", "--convert-to", suffix, "--outdir", folder, str(source)]
        try:
            subprocess.run(arguments, capture_output=True, check=True, timeout=CONVERT_SECONDS)
            return source.with_suffix(f".{suffix}").read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            return f"no {suffix}: LibreOffice failed ({type(error).__name__})"
