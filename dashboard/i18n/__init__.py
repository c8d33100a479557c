"""The dashboard's words in Chinese and English: `zh.toml` and `en.toml` hold the same keys."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import streamlit as st

LANGUAGES = ("zh", "en")
KEY = "lang"


def language() -> str:
    """The language of this session: `zh` unless the user chose `en`."""
    return "en" if st.session_state.get(KEY) == "en" else "zh"


def t(key: str, **values: object) -> str:
    """The text at `section.name`, with `{placeholders}` filled in. Raises KeyError for an unknown key."""
    section, name = key.split(".", 1)
    text = texts(language())[section][name]
    return text.format(**values) if values else text


def code(kind: str, value: object) -> str:
    """The label of a code such as kind `scope`, value `organ`; the code itself where it is not described."""
    return texts(language()).get(kind, {}).get(str(value), "" if value is None else str(value))


def pick(zh: object, en: object) -> str:
    """The one of two texts that the session's language wants; the other where it is missing."""
    wanted, other = (en, zh) if language() == "en" else (zh, en)
    return str(wanted or other or "")


def column(base: str) -> str:
    """The name of the column that holds `base` in the session's language: `label` gives `label_zh`."""
    return f"{base}_{language()}"


@cache
def texts(language: str) -> dict[str, dict[str, str]]:
    """Every text of one language by section and name."""
    content: dict[str, dict[str, str]] = tomllib.loads(
        Path(__file__).with_name(f"{language}.toml").read_text(encoding="utf-8")
    )
    return content
