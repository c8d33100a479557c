"""Documents put together for tests of what a document says it is."""

from __future__ import annotations

from pipeline.records import Attachment, Cell, Document, Table

TITLE = "2024年政府信息公开工作年度报告"
BODY = """根据《条例》要求，编制本报告。统计期限自2024年1月1日起至12月31日止。
一、总体情况
2024年我局主动公开政府信息12条。
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
六、其他需要报告的事项
无。"""


def page(
    prose: str,
    *,
    titles: tuple[str, ...] = (),
    metadata: tuple[tuple[str, str], ...] = (),
    links: tuple[str, ...] = (),
    tables: tuple[Table, ...] = (),
    pictures: int = 0,
    form: str = "html",
) -> Document:
    return Document(
        sha256="b" * 64,
        format=form,
        prose=prose,
        tables=tables,
        titles=titles,
        metadata=metadata,
        attachments=tuple(Attachment("a.docx", link) for link in links),
        picture_count=pictures,
    )


def row(*texts: str, index: int = 1) -> Table:
    cells = tuple(Cell(0, column, text) for column, text in enumerate(texts))
    return Table(index, cells, 1, len(cells), 0)
