"""Tables that are taken away."""

from __future__ import annotations

import csv
import io

import polars as pl

from dashboard import layout


def rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_csv_has_a_bom_labels_and_no_formula() -> None:
    content = pl.DataFrame({"name": ["=cmd()", "+461", "-", "甲,乙", None], "count": [1, 2, 3, 4, None]})
    found = layout.csv_bytes(content, {"name": "机关", "count": "数"})
    assert found.startswith(b"\xef\xbb\xbf")
    assert rows(found) == [
        ["机关", "数"],
        ["'=cmd()", "1"],
        ["+461", "2"],
        ["-", "3"],
        ["甲,乙", "4"],
        ["", ""],
    ]


def test_lists_become_texts_that_are_guarded_too() -> None:
    content = pl.DataFrame({"cells": [["=a", "b"], []]})
    assert rows(layout.csv_bytes(content, {}))[1:] == [["'=a b"], [""]]


def test_only_web_addresses_become_links() -> None:
    content = pl.DataFrame({"url": ["https://a.invalid", "javascript:x", None]})
    assert layout.linkable(content)["url"].to_list() == ["https://a.invalid", None, None]


def test_codes_become_labels_and_unknown_ones_stay() -> None:
    content = pl.DataFrame({"severity": ["error", "odd", None]})
    assert layout.coded(content, severity="severity")["severity"].to_list() == ["错误", "odd", None]
