"""A report in a ZIP, as a Word file or a text under its Chinese name."""

from __future__ import annotations

import io
import zipfile

from pipeline.sample.content import Content
from pipeline.sample.render_docx import render_docx
from pipeline.sample.render_text import render_text

MOMENT = (2020, 1, 1, 0, 0, 0)
NOTE = "附件为年度报告全文，请下载后查看。\r\n"


def render_zip(content: Content) -> bytes:
    """The bytes of the ZIP. Style `zip_gbk` writes names as Chinese Windows does: GB18030, and does not say so."""
    style = content.report.style
    is_word = style.inner == "docx"
    body = render_docx(content) if is_word else render_text(content)
    name = f"{content.report.title.replace(' ', '')}.{'docx' if is_word else 'txt'}"
    members = [(name, body)]
    if style.encoding != "utf-8":
        members.append(("说明.txt", NOTE.encode(style.encoding)))
    return _archive(members, style.encoding)


def _archive(members: list[tuple[str, bytes]], encoding: str) -> bytes:
    """`zipfile` writes other names than ASCII as UTF-8 only: the others take the place of dummies as long."""
    out = io.BytesIO()
    names: list[tuple[bytes, bytes]] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, (name, body) in enumerate(members):
            shown = name
            if encoding != "utf-8":
                raw = name.encode(encoding)
                shown = f"{number:a>{len(raw)}}"
                names.append((shown.encode(), raw))
            info = zipfile.ZipInfo(shown, MOMENT)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, body)
    content = out.getvalue()
    for dummy, raw in names:
        assert content.count(dummy) == 2, "once before the member, once in the directory"
        content = content.replace(dummy, raw)
    return content
