"""Plain text: every shape in which tables come out of an export."""

from __future__ import annotations

import pytest

from pipeline.errors import UnknownFormatError, UnsupportedFormatError
from pipeline.extract import Limits, extract
from pipeline.extract.text_lines import Kind, Pipes, kind, pipes_of, split
from pipeline.records import Document


def read(text: str) -> Document:
    return extract("0", text.encode())


def rows(document: Document) -> list[list[str]]:
    found: dict[tuple[int, int], list[str]] = {}
    for table in document.tables:
        for cell in table.cells:
            found.setdefault((table.index, cell.row), []).append(cell.text)
    return list(found.values())


PROSE = "一、总体情况\n本年度认真落实各项要求。\n"


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("规章\t0\t0\t0", ["规章", "0", "0", "0"]),
        ("规章 | 0 | 0 | 0 |", ["规章", "0", "0", "0"]),
        ("| 规章 |    0 |    0 | 0 |", ["规章", "0", "0", "0"]),
        ("规章 0 0 0", ["规章", "0", "0", "0"]),
        ("1.属于国家秘密 0 0", ["1.属于国家秘密", "0", "0"]),
        ("行政许可 97", ["行政许可", "97"]),
        ("行政许可    97    -3", ["行政许可", "97", "-3"]),
        ("0 0 0", ["0", "0", "0"]),
        ("规章000", ["规章000"]),
        ("自 2019", ["自 2019"]),
    ],
)
def test_a_line_is_divided_by_what_divides_it(line: str, cells: list[str]) -> None:
    assert split(line) == cells


def test_pipes_side_by_side_fill_a_wide_cell_where_cells_are_spaced() -> None:
    lines = ["规章 | 0 | 0 | 0", "规范性文件 | 2 | ||", "行政许可 | 12 |||"]
    pipes = pipes_of(lines)
    assert pipes == Pipes(framed=False, spaced=True)
    assert [split(line, pipes) for line in lines[1:]] == [["规范性文件", "2", ""], ["行政许可", "12"]]


def test_nothing_between_tight_pipes_is_a_blank_cell() -> None:
    lines = ["|规章|0|0|0|", "|规范性文件|2||1|"]
    assert split(lines[1], pipes_of(lines)) == ["规范性文件", "2", "", "1"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("|---|---|", Kind.RULE),
        ("├────┼────┤", Kind.RULE),
        ("│    ├────┤", Kind.RULE),
        ("│    │    │", Kind.BLANK),
        ("- 3 -", Kind.RULE),
        ("第 3 页 共 8 页", Kind.RULE),
        ("12", Kind.VALUE),
        ("/", Kind.VALUE),
        (" ", Kind.BLANK),
        ("|||", Kind.BLANK),
        ("", Kind.EMPTY),
        ("8.属于行政查询事项", Kind.SHORT),
        ("一、本年新收政府信息公开申请数量", Kind.SHORT),
        ("五、存在的主要问题及改进情况", Kind.PROSE),
        ("全年收到申请 3 件。", Kind.PROSE),
    ],
)
def test_the_shape_of_a_line(line: str, expected: Kind) -> None:
    assert kind(line) is expected


def test_tables_and_prose_are_divided_and_placed() -> None:
    document = read(
        PROSE + "二、主动公开政府信息情况\n规章\t0\t1\n\n规范性文件\t2\t3\n五、存在问题\n今后改进。\n"
    )
    assert document.prose.split("\n") == [
        "一、总体情况",
        "本年度认真落实各项要求。",
        "二、主动公开政府信息情况",
        "五、存在问题",
        "今后改进。",
    ]
    assert rows(document) == [["规章", "0", "1"], ["规范性文件", "2", "3"]]
    assert document.tables[0].ragged
    assert document.prose[document.tables[0].prose_offset :].startswith("五、")


def test_one_cell_a_line_keeps_blank_lines_as_cells_and_empty_ones_as_nothing() -> None:
    assert rows(read(PROSE + "规章\n\n0\n \n3\n|\n行政许可 |\n5 |\n")) == [
        ["规章"],
        ["0"],
        [""],
        ["3"],
        [""],
        ["行政许可"],
        ["5"],
    ]


def test_lines_drawn_between_rows_are_no_prose() -> None:
    document = read(
        PROSE
        + "┌────┬──┐\n│信息内容│件数│\n├────┼──┤\n│规章    │3   │\n├────┼──┤\n│规范性文件│    │\n└────┴──┘\n"
    )
    assert rows(document) == [["信息内容", "件数"], ["规章", "3"], ["规范性文件", ""]]
    assert document.prose == PROSE.strip()


def test_one_number_in_prose_is_no_table() -> None:
    assert read(PROSE + "全年发布信息\n12\n条。\n").tables == ()


def test_a_broken_title_is_joined() -> None:
    assert read("\n示例市某局 2019 年政府信息公开工作年度\n报告\n" + PROSE).titles == (
        "示例市某局 2019 年政府信息公开工作年度报告",
    )


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\x03" * 99, bytes(range(1, 32)) * 20])
def test_bytes_that_are_no_text_are_unknown(content: bytes) -> None:
    with pytest.raises(UnknownFormatError, match="unknown format"):
        extract("0", content, Limits())


def test_a_known_format_without_its_reader_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.extract._module", lambda name: None)
    with pytest.raises(UnsupportedFormatError, match="format pdf"):
        extract("0", b"%PDF-1.4 rubbish", Limits())


def test_marks_of_markdown_headings_are_not_printed() -> None:
    text = "# 示例市某局2021年政府信息公开工作年度报告\n\n## 一、总体情况\n第#3号文件\n"
    document = extract("0" * 64, text.encode(), Limits())
    assert document.prose.split("\n")[1:] == ["一、总体情况", "第#3号文件"]
    assert document.titles == ("示例市某局2021年政府信息公开工作年度报告",)


def rows_of(text: str) -> list[list[str]]:
    (table,) = extract("0", text.encode()).tables
    rows: list[list[str]] = [[] for _ in range(table.row_count)]
    for cell in table.cells:
        rows[cell.row].append(cell.text)
    return rows


def test_a_header_made_of_a_row_of_figures_is_that_row() -> None:
    rule = "|---|---|---|---|---|\n"
    header = "| 规章 | 0 | 0.1 | Unnamed: 3 | 0.2 |\n"
    assert rows_of(header + rule + "| 其他 | 1 | 2.1 | 2 | 5 |\n") == [
        ["规章", "0", "0", "", "0"],
        ["其他", "1", "2.1", "2", "5"],
    ]
    kept = "| 规章 | 7730.28 | 0.2 | 1 | 1.2 |\n"
    assert rows_of(kept + rule + kept)[0] == ["规章", "7730.28", "0.2", "1", "1.2"]


def test_a_header_that_counts_columns_and_a_column_that_counts_rows_are_not_printed() -> None:
    rule = "|---|---|---|---|---|\n"
    lines = "| 0 | 规章 | 3 | 4 | 5 |\n| 1 | 其他 | 6 | 7 | 8 |\n"
    assert rows_of("|   | 0 | 1 | 2 | 3 |\n" + rule + lines) == [
        ["规章", "3", "4", "5"],
        ["其他", "6", "7", "8"],
    ]
    figures = "| 规章 | 0 | 1 | 2 | 3 |\n"
    assert rows_of(figures + rule + lines)[:2] == [["规章", "0", "1", "2", "3"], ["0", "规章", "3", "4", "5"]]
