"""What surrounds every page of the portal: head, menus, metadata block, footer; and pages of its own."""

from __future__ import annotations

from html import escape

from pipeline.sample.report import Report
from pipeline.sample.spec import BASE_URL

SITE = "示例市人民政府门户网站"
MENU = (
    ("/", "首页"),
    ("/xwzx/", "新闻中心"),
    ("/zwgk/", "政务公开"),
    ("/zwfw/", "政务服务"),
    ("/hdjl/", "互动交流"),
    ("/irs/search.html", "站内搜索"),
)
LEFT_MENU = (
    ("/zwgk/zfxxgkzn/", "政府信息公开指南"),
    ("/zwgk/zfxxgkzd/", "政府信息公开制度"),
    ("/zwgk/fdzdgknr/", "法定主动公开内容"),
    ("/zwgk/zfxxgknb/", "政府信息公开年报"),
    ("/zwgk/bmxxgkml/", "部门信息公开目录"),
    ("/zwgk/zwdt/", "政务公开动态"),
)
# the stylesheet and scripts a portal repeats in every page
CSS = "\n".join(
    f".{name}{{margin:0 auto;padding:{pad}px {pad * 2}px;font-family:'Microsoft YaHei',宋体;font-size:14px;"
    f"line-height:{line}px;color:#333;background:#fff url(/images/{name}.png) no-repeat left center;}}"
    for pad, line, name in (
        (4, 24, "top"),
        (6, 30, "nav"),
        (8, 28, "position"),
        (3, 26, "leftmenu"),
        (5, 32, "boxcon"),
        (7, 30, "xxgk_wrap"),
        (2, 24, "hover_box"),
        (9, 36, "zz-xl"),
        (1, 22, "zm-table3"),
        (4, 20, "share"),
        (6, 40, "foot"),
        (5, 26, "page"),
    )
)
SCRIPT = """<script type="text/javascript">
function doZoom(size){var e=document.getElementById('zoom');if(e){e.style.fontSize=size+'px';}}
function createPageHTML(total, current, name, ext){var html='';
for(var i=0;i<total;i++){var href=name+(i?'_'+i:'')+'.'+ext;
html+=i==current?'<span>'+(i+1)+'</span>':'<a href="'+href+'">'+(i+1)+'</a>';}document.write(html);}
</script>"""


def relative(path: str, folder: str) -> str:
    """`path` as a link from a page in `folder`, the way TRS WCM writes it (./x, ../../x)."""
    target, base = path.split("/")[1:], folder.split("/")[1:-1]
    common = 0
    while common < min(len(target) - 1, len(base)) and target[common] == base[common]:
        common += 1
    ups = len(base) - common
    return ("../" * ups or "./") + "/".join(target[common:])


def head(title: str, charset: str | None, metas: tuple[tuple[str, str], ...] = ()) -> str:
    """The head of a page; `charset` is what it claims, which need not be true."""
    lines = ["<!DOCTYPE html>", '<html lang="zh-CN">', "<head>"]
    if charset is not None:
        lines.append(f'<meta http-equiv="Content-Type" content="text/html; charset={charset}">')
    lines += [f'<meta name="{name}" content="{escape(text)}">' for name, text in (("SiteName", SITE), *metas)]
    lines += [
        f"<title>{escape(title)}</title>",
        f'<style type="text/css">\n{CSS}\n</style>',
        SCRIPT,
        "</head>",
    ]
    return "\n".join(lines)


def menus(folder: str, trail: tuple[tuple[str, str], ...]) -> str:
    """Top menu, breadcrumb and left menu; links are relative, the home link absolute."""
    top = "".join(f'<li><a href="{path}">{name}</a></li>' for path, name in MENU)
    crumbs = " &gt; ".join(f'<a href="{path}">{escape(name)}</a>' for path, name in trail)
    left = "".join(f'<li><a href="{relative(path, folder)}">{name}</a></li>' for path, name in LEFT_MENU)
    return (
        f'<div class="top"><a href="{BASE_URL}/" class="logo">{SITE}</a></div>'
        f'<div class="nav"><ul>{top}</ul></div>'
        f'<div class="position">您现在的位置：<a href="/">首页</a> &gt; {crumbs}</div>'
        f'<div class="leftmenu"><ul>{left}</ul></div>'
    )


FOOT = (
    '<div class="share">分享到：<a href="javascript:void(0)">微信</a> '
    '<a href="javascript:window.print()">打印</a></div>'
    '<div class="foot"><p>主办：示例市人民政府办公室　承办：示例市电子政务中心</p>'
    "<p>网站标识码：9901000001　示ICP备00000000号</p></div>"
    "</body></html>"
)


def metadata_block(report: Report) -> str:
    """The block above the title: a table in the city's pages, one line in those of the counties."""
    day, name = report.published_on.isoformat(), report.agency.name
    index_no = report.index_no
    if report.shell == "county":
        source = f"<span>信息来源：{name}</span><span>发布时间：{day}</span>"
        return f'<div class="share">{source}<span>字号：大 中 小</span></div>'
    if report.shell == "township":
        rows = (
            ("索 引 号", index_no, "发文时间", day),
            ("发布机构", name, "公开方式", "主动公开"),
            ("文 号", "", "有效性", "有效"),
        )
        cells = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
        last = f'<tr><td>标 题</td><td colspan="3">{report.title}</td></tr>'
        return f'<table class="zm-table3" cellspacing="0">{cells}{last}</table>'
    return (
        f'<table class="zm-table3"><tr><td>索 引 号</td><td>{index_no}</td><td>发文时间 {day}</td></tr>'
        f"<tr><td>发布机构</td><td>{name}</td><td>公开方式 主动公开</td></tr>"
        "<tr><td>文 号</td><td></td><td>有效性 有效</td></tr>"
        f'<tr><td>标 题</td><td colspan="2">{report.title}</td></tr></table>'
    )


def plain_page(title: str, folder: str, body: str, trail: tuple[tuple[str, str], ...] = ()) -> bytes:
    """A page of the portal that is no report: start pages, news, notices. `trail` is its breadcrumb."""
    return (
        head(f"{title}_{SITE}", "utf-8")
        + f"<body>{menus(folder, trail)}<h1>{escape(title)}</h1>"
        + f'<div class="boxcon"><div class="zz-xl-ct">{body}</div></div>{FOOT}'
    ).encode()


def not_found() -> bytes:
    """The portal's page for addresses that do not exist."""
    return plain_page("页面不存在", "/", "<p>您访问的页面不存在或已被删除。</p>")


def block_page() -> bytes:
    """What a firewall says, with status 200, in place of the page."""
    return (
        '<!DOCTYPE html><html><head><meta charset="utf-8"><title>访问被拦截</title></head>'
        "<body><h2>网站防火墙</h2>"
        "<p>您的请求带有不合法参数，已被网站管理员设置拦截。</p><p>可能原因：您提交的内容包含危险的攻击请求。</p>"
        "<p>如需帮助请联系网站管理员。</p></body></html>"
    ).encode()
