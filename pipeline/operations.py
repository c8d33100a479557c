"""The commands of whoever keeps the warehouse running: status, doctor, alert, reparse, backup, restore."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli import app
from pipeline.errors import GongkaiError


@app.command()
def status() -> None:
    """The version readers have, coverage, each portal's health, the last runs and the next one."""
    from rich.console import Console

    from pipeline.config import settings
    from pipeline.status import read_status, show_status

    show_status(read_status(settings()), Console())


@app.command()
def doctor(
    portal: Annotated[
        str | None, typer.Option(help="Name or path of a TOML; default GONGKAI_PORTAL.")
    ] = None,
) -> None:
    """Look at a portal through its TOML, item by item; nothing is stored."""
    from rich.console import Console
    from rich.markup import escape

    from pipeline.config import settings
    from pipeline.crawl import diagnose, open_client
    from pipeline.hosting import reachable
    from pipeline.portals import load_portal

    console = Console(highlight=False, soft_wrap=True)
    problems = 0
    names = [name.strip() for name in (portal or settings().portal).split(",") if name.strip()]
    for name in names:
        with reachable(load_portal(name), settings()) as there, open_client(there) as get:
            for found in diagnose(there, get, read_report):
                problems += not found.ok
                mark = "[green]ok [/]" if found.ok else "[red]BAD[/]"
                console.print(f"{mark} {there.name}  {found.item:<17}{escape(found.detail)}")
    if problems:
        raise typer.Exit(1)


def read_report(content: bytes) -> str:
    """One line on what is read of a report's bytes. Raises ExtractError where nothing can be."""
    from pipeline.reading import read

    reading = read(sha256(content).hexdigest(), content)
    forms = sorted({part.form_id for part in reading.parts if part.form_id})
    report = reading.report
    told = f"{len(reading.observations)} cells ({', '.join(forms) or 'no form recognised'})"
    return f"{report.agency or 'agency unknown'}, {report.report_year or 'year unknown'}: {told}"


@app.command()
def alert(
    test: Annotated[bool, typer.Option("--test", help="Send a trial message through every channel.")] = False,
) -> None:
    """Send alerts for what stands and was not told yet; for a timer beside the nightly run."""
    from datetime import UTC, datetime

    from pipeline.archive import Archive
    from pipeline.config import settings
    from pipeline.notify import Alert, deliver, is_wanted, notify

    if not is_wanted(settings()):
        raise GongkaiError("no channel for alerts; set GONGKAI_ALERT_WEBHOOK or GONGKAI_ALERT_EMAIL")
    if test:
        deliver(
            settings(), Alert("test", "recovered", "测试 trial message", lasting=False), datetime.now(UTC)
        )
        typer.echo("sent")
        return
    with Archive(settings().archive_dir) as archive:
        for one in notify(settings(), archive):
            typer.echo(f"sent: {one.title}")


@app.command()
def reparse(
    publish: Annotated[bool, typer.Option("--publish", "--yes", help="Publish without asking.")] = False,
    csv: Annotated[Path | None, typer.Option(help="Write every changed cell into this file.")] = None,
) -> None:
    """Read again what a better reader affects, show which cells come out otherwise, then publish."""
    import sys

    from rich.console import Console

    from pipeline.config import settings
    from pipeline.night import reopen
    from pipeline.progress import bars
    from pipeline.reparse import reread, show, write_csv

    with bars(transient=True) as progress, reopen(settings(), "reparse", progress, is_reviewed=True) as night:
        result = reread(night)
        show(result, Console())
        if csv:
            write_csv(result.changes, csv)
        if not publish and not (sys.stdin.isatty() and typer.confirm("publish?")):
            typer.echo("not published; `gongkai reparse --publish` does")
            return
        night.load_seeds()
        night.build()
        published = night.publish()
    typer.echo(
        f"{published.version} at {published.path}" + (f" ({published.note})" if published.note else "")
    )


@app.command()
def backup(
    folder: Annotated[Path, typer.Argument(help="Where the copy goes; run again, it only adds.")],
) -> None:
    """Copy the archive, also while a run writes, and read the copy back."""
    from pipeline.backup import backup as copy
    from pipeline.config import settings

    done = copy(settings(), folder)
    typer.echo(
        f"{done.new:,} files copied, {done.held:,} there before; {done.verified.byte_count / 1e6:,.1f} MB, whole"
    )


@app.command()
def restore(folder: Annotated[Path, typer.Argument(help="A folder made by `gongkai backup`.")]) -> None:
    """Copy a backup into an empty data directory; `gongkai rebuild` makes the rest."""
    from pipeline.backup import restore as copy
    from pipeline.config import settings

    done = copy(settings(), folder)
    typer.echo(f"{done.new:,} files restored, whole; now run `gongkai rebuild`")
