"""Documents made of prose alone, and their figures in short."""

from __future__ import annotations

from pipeline.narrative import read
from pipeline.records import Document, Figure, Report

SCORED = frozenset(
    (
        "disclosure_total", "disclosure_channel", "requests_received", "requests_carried_in",
        "requests_closed", "review_total", "litigation_total", "normative_docs_issued",
        "interpretation_items", "responses", "press_conferences", "info_fee_yuan",
        "training_sessions", "training_people", "complaints",
    )
)  # fmt: skip


def document(prose: str) -> Document:
    return Document("a" * 64, "text", prose)


def report(year: int | None = 2024, *, title_year: int | None = None, is_aggregate: bool = False) -> Report:
    return Report(
        document_sha256="a" * 64,
        title=None,
        agency=None,
        report_year=year,
        title_year=title_year or year,
        period_year=year,
        issuer=None,
        index_no=None,
        metadata_date=None,
        signature_date=None,
        is_correction=False,
        is_companion=False,
        is_aggregate=is_aggregate,
        is_report=True,
    )


def figures_of(prose: str, about: Report | None = None) -> tuple[Figure, ...]:
    return read(document(prose), about or report()).figures


def short(figure: Figure) -> str:
    """disclosure_total=140, wechat=~85 (rounded), category:概况类=12."""
    name = figure.channel or figure.measure
    return f"{name}={'' if figure.qualifier == 'exact' else '~'}{figure.value:.12g}"


def scored(prose: str, about: Report | None = None) -> set[str]:
    return {short(figure) for figure in figures_of(prose, about) if figure.measure in SCORED}
