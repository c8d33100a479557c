"""Wholes against their parts: TEXT_CHANNEL_SUM."""

import pytest
from tiny_checks import REPORT, narrative

from pipeline.validate import text


def severities(prose: str) -> list[tuple[str, str]]:
    return [(one.rule, one.severity) for one in text.check(REPORT, narrative(prose), ())]


@pytest.mark.parametrize(
    "prose",
    [
        "主动公开政府信息240条，其中：招商信息24期，微信公众平台85篇，政务微博131篇。",
        "主动公开政府信息97条，其中通过微信公众号公开信息24条。",  # a selection
        "主动公开政府信息900条，其中网站100条，微信200条。",  # a selection
        "主动公开政府信息128余条，其中网站100条，微信28条。",
        "主动公开政府信息20余万条，其中网站10万条，微信11万条。",
        "主动公开政府信息156条，其中网站120条，公示栏36条；机构职能类56条，工作动态类100条。",  # twice
        "主动公开政府信息1600条。其中，网站1233条，公报74条，微博293条。",
        "主动公开政府信息600条，其中网站500条，其中动态200条、公告300条，微信100条。",  # nested
        "公开政府信息1500条。通过网站公开1000条，通过微信发布800条。",  # no parts
        "主动公开政府信息1600条。",
    ],
)
def test_no_finding(prose: str) -> None:
    assert severities(prose) == []


@pytest.mark.parametrize(
    "prose",
    [
        "网站发布信息2139条，其中动态类信息1744条，政务信息393条，解读类信息23条。",  # parts above the whole
        "主动公开政府信息341条，其中网站112条，占33%；微信146条；公示栏81条。",  # nearly all
        "主动公开政府信息8769条，其中网站2100条，微信5469条，微博1600余条，公示栏1800余条。",
    ],
)
def test_parts_that_do_not_make_the_whole(prose: str) -> None:
    assert severities(prose) == [("TEXT_CHANNEL_SUM", "warn")]


def test_parts_said_to_be_all() -> None:
    prose = "主动公开政府信息100条，按类别分为：机构职能类20条，政策法规类30条，工作动态类40条。"
    assert severities(prose) == [("TEXT_CHANNEL_SUM", "error")]


def test_the_message_names_the_parts() -> None:
    prose = "网站发布信息100条，其中动态类信息80条，政务信息30条。"
    (finding,) = text.check(REPORT, narrative(prose), ())
    assert (finding.left, finding.right, finding.delta) == (100, 110, -10)
    assert "动态类信息80、政务信息30" in finding.message
