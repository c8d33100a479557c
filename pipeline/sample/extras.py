"""Pages that stand among the reports and are none: news, notices, companions, directories."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from html import escape

from pipeline.sample.report import Report
from pipeline.sample.shell import plain_page
from pipeline.sample.spec import BASE_URL, SampleSpec

NEWS_COLUMN = "/zwgk/zwdt/"
SZF, SZBM = "/zwgk/zfxxgknb/szf/", "/zwgk/zfxxgknb/szbm/"


@dataclass(frozen=True, slots=True)
class Extra:
    """A page that is no report. `kind`: news | companion | directory | not_a_report (fault)."""

    column: str
    title: str
    day: date
    kind: str
    docid: int
    body: str

    @property
    def path(self) -> str:
        return f"{self.column}{self.day:%Y%m}/t{self.day:%Y%m%d}_{self.docid}.html"

    @property
    def url(self) -> str:
        return f"{BASE_URL}{self.path}"

    def render(self) -> bytes:
        """The page's bytes."""
        return plain_page(
            self.title, f"{self.column}{self.day:%Y%m}/", self.body, ((self.column, "返回列表"),)
        )


def make_extras(spec: SampleSpec, reports: tuple[Report, ...]) -> tuple[Extra, ...]:
    """The city's pages beside the reports, for its last years."""
    first, last = spec.years
    years = range(max(first, last - 4), last + 1)
    found: list[Extra] = []
    for year in years:
        day = date(year + 1, 4, 2)
        found.append(_news(day, "示例市召开政府信息公开工作年度报告编制培训会", year))
        picture = f'<p><img src="./W0{day:%Y%m%d}000001tj.png"/></p>'
        found.append(
            Extra(SZF, f"图解：示例市人民政府{year}年政府信息公开工作年度报告", day, "companion", 0, picture)
        )
    found.append(_directory(reports, last - 1))
    found += _not_reports(last)
    # ids of these pages lie in a range of their own: night changes and size never move a report's id
    return tuple(
        Extra(e.column, e.title, e.day, e.kind, 9_000_001 + 11 * n, e.body) for n, e in enumerate(found)
    )


def _news(day: date, title: str, year: int) -> Extra:
    body = (
        f"<p>近日，市政务公开办公室举办{year}年度政府信息公开工作年度报告编制培训会，各县区、各部门经办人员参加。</p>"
        "<p>会议讲解了报告格式、统计口径和报送时限，并就常见错误作了说明。</p>"
    )
    return Extra(NEWS_COLUMN, title, day, "news", 0, body)


def _directory(reports: tuple[Report, ...], year: int) -> Extra:
    listed = [report for report in reports if report.year == year and report.column == SZBM][:30]
    links = "".join(f'<li><a href="{report.url}">{escape(report.title)}</a></li>' for report in listed)
    title = f"{year}年示例市各部门政府信息公开工作年度报告汇总目录"
    return Extra(SZBM, title, date(year + 1, 2, 10), "directory", 0, f"<ul>{links}</ul>")


def _not_reports(last: int) -> list[Extra]:
    notice = (
        "<p>各县区人民政府，市直各部门：</p><p>为做好年度报告编制工作，请各单位对照规定格式如实填报数据，"
        f"于{last}年1月20日前将电子版报送市政务公开办公室，逾期未报的予以通报。</p><p>联系电话：0000-0000000。</p>"
    )
    article = (
        f"<p>{last - 2}年度报告已陆续发布。记者梳理发现，各部门公开的内容更加丰富，群众查阅更加方便。</p>"
        "<p>受访者表示，希望报告多用图表，少用套话。</p>"
    )
    return [
        Extra(
            SZBM,
            f"关于做好{last - 1}年政府信息公开工作年度报告编制工作的通知",
            date(last, 1, 5),
            "not_a_report",
            0,
            notice,
        ),
        Extra(
            SZF, f"{last - 2}年政府信息公开工作年度报告看点", date(last - 1, 4, 9), "not_a_report", 0, article
        ),
    ]
