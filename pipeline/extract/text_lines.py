"""One line of plain text: is it a row, a value, a short label or prose? Shape only, no meaning."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum, auto

SHORT = 70  # longer lines are prose
WRAPPED = 25  # a line with a comma this long is a piece of a sentence


class Kind(Enum):
    """What a line looks like."""

    ROW = auto()  # several cells
    VALUE = auto()  # one number or mark alone
    BLANK = auto()  # a cell with nothing in it: blanks or pipes only
    SHORT = auto()  # a label, a header, a heading's remains
    EMPTY = auto()
    RULE = auto()  # |---|---|, a page number between dashes: no content
    PROSE = auto()


NUMBER = r"[+\-－﹣−增减]?\d[\d,，]*(?:\.\d+)?(?:%|万元|亿元|元|万)?"
NOTHING = r"[/／\\—–－-]{1,2}|无"
VALUE = re.compile(rf"(?:{NUMBER}|{NOTHING})(?:[（(][^（）()]*[）)]|[①-⑳]|[*＊※]{{1,3}})?")
LABEL_VALUES = re.compile(rf"(?P<label>\S.*?)(?P<values>(?:\s+(?:{NUMBER}|{NOTHING}))+)\s*")
WORD = re.compile(r"[\u4e00-\u9fff]")
RULE = re.compile(
    r"[\s|+:=_-]*(?:-{3,}|={3,})[\s|+:=_-]*|[\s]*[-—–]+\s*\d{1,3}\s*[-—–]+\s*|第\s*\d+\s*页.{0,12}"
    r"|[\s|\u2500-\u257f]*[─━═┄┈╌]{2}[\s|\u2500-\u257f]*"
    r"|\s*[1-9]\d?\s*/\s*[1-9]\d?\s*"
)
HEADING = re.compile(
    r"#*\s*(?:(?:[一二三四五六七八九十]+|第[一二三四五六七八九十]+部分)\s*[、.．\s]\s*[^\d|\t]{2,40}"
    r"(?:情况|事项|事情|问题|措施|概述|概况|建设|保障)|\d+\s*[、.．]\s*[^\d|\t]{2,30}(?:情况|概述))[。：:]?\s*"
)
MARKED_HEADING = re.compile(r"#{1,6}\s*\S.*")
TITLE = re.compile(r".{0,60}(?:公\s*开.*(?:报\s*告|年\s*报)|年\s*度\s*报\s*告)[)）]?\s*")
NUMBERED = re.compile(r"(?:\d{1,2}\s*[.、．]|[（(]\d{1,2}[)）])\s*[\u4e00-\u9fff]")
BRACKETS = re.compile(r"[（(][^（）()]*(?:[）)]|$)")
YEAR = re.compile(r"(?:19|20)\d\d")
GAPS = re.compile(r"[ \u3000\xa0]{2,}")
PIPES = str.maketrans({"│": "|", "┃": "|", "｜": "|", "║": "|"})


@dataclass(frozen=True, slots=True)
class Pipes:
    """How a table draws its pipes.

    `framed`: a pipe at the beginning of a line is its frame, not the edge of a blank cell. `spaced`: blanks
    stand round each pipe, so that pipes without one between them fill a wide cell: no blank cell is there.
    """

    framed: bool = True
    spaced: bool = False


def pipes_of(lines: list[str]) -> Pipes:
    """Learn how the lines of one table draw their pipes."""
    piped = [line.translate(PIPES) for line in lines if "|" in line.translate(PIPES)]
    framed = 2 * sum(line.strip().startswith("|") for line in piped) > len(piped)
    filled = [cell for line in piped for cell in line.strip().strip("|").split("|") if cell.strip()]
    spaced = 2 * sum(cell != cell.strip() for cell in filled) > len(filled)
    return Pipes(framed, spaced)


def split(line: str, pipes: Pipes = Pipes()) -> list[str]:
    """The cells of one line, blanks stripped; one cell where nothing divides it."""
    line = line.translate(PIPES)
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    if "|" in line:
        return _piped(line.rstrip("\r"), pipes)
    stripped = line.strip()
    cells = GAPS.split(stripped)
    if len(cells) > 2 or (len(cells) == 2 and any(VALUE.fullmatch(cell) for cell in cells)):
        return [piece for cell in cells for piece in _spaced(cell)]
    return _spaced(stripped)


def _piped(line: str, pipes: Pipes) -> list[str]:
    pieces = line.split("|")
    if not pieces[-1].strip():
        pieces.pop()
    if pieces and not pieces[0].strip() and pipes.framed:
        pieces.pop(0)
    return [piece.strip() for piece in pieces if piece or not pipes.spaced] or [""]


def _spaced(text: str) -> list[str]:
    """`行政许可 97` and `0 0 0`: values divided by single blanks."""
    pieces = text.split()
    if len(pieces) > 1 and all(VALUE.fullmatch(piece) for piece in pieces):
        return pieces
    found = LABEL_VALUES.fullmatch(text)
    if found is None or not WORD.search(found["label"]):
        return [text]
    values = found["values"].split()
    if len(values) == 1 and (YEAR.fullmatch(values[0]) or _is_prose(found["label"])):
        return [text]
    return [found["label"].strip(), *values]


def kind(line: str) -> Kind:
    """Classify one line as it stands in the file (not stripped)."""
    stripped = line.strip()
    if not stripped:
        return Kind.BLANK if line.strip("\r") else Kind.EMPTY
    if RULE.fullmatch(stripped):
        return Kind.RULE
    cells = split(line)
    if not any(cells):
        return Kind.BLANK
    divided = "\t" in line or "|" in line.translate(PIPES)
    if len(cells) > 1 and (divided or any(VALUE.fullmatch(cell) for cell in cells)):
        return Kind.ROW if max(map(len, cells)) <= 3 * SHORT else Kind.PROSE
    if VALUE.fullmatch(cells[0]) or (divided and len(cells) == 1):
        return Kind.VALUE if VALUE.fullmatch(cells[0]) else Kind.SHORT
    if len(cells) > 2 and max(map(len, cells)) <= WRAPPED:
        return Kind.SHORT  # a header, its columns apart
    return Kind.PROSE if _is_prose(stripped) else Kind.SHORT


def _is_prose(text: str) -> bool:
    """A sentence or a piece of one, a heading of the report, or its title."""
    if "。" in text or len(text) > SHORT:
        return True
    if HEADING.fullmatch(text) or MARKED_HEADING.fullmatch(text) or TITLE.fullmatch(text):
        return True
    outside = BRACKETS.sub("", text)
    return len(outside) >= WRAPPED and any(mark in outside for mark in "，；,;：")


def may_be_label(line: str) -> bool:
    """Prose only for its comma or its full stop: a long numbered label looks like that too."""
    stripped = line.strip()
    return len(stripped) <= SHORT and NUMBERED.match(stripped) is not None and "。" not in stripped[:-1]


def printable(text: str) -> bool:
    """Text for people: hardly any control characters, hardly anything undecodable."""
    sample = text[:20_000]
    if not sample.strip():
        return False
    control = sum(1 for char in sample if char not in "\t\n\r\f" and unicodedata.category(char) == "Cc")
    return control * 200 < len(sample) and sample.count("\ufffd") * 20 < len(sample)
