"""What `make demo` shows after its run: three comparisons, and where to ask further."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from pipeline.config import settings
from pipeline.query import print_table, published, query

EXAMPLE = "select * from marts.coverage limit 5"


def show() -> None:
    """Print three comparison tables of the published version and the path to query. Each is a file beside this."""
    console = Console()
    with published(settings().published_dir) as con:
        for path in sorted(Path(__file__).parent.glob("*.sql")):
            sql = path.read_text(encoding="utf-8")
            console.print(f"\n[bold]{sql.partition(chr(10))[0].removeprefix('-- ')}[/bold]", highlight=False)
            print_table(query(con, sql), console)
    current = settings().published_dir / "current" / "warehouse.duckdb"
    console.print(f'\nquery it   gongkai query "{EXAMPLE}"', highlight=False)
    console.print(f"or open    {current}", highlight=False, soft_wrap=True)
