"""Both languages say the same things, and every text a page asks for is there."""

from __future__ import annotations

import re
from pathlib import Path

from dashboard import i18n

DASHBOARD = Path(i18n.__file__).parents[1]
PLACEHOLDER = re.compile(r"\{(\w+)\}")


def keys(language: str) -> dict[str, set[str]]:
    return {
        f"{section}.{name}": set(PLACEHOLDER.findall(text))
        for section, texts in i18n.texts(language).items()
        for name, text in texts.items()
    }


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    assert keys("zh") == keys("en")


def test_no_text_is_blank() -> None:
    for language in i18n.LANGUAGES:
        for section, texts in i18n.texts(language).items():
            assert all(text.strip() for text in texts.values()), section


def test_every_text_asked_for_is_there() -> None:
    known = keys("zh")
    asked = set()
    for path in DASHBOARD.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        asked |= set(re.findall(r'\bt\(\s*"([a-z_]+\.\w+)"', source))
        asked |= {f"column.{name}" for name in re.findall(r'layout\.\w+_column\(\s*"(\w+)"', source)}
    assert len(asked) > 150
    assert asked <= set(known)


def test_a_code_without_label_is_shown_itself() -> None:
    assert i18n.code("scope", "organ") == "部门"
    assert i18n.code("scope", "new_kind") == "new_kind"
    assert i18n.code("scope", None) == ""
    assert i18n.pick(None, "only") == "only"
