"""Real servers for the lake: PostgreSQL behind a socket file, an S3 server on loopback; a sample archive to load."""

from __future__ import annotations

import logging
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.config import Settings
from pipeline.errors import SettingsError
from pipeline.night import Errand, open_night
from pipeline.warehouse.lake import extension_file

SAMPLE = "20,2021-2023,20140,0"
PROGRAMS = Path("/usr/lib/postgresql")


@dataclass(frozen=True)
class Servers:
    """What the settings of a lake need to know of the two servers."""

    socket_folder: Path
    endpoint: str
    run_as: str | None

    def settings(self, name: str, data_dir: Path) -> Settings:
        """Settings of a lake of its own: a new database and a new bucket."""
        _run([*self.command("createdb"), "-h", str(self.socket_folder), "-U", "gongkai", name], self.run_as)
        import boto3

        client = boto3.client(
            "s3",
            endpoint_url=f"http://{self.endpoint}",
            region_name="us-east-1",
            aws_access_key_id="key",
            aws_secret_access_key="secret",
        )
        client.create_bucket(Bucket=name)
        return Settings(
            data_dir=data_dir,
            sample=SAMPLE,
            workers=1,
            lake_catalog=f"dbname={name} host={self.socket_folder} user=gongkai",
            lake_data=f"s3://{name}/gongkai/",
            lake_s3_endpoint=self.endpoint,
            lake_s3_key="key",
            lake_s3_secret="secret",
            lake_s3_tls=False,
        )

    @staticmethod
    def command(program: str) -> list[str]:
        return [str(sorted(PROGRAMS.glob(f"*/bin/{program}"))[-1])]


def environment(settings: Settings) -> dict[str, str]:
    """The settings as another process reads them."""
    secret = ("lake_catalog", "lake_s3_key", "lake_s3_secret")
    plain = ("data_dir", "sample", "workers", "lake_data", "lake_s3_endpoint", "lake_s3_tls")
    told = {name: str(getattr(settings, name)) for name in plain}
    told |= {name: getattr(settings, name).get_secret_value() for name in secret}
    return os.environ | {f"GONGKAI_{name.upper()}": value for name, value in told.items()}


def _run(command: list[str], user: str | None) -> None:
    done = subprocess.run(command, capture_output=True, text=True, user=user, cwd="/", check=False)
    assert done.returncode == 0, f"{command[0]}: {done.stderr}"


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """PostgreSQL and an S3 server, ended with the tests."""
    server = pytest.importorskip(
        "moto.server", reason="the S3 server of the tests is moto; uv sync --group dev"
    )
    try:
        for name in ("httpfs", "postgres_scanner", "ducklake"):
            extension_file(name)
    except SettingsError as error:
        pytest.skip(str(error))
    if not list(PROGRAMS.glob("*/bin/initdb")):
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="gongkai-pg-"))  # short: a socket's path has 107 characters at most
    user = "nobody" if os.geteuid() == 0 else None  # PostgreSQL refuses to run as root
    if user:
        os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
    data, control = str(folder / "data"), Servers.command("pg_ctl")
    _run([*Servers.command("initdb"), "-D", data, "-U", "gongkai", "-A", "trust", "--no-sync"], user)
    options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
    _run([*control, "-D", data, "-w", "-o", options, "-l", str(folder / "log"), "start"], user)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    s3 = server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    s3.start()
    host, port = s3.get_host_and_port()
    try:
        yield Servers(folder, f"{host}:{port}", user)
    finally:
        s3.stop()
        _run([*control, "-D", data, "-m", "immediate", "stop"], user)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory whose archive holds the small sample; its single-file warehouse is built."""
    folder = tmp_path_factory.mktemp("single")
    with open_night(
        Settings(data_dir=folder, sample=SAMPLE, workers=1), "night", Errand(("sample",))
    ) as night:
        night.crawl()
        night.ingest()
        night.load_seeds()
        night.build()
    return folder


@pytest.fixture
def data_dir(crawled: Path, tmp_path: Path) -> Path:
    """A data directory of its own with a copy of the crawled archive."""
    for name in ("archive", "sample"):
        if (crawled / name).exists():
            shutil.copytree(crawled / name, tmp_path / name)
    return tmp_path
