"""How right the reading is: `python -m benchmarks.accuracy` prints one table per set of documents.

Exit status 1 where a floor of floors.toml does not hold.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from benchmarks.across_reports import FaultsResult, sample_night, warehouse_faults
from benchmarks.corpus_set import CORPUS, corpus_cases
from benchmarks.counts import Score, total
from benchmarks.floors import broken_floors
from benchmarks.golden_set import golden_cases
from benchmarks.metrics_truth import MetricsResult, compare_metrics
from benchmarks.reader import read_cases
from benchmarks.sample_set import Truth, sample_set
from pipeline.sample import SampleSpec

__all__ = ["FaultsResult", "main", "warehouse_faults"]
SETS = ("sample", "corpus", "golden", "warehouse")
HEADINGS = (
    "", "docs", "cells", "recall", "prec.", "SILENT", "figures", "recall", "prec.", "faults found",
    "false err", "warn", "refused", "wrong", "head right", "ms/doc",
)  # fmt: skip
WIDTH = 190  # the tables are wider than most terminals say they are
LEGEND = (
    "recall and precision in %; SILENT: wrong or spurious cells nobody was warned of; "
    "faults found / injected; refused: parts refused as they must be, wrong: needlessly or not; "
    "head: title, agency, year, forms; ms/doc: median CPU time"
)


@dataclass(frozen=True, slots=True)
class _Printer:
    console: Console
    is_verbose: bool

    def notes(self, lines: Sequence[str]) -> None:
        """What was not right: the first lines, all of them with --verbose."""
        most = len(lines) if self.is_verbose else 12
        for line in lines[:most]:
            self.console.print(f"  {line}", highlight=False, soft_wrap=True, markup=False)
        if len(lines) > most:
            self.console.print(f"  … {len(lines) - most} more (--verbose)", highlight=False)


def _percent(share: float) -> str:
    """Never rounded up to 100."""
    return "100" if share == 1 else f"{min(100 * share, 99.99):.2f}"


def _row(kind: str, scores: Sequence[Score]) -> tuple[str, ...]:
    counts = total(scores)
    return (
        kind,
        f"{counts.documents}",
        f"{counts.cells}",
        _percent(counts.cell_recall),
        _percent(counts.cell_precision),
        f"{counts.silent}",
        f"{counts.figures}",
        _percent(counts.figure_recall),
        _percent(counts.figure_precision),
        f"{counts.findings_found}/{counts.findings}",
        f"{counts.false_errors}",
        f"{counts.false_warnings}",
        f"{counts.refused_right}",
        f"{counts.refused_lacking + counts.refused_needless}",
        f"{counts.head_right}/{counts.head}",
        f"{1000 * statistics.median(score.seconds for score in scores):.1f}",
    )


def score_table(title: str, scores: Sequence[Score]) -> Table:
    """One row a kind of document, and all together."""
    table = Table(title=title, title_justify="left", title_style="bold", box=SIMPLE_HEAD, pad_edge=False)
    for number, heading in enumerate(HEADINGS):
        table.add_column(heading, justify="right" if number else "left", no_wrap=True)
    kinds: dict[str, list[Score]] = defaultdict(list)
    for score in scores:
        kinds[score.kind].append(score)
    for kind in sorted(kinds):
        table.add_row(*_row(kind, kinds[kind]))
    if len(kinds) > 1:
        table.add_section()
        table.add_row(*_row("all", scores))
    return table


def _notes(scores: Iterable[Score]) -> list[str]:
    return [f"{score.name}: {note}" for score in scores for note in score.notes]


def _show_set(printer: _Printer, name: str, title: str, scores: Sequence[Score]) -> list[str]:
    printer.console.print()
    printer.console.print(score_table(title, scores))
    printer.notes(_notes(scores))
    return broken_floors(name, total(scores))


def _show_warehouse(printer: _Printer, spec: SampleSpec, truth: Truth) -> list[str]:
    printer.console.print("\nwarehouse: a night over the same sample …")
    with tempfile.TemporaryDirectory() as folder, sample_night(spec, Path(folder)) as night:
        faults: FaultsResult = warehouse_faults(night.con, truth)
        metrics: MetricsResult = compare_metrics(night.con, truth, spec)
    rules = ", ".join(f"{rule} {found}/{count}" for rule, count, found in faults.by_rule)
    printer.console.print(
        f"faults across reports: {faults.found} of {faults.required} found ({rules}); "
        f"{faults.false_errors} false errors, {faults.false_warnings} false warnings",
        highlight=False,
    )
    printer.notes([f"missed {line}" for line in faults.missed] + [f"false {line}" for line in faults.false])
    printer.console.print(
        f"metrics: {metrics.equal} of {metrics.compared} equal those computed from the truth", highlight=False
    )
    printer.notes(metrics.differences)
    return broken_floors("warehouse", faults) + broken_floors("metrics", metrics)


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    whole = SampleSpec()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--sets", nargs="+", choices=SETS, default=SETS, help="which sets (default: all)")
    parser.add_argument("--agencies", type=int, default=whole.agencies)
    parser.add_argument("--years", default="-".join(map(str, whole.years)), help="A-B, report years")
    parser.add_argument("--seed", type=int, default=whole.seed)
    parser.add_argument("--verbose", action="store_true", help="every difference, not the first of each set")
    return parser.parse_args(argv)


def main(argv: Sequence[str] | None = None) -> int:
    """Measure and print; 0 where every floor holds."""
    options = _arguments(argv)
    first, last = (int(year) for year in options.years.split("-"))
    spec = SampleSpec(options.agencies, (first, last), options.seed)
    printer = _Printer(Console(width=WIDTH), options.verbose)
    broken: list[str] = []
    if {"sample", "warehouse"} & set(options.sets):
        made = sample_set(spec)
        if "sample" in options.sets:
            title = f"sample portal: {spec.agencies} agencies, {first}–{last}, seed {spec.seed}"
            broken += _show_set(printer, "sample", title, read_cases(made.cases))
        if "warehouse" in options.sets:
            broken += _show_warehouse(printer, spec, made.truth)
    if "corpus" in options.sets:
        cases = corpus_cases()
        if cases:
            broken += _show_set(printer, "corpus", "corpus: real documents", read_cases(cases))
        else:
            printer.console.print(f"\ncorpus: skipped, no manifest.json in {CORPUS}")
    if "golden" in options.sets:
        broken += _show_set(printer, "golden", "golden documents", read_cases(golden_cases()))
    printer.console.print(f"\n{LEGEND}", highlight=False)
    verdict = "all floors hold" if not broken else f"{len(broken)} floors broken"
    printer.console.print(f"RESULT: {verdict}", highlight=False)
    printer.notes(broken)
    return 1 if broken else 0


if __name__ == "__main__":
    raise SystemExit(main())
