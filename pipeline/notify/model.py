"""What is worth telling someone about."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["failure", "stale", "finding", "portal", "recovered"]


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that stands. `key` names it, so that it is told once.

    Another `cause` or a higher `level` is news again; the end of `lasting` ones is told, too.
    """

    key: str
    kind: Kind
    title: str
    lines: tuple[str, ...] = ()
    cause: str = ""
    level: int = 1
    lasting: bool = True

    @property
    def text(self) -> str:
        """Title and lines, one a line."""
        return "\n".join((f"[gongkai] {self.title}", *self.lines))
