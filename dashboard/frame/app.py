"""The dashboard's frame: language, navigation, the version that is read, error states, footer.

Run by `gongkai dashboard` (see launch.py), or `streamlit run dashboard/frame/app.py`. It stands in a folder of
its own because Streamlit takes a folder `pages` beside the script it runs for pages without a frame.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import streamlit as st

from dashboard import data, layout, state, theme
from dashboard.i18n import t
from dashboard.launch import WITHOUT_CHARTS
from pipeline.errors import GongkaiError, NothingPublishedError

HERE = Path(__file__).parents[1]
# section, then its pages: number and name of the file; the name is also the path in the address
NAVIGATION = {
    "nav.look": ("1_overview", "2_agency", "3_comparison"),
    "nav.topics": ("4_outcomes", "5_remedies", "6_timeliness"),
    "nav.check": ("7_diff", "8_quality", "9_methods"),
}
ICONS = {
    "overview": "grid_view",
    "agency": "account_balance",
    "comparison": "bar_chart",
    "outcomes": "alt_route",
    "remedies": "gavel",
    "timeliness": "event_available",
    "diff": "difference",
    "quality": "rule",
    "methods": "menu_book",
}


def page_of(stem: str) -> st.Page:
    """One page of the navigation, titled in the session's language."""
    name = stem.partition("_")[2]
    return st.Page(
        HERE / "pages" / f"{stem}.py",
        title=t(f"{name}.title"),
        icon=f":material/{ICONS[name]}:",
        url_path=name,
        default=name == "overview",
    )


def main() -> None:
    """Draw the page that the address names."""
    st.set_page_config(page_title="公开 · gongkai", page_icon=str(HERE / "icon.svg"), layout="wide")
    st.html(HERE / "style.css")
    theme.enable()
    with st.sidebar:
        state.choose_language()
    chosen = st.navigation(
        {t(section): [page_of(stem) for stem in stems] for section, stems in NAVIGATION.items()}
    )
    if chosen.url_path not in WITHOUT_CHARTS:
        # Never seen nor drawn: it makes the browser load the chart library while the page is being made. Were that
        # to begin with the first chart, React would hold it back for what follows it (docs/performance.md).
        st.vega_lite_chart({"mark": "point"}, key="chart-library")
    release = None
    try:
        release = data.pin()
        chosen.run()
    except NothingPublishedError:
        layout.empty(t("error.nothing"), t("error.nothing_hint"))
    except GongkaiError as error:
        layout.failed(str(error))
    except duckdb.Error as error:  # a version of another release lacks what this one asks for
        layout.failed(t("error.tables", line=str(error).splitlines()[0]))
    layout.footer(release)


main()
