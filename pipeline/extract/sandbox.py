"""Foreign programs on untrusted bytes: a private folder, a deadline, caps, the whole group killed at the end.

Yields the program's standard output. No name out of a document ever becomes a path here.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import LimitError

CHUNK = 1 << 16
MEMORY_BYTES = 2 * 2**30
FILE_BYTES = 2**30
# nothing of the caller's environment but the search path: no proxy, no credentials, no preloading
SAFE_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


# 512-byte blocks and kibibytes, as the shell counts; a system without one of these limits goes on without it
LIMITED = f'ulimit -f {FILE_BYTES // 512} 2>&-; ulimit -v {MEMORY_BYTES // 1024} 2>&-; exec "$@"'


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a program left: exit code (negative: killed by that signal), output, last error lines."""

    code: int
    output: bytes
    errors: str


@contextlib.contextmanager
def folder() -> Iterator[Path]:
    """A temporary folder only this process's user can enter; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="gongkai-", ignore_cleanup_errors=True) as name:
        yield Path(name)


def find(program: str) -> str | None:
    """Where an installed program is, or None."""
    return shutil.which(program, path=SAFE_PATH)


def run(command: Sequence[str], home: Path, seconds: float, max_output: int) -> Outcome:
    """Run `command` with `home` as its home, temporary and working folder, without input.

    Raises LimitError past `seconds` or past `max_output` bytes of standard output.
    """
    environment = {"PATH": SAFE_PATH, "HOME": str(home), "TMPDIR": str(home), "LC_ALL": "C.UTF-8"}
    with (
        (home / "stderr").open("w+b") as errors,
        subprocess.Popen(
            ["/bin/sh", "-c", LIMITED, "sh", *command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            cwd=home,
            env=environment,
            start_new_session=True,
        ) as process,
    ):
        late = threading.Event()
        timer = threading.Timer(seconds, _stop, (process, late))
        timer.start()
        try:
            output = _read(process, max_output)
            code = process.wait()
        finally:
            timer.cancel()
            _kill_group(process)
        if late.is_set():
            raise LimitError(f"{Path(command[0]).name} took longer than {seconds:g} s and was stopped")
        if output is None:
            raise LimitError(f"{Path(command[0]).name} gave more than {max_output} bytes and was stopped")
        errors.seek(0)
        return Outcome(code, output, errors.read(CHUNK).decode("utf-8", "replace").strip())


def _read(process: subprocess.Popen[bytes], max_output: int) -> bytes | None:
    """All output, or None when it is more than allowed; the program is stopped then."""
    chunks: list[bytes] = []
    size = 0
    stream = process.stdout
    while stream is not None and (chunk := stream.read(CHUNK)):
        size += len(chunk)
        if size > max_output:
            _kill_group(process)
            return None
        chunks.append(chunk)
    return b"".join(chunks)


def _stop(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    late.set()
    _kill_group(process)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill the program and all it started (soffice is a script that starts another)."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
