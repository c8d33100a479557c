"""Recognition of scanned pages: drawn here, small; skipped without the extra `ocr`."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import DamagedFileError, LimitError, UnsupportedFormatError
from pipeline.extract import LOW_CONFIDENCE, Limits, pdf, scan
from pipeline.records import Document, Table

SHA = "0" * 64
VALUES = [["95", "", "0", "1"], ["/", "7545", "—", "31"], ["8", "2776", "12.5", "0"]]
SCANNED = Path(__file__).parents[4] / "shared" / "corpus" / "docs" / "huaian-hongze-2024-scan200.pdf"
needs_ocr = pytest.mark.skipif(not scan.is_available(), reason="the extra `ocr` is not installed")


def drawn(values: list[list[str]], *, scribble: bool = False) -> Any:
    """An A4 page at 200 dpi with a ruled table in a font that Pillow brings; grey."""
    from PIL import Image, ImageDraw, ImageFont

    picture = Image.new("L", (1654, 2339), 255)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(36)
    for row, texts in enumerate(values):
        for col, text in enumerate(texts):
            x, y = 200 + 260 * col, 300 + 80 * row
            draw.rectangle((x, y, x + 260, y + 80), outline=0, width=3)
            if text == "—":
                draw.line((x + 110, y + 40, x + 146, y + 40), fill=0, width=3)
            else:
                draw.text((x + 130, y + 40), text, fill=0, font=font, anchor="mm")
    if scribble:
        points = [(240 + 9 * step, 325 + (37 * step * step) % 30) for step in range(16)]
        draw.line(points, fill=0, width=4)
    return picture


def encoded(picture: Any, kind: str = "PNG", **options: Any) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def rows(table: Table) -> list[list[str]]:
    texts: dict[int, list[str]] = {}
    for cell in table.cells:
        texts.setdefault(cell.row, []).append(cell.text)
    return [texts[row] for row in sorted(texts)]


def read(content: bytes, limits: Limits | None = None) -> Document:
    return scan.extract(SHA, content, limits or Limits())


def test_sniffs_pictures_only() -> None:
    assert scan.sniff(b"\x89PNG\r\n\x1a\n....")
    assert scan.sniff(b"\xff\xd8\xff\xe0")
    assert not scan.sniff(b"%PDF-1.7")


def test_without_the_extra_pictures_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "is_available", lambda: False)
    with pytest.raises(UnsupportedFormatError, match=r"gongkai\[ocr\]"):
        read(b"\x89PNG\r\n\x1a\n")


@needs_ocr
@pytest.mark.parametrize("content", [b"\x89PNG\r\n\x1a\nrubbish", b"\xff\xd8\xff\xe0"])
def test_broken_pictures_are_damaged_files(content: bytes) -> None:
    with pytest.raises(DamagedFileError, match="download it again"):
        read(content)


@needs_ocr
def test_pictures_past_the_limits_are_refused() -> None:
    from PIL import Image

    pages = [Image.new("L", (70, 70), 255) for _ in range(3)]
    with pytest.raises(LimitError):
        read(encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:]), Limits(max_pages=2))
    with pytest.raises(LimitError):
        read(encoded(Image.new("1", (10_000, 9_000), 1)))


@needs_ocr
def test_a_skewed_noisy_page_gives_every_cell() -> None:
    import numpy as np
    from PIL import Image

    picture = drawn(VALUES).rotate(1.4, fillcolor=255)
    noise = np.random.default_rng(7).normal(-6, 6, (picture.height, picture.width))
    grey = np.clip(np.asarray(picture, dtype=float) + noise, 0, 255).astype(np.uint8)
    document = read(encoded(Image.fromarray(grey), "JPEG", quality=60))

    (table,) = document.tables
    assert document.format == "scan"
    assert rows(table) == VALUES
    for cell in table.cells:
        assert cell.page == 1
        if cell.text:
            assert cell.confidence is not None
            assert cell.confidence >= LOW_CONFIDENCE
        else:
            assert cell.confidence is None


@needs_ocr
def test_ink_that_says_nothing_is_neither_blank_nor_sure() -> None:
    document = read(encoded(drawn([["", "7"], ["3", "4"]], scribble=True)))
    cell = document.tables[0].cells[0]
    assert cell.confidence is not None
    assert cell.confidence < LOW_CONFIDENCE


def inked(*bars: tuple[int, int, int, int]) -> Any:
    """Ink of one cell, 140 x 60 pixels at 200 dpi, out of bars (x, y, width, height)."""
    import numpy as np

    ink = np.zeros((60, 140), dtype=np.uint8)
    for x, y, width, height in bars:
        ink[y : y + height, x : x + width] = 255
    return ink


@needs_ocr
@pytest.mark.parametrize("length", [4, 6, 9])
@pytest.mark.parametrize("gap", [3, 8])
def test_a_short_minus_belongs_to_its_number(length: int, gap: int) -> None:
    from pipeline.extract import scan_image
    from pipeline.extract.page import Box

    scale = 200 / 72
    number = [(60, 20, 8, 20), (72, 20, 10, 20)]
    ink = inked((60 - gap - length, 29, length, 3), *number)
    (line,) = scan_image.text_lines(ink, Box(0, 0, 140 / scale, 60 / scale), scale)
    assert line.x0 == 60 - gap - length
    assert scan_image.has_sign(ink, line, scale)
    bare = inked(*number)
    (line,) = scan_image.text_lines(bare, Box(0, 0, 140 / scale, 60 / scale), scale)
    assert not scan_image.has_sign(bare, line, scale)


@needs_ocr
def test_a_mark_without_a_middle_does_not_lean() -> None:
    from pipeline.extract import scan_image
    from pipeline.extract.page import Box

    assert scan_image.lean(inked((10, 10, 3, 1)), Box(5, 5, 20, 20)) == 0.0


@needs_ocr
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_on_its_side_or_head_is_turned(quarters: int) -> None:
    import numpy as np
    from PIL import Image

    picture = drawn([["2776", "45", "138"], ["7545", "263", "-12"], ["913", "8", "1024"]])
    document = read(encoded(Image.fromarray(np.rot90(np.asarray(picture), quarters))))
    assert rows(document.tables[0]) == [["2776", "45", "138"], ["7545", "263", "-12"], ["913", "8", "1024"]]


@needs_ocr
def test_a_pdf_of_pictures_is_read_as_a_scan(tiny_pdf: Any) -> None:
    picture = drawn(VALUES[:2]).resize((827, 1170))
    page = tiny_pdf.Page().image(0, 0, 595, 842, (827, 1170, picture.tobytes()))
    document = pdf.extract(SHA, tiny_pdf.build([page]), Limits())
    assert document.format == "scan"
    assert rows(document.tables[0]) == VALUES[:2]


@needs_ocr
@pytest.mark.slow
@pytest.mark.skipif(not SCANNED.exists(), reason="the shared corpus is not beside this repository")
def test_a_real_page_reads_like_its_text_layer() -> None:
    import pypdfium2

    with_text = SCANNED.with_name("huaian-hongze-2024.pdf")
    truth = pdf.extract(SHA, with_text.read_bytes(), Limits())
    page = scan.read_pdf_page(pypdfium2.PdfDocument(SCANNED)[2], 3, Limits(), SHA[:12])
    wanted = [table for table in truth.tables if table.cells[0].page == 3]
    for table, other in zip(page.tables, wanted, strict=True):
        for cell, expected in zip(table.cells, other.cells, strict=True):
            assert (cell.row, cell.col, cell.row_span, cell.col_span) == (
                expected.row,
                expected.col,
                expected.row_span,
                expected.col_span,
            )
            if expected.text.isdigit():
                assert cell.text == expected.text
                assert (cell.confidence or 0) >= LOW_CONFIDENCE


@needs_ocr
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the kernel's mark of the peak is read")
def test_pages_take_no_more_memory_than_one_may(tmp_path: Path) -> None:
    from benchmarks.timing import python

    pages = [drawn(VALUES * 7) for _ in range(3)]
    path = tmp_path / "pages.tif"
    pages[0].save(path, save_all=True, append_images=pages[1:])
    assert float(python("-m", "benchmarks.one_document", str(path)).stdout) < 300
