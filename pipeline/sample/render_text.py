"""A report as a plain text file: tables with tabs, with pipes, one cell a line, or run together."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.sample import layouts
from pipeline.sample.content import Content
from pipeline.sample.grid import Grid, expand


def _flat(text: str) -> str:
    return text.replace("\n", "")


def tabs(grid: Grid) -> list[str]:
    """Every slot of the lattice, covered ones empty, divided by tabs."""
    return ["\t".join("" if cell is None else _flat(cell.text) for cell in row) for row in expand(grid)]


def tabs_with_page_break(grid: Grid) -> list[str]:
    """As `tabs`, but one row inside a group slips to the first cell and an empty line follows it."""
    lines = tabs(grid)
    for number, line in enumerate(lines):
        if line.startswith("\t\t6"):
            lines[number] = line[2:] + "\t\t\n"
            break
    return lines


def pipes(grid: Grid) -> list[str]:
    """Every slot between pipes, covered ones empty."""
    return [
        "| " + " | ".join("" if cell is None else _flat(cell.text) for cell in row) + " |"
        for row in expand(grid)
    ]


def one_cell_a_line(grid: Grid) -> list[str]:
    """Cells in reading order, one a line, with an empty line between rows."""
    lines: list[str] = []
    for row in grid:
        lines += [_flat(cell.text) for cell in row]
        lines.append("")
    return lines


def markdown(grid: Grid) -> list[str]:
    """As a converter writes it: the first row is taken for the header, covered slots are blank."""
    first, *rest = pipes(grid)
    return [first, "|" + "---|" * len(expand(grid)[0]), *rest]


def markdown_over_pages(grid: Grid) -> list[str]:
    """A long table in two, where a page ended: the second half gets a header that the converter made up."""
    lines = markdown(grid)
    if len(lines) < LONG_TABLE:
        return lines
    middle = len(lines) // 2
    names = " | ".join(f"列{number}" for number in range(1, len(expand(grid)[0]) + 1))
    return [*lines[:middle], "", f"| {names} |", lines[1], *lines[middle:]]


LONG_TABLE = 16  # lines
SHAPES: dict[str, Callable[[Grid], list[str]]] = {
    "tab": tabs,
    "tab_trap": tabs_with_page_break,
    "pipe": pipes,
    "lines": one_cell_a_line,
    "markdown": markdown,
    "markdown_split": markdown_over_pages,
    "runon": layouts.runon,
}


def render_text(content: Content) -> bytes:
    """The text file of a report, encoded as its layout says."""
    style = content.report.style
    shape = SHAPES[style.structure]
    mark = "#" if style.structure.startswith("markdown") else ""
    lines = [f"{mark} {content.report.title}".strip(), "", *content.prose.preamble]
    for key, (heading, paragraphs) in content.prose.sections.items():
        lines += ["", f"{2 * mark} {heading}".strip(), "", *paragraphs]
        for grid in content.tables.get(key, ()):
            lines += ["", *shape(grid)]
    lines += ["", content.report.agency.name, f"{content.report.published_on:%Y年%-m月%-d日}", ""]
    return "\n".join(lines).encode(style.encoding)
