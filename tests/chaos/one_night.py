"""Runs sample nights in children that can be killed: reads `FOLDER NIGHT RUN_ID` lines, tells each child's pid and end.

Everything is imported and the city generated once, before the forks, so that a killed night costs only itself.
"""

from __future__ import annotations

import os
import sys
import traceback
from functools import cache
from pathlib import Path

from sample_nights import run_night, sample_settings, sample_spec

import pipeline.sample
from pipeline.sample import build

NIGHT = 2


def main() -> None:
    pipeline.sample.build = cache(build)
    pipeline.sample.build(sample_spec(NIGHT))
    print("ready", flush=True)
    for line in sys.stdin:
        folder, night, run_id = line.split()
        child = os.fork()
        if child == 0:
            _run(Path(folder), int(night), run_id)
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _run(folder: Path, night: int, run_id: str) -> None:
    code = 1
    try:
        run_night(sample_settings(folder, night), run_id, night)
        code = 0
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(code)


if __name__ == "__main__":
    main()
