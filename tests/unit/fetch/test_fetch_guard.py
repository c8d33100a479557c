"""Which addresses are allowed."""

from __future__ import annotations

import pytest

from pipeline.errors import HostNotAllowedError
from pipeline.fetch import Policy
from pipeline.fetch.guard import check_url, host_key, is_allowed_address

POLICY = Policy(hosts=("www.a.gov.cn", "*.a.gov.cn", "127.0.0.1:8080"), user_agent="t")


@pytest.mark.parametrize(
    ("address", "public", "with_private"),
    [
        ("93.184.216.34", True, True),
        ("2606:2800:220:1::1", True, True),
        ("127.0.0.1", False, True),
        ("10.0.0.8", False, True),
        ("192.168.1.1", False, True),
        ("::1", False, True),
        ("fd00::1", False, True),
        ("169.254.169.254", False, False),
        ("fe80::1%eth0", False, False),
        ("0.0.0.0", False, False),
        ("224.0.0.1", False, False),
        ("::ffff:169.254.169.254", False, False),
        ("::ffff:127.0.0.1", False, True),
        ("64:ff9b::7f00:1", False, True),
        ("2002:7f00:1::", False, True),
        ("100.64.0.1", False, False),
        ("not an address", False, False),
    ],
)
def test_only_public_addresses_and_private_ones_where_allowed(
    address: str, public: bool, with_private: bool
) -> None:
    assert is_allowed_address(address, allow_private=False) is public
    assert is_allowed_address(address, allow_private=True) is with_private


@pytest.mark.parametrize(
    "url",
    ["http://www.a.gov.cn/x", "https://hbj.a.gov.cn/", "http://WWW.A.gov.cn:80/", "http://127.0.0.1:8080/x"],
)
def test_allowed(url: str) -> None:
    check_url(url, POLICY)


@pytest.mark.parametrize(
    "url",
    [
        "http://a.gov.cn/",  # only its subdomains are listed
        "http://evila.gov.cn/",
        "http://www.a.gov.cn.evil.com/",
        "http://www.a.gov.cn@evil.com/",
        "http://www.a.gov.cn:8080/",
        "http://127.0.0.1:8081/",
        "http://127.0.0.1/",
        "http://2130706433/",
        "ftp://www.a.gov.cn/",
        "//www.a.gov.cn/",
        "http:///x",
        "http://[::1/",
    ],
)
def test_refused(url: str) -> None:
    with pytest.raises(HostNotAllowedError):
        check_url(url, POLICY)


def test_www_is_the_same_host() -> None:
    assert host_key("https://www.a.gov.cn/x") == host_key("http://a.gov.cn/") == "a.gov.cn"
