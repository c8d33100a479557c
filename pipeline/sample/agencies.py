"""The fictional agencies, with the renames and the merger of the 2019 reform."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count, product

from pipeline.sample.places import CITY, CITY_NAME, COUNTIES, Region
from pipeline.sample.spec import SampleSpec, dice

ORGAN, AGGREGATE, TOWNSHIP, ENTERPRISE = "organ", "government_aggregate", "township", "public_enterprise"


@dataclass(frozen=True, slots=True)
class Agency:
    """One publisher of annual reports; `size` is its mean number of requests a year.

    `line` is the unit that lives on under other names: a renamed agency continues its predecessor's numbers.
    """

    agency_id: str
    name: str
    aliases: tuple[str, ...]
    agency_type: str
    level: str
    region: Region
    org_code: str
    parent_id: str | None
    scope: str
    folder: str
    line: str
    size: float
    first_year: int | None = None
    last_year: int | None = None

    def works_in(self, year: int) -> bool:
        """Whether it exists in (and so reports on) that year."""
        return (self.first_year or year) <= year <= (self.last_year or year)


@dataclass(frozen=True, slots=True)
class Succession:
    """Who took over from whom; `effective_on` is an ISO date."""

    predecessor_id: str
    successor_id: str
    effective_on: str
    kind: str


# unit number, name behind 示例市, short name, type, folder, mean requests a year, first year, last year, line
Unit = tuple[int, str, str, str, str, float, int | None, int | None, str]

CITY_UNITS: tuple[Unit, ...] = (
    (1, "人民政府办公室", "市政府办", "government_office", "szfb", 14, None, None, "szfb"),
    (10, "发展和改革委员会", "市发改委", "department", "fgw", 9, None, None, "fgw"),
    (11, "教育体育局", "市教体局", "department", "jtj", 12, None, None, "jtj"),
    (12, "科学技术局", "市科技局", "department", "kjj", 1, None, None, "kjj"),
    (14, "公安局", "市公安局", "department", "gaj", 38, None, None, "gaj"),
    (15, "民政局", "市民政局", "department", "mzj", 5, None, None, "mzj"),
    (16, "司法局", "市司法局", "department", "sfj", 4, None, None, "sfj"),
    (17, "财政局", "市财政局", "department", "czj", 8, None, None, "czj"),
    (18, "人力资源和社会保障局", "市人社局", "department", "rsj", 21, None, None, "rsj"),
    (61, "国土资源局", "市国土局", "department", "gtj", 55, None, 2018, "zrj"),
    (19, "自然资源局", "市自然资源局", "department", "zrj", 66, 2019, None, "zrj"),
    (62, "环境保护局", "市环保局", "department", "hbj", 13, None, 2018, "hj"),
    (20, "生态环境局", "市生态环境局", "department", "sthjj", 17, 2019, None, "hj"),
    (21, "住房和城乡建设局", "市住建局", "department", "zjj", 47, None, None, "zjj"),
    (22, "交通运输局", "市交通局", "department", "jtysj", 7, None, None, "jtysj"),
    (63, "农牧局", "市农牧局", "department", "nmj", 6, None, 2018, "ny"),
    (24, "农业农村局", "市农业农村局", "department", "nyncj", 8, 2019, None, "ny"),
    (64, "工商行政管理局", "市工商局", "department", "gsj", 11, None, 2018, "sc"),
    (65, "质量技术监督局", "市质监局", "department", "zjjdj", 4, None, 2018, "zhj"),
    (30, "市场监督管理局", "市市场监管局", "department", "scjgj", 19, 2019, None, "sc"),
    (66, "扶贫开发办公室", "市扶贫办", "department", "fpb", 3, None, 2020, "fp"),
    (33, "乡村振兴局", "市乡村振兴局", "department", "xczxj", 4, 2021, None, "fp"),
    (28, "退役军人事务局", "市退役军人局", "department", "tyjrj", 2, 2019, None, "tyjrj"),
    (31, "医疗保障局", "市医保局", "department", "ybj", 3, 2019, None, "ybj"),
    (67, "卫生和计划生育局", "市卫计局", "department", "wjj", 9, None, 2018, "wj"),
    (27, "卫生健康委员会", "市卫健委", "department", "wjw", 12, 2019, None, "wj"),
    (68, "安全生产监督管理局", "市安监局", "department", "ajj", 3, None, 2018, "yj"),
    (29, "应急管理局", "市应急局", "department", "yjj", 5, 2019, None, "yj"),
    (13, "工业和信息化局", "市工信局", "department", "gxj", 2, None, None, "gxj"),
    (23, "水务局", "市水务局", "department", "swj", 5, None, None, "swj"),
    (25, "商务局", "市商务局", "department", "sswj", 2, None, None, "sswj"),
    (26, "文化旅游广电局", "市文旅局", "department", "wlj", 3, None, None, "wlj"),
    (32, "审计局", "市审计局", "department", "sjj", 2, None, None, "sjj"),
    (34, "统计局", "市统计局", "department", "tjj", 2, None, None, "tjj"),
    (35, "林业和草原局", "市林草局", "department", "lcj", 4, None, None, "lcj"),
    (36, "审批服务管理局", "市审批局", "department", "spj", 6, None, None, "spj"),
    (37, "信访局", "市信访局", "department", "xfj", 5, None, None, "xfj"),
    (40, "机关事务服务中心", "市机关事务中心", "directly_affiliated", "jgsw", 0.4, None, None, "jgsw"),
    (41, "供销合作社联合社", "市供销社", "directly_affiliated", "gxs", 0.2, None, None, "gxs"),
    (45, "经济技术开发区管理委员会", "市经开区管委会", "development_zone", "jkq", 6, None, None, "jkq"),
    (50, "住房公积金管理中心", "市公积金中心", "public_institution", "gjj", 1.5, None, None, "gjj"),
    (55, "城市供水有限公司", "市供水公司", "public_enterprise", "gsgs", 0.3, None, None, "gsgs"),
)
SUCCESSIONS = (
    (61, 19, 2019),
    (62, 20, 2019),
    (63, 24, 2019),
    (64, 30, 2019),
    (65, 30, 2019),
    (66, 33, 2021),
    (67, 27, 2019),
    (68, 29, 2019),
)
COUNTY_DEPARTMENTS = (
    ("教育局", "jyj", 3.0),
    ("自然资源局", "zrzyj", 12.0),
    ("财政局", "czj", 2.0),
    ("民政局", "mzj", 1.5),
    ("住房和城乡建设局", "zjj", 9.0),
    ("卫生健康局", "wjj", 2.0),
    ("水务局", "swj", 1.0),
)
STEMS, BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
TOWN_KINDS = (("镇", "镇人民政府"), ("乡", "乡人民政府"), ("街道", "街道办事处"))


def build_agencies(spec: SampleSpec) -> tuple[tuple[Agency, ...], tuple[Succession, ...]]:
    """`spec.agencies` agencies in a fixed order (governments first), and the successions among them."""
    city = [_city_government(), *(_county_government(region) for region in COUNTIES)]
    units = [_city_unit(unit) for unit in CITY_UNITS]
    room = max(spec.agencies - len(city), 0)
    # two thirds of the rest are the city's own organs until these are used up
    own = units[: min(len(units), max(room - 2, room * 2 // 3))] if room < 56 else units
    agencies = [*city, *own, *_county_units(spec, room - len(own))]
    known = {agency.agency_id for agency in agencies}
    links = [Succession(_id(CITY, a), _id(CITY, b), f"{year}-01-01", _kind(b)) for a, b, year in SUCCESSIONS]
    return tuple(agencies), tuple(s for s in links if {s.predecessor_id, s.successor_id} <= known)


def _kind(successor: int) -> str:
    return "merger" if sum(1 for _, b, _ in SUCCESSIONS if b == successor) > 1 else "rename"


def _id(region: Region, unit: int) -> str:
    return f"{region.code}-{unit:03d}"


def _org_code(region: Region, unit: int) -> str:
    # unit numbers past 999 (large samples) borrow letters nowhere: they leave the code blank
    return f"{region.code}{unit:03d}" if unit <= 999 else ""


def _city_government() -> Agency:
    aliases = (CITY_NAME, "示例市政府")
    return Agency(
        _id(CITY, 0),
        f"{CITY_NAME}人民政府",
        aliases,
        "government",
        "city",
        CITY,
        _org_code(CITY, 0),
        None,
        AGGREGATE,
        "szf",
        "city",
        0,
    )


def _county_government(region: Region) -> Agency:
    aliases = (region.name, f"{region.name}政府")
    return Agency(
        _id(region, 0),
        f"{region.name}人民政府",
        aliases,
        "county_government",
        "county",
        region,
        _org_code(region, 0),
        _id(CITY, 0),
        AGGREGATE,
        region.folder,
        f"county-{region.code}",
        0,
    )


def _city_unit(unit: Unit) -> Agency:
    number, name, short, kind, folder, size, first, last, line = unit
    scope = ENTERPRISE if kind == "public_enterprise" else ORGAN
    long_alias = f"{CITY_NAME}{short[1:]}"
    aliases = (short,) if long_alias == f"{CITY_NAME}{name}" else (short, long_alias)
    return Agency(
        _id(CITY, number),
        f"{CITY_NAME}{name}",
        aliases,
        kind,
        "city",
        CITY,
        _org_code(CITY, number),
        _id(CITY, 0),
        scope,
        folder,
        line,
        size,
        first,
        last,
    )


def _county_units(spec: SampleSpec, wanted: int) -> list[Agency]:
    """County departments and townships, in turn over the five counties: as many as wanted."""
    found: list[Agency] = []
    if wanted <= 0:
        return found
    pairs = [(stem, branch) for branch, stem in product(("", *BRANCHES), STEMS)]
    for round_no in count():
        for region in COUNTIES:
            unit = 100 + round_no * 2
            if round_no < len(COUNTY_DEPARTMENTS):
                found.append(_county_department(region, unit, *COUNTY_DEPARTMENTS[round_no]))
            stem, branch = pairs[round_no % len(pairs)]
            found.append(_township(spec, region, unit + 1, stem + branch, round_no // len(pairs)))
            if len(found) >= wanted:
                return found[:wanted]
    raise AssertionError("count() never ends")


def _county_department(region: Region, unit: int, name: str, folder: str, size: float) -> Agency:
    full = f"{region.name}{name}"
    return Agency(
        _id(region, unit),
        full,
        (f"{region.name[:-1]}{name}",),
        "county_department",
        "county",
        region,
        _org_code(region, unit),
        _id(region, 0),
        ORGAN,
        f"{region.folder}{folder}",
        f"{region.code}-{folder}",
        size,
    )


def _township(spec: SampleSpec, region: Region, unit: int, stem: str, lap: int) -> Agency:
    kind, office = TOWN_KINDS[(unit // 2 + int(region.code)) % 3]
    place = f"{stem}{'新' * lap}{region.name[0]}"
    size = dice(spec.seed, "township", region.code, unit).choice((0.1, 0.3, 0.8, 2.0))
    return Agency(
        _id(region, unit),
        f"{region.name}{place}{office}",
        (f"{region.name}{place}{kind}", f"{place}{kind}"),
        "township",
        "township",
        region,
        _org_code(region, unit),
        _id(region, 0),
        TOWNSHIP,
        f"{region.folder}{unit}",
        f"{region.code}-{unit}",
        size,
    )
