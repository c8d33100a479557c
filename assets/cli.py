"""The `gongkai` command: pipeline's own commands, and those that run the Dagster job.

Dagster is imported inside these, so that `gongkai extract` never loads it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

import pipeline.operations  # noqa: F401  adds its commands to the app
from pipeline.cli import app
from pipeline.errors import GongkaiError

__all__ = ["app"]


@app.command()
def run(
    portal: Annotated[
        str | None, typer.Option(help="Name, path of a TOML, or several by comma; default GONGKAI_PORTAL.")
    ] = None,
    years: Annotated[str | None, typer.Option(help="Report years, A-B or A; default: what is due.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Publish even when nothing changed.")] = False,
) -> None:
    """Crawl what is due, read it, build the warehouse, check it, publish it."""
    from assets.runs import execute

    execute({"portals": portal or "", "years": years or "due", "force": force}, years=years)


@app.command("import")
def import_(
    folder: Annotated[Path, typer.Argument(help="A folder of files downloaded by hand.")],
    manifest: Annotated[
        Path | None, typer.Option(help="CSV: file, and any of url, agency, report_year, published_on, title.")
    ] = None,
) -> None:
    """The same for a folder of files: archive, read, build, check, publish."""
    from assets.runs import execute

    if not folder.is_dir():
        raise GongkaiError(f"{folder}: no such folder; give the folder that holds the files")
    execute({"import_dir": str(folder), "manifest": str(manifest or "")})


@app.command()
def demo() -> None:
    """Run over the built-in sample portal and show three comparisons."""
    from assets.runs import execute
    from pipeline.demo import show

    execute({"portals": "sample"})
    show()


@app.command()
def dev(port: Annotated[int, typer.Option(help="Port of the UI.")] = 3000) -> None:
    """Dagster's UI and daemon, with the history of all runs; Ctrl-C ends it."""
    from assets.runs import dagster_home

    home = dagster_home()
    program = Path(sys.executable).with_name("dagster")
    if not program.exists():
        raise GongkaiError("dagster is not installed beside this Python; run `make dev`")
    os.environ |= {"DAGSTER_HOME": str(home), "PYTHONWARNINGS": "ignore"}
    os.execv(program, [str(program), "dev", "-w", "workspace.yaml", "-p", str(port)])


@app.command()
def dashboard(port: Annotated[int, typer.Option(help="Port on this machine.")] = 8501) -> None:
    """The dashboard over the published version; Ctrl-C ends it."""
    from importlib.util import find_spec

    if find_spec("streamlit") is None:
        raise GongkaiError("the dashboard is an extra: pip install 'gongkai[dashboard]', or `make dashboard`")
    from dashboard.launch import run as serve

    serve(port)
