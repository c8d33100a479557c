"""Photographed pages: ruling lines that run together are made parallel again, those that bend are measured."""

from __future__ import annotations

from typing import Any, NamedTuple

import cv2
import numpy as np

from pipeline.extract.scan_image import Picture

HEIGHT = 1400  # pixels: enough to measure a line's slope
BLOCK, DARKER = 25, 14  # pixels around one, and grey levels below them, that make it ink
LONGEST_LETTER = 60  # pixels: ink that is shorter both ways is no ruling line
SHORTEST = 110  # pixels of a piece of line that is measured
ANGLE = np.pi / 720  # steps in which lines are sought; their slope is measured at their ends
VOTES, GAP = 60, 3  # pixels that make a line, and that may lack in it
STEEP = 0.15  # slope up to which a line is taken for level or upright
FEWEST = 4  # lines that tell a slope
SQUARE = 0.006  # slopes that differ by less do no harm: reading bridges them
BENT = 0.012  # mean slope that is left in lines made parallel: the paper is curled, rows cannot be followed

Pieces = np.ndarray[Any, np.dtype[np.float64]]


class _Lean(NamedTuple):
    """How a page's level (or upright) lines lean: `slope` at 0, growing by `growth` a pixel across them."""

    slope: float
    growth: float
    reach: float  # between the first line and the last
    bend: float  # mean slope that this does not tell

    def is_square(self) -> bool:
        return max(abs(self.growth * self.reach), abs(self.slope + self.growth * self.reach / 2)) < SQUARE


def flattened(grey: Picture) -> tuple[Picture, bool]:
    """The page with its lines level, upright and parallel, as seen from above; and whether it is bent."""
    rows, cols = _leans(grey)
    if not (rows.is_square() and cols.is_square()):
        grey = _seen_from_above(grey, rows, cols)
        rows, cols = _leans(grey)
    uneven = max(abs(lean.growth * lean.reach) for lean in (rows, cols)) > STEEP / 2
    return grey, uneven or max(rows.bend, cols.bend) > BENT


def _leans(grey: Picture) -> tuple[_Lean, _Lean]:
    """Of the level lines and of the upright ones, in the picture's own pixels."""
    scale = HEIGHT / max(grey.shape)
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    ink = cv2.adaptiveThreshold(small, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, BLOCK, DARKER)
    _, marks, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    long = stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]].max(axis=1) > LONGEST_LETTER
    long[0] = False
    lines = np.where(long[marks], np.uint8(255), np.uint8(0))
    found = cv2.HoughLinesP(lines, 1, ANGLE, VOTES, minLineLength=SHORTEST, maxLineGap=GAP)
    pieces = np.zeros((0, 4)) if found is None else found.reshape(-1, 4) / scale
    return _lean(pieces), _lean(pieces[:, [1, 0, 3, 2]])


def _lean(pieces: Pieces) -> _Lean:
    """Of those pieces (x0, y0, x1, y1) that are nearly level; nothing where there are too few."""
    along, across = pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1]
    level = np.abs(across) < STEEP * np.abs(along)
    if np.count_nonzero(level) < FEWEST:
        return _Lean(0.0, 0.0, 0.0, 0.0)
    slopes, lengths = across[level] / along[level], np.abs(along[level])
    places = (pieces[level, 1] + pieces[level, 3]) / 2
    reach = float(np.ptp(places))
    growth, slope = np.polyfit(places, slopes, 1, w=np.sqrt(lengths)) if reach > SHORTEST else (0.0, 0.0)
    rest = slopes - (slope + growth * places)
    return _Lean(float(slope), float(growth), reach, float(np.sqrt(np.average(rest**2, weights=lengths))))


def _seen_from_above(grey: Picture, rows: _Lean, cols: _Lean) -> Picture:
    """The page drawn so that the quadrangle of its outermost lines becomes a rectangle."""
    height, width = grey.shape
    middle_x, middle_y = width / 2, height / 2
    corners = []
    for y, x in ((0, 0), (0, width), (height, width), (height, 0)):
        level, upright = rows.slope + rows.growth * y, cols.slope + cols.growth * x
        # the level line through (middle_x, y) and the upright one through (x, middle_y) meet here
        at_y = (y + level * (x - upright * middle_y - middle_x)) / (1 - level * upright)
        corners.append((x + upright * (at_y - middle_y), at_y))
    target = np.array([(0, 0), (width, 0), (width, height), (0, height)], dtype=np.float32)
    turn = cv2.getPerspectiveTransform(np.array(corners, dtype=np.float32), target)
    paper = (float(np.median(grey[::16, ::16])),)
    seen = cv2.warpPerspective(grey, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=paper)
    return np.asarray(seen, dtype=np.uint8)
