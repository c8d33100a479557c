"""The content of one report before any format: prose, tables as printed, and the truth of both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from random import Random

from pipeline.sample import layouts
from pipeline.sample.edits import EDITS, revise
from pipeline.sample.faults import slant
from pipeline.sample.figures import Figures, Model, complete
from pipeline.sample.forms_local import table_local
from pipeline.sample.forms_s import table_s
from pipeline.sample.forms_t2 import table_2
from pipeline.sample.forms_t3 import HEADER_ROWS, table_3
from pipeline.sample.forms_t4 import table_4
from pipeline.sample.grid import Grid, codes
from pipeline.sample.narrative import Prose, write_prose
from pipeline.sample.printing import PrintedCell, print_cells
from pipeline.sample.report import LOCAL_TABLE, STATISTICS, Report
from pipeline.sample.spec import dice
from pipeline.sample.wording import OFFICIAL, Wording, draw_wording

Tables = dict[str, tuple[Grid, ...]]


class _Blank(dict[str, str]):
    """Prints every cell empty: for asking a template which codes it shows."""

    def __missing__(self, key: str) -> str:
        return ""


@dataclass(frozen=True, slots=True)
class Content:
    """`tables` by part (t2, t3, t4 or s), each one or more grids in order; `cells` and `prose.stated` are
    the truth. A part that is not printed has no entry; `cells` leaves out what nobody can read."""

    report: Report
    prose: Prose
    tables: Tables
    cells: tuple[PrintedCell, ...]


def figures_of(seed: int, model: Model, report: Report) -> Figures:
    """The completed figures of a report, with the edits of its fault and its revisions."""
    figures = complete(model.figures(report.agency, report.year))
    edit = EDITS.get(report.fault or "")
    if edit is not None:
        edit(figures, dice(seed, "edit", *report.key))
    if report.revision:
        revise(figures, dice(seed, "revision", *report.key))
    return figures


def make_content(seed: int, model: Model, report: Report) -> Content:
    """Pure in the seed and the report."""
    figures = figures_of(seed, model, report)
    bias = slant(report.fault, figures, dice(seed, "slant", *report.key))
    prose_dice = dice(seed, "prose", *(report.copied_from or report.key))
    prose = write_prose(
        report.agency,
        report.year,
        STATISTICS if report.is_early else report.forms[0].split("|")[0],
        figures,
        prose_dice,
        bias,
    )
    cells = _print(seed, report, figures)
    words = draw_wording(dice(seed, "wording", *report.key))
    printed = {cell.code: cell.text for cell in cells}
    tables = _official(report.forms, report.fault == "unknown_row", printed, words)
    if report.forms[1] == LOCAL_TABLE:
        tables = {"s": (table_local(figures),)}
    if report.fault == "missing_table":
        del tables["t4"]
        cells = [cell for cell in cells if not cell.code.startswith("t4.")]
    if report.style.structure in ("pictures", "runon", "deduplicated"):
        cells = []
    laid_out = _lay_out(tables, report, dice(seed, "layout", *report.key))
    return Content(report, prose, laid_out, tuple(cells))


def _official(
    forms: tuple[str, str, str], has_unknown: bool, printed: Mapping[str, str], words: Wording
) -> Tables:
    """The tables of three forms with official spans, each as its blocks; none where cells have no codes."""
    if forms[1] == LOCAL_TABLE:
        return {}
    if forms[1] == STATISTICS:
        return {"s": (table_s(printed),)}
    return {
        "t2": table_2(forms[0], printed, words),
        "t3": (table_3(forms[1], printed, words, unknown=has_unknown),),
        "t4": (table_4(printed, words),),
    }


@cache
def _codes(forms: tuple[str, str, str], has_unknown: bool) -> tuple[tuple[str, ...], ...]:
    """The codes each table shows, in reading order; wording does not matter to them."""
    tables = _official(forms, has_unknown, _Blank(), OFFICIAL)
    return tuple(tuple(code for grid in grids for code in codes(grid)) for grids in tables.values())


def _print(seed: int, report: Report, figures: Figures) -> list[PrintedCell]:
    rng = dice(seed, "print", *report.key)
    listed = _codes(report.forms, report.fault == "unknown_row")
    return [cell for part in listed for cell in print_cells(part, figures, report.style, rng)]


def _lay_out(tables: Tables, report: Report, rng: Random) -> Tables:
    """Applies the layout; a table of several blocks becomes one grid unless the layout keeps them apart."""
    structure = report.style.structure
    found: Tables = {}
    for part, grids in tables.items():
        blocks = layouts.mismatched(grids) if structure == "mismatch" and part == "t2" else grids
        apart = structure == "blocks" or (structure.startswith("split") and rng.random() < 0.5)
        whole = blocks if apart else (tuple(row for grid in blocks for row in grid),)
        found[part] = tuple(layouts.apply(structure, part, grid, HEADER_ROWS) for grid in whole)
    if structure.startswith("split") and "t3" in found:
        found["t3"] = layouts.split_at_page(found["t3"][0], rng, repeat_header=structure == "split_repeat")
    return found
