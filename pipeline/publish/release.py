"""`RELEASE.md`: what a version holds and what changed since the last one, as tables. Chinese first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from pipeline.publish.compare import Changes, Excerpt
from pipeline.publish.draft import Draft

FILE_NAME = "RELEASE.md"
TITLES = {
    "new_reports": "新增报告 New reports",
    "gone_reports": "消失的报告 Reports gone",
    "revised_cells": "更正的单元格 Revised cells",
    "changed_metrics": "变动的指标 Changed metrics",
}
HEADERS = {
    "agency": "机关 agency",
    "report_year": "报告年度 year",
    "scope": "范围 scope",
    "report_id": "报告 report_id",
    "cell_code": "单元格 cell_code",
    "metric": "指标 metric",
    "printed_before": "原文（旧）",
    "printed_after": "原文（新）",
    "value_before": "数值（旧）",
    "value_after": "数值（新）",
    "numerator_before": "分子（旧）",
    "numerator_after": "分子（新）",
    "denominator_before": "分母（旧）",
    "denominator_after": "分母（新）",
}


def write_release(draft: Draft, left_out: Iterable[str]) -> None:
    """Write `RELEASE.md`; `left_out` are the exports' lines on what they could not do."""
    parts = [_head(draft), *_changes(draft.changes), _contents(draft)]
    notes = "".join(f"- {_plain(line)}\n" for line in left_out)
    if notes:
        parts.append(f"## 未包含 Left out\n\n{notes}")
    (draft.folder / FILE_NAME).write_text("\n".join(parts), encoding="utf-8")


def _head(draft: Draft) -> str:
    stamp = draft.stamp
    facts = [
        ("版本 version", stamp.version),
        ("发布时间 published at (UTC)", stamp.published_at.isoformat(timespec="seconds")),
        ("运行 run", stamp.run_id or "-"),
        ("上一版本 previous version", stamp.previous or "-"),
        ("内容散列 content sha256", stamp.content_sha256),
    ]
    lines = "".join(f"- {name}: {_plain(value)}\n" for name, value in facts)
    return (
        f"# 政府信息公开年度报告数据 {stamp.version}\n\n{lines}\n"
        "校验 To check the files: `sha256sum -c SHA256SUMS`. "
        "`datapackage.json` describes every table and column.\n"
    )


def _changes(changes: Changes) -> list[str]:
    if changes.before is None:
        return ["## 变化 Changes\n\n首个版本 This is the first version.\n"]
    rows = [
        (_name(change.table, change.status), change.added, change.removed, change.changed)
        for change in changes.changed_tables
    ]
    header = ("表 table", "新增行 rows added", "删除行 rows removed", "变动行 rows changed")
    body = markdown_table(header, rows) if rows else "没有变化 Nothing changed.\n"
    parts = [f"## 自 {changes.before} 以来的变化 Changes since {changes.before}\n\n{body}"]
    parts += [_excerpt(excerpt) for excerpt in changes.excerpts if excerpt.total]
    parts += [
        f"### {TITLES[name]}\n\n无法比较 The models changed: not compared.\n" for name in changes.not_compared
    ]
    return parts


def _name(table: str, status: str) -> str:
    return table if status == "changed" else f"{table} ({'新表 new' if status == 'new' else '已删 dropped'})"


def _excerpt(excerpt: Excerpt) -> str:
    header = [HEADERS.get(column, column) for column in excerpt.columns]
    rest = excerpt.total - len(excerpt.rows)
    more = f"\n另有 {rest:,} 行 and {rest:,} more rows.\n" if rest else ""
    return f"### {TITLES[excerpt.name]} ({excerpt.total:,})\n\n{markdown_table(header, excerpt.rows)}{more}"


def _contents(draft: Draft) -> str:
    rows = [(table.full_name, table.row_count, table.comment or "") for table in draft.tables]
    return "## 内容 Contents\n\n" + markdown_table(("表 table", "行 rows", "说明 what one row is"), rows)


def markdown_table(header: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """A Markdown table; every value stays text."""
    lines = [header, ["---"] * len(header), *rows]
    return "".join("| " + " | ".join(_plain(value) for value in line) + " |\n" for line in lines)


def _plain(value: Any) -> str:
    """A value as Markdown text: what a report prints must stay text, whatever it looks like."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, float):
        return f"{value:.12g}"
    text = " ".join(str(value).split())
    for mark in ("\\", "|", "<", ">", "[", "]", "*"):
        text = text.replace(mark, f"\\{mark}")
    return text
