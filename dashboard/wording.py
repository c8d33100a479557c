"""Findings in the session's language: the message as it stands in the data, or its Chinese sentence."""

from __future__ import annotations

import polars as pl

from dashboard import i18n
from pipeline import sentences

NEEDED = sentences.NEEDED


def told(found: pl.DataFrame) -> pl.DataFrame:
    """The frame, which has the columns NEEDED, with `told`: each finding in one sentence."""
    if i18n.language() == "en":
        return found.with_columns(told=pl.col("message"))
    lines = [sentences.sentence(row) for row in found.select(NEEDED).to_dicts()]
    return found.with_columns(pl.Series("told", lines, dtype=pl.String))


def meaning(rule: str, english: object) -> str:
    """What a rule claims."""
    return i18n.pick(sentences.meaning(rule), english)
