"""Tables to cells: alignment, blanks, refusals."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from tiny_reports import CODES, as_text, balanced, lines_of, rows_of, table_html

from pipeline.extract import extract
from pipeline.forms import load_forms
from pipeline.normalise import Normalised, normalise

TAIL = "<p>五、存在的主要问题及改进情况</p><p>略。</p>"


def html(body: str) -> Normalised:
    return normalise(extract("0", f"<html><body>{body}{TAIL}</body></html>".encode()), load_forms())


def text(body: str) -> Normalised:
    content = f"三、收到和处理政府信息公开申请情况\n{body}\n五、存在的主要问题及改进情况\n略。\n"
    return normalise(extract("0", content.encode()), load_forms())


def _piped(lines: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def values(normalised: Normalised) -> dict[str, float | None]:
    return {one.cell_code: one.value for one in normalised.observations}


def rules(normalised: Normalised) -> set[str]:
    return {finding.rule for finding in normalised.findings if finding.status != "refused"}


def status(normalised: Normalised, part: str) -> tuple[str, str | None]:
    found = next(one for one in normalised.parts if one.part == part)
    return found.status, found.reason


def expected(form_id: str, figures: dict[str, list[int]]) -> dict[str, float]:
    return {
        f"t3.{row}.{column}": float(value)
        for row, line in figures.items()
        for column, value in zip(CODES, line, strict=True)
    }


@pytest.mark.parametrize("form_id", ["f2019", "f2021"])
def test_a_clean_table_is_read_whole(form_id: str) -> None:
    figures = balanced(form_id)
    normalised = html(table_html(lines_of(form_id, as_text(figures))))
    assert values(normalised) == expected(form_id, figures)
    assert normalised.clean == {"t3"}
    assert normalised.parts[0].form_id == form_id


def test_a_cell_names_its_place() -> None:
    normalised = html(table_html(lines_of("f2019", as_text(balanced("f2019")))))
    found = next(one for one in normalised.observations if one.cell_code == "t3.carried_in.natural_person")
    assert (found.source_cell, found.value_raw) == ("t1/r3/c4", "1")


def test_one_cell_a_line_with_the_header_in_printed_order() -> None:
    header = ["申请人情况", "自然人", "法人或其他组织", "总计", *COLUMNS_UNDER]
    lines = list(header)
    for code, labels in rows_of("f2019").items():
        lines += [label for label in labels if label] + [str(value) for value in balanced("f2019")[code]]
    normalised = text("\n\n".join(lines))
    assert values(normalised) == expected("f2019", balanced("f2019"))
    assert not rules(normalised)


COLUMNS_UNDER = ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")


def test_a_label_printed_one_character_a_line_and_a_header_on_two_lines() -> None:
    lines = ["自然人", "法人或其他组织", "总计", "商业", "企业", *COLUMNS_UNDER[1:]]
    for code, labels in rows_of("f2019").items():
        for label in labels:
            lines += list(label) if label.startswith("三、本年度") else [label] if label else []
        lines += [str(value) for value in balanced("f2019")[code]]
    assert values(text("\n".join(lines))) == expected("f2019", balanced("f2019"))


def test_lines_of_figures_without_labels_are_placed_where_all_sums_hold() -> None:
    lost = ("refused.process_info", "refused.enforcement_file")
    lines = []
    for code, labels in rows_of("f2021").items():
        figures = " | ".join(str(value) for value in balanced("f2021")[code])
        lines.append(f"| {figures} |" if code in lost else f"| {''.join(labels)} | {figures} |")
    normalised = text("\n".join(lines))
    assert values(normalised) == expected("f2021", balanced("f2021"))
    assert rules(normalised) == {"T3_DOUBTFUL"}


def test_lines_of_figures_without_labels_are_refused_where_sums_break() -> None:
    figures = balanced("f2021") | {"refused.process_info": [9, 2, 0, 0, 0, 0, 3]}
    lines = []
    for code, labels in rows_of("f2021").items():
        printed = " | ".join(str(value) for value in figures[code])
        lines.append(
            f"| {printed} |" if code == "refused.process_info" else f"| {''.join(labels)} | {printed} |"
        )
    assert status(text("\n".join(lines)), "t3") == ("refused", "1 lines of figures lost their labels")


def test_a_lost_cell_is_placed_by_the_sums_and_told() -> None:
    printed = as_text(balanced("f2019"))
    lines = lines_of("f2019", printed)
    place = next(number for number, line in enumerate(lines) if "过程性" in line[2])
    lines[place] = lines[place][:4] + lines[place][5:]  # the 2 of 商业企业
    normalised = html(table_html(lines))
    got = values(normalised)
    assert got["t3.refused.process_info.natural_person"] == 1
    assert got["t3.refused.process_info.org_business"] is None
    assert got["t3.refused.process_info.total"] == 3
    assert "T3_SHIFTED" in rules(normalised)


def test_columns_in_another_order_follow_their_headers() -> None:
    lines = lines_of("f2019", as_text(balanced("f2019")))
    swapped = [[*line[:3], line[4], line[3], *line[5:]] for line in lines]
    assert values(html(table_html(swapped))) == expected("f2019", balanced("f2019"))


def test_a_wrong_header_after_a_page_break_does_not_move_the_rows_above() -> None:
    lines = lines_of("f2019", as_text(balanced("f2019")))
    wrong = ["", "", "", "总计", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"]
    normalised = html(table_html([*lines[:12], wrong, *lines[12:]]))
    assert values(normalised) == expected("f2019", balanced("f2019"))
    assert rules(normalised) == {"T3_DOUBTFUL"}


def test_a_header_written_over_each_of_its_columns_is_one() -> None:
    lines = lines_of("f2019", as_text(balanced("f2019")))
    swapped = [[*line[:5], line[6], line[5], *line[7:]] for line in lines]
    parent = ["", "", "", "自然人", *["法人或其他组织"] * 5, "总计"]
    for read in (html(table_html([parent, *swapped])), text(_piped([parent, *swapped]))):
        assert values(read) == expected("f2019", balanced("f2019"))
        assert rules(read) == set()


def test_a_header_that_lacks_columns_and_is_out_of_order_is_told() -> None:
    lines = lines_of("f2019", as_text(balanced("f2019")))
    header = ["", "", "", "自然人", "科研机构", "商业企业", "", "法律服务机构", "其他", "总计"]
    assert rules(html(table_html([header, *lines[1:]]))) == {"T3_DOUBTFUL"}
    total_beside_parent = ["自然人", "总计", "商业企业", "社会公益组织", "法律服务机构", "其他"]
    read = text("\n".join([*total_beside_parent, *map("\n".join, lines[1:])]))
    assert values(read) == expected("f2019", balanced("f2019"))
    assert rules(read) == set()


def test_an_unknown_row_one_cell_a_line_is_kept_too() -> None:
    lines = lines_of("f2021", as_text(balanced("f2021")))
    place = next(number for number, line in enumerate(lines) if "（四）" in line[1])
    lines.insert(place, ["9.属于工作秘密", "2", "0", "0", "0", "0", "0", "2"])
    read = text("\n".join(cell for line in lines for cell in line if cell))
    assert values(read)["t3.refused.unmapped_1.natural_person"] == 2
    assert rules(read) == {"FORM_UNKNOWN_ROW"}


def test_an_unknown_row_keeps_its_figures_under_a_number() -> None:
    lines = lines_of("f2021", as_text(balanced("f2021")))
    place = next(number for number, line in enumerate(lines) if "（四）" in line[1])
    lines.insert(place, ["", "", "9.属于工作秘密", "2", "0", "0", "0", "0", "0", "2"])
    normalised = html(table_html(lines))
    assert values(normalised)["t3.refused.unmapped_1.natural_person"] == 2
    assert rules(normalised) == {"FORM_UNKNOWN_ROW"}


def test_blanks_are_filled_where_the_sums_allow_it() -> None:
    printed = {
        code: [str(value) if value else "" for value in line] for code, line in balanced("f2019").items()
    }
    printed["granted"][6] = "&nbsp;"
    normalised = html(table_html(lines_of("f2019", printed)))
    filled = {one.cell_code: (one.value, one.filled, one.fill_rule) for one in normalised.observations}
    assert filled["t3.granted.total"] == (None, 1, "blank_total_is_sum")
    assert filled["t3.granted.org_business"] == (None, 0, "blank_is_zero")
    assert filled["t3.carried_out.total"] == (2, 2, None)


def test_a_blank_that_breaks_a_sum_stays_empty() -> None:
    printed = as_text(balanced("f2019"))
    printed["new_received"][1] = ""
    normalised = html(table_html(lines_of("f2019", printed)))
    found = next(one for one in normalised.observations if one.cell_code == "t3.new_received.org_business")
    assert (found.value, found.filled, found.semantic) == (None, None, "blank")


def test_a_table_of_blanks_is_empty_and_stays_so() -> None:
    printed = {code: [""] * 7 for code in rows_of("f2021")}
    normalised = html(table_html(lines_of("f2021", printed)))
    assert status(normalised, "t3")[0] == "empty"
    assert {one.filled for one in normalised.observations} == {None}
    assert "EMPTY_TABLE" in rules(normalised)


@pytest.mark.parametrize(
    ("body", "part"),
    [
        ("第二十条第（一）项\n信息内容\n规章000\n规范性文件000\n行政许可 1\n行政处罚 2\n", "t2"),
        ("规章\n0\n规范性文件\n行政许可\n行政处罚\n3\n", "t2"),
        ("规章 | 0 | 0 | 0\n规范性文件 | 2 | ||\n行政许可 | 1 | 0 | 5\n", "t2"),
        (
            "一、本年新收政府信息公开申请数量\t1\t0\t0\t0\t0\t0\t1\n二、上年结转政府信息公开申请数量\t0\t0\t0\n",
            "t3",
        ),
    ],
    ids=["run together", "de-duplicated", "blanks collapsed", "cut"],
)
def test_tables_that_lost_cells_are_refused(body: str, part: str) -> None:
    normalised = text(body)
    assert status(normalised, part)[0] in ("refused", "missing")
    assert not normalised.observations


def test_a_document_that_ends_with_its_table_may_have_lost_the_end() -> None:
    content = "\n".join("\t".join(line) for line in lines_of("f2019", as_text(balanced("f2019"))))
    normalised = normalise(extract("0", f"三、收到和处理情况\n{content}".encode()), load_forms())
    assert status(normalised, "t3") == (
        "refused",
        "the document ends with this table, its last row may be cut",
    )


def test_two_tables_with_different_figures_are_two_reports() -> None:
    first = table_html(lines_of("f2019", as_text(balanced("f2019"))))
    other = table_html(lines_of("f2019", as_text({code: [0] * 7 for code in rows_of("f2019")})))
    assert status(html(first + "<p>另</p>" + T4 + other), "t3")[0] == "refused"
    assert status(html(first + "<p>另</p>" + T4 + first), "t3")[0] == "read"


T4_HEADER = ["结果维持", "结果纠正", "其他结果", "尚未审结", "总计"]
T4 = table_html(
    [
        ["行政复议", *[""] * 4, "行政诉讼", *[""] * 9],
        T4_HEADER * 3,
        [str(n) for n in [1, 0, 0, 1, 2] + [0] * 10],
    ]
)


def test_table_4_is_one_line_of_fifteen_figures() -> None:
    got = values(html(T4))
    assert len(got) == 15
    assert (got["t4.review.upheld"], got["t4.review.pending"], got["t4.review.total"]) == (1, 1, 2)


def test_a_page_with_only_an_attachment_says_so() -> None:
    document = extract("0", b'<html><p><a href="a.docx">\xe9\x99\x84\xe4\xbb\xb6</a></p></html>')
    normalised = normalise(document, load_forms())
    assert [status(normalised, part) for part in ("t2", "t3", "t4")] == [
        ("missing", "the page only links an attachment: 附件")
    ] * 3


def shifted_text(figures: dict[str, list[str]], lines: dict[str, str]) -> Normalised:
    """Table 3 between pipes; `lines` are rows printed otherwise than the others."""
    printed = {code: " | ".join([*labels, *figures[code]]) for code, labels in rows_of("f2019").items()}
    return text("\n".join(f"| {line} |" for line in (printed | lines).values()))


def test_a_row_of_a_group_does_not_stand_as_rows_above_it_do() -> None:
    figures = as_text(balanced("f2019"))
    figures["refused.admin_query"] = ["", "", "0", "", "", "", ""]
    lines = {
        "refused.admin_query": " | ".join(["", "8.属于行政查询事项", *figures["refused.admin_query"], ""])
    }
    normalised = shifted_text(figures, lines)
    assert "T3_SHIFTED" in rules(normalised)


def test_a_row_placed_as_the_others_is_doubtful_where_sums_would_rather_have_it_elsewhere() -> None:
    figures = as_text(balanced("f2019") | {"refused.process_info": [2, 1, 0, 0, 0, 0, 3]})
    figures["granted"] = ["", "1", "", "", "", "", ""]
    right = shifted_text(figures, {})
    assert values(right)["t3.granted.org_business"] == 1
    assert right.clean == {"t3"}
    line = " | ".join(["三、本年度办理结果", "（一）予以公开", *figures["granted"], ""])
    assert "T3_DOUBTFUL" in rules(shifted_text(figures, {"granted": line}))
