"""Findings as Chinese sentences: the words of `crosswalks/finding_texts.toml`, filled from what a finding holds.

The English message of a finding is its text of record; what is made here is for readers of pages and workbooks.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

from pipeline.errors import CrosswalkError
from pipeline.forms import cells, load_forms

TEXTS = Path(__file__).parent / "crosswalks" / "finding_texts.toml"
NEEDED = ("rule", "message", "part", "fault", "left_value", "right_value", "delta", "cell_codes")
_WHOLE = re.compile(r"-?[0-9]+\.0")
_CODE = re.compile(r"[a-z_]+")


@dataclass(frozen=True, slots=True)
class RuleText:
    """What a rule claims, and its sentences in the order they are tried: pattern of the message, template."""

    meaning: str
    says: tuple[tuple[re.Pattern[str], str], ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """All of `finding_texts.toml`; rules by name or by a pattern of names."""

    parts: Mapping[str, str]
    reads: Mapping[str, str]
    columns: Mapping[str, str]
    channels: Mapping[str, str]
    rules: Mapping[str, RuleText]

    def of(self, rule: str) -> RuleText | None:
        """The words of a rule; None for one that is not described."""
        exact = self.rules.get(rule)
        return exact or next((text for name, text in self.rules.items() if fnmatchcase(rule, name)), None)


def sentence(finding: Mapping[str, Any]) -> str:
    """One Chinese sentence for a finding, a mapping with the keys NEEDED, as rows of marts.findings are.

    A rule that is not described gives the finding's own message, and so does one whose sentences do not fit.
    """
    known = texts()
    text = known.of(finding["rule"])
    message = str(finding["message"] or "")
    fields = _fields(finding, known)
    for pattern, template in text.says if text else ():
        found = pattern.search(message)
        if found is None:
            continue
        groups = {name: _plain(name, value or "", known) for name, value in found.groupdict().items()}
        try:
            return template.format(**fields, **groups)
        except KeyError:  # it speaks of a cell or a number that this finding has not
            continue
    return message


def meaning(rule: str) -> str | None:
    """What a rule claims, in Chinese; None for one that is not described."""
    text = texts().of(rule)
    return text.meaning if text else None


@cache
def texts(path: Path = TEXTS) -> Texts:
    """The file, read once. Raises CrosswalkError naming the rule whose words cannot be used."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    rules = {name: _rule_text(name, entry) for name, entry in content["rules"].items()}
    return Texts(**{**content, "rules": rules})


def _rule_text(name: str, entry: Mapping[str, Any]) -> RuleText:
    try:
        says = tuple((re.compile(pattern), template) for pattern, template in entry["says"])
        text = RuleText(entry["meaning"], says)
    except (KeyError, ValueError, re.error) as error:
        raise CrosswalkError(
            f"finding_texts.toml: {name}: needs `meaning` and pairs in `says` ({error})"
        ) from error
    if not says or says[-1][0].pattern:
        raise CrosswalkError(f'finding_texts.toml: {name}: its last sentence needs the pattern ""')
    return text


def _fields(finding: Mapping[str, Any], known: Texts) -> dict[str, str]:
    """What templates may name, without what this finding has not."""
    fields = {"reads": known.reads.get(finding["fault"], known.reads["extraction"])}
    for name, value in (
        ("left", finding["left_value"]),
        ("right", finding["right_value"]),
        ("delta", None if finding["delta"] is None else abs(finding["delta"])),
    ):
        if value is not None:
            fields[name] = f"{value:.12g}"
    codes: Sequence[str] = finding["cell_codes"] or ()
    part = codes[0].partition(".")[0] if codes else finding["part"]
    if part in known.parts:
        fields["part"] = known.parts[part]
    if codes:
        row, column = _labels().get(codes[0], (codes[0], ""))
        column = known.columns.get(column, column)
        where = known.parts.get(part, "")
        fields |= {"row": row, "column": column}
        fields["cell"] = f"{where}“{row}”（{column}）" if column else f"{where}“{row}”"
    return fields


@cache
def _labels() -> dict[str, tuple[str, str]]:
    """Row and column of every cell code, as the newest form with that code prints them."""
    return {cell.cell_code: (cell.row_label_zh, cell.col_label_zh) for cell in cells(load_forms())}


def _plain(group: str, text: str, known: Texts) -> str:
    """A group as a reader wants it: 7.0 is 7, and channels have names."""
    if group == "parts":
        return _CODE.sub(lambda code: known.channels.get(code[0], code[0]), text)
    return text[:-2] if _WHOLE.fullmatch(text) else text
