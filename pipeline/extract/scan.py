"""Scanned pages and pictures -> Document: the grid from the ruling lines, the cells by recognition.

Needs the extra `ocr`. Nothing is guessed: every recognised cell carries its confidence, and a cell with
ink that could not be read has confidence 0, so that it is never taken for a blank one.
"""

from __future__ import annotations

import io
import warnings
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from pipeline.errors import DamagedFileError, LimitError, UnsupportedFormatError
from pipeline.extract.page import Clock, PageContent, page_problems
from pipeline.extract.page.flow import flow
from pipeline.records import Document

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pipeline.extract import Limits
    from pipeline.extract.scan_image import Picture

MARKS = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*", b"BM", b"GIF8")
MODULES = ("rapidocr", "onnxruntime", "cv2", "numpy", "PIL")
MAX_PIXELS = 80_000_000  # of one picture
SMALLEST = 60  # pixels: shorter pictures are ornaments


def sniff(content: bytes) -> bool:
    return content.startswith(MARKS)


def is_available() -> bool:
    """Is the extra `ocr` installed?"""
    return all(find_spec(module) is not None for module in MODULES)


def extract(sha256: str, content: bytes, limits: Limits) -> Document:
    """Read a picture file (PNG, JPEG, TIFF of several pages, BMP, GIF) as a scanned report.

    Raises UnsupportedFormatError without the extra `ocr`, DamagedFileError, LimitError.
    """
    name = sha256[:12]
    if not is_available():
        raise UnsupportedFormatError(f"{name}: a picture; install the extra for scans: gongkai[ocr]")
    pages = [
        _read(name, picture, number, limits)
        for number, picture in enumerate(_frames(name, content, limits), 1)
    ]
    text = flow(name, pages, limits.max_cells)
    return Document(
        sha256,
        "scan",
        text.prose,
        text.tables,
        text.headlines,
        page_count=len(pages),
        picture_count=len(pages),
        problems=page_problems(pages),
    )


def read_pdf_page(page: Any, number: int, limits: Limits, name: str) -> PageContent:
    """Render and read one pypdfium2 page. Raises LimitError."""
    from pipeline.extract.scan_page import SCALE

    width, height = page.get_size()
    if width * height * SCALE**2 > MAX_PIXELS:
        raise LimitError(f"{width:.0f} x {height:.0f} points are more than {MAX_PIXELS} pixels")
    picture = page.render(scale=SCALE, grayscale=True).to_numpy().copy()
    return _read(name, picture, number, limits)


def _read(name: str, picture: Picture, number: int, limits: Limits) -> PageContent:
    from pipeline.extract.scan_page import read_picture

    try:
        return read_picture(picture, number, limits.max_cells, Clock(limits.seconds))
    except LimitError as error:
        raise LimitError(f"{name} page {number}: {error}") from error


def _frames(name: str, content: bytes, limits: Limits) -> Iterator[Picture]:
    """The pictures of a file as grey arrays, turned as their metadata asks."""
    import numpy as np
    from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # our own limit is lower
            opened = Image.open(io.BytesIO(content))
        with opened as file:
            count = getattr(file, "n_frames", 1)
            if count > limits.max_pages or file.width * file.height > MAX_PIXELS:
                raise LimitError(f"{name}: {count} pictures of {file.width} x {file.height} pixels")
            for frame in ImageSequence.Iterator(file):
                if min(frame.size) >= SMALLEST:
                    yield np.array(_on_paper(ImageOps.exif_transpose(frame)).convert("L"))
    except Image.DecompressionBombError as error:
        raise LimitError(f"{name}: {error}") from error
    except (UnidentifiedImageError, OSError, SyntaxError) as error:
        raise DamagedFileError(f"{name}: the picture cannot be read ({error}); download it again") from error


def _on_paper(picture: Any) -> Any:
    """A picture with what is transparent in it white."""
    from PIL import Image

    if not picture.has_transparency_data:
        return picture
    picture = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", picture.size, "white"), picture)
