"""Speed and memory of the warehouse: loading, sql/, publishing, a night without news, a cold run."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl

from benchmarks import bare
from benchmarks.documents import documents
from benchmarks.stages import night, settings_of
from benchmarks.timing import Line, Pair, at_most, best, compare, python, ratio_line, undisturbed, wall
from pipeline import warehouse
from pipeline.publish import EXPORTS, current_folder, publish
from pipeline.warehouse.frames import SCHEMAS

BUILDS = 3
SLOWEST = 15
SQL_LIMIT, DAGSTER_LIMIT = 5, 12  # seconds, full rebuild of sql/
DOCUMENT_LIMIT = 300  # MB for one document


def stage_line(name: str, data_dir: Path, limit: float | None = None) -> Line:
    """One stage in a process of its own, reading processes not counted in CPU and memory."""
    told = json.loads(python("-m", "benchmarks.stages", name, str(data_dir)).stdout.splitlines()[-1])
    text = f"{told['seconds']:.1f} s ({told['cpu']:.1f} s CPU)"
    memory = f"peak {told['peak_mb']:.0f} MB"
    if limit is None:
        return Line(name, text, memory)
    return at_most(name, min(told["seconds"], told["cpu"]), limit, text, " s", memory)


def load_lines(data_dir: Path) -> Iterator[Line]:
    """Loading all raw frames against a bare `insert … select` of the same frames into tables without keys."""
    with duckdb.connect(str(data_dir / "work.duckdb"), read_only=True) as con:
        frames = {
            name: con.sql(f"select {', '.join(SCHEMAS[name])} from raw.{name}").pl() for name in SCHEMAS
        }
    frames = {name: frame.cast(SCHEMAS[name]) for name, frame in frames.items()}  # type: ignore[arg-type]
    rows = sum(frame.height for frame in frames.values())
    with tempfile.TemporaryDirectory() as folder:
        pair = compare(lambda: _load(Path(folder), frames), lambda: _insert(Path(folder), frames), 3, wall)
    yield ratio_line(f"load {rows} raw rows", pair, "insert … select")


def _load(folder: Path, frames: dict[str, pl.DataFrame]) -> None:
    path = folder / "ours.duckdb"
    with warehouse.connect(path) as con:
        warehouse.init(con)
        warehouse.load_frames(con, frames)
    path.unlink()


def _insert(folder: Path, frames: dict[str, pl.DataFrame]) -> None:
    path = folder / "bare.duckdb"
    with duckdb.connect(str(path)) as con:
        for name, frame in frames.items():
            con.register("frame", frame)
            con.execute(f"create table {name} as select * from frame limit 0")
            con.execute(f"insert into {name} select * from frame")
            con.unregister("frame")
    path.unlink()


def build_lines(data_dir: Path) -> Iterator[Line]:
    """A full rebuild of sql/ without Dagster, the best of several, and its slowest models."""
    seconds: dict[str, list[float]] = {}
    totals: list[float] = []
    with warehouse.connect(data_dir / "work.duckdb") as con:
        models = warehouse.discover()
        for _ in range(BUILDS):
            results = warehouse.build(con, models)
            totals.append(sum(result.seconds for result in results))
            for result in results:
                seconds.setdefault(result.model.name, []).append(result.seconds)
    total = best(totals)
    yield at_most(f"build of sql/, {len(models)} models", total, SQL_LIMIT, f"{total:.2f} s", " s")
    slowest = sorted(seconds, key=lambda name: -best(seconds[name]))[:SLOWEST]
    for name in slowest:
        yield Line(f"  {name}", f"{1000 * best(seconds[name]):.0f} ms", f"{best(seconds[name]) / total:.0%}")


def publish_lines(data_dir: Path) -> Iterator[Line]:
    """Publishing into an empty folder against a copy of the files it writes; then with one export at a time."""
    settings = settings_of(data_dir)
    version = current_folder(settings.published_dir)
    with night(data_dir) as one, tempfile.TemporaryDirectory() as folder:

        def ours(name: str, exports: tuple[object, ...]) -> float:
            target = Path(folder) / name
            return undisturbed(lambda: publish(one.con, target, run_id=None, keep=3, exports=exports))  # type: ignore[arg-type]

        whole = ours("all", EXPORTS)
        copied = wall(lambda: bare.copy_tree(version, Path(folder) / "copy"))
        size = sum(path.stat().st_size for path in version.rglob("*") if path.is_file()) / 1e6
        yield ratio_line(f"publish {size:.0f} MB", Pair(whole, copied), "a copy of the files")
        core = ours("core", ())
        file = version / "warehouse.duckdb"
        copied = wall(lambda: (Path(folder) / "file").write_bytes(file.read_bytes()))
        yield ratio_line("  the DuckDB file, hashed and verified", Pair(core, copied), "a copy of it")
        for export in EXPORTS:
            name = export.__module__.rpartition(".")[2]
            yield Line(f"  {name}", f"{ours(name, (export,)) - core:.2f} s more")


def memory_lines() -> Iterator[Line]:
    """Peak memory of a process that reads one document, by format."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in documents().items():
            if isinstance(content, str):
                yield Line(f"memory, one {name}", "skipped", content)
                continue
            path = Path(folder) / f"document.{name}"
            path.write_bytes(content)
            peak = float(python("-m", "benchmarks.one_document", str(path)).stdout.splitlines()[-1])
            yield at_most(f"memory, one {name}", peak, DOCUMENT_LIMIT, f"{peak:.0f} MB", " MB")


def warehouse_lines(sample: str = "") -> Iterator[Line]:
    """All of it over a sample portal of its own, in a folder that is removed. `sample`: as GONGKAI_SAMPLE."""
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        data_dir = Path(folder)
        (data_dir / "sample.txt").write_text(sample, encoding="utf-8")
        for name in ("crawl", "read", "build", "publish"):
            yield stage_line(name, data_dir)
        yield from load_lines(data_dir)
        yield from build_lines(data_dir)
        yield stage_line("sql by dagster", data_dir, DAGSTER_LIMIT)
        yield from publish_lines(data_dir)
        yield stage_line("no-op night", data_dir)
        yield stage_line("cold run", data_dir)
