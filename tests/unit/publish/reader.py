"""A reader in its own process: `reader.py loop|hold PUBLISHED_DIR`.

`loop` opens the published version anew for every question, `hold` keeps its first connection. Prints "ready",
works until a line comes on standard input, then prints how often it asked, how many versions it saw, and how
often an answer failed or mixed two versions.
"""

from __future__ import annotations

import json
import select
import sys
from pathlib import Path

import duckdb

from pipeline.query import open_published

QUESTION = """
    select min(number), max(number), count(*) from marts.fct_observation
    union all
    select min(number), max(number), count(*) from metrics.all_metrics
"""


PAUSE = 0.005  # seconds between two questions: leaves the machine to the publisher


def main(mode: str, published_dir: Path) -> None:
    """Ask until told to stop."""
    seen: set[int] = set()
    counts = {"queries": 0, "errors": 0, "mixed": 0}
    con = open_published(published_dir)
    print("ready", flush=True)
    while not select.select([sys.stdin], [], [], PAUSE)[0]:
        try:
            if mode == "loop":
                con.close()
                con = open_published(published_dir)
            (low, high, rows), (other_low, other_high, other_rows) = con.execute(QUESTION).fetchall()
        except duckdb.Error as error:
            print(error, file=sys.stderr)
            counts["errors"] += 1
            continue
        counts["queries"] += 1
        counts["mixed"] += len({low, high, other_low, other_high}) > 1 or (rows, other_rows) != (20000, 10)
        seen.add(low)
    print(json.dumps({**counts, "versions": len(seen)}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
