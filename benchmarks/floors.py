"""The bounds of accuracy, from floors.toml: they only go up, or say why not."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FLOORS = Path(__file__).with_name("floors.toml")


@dataclass(frozen=True, slots=True)
class Floor:
    """One bound of one set of documents: a least share, or a greatest count."""

    name: str
    at_least: float | None
    at_most: float | None
    best: float
    reason: str

    def holds(self, value: float) -> bool:
        """Whether a measured value keeps the bound."""
        if self.at_least is not None:
            return value >= self.at_least
        return self.at_most is not None and value <= self.at_most

    @property
    def text(self) -> str:
        """The bound as it is read: `>= 1`."""
        return f">= {self.at_least:g}" if self.at_least is not None else f"<= {self.at_most:g}"


def load_floors(path: Path = FLOORS) -> dict[str, tuple[Floor, ...]]:
    """The floors by set. Raises ValueError on one that was lowered without a reason."""
    tables: dict[str, dict[str, dict[str, Any]]] = tomllib.loads(path.read_text(encoding="utf-8"))
    return {
        name: tuple(_floor(f"{name}.{key}", key, entry) for key, entry in entries.items())
        for name, entries in tables.items()
    }


def _floor(full: str, name: str, entry: Mapping[str, Any]) -> Floor:
    if ("at_least" in entry) == ("at_most" in entry):
        raise ValueError(f"{full}: write at_least or at_most")
    bound = entry.get("at_least", entry.get("at_most"))
    worse = bound < entry["best"] if "at_least" in entry else bound > entry["best"]
    if worse and not entry.get("reason"):
        raise ValueError(f"{full}: {bound} is worse than {entry['best']}; give a reason or raise it again")
    return Floor(name, entry.get("at_least"), entry.get("at_most"), entry["best"], entry.get("reason", ""))


def broken_floors(name: str, measured: object, path: Path = FLOORS) -> list[str]:
    """The floors of a set that a measured object's attributes break, a line each."""
    return [
        f"{name}.{floor.name}: {getattr(measured, floor.name):g}, must be {floor.text}"
        for floor in load_floors(path)[name]
        if not floor.holds(getattr(measured, floor.name))
    ]
