"""Reports, narratives and cells for tests of text against table."""

from __future__ import annotations

from datetime import date

from pipeline.narrative import Narrative, read
from pipeline.records import Document, Finding, Observation, Report

REPORT = Report(
    document_sha256="c" * 64,
    title="示例市水务局2024年政府信息公开工作年度报告",
    agency="示例市水务局",
    report_year=2024,
    title_year=2024,
    period_year=2024,
    issuer=None,
    index_no=None,
    metadata_date=date(2025, 1, 20),
    signature_date=None,
    is_correction=False,
    is_companion=False,
    is_aggregate=False,
    is_report=True,
)
SIX_HEADINGS = """一、总体情况
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
六、其他需要报告的事项"""


def narrative(prose: str) -> Narrative:
    return read(Document("c" * 64, "text", prose), REPORT)


def cells(**values: float) -> tuple[Observation, ...]:
    """Observations by code, dots written as two underscores: t3__granted__total=5."""
    blank = Observation("c" * 64, "", "", None, "number", None, None, None, "t1/r1/c1")
    return tuple(
        blank._replace(cell_code=code.replace("__", "."), value=float(value), value_raw=f"{value}")
        for code, value in values.items()
    )


def rules(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.rule for finding in findings]
