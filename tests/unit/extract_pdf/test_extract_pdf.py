"""PDF files with a text layer, written by the tests themselves."""

from __future__ import annotations

from itertools import pairwise

import pytest
from tiny_pdf import Page, build

from pipeline.errors import DamagedFileError, EncryptedError, LimitError, UnsupportedFormatError
from pipeline.extract import Limits, pdf, pdf_annotations, scan
from pipeline.records import Document, Table

SHA = "0" * 64


def read(*pages: Page, limits: Limits | None = None, **options: object) -> Document:
    return pdf.extract(SHA, build(pages, **options), limits or Limits())  # type: ignore[arg-type]


def rows(table: Table) -> list[list[str]]:
    texts: dict[int, list[str]] = {}
    for cell in table.cells:
        texts.setdefault(cell.row, []).append(cell.text)
    return [texts[row] for row in sorted(texts)]


def test_sniffs_the_mark_behind_a_little_rubbish() -> None:
    assert pdf.sniff(b"\r\n\r\n%PDF-1.7")
    assert not pdf.sniff(b"PK\x03\x04")


def test_reads_headline_prose_and_table_in_order() -> None:
    page = Page()
    page.text(120, 60, "示例市水务局2024年政府信息公开工作年度报告", 18)
    page.text(60, 110, "一、总体情况").text(60, 150, "二、主动公开政府信息情况")
    end = page.table(
        60, 180, [120, 80, 80], [["信息内容", "本年制发件数", "现行有效件数"], ["规章", "0", ""]]
    )
    page.text(60, end + 30, "五、存在的主要问题及改进情况")
    document = read(page, title="年度报告")

    assert document.format == "pdf"
    assert document.page_count == 1
    assert document.titles == ("示例市水务局2024年政府信息公开工作年度报告", "年度报告")
    (table,) = document.tables
    assert rows(table) == [["信息内容", "本年制发件数", "现行有效件数"], ["规章", "0", ""]]
    assert {cell.page for cell in table.cells} == {1}
    assert document.prose[: table.prose_offset].endswith("二、主动公开政府信息情况\n")
    assert document.prose[table.prose_offset :] == "五、存在的主要问题及改进情况"


def test_merged_cells_keep_their_spans() -> None:
    page = Page()
    for y in (100, 180):
        page.line(60, y, 360, y)
    page.line(160, 120, 360, 120).line(160, 150, 360, 150)
    for x in (60, 160, 360):
        page.line(x, 100, x, 180)
    page.line(260, 120, 260, 180)
    page.text(165, 104, "申请人情况").text(65, 130, "不予公开")
    page.text(165, 130, "自然人").text(265, 130, "总计").text(165, 160, "3").text(265, 160, "4")
    (table,) = read(page).tables

    found = {cell.text: (cell.row, cell.col, cell.row_span, cell.col_span) for cell in table.cells}
    assert found == {
        "不予公开": (0, 0, 3, 1),
        "申请人情况": (0, 1, 1, 2),
        "自然人": (1, 1, 1, 1),
        "总计": (1, 2, 1, 1),
        "3": (2, 1, 1, 1),
        "4": (2, 2, 1, 1),
    }


def test_a_table_over_two_pages_keeps_the_page_number_out() -> None:
    first, second = Page(), Page()
    first.table(60, 700, [120, 60, 60], [["（四）无法提供", "1", "0"], ["规章", "3", "4"]])
    first.text(290, 800, "- 1 -")
    second.table(60, 60, [120, 60, 60], [["2.没有现成信息", "5", "6"]])
    second.text(290, 800, "2").text(60, 200, "四、行政复议")
    document = read(first, second)

    assert [rows(table) for table in document.tables] == [
        [["（四）无法提供", "1", "0"], ["规章", "3", "4"]],
        [["2.没有现成信息", "5", "6"]],
    ]
    assert [table.cells[0].page for table in document.tables] == [1, 2]
    assert document.prose == "四、行政复议"


def test_ruling_lines_may_be_thin_boxes() -> None:
    page = Page()
    for y in (100, 120, 140):
        page.bar(60, y, 220, y + 0.5)
    for x in (60, 140, 220):
        for top, bottom in pairwise((100, 120, 140)):
            page.bar(x, top, x + 0.5, bottom)
    page.text(65, 104, "甲").text(145, 104, "1").text(65, 124, "乙").text(145, 124, "2")
    (table,) = read(page).tables
    assert rows(table) == [["甲", "1"], ["乙", "2"]]


def test_coloured_cells_without_lines_are_a_table_and_marked_text_is_not() -> None:
    page = Page()
    for y in (100, 122):
        for x in (60, 142):
            page.bar(x, y, x + 80, y + 20)
    for y in (300, 320):
        page.bar(60, y, 300, y + 18)
    page.text(65, 104, "甲").text(145, 104, "1").text(65, 126, "乙").text(145, 126, "2").text(
        62, 304, "着色的文字"
    )
    document = read(page)
    assert [table.cells[0].text for table in document.tables] == ["甲"]
    assert document.prose == "着色的文字"


def test_lines_of_a_cell_are_joined_and_numbers_of_a_lost_line_are_not() -> None:
    page = Page().grid([60, 130, 190, 230], [100, 160])
    page.text(63, 105, "行政规范").text(63, 120, "性文件")
    page.text(135, 105, "12").text(135, 125, "34")  # two rows whose dividing line is missing
    page.text(192, 105, "113988").text(192, 120, "89")  # a number too long for its cell
    (table,) = read(page).tables
    assert [cell.text for cell in table.cells] == ["行政规范性文件", "12 34", "11398889"]


def test_paragraphs_are_joined_over_lines_and_pages_but_not_over_indents() -> None:
    first, second = Page(), Page()
    first.text(81, 700, "一年来本局公开信息四十条其中网站二十条微信")
    first.text(60, 720, "公众号十条微博五条其他渠道五条全部按时公开无")
    second.text(60, 60, "逾期。").text(81, 80, "收到申请2件。")
    first.text(290, 800, "— 1 —")
    assert read(first, second).prose.splitlines() == [
        "一年来本局公开信息四十条其中网站二十条微信公众号十条微博五条其他渠道五条全部按时公开无逾期。",
        "收到申请2件。",
    ]


def test_running_headers_and_footers_part_no_sentence() -> None:
    pages = [Page(), Page(), Page()]
    pages[0].text(60, 720, "一年来本局公开信息四十条其中网站二十条微信公众号二十条收到")
    pages[1].text(60, 100, "申请2件。").text(
        60, 720, "一年来本局公开信息四十条其中网站二十条微信公众号二十条办结"
    )
    pages[2].text(60, 100, "申请1件。")
    for number, page in enumerate(pages, 1):
        page.text(200, 40, "政府信息公开年报", 9).text(60, 790, f"示例市水务局 第{number}页", 9)
    assert read(*pages).prose.splitlines() == [
        "政府信息公开年报",
        "一年来本局公开信息四十条其中网站二十条微信公众号二十条收到申请2件。",
        "一年来本局公开信息四十条其中网站二十条微信公众号二十条办结申请1件。",
    ]


@pytest.mark.parametrize(("rotate", "sideways"), [(90, False), (90, True), (270, False), (0, True)])
def test_turned_pages_read_like_upright_ones(rotate: int, sideways: bool) -> None:
    page = Page(width=842, height=595, rotate=rotate, sideways=sideways)
    page.text(60, 50, "三、收到和处理政府信息公开申请情况")
    page.table(60, 80, [120, 60, 60], [["项目", "自然人", "总计"], ["一、本年新收", "7", "9"]])
    document = read(page)
    assert rows(document.tables[0]) == [["项目", "自然人", "总计"], ["一、本年新收", "7", "9"]]
    assert document.prose == "三、收到和处理政府信息公开申请情况"


def test_lines_of_numbers_without_rules_become_a_ragged_table() -> None:
    page = Page().text(60, 60, "二、主动公开政府信息情况")
    printed = [
        ["信息内容", "制发件数", "废止件数", "有效件数"],
        ["规章", "0", "0", "0"],
        ["行政规范性文件", "3", "-", "1,118"],
        ["其他", "1", "2", "3"],
    ]
    for index, row in enumerate(printed):
        for x, text in zip((60, 200, 300, 400), row, strict=True):
            page.text(x, 100 + 22 * index, text)
    document = read(page)
    (table,) = document.tables
    assert table.ragged
    assert rows(table) == printed
    assert document.prose == "二、主动公开政府信息情况"


def test_two_columns_are_read_one_after_the_other() -> None:
    page = Page().text(180, 50, "示例市公报第三期关于公开工作的情况", 14)
    for index in range(8):
        page.text(60, 100 + 18 * index, f"左栏第{index}行文字一直写到边上为止了")
        page.text(320, 100 + 18 * index, f"右栏第{index}行文字一直写到边上为止了")
    prose = read(page).prose
    assert prose.index("左栏第7行") < prose.index("右栏第0行")
    assert prose.startswith("示例市公报")


def test_a_frame_around_prose_is_no_table() -> None:
    page = Page().grid([50, 545], [50, 790]).line(50, 100, 545, 100)
    for index in range(20):
        page.text(60, 120 + 25 * index, "本局按照要求公开各类政府信息并答复申请")
    document = read(page)
    assert document.tables == ()
    assert document.prose.count("本局按照要求") == 20


def test_radicals_of_the_text_layer_become_letters() -> None:
    assert read(Page().text(60, 60, "⼀、总体情况⻚")).prose == "一、总体情况页"


def test_bold_by_printing_twice_is_read_once() -> None:
    page = Page().text(60, 60, "11件规章").text(60.4, 60, "11件规章")
    assert read(page).prose == "11件规章"


def test_a_raised_digit_is_no_part_of_the_number() -> None:
    page = Page()
    page.table(72, 100, [120, 60], [["行政许可", "45"], ["行政处罚", "46"]])
    page.text(195 + 11.0, 103, "1", size=6)
    texts = rows(read(page).tables[0])
    assert texts == [["行政许可", "45[1]"], ["行政处罚", "46"]]


def test_a_number_that_runs_over_a_border_makes_both_cells_doubtful() -> None:
    page = Page()
    page.table(72, 100, [120, 24, 80], [["行政许可", "", "8"], ["行政处罚", "46", "9"]])
    page.text(195, 105, "123456")
    cells = {(cell.row, cell.col): cell.confidence for cell in read(page).tables[0].cells}
    assert cells == {(0, 0): None, (0, 1): 0.0, (0, 2): 0.0, (1, 0): None, (1, 1): None, (1, 2): None}


def test_a_watermark_across_a_table_is_left_out() -> None:
    page = Page()
    page.table(72, 100, [120, 60], [["行政许可", "45"], ["行政处罚", "46"]])
    code = "内部资料9876543".encode("utf-16-be").hex()
    page.operators.append(f"BT /F1 40 Tf 0.8 0.6 -0.6 0.8 60 {page.height - 160} Tm <{code}> Tj ET")
    document = read(page)
    assert rows(document.tables[0]) == [["行政许可", "45"], ["行政处罚", "46"]]
    assert "9876543" not in document.prose


@pytest.mark.parametrize(("ink", "texts"), [(0.85, ["规章", "5"]), (0.0, ["规章水", "5 务"])])
def test_a_level_watermark_is_left_out_where_it_is_pale(ink: float, texts: list[str]) -> None:
    page = Page()
    page.operators.append(f"q {ink} g")
    page.text(75, 98, "水", size=24).text(160, 98, "务", size=24)
    page.operators.append("Q")
    page.text(70, 60, "二、主动公开政府信息情况").table(
        60, 100, [80, 60], [["规章", "5"], ["行政许可", "12"]]
    )
    first, second = rows(read(page).tables[0])
    assert (first, second) == (texts, ["行政许可", "12"])


def test_a_large_pale_headline_of_a_page_is_its_text() -> None:
    page = Page()
    page.operators.append("0.8 g")
    page.text(60, 60, "示例市水务局2023年政府信息公开工作年度报告", size=20)
    page.text(60, 120, "2023年，本局主动公开政府信息40条，收到政府信息公开申请2件，均已答复。")
    assert read(page).titles == ("示例市水务局2023年政府信息公开工作年度报告",)


def test_a_table_filled_in_as_a_form_is_no_blank_one() -> None:
    page = Page()
    page.table(72, 100, [120, 66], [["行政许可", ""], ["行政处罚", ""]])
    page.fields += [(194, 102, "45"), (194, 122, "0")]
    assert rows(read(page).tables[0]) == [["行政许可", "45"], ["行政处罚", "0"]]


def test_a_page_of_endless_form_fields_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_annotations, "MAX_ANNOTATIONS", 2)
    page = Page().text(72, 100, "行政许可")
    page.fields += [(194, 102 + 20 * index, "45") for index in range(3)]
    with pytest.raises(LimitError, match="page 1: 3 form fields"):
        read(page)


def test_encrypted_files_are_named_so() -> None:
    with pytest.raises(EncryptedError, match="password"):
        read(Page().text(60, 60, "甲"), encrypted=True)


@pytest.mark.parametrize("content", [b"%PDF-1.7 nothing else %%EOF", build([Page()])[:-200], build([])])
def test_damaged_files_are_named_so(content: bytes) -> None:
    with pytest.raises(DamagedFileError, match="download it again"):
        pdf.extract(SHA, content, Limits())


def ruled_page(columns: int, lines: int) -> Page:
    page = Page(width=9 * columns + 20, height=13 * lines + 20)
    page.grid([10 + 9 * i for i in range(columns + 1)], [10 + 13 * i for i in range(lines + 1)])
    return page.text(12, 12, "甲", 6)


def many_objects() -> Page:
    page = Page()
    page.operators = ["0 0 m 5 5 l S"] * 100_001
    return page


@pytest.mark.parametrize(
    ("pages", "limits"),
    [
        ([Page(), Page(), Page()], Limits(max_pages=2)),
        ([ruled_page(2, 3)], Limits(max_cells=5)),
        ([ruled_page(1000, 1000)], Limits()),
        ([many_objects()], Limits()),
        ([Page()], Limits(seconds=-1)),
    ],
)
def test_limits_end_in_an_error_that_names_the_file(pages: list[Page], limits: Limits) -> None:
    with pytest.raises(LimitError, match="000000000000"):
        read(*pages, limits=limits)


def test_a_hundred_thousand_unused_objects_do_no_harm() -> None:
    assert read(Page().text(60, 60, "一、总体情况"), filler=100_000).prose == "一、总体情况"


def test_forms_within_forms_are_refused_before_they_unfold() -> None:
    content = build([Page().text(60, 60, "甲")])
    bomb = b"".join(
        b"%d 0 obj\n<< /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /F %d 0 R >> >>"
        b" >>\nstream\n%b\nendstream\nendobj\n" % (90 + step, 91 + step, b"/F Do " * 10)
        for step in range(6)
    )
    with pytest.raises(LimitError, match="forms within forms"):
        pdf.extract(SHA, content.replace(b"xref\n", bomb + b"xref\n", 1), Limits())


def test_drawing_commands_that_unfold_without_end_are_refused() -> None:
    page = Page()
    page.operators = ["q Q" * 100] * 250_000
    with pytest.raises(LimitError, match="drawing commands"):
        read(page)


def picture_page() -> Page:
    return Page().image(0, 0, 595, 842, (2, 2, b"\xff\x00\x00\xff"))


def test_pictures_of_pages_need_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "is_available", lambda: False)
    with pytest.raises(UnsupportedFormatError, match=r"gongkai\[ocr\]"):
        read(picture_page())


def test_without_the_extra_unread_pictures_are_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scan, "is_available", lambda: False)
    page = Page().text(60, 60, "三、收到和处理政府信息公开申请情况")
    page.text(60, 700, "本表数据为全年累计数，由各科室分别统计后汇总得出。")
    document = read(page.image(60, 90, 475, 500, (2, 2, b"\xff\x00\x00\xff")), picture_page())
    assert document.picture_count == 2
    assert [problem.split(":")[0] for problem in document.problems] == ["picture_pages", "picture_tables"]
    assert document.tables == ()
    assert "申请情况" in document.prose
