"""A report's content set on pages: title, paragraphs, tables that go on over the page's end, page numbers."""

from __future__ import annotations

from dataclasses import replace

from pipeline.sample.content import Content
from pipeline.sample.forms_t3 import HEADER_ROWS
from pipeline.sample.grid import Grid
from pipeline.sample.paper import BOTTOM, LEFT, NUMBER_TOP, RIGHT, TOP, WIDTH, Page, Text, text_width, wrap
from pipeline.sample.ruled_tables import Look, Ruled, divide, draw, look_of, measure

HEAD, NUMBER = 22.0, 9.0  # type sizes
TITLE_ROOM = 420.0
LEADING = 1.6  # a line's share of its type
HEADERS = {"t3": HEADER_ROWS, "s": 1}  # rows that may be printed again on the next page
KEPT_TOGETHER = {"t3": HEADER_ROWS + 1, "t4": HEADER_ROWS + 1}  # rows no page break comes between at first


def typeset(content: Content) -> list[Page]:
    """The report's pages, numbered. With the structure `page_header` every page of a table begins with the
    table's header rows."""
    setter = _Setter(look_of(content), repeat=content.report.style.structure == "page_header")
    setter.lines(wrap(content.report.title, TITLE_ROOM, HEAD), HEAD, "centre")
    for text in content.prose.preamble:
        setter.paragraph(text)
    for key, (heading, paragraphs) in content.prose.sections.items():
        setter.paragraph(heading)
        for text in paragraphs:
            setter.paragraph(text)
        for grid in content.tables.get(key, ()):
            setter.table(grid, key)
    for text in (content.report.agency.name, f"{content.report.published_on:%Y年%-m月%-d日}"):
        setter.lines([text], setter.look.body, "right")
    return setter.numbered()


class _Setter:
    """Fills page after page from top to bottom."""

    def __init__(self, look: Look, repeat: bool) -> None:
        self.look = look
        self._repeat = repeat
        self._pages = [Page()]
        self._y = TOP

    def _keep(self, height: float) -> None:
        """Begins a new page where so much does not fit."""
        if self._y + height > BOTTOM:
            self._begin_page()

    def _begin_page(self) -> None:
        self._pages.append(Page())
        self._y = TOP

    def lines(self, lines: list[str], size: float, align: str = "left", indent: float = 0.0) -> None:
        """Lines under each other; `align` left (the first line by `indent` further in), centre or right."""
        for number, line in enumerate(lines):
            self._keep(size * LEADING)
            width = text_width(line, size)
            left = {
                "left": LEFT + (0.0 if number else indent),
                "centre": (WIDTH - width) / 2,
                "right": RIGHT - width - 2 * size,
            }[align]
            self._pages[-1].texts.append(Text(left, self._y, size, line))
            self._y += size * LEADING

    def paragraph(self, text: str) -> None:
        """A paragraph, its first line two letters further in."""
        size = self.look.body
        self.lines(wrap(text, RIGHT - LEFT, size, 2 * size), size, indent=2 * size)

    def table(self, grid: Grid, part: str) -> None:
        """A table; rows that do not fit go on on the next page."""
        whole = measure(grid, part, self.look)
        head = HEADERS.get(part, 0) if self._repeat else 0
        self._y += 4
        self._keep(whole.first(KEPT_TOGETHER.get(part, 2)))
        rest: Ruled | None = whole
        while rest is not None:
            piece, rest = divide(rest, rest.fitting(BOTTOM - self._y))
            self._y = draw(piece, self._pages[-1], self._y)
            if rest is not None:
                self._begin_page()
                heights = (*whole.heights[:head], *rest.heights)
                rest = replace(rest, grid=(*grid[:head], *rest.grid), heights=heights)
        self._y += 6

    def numbered(self) -> list[Page]:
        """The pages, each with its number at the foot."""
        for number, page in enumerate(self._pages, 1):
            text = f"- {number} -"
            page.texts.append(Text((WIDTH - text_width(text, NUMBER)) / 2, NUMBER_TOP, NUMBER, text))
        return self._pages
