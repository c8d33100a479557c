"""The `gongkai` command, less what needs Dagster (that is in `assets/cli.py`).

Commands import what they need when they run: `gongkai extract` starts without database or orchestrator.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from pipeline.errors import ExtractError, GongkaiError


class OneLineErrors(TyperGroup):
    """Turns an error of ours into one line on stderr and exit code 1; `--debug` shows the traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except GongkaiError as error:
            if ctx.params.get("debug"):
                raise
            typer.echo(f"gongkai: {error}", err=True)
            raise typer.Exit(1) from error
        except BrokenPipeError:  # `gongkai query … | head`
            sys.stderr.close()
            raise typer.Exit(0) from None


app = typer.Typer(
    cls=OneLineErrors,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="The warehouse of government-information-disclosure annual reports (政府信息公开工作年度报告).",
)
sample_app = typer.Typer(no_args_is_help=True, help="The built-in sample portal of a fictional city.")
app.add_typer(sample_app, name="sample")


@app.callback()
def main(
    debug: Annotated[bool, typer.Option("--debug", help="Show tracebacks instead of one line.")] = False,
) -> None:
    """Settings are read from the environment, prefix GONGKAI_ (GONGKAI_DATA_DIR, GONGKAI_PORTAL, …)."""


@app.command()
def extract(
    files: Annotated[list[Path], typer.Argument(help="Reports: HTML, text, PDF, Word, Excel, ZIP or scans.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a file.")] = False,
) -> None:
    """Read files and print what is in them; nothing is stored."""
    from pipeline.show import summary

    failures = 0
    for file in files:
        answer = _read_file(file)
        failures += "error" in answer
        if "error" in answer and len(files) == 1:
            typer.echo(f"gongkai: {answer['error']}", err=True)
        elif as_json:
            typer.echo(json.dumps(answer, ensure_ascii=False))
        else:
            typer.echo(summary(answer))
    if failures == len(files):
        raise typer.Exit(2)


def _read_file(file: Path) -> dict[str, Any]:
    from hashlib import sha256

    from pipeline.config import settings
    from pipeline.extract import Limits
    from pipeline.reading import read, to_json

    limits = Limits(*(getattr(settings(), name) for name in ("max_file_bytes", "max_pages", "max_cells")))
    try:
        if file.stat().st_size > limits.max_bytes:
            return {"file": str(file), "error": f"{file}: larger than GONGKAI_MAX_FILE_BYTES"}
        content = file.read_bytes()
        return {"file": str(file)} | to_json(read(sha256(content).hexdigest(), content, limits))
    except (ExtractError, OSError) as error:
        reason = error.strerror if isinstance(error, OSError) else str(error)
        return {"file": str(file), "error": f"{file}: {reason}"}


@app.command()
def query(
    sql: Annotated[
        str,
        typer.Argument(
            help="SQL over the published version, or - to read it from stdin; tables: gongkai query 'show all tables'."
        ),
    ],
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON array.")] = False,
) -> None:
    """Ask the published version, read-only."""
    from rich.console import Console

    from pipeline.config import settings
    from pipeline.query import print_table, published, write_csv, write_json
    from pipeline.query import query as ask

    with published(settings().published_dir) as con:
        answer = ask(con, sys.stdin.read() if sql == "-" else sql)
    if as_csv:
        write_csv(answer, sys.stdout)
    elif as_json:
        write_json(answer, sys.stdout)
    else:
        print_table(answer, Console())


@app.command()
def trace(
    agency: Annotated[str, typer.Argument(help="Id, name, alias, or a part of one name.")],
    year: Annotated[int, typer.Argument(help="Report year: the year reported on.")],
    metric: Annotated[str | None, typer.Option(help="Only the cells behind this metric.")] = None,
    cell: Annotated[str | None, typer.Option(help="Only this cell code, or codes that begin so.")] = None,
) -> None:
    """The way of one report: address, sha256, form per table, cells with their source, findings."""
    from rich.console import Console

    from pipeline.archive.objects import Objects
    from pipeline.config import settings
    from pipeline.query import published
    from pipeline.trace import trace as follow
    from pipeline.trace.render import print_trace

    objects = Objects(settings().archive_dir)
    with published(settings().published_dir) as con:
        print_trace(follow(con, agency, year, metric, cell, locate=objects.path), Console())


@app.command()
def versions() -> None:
    """The published versions that are kept, newest first."""
    from rich.console import Console
    from rich.table import Table

    from pipeline.config import settings
    from pipeline.publish import versions as kept

    table = Table("version", "published (UTC)", "", header_style="bold")
    for version in kept(settings().published_dir):
        table.add_row(
            version.name, f"{version.published_at:%Y-%m-%d %H:%M}", "current" if version.is_current else ""
        )
    Console().print(table)


@app.command()
def rollback(
    version: Annotated[
        str | None, typer.Argument(help="A kept version; default: the one before current.")
    ] = None,
) -> None:
    """Point readers at an earlier version."""
    from pipeline.config import settings
    from pipeline.publish import rollback as swap_back

    typer.echo(f"current is {swap_back(settings().published_dir, version).name}")


@app.command()
def diff(old: str, new: Annotated[str, typer.Argument()] = "current") -> None:
    """What changed between two published versions: rows, revised cells, metrics."""
    from rich.console import Console
    from rich.table import Table

    from pipeline.config import settings
    from pipeline.publish import diff as compare

    changes = compare(settings().published_dir, old, new)
    table = Table("table", "added", "removed", "changed", header_style="bold")
    for change in changes.changed_tables:
        table.add_row(
            change.table, *(f"{count:,}" for count in (change.added, change.removed, change.changed))
        )
    Console().print(table if changes.changed_tables else f"{old} and {new} are equal")


@app.command()
def rebuild() -> None:
    """Make warehouse and published version again, from the archive alone."""
    from pipeline.config import settings
    from pipeline.night import rebuild as make_again
    from pipeline.progress import bars

    with bars() as progress:
        result = make_again(settings(), progress)
    typer.echo(f"{result.version} at {result.path}" + (f" ({result.note})" if result.note else ""))


@sample_app.command("serve")
def sample_serve(
    agencies: Annotated[int, typer.Option(help="How many agencies.")] = 64,
    years: Annotated[str, typer.Option(help="Report years, A-B.")] = "2014-2025",
    seed: Annotated[int, typer.Option(help="Another seed, another city's figures.")] = 20140,
    night: Annotated[int, typer.Option(help="Which later night's changes are in.")] = 0,
    formats: Annotated[
        str,
        typer.Option(help="Formats of reports, by comma; all: scans and .doc too; empty: the usual ones."),
    ] = "",
    port: Annotated[int, typer.Option(help="0: the system chooses.")] = 0,
    write: Annotated[
        Path | None, typer.Option(help="Also write agency list and truth into this folder.")
    ] = None,
) -> None:
    """Serve the sample portal on loopback until interrupted."""
    import threading

    from pipeline.sample import FORMATS, SampleSpec, build, serve, write_crosswalks, write_truth

    first, _, last = years.partition("-")
    if not (first.isdigit() and last.isdigit()):
        raise GongkaiError(f"--years {years}: write A-B, as in 2014-2025")
    spec = SampleSpec(agencies, (int(first), int(last)), seed, night)
    if formats:
        spec = replace(spec, formats=FORMATS if formats == "all" else tuple(formats.split(",")))
    city = build(spec)
    if write:
        write_crosswalks(city, write / "crosswalks")
        write_truth(city, write / "truth")
    with serve(city, port) as server:
        typer.echo(f"http://{server.host}:{server.port}/  (Ctrl-C ends it)")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            typer.echo("ended")


@app.command()
def dictionary() -> None:
    """The data dictionary of the published version as Markdown (docs/dictionary.md is this)."""
    from pipeline.config import settings
    from pipeline.publish.dictionary import dictionary as describe
    from pipeline.query import published

    with published(settings().published_dir) as con:
        sys.stdout.write(describe(con))
