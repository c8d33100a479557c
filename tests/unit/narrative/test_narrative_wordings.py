"""Every wording of wordings.toml gives exactly its figures, and stands where its span says."""

import re
import tomllib
from pathlib import Path

import pytest
from tiny_prose import figures_of, scored

CASES = [
    (theme, case["text"], frozenset(case["figures"].split()))
    for theme, cases in tomllib.loads(Path(__file__).with_name("wordings.toml").read_text("utf-8")).items()
    for case in cases
]


@pytest.mark.parametrize(("theme", "text", "expected"), CASES)
def test_wording_gives_exactly_its_figures(theme: str, text: str, expected: frozenset[str]) -> None:
    assert scored(text) == expected


@pytest.mark.parametrize(("theme", "text", "expected"), CASES)
def test_wording_means_the_same_with_blanks_and_wide_digits(
    theme: str, text: str, expected: frozenset[str]
) -> None:
    wide = text.translate(str.maketrans("0123456789%", "０１２３４５６７８９％"))
    spaced = re.sub(r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=\d)(?=[\u4e00-\u9fff])", "\u00a0", text)
    assert scored(wide) == expected
    assert scored(spaced) == expected


@pytest.mark.parametrize(("theme", "text", "expected"), CASES)
def test_span_holds_the_number_and_snippet_the_span(theme: str, text: str, expected: frozenset[str]) -> None:
    for figure in figures_of(text):
        begin, end = figure.span
        assert 0 <= begin < end <= len(text)
        printed = text[begin:end]
        if figure.rule.endswith(".zero"):
            assert re.search("未|没|无|不|零|免", printed)
        else:
            assert re.search(r"[\d零一二三四五六七八九十百]", printed)
            assert printed in figure.snippet
