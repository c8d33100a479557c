"""How charts look: Chinese fonts, colours that colour-blind readers can tell apart, names of codes.

Colours are Okabe and Ito's; each code has the same colour on the published page and in the dashboard.
"""

from __future__ import annotations

from typing import Any

FONT = '"Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif'
INK, GREY, LIGHT = "#1f2933", "#6b7280", "#e5e7eb"
BLUE, SKY, GREEN, ORANGE = "#0072b2", "#56b4e9", "#009e73", "#e69f00"
VERMILION, PURPLE, YELLOW = "#d55e00", "#cc79a7", "#f0e442"

# code: (Chinese label, English label, colour), in the order they are drawn
Scale = dict[str, tuple[str, str, str]]
OUTCOMES: Scale = {
    "granted": ("予以公开", "granted", GREEN),
    "partial": ("部分公开", "partly granted", SKY),
    "refused": ("不予公开", "refused", VERMILION),
    "unable": ("无法提供", "unable to provide", ORANGE),
    "not_processed": ("不予处理", "not processed", PURPLE),
    "other": ("其他处理", "other", "#999999"),
}
COVERAGE: Scale = {
    "published": ("已公布", "published", BLUE),
    "late": ("迟公布", "late", ORANGE),
    "unreadable": ("无法识别", "unreadable", PURPLE),
    "missing": ("缺报告", "missing", VERMILION),
    "unverified": ("待核实", "unverified", "#c7ccd1"),
    "not_due": ("未到期", "not due", "#eef0f2"),
}
SEVERITIES: Scale = {
    "error": ("错误", "error", VERMILION),
    "warn": ("警告", "warning", ORANGE),
    "info": ("提示", "note", SKY),
}


def vega_config() -> dict[str, Any]:
    """The `config` of every Vega-Lite chart."""
    text = {"labelFont": FONT, "titleFont": FONT, "labelColor": INK, "titleColor": INK}
    axis = {**text, "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal"}
    return {
        "background": "white",
        "font": FONT,
        "axis": {**axis, "gridColor": LIGHT, "domainColor": GREY, "tickColor": GREY, "labelLimit": 240},
        "legend": {**axis, "orient": "top", "labelLimit": 240, "symbolType": "square"},
        "header": axis,
        "title": {"font": FONT, "color": INK, "anchor": "start"},
        "view": {"stroke": None},
        "bar": {"color": BLUE},
        "point": {"color": BLUE, "filled": True, "size": 60},
        "range": {"category": [BLUE, ORANGE, GREEN, VERMILION, SKY, PURPLE, YELLOW, "#999999"]},
    }
