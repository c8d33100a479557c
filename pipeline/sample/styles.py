"""The layouts: how a report's tables are laid out, marked up, blanked and encoded."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Style:
    """One layout.

    structure: official | lost_rowspan | lattice | placeholders | split_repeat | split_bare | mismatch
      | blocks | pictures | runon | deduplicated; for text also tab | tab_trap | pipe | lines | markdown
      | markdown_split; for pages (pdf, scan) also page_header (header rows printed again on every page)
    markup: plain | word (a span per character) | nested (inside a layout table)
    blanks: zero | blank (zeros not printed) | blank_totals (nor the totals of the outcome rows)
    money: bare | yuan (251000元) | wan (25.1万元); signs: bare (3/-2) | plus (+3/-2) | words (增3/减2)
    """

    name: str
    weight: float = 0
    structure: str = "official"
    markup: str = "plain"
    blanks: str = "zero"
    blank_mark: str = "&nbsp;"
    notes: bool = False
    money: str = "bare"
    signs: str = "bare"
    marks_none: bool = False
    format: str = "html"  # html | text | docx | pdf | xlsx | zip | scan | doc
    inner: str = ""  # of a zip: text | docx
    encoding: str = "utf-8"
    declared: str | None = "utf-8"

    @property
    def is_for_2019(self) -> bool:
        """Whether it shows in the cells that only the form of 2019 has."""
        return self.money != "bare" or self.signs != "bare"

    @property
    def is_plain_table(self) -> bool:
        """Spans, labels and zeros as in the official form: where number faults are injected."""
        return (
            self.format == "html"
            and self.blanks == "zero"
            and self.structure in ("official", "placeholders", "blocks")
        )


STYLES = (
    Style("clean", 20),
    Style("clean_docs_marked", 3, marks_none=True),
    Style("blocks", 5, structure="blocks"),
    Style("word_spans", 14, markup="word"),
    Style("word_signed", 4, markup="word", signs="plus", money="yuan"),
    Style("nested", 4, markup="nested"),
    Style("placeholders", 4, structure="placeholders"),
    Style("nbsp_blank", 7, blanks="blank"),
    Style("word_blank", 4, markup="word", blanks="blank", blank_mark="<o:p></o:p>"),
    Style("wide_blank", 2, blanks="blank", blank_mark="　"),
    Style("empty_blank", 2, blanks="blank", blank_mark=""),
    Style("blank_totals", 4, structure="mismatch", blanks="blank_totals"),
    Style("mismatch", 4, structure="mismatch"),
    Style("lost_rowspan", 5, structure="lost_rowspan"),
    Style("lattice", 3, structure="lattice"),
    Style("split_repeat", 4, structure="split_repeat"),
    Style("split_bare", 4, structure="split_bare"),
    Style("notes", 5, notes=True),
    Style("amounts", 4, money="yuan", signs="words"),
    Style("amounts_wan", 2, money="wan", signs="plus"),
    Style("gbk", 5, encoding="gb18030", declared="gb2312"),
    Style("gbk_no_meta", 3, encoding="gb18030", declared=None),
    Style("gbk_wrong_meta", 3, encoding="gb18030", declared="utf-8"),
    Style("txt_tab", 3.5, structure="tab", format="text"),
    Style("txt_tab_trap", 3.5, structure="tab_trap", format="text"),
    Style("txt_pipe", 3.5, structure="pipe", format="text"),
    Style("txt_lines", 3.5, structure="lines", format="text"),
    Style("txt_gbk", 1.5, structure="tab", format="text", encoding="gb18030", declared=None),
    Style("txt_markdown", 2, structure="markdown", format="text"),
    Style("txt_markdown_split", 2, structure="markdown_split", format="text"),
    Style("docx", 3, format="docx", declared=None),
    Style("docx_blank", 1.5, blanks="blank", format="docx", declared=None),
    Style("pdf", 5, format="pdf"),
    Style("pdf_header", 3, structure="page_header", format="pdf"),
    Style("pdf_blank", 3, blanks="blank", format="pdf"),
    Style("pdf_notes", 2, notes=True, money="yuan", signs="plus", format="pdf"),
    Style("xlsx", 2.5, format="xlsx"),
    Style("zip_docx", 1.5, format="zip", inner="docx"),
    Style("zip_gbk", 1.5, structure="tab", format="zip", inner="text", encoding="gb18030", declared=None),
    # chosen in place of a plain page where the spec asks for their format
    Style("scan", format="scan"),
    Style("doc", format="doc"),
    # only for injected faults
    Style("pictures", structure="pictures"),
    Style("runon", structure="runon"),
    Style("deduplicated", structure="deduplicated"),
    Style("txt_runon", structure="runon", format="text"),
)
BY_NAME = {style.name: style for style in STYLES}
