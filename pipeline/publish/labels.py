"""Labels out of the comments of columns, which read `中文标签 [unit]: description`."""

from __future__ import annotations

import re
from dataclasses import dataclass

_COMMENT = re.compile(
    r"(?P<label>[^\[:：]+?)\s*(?:\[(?P<unit>[^\]]*)\])?\s*(?:[:：]\s*(?P<description>.*))?", re.S
)


@dataclass(frozen=True, slots=True)
class Label:
    """What a comment says; `unit` and `description` are blank where it says none."""

    text: str
    unit: str = ""
    description: str = ""


def label_of(name: str, comment: str | None) -> Label:
    """The label of a column; its name where the comment is missing or of another shape."""
    match = _COMMENT.fullmatch(comment.strip()) if comment else None
    if match is None:
        return Label(name, description=comment or "")
    return Label(match["label"], match["unit"] or "", (match["description"] or "").strip())
