"""How the dashboard is served."""

from __future__ import annotations

from pathlib import Path

from streamlit import file_util

from dashboard import launch


def test_it_listens_on_this_machine_only_and_tells_nobody() -> None:
    options = launch.options(8123)
    assert options["server.address"] == "127.0.0.1"
    assert options["server.port"] == 8123
    assert options["browser.gatherUsageStats"] is False
    assert launch.APP.is_file()


def test_the_page_names_the_scripts_of_a_chart_ahead_and_once() -> None:
    static = Path(file_util.get_static_dir())
    own = (static / "index.html").read_text(encoding="utf-8")
    found = launch.scripts(own, static)
    assert any("ArrowVegaLiteChart" in path for path in found)
    assert any("vega" in (static / path).read_text(encoding="utf-8") for path in found)
    page = launch.index("agency")
    assert all(page.count(f'href="{path}"') == 1 for path in found)
    assert page.index("__streamlit") < page.index('<script type="module"')
    assert not any(path in launch.index("methods") for path in found)


def test_another_streamlit_without_such_a_list_is_served_as_it_is(tmp_path: Path) -> None:
    main = tmp_path / "static" / "js" / "index.1.js"
    main.parent.mkdir(parents=True)
    main.write_text("console.log(1)", encoding="utf-8")
    assert launch.scripts('<script src="./static/js/index.1.js">', tmp_path) == []
    assert launch.scripts("<script>", tmp_path) == []
