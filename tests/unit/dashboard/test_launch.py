"""How the dashboard is served."""

from __future__ import annotations

from dashboard import launch


def test_it_listens_on_this_machine_only_and_tells_nobody() -> None:
    words = launch.arguments(8123)
    assert words[:2] == ["run", str(launch.APP)]
    assert "--server.address=127.0.0.1" in words
    assert "--server.port=8123" in words
    assert "--browser.gatherUsageStats=false" in words
    assert launch.APP.is_file()
