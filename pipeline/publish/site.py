"""`site/index.html`: the headline charts and the change list on one page that opens from a file.

Everything is inside the page: the chart library once (0.9 MB), the data of the charts, no address outside.
Texts of reports are escaped; in the charts' JSON no `<` is left that could end the script element.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from html import escape
from pathlib import Path
from string import Template
from typing import Any

import duckdb

from pipeline.publish.compare import Excerpt
from pipeline.publish.draft import Draft
from pipeline.publish.release import HEADERS, TITLES
from pipeline.publish.statements import statement
from pipeline.publish.theme import vega_config
from pipeline.sentences import sentence

FOLDER = "site"
TITLE = "政府信息公开工作年度报告"
_EXCERPT_ROWS = 20

Rows = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class _Section:
    """One chart with its heading and the sentence that says how to read it."""

    name: str
    title: str
    note: str
    spec: Mapping[str, Any]


def export(draft: Draft) -> tuple[str, ...]:
    """Write the page; says so where the charts' packages are not installed or tables are missing."""
    try:
        import altair  # noqa: F401
        import vl_convert  # noqa: F401
    except ImportError:
        return ("site: Altair is not installed; install gongkai[dashboard] and publish again",)
    try:
        years = _rows(draft, "site_years")
        sections = _sections(draft, _told_year(years), years)
        errors = _rows(draft, "site_errors")
    except (duckdb.BinderException, duckdb.CatalogException) as error:
        return (f"site: the tables for its charts are not there ({str(error).splitlines()[0]})",)
    folder = draft.folder / FOLDER
    folder.mkdir(exist_ok=True)
    (folder / "index.html").write_text(_page(draft, years, sections, errors), encoding="utf-8")
    return ()


def _rows(draft: Draft, name: str, values: Sequence[Any] = ()) -> Rows:
    answer = draft.con.execute(statement(name), list(values))
    columns = [column[0] for column in answer.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]


def _told_year(years: Rows) -> int | None:
    """The latest year with at least half as many reports as the best one."""
    return max((row["report_year"] for row in years if row["is_full"]), default=None)


def _sections(draft: Draft, told: int | None, years: Rows) -> list[_Section]:
    from pipeline.publish import charts

    unranked = _rows(draft, "site_unranked", [told])
    left_out = "；".join(f"{row['reason_zh']}：{row['agency_count']} 个" for row in unranked)
    drawn: list[tuple[str, str, str, Callable[[Rows], charts.Chart], Rows]] = [
        ("requests", "收到的申请", "各机关合计，政府汇总报告不重复计入。", charts.requests_by_year, years),
        (
            "outcomes",
            "申请怎样办理",
            "2019 年起统计口径改变，前后不可直接比较。",
            charts.outcomes_by_year,
            _rows(draft, "site_outcomes"),
        ),
        (
            "ranking",
            f"{told} 年公开率（办结最多的机关）",
            f"公开率为予以公开和部分公开占办结的比例。未列入：{left_out or '无'}。",
            charts.ranking,
            _rows(draft, "site_ranking", [told]),
        ),
        (
            "coverage",
            "报告公布情况",
            "每格是一个机关的一份年度报告。",
            charts.coverage,
            _rows(draft, "site_coverage"),
        ),
        (
            "findings",
            "数据质量发现",
            "报告中对不上的数字和读不出的表，最多的 15 种。",
            charts.findings,
            _rows(draft, "site_findings"),
        ),
    ]
    return [
        _Section(name, title, note, _spec(build(rows))) for name, title, note, build, rows in drawn if rows
    ]


def _spec(chart: Any) -> Mapping[str, Any]:
    spec: dict[str, Any] = chart.to_dict()
    # Altair's own config gives way to the theme; the width is that of the page
    return {
        **spec,
        "config": vega_config(),
        "width": "container",
        "autosize": {"type": "fit-x", "contains": "padding"},
    }


def _page(draft: Draft, years: Rows, sections: Sequence[_Section], errors: Rows) -> str:
    stamp = draft.stamp
    specs = json.dumps({section.name: section.spec for section in sections}, ensure_ascii=False, default=str)
    values = {
        "title": TITLE,
        "lead": _lead(years),
        "tiles": _tiles(years),
        "sections": "\n".join([*map(_section_html, sections), _errors_html(errors), _changes_html(draft)]),
        "version": escape(stamp.version),
        "published_at": stamp.published_at.strftime("%Y-%m-%d %H:%M"),
        "charts": specs.replace("<", "\\u003c"),
        "library": _library(),
    }
    return Template(Path(__file__).with_name("page.html").read_text(encoding="utf-8")).substitute(values)


@cache
def _library() -> str:
    """Vega, Vega-Lite and Vega-Embed in one script; making it takes two seconds, so once a process."""
    import vl_convert

    return str(vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")).replace(
        "</script", "<\\/script"
    )


def _lead(years: Rows) -> str:
    if not years:
        return "还没有报告。"
    first, last = years[0]["report_year"], years[-1]["report_year"]
    count = sum(row["report_count"] for row in years)
    return f"{first}–{last} 年度，共读入 {count:,} 份报告。"


def _tiles(years: Rows) -> str:
    told = _told_year(years)
    by_year = {row["report_year"]: row for row in years}
    if told is None:
        return ""
    now, before = by_year[told], by_year.get(told - 1, {})
    tiles = [
        _tile(f"{told} 年报告（份）", now["report_count"], before.get("report_count")),
        _tile("收到申请（件）", now["requests_received"], before.get("requests_received")),
        _tile("公开率", now["disclosure_rate"], before.get("disclosure_rate"), share=True),
        _tile("不予公开率", now["refusal_rate"], before.get("refusal_rate"), share=True),
        _tile("报告自身的错误（条）", now["error_count"], before.get("error_count")),
    ]
    return "".join(tiles)


def _tile(label: str, now: float | None, before: float | None, *, share: bool = False) -> str:
    shown = "–" if now is None else f"{now:.1%}" if share else f"{now:,.0f}"
    if now is None or before is None:
        change = "上一年没有数据"
    elif share:
        change = f"比上一年 {100 * (now - before):+.1f} 个百分点"
    else:
        change = f"比上一年 {now - before:+,.0f}"
    return f'<div class="tile"><span>{escape(label)}</span><b>{shown}</b><span>{change}</span></div>'


def _section_html(section: _Section) -> str:
    return (
        f"<section><h2>{escape(section.title)}</h2>"
        f'<p class="note">{escape(section.note)}</p><div class="chart" id="{section.name}"></div></section>'
    )


def _errors_html(rows: Rows) -> str:
    """The latest errors, each in a sentence."""
    if not rows:
        return ""
    header = "".join(f"<th>{name}</th>" for name in ("机关", "年度", "发现", "说明"))
    body = "".join(
        f"<tr>{''.join(_cell_html(value) for value in (*_known(row), sentence(row)))}</tr>" for row in rows
    )
    return (
        "<section><h2>最新的错误级发现</h2>"
        f'<p class="note">最近年度的在前，至多 {len(rows)} 条；全部见 xlsx/6_findings.xlsx。</p>'
        f"<table><thead><tr>{header}</tr></thead><tbody>{body}</tbody></table></section>"
    )


def _known(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["canonical_name"], row["report_year"], row["title_zh"] or row["rule"]


def _changes_html(draft: Draft) -> str:
    changes = draft.changes
    if changes.before is None:
        body = '<p class="note">这是首个版本。</p>'
    else:
        shown = [excerpt for excerpt in changes.excerpts if excerpt.total]
        body = "".join(map(_excerpt_html, shown)) or '<p class="note">报告、单元格和指标没有变化。</p>'
        body = f'<p class="note">与版本 {escape(changes.before)} 相比；完整清单见 RELEASE.md。</p>{body}'
    return f"<section><h2>自上一版本以来的变化</h2>{body}</section>"


def _excerpt_html(excerpt: Excerpt) -> str:
    header = "".join(f"<th>{escape(HEADERS.get(column, column))}</th>" for column in excerpt.columns)
    rows = "".join(f"<tr>{''.join(map(_cell_html, row))}</tr>" for row in excerpt.rows[:_EXCERPT_ROWS])
    rest = excerpt.total - min(_EXCERPT_ROWS, len(excerpt.rows))
    more = f'<p class="note">另有 {rest:,} 行。</p>' if rest else ""
    title = f"{escape(TITLES[excerpt.name])}（{excerpt.total:,}）"
    return f"<h3>{title}</h3><table><thead><tr>{header}</tr></thead><tbody>{rows}</tbody></table>{more}"


def _cell_html(value: Any) -> str:
    if value is None:
        return "<td></td>"
    if isinstance(value, float | Decimal):
        return f'<td class="number">{value:,.6g}</td>'
    return f"<td>{escape(str(value))}</td>"
