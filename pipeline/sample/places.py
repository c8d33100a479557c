"""The fictional regions: one city and five counties, with codes no real region has."""

from __future__ import annotations

from dataclasses import dataclass

CITY_CODE = "990100"
CITY_NAME = "示例市"
POPULATION_YEAR = 2020
POPULATION_SOURCE = "示例市虚构普查公报"


@dataclass(frozen=True, slots=True)
class Region:
    """A city or county; `population` in persons, made up."""

    code: str
    name: str
    level: str
    parent_code: str | None
    population: int
    folder: str


CITY = Region(CITY_CODE, CITY_NAME, "city", None, 1_103_400, "szf")
COUNTIES = (
    Region("990102", "样本区", "county", CITY_CODE, 452_100, "ybq"),
    Region("990122", "例川县", "county", CITY_CODE, 287_600, "lcx"),
    Region("990123", "虚岭县", "county", CITY_CODE, 118_300, "xlx"),
    Region("990124", "拟河县", "county", CITY_CODE, 86_900, "nhx"),
    Region("990125", "设泉县", "county", CITY_CODE, 158_500, "sqx"),
)
REGIONS = (CITY, *COUNTIES)
