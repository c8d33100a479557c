"""A document's title, agency, year and kind."""

from datetime import date

import pytest
from told_documents import BODY, TITLE, page, row

from pipeline.identify import identify

FULL = "示例市水务局" + TITLE


@pytest.mark.parametrize(
    "prose",
    [
        f"{FULL}\n{BODY}",
        f"示例市水务局\n{TITLE}\n{BODY}",
        f"示例市水务局\n2024年政府信息公开工作年度\n报 告\n{BODY}",
        f"{FULL}\n{FULL}\n{BODY}",
        f"首页\n政务公开\n当前位置：首页>政务公开\n{FULL}\n来源：示例市水务局 日期：2025-01-20\n{BODY}",
        f"正文\n{FULL}\n{BODY}",
        f"- 1 -\n示例市水务局 2024 年 政府信息公开\n工作年度报告\n{BODY}",
        f"示例市人民政府\n{FULL}\n{BODY}",
        f"示例市政务公开办公室编\n示例市水务局2024年政府\n信息公开工作年度报告\n{BODY}",
        f"公开指南\n公开制度\n示例市水务局2024年政府信息公开工作年度报告\n{BODY}",
    ],
)
def test_title_over_broken_lines(prose: str) -> None:
    report = identify(page(prose))
    assert report.title == FULL
    assert report.agency == "示例市水务局"
    assert (report.report_year, report.title_year, report.period_year) == (2024, 2024, 2024)
    assert report.is_report


def test_title_of_the_page_loses_the_site() -> None:
    assert identify(page(BODY, titles=(f"{FULL}-示例市人民政府门户网站",))).title == FULL


def test_no_title_but_a_site_name() -> None:
    report = identify(page(f"{BODY}\n示例市水务局\n2025年1月20日", titles=("示例市人民政府",)))
    assert report.title is None
    assert (report.agency, report.report_year) == ("示例市水务局", 2024)
    assert report.signature_date == date(2025, 1, 20)


@pytest.mark.parametrize(
    ("prose", "metadata", "agency"),
    [
        (f"{TITLE}\n现向社会公布示例市林业局2024年政府信息公开工作年度报告。{BODY}", (), "示例市林业局"),
        (f"{TITLE}\n示例市林业局（以下简称“我局”）认真公开。{BODY}", (), "示例市林业局"),
        (f"{TITLE}\n请与示例市林业局联系（地址：示例路1号）。{BODY}", (), "示例市林业局"),
        (f"{TITLE}\n（示例市林业局）\n{BODY}", (), "示例市林业局"),
        (f"{TITLE}\n{BODY}", (("发布机构", "示例市林业局"),), "示例市林业局"),
        (f"{TITLE}\n{BODY}\n示例市林业局\n2025年1月20日", (("发布机构", "示例市政府办"),), "示例市林业局"),
        (f"{TITLE}\n{BODY}", (), None),
    ],
)
def test_agency_where_the_title_has_none(
    prose: str, metadata: tuple[tuple[str, str], ...], agency: str | None
) -> None:
    assert identify(page(prose, metadata=metadata)).agency == agency


def test_metadata() -> None:
    metadata = (
        ("索 引 号", "640400001/2025-00012"),
        ("发文时间", "2025-01-20"),
        ("发布机构：", "示例市水务局"),
    )
    report = identify(page(f"{FULL}\n{BODY}", metadata=metadata))
    assert report.index_no == "640400001/2025-00012"
    assert report.metadata_date == date(2025, 1, 20)
    assert report.issuer == "示例市水务局"


def test_the_period_goes_before_the_title() -> None:
    report = identify(page("示例镇2020年政府信息公开工作年度报告\n" + BODY.replace("2024", "2021")))
    assert (report.report_year, report.title_year, report.period_year) == (2021, 2020, 2021)


def test_a_period_over_two_years_is_settled_by_the_title() -> None:
    body = BODY.replace("至12月31日", "至2025年12月31日")
    assert identify(page(f"{FULL}\n{body}")).period_year == 2024
    assert identify(page(f"示例市水务局政府信息公开工作年度报告\n{body}")).period_year is None


def test_year_without_a_period() -> None:
    body = BODY.replace("统计期限自2024年1月1日起至12月31日止。", "")
    assert identify(page(f"{FULL}\n{body}")).report_year == 2024
    assert identify(page(f"政府信息公开工作年度报告\n{body}")).report_year is None


@pytest.mark.parametrize(
    ("agency", "is_aggregate"),
    [
        ("示例县人民政府", True),
        ("示例县", True),
        ("示例镇人民政府", False),
        ("示例县人民政府办公室", False),
        ("示例市水务局", False),
    ],
)
def test_scope(agency: str, is_aggregate: bool) -> None:
    assert identify(page(f"{agency}{TITLE}\n{BODY}")).is_aggregate is is_aggregate


def test_an_office_may_speak_for_all() -> None:
    prose = f"示例县人民政府办公室{TITLE}\n{BODY}\n2024年全县各级行政机关共收到申请3件。"
    assert identify(page(prose)).is_aggregate


def test_correction_and_companion() -> None:
    assert identify(page(f"{FULL}（更正）\n{BODY}")).is_correction
    assert identify(page("", titles=(f"{FULL}（图解）",), pictures=3)).is_companion


NEWS = "1月5日，示例市召开会议，部署年度报告编制工作，要求主动公开、依申请公开、行政复议等数据准确。" * 6
NOTICE = "各单位：请于1月31日前公布年度报告。统计期限自2024年1月1日至12月31日。" * 6
LINKS = "\n".join(f"示例市水务局{year}年政府信息公开工作年度报告" for year in range(2010, 2025))


@pytest.mark.parametrize(
    "document",
    [
        page(NEWS, titles=("示例市召开2024年政府信息公开工作年度报告部署会",)),
        page(NOTICE, titles=("关于做好2024年政府信息公开工作年度报告编制工作的通知",)),
        page(f"政府信息公开年报\n{LINKS}", titles=("政府信息公开年报",)),
        page(f"{FULL}\n附件下载", titles=(FULL,), links=(f"{FULL}.docx",)),
        page("网防G01 您的请求已被拦截"),
    ],
    ids=["news", "notice", "links", "attachment", "block page"],
)
def test_what_is_no_report(document: object) -> None:
    assert not identify(document).is_report  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "document",
    [
        page(f"{FULL}\n{BODY}"),
        page("", tables=(row("一、本年新收政府信息公开申请数量", "1", "0"),)),
        page("", form="scan", pictures=4),
        page(
            "示例市水务局2012年政府信息公开年度报告\n一、概述\n认真贯彻。\n二、主动公开情况\n公开12条。\n"
            "三、依申请公开情况\n未收到申请。\n四、收费及减免情况\n无。\n五、复议诉讼情况\n无。"
        ),
    ],
    ids=["sections", "table", "scan", "old form"],
)
def test_what_is_a_report(document: object) -> None:
    assert identify(document).is_report  # type: ignore[arg-type]
