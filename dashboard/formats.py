"""Numbers as people read them: shares in percent, counts with thousands, and where each number comes from."""

from __future__ import annotations

import math
import re

from dashboard import i18n

NOTHING = "–"
_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$:@])")


def number(value: object, unit: str = "") -> str:
    """`0.5, share` as `50.0%`, `1234` as `1,234`, anything missing as a dash."""
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        return NOTHING
    if unit == "share":
        # what is not all must not look like all, nor what is something like nothing
        return "> 99.9%" if 0.9995 <= value < 1 else "< 0.1%" if 0 < value < 0.0005 else f"{value:.1%}"
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"


def change(now: object, before: object, unit: str = "") -> str | None:
    """The step from `before` to `now`, shares in percentage points; None where one side is missing."""
    if not isinstance(now, int | float) or not isinstance(before, int | float):
        return None
    step = now - before
    if unit == "share":
        return i18n.t("tile.points", step=f"{100 * step:+.1f}")
    return f"{step:+,.0f}" if float(step).is_integer() else f"{step:+,.2f}"


def ratio(numerator: object, denominator: object) -> str:
    """`3 / 10`, for tooltips; only the numerator where there is no denominator."""
    if denominator is None:
        return number(numerator)
    return f"{number(numerator)} / {number(denominator)}"


def axis(unit: str) -> str:
    """The d3 format of an axis in that unit."""
    return ".0%" if unit == "share" else ",~f"


def detail(unit: str) -> str:
    """The d3 format of a single number in that unit."""
    return ".1%" if unit == "share" else ",.4~f"


def plain(text: object) -> str:
    """Text out of a report, safe where Markdown is read: no link, no image, no markup gets through."""
    flat = " ".join(str(text or "").split())
    return _MARKDOWN.sub(r"\\\1", flat)


def web_address(url: object) -> str | None:
    """The address if a browser may follow it, else None."""
    text = str(url or "")
    return text if text.startswith(("http://", "https://")) else None


def why_unranked(reason: str | None) -> str:
    """Why a number has no rank, in words; blank where it has one."""
    if not reason:
        return ""
    name, _, rest = reason.partition(": ")
    key = name.replace(" ", "_")
    words = i18n.code("unranked", key)
    return i18n.t("words.bracket", text=words, more=rest) if rest else words
