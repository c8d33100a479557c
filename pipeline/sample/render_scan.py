"""A report as scanned pages: drawn with a CJK font of the machine, slightly turned, no text layer."""

from __future__ import annotations

import io
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from pipeline.errors import UnsupportedFormatError
from pipeline.sample.content import Content
from pipeline.sample.paper import HEIGHT, WIDTH, Page
from pipeline.sample.pdf_file import Picture, write_picture_pdf
from pipeline.sample.spec import dice
from pipeline.sample.typeset import typeset

if TYPE_CHECKING:
    from PIL import ImageFont

DPI = 200
SCALE = DPI / 72
PAPER, INK = 250, 25  # grey values
LARGEST_TURN = 0.4  # degrees
QUALITY = 70  # of the JPEG: what copiers use
FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/arphic/uming.ttc",
    "/System/Library/Fonts/Supplemental/Songti.ttc",
)
INSTALL = "apt-get install fonts-noto-cjk, and the extra gongkai[ocr] for Pillow"


def render_scan(content: Content) -> bytes:
    """The bytes of the PDF; the same machine gives the same bytes.

    Raises UnsupportedFormatError where Pillow or a font for Chinese is missing.
    """
    rng = dice("scan", *content.report.key)
    fonts = _Fonts()
    return write_picture_pdf([_draw(page, fonts, rng) for page in typeset(content)], "")


class _Fonts:
    """The machine's font in the sizes asked for."""

    def __init__(self) -> None:
        self._path = next((path for path in FONTS if Path(path).is_file()), None)
        self._sizes: dict[float, ImageFont.FreeTypeFont] = {}

    def __getitem__(self, size: float) -> ImageFont.FreeTypeFont:
        if self._path is None:
            raise UnsupportedFormatError(f"the sample's scans need a font for Chinese: {INSTALL}")
        if size not in self._sizes:
            from PIL import ImageFont

            self._sizes[size] = ImageFont.truetype(self._path, round(size * SCALE))
        return self._sizes[size]


def _draw(page: Page, fonts: _Fonts, rng: Random) -> Picture:
    try:
        from PIL import Image, ImageDraw
    except ImportError as error:
        raise UnsupportedFormatError(f"the sample's scans need Pillow: {INSTALL}") from error
    width, height = round(WIDTH * SCALE), round(HEIGHT * SCALE)
    image = Image.new("L", (width, height), PAPER)
    draw = ImageDraw.Draw(image)
    for s in page.strokes:
        draw.line((s.x0 * SCALE, s.y0 * SCALE, s.x1 * SCALE, s.y1 * SCALE), fill=INK, width=2)
    for text in page.texts:
        place = (text.left * SCALE, (text.top + 0.5 * text.size) * SCALE)
        draw.text(place, text.text, fill=INK, font=fonts[text.size], anchor="lm")
    turned = image.rotate(rng.uniform(-LARGEST_TURN, LARGEST_TURN), Image.Resampling.BICUBIC, fillcolor=PAPER)
    out = io.BytesIO()
    turned.save(out, "JPEG", quality=QUALITY)
    return Picture(width, height, out.getvalue())
