"""Figures of a Word table that are not plainly there: struck out, unseen, raised, drawn, numbered."""

from __future__ import annotations

from typing import Any

import pytest
from office_builders import docx, p, tbl, tc, tr

from pipeline.extract import Limits
from pipeline.extract import docx as extractor
from pipeline.extract.grid import OBJECT
from pipeline.extract.ooxml_package import parse_xml
from pipeline.extract.ooxml_runs import read_run_styles
from pipeline.extract.ooxml_text import MATH
from pipeline.reading import read, to_json

SHA = "0" * 64
STRUCK, WHITE, HAIR = "<w:strike/>", '<w:color w:val="FFFFFF"/>', '<w:sz w:val="2"/>'
LISTS = (
    '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
)
STYLES = (
    '<w:style w:type="character" w:styleId="note"><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="secret"><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="deeper"><w:basedOn w:val="secret"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="gone"><w:rPr><w:dstrike/></w:rPr></w:style>'
)
IN_LIST = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def para(*runs: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>"


def styled(style: str) -> str:
    return f'<w:rStyle w:val="{style}"/>'


def text_of(content: str, properties: str = "") -> str:
    """The second cell of a row, as extracted."""
    body = tbl(tr(tc("规章"), tc(content, properties)))
    document = extractor.extract(SHA, docx(body, {"styles": STYLES, "numbering": LISTS}), Limits())
    return document.tables[0].cells[1].text


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (para(run("15", STRUCK), run("17")), f"{OBJECT}17"),
        (para(run("15"), properties='<w:pStyle w:val="gone"/>') + para(run("17")), f"{OBJECT}\n17"),
        (para(run("约", STRUCK), run("17")), "17"),
        (para(run("17", '<w:strike w:val="0"/>')), "17"),
        (para(run("9", WHITE), run("17")), f"{OBJECT}17"),
        (para(run("9", HAIR)), OBJECT),
        (para(run("9", '<w:color w:val="fefefe"/>')), OBJECT),
        (para(run("9", WHITE + '<w:shd w:val="clear" w:fill="1F4E79"/>')), "9"),
        (para(run("本年", WHITE)), "本年"),
        (para(run("9", styled("deeper")), run("17")), "17"),
        (para(run("17", styled("deeper") + '<w:vanish w:val="0"/>')), "17"),
        (para(run("17"), run("1", styled("note"))), "17[1]"),
        (para(run("17"), run("①", styled("note"))), "17[①]"),
        (para(run("17"), run("1", '<w:position w:val="10"/>')), "17^1"),
        (para(run("1", '<w:position w:val="6"/>'), run("7", '<w:position w:val="6"/>')), "17"),
    ],
)
def test_a_figure_is_taken_as_the_paper_shows_it(content: str, text: str) -> None:
    assert text_of(content) == text


def test_white_on_a_coloured_ground_is_seen() -> None:
    assert text_of(para(run("9", WHITE)), '<w:shd w:val="clear" w:fill="1F4E79"/>') == "9"
    assert text_of(para(run("9", WHITE)), '<w:shd w:val="clear" w:fill="auto"/>') == OBJECT


def test_outside_a_table_white_is_a_matter_of_design() -> None:
    body = para(run("2023", WHITE), run("年度报告", WHITE)) + para(run("公开15条", STRUCK))
    assert extractor.extract(SHA, docx(body), Limits()).prose == f"2023年度报告\n{OBJECT}"


@pytest.mark.parametrize(
    "content",
    [
        '<w:p><w:r><w:drawing><a:blip r:embed="x"/></w:drawing></w:r></w:p>',
        '<w:p><w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r></w:p>',
        '<w:altChunk r:id="x"/>',
        '<w:p><w:r><w:contentPart r:id="x"/></w:r></w:p>',
        "<w:p><w:r><w:pgNum/></w:r></w:p>",
    ],
)
def test_a_cell_with_something_that_is_no_text_is_no_blank(content: str) -> None:
    assert text_of(content) == OBJECT
    assert text_of("") == ""


def test_a_fraction_and_reversed_digits_are_no_plain_number() -> None:
    space = MATH.strip("{}")
    fraction = "<m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>7</m:t></m:r></m:den></m:f>"
    assert text_of(f'<w:p><m:oMath xmlns:m="{space}">{fraction}</m:oMath></w:p>') == f"{OBJECT}17"
    assert text_of(f'<w:p><w:bdo w:val="rtl">{run("71")}</w:bdo></w:p>') == f"{OBJECT}71"


def field(instruction: str, result: str) -> str:
    begin, middle, end = (
        f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
    )
    return f"{begin}<w:r><w:instrText>{instruction}</w:instrText></w:r>{middle}{run(result)}{end}"


@pytest.mark.parametrize("name", ["PAGE", " NumPages \\* MERGEFORMAT ", "NUMWORDS", "DATE \\@ d"])
def test_what_is_made_when_the_page_is_printed_is_no_figure(name: str) -> None:
    assert text_of(para(field(name, "7"))) == f"{OBJECT}7"
    assert text_of(f'<w:p><w:fldSimple w:instr="{name}">{run("7")}</w:fldSimple></w:p>') == f"{OBJECT}7"


def test_a_sum_in_a_field_is_a_figure() -> None:
    assert text_of(para(field("=SUM(LEFT)", "7"))) == "7"
    assert text_of(f'<w:p><w:fldSimple w:instr=" MERGEFIELD a">{run("7")}</w:fldSimple></w:p>') == "7"


def test_outside_a_table_a_date_field_is_a_date() -> None:
    body = para(field("DATE", "2024年1月20日"))
    assert extractor.extract(SHA, docx(body), Limits()).prose == "2024年1月20日"


def test_a_figure_with_the_mark_of_a_deleted_paragraph_end_is_not_plainly_there() -> None:
    mark = '<w:del w:id="1" w:author="a"/>'
    assert text_of(para(run("9", mark))) == OBJECT
    assert text_of(para(run("规章", mark))) == "规章"


def test_the_number_of_a_list_is_no_figure() -> None:
    assert text_of(para(run("17"), properties=IN_LIST)) == "[3.]17"
    assert text_of(para(properties=IN_LIST)) == "[3.]"
    assert text_of(para(run("属于国家秘密"), properties=IN_LIST)) == "3.属于国家秘密"


@pytest.mark.parametrize(("value", "text"), [("1", ""), ("false", "请输入"), ("0", "请输入")])
def test_a_placeholder_is_blank_where_it_is_one(value: str, text: str) -> None:
    control = (
        f'<w:sdt><w:sdtPr><w:showingPlcHdr w:val="{value}"/></w:sdtPr><w:sdtContent>%s</w:sdtContent></w:sdt>'
    )
    assert text_of(control % p("请输入")) == text
    assert text_of(control % p("0")) == "0", "a number is printed even so"


def test_an_alternative_nobody_understands_gives_way_to_its_fallback() -> None:
    unknown = (
        '<w:p><mc:AlternateContent><mc:Choice xmlns:q="urn:q" Requires="q"><w:r><w:t>99</w:t></w:r></mc:Choice>'
        "%s</mc:AlternateContent></w:p>"
    )
    assert text_of(unknown % "<mc:Fallback><w:r><w:t>17</w:t></w:r></mc:Fallback>") == "17"
    assert text_of(unknown % "") == "99"


def test_styles_that_are_based_on_each_other_end() -> None:
    word = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    loop = "".join(
        f'<w:style w:type="character" w:styleId="{one}"><w:basedOn w:val="{other}"/>'
        f"<w:rPr><w:{mark}/></w:rPr></w:style>"
        for one, other, mark in (("a", "b", "strike"), ("b", "a", "vanish"))
    )
    styles = read_run_styles(parse_xml(f"<w:styles {word}>{loop}</w:styles>".encode()))
    assert set(styles) == {"a", "b"}
    assert len(styles["a"]) == 2


def answer(first: str) -> dict[str, Any]:
    """What is read of a report whose first cell of the normative documents is `first`."""
    width = '<w:gridSpan w:val="4"/>'
    table = tbl(
        tr(tc("第二十条第（一）项", width)),
        tr(tc("信息内容"), tc("本年制发件数"), tc("本年废止件数"), tc("现行有效件数")),
        tr(tc("规章"), tc("1"), tc("2"), tc("3")),
        tr(tc("行政规范性文件"), tc(first), tc("4"), tc("126")),
    )
    return to_json(read(SHA, docx(p("示例市档案局2023年政府信息公开工作年度报告") + table)))


def test_one_doubtful_cell_costs_itself_only_and_is_told() -> None:
    for content in (para(run("15", STRUCK), run("17")), para(run("=SUM(LEFT)")), para(run("#REF!"))):
        reading = answer(content)
        values = {cell["cell_code"]: cell["value"] for cell in reading["cells"]}
        row = [values[f"t2.art20_1.normative_doc.{column}"] for column in ("issued", "repealed", "in_force")]
        assert row == [None, 4, 126]
        told = [finding for finding in reading["findings"] if finding["rule"] == "T2_TEXT"]
        assert [finding["severity"] for finding in told] == ["warn"]
