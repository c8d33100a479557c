"""The charts' theme: the dashboard and the published page look the same, so it lives with the page."""

from __future__ import annotations

import altair as alt

from pipeline.publish.theme import COVERAGE, OUTCOMES, SEVERITIES, vega_config

__all__ = ["COVERAGE", "OUTCOMES", "SEVERITIES", "enable", "vega_config"]


def enable() -> None:
    """Make every chart of this process use the theme."""

    @alt.theme.register("gongkai", enable=True)
    def _theme() -> alt.theme.ThemeConfig:
        return {"config": vega_config()}  # type: ignore[typeddict-item]
