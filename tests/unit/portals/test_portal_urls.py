"""Addresses of a TRS site."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.portals import urls

BASE = "http://www.a.gov.cn/zwgk/zfxxgknb/list.html"


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("./202001/t20200120_7.html", "http://www.a.gov.cn/zwgk/zfxxgknb/202001/t20200120_7.html"),
        ("../x/", "http://www.a.gov.cn/zwgk/x/"),
        ("/a b/年报.doc", "http://www.a.gov.cn/a%20b/%E5%B9%B4%E6%8A%A5.doc"),
        ("/%B9%CC%D4%AD.doc", "http://www.a.gov.cn/%B9%CC%D4%AD.doc"),
        ("https://b.gov.cn:443/x#top", "https://b.gov.cn/x"),
        ("//b.gov.cn", "http://b.gov.cn/"),
        ("\n ./a.html\t", "http://www.a.gov.cn/zwgk/zfxxgknb/a.html"),
        ("../../../../../etc/passwd", "http://www.a.gov.cn/etc/passwd"),
        ("javascript:void(0)", None),
        ("mailto:a@b.cn", None),
        ("http://[broken/", None),
        ("http://a.cn:port/", None),
    ],
)
def test_links_become_absolute(href: str, url: str | None) -> None:
    assert urls.join(BASE, href) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://www.a.gov.cn/x/t20200120_7.html",
        "https://a.gov.cn/x/t20200120_7.html",
        "http://a.gov.cn/x/t20200120_7_wap.html?from=app#top",
    ],
)
def test_spellings_of_one_page_share_a_key(url: str) -> None:
    assert urls.url_key(url) == "a.gov.cn/x/t20200120_7.html"


def test_a_column_has_one_key_whatever_its_first_page_is_called() -> None:
    keys = {urls.url_key(f"http://a.cn/x/{name}") for name in ("", "index.html", "list.html", "index.shtml")}
    assert keys == {"a.cn/x/"}
    assert urls.url_key("http://a.cn/x/list_1.html") == "a.cn/x/list_1.html"
    assert urls.url_key("http://a.cn") == "a.cn/"


def test_the_document_number_and_the_date_of_an_address() -> None:
    url = "http://a.cn/x/202004/t20200422_2041405_wap.html"
    assert (urls.docid(url), urls.url_date(url)) == ("2041405", date(2020, 4, 22))
    assert urls.without_wap(url) == "http://a.cn/x/202004/t20200422_2041405.html"
    assert urls.docid("http://a.cn/x/list.html") is None
    assert urls.url_date("http://a.cn/t20201399_1.html") is None


def test_kinds_of_address() -> None:
    assert urls.is_file("http://a.cn/P020200120.DOCX")
    assert not urls.is_file("http://a.cn/a.html")
    assert urls.is_picture("http://a.cn/x/W020200120123.png")
    assert not urls.is_picture("http://a.cn/images/logo.png")
    assert [
        urls.is_folder(f"http://a.cn/x/{name}") for name in ("", "list.html", "list_1.html", "y", "a.pdf")
    ] == [
        True,
        True,
        False,
        True,
        False,
    ]
    assert urls.is_below("http://a.cn/x/2020n/list.html", "http://a.cn/x/list.html")
    assert not urls.is_below("http://a.cn/y/", "http://a.cn/x/")
    assert not urls.is_below("http://a.cn/x/index.html", "http://a.cn/x/list.html")
