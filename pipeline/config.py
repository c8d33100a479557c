"""Settings: the only reader of the environment, and the only place that knows paths."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError

from pipeline.errors import SettingsError

PACKAGE = Path(__file__).parent
PREFIX = "GONGKAI_"


class Settings(BaseModel):
    """Settings by name; every default works on a laptop."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data_dir: Path = Field(Path("data"), description="archive, warehouse, published versions, Dagster's home")
    portal: str = Field(
        "nxgy", description="portals of runs started by Dagster: names or TOML paths, by comma"
    )
    contact: str = Field(
        "https://github.com/gongkai-warehouse/gongkai",
        description="in the User-Agent: whom to tell about trouble",
    )
    keep_versions: int = Field(5, ge=3, description="published versions kept")
    workers: int = Field(0, ge=0, description="processes for extraction; 0: one a core")
    max_file_bytes: int = Field(64 * 2**20, gt=0, description="largest file read by an extractor")
    max_pages: int = Field(400, gt=0, description="most pages read of one PDF")
    max_cells: int = Field(200_000, gt=0, description="most table cells read of one document")
    extract_seconds: float = Field(
        60.0,
        gt=0,
        description="longest computing time for one document (OCR: a page); 4 times as long on the clock",
    )
    sample: str = Field("64,2014-2025,20140,0", description="the sample portal: agencies,years,seed,night")
    memory_limit: str = Field("2GB", description="DuckDB's memory limit while building")
    nightly_at: str = Field(
        default="02:30",
        pattern=r"^([01]\d|2[0-3]):[0-5]\d$",
        description="start of the nightly run, Beijing time",
    )
    alert_webhook: str = Field("", description="address alerts are posted to; empty: none")
    alert_form: Literal["json", "dingtalk", "wecom", "feishu"] = Field("json", description="what it expects")
    alert_secret: SecretStr = Field(SecretStr(""), description="signing secret of a DingTalk or Feishu robot")
    alert_email: str = Field("", description="addresses alerts are mailed to, by comma; empty: none")
    alert_email_from: str = Field("gongkai@localhost", description="sender of these mails")
    alert_smtp: str = Field("localhost:25", description="mail server, host:port")
    alert_smtp_security: Literal["none", "starttls", "tls"] = Field("none", description="its encryption")
    alert_smtp_user: str = Field("", description="account on the mail server; empty: no login")
    alert_smtp_password: SecretStr = Field(SecretStr(""), description="its password")
    alert_stale_hours: float = Field(36.0, gt=0, description="hours without a successful run until an alert")
    lake_catalog: SecretStr = Field(
        SecretStr(""), description="PostgreSQL of a DuckLake, as libpq writes it; empty: one DuckDB file"
    )
    lake_data: str = Field(
        "", description="where the lake's files lie: s3://bucket/folder, or a shared folder"
    )
    lake_s3_endpoint: str = Field("", description="S3-compatible server, host:port; empty: AWS")
    lake_s3_region: str = Field("us-east-1", description="its region")
    lake_s3_key: SecretStr = Field(SecretStr(""), description="its access key")
    lake_s3_secret: SecretStr = Field(SecretStr(""), description="its secret key")
    lake_s3_tls: bool = Field(True, description="whether it is asked over TLS")
    readers: str = Field(
        "", description="Dask scheduler whose workers read documents; empty: this host's cores"
    )

    @property
    def archive_dir(self) -> Path:
        """Content-addressed bytes and `catalogue.sqlite`: the truth."""
        return self.data_dir / "archive"

    @property
    def work_db(self) -> Path:
        """The warehouse being built: a cache of the archive."""
        return self.data_dir / "work.duckdb"

    @property
    def published_dir(self) -> Path:
        """Published versions and the link `current`."""
        return self.data_dir / "published"

    @property
    def dagster_home(self) -> Path:
        """DAGSTER_HOME of every run, so that `dagster dev` shows the same history."""
        return self.data_dir / "dagster"

    @property
    def sample_dir(self) -> Path:
        """Files of the generated sample portal: agency list and truth."""
        return self.data_dir / "sample"


@lru_cache(maxsize=1)
def settings() -> Settings:
    """The settings of this process by its environment, prefix `GONGKAI_`, read once."""
    names = {name.upper(): value for name, value in os.environ.items()}
    given = {
        name: names[PREFIX + name.upper()] for name in Settings.model_fields if PREFIX + name.upper() in names
    }
    try:
        return Settings.model_validate(given)
    except ValidationError as error:
        first = error.errors()[0]
        name = PREFIX + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"{name}: {first['msg']} (see `gongkai --help`)") from error


def sql_dir() -> Path:
    """The folder `sql/`: beside the package in a checkout, inside it in a wheel."""
    checkout = PACKAGE.parent / "sql"
    return checkout if checkout.is_dir() else PACKAGE / "_sql"
