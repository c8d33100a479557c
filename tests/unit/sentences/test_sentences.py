"""Findings in Chinese: every rule and every wording has its sentence, and nothing is made up."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from pipeline.crosswalks import shared
from pipeline.errors import CrosswalkError
from pipeline.sentences import NEEDED, meaning, sentence, texts

EXAMPLES = Path(__file__).with_name("examples.csv")


def finding(**given: Any) -> dict[str, Any]:
    plain = dict.fromkeys(NEEDED) | {"part": "document", "fault": "agency", "cell_codes": [], "message": "x"}
    return plain | given


def examples() -> list[dict[str, Any]]:
    with EXAMPLES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [{**row, **_numbers(row), "cell_codes": row["cell_codes"].split()} for row in rows]


def _numbers(row: dict[str, str]) -> dict[str, float | None]:
    left, right = (float(row[name]) if row[name] else None for name in ("left_value", "right_value"))
    delta = None if left is None or right is None else left - right
    return {"left_value": left, "right_value": right, "delta": delta}


@pytest.mark.parametrize("example", examples(), ids=lambda row: f"{row['rule']}: {row['message'][:40]}")
def test_each_wording_has_its_sentence(example: dict[str, Any]) -> None:
    assert sentence(example) == example["sentence_zh"]


def test_every_sentence_is_shown_by_an_example() -> None:
    spoken = set()
    for row in examples():
        text = texts().of(row["rule"])
        assert text is not None
        spoken.add(next(template for pattern, template in text.says if pattern.search(row["message"])))
    written = {template for text in texts().rules.values() for _, template in text.says}
    assert written == spoken


def test_every_rule_has_a_meaning_and_a_last_sentence() -> None:
    for rule in shared().finding_rules["rule"]:
        assert meaning(rule), rule
        bare = sentence(
            finding(rule=rule, part="t3", left_value=3.0, right_value=2.0, delta=1.0, cell_codes=["t3.x.y"])
        )
        assert bare != "x", rule


def test_a_sentence_never_names_what_the_finding_has_not() -> None:
    assert sentence(finding(rule="T3_ROW_SUM", message="no sides")) == "no sides"
    assert sentence(finding(rule="NO_SUCH_RULE", message="as it was")) == "as it was"
    assert meaning("NO_SUCH_RULE") is None


def test_printed_braces_and_markup_stay_text() -> None:
    told = sentence(
        finding(rule="NOT_A_REPORT", message="no annual report: {left} <b> has neither its sections")
    )
    assert told == "不是年度报告：“{left} <b>”没有年度报告的章节和表格"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ('says = [["", "x"]]', "needs `meaning`"),
        ('meaning = "x"\nsays = [["(", "x"], ["", "x"]]', "needs `meaning`"),
        ('meaning = "x"\nsays = [["a", "x"]]', 'its last sentence needs the pattern ""'),
    ],
)
def test_words_that_cannot_be_used_are_refused_by_name(tmp_path: Path, words: str, said: str) -> None:
    path = tmp_path / "texts.toml"
    path.write_text(f"[parts]\n[reads]\n[columns]\n[channels]\n[rules.RULE]\n{words}\n", encoding="utf-8")
    with pytest.raises(CrosswalkError, match="RULE") as error:
        texts(path)
    assert said in str(error.value)
