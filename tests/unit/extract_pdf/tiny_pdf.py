"""A small PDF writer for the tests: Chinese text in a font that is not embedded, lines, boxes, pictures.

Places are points from the upper left corner; a letter is one type size wide, a Latin one half of it.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H"
    b" /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 /W [1 95 500]"
    b" /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 4 "
    b" /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80"
    b" >> >>] >>"
)


@dataclass
class Page:
    width: float = 595
    height: float = 842
    rotate: int = 0  # the page's own turn, clockwise
    sideways: bool = False  # everything drawn a quarter turn to the left
    operators: list[str] = field(default_factory=list)
    picture: tuple[int, int, bytes] | None = None  # width, height, grey bytes
    fields: list[tuple[float, float, str]] = field(default_factory=list)  # form fields: left, top, value

    def text(self, x: float, y: float, text: str, size: float = 10.5) -> Page:
        """`y` is the top of the letters."""
        code = text.encode("utf-16-be").hex()
        self.operators.append(
            f"BT /F1 {size} Tf 1 0 0 1 {x} {self.height - y - 0.88 * size} Tm <{code}> Tj ET"
        )
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float) -> Page:
        self.operators.append(f"{x0} {self.height - y0} m {x1} {self.height - y1} l S")
        return self

    def bar(self, x0: float, y0: float, x1: float, y1: float) -> Page:
        """A filled box, which is how many writers draw their ruling lines."""
        self.operators.append(f"{x0} {self.height - y1} {x1 - x0} {y1 - y0} re f")
        return self

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> Page:
        """All the lines of a table without merged cells."""
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        return self

    def table(self, left: float, top: float, widths: Sequence[float], rows: Sequence[Sequence[str]]) -> float:
        """A ruled table of single lines, 20 points a row; the y of its end."""
        xs = [left + sum(widths[:index]) for index in range(len(widths) + 1)]
        self.grid(xs, [top + 20 * index for index in range(len(rows) + 1)])
        for index, row in enumerate(rows):
            for x, text in zip(xs, row, strict=False):
                if text:
                    self.text(x + 3, top + 20 * index + 5, text)
        return top + 20 * len(rows)

    def image(self, x: float, y: float, width: float, height: float, grey: tuple[int, int, bytes]) -> Page:
        self.picture = grey
        self.operators.append(f"q {width} 0 0 {height} {x} {self.height - y - height} cm /Im1 Do Q")
        return self


def build(pages: Sequence[Page], *, title: str = "", encrypted: bool = False, filler: int = 0) -> bytes:
    """The file; `filler` adds so many objects that nothing uses."""
    objects: list[bytes] = [b"", b"", FONT, _title(title)]  # catalogue and page tree are filled in below
    kids = []
    for page in pages:
        turn = [f"0 1 -1 0 {page.height} 0 cm"] if page.sideways else []
        content = zlib.compress("\n".join(turn + page.operators).encode("ascii"))
        objects.append(
            b"<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream" % (len(content), content)
        )
        content_id = len(objects)
        extra = b""
        if page.picture is not None:
            objects.append(_picture(*page.picture))
            extra = b" /XObject << /Im1 %d 0 R >>" % len(objects)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Rotate %d /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >>%b >> >>" % (*_paper(page), page.rotate, content_id, extra)
        )
        own = len(objects)
        kids.append(b"%d 0 R" % own)
        if page.fields:
            fields = [_field(objects, page, *one) for one in page.fields]
            objects[own - 1] = objects[own - 1].removesuffix(b">>") + b"/Annots [%b] >>" % b" ".join(fields)
    objects[0] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%b] >>" % (len(kids), b" ".join(kids))
    objects += [b"<< /Nothing true >>"] * filler
    locks = b""
    if encrypted:
        objects.append(b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <%b> /U <%b> >>" % (b"ab" * 32, b"cd" * 32))
        locks = b" /Encrypt %d 0 R /ID [<00> <00>]" % len(objects)
    return _file(objects, b"/Root 1 0 R /Info 4 0 R" + locks)


def _field(objects: list[bytes], page: Page, left: float, top: float, value: str) -> bytes:
    """A filled-in form field, 60 x 16 points: what it shows is a drawing of its own."""
    shown = b"BT /F1 10.5 Tf 1 0 0 1 2 4 Tm <%b> Tj ET" % value.encode("utf-16-be").hex().encode()
    head = b"<< /Type /XObject /Subtype /Form /BBox [0 0 60 16] /Resources << /Font << /F1 3 0 R >> >>"
    objects.append(head + b" /Length %d >>\nstream\n%b\nendstream" % (len(shown), shown))
    bottom = page.height - top - 16
    place = b"/Rect [%g %g %g %g]" % (left, bottom, left + 60, bottom + 16)
    objects.append(
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /F 4 %b /AP << /N %d 0 R >> >>" % (place, len(objects))
    )
    return b"%d 0 R" % len(objects)


def _paper(page: Page) -> tuple[float, float]:
    return (page.height, page.width) if page.sideways else (page.width, page.height)


def _title(title: str) -> bytes:
    return b"<< /Title <feff%b> >>" % title.encode("utf-16-be").hex().encode()


def _picture(width: int, height: int, grey: bytes) -> bytes:
    data = zlib.compress(grey)
    head = b"<< /Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray" % (width, height)
    return head + b" /BitsPerComponent 8 /Filter /FlateDecode /Length %d >>\nstream\n%b\nendstream" % (
        len(data),
        data,
    )


def _file(objects: Sequence[bytes], trailer: bytes) -> bytes:
    parts = [b"%PDF-1.5\n"]
    places, length = [], len(parts[0])
    for number, body in enumerate(objects, 1):
        places.append(length)
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
        length += len(parts[-1])
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    parts += [b"%010d 00000 n \n" % place for place in places]
    parts.append(
        b"trailer\n<< /Size %d %b >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, length)
    )
    return b"".join(parts)
