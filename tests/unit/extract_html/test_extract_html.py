"""HTML: what is a cell, what is prose, in which encoding."""

from __future__ import annotations

import pytest

from pipeline.errors import DamagedFileError, LimitError
from pipeline.extract import Limits, extract
from pipeline.extract.grid import OBJECT
from pipeline.records import Document


def page(body: str) -> Document:
    return extract("0", f"<html><body>{body}</body></html>".encode())


def texts(document: Document, table: int = 0) -> list[list[str]]:
    rows: dict[int, list[str]] = {}
    for cell in document.tables[table].cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return list(rows.values())


def test_a_span_for_each_character_is_one_text() -> None:
    spans = "".join(f'<span lang="EN-US">{char}</span>' for char in "1024")
    assert texts(page(f"<table><tr><td>规章</td><td><p>{spans}<o:p></o:p></p></td></tr></table>")) == [
        ["规章", "1024"]
    ]


def test_two_paragraphs_in_a_cell_stay_two_lines() -> None:
    document = page("<table><tr><td><p>商业</p><p>企业</p></td><td>12<br>3</td></tr></table>")
    assert texts(document) == [["商业\n企业", "12\n3"]]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("<s>15</s>17", f"{OBJECT}17"),
        ("<del>1<s>5</s></del>17", f"{OBJECT}17"),
        ('<span style="TEXT-DECORATION: Line-Through">15</span>17', f"{OBJECT}17"),
        ('<p style="text-decoration:line-through">15</p>', OBJECT),
        ("<strike>约</strike>17", "17"),
        ('<span style="text-decoration:underline">17</span>', "17"),
        ('<img src="17.png">', OBJECT),
        ('17<img src="seal.png">', "17"),
        ('<img src="t.gif" width="1" height="20">', ""),
    ],
)
def test_a_figure_that_is_not_plainly_there_is_no_number_and_no_blank(cell: str, text: str) -> None:
    rows = f"<tr><td>规章</td><td>{cell}</td></tr><tr><td>行政许可</td><td>5</td></tr>"
    assert texts(page(f"<table>{rows}</table>")) == [["规章", text], ["行政许可", "5"]]


def test_a_cell_that_is_struck_out_keeps_its_place() -> None:
    struck = '<td style="text-decoration:line-through">9</td>'
    assert texts(page(f"<table><tr><td>规章</td>{struck}<td>5</td></tr></table>")) == [["规章", OBJECT, "5"]]
    inside = "<del><table><tr><td>规章</td><td>5</td></tr></table></del>"
    assert texts(page(inside)) == [["规章", "5"]], "what is round a table says nothing of its cells"


def test_pictures_that_lay_out_a_page_make_no_table_of_it() -> None:
    document = page('<table><tr><td><img src="a.png"></td></tr><tr><td>公开3条</td></tr></table>')
    assert (document.tables, document.prose) == ((), "公开3条")


def test_raised_digits_are_set_apart() -> None:
    assert texts(page("<table><tr><td>行政许可</td><td>5<sup>1</sup></td></tr></table>")) == [
        ["行政许可", "5[1]"]
    ]


def test_spans_give_every_cell_its_column() -> None:
    document = page(
        "<table><tr><td rowspan=2>a</td><td colspan=2>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
    )
    assert [(cell.text, cell.row, cell.col) for cell in document.tables[0].cells] == [
        ("a", 0, 0),
        ("b", 0, 1),
        ("c", 1, 1),
        ("d", 1, 2),
    ]


@pytest.mark.parametrize("printed", ["0", "-1", "x", "１", "", "99999"])
def test_a_span_that_is_no_span_does_no_harm(printed: str) -> None:
    document = page(f'<table><tr><td colspan="{printed}">a</td><td>b</td></tr></table>')
    assert texts(document) == [["a", "b"]]
    assert document.tables[0].column_count <= 201


def test_layout_tables_are_prose_and_the_table_inside_is_a_table() -> None:
    inner = "<table><tr><td>规章</td><td>1</td></tr></table>"
    document = page(f"<table><tr><td>栏目</td><td><p>一、总体情况</p>{inner}<p>完。</p></td></tr></table>")
    assert document.prose.split("\n") == ["栏目", "一、总体情况", "完。"]
    assert texts(document) == [["规章", "1"]]
    assert document.prose[document.tables[0].prose_offset :] == "完。"


def test_a_table_of_one_cell_is_its_text() -> None:
    document = page("<table><tr><td>行政强制</td><td><table><tr><td>7</td></tr></table></td></tr></table>")
    assert texts(document) == [["行政强制", "7"]]


def test_sentences_in_a_table_are_prose() -> None:
    sentence = "本年度我局认真落实各项要求。" * 10
    document = page(f"<table><tr><td colspan=2>{sentence}</td></tr><tr><td>规章</td><td>0</td></tr></table>")
    assert document.prose == sentence
    assert texts(document) == [["规章", "0"]]


def test_rows_that_no_browser_shows_are_not_printed() -> None:
    document = page(
        '<table><tr style="display: none"><td>规章</td><td>9</td></tr>'
        "<tr><td>规章</td><td>1</td></tr></table>"
    )
    assert texts(document) == [["规章", "1"]]


def test_title_metadata_and_attachment() -> None:
    document = page(
        "<table><tr><td>索 引 号</td><td>990100021/2020-00003</td><td>发文时间 2020-01-20</td></tr></table>"
        "<h1>示例市某局2019年政府信息公开工作年度报告</h1>"
        '<a appendix="true" href="./P020200120000000000000.docx">附件</a><a href="/index.html">首页</a>'
    )
    assert document.titles[0] == "示例市某局2019年政府信息公开工作年度报告"
    assert dict(document.metadata) == {"索引号": "990100021/2020-00003", "发文时间": "2020-01-20"}
    assert [attachment.text for attachment in document.attachments] == ["附件"]


def test_a_title_broken_over_lines_is_joined() -> None:
    document = page("<p>示例市某局2019年</p><p>政府信息公开工作年度</p><p>报告</p><p>正文。</p>")
    assert document.titles[0] == "示例市某局2019年政府信息公开工作年度报告"


@pytest.mark.parametrize(
    ("encoding", "meta", "named"),
    [
        ("gb18030", "utf-8", "gb18030"),
        ("gb18030", "gb2312", "gb18030"),
        ("utf-8", "gb2312", "utf-8"),
        ("utf-8-sig", "", "utf-8"),
        ("utf-16", "", "utf-16-le"),
        ("utf-16-be", "", "utf-16-be"),
    ],
)
def test_the_bytes_decide_the_encoding(encoding: str, meta: str, named: str) -> None:
    source = f'<html><meta charset="{meta}"><p>政府信息公开工作</p></html>' + "<p>" * 40
    document = extract("0", source.encode(encoding))
    assert document.prose == "政府信息公开工作"
    assert document.encoding == named


def test_a_copy_read_with_the_wrong_encoding_is_repaired() -> None:
    spoilt = "<p>政府信息公开制度</p>".encode().decode("gb18030")
    document = extract("0", spoilt.encode())
    assert document.prose == "政府信息公开制度"
    assert document.problems == ("mojibake: gb18030",)


@pytest.mark.parametrize("controls_as_signs", [True, False])
def test_utf8_read_as_western_and_saved_again_is_repaired(controls_as_signs: bool) -> None:
    spoilt = "<p>政府信息公开制度</p>".encode().decode("latin-1")
    if controls_as_signs:  # as browsers do, where Windows-1252 has a sign
        spoilt = spoilt.replace("\x94", "”").replace("\x9c", "œ")
    document = extract("0", spoilt.encode())
    assert document.prose == "政府信息公开制度"
    assert document.problems == ("mojibake: latin-1",)


def test_a_page_that_ends_in_a_table_says_so() -> None:
    document = extract("0", "<html><body><table><tr><td>规章</td><td>13".encode())
    assert document.problems == ("truncated: the page ends inside a table",)


def test_too_many_cells_are_an_error() -> None:
    rows = "<tr>" + "<td>1</td>" * 50 + "</tr>"
    with pytest.raises(LimitError, match="more than 1000 table cells"):
        extract("0", f"<html><table>{rows * 50}</table></html>".encode(), Limits(max_cells=1000))


def test_markup_nested_without_end_is_an_error() -> None:
    with pytest.raises(LimitError, match="nested deeper"):
        extract("0", ("<html>" + "<div>" * 20_000).encode())


LINES = ("三、收到和处理申请情况", "本年新收{0}3{0}0{0}3", "上年结转{0}0{0}/{0}0", "全年无收费。")


@pytest.mark.parametrize(
    ("source", "gap"),
    [
        ("<pre>" + "\n".join(LINES) + "</pre>", "\t"),
        ("<p>" + "<br/>\n ".join(LINES) + "</p>", "&nbsp;&nbsp;"),
        ("".join(f"<p>{line}</p>" for line in LINES), "\u3000\u3000"),
        ("<table><tr><td>" + "<br>".join(LINES) + "</td></tr></table>", "|"),
    ],
)
def test_lines_are_a_table_where_the_page_has_none(source: str, gap: str) -> None:
    document = extract("0", f"<html><body>{source.format(gap)}</body></html>".encode())
    assert texts(document) == [["本年新收", "3", "0", "3"], ["上年结转", "0", "/", "0"]]
    assert document.tables[0].ragged
    assert document.prose == "三、收到和处理申请情况\n全年无收费。"


def archive(*parts: str) -> bytes:
    body = "".join(f"--b\n{part}\n" for part in parts)
    return f'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n{body}--b--\n'.encode()


def test_a_web_archive_is_read_from_the_page_inside() -> None:
    page_part = (
        "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n"
        "<table><tr><td>a=E8=A7=84=E7=AB=A0</td><td>1</td></tr></table>"
    )
    document = extract("0", archive("Content-Type: image/png\n\nx", page_part))
    assert document.format == "mhtml"
    assert texts(document) == [["a规章", "1"]]


def test_a_web_archive_without_a_page_is_damage() -> None:
    with pytest.raises(DamagedFileError, match="without a page"):
        extract("0", archive("Content-Type: text/plain\n\nx"))


def seen(cell: str) -> str:
    """What is read of a cell beside a label; the cell as markup."""
    ((label, text),) = texts(page(f"<table><tr><td>规章</td>{cell}</tr></table>"))
    assert label == "规章"
    return text


@pytest.mark.parametrize(
    "cell",
    [
        '<td style="color:#fff">9</td>',
        '<td style="color: white">9</td>',
        '<td><p><span style="COLOR: rgb(255, 255, 255)"><b>9</b></span></p></td>',
        '<td><font color="#FFFFFF">9</font></td>',
        '<td style="background:#fff;color:#fefefe">9</td>',
        '<td><span style="visibility:hidden">9</span></td>',
        '<td><span style="font-size:0">9</span></td>',
        '<td><span style="display:none">9</span></td>',
        '<td><bdo dir="RTL">12</bdo></td>',
    ],
)
def test_a_figure_that_the_page_does_not_show_is_told(cell: str) -> None:
    assert seen(cell) == OBJECT


@pytest.mark.parametrize(
    "cell",
    [
        '<td style="background:#036;color:#fff">9</td>',
        '<td><bdo dir="ltr">9</bdo></td>',
        '<td bgcolor="#003366"><font color="white">9</font></td>',
        '<td style="background-color:white">9</td>',
        '<td style="color:#fff"><span style="color:#000">9</span></td>',
        '<td style="font-size:0"><span style="font-size:14px">9</span></td>',
        '<td>9<span style="display:none">1</span></td>',
        '<td><input type="text" value="9"><input type="hidden" value="1"></td>',
    ],
)
def test_a_figure_that_the_page_shows_is_read(cell: str) -> None:
    assert seen(cell) == "9"


def test_white_words_stay() -> None:
    assert seen('<td style="color:#fff">数量</td>') == "数量"
    row = '<tr style="color:white"><td>行政许可</td><td>9</td></tr>'
    assert texts(page(f"<table>{row}</table>")) == [["行政许可", OBJECT]]
