"""What pages share: heading, number tiles, tables with a download, empty states, the footer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal
from zoneinfo import ZoneInfo

import polars as pl
import streamlit as st

from dashboard import data, formats, i18n
from dashboard.i18n import t

CITY_TIME = ZoneInfo("Asia/Shanghai")
_ROW_PIXELS = 35
_TILES = 5  # in one row
_FORMULA = re.compile(r"[=+\-@＝＋－＠\t\r]")
_NUMBER = re.compile(r"[+\-＋－]*([0-9０-９]+([.．,][0-9０-９]+)*[%％]?)?")


@dataclass(frozen=True, slots=True)
class Tile:
    """A headline number: label, value as shown, its change in words, and the tooltip behind it."""

    label: str
    value: str
    change: str | None
    tip: str


def heading(page: str) -> None:
    """The page's title and the question it answers."""
    st.title(t(f"{page}.title"), anchor=False)
    st.caption(t(f"{page}.lead"))


def section(title: str, note: str = "") -> None:
    """A heading inside a page, with a line on how to read what follows."""
    st.subheader(title, anchor=False)
    if note:
        st.caption(note)


def tiles(content: Sequence[Tile]) -> None:
    """Headline numbers side by side; a tooltip says what each is made of."""
    wide = len(content) if len(content) <= _TILES else (len(content) + 1) // 2
    for start in range(0, len(content), wide):
        _row_of_tiles(content[start : start + wide], wide)


def _row_of_tiles(content: Sequence[Tile], wide: int) -> None:
    for place, tile in zip(st.columns(wide), content, strict=False):
        place.metric(
            tile.label,
            tile.value,
            tile.change,
            delta_color="off",
            delta_arrow="off",
            help=tile.tip,
            border=True,
            height="stretch",
        )


def source(*parts: str) -> str:
    """The lines of a tooltip, one below the other."""
    return "  \n".join(part for part in parts if part)


def empty(message: str, hint: str = "") -> None:
    """Nothing to show, and what to do about it."""
    st.html(
        f'<div class="gk-empty" role="note"><b>{escape(message)}</b>'
        f"{f'<span>{escape(hint)}</span>' if hint else ''}</div>"
    )


def failed(line: str) -> None:
    """What went wrong, in one line that says what to do."""
    st.html(f'<div class="gk-error" role="alert"><b>{escape(t("error.title"))}</b><br>{escape(line)}</div>')


def facts(content: Mapping[str, str]) -> None:
    """A list of names and values, as plain text."""
    rows = "".join(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in content.items())
    st.html(f'<dl class="gk-facts">{rows}</dl>')


def links(title: str, content: Mapping[str, tuple[str, Mapping[str, Any]]]) -> None:
    """Ways to other pages of ours: text, then the page's file and what its address asks for."""
    language = {i18n.KEY: "en"} if i18n.language() == "en" else {}
    with st.container(border=True):
        st.markdown(f"**{title}**")
        for text, (page, asked) in content.items():
            path = f"../pages/{page}.py"
            st.page_link(
                path, label=text, icon=":material/arrow_forward:", query_params={**asked, **language}
            )


def source_link(url: object) -> None:
    """A button to the original at the portal, where there is an address a browser may follow."""
    address = formats.web_address(url)
    if address:
        st.link_button(t("table.source"), address, icon=":material/open_in_new:", type="tertiary")


def chart(content: Any, alternative: str) -> None:
    """A chart as wide as its place; `alternative` says in words what it shows."""
    st.altair_chart(content, theme=None, width="stretch", alt=alternative)


def words(lines: Sequence[str]) -> None:
    """Why something is not compared, in words."""
    if lines:
        st.html(
            '<div class="gk-words"><b>'
            + escape(t("words.title"))
            + "</b><ul>"
            + "".join(f"<li>{escape(line)}</li>" for line in lines)
            + "</ul></div>"
        )


def table(
    content: pl.DataFrame,
    columns: Mapping[str, Any],
    name: str,
    *,
    height: int | Literal["auto"] = "auto",
    key: str | None = None,
    download: pl.DataFrame | None = None,
) -> Any:
    """`content` as a table of `columns`, and its rows as CSV named `name`; returns the rows chosen, if `key`."""
    shown = content.select(list(columns))
    if isinstance(height, int) and _ROW_PIXELS * (shown.height + 1) < height:
        height = "auto"
    options: dict[str, Any] = {"on_select": "rerun", "selection_mode": "single-row"} if key else {}
    chosen = st.dataframe(
        shown,
        hide_index=True,
        column_config=dict(columns),
        height=height,
        key=key,
        placeholder=formats.NOTHING,
        **options,
    )
    labels = {column: _label(config, column) for column, config in columns.items()}
    downloads(download if download is not None else shown, labels, name)
    return chosen


def downloads(content: pl.DataFrame, labels: Mapping[str, str], name: str) -> None:
    """A button that saves `content` as CSV: UTF-8 with BOM, formulas of hostile reports made harmless."""
    st.download_button(
        t("table.download", rows=f"{content.height:,}"),
        csv_bytes(content, labels),
        file_name=f"gongkai-{name}.csv",
        mime="text/csv",
        key=f"download-{name}",
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
    )


def csv_bytes(content: pl.DataFrame, labels: Mapping[str, str]) -> bytes:
    """CSV that Excel opens in the right encoding; a text that would run as a formula gets an apostrophe."""
    lists = [name for name, kind in content.schema.items() if isinstance(kind, pl.List)]
    flat = content.with_columns(pl.col(name).list.join(" ") for name in lists)
    safe = flat.with_columns(
        pl.Series(name, [_harmless(text) for text in flat[name]], dtype=pl.String)
        for name, kind in flat.schema.items()
        if kind == pl.String
    )
    named = safe.rename({name: label for name, label in labels.items() if name in safe.columns})
    return b"\xef\xbb\xbf" + named.write_csv().encode()


def _harmless(text: str | None) -> str | None:
    return f"'{text}" if text and _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def _label(config: Any, column: str) -> str:
    label = config.get("label") if isinstance(config, dict) else config
    return str(label or column)


def text_column(name: str, width: str | None = None, tip: str | None = None) -> Any:
    """A column of text; `name` is a key of the section `column`."""
    return st.column_config.TextColumn(t(f"column.{name}"), width=width, help=tip)  # type: ignore[arg-type]


def number_column(name: str, kind: str = "localized", tip: str | None = None, width: Any = None) -> Any:
    """A column of numbers; `kind` is Streamlit's format, such as `percent`."""
    return st.column_config.NumberColumn(t(f"column.{name}"), format=kind, help=tip, width=width)


def year_column(name: str = "report_year") -> Any:
    """A year, without thousands."""
    return st.column_config.NumberColumn(t(f"column.{name}"), format="%d", width="small")


def date_column(name: str) -> Any:
    """A day."""
    return st.column_config.DateColumn(t(f"column.{name}"), format="YYYY-MM-DD")


def time_column(name: str) -> Any:
    """A moment, UTC in the data, in the city's time."""
    return st.column_config.DatetimeColumn(
        t(f"column.{name}"), format="YYYY-MM-DD HH:mm", timezone="Asia/Shanghai"
    )


def link_column(name: str, shown: str) -> Any:
    """An address to follow."""
    return st.column_config.LinkColumn(t(f"column.{name}"), display_text=shown, width="small")


def linkable(content: pl.DataFrame, column: str = "url") -> pl.DataFrame:
    """The frame with only web addresses left in `column`: nothing else may become a link."""
    is_web = pl.col(column).str.contains("^https?://")
    return content.with_columns(pl.when(is_web).then(pl.col(column)).alias(column))


def linked(content: pl.DataFrame, page: str, parameter: str, column: str) -> pl.DataFrame:
    """The frame with `link`: the address of another page of ours that shows the row, in the same language."""
    language = f"&{i18n.KEY}=en" if i18n.language() == "en" else ""
    return content.with_columns(pl.format(f"{page}?{parameter}={{}}{language}", column).alias("link"))


def coded(content: pl.DataFrame, **kinds: str) -> pl.DataFrame:
    """The frame with the codes of each column replaced by their labels of the given kind."""
    columns = []
    for column, kind in kinds.items():
        labels = {value: i18n.code(kind, value) for value in content[column].unique() if value is not None}
        columns.append(pl.col(column).replace_strict(labels, default=None, return_dtype=pl.String))
    return content.with_columns(columns)


def footer(release: data.Release | None) -> None:
    """Where the numbers come from, and of which version."""
    lines = [t("footer.source")]
    if release is not None:
        at = release.published_at.astimezone(CITY_TIME).strftime("%Y-%m-%d %H:%M")
        lines.append(t("footer.version", version=release.name, at=at))
    lines.append(t("footer.share"))
    st.html(
        '<footer class="gk-footer">' + "".join(f"<span>{escape(line)}</span>" for line in lines) + "</footer>"
    )


def missing(text: object) -> str:
    """A text, or the dash that stands for none."""
    return str(text) if text else formats.NOTHING
