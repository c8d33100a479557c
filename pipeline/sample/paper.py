"""A printed page before any file format: texts and ruling lines on A4, in points from the upper left corner."""

from __future__ import annotations

from dataclasses import dataclass, field

WIDTH, HEIGHT = 595.0, 842.0
LEFT, RIGHT, TOP, BOTTOM = 50.0, 545.0, 62.0, 780.0  # the type area
NUMBER_TOP = 800.0  # where page numbers stand, below it


@dataclass(frozen=True, slots=True)
class Text:
    """One line of letters; `top` is their upper edge, `size` that of the type."""

    left: float
    top: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class Stroke:
    """One ruling line."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(slots=True)
class Page:
    """One page while it is being filled."""

    texts: list[Text] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)


def letter_width(letter: str) -> float:
    """In type sizes: a Chinese letter is one wide, a Latin one half of it."""
    return 0.5 if letter.isascii() else 1.0


def text_width(text: str, size: float) -> float:
    """Points that a line takes."""
    return size * sum(map(letter_width, text))


def wrap(text: str, room: float, size: float, indent: float = 0.0) -> list[str]:
    """`text` in lines of at most `room` points, the first shorter by `indent`; `\\n` always breaks."""
    lines: list[str] = []
    for piece in text.split("\n"):
        line, used = "", 0.0 if lines else indent
        for letter in piece:
            width = size * letter_width(letter)
            if line and used + width > room:
                lines.append(line)
                line, used = "", 0.0
            line += letter
            used += width
        lines.append(line)
    return lines
