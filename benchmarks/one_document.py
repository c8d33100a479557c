"""Reads one file and prints the peak memory of its process in MB: `python -m benchmarks.one_document FILE`."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from benchmarks.timing import peak_mb
from pipeline.errors import ExtractError
from pipeline.reading import read


def main() -> int:
    """Read the file named on the command line."""
    content = Path(sys.argv[1]).read_bytes()
    try:
        read(hashlib.sha256(content).hexdigest(), content)
    except ExtractError as problem:
        print(problem, file=sys.stderr)
    print(peak_mb())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
