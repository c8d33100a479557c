"""Documents that hold more than one report: two years or two agencies in one file."""

from __future__ import annotations

import re
from collections import Counter

from pipeline.identify.names import agency_key, agency_of_title, is_report_title, same_agency, title_year
from pipeline.identify.period import periods
from pipeline.identify.whole import identify
from pipeline.narrative.text import compact, normalise
from pipeline.records import Document, Table

_OVERALL = re.compile(r"^(?:一|1)[、.．][^。]{0,20}?(?:总体情况|概述|基本情况|总体概况)", re.MULTILINE)
_LONGEST_TITLE = 60
_NEW_RECEIVED = re.compile("^一?[、.]?本年新收政府信息公开申请")
_NUMBER = re.compile(r"\d+(?:\.0+)?")
_SHORTEST_LABEL = 12  # characters of 本年新收政府信息公开申请


def is_multiple(document: Document) -> str | None:
    """Why one file holds several reports ("two periods: 2019, 2020"), or None for a single one.

    For the reader of tables: when this gives a reason, refuse t2, t3 and t4 with it; which table belongs to
    which year or agency cannot be told. Evidence, each of which suffices:

    - statistics periods of different years;
    - two headings 一、总体情况, each under a title line of another year or agency;
    - two tables of requests with different numbers (the same table twice is one report);
    - beside it in an archive file, the report of another year or agency.
    """
    text = normalise(document.prose).text
    years = list(dict.fromkeys(first for first, last in periods(text) if first == last))
    starts = [match.start() for match in _OVERALL.finditer(text)]
    if len(years) > 1 and (len(starts) > 1 or _titles_differ(text)):
        return f"two periods: {', '.join(map(str, years))}"
    if len(starts) > 1 and (reason := _titles_differ(text)):
        return reason
    if len(rows := _received_rows(document.tables)) > 1:
        return f"{len(rows)} tables of requests with different numbers"
    return _rival(document) if document.rivals else None


def _rival(document: Document) -> str | None:
    """Another report of the archive file, on another year or of another agency; None if nothing tells them apart."""
    own = identify(document)
    for report in map(identify, document.rivals):
        if not report.is_report or report.is_companion:
            continue
        if report.report_year and own.report_year and report.report_year != own.report_year:
            return f"two years in one archive: {own.report_year}, {report.report_year}"
        if report.agency and own.agency and not same_agency(own.agency, report.agency):
            return f"two agencies in one archive: {own.agency}, {report.agency}"
    return None


def _titles_differ(text: str) -> str | None:
    """Two whole title lines of different years or agencies, or None."""
    titles = [line for line in text.split("\n") if len(line) <= _LONGEST_TITLE and is_report_title(line)]
    years = list(dict.fromkeys(year for title in titles if (year := title_year(title))))
    if len(years) > 1:
        return f"two title years: {', '.join(map(str, years))}"
    agencies = [agency for title in titles if (agency := agency_of_title(title))]
    for agency in agencies[1:]:
        if not same_agency(agencies[0], agency) and agency_key(agency) != agency_key(agencies[0]):
            return f"two agencies: {agencies[0]}, {agency}"
    return None


def _received_rows(tables: tuple[Table, ...]) -> set[tuple[str, ...]]:
    """The different rows 本年新收 with numbers in all tables."""
    rows: Counter[tuple[str, ...]] = Counter()
    for table in tables:
        wanted = {
            cell.row
            for cell in table.cells
            if len(cell.text) >= _SHORTEST_LABEL and _NEW_RECEIVED.match(compact(cell.text))
        }
        for row in wanted:
            values = [compact(cell.text) for cell in table.cells if cell.row == row]
            numbers = tuple(value for value in values if _NUMBER.fullmatch(value))
            if numbers:
                rows[numbers] += 1
    return set(rows)
