"""DOCX: printed order, grids with their spans, final text."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from office_builders import docx, p, tbl, tc, tr, zip_of

from pipeline.extract import Limits
from pipeline.extract import docx as extractor
from pipeline.extract.ooxml_styles import chinese_number, format_number
from pipeline.records import Document

SHA = "0" * 64
CENTRED = '<w:jc w:val="center"/>'
RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def read(body: str, parts: dict[str, str] | None = None) -> Document:
    content = docx(body, parts)
    assert extractor.sniff(content)
    return extractor.extract(SHA, content, Limits())


def shape(document: Document, table: int = 0) -> list[tuple[int, int, str, int, int]]:
    return [(c.row, c.col, c.text, c.row_span, c.col_span) for c in document.tables[table].cells]


def span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def test_tables_stand_between_the_paragraphs_around_them() -> None:
    document = read(p("一、总体情况") + p("") + tbl(tr(tc("规章"), tc("1"))) + p("二、主动公开情况"))
    assert document.prose == "一、总体情况\n二、主动公开情况"
    assert document.prose[document.tables[0].prose_offset :] == "二、主动公开情况"
    assert document.format == "docx"
    assert document.problems == ()


def test_a_table_at_the_end_stays_inside_the_prose() -> None:
    document = read(p("表") + tbl(tr(tc("规章"), tc("1"))))
    assert document.tables[0].prose_offset == len(document.prose) == 1


def test_spans_across_and_down() -> None:
    document = read(
        tbl(
            tr(tc("甲", RESTART), tc("乙", span(2)), tc("丙", span(2) + RESTART)),
            tr(tc("", CONTINUE), tc("1"), tc("2"), tc("", span(2) + CONTINUE)),
            tr(tc("丁"), tc("3"), tc("4"), tc("5", span(2))),
        )
    )
    assert shape(document) == [
        (0, 0, "甲", 2, 1),
        (0, 1, "乙", 1, 2),
        (0, 3, "丙", 2, 2),
        (1, 1, "1", 1, 1),
        (1, 2, "2", 1, 1),
        (2, 0, "丁", 1, 1),
        (2, 1, "3", 1, 1),
        (2, 2, "4", 1, 1),
        (2, 3, "5", 1, 2),
    ]
    assert (document.tables[0].row_count, document.tables[0].column_count) == (3, 5)


def test_a_merge_ends_where_a_row_breaks_it() -> None:
    document = read(
        tbl(
            tr(tc("甲", RESTART), tc("1")),
            tr(tc("乙"), tc("2")),
            tr(tc("", CONTINUE), tc("3")),
        )
    )
    assert (2, 0, "", 1, 1) in shape(document)
    assert (0, 0, "甲", 1, 1) in shape(document)


def test_a_continued_merge_of_another_width_is_a_cell_of_its_own() -> None:
    document = read(tbl(tr(tc("甲", RESTART), tc("1"), tc("2")), tr(tc("3", span(2) + CONTINUE), tc("4"))))
    assert (1, 0, "3", 1, 2) in shape(document)


def test_two_merges_one_below_the_other() -> None:
    document = read(
        tbl(
            tr(tc("甲", RESTART), tc("1")),
            tr(tc("", CONTINUE), tc("2")),
            tr(tc("乙", RESTART), tc("3")),
            tr(tc("", CONTINUE), tc("4")),
        )
    )
    assert [cell for cell in shape(document) if cell[1] == 0] == [(0, 0, "甲", 2, 1), (2, 0, "乙", 2, 1)]


def test_grid_before_moves_a_row_to_the_right() -> None:
    row = tr(tc("2"), properties='<w:gridBefore w:val="2"/><w:gridAfter w:val="1"/>')
    document = read(tbl(tr(tc("甲"), tc("乙"), tc("丙"), tc("丁")), row))
    assert (1, 2, "2", 1, 1) in shape(document)
    assert document.tables[0].column_count == 4


def test_old_horizontal_merges_become_one_wide_cell() -> None:
    row = tr(tc("甲", '<w:hMerge w:val="restart"/>'), tc("", '<w:hMerge w:val="continue"/>'), tc("1"))
    assert shape(read(tbl(row, tr(tc("乙"), tc("丙"), tc("2")))))[:2] == [
        (0, 0, "甲", 1, 2),
        (0, 2, "1", 1, 1),
    ]


def test_text_hidden_under_a_merge_is_not_printed_but_said() -> None:
    document = read(tbl(tr(tc("甲", RESTART), tc("1")), tr(tc("旧", CONTINUE), tc("2"))))
    assert [cell.text for cell in document.tables[0].cells] == ["甲", "1", "2"]
    assert document.problems == ("hidden_in_merges: 1",)


def test_paragraphs_and_breaks_of_a_cell_are_lines() -> None:
    broken = "<w:p><w:r><w:t>结果</w:t><w:br/><w:t>维持</w:t></w:r></w:p>"
    document = read(tbl(tr(tc(p("商业") + p("企业")), tc(broken))))
    assert [cell.text for cell in document.tables[0].cells] == ["商业\n企业", "结果\n维持"]


@pytest.mark.parametrize("blank", ["", " ", "\u00a0", "\u3000", "\u200b", "\ufeff \u3000"])
def test_every_blank_is_empty(blank: str) -> None:
    document = read(tbl(tr(tc("规章"), tc(blank), tc("0"))))
    assert [cell.text for cell in document.tables[0].cells] == ["规章", "", "0"]


def test_a_cell_without_any_paragraph_is_blank() -> None:
    assert [cell.text for cell in read(tbl(tr(tc("规章"), "<w:tc/>"))).tables[0].cells] == ["规章", ""]


def test_tracked_changes_show_the_final_text() -> None:
    changed = (
        "<w:p><w:r><w:t>公开</w:t></w:r><w:del><w:r><w:delText>12</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>15</w:t></w:r></w:ins><w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom>"
        "<w:moveTo><w:r><w:t>条</w:t></w:r></w:moveTo></w:p>"
    )
    assert read(changed).prose == "公开15条"


def test_deleted_rows_cells_and_paragraph_marks_are_gone() -> None:
    joined = p("主动公开", "<w:rPr><w:del/></w:rPr>") + p("信息5条")
    deleted = tr(tc("旧"), tc("9"), properties="<w:del/>")
    document = read(joined + tbl(tr(tc("甲"), tc("8", "<w:cellDel/>"), tc("1")), deleted))
    assert document.prose == "主动公开信息5条"
    assert [cell.text for cell in document.tables[0].cells] == ["甲", "1"]


def run(inner: str) -> str:
    return f"<w:r>{inner}</w:r>"


def field(kind: str) -> str:
    return run(f'<w:fldChar w:fldCharType="{kind}"/>')


def test_fields_show_their_result_only() -> None:
    nested = field("begin") + run("<w:t>7</w:t>") + field("separate") + run("<w:t>8</w:t>") + field("end")
    body = (
        "<w:p>"
        + run("<w:t>共</w:t>")
        + field("begin")
        + run("<w:instrText>= SUM(ABOVE)</w:instrText>")
        + nested
        + field("separate")
        + run("<w:t>24</w:t>")
        + field("end")
        + '<w:fldSimple w:instr="DATE"><w:r><w:t>件</w:t></w:r></w:fldSimple></w:p>'
    )
    assert read(body).prose == "共24件"


def test_a_field_left_open_does_not_swallow_the_document() -> None:
    assert read(f"<w:p>{field('begin')}</w:p>" + p("收到申请3件")).prose == "收到申请3件"


def test_ruby_hidden_text_and_soft_hyphens_leave_no_trace() -> None:
    sound, sign = run("<w:t>bào</w:t>"), run("<w:t>报</w:t>")
    ruby = f"<w:ruby><w:rt>{sound}</w:rt><w:rubyBase>{sign}</w:rubyBase></w:ruby>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>密</w:t></w:r>"
    shown = '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>告</w:t></w:r>'
    body = f"<w:p><w:r>{ruby}</w:r>{hidden}{shown}<w:r><w:softHyphen/><w:t>书\u00ad1</w:t></w:r></w:p>"
    assert read(body).prose == "报告书1"


@pytest.mark.parametrize(("kind", "text"), [("superscript", "45[1]"), ("baseline", "451")])
def test_a_raised_number_is_no_part_of_the_one_before_it(kind: str, text: str) -> None:
    mark = f'<w:r><w:rPr><w:vertAlign w:val="{kind}"/></w:rPr><w:t>1</w:t></w:r>'
    value = f"<w:p><w:r><w:t>45</w:t></w:r>{mark}</w:p>"
    document = read(tbl(tr(tc("规章"), tc(value)), tr(tc("许可"), tc("5"))))
    assert [cell.text for cell in document.tables[0].cells] == ["规章", text, "许可", "5"]


def test_content_controls_are_read_and_placeholders_are_blank() -> None:
    filled = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('总体情况')}</w:sdtContent></w:sdt>"
    prompt = (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('单击输入')}</w:sdtContent></w:sdt>"
    )
    cell = f"<w:sdt><w:sdtPr/><w:sdtContent>{tc('5')}</w:sdtContent></w:sdt>"
    row = f"<w:sdt><w:sdtContent>{tr(tc('乙'), tc('6'))}</w:sdtContent></w:sdt>"
    document = read(filled + prompt + tbl(tr(tc("甲"), cell), row, tr(tc("丙"), tc(prompt))))
    assert document.prose == "总体情况"
    assert [cell.text for cell in document.tables[0].cells] == ["甲", "5", "乙", "6", "丙", ""]


def boxed(inner: str) -> str:
    """A text box as Word writes it: once for new readers, once again for old ones."""
    content = f"<w:txbxContent>{inner}</w:txbxContent>"
    new = f"<w:drawing><wp:inline><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></wp:inline></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
    return (
        f'<w:p><w:r><w:t>前</w:t><mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice>'
        f"<mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def test_text_boxes_are_taken_once_with_their_tables() -> None:
    document = read(boxed(p("框内公开3条") + tbl(tr(tc("规章"), tc("2")))) + p("后"))
    assert document.prose == "前\n框内公开3条\n后"
    assert [cell.text for cell in document.tables[0].cells] == ["规章", "2"]
    assert document.prose[document.tables[0].prose_offset :] == "后"


def test_an_old_text_box_alone_and_word_art_are_read() -> None:
    content = f"<w:txbxContent>{p('旧框')}</w:txbxContent>"
    pict = f"<w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict>"
    art = '<w:pict><v:shape><v:textpath string="艺术字标题"/></v:shape></w:pict>'
    assert read(f"<w:p><w:r>{pict}</w:r></w:p><w:p><w:r>{art}</w:r></w:p>").prose == "旧框\n艺术字标题"


def test_a_text_box_in_a_cell_is_text_of_the_cell() -> None:
    document = read(tbl(tr(tc("规章"), tc(boxed(p("4"))))))
    assert document.tables[0].cells[1].text == "前\n4"


def test_layout_tables_vanish_and_their_inner_tables_stay() -> None:
    inner = tbl(tr(tc("规章"), tc("1")), tr(tc("许可"), tc("2")))
    document = read(tbl(tr(tc(p("一、总体情况") + inner + p("二、其他")))))
    assert document.prose == "一、总体情况\n二、其他"
    assert len(document.tables) == 1
    assert len(document.tables[0].cells) == 4


def test_a_small_table_in_a_cell_is_said_and_kept_as_text() -> None:
    inner = tbl(tr(tc("其中"), tc("3")))
    document = read(tbl(tr(tc("规章"), tc("1")), tr(tc("许可"), tc(p("5") + inner))))
    assert [cell.text for cell in document.tables[0].cells] == ["规章", "1", "许可", "5\n其中\n3"]
    assert document.problems == ("nested_tables: 1",)


def test_pictures_and_embedded_files_are_counted() -> None:
    picture = '<w:drawing><a:graphic><pic:pic><a:blip r:embed="x"/></pic:pic></a:graphic></w:drawing>'
    old = '<w:pict><v:shape><v:imagedata r:id="y"/></v:shape></w:pict>'
    sheet = '<w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object>'
    document = read("".join(f"<w:p><w:r>{item}</w:r></w:p>" for item in (picture, old, sheet)))
    assert document.picture_count == 2
    assert document.problems == ("embedded_objects: 1",)


def test_footnotes_follow_the_text() -> None:
    notes = f'<w:footnote w:type="separator">{p("线")}</w:footnote><w:footnote>{p("含结转2件")}</w:footnote>'
    assert read(p("收到5件"), {"footnotes": notes}).prose == "收到5件\n含结转2件"


def numbering(*levels: tuple[str, str]) -> str:
    items = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (kind, text) in enumerate(levels)
    )
    return (
        f'<w:abstractNum w:abstractNumId="7">{items}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="7"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="3"/></w:lvlOverride></w:num>'
    )


def listed(text: str, list_id: int = 1, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>')


def test_automatic_numbers_are_printed_again() -> None:
    parts = {
        "numbering": numbering(("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
    }
    body = "".join(
        listed(text, level=level)
        for text, level in [
            ("总体", 0),
            ("公开", 1),
            ("甲", 2),
            ("乙", 2),
            ("申请", 1),
            ("丙", 2),
            ("主动", 0),
        ]
    )
    expected = "一、总体\n（一）公开\n1.甲\n2.乙\n（二）申请\n1.丙\n二、主动"
    assert read(body, parts).prose == expected


def test_numbers_that_start_elsewhere_and_composed_numbers() -> None:
    parts = {"numbering": numbering(("decimal", "%1."), ("decimal", "%1.%2"))}
    body = listed("甲") + listed("乙", level=1) + listed("丙", list_id=2) + listed("丁", list_id=0)
    assert read(body, parts).prose == "1.甲\n1.1 乙\n3.丙\n丁"


def test_a_style_brings_its_list_and_numbers_labels_in_cells() -> None:
    in_list = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = (
        f'<w:style w:type="paragraph" w:styleId="a">{in_list}</w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style>'
    )
    parts = {"styles": styles, "numbering": numbering(("decimal", "%1."))}
    cell = tc(p("属于国家秘密", '<w:pStyle w:val="b"/>'))
    document = read(tbl(tr(cell, tc("0")), tr(cell, tc("1"))), parts)
    assert [cell.text for cell in document.tables[0].cells] == ["1.属于国家秘密", "0", "2.属于国家秘密", "1"]


def test_bullets_print_no_number() -> None:
    assert read(listed("甲"), {"numbering": numbering(("bullet", "●"))}).prose == "甲"


def test_chinese_and_other_numbers() -> None:
    assert [chinese_number(n) for n in (0, 1, 10, 11, 20, 21, 105, 110, 1001)] == [
        "〇", "一", "十", "十一", "二十", "二十一", "一百〇五", "一百一十", "一千〇一",
    ]  # fmt: skip
    assert [format_number(4, kind) for kind in ("upperRoman", "lowerLetter", "decimalEnclosedCircle")] == [
        "IV",
        "d",
        "④",
    ]
    assert format_number(27, "upperLetter") == "AA"
    assert format_number(10**7, "chineseCounting") == ""


def test_a_headline_over_two_lines_comes_first() -> None:
    document = read(
        p("示例市水务局", CENTRED)
        + p("2023年政府信息公开工作年度报告", CENTRED)
        + p("根据条例编制。")
        + p("一、总体情况")
    )
    assert document.titles[0] == "示例市水务局2023年政府信息公开工作年度报告"
    assert "2023年政府信息公开工作年度报告" in document.titles


def test_a_letterhead_of_another_size_is_not_part_of_the_headline() -> None:
    def sized(text: str, size: int) -> str:
        letters = f'<w:r><w:rPr><w:sz w:val="{size}"/></w:rPr><w:t>{text}</w:t></w:r>'
        return f"<w:p><w:pPr>{CENTRED}</w:pPr>{letters}</w:p>"

    document = read(sized("示例市水务局文件", 72) + sized("示例市水务局2023年度报告", 44))
    assert document.titles[0] == "示例市水务局2023年度报告"


@pytest.mark.parametrize(
    "dateline", ["（2024年1月20日）", "2024 年 1 月", "发布日期：2024-01-20", "示例市人民政府"]
)
def test_what_stands_under_a_headline_is_not_part_of_it(dateline: str) -> None:
    title = "示例市水务局2023年政府信息公开工作年度报告"
    assert read(p(title, CENTRED) + p(dateline, CENTRED)).titles[0] == title


def test_without_anything_centred_the_first_line_that_is_no_sentence() -> None:
    assert read(p("示例市水务局2023年年度报告") + p("一、总体情况")).titles == ("示例市水务局2023年年度报告",)
    assert read(p("现将有关情况报告如下。") + p("一、总体情况")).titles == ()


def test_section_headings_are_no_titles() -> None:
    assert read(p("一、总体情况", CENTRED)).titles == ()


def test_a_strict_office_file_reads_the_same() -> None:
    strict = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
    usual = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = f'<w:document xmlns:w="{usual.decode()}"><w:body>{p("公开3条")}</w:body></w:document>'.encode()
    content = zip_of({"_rels/.rels": b"<Relationships/>", "word/document.xml": xml.replace(usual, strict)})
    assert extractor.extract(SHA, content, Limits()).prose == "公开3条"


def test_of_two_parts_whose_names_differ_in_case_the_first_counts() -> None:
    with zipfile.ZipFile(io.BytesIO(docx(p("总体情况")))) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["Word/Document.xml"] = parts["word/document.xml"].replace("总体".encode(), "另外".encode())
    assert extractor.extract(SHA, zip_of(parts), Limits()).prose == "总体情况"


def test_utf16_parts_are_read() -> None:
    xml = '<?xml version="1.0" encoding="UTF-16"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    xml += p("公开3条") + "</w:body></w:document>"
    content = zip_of({"_rels/.rels": b"<Relationships/>", "word/document.xml": xml.encode("utf-16")})
    assert extractor.extract(SHA, content, Limits()).prose == "公开3条"


OFFICIAL = Path(__file__).parents[4] / "shared" / "corpus" / "docs" / "template-2021-blank.docx"


@pytest.mark.skipif(not OFFICIAL.is_file(), reason="the shared corpus is not beside this checkout")
def test_the_empty_official_form_is_three_grids_of_blanks() -> None:
    document = extractor.extract(SHA, OFFICIAL.read_bytes(), Limits())
    shapes = [(table.row_count, table.column_count, len(table.cells)) for table in document.tables]
    assert shapes == [(14, 4, 30), (28, 10, 215), (4, 15, 34)]
    values = [cell for cell in document.tables[1].cells if cell.row >= 3 and cell.col >= 3]
    assert len(values) == 25 * 7
    assert {(cell.text, cell.row_span, cell.col_span) for cell in values} == {("", 1, 1)}
    assert document.titles == ("政府信息公开工作年度报告格式模板",)
