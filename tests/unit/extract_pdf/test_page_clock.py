"""The deadline of a document: seconds of computing, and a bound on the clock."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from pipeline.errors import LimitError
from pipeline.extract import page
from pipeline.extract.page import WAITING, Clock


class Times:
    """What the two clocks of the machine show."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.computed = self.passed = 0.0
        clocks = SimpleNamespace(thread_time=lambda: self.computed, monotonic=lambda: self.passed)
        monkeypatch.setattr(page, "time", clocks)


@pytest.fixture
def times(monkeypatch: pytest.MonkeyPatch) -> Times:
    return Times(monkeypatch)


def test_waiting_for_a_busy_machine_does_not_count(times: Times) -> None:
    clock = Clock(60)
    times.computed, times.passed = 59, WAITING * 60 - 1
    clock.check()


@pytest.mark.parametrize(("computed", "passed"), [(61, 61), (1, WAITING * 60 + 1)])
def test_computing_or_waiting_too_long_ends_in_an_error(times: Times, computed: float, passed: float) -> None:
    clock = Clock(60)
    times.computed, times.passed = computed, passed
    with pytest.raises(LimitError, match="more than 60 seconds"):
        clock.check()


def test_stopped_it_counts_neither(times: Times) -> None:
    clock = Clock(60)
    with clock.stopped():
        times.computed, times.passed = 100, 1000
    clock.check()
    times.computed = 161
    with pytest.raises(LimitError):
        clock.check()
