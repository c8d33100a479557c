"""Writes PDF files: Chinese text in a font that is not embedded, ruling lines, and pages that are pictures."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.sample.paper import HEIGHT, WIDTH, Page

# every viewer brings a font for it; UniGB-UCS2-H maps the two bytes of a letter to its glyph and back
FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [<<"
    b" /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /DW 1000 /W [1 95 500]"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >>"
    b" /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6"
    b" /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>] >>"
)
ASCENT = 0.88  # of the type size
FONT_NUMBER, PAGES_NUMBER = 3, 2


@dataclass(frozen=True, slots=True)
class Picture:
    """A grey picture that fills a page: `data` is a JPEG."""

    width: int
    height: int
    data: bytes


def write_pdf(pages: Iterable[Page], title: str) -> bytes:
    """A PDF with a text layer."""
    return _document([(_operators(page), None) for page in pages], title)


def write_picture_pdf(pictures: Iterable[Picture], title: str) -> bytes:
    """A PDF whose pages are pictures, as a copier makes it."""
    draw = f"q {WIDTH:g} 0 0 {HEIGHT:g} 0 0 cm /Im1 Do Q".encode()
    return _document([(draw, picture) for picture in pictures], title)


def _operators(page: Page) -> bytes:
    lines = ["0.5 w"]
    lines += [f"{s.x0:.2f} {HEIGHT - s.y0:.2f} m {s.x1:.2f} {HEIGHT - s.y1:.2f} l S" for s in page.strokes]
    for text in page.texts:
        base = HEIGHT - text.top - ASCENT * text.size
        code = text.text.encode("utf-16-be").hex()
        lines.append(f"BT /F1 {text.size:g} Tf {text.left:.2f} {base:.2f} Td <{code}> Tj ET")
    return "\n".join(lines).encode("ascii")


def _document(pages: Sequence[tuple[bytes, Picture | None]], title: str) -> bytes:
    objects = [b"<< /Type /Catalog /Pages %d 0 R >>" % PAGES_NUMBER, b"", FONT]
    objects.append(b"<< /Title <feff%b> >>" % title.encode("utf-16-be").hex().encode())
    info, kids = len(objects), list[bytes]()
    for operators, picture in pages:
        objects.append(_stream(b"/Filter /FlateDecode", zlib.compress(operators)))
        content, extra = len(objects), b""
        if picture is not None:
            objects.append(_stream(_image_keys(picture), picture.data))
            extra = b" /XObject << /Im1 %d 0 R >>" % len(objects)
        objects.append(
            b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R /Resources <<"
            b" /Font << /F1 %d 0 R >>%b >> >>" % (PAGES_NUMBER, WIDTH, HEIGHT, content, FONT_NUMBER, extra)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[PAGES_NUMBER - 1] = b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(kids), b" ".join(kids))
    return _file(objects, info)


def _image_keys(picture: Picture) -> bytes:
    return (
        b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray /BitsPerComponent 8"
        b" /Filter /DCTDecode" % (picture.width, picture.height)
    )


def _stream(keys: bytes, data: bytes) -> bytes:
    return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (keys, len(data), data)


def _file(objects: Sequence[bytes], info: int) -> bytes:
    """The objects, where each stands, and the trailer."""
    out = bytearray(b"%PDF-1.4\n%\xe4\xe5\xe6\xe7\n")
    places: list[int] = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(objects) + 1, info)
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)
