"""The table of 政府信息公开行政复议、行政诉讼情况: one row of fifteen numbers."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.sample.codes import REMEDIES, RESULTS
from pipeline.sample.grid import Grid, Row, label, value
from pipeline.sample.wording import Wording


def _results(words: Wording, rows: int = 1) -> Row:
    texts = (words.upheld, "结果纠正", words.other_result, words.pending, words.grand)
    return tuple(label(text, rows=rows) for text in texts)


def table_4(printed: Mapping[str, str], words: Wording) -> Grid:
    """Table 4 with the spans of the official form (three header rows)."""
    codes = [f"t4.{remedy}.{result}" for remedy in REMEDIES for result in (*RESULTS, "total")]
    return (
        (label("行政复议", cols=5), label("行政诉讼", cols=10)),
        (*_results(words, rows=2), label("未经复议直接起诉", cols=5), label("复议后起诉", cols=5)),
        (*_results(words), *_results(words)),
        tuple(value(code, printed) for code in codes),
    )
