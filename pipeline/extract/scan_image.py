"""Page pictures: straighten them, find the ruling lines, tell ink from paper; places in points or pixels."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np

from pipeline.extract.page import Box, Rule

Picture = np.ndarray[Any, np.dtype[np.uint8]]

MAX_SKEW = 5.0  # degrees
SKEW_HEIGHT = 700  # pixels: enough to see the lines lean
LINE_BLOCK = 15.0  # points around a pixel that decide what is dark there
DARKER = 14  # grey levels below its surroundings: ink
SHORTEST_ROW = 26.0  # points: shorter strokes are letters
SHORTEST_COLUMN = 11.0
LETTER = 40.0  # points: upright strokes longer than this belong to no letter
TOUCH = 2.0  # points between the end of a border and the line it meets
BRIDGE = 1.5  # points: gaps in a worn line
THICKEST = 5.0  # points: thicker bars are no ruling lines
SPECK = 2.2  # points: ink smaller than this both ways is dirt, if it stands alone
EDGE = 1.0  # points along a cell's side where its ruling line may still show
DASH = 2.6  # points: a dash is not higher than this
LONG_DASH = 6.5
LEAN = 0.2  # a slash leans by more than this share of its height
UPRIGHT = 0.1  # a one by less than this
BESIDE = 0.7  # type heights between a small sign and the number behind it
FLAT = 0.35  # share of the line's height: a sign before a number is not higher
ONE_LINE = 1.2  # type heights that parts of one line of text measure together


def turned(picture: Picture, quarters: int) -> Picture:
    """The picture after so many quarter turns to the left."""
    return np.ascontiguousarray(np.rot90(picture, quarters))


def sized(grey: Picture, scale: float, page_height: float) -> tuple[Picture, float]:
    """The picture at a resolution fit for reading, and its pixels per point.

    A picture says no size of its own: its longer side is taken for `page_height` points.
    """
    own = max(grey.shape) / page_height
    if 0.75 * scale <= own <= 1.2 * scale:
        return grey, own
    ratio = scale / own
    method = cv2.INTER_AREA if ratio < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(grey, None, fx=ratio, fy=ratio, interpolation=method), dtype=np.uint8), scale


def stretched(grey: Picture) -> Picture:
    """The page with its paper white and its ink black, however faint it was copied."""
    dark, paper = level(grey, 0.005), level(grey, 0.5)
    if paper - dark < 20:
        return grey
    levels = np.clip((np.arange(256) - dark) * (255.0 / (paper - dark)), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(grey, levels), dtype=np.uint8)


def level(grey: Picture, share: float) -> int:
    """The brightness that this share of the pixels does not exceed: counted, which takes no copy."""
    counts = cv2.calcHist([grey], [0], None, [256], [0, 256])
    return int(np.searchsorted(np.cumsum(counts), share * grey.size))


def fullest(grey: Picture, height: int) -> Picture:
    """The part of the page of this height, over its whole width, that holds most ink."""
    ink = (grey < 0.75 * level(grey, 0.9)).sum(axis=1)
    held = np.convolve(ink, np.ones(height), mode="valid")
    top = int(held.argmax())
    return grey[top : top + height]


def blot(grey: Picture, box: Box, scale: float) -> None:
    """Paint a box (in points) white, with the ruling lines around it."""
    x0, y0 = (max(int(value * scale) - 4, 0) for value in box[:2])
    grey[y0 : int(box.y1 * scale) + 5, x0 : int(box.x1 * scale) + 5] = 255


def straighten(grey: Picture) -> Picture:
    """Turn the page until its lines and rows of text lie level (up to MAX_SKEW degrees)."""
    angle = _skew(grey)
    if abs(angle) < 0.03:
        return grey
    height, width = grey.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255.0,))
    return np.asarray(turned, dtype=np.uint8)


def _skew(grey: Picture) -> float:
    """The angle at which the rows' darkness varies most."""
    scale = SKEW_HEIGHT / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    dark = (small < np.median(small) - 40).astype(np.float32)
    best = 0.0
    for reach, step in ((MAX_SKEW, 0.5), (0.5, 0.1), (0.1, 0.02)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _sharpness(dark, float(angle))))
    return best


def _sharpness(dark: np.ndarray[Any, np.dtype[np.float32]], angle: float) -> float:
    height, width = dark.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    rows = cv2.warpAffine(dark, turn, (width, height)).sum(axis=1)
    return float(((rows[1:] - rows[:-1]) ** 2).sum())


def ink_of(grey: Picture, scale: float) -> Picture:
    """255 where the page is darker than around; `scale` in pixels per point."""
    block = int(LINE_BLOCK * scale) | 1
    smooth = cv2.GaussianBlur(grey, (0, 0), 0.7)
    ink = cv2.adaptiveThreshold(smooth, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, DARKER)
    return np.asarray(ink, dtype=np.uint8)


def ruling_lines(ink: Picture, scale: float) -> tuple[list[Rule], list[Rule], Picture]:
    """Horizontal and vertical lines in points, and the mask of their pixels (strokes of letters left out)."""
    row_boxes, mask = _strokes(ink, scale, [], horizontal=True)
    rows = [Rule((box.y0 + box.y1) / 2, box.x0, box.x1) for box in row_boxes]
    col_boxes, col_mask = _strokes(ink, scale, rows, horizontal=False)
    return rows, [_upright(box) for box in col_boxes], mask | col_mask


def _upright(box: Box) -> Rule:
    return Rule((box.x0 + box.x1) / 2, box.y0, box.y1)


def _strokes(ink: Picture, scale: float, rows: list[Rule], *, horizontal: bool) -> tuple[list[Box], Picture]:
    """Boxes of long straight strokes in points, and the mask of their pixels.

    Of the upright ones only borders between `rows`. The picture of their numbers, four times the page's
    size, does not outlive the call.
    """

    def bar(points: float) -> Any:
        size = max(round(points * scale), 3)
        return cv2.getStructuringElement(cv2.MORPH_RECT, (size, 1) if horizontal else (1, size))

    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, bar(BRIDGE))
    opened = cv2.morphologyEx(closed, cv2.MORPH_OPEN, bar(SHORTEST_ROW if horizontal else SHORTEST_COLUMN))
    _, marks, stats, _ = cv2.connectedComponentsWithStats(opened, connectivity=8)
    boxes = []
    kept = np.zeros(len(stats), dtype=np.uint8)
    for mark, (x, y, width, height, _) in enumerate(stats.tolist()):
        box = Box(x / scale, y / scale, (x + width) / scale, (y + height) / scale)
        thin = mark and (height if horizontal else width) < THICKEST * scale
        if thin and (horizontal or _is_border(_upright(box), rows)):
            boxes.append(box)
            kept[mark] = 255
    return boxes, kept[marks]


def _is_border(col: Rule, rows: list[Rule]) -> bool:
    """A short upright stroke is a border only if it meets horizontal lines at both ends; else a letter's."""
    if col.end - col.start > LETTER:
        return True
    meeting = [row.at for row in rows if row.start - TOUCH <= col.at <= row.end + TOUCH]
    return all(any(abs(at - end) <= TOUCH for at in meeting) for end in (col.start, col.end))


def without_lines(grey: Picture, ink: Picture, lines: Picture) -> tuple[Picture, Picture]:
    """Page and ink with the ruling lines painted over in the colour of the paper around."""
    thick = cv2.dilate(lines, np.ones((5, 5), np.uint8)) > 0
    cleaned, clean_ink = grey.copy(), ink.copy()
    paper = cv2.morphologyEx(grey, cv2.MORPH_CLOSE, np.ones((17, 17), np.uint8))
    cleaned[thick], clean_ink[thick] = paper[thick], 0
    return cleaned, clean_ink


def text_lines(ink: Picture, box: Box, scale: float) -> list[Box]:
    """The lines of text in one cell, as pixel boxes from top to bottom; none when the cell is blank.

    `ink` must be free of ruling lines; `box` is the cell in points.
    """
    edge = EDGE * scale
    left, top = int(box.x0 * scale + edge), int(box.y0 * scale + edge)
    part = ink[top : int(box.y1 * scale - edge) + 1, left : int(box.x1 * scale - edge) + 1]
    if part.size == 0:
        return []
    marks = _marks(part, scale)
    letters = [mark for mark in marks if max(mark[2:]) >= SPECK * scale]
    if not letters:
        return []
    size = max(float(np.median([max(mark[2:]) for mark in letters])), 6 * scale)
    lines: list[list[int]] = []
    for x, y, width, height in sorted(letters, key=lambda mark: mark[1]):
        together = max(lines[-1][3], y + height) - lines[-1][1] <= ONE_LINE * size if lines else False
        room = 0.3 * size if height > 0.5 * size else 0  # commas hang lower than letters
        if lines and (together or y < lines[-1][3] - room):
            _grow(lines[-1], x, y, width, height)
        else:
            lines.append([x, y, x + width, y + height])
    for x, y, width, height in marks:  # points, commas and signs belong to the letters beside them
        for line in lines:
            near = line[0] - BESIDE * size < x + width and x < line[2] + 0.5 * size
            if near and line[1] - 2 <= y <= line[3] + 0.15 * size:
                _grow(line, x, y, width, height)
                break
    return [Box(left + x0, top + y0, left + x1, top + y1) for x0, y0, x1, y1 in lines]


def stroke(ink: Picture, box: Box, scale: float) -> str | None:
    """A lone dash or slash, told by its shape: recognition takes them for 1, _ or 一."""
    x0, y0, x1, y1 = (round(value) for value in box)
    part = ink[y0:y1, x0:x1]
    height, width = part.shape
    if width >= SPECK * scale and height <= min(DASH * scale, 0.62 * width):
        return "—" if width > LONG_DASH * scale else "-"
    if height < 0.8 * width or cv2.connectedComponents(part)[0] != 2:
        return None
    columns = [column for row in part if len(column := np.flatnonzero(row))]
    if any(column[-1] - column[0] > 0.45 * width + scale for column in columns):
        return None  # wider somewhere than a stroke is
    return "/" if float(columns[0].mean() - columns[-1].mean()) > LEAN * height else None


def lean(ink: Picture, box: Box) -> float:
    """How far the middle part of an upright letter leans to the right, as a share of its height."""
    x0, y0, x1, y1 = (round(value) for value in box)
    _, marks, stats, _ = cv2.connectedComponentsWithStats(ink[y0:y1, x0:x1])
    if len(stats) < 2:
        return 0.0
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    rows, columns = np.nonzero(marks == largest)
    height = float(np.ptp(rows)) + 1
    middle = (rows > rows.min() + 0.2 * height) & (rows < rows.max() - 0.2 * height)
    if np.count_nonzero(middle) < 2 or np.ptp(rows[middle]) < 3:
        return 0.0
    return -float(np.polyfit(rows[middle], columns[middle], 1)[0])


def points_in(ink: Picture, box: Box, scale: float) -> int:
    """How many marks in a line of text are small and low, as decimal points and commas are."""
    x0, y0, x1, y1 = (round(value) for value in box)
    height = y1 - y0
    marks = _marks(ink[y0:y1, x0:x1], scale)
    return sum(max(mark[2], mark[3]) < 0.35 * height and mark[1] > height / 2 for mark in marks)


def has_sign(ink: Picture, box: Box, scale: float) -> bool:
    """Does a line of text begin with a flat mark halfway up, as a minus before a number is?"""
    x0, y0, x1, y1 = (round(value) for value in box)
    height = y1 - y0
    _, y, width, tall = min(_marks(ink[y0:y1, x0:x1], scale), default=(0, 0, 0, 0))
    return 0 < tall < min(FLAT * height, width + 2) and 0.25 * height < y + tall / 2 < 0.75 * height


def _grow(line: list[int], x: int, y: int, width: int, height: int) -> None:
    line[0], line[1] = min(line[0], x), min(line[1], y)
    line[2], line[3] = max(line[2], x + width), max(line[3], y + height)


def _marks(part: Picture, scale: float) -> list[tuple[int, int, int, int]]:
    """Connected marks of ink, without single pixels and the rests of a ruling line along the sides."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(part, connectivity=8)
    rows, cols = part.shape
    marks = []
    for x, y, width, height, area in stats[1:].tolist():
        beside = (x == 0 or x + width == cols) and width < SPECK * scale / 2
        along = (y == 0 or y + height == rows) and height < SPECK * scale / 2
        if area >= 3 and not beside and not along:
            marks.append((x, y, width, height))
    return marks
