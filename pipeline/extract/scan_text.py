"""Recognise text in page pictures with the models of rapidocr, run by onnxruntime; everything offline.

Two ways: `lines` finds and reads the lines of a whole picture (prose); `read` reads crops whose place is
known (cells) and, for numbers, reads each twice in different framing: a number counts only as sure as the
less sure of the two, and not at all when they disagree.
"""

from __future__ import annotations

import contextlib
import ctypes
import math
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import cv2
import numpy as np

from pipeline.extract.page import Box, Clock
from pipeline.extract.scan_image import Picture, level

HEIGHT = 48  # pixels: what the model reads
NARROWEST = 48
BATCH_WIDTH = 700  # pixels a batch holds: little memory, and little padding of the shorter crops
DISAGREE = 0.3  # factor on the confidence where two readings differ
FRAMES = ((0.18, 1.0), (0.35, 1.12))  # (margin in type heights, stretch): first and second reading
DETECT_HEIGHT = 1400  # pixels: lines of 8 point type are still found at this height of a page
DETECT_WIDTH = 736  # and small pictures are enlarged to this, where the height allows it
STRIP = 200  # pixels: lines are sought in strips of about this height, for the memory
DARK = 0.75  # of the paper's brightness: darker is ink
LARGE_BLOCK = 2**18  # bytes: blocks from this size on are given back to the system as soon as they are free
M_MMAP_THRESHOLD = -3  # of glibc's malloc.h
NUMBER_LIKE = re.compile(r"[\dOo〇○◯ОlI|丨ｌ.,，．·%％+\-−—–/\\ ]+")
LOOKALIKES = {"0": "Oo〇○◯О", "1": "lI|丨ｌ"}  # letters of the same shape: in a number they are the digit
AS_DIGIT = str.maketrans({letter: digit for digit, letters in LOOKALIKES.items() for letter in letters})


class Reading(NamedTuple):
    """What stands in a crop, and how sure that is, 0 to 1: words on average, digits by the least probable."""

    text: str
    confidence: float


class Recogniser:
    """The two models, loaded once a process; one thread each, since documents are read in parallel."""

    def __init__(self) -> None:
        from rapidocr import RapidOCR

        _return_large_blocks()
        threads = {f"EngineConfig.onnxruntime.{kind}_op_num_threads": 1 for kind in ("intra", "inter")}
        as_given = {"Det.limit_type": "max", "Det.limit_side_len": 2 * DETECT_HEIGHT}
        engine: Any = RapidOCR(
            params={"Global.log_level": "error", "Global.use_cls": False, **threads, **as_given}
        )
        self._recognise = engine._load_rec_model()
        self._detect = engine._load_det_model()
        self._letters: list[str] = self._recognise.postprocess_op.character
        place = {letter: index for index, letter in enumerate(self._letters)}
        self._alike = [
            (place[digit], [place[letter] for letter in letters if letter in place])
            for digit, letters in LOOKALIKES.items()
        ]

    def read(self, grey: Picture, boxes: Sequence[Box], clock: Clock) -> list[Reading]:
        """Read crops (pixel boxes, one line of text each), numbers twice."""
        first = self._read_once(grey, boxes, FRAMES[0], clock)
        numbers = [index for index, reading in enumerate(first) if NUMBER_LIKE.fullmatch(reading.text)]
        second = self._read_once(grey, [boxes[index] for index in numbers], FRAMES[1], clock)
        readings = list(first)
        for index, again in zip(numbers, second, strict=True):
            readings[index] = _agreed(first[index], again)
        return readings

    def lines(self, grey: Picture, clock: Clock) -> list[tuple[Box, Reading]]:
        """Find and read the lines of text of a whole picture, in no order; boxes in pixels."""
        most = DETECT_HEIGHT / max(grey.shape)
        scale = min(most, max(1.0, DETECT_WIDTH / min(grey.shape)))
        small = np.asarray(
            cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8
        )
        boxes = []
        for top, bottom in _strips(small):
            clock.check()
            found = self._detect(cv2.cvtColor(small[top:bottom], cv2.COLOR_GRAY2BGR))
            for corners in found.boxes if found.boxes is not None else ():
                (x0, y0), (x1, y1) = corners.min(axis=0), corners.max(axis=0)
                place = (value / scale for value in (x0, y0 + top, x1, y1 + top))
                boxes.append(Box(*map(float, place)))
        readings = self._read_once(grey, boxes, (0.0, 1.0), clock)
        return [
            (box, reading)
            for box, reading in zip(boxes, readings, strict=True)
            if reading.text.strip() and reading.confidence > 0
        ]

    def _read_once(
        self, grey: Picture, boxes: Sequence[Box], frame: tuple[float, float], clock: Clock
    ) -> list[Reading]:
        crops = [_crop(grey, box, *frame) for box in boxes]
        readings = [Reading("", 0.0)] * len(crops)
        order = sorted(range(len(crops)), key=lambda index: crops[index].shape[1])
        while order:
            clock.check()
            widest = crops[order[-1]].shape[1]
            batch, order = order[-max(BATCH_WIDTH // widest, 1) :], order[: -max(BATCH_WIDTH // widest, 1)]
            images = np.zeros((len(batch), 3, HEIGHT, widest), dtype=np.float32)
            for place, index in enumerate(batch):
                images[place, :, :, : crops[index].shape[1]] = crops[index].astype(np.float32) / 127.5 - 1.0
            for index, probabilities in zip(batch, self._recognise.session(images), strict=True):
                readings[index] = self._decode(probabilities)
        return readings

    def _decode(self, probabilities: Any) -> Reading:
        """CTC: the likeliest letter of every step, repetitions and blanks (letter 0) dropped."""
        steps = probabilities.argmax(axis=1)
        best = probabilities.max(axis=1)
        for digit, others in self._alike:
            shape = probabilities[:, [digit, *others]].sum(axis=1)
            best = np.where(np.isin(steps, [digit, *others]), shape, best)
        letters: list[str] = []
        confidence: list[float] = []
        before = 0
        for step, probability in zip(steps.tolist(), best.tolist(), strict=True):
            if step and step != before:
                letters.append(self._letters[step])
                confidence.append(probability)
            elif step and step == before and confidence:
                confidence[-1] = max(confidence[-1], probability)
            before = step
        if not letters:
            return Reading("", 0.0)
        digits = [sure for letter, sure in zip(letters, confidence, strict=True) if letter.isdigit()]
        return Reading("".join(letters), min([sum(confidence) / len(confidence), *digits]))


def _return_large_blocks() -> None:
    """Keep glibc from raising, with every large block freed, the size that it keeps for itself.

    The models take and free such blocks for each batch; kept, they are a third of a document's memory.
    """
    with contextlib.suppress(AttributeError, OSError, TypeError):  # other C libraries have no such switch
        ctypes.CDLL(None).mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK)


def _strips(grey: Picture) -> list[tuple[int, int]]:
    """First and last row of strips that together make the picture, cut where there is least ink."""
    ink = (grey < DARK * level(grey, 0.9)).sum(axis=1)
    cuts = [0]
    while len(grey) - cuts[-1] > 2 * STRIP:
        first = cuts[-1] + STRIP // 2
        window = ink[first : first + STRIP]
        free = np.flatnonzero(window == window.min())
        cuts.append(first + int(free[np.abs(free - STRIP // 2).argmin()]))
    return list(zip(cuts, [*cuts[1:], len(grey)], strict=True))


def _agreed(first: Reading, second: Reading) -> Reading:
    """One number out of two readings; letters that only look like digits are digits in a number."""
    text, again = (reading.text.translate(AS_DIGIT).strip() for reading in (first, second))
    confidence = min(first.confidence, second.confidence)
    return Reading(text, confidence if text == again else DISAGREE * confidence)


def _crop(grey: Picture, box: Box, margin: float, stretch: float) -> Picture:
    """The box with a margin of paper, at the model's height."""
    top, left = max(int(box.y0), 0), max(int(box.x0), 0)
    part = grey[top : max(math.ceil(box.y1), top + 1), left : max(math.ceil(box.x1), left + 1)]
    pad = round(margin * part.shape[0]) + (1 if margin else 0)
    paper = float(np.percentile(part, 90))
    framed = cv2.copyMakeBorder(part, pad, pad, pad, pad, cv2.BORDER_CONSTANT, value=(paper,))
    width = max(round(framed.shape[1] * HEIGHT / framed.shape[0] * stretch), 8)
    resized = cv2.resize(
        framed, (width, HEIGHT), interpolation=cv2.INTER_AREA if framed.shape[0] > HEIGHT else cv2.INTER_CUBIC
    )
    if width < NARROWEST:
        side = (NARROWEST - width) // 2
        resized = cv2.copyMakeBorder(
            resized, 0, 0, side, NARROWEST - width - side, cv2.BORDER_CONSTANT, value=(paper,)
        )
    return np.asarray(resized, dtype=np.uint8)


@lru_cache(maxsize=1)
def recogniser() -> Recogniser:
    """The models of this process."""
    return Recogniser()
