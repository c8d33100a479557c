"""What a document says it is, checked: title, period, publication, agency, issuer and sections."""

from __future__ import annotations

import re

from pipeline.identify import agency_of_title, is_report_title, same_agency
from pipeline.identify.body import SECTIONS, sections, signature
from pipeline.narrative.text import compact, normalise
from pipeline.records import Document, Fault, Finding, Report, Severity

_BLOCKED = re.compile(
    "网防G01|电信云堤|访问被拒绝|禁止访问|拦截|访问过于频繁|安全验证|请输入验证码"
    "|Access ?Denied|403 ?Forbidden|Request ?blocked",
    re.IGNORECASE,
)
_SHORT_PAGE = 600  # characters; firewalls write little
_OFFICE = re.compile("政府办|人民政府办公|政务公开|政府$|网$|网站|中心$")
_ERROR: Severity = "error"
_NOBODY: Fault = "unknown"
_SIX_SECTIONS_FROM = 2019  # the report year of the first form with six fixed sections


def check(document: Document, report: Report) -> tuple[Finding, ...]:
    """Findings about title, year, agency and sections of one document.

    A document that is no report gets NOT_A_REPORT (or BLOCK_PAGE, or COVER_PAGE where it only links one) and
    nothing else; a file without any text
    gets nothing, since the parts that cannot be read are refused elsewhere.
    """
    text = normalise(document.prose).text
    if not report.is_report:
        return (_not_a_report(document, report, text),)
    if not text.strip() and not document.tables:
        return ()
    found = [*_missing(document, report), *_years(document, report), *_agency(document, report, text)]
    found += _sections(document, report, text)
    return tuple(found)


def _finding(
    document: Document,
    rule: str,
    severity: Severity,
    message: str,
    left: float | None = None,
    right: float | None = None,
    scope_key: str = "",
) -> Finding:
    return Finding(
        document_sha256=document.sha256,
        rule=rule,
        severity=severity,
        status="broken" if left is not None else "noted",
        part="document",
        message=message,
        fault="agency",
        left=left,
        right=right,
        delta=left - right if left is not None and right is not None else None,
        scope_key=scope_key,
    )


def _not_a_report(document: Document, report: Report, text: str) -> Finding:
    blocked = _BLOCKED.search(text) if len(text) < _SHORT_PAGE else None
    rule, severity, fault = "NOT_A_REPORT", _ERROR, _NOBODY
    message = f"no annual report: {report.title or 'no title'} has neither its sections nor its tables"
    if blocked:
        rule, fault = "BLOCK_PAGE", "portal"
        message = f"a firewall's page, no report ({blocked[0]}); fetch it again later"
    elif document.attachments and len(text) < _SHORT_PAGE:
        rule, severity = "COVER_PAGE", "info"
        message = f"the page only links {document.attachments[0].text!r}: read the attachment instead"
    return Finding(document.sha256, rule, severity, "noted", "document", message, fault)


def _missing(document: Document, report: Report) -> list[Finding]:
    found = []
    if not report.title or not is_report_title(report.title):
        message = f"no title of a report; the page is headed {report.title or 'with nothing'}"
        found.append(_finding(document, "MISSING_TITLE", "warn", message))
    if report.report_year is None:
        message = "neither a statistics period (统计期限) nor a year in the title"
        found.append(_finding(document, "MISSING_YEAR", "warn", message))
    return found


def _years(document: Document, report: Report) -> list[Finding]:
    found = []
    title, period = report.title_year, report.period_year
    if title and period and title != period:
        message = f"the title says {title}, the statistics period (统计期限) {period}: {report.title}"
        found.append(_finding(document, "YEAR_TITLE_PERIOD", "error", message, title, period))
    published = report.metadata_date
    year = report.report_year
    if year and published and published.year not in (year + 1, year + 2):
        message = f"published on {published}, which is not in the two years after the report year {year}"
        found.append(_finding(document, "YEAR_PUBLISHED", "warn", message, published.year, year + 1))
    return found


def _agency(document: Document, report: Report, text: str) -> list[Finding]:
    """The title's agency against 发布机构 and against the signature under the text."""
    titled = agency_of_title(report.title)
    if not titled:
        return []
    found = []
    issuer = compact(report.issuer or "")
    if issuer and not same_agency(titled, issuer):
        # a government's office publishes for every organ of the government
        severity: Severity = "info" if _OFFICE.search(issuer) else "warn"
        message = f"the title names {titled}, 发布机构 is {issuer}"
        found.append(_finding(document, "AGENCY_TITLE_ISSUER", severity, message, scope_key="issuer"))
    signed, _ = signature(document.prose)
    if signed and not same_agency(titled, signed) and not _OFFICE.search(signed):
        message = f"the title names {titled}, the text is signed by {signed}"
        found.append(_finding(document, "AGENCY_TITLE_ISSUER", "warn", message, scope_key="signature"))
    return found


def _sections(document: Document, report: Report, text: str) -> list[Finding]:
    """Absent headings of the six fixed sections; reports of the older forms have others."""
    if report.report_year is not None and report.report_year < _SIX_SECTIONS_FROM:
        return []
    present = sections(text)
    missing = [name for name, _ in SECTIONS if name not in present]
    if not present or not missing or "truncated" in " ".join(document.problems):
        return []
    message = f"no heading for {'、'.join(missing)}"
    return [_finding(document, "MISSING_SECTION", "warn", message)]
