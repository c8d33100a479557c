"""A PDF holds text that its page does not show, and shows what its text does not hold."""

from __future__ import annotations

import pytest
from tiny_pdf import FONT, Page, build

from pipeline.errors import UnsupportedFormatError
from pipeline.extract import Limits, pdf, scan
from pipeline.records import Document

SHA = "0" * 64
WHITE = (1, 1, b"\xff")
SEVEN = "BT /F1 {size} Tf 1 0 0 1 196 {base} Tm <0037> Tj ET"  # in the cell right of 行政许可
Cells = dict[tuple[int, int], tuple[str, float | None]]


def read(*pages: Page) -> Document:
    return pdf.extract(SHA, build(pages), Limits())


def cells(*pages: Page) -> Cells:
    (table,) = read(*pages).tables
    return {(cell.row, cell.col): (cell.text, cell.confidence) for cell in table.cells}


def ruled(value: str = "") -> Page:
    page = Page()
    page.table(72, 100, [120, 60], [["行政许可", value], ["行政处罚", "46"]])
    return page


def seven(size: float = 10.5) -> str:
    return SEVEN.format(size=size, base=842 - 105 - 9.24)


HIDDEN = {
    "white on white": f"q 1 g {seven()} Q",
    "hardly darker than the paper": f"q 0.985 g {seven()} Q",
    "white on the colour of its cell": f"q 0.8 0.9 1 rg 193 723 58 18 re f {seven()} Q",
    "hidden text": f"q 3 Tr {seven()} Q",
    "cut off": f"q 0 0 5 5 re W n {seven()} Q",
    "covered": f"{seven()} q 1 g 193 723 58 18 re f Q",
    "too small to see": seven(0.1),
    "as small as a speck": seven(1),
    "off the page": seven().replace("1 0 0 1 196", "1 0 0 1 700"),
}


@pytest.mark.parametrize("drawn", HIDDEN.values(), ids=HIDDEN)
def test_text_that_is_not_seen_is_no_value(drawn: str) -> None:
    page = ruled()
    page.operators.append(drawn)
    beside = None if "700" in drawn else 0.0
    assert cells(page) == {
        (0, 0): ("行政许可", None),
        (0, 1): ("", beside),
        (1, 0): ("行政处罚", None),
        (1, 1): ("46", None),
    }


def test_text_behind_a_picture_is_no_value() -> None:
    page = ruled()
    page.operators.append(seven())
    assert cells(page.image(193, 101, 58, 18, WHITE))[0, 1] == ("", 0.0)


def test_a_hidden_digit_beside_a_number_is_left_out_and_told() -> None:
    page = ruled("0")
    page.operators.append(f"q 1 g {seven()} Q".replace("196", "201"))
    assert cells(page)[0, 1] == ("0", 0.0)


def test_hidden_prose_is_not_read() -> None:
    page = Page().text(60, 60, "一、总体情况")
    page.operators.append("1 g")
    assert read(page.text(60, 90, "本年收到申请9999件。")).prose == "一、总体情况"


def test_white_letters_on_a_dark_ground_are_read() -> None:
    page = ruled()
    page.operators.append(f"q 0 0 0.4 rg 192 722 60 20 re f 1 g {seven()} Q")
    assert cells(page)[0, 1] == ("7", None)


SHAPES = {
    "a digit drawn as a shape": (
        "",
        "200 728 m 206 728 204 734 204 740 c 201 740 l 202 734 200 730 200 728 c f",
    ),
    "a line through the number": ("45", "194 731.5 m 208 731.5 l S"),
    "a bar over the number": ("45", "194 727 14 10 re f"),
    "a digit drawn behind a number": ("4", "202 728 2 8 re f"),
    "a second number over the first": ("4", seven()),
    "a small digit before the number": ("4", seven(6).replace("196", "191.6")),
}


@pytest.mark.parametrize(("value", "drawn"), SHAPES.values(), ids=SHAPES)
def test_what_no_text_says_makes_its_cell_doubtful(value: str, drawn: str) -> None:
    page = ruled(value)
    page.operators.append(drawn)
    found = cells(page)
    assert found[0, 1][1] == 0.0
    assert [confidence for place, (_, confidence) in found.items() if place != (0, 1)] == [None] * 3


def test_a_line_under_a_number_makes_no_doubt() -> None:
    page = ruled("45")
    page.operators.append("194 725.5 m 208 725.5 l S")
    assert cells(page)[0, 1] == ("45", None)


def test_a_number_that_stands_on_a_border_makes_both_cells_doubtful() -> None:
    page = Page()
    page.table(72, 100, [120, 60], [["行政许可", ""], ["行政处罚", ""]])
    found = cells(page.text(196, 114, "45"))
    assert [found[row, 1][1] for row in (0, 1)] == [0.0, 0.0]


def test_a_field_shown_on_the_screen_only_is_read() -> None:
    page = ruled()
    page.fields.append((194, 102, "45"))
    content = build([page]).replace(b"/FT /Tx /F 4", b"/FT /Tx /F 0")
    (table,) = pdf.extract(SHA, content, Limits()).tables
    assert table.cells[1].text == "45"


def test_a_picture_under_a_table_is_its_background(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "is_available", lambda: False)
    page = Page().image(0, 0, 595, 842, WHITE)
    page.table(72, 100, [120, 60], [["行政许可", "45"], ["本年收到的政府信息公开申请", "46"]] * 2)
    document = read(page)
    assert document.problems == ()
    assert len(document.tables) == 1


def renamed(shown: str, said: str, page: Page) -> bytes:
    """A file whose font draws one digit and calls it another."""
    cmap = (
        b"/CIDInit /ProcSet findresource begin begincmap\n1 begincodespacerange <0000> <ffff>"
        b" endcodespacerange\n1 beginbfchar <%04x> <%04x> endbfchar\nendcmap" % (ord(shown), ord(said))
    )
    stream = b"99 0 obj\n<< /Length %d >>\nstream\n%b\nendstream\nendobj\n" % (len(cmap), cmap)
    content = build([page]).replace(FONT, FONT.removesuffix(b">>") + b"/ToUnicode 99 0 R >>")
    return content.replace(b"xref\n", stream + b"xref\n", 1)


@pytest.mark.parametrize(("shown", "said"), [("2", "5"), ("1", "8"), ("7", "0")])
def test_a_font_that_draws_other_digits_than_it_says_is_not_believed(
    shown: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scan, "is_available", lambda: False)
    document = pdf.extract(SHA, renamed(shown, said, ruled(f"4{shown}6")), Limits())
    assert document.tables == ()
    assert [problem.partition(":")[0] for problem in document.problems] == ["unmapped_text"]


@pytest.mark.parametrize("digit", "0123456789")
def test_a_font_that_says_what_it_draws_is_believed(digit: str) -> None:
    assert pdf.extract(SHA, renamed(digit, digit, ruled(digit)), Limits()).problems == ()


def test_a_page_whose_letters_are_drawings_is_a_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "is_available", lambda: False)
    page = Page()
    page.operators = ["60 700 m 62 705 64 705 66 700 c f"] * 150
    with pytest.raises(UnsupportedFormatError, match=r"gongkai\[ocr\]"):
        read(page)


def test_a_page_of_hidden_text_is_a_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "is_available", lambda: False)
    page = Page()
    page.operators.append("3 Tr")
    with pytest.raises(UnsupportedFormatError, match=r"gongkai\[ocr\]"):
        read(page.text(60, 60, "本年收到申请9999件"))
