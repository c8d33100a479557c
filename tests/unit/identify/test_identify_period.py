"""The statistics period, also with lost characters."""

import pytest

from pipeline.identify.period import periods
from pipeline.narrative.text import normalise


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("统计期限自2023年1月1日起至12月31日止", 2023),
        ("统计时限为2022年1月1日到2022年12月31日", 2022),
        ("数据的统计周期从 2021 年 1 月 1 日起,到 2021 年 12 月 31 日止", 2021),
        ("统计时间为2025年1月1日-12月31日", 2025),
        ("所列数据的统计书记时间段自2020年1月1日", 2020),
        ("统计期限自202011日起至20201231日止", 2020),
        ("统计期限自20231月1日起至12月31日", 2023),
        ("统计期限为2018年11日至2018年1231日", 2018),
        ("本报告中所列数据自2019年1月1日起至2019年12月31日止", 2019),
        ("报告期限为2017年1月1日—12月31日", 2017),
        ("数据统计截止时间为2021年12月31日", 2021),
        ("统计期限自二○一九年一月一日起至二○一九年十二月三十一日止", 2019),
        ("统计期限自2008年5月1日起至2008年12月31日止", 2008),
        ("依据国办公开办函〔2021〕30号，2022年1月1日至2022年12月31日", 2022),
    ],
)
def test_period(text: str, year: int) -> None:
    assert periods(normalise(text).text) == ((year, year),)


def test_a_period_over_two_years_is_said() -> None:
    assert periods("统计期限自2022年1月1日起至2023年12月31日止") == ((2022, 2023),)


@pytest.mark.parametrize(
    "text", ["国办公开办函〔2021〕30号", "2021年，我局公开信息3条", "统计期限自年月日起", ""]
)
def test_no_period(text: str) -> None:
    assert periods(text) == ()
