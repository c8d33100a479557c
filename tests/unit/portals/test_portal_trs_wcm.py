"""Pages of the TRS WCM, in the shapes the specification verified."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.portals import load_portal, trs_wcm

SELECTORS = load_portal("nxgy").selectors
URL = "http://www.a.gov.cn/zwgk/zfxxgknb/list.html"
CATALOGUE = """<html><title> 年报 </title><body><div class="boxcon"><div class="xxgk_wrap">
<ul><li><span>640499020/2020-00012</span></li>
<li class="w383"><a href="./202001/t20200120_1930001.html"
 title="示例市某局2019年政府信息公开工作年度报告">示例市某局2019…</a></li>
<li><span>示例市某局</span></li><li class="w100"><span>2020-01-20</span></li></ul>
<div class="hover_box"><p>索　引　号：<span>640499020/2020-00012</span></p>
<p>生成日期：<span>2020-01-20</span></p>
<p>责任部门：<span>示例市某局</span></p></div></div></div>
<script>createPageHTML(12, 0, "list", "html");</script></body></html>"""


def test_the_catalogue_template() -> None:
    page = trs_wcm.read_listing(CATALOGUE, URL, SELECTORS)
    assert (page.template, page.title, page.pages.total) == ("xxgk_wrap", "年报", 12)
    assert page.items == (
        trs_wcm.Item(
            "http://www.a.gov.cn/zwgk/zfxxgknb/202001/t20200120_1930001.html",
            "示例市某局2019年政府信息公开工作年度报告",
            date(2020, 1, 20),
            "示例市某局",
            "640499020/2020-00012",
        ),
    )
    assert trs_wcm.page_url(URL, page.pages, 3) == "http://www.a.gov.cn/zwgk/zfxxgknb/list_3.html"


@pytest.mark.parametrize(
    ("html", "template"),
    [
        (
            '<ul class="nx-list"><li><a href="/a/t20210105_3.html">甲</a>'
            '<span class="date">2021-01-05</span></li></ul>',
            "nx-list",
        ),
        (
            '<ul class="commonList_dot"><li><a href="/a/t20210105_3.html">甲</a> 2021-01-05</li></ul>',
            "commonList_dot",
        ),
        (
            '<ul><li>外<ul><li><a href="/a/t20210105_3.html">甲</a>[2021年1月5日]</li></ul></li></ul>',
            "generic",
        ),
        (
            '<table><tr><td><a href="/a/t20210105_3.html">甲</a></td><td>2021.01.05</td></tr></table>',
            "generic_table",
        ),
    ],
)
def test_the_ladder_of_other_templates(html: str, template: str) -> None:
    page = trs_wcm.read_listing(html, URL, SELECTORS)
    assert page.template == template
    assert page.items == (trs_wcm.Item("http://www.a.gov.cn/a/t20210105_3.html", "甲", date(2021, 1, 5)),)


def test_menus_and_scripts_are_no_rows() -> None:
    html = (
        '<ul><li><a href="/zwgk/">政务公开</a></li><li><a href="javascript:alert(1)">2021-01-05</a></li></ul>'
    )
    page = trs_wcm.read_listing(html, URL, SELECTORS)
    assert (page.template, page.items) == (None, ())
    assert [link.url for link in page.links] == ["http://www.a.gov.cn/zwgk/"]


@pytest.mark.parametrize(
    ("script", "pages"),
    [
        ('createPageHTML(12, 0, "list", "html");', trs_wcm.Pages(12, "list", "html")),
        ("createPageHTML('page_div', 7, 1, 'index', 'shtml', 105);", trs_wcm.Pages(7, "index", "shtml")),
        ('createPageHTML(0, 0, "list", "html");', trs_wcm.Pages(1, "list", "html")),
        ("var countPage = 4//共几页", trs_wcm.Pages(4, "list", "html")),
        ("", trs_wcm.Pages(None, "list", "html")),
    ],
)
def test_page_counts_in_all_their_forms(script: str, pages: trs_wcm.Pages) -> None:
    assert trs_wcm.pages_of(script, URL) == pages


def test_a_folder_counts_from_its_index() -> None:
    assert trs_wcm.pages_of("", "http://a.cn/x/") == trs_wcm.Pages(None, "index", "html")


@pytest.mark.parametrize(
    ("title", "listed_on", "year"),
    [
        ("示例市某局2019年政府信息公开工作年度报告", date(2021, 3, 1), 2019),
        ("2020年1月印发 2019年度政府信息公开工作年度报告", None, 2019),
        ("二〇一九年政府信息公开年报", None, 2019),
        ("2014 年度示例市人民政府信息公开工作报告", None, 2014),
        ("政府信息公开工作年度报告", date(2021, 3, 1), 2020),
        ("政府信息公开工作年度报告", None, None),
        ("示公〔2020〕12019号", date(2021, 3, 1), 2020),
    ],
)
def test_the_year_a_row_hints_at(title: str, listed_on: date | None, year: int | None) -> None:
    assert trs_wcm.hint_year(title, listed_on) == year


def test_the_body_its_attachments_and_its_pictures() -> None:
    html = """<div id="menu"><a href="/help.pdf">帮助</a></div>
    <div class="zz-xl-ct"><div class="view TRS_UEDITOR trs_web">正 文<a href="./P020.docx">附件1</a>
    <a href="./P020.docx">再次</a><a href="/other/">别处</a><img src="./W02020012012.jpg">
    <img src="/logo.jpg"></div></div>
    <a appendix="true" href="./P021.zip">附件2</a>"""
    page = trs_wcm.read_detail(html, "http://a.cn/x/t20200101_1.html", SELECTORS)
    assert page.body_selector == ".view.TRS_UEDITOR"
    assert page.table_count == 0
    assert page.text_length == len("正文附件1再次别处")
    assert [(link.url, link.text) for link in page.attachments] == [
        ("http://a.cn/x/P021.zip", "附件2"),
        ("http://a.cn/x/P020.docx", "附件1"),
    ]
    assert [link.url for link in page.pictures] == ["http://a.cn/x/W02020012012.jpg"]


def test_a_page_without_a_known_body() -> None:
    page = trs_wcm.read_detail("<div class=new>统计期限</div>", URL, SELECTORS)
    assert page == trs_wcm.DetailPage(None, 0, 0, (), ())
