"""Photographed pages: drawn here, small; skipped without the extra `ocr`."""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.extract import scan
from pipeline.extract.page import PageContent, page_problems

pytestmark = pytest.mark.skipif(not scan.is_available(), reason="the extra `ocr` is not installed")
HEIGHT, WIDTH = 1170, 827  # pixels: an A4 page at 100 dpi


def ruled() -> Any:
    """A page with a table of 20 rows and 6 columns; grey."""
    import numpy as np

    page = np.full((HEIGHT, WIDTH), 245, dtype=np.uint8)
    for row in range(21):
        page[150 + 40 * row : 152 + 40 * row, 100:702] = 20
    for column in range(7):
        page[150:952, 100 + 100 * column : 102 + 100 * column] = 20
    return page


def photographed(*corners: tuple[float, float]) -> Any:
    """The page with its corners (shares of its sides, from the upper left) elsewhere."""
    import cv2
    import numpy as np

    sides = np.array([(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)], dtype=np.float32)
    seen = np.array([(x * WIDTH, y * HEIGHT) for x, y in corners], dtype=np.float32)
    turn = cv2.getPerspectiveTransform(sides, seen)
    return cv2.warpPerspective(ruled(), turn, (WIDTH, HEIGHT), borderValue=(230.0,))


@pytest.mark.parametrize(
    "corners",
    [
        ((0.08, 0), (0.92, 0), (1, 1), (0, 1)),
        ((0.05, 0.04), (0.97, 0), (1, 1), (0, 0.98)),
        ((0.03, 0), (1, 0), (0.97, 1), (0, 1)),
    ],
    ids=["from below", "from a corner", "slanting"],
)
def test_lines_that_run_together_are_made_parallel(corners: tuple[tuple[float, float], ...]) -> None:
    from pipeline.extract import scan_shape

    page = photographed(*corners)
    assert not all(lean.is_square() for lean in scan_shape._leans(page))
    flat, is_bent = scan_shape.flattened(page)
    assert not is_bent
    assert all(lean.is_square() for lean in scan_shape._leans(flat))


def curled(rise: float) -> Any:
    """The page with its middle so many pixels higher than its sides."""
    import cv2
    import numpy as np

    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    places = (y + rise * np.sin(x / WIDTH * np.pi)).astype(np.float32)
    return cv2.remap(ruled(), x, places, cv2.INTER_CUBIC, borderValue=(230.0,))


@pytest.mark.parametrize(("rise", "is_bent"), [(0, False), (4, False), (16, True), (30, True)])
def test_curled_paper_is_told_from_flat(rise: float, is_bent: bool) -> None:
    from pipeline.extract import scan_shape

    page = curled(rise)
    _, found = scan_shape.flattened(page)
    assert found is is_bent


def test_a_blank_page_is_flat() -> None:
    import numpy as np

    from pipeline.extract import scan_shape

    page = np.full((HEIGHT, WIDTH), 245, dtype=np.uint8)
    flat, is_bent = scan_shape.flattened(page)
    assert flat is page
    assert not is_bent


def test_the_tables_of_a_curled_page_are_no_tables() -> None:
    from pipeline.extract import scan_page
    from pipeline.extract.page import Clock

    content = scan_page.read_picture(curled(30), 1, 1000, Clock(60))
    assert content.tables == ()
    assert content.is_bent
    (problem,) = page_problems([content, PageContent(2, 595, 842, (), ())])
    assert problem.startswith("picture_bent: the paper is curled on page 1;")
