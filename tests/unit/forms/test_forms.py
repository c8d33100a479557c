"""Forms are data: loading, cells, labels, and a form nobody has seen yet."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline.errors import FormError
from pipeline.extract import extract
from pipeline.forms import cells, load_forms, recognise
from pipeline.forms.arithmetic import equations, holds, sides
from pipeline.forms.labels import BlockLabels, key, vocabulary
from pipeline.normalise import normalise

PACKAGE = Path(__file__).parents[3] / "pipeline" / "forms"


def labels(form_id: str, code: str) -> BlockLabels:
    return next(
        one
        for one in vocabulary(load_forms()).blocks
        if one.block.form_id == form_id and one.block.code == code
    )


def test_the_forms_have_their_cells() -> None:
    counts: dict[str, int] = {}
    for cell in cells(load_forms()):
        counts[cell.form_id] = counts.get(cell.form_id, 0) + 1
    assert counts == {"f2014_stat": 58, "f2019": 198, "f2021": 200}


def test_a_cell_is_fully_described() -> None:
    found = {(cell.form_id, cell.cell_code): cell for cell in cells(load_forms())}
    cell = found["f2021", "t3.refused.process_info.org_business"]
    assert (cell.row_label_zh, cell.col_label_zh) == (
        "三/（三）不予公开/6.属于四类过程性信息",
        "法人或其他组织/商业企业",
    )
    assert (cell.unit, cell.kind, cell.outcome_group, cell.part) == ("件", "leaf", "refused", "t3")
    assert found["f2021", "t2.art20_8.admin_fee.amount"].unit == "万元"
    assert found["f2019", "t2.art20_5.licensing.items_change"].kind == "signed_flow"
    assert found["f2014_stat", "s.request_fees"].unit == "万元"


@pytest.mark.parametrize(
    ("printed", "group", "code"),
    [
        ("一、本年新收政府信息公开申请数量", None, "new_received"),
        ("二、上年度结转政府信息公开申请数量", None, "carried_in"),
        ("三、本年度办理结果（一）予以公开", None, "granted"),
        ("三 、本 年 度办 理 结果（一）予以公开", None, "granted"),
        ("（二）部分公开", None, "partial"),
        ("（三）不予公开1.属于国家秘密", None, "refused.state_secret"),
        ("1、属于国家秘密", "refused", "refused.state_secret"),
        ("2.其他法律行政止公开", "refused", "refused.other_law"),
        ('3．危及"三安全一稳定"', "refused", "refused.security_stability"),
        ("6. 属于四类内部事务信息", "refused", "refused.process_info"),
        ("4.无正当理由大量反复 申请", "not_processed", "not_processed.abusive_volume"),
        ("5.要求行政机关确认或重 新出具已获取信息", "not_processed", "not_processed.reconfirm"),
        ("1.逾期不补正", "other", "other.overdue_correction"),
        ("2.逾期不缴费", "other", "other.overdue_fee"),
        ("3.其他", "other", "other.other"),
        ("(七)总计", "other", "processed_total"),
        ("結轉下年度繼續辦理", None, "carried_out"),
    ],
)
def test_rows_are_found_by_every_wording_seen(printed: str, group: str | None, code: str) -> None:
    found = labels("f2021", "t3").find_row(key(printed), group)
    assert found is not None
    assert found[0].code == code


@pytest.mark.parametrize(
    ("printed", "group"),
    [("9.属于工作秘密", "refused"), ("9.属于国家秘密以外的内部管理信息", "refused"), ("注", None)],
)
def test_a_row_that_is_not_in_the_form_is_not_guessed(printed: str, group: str | None) -> None:
    assert labels("f2021", "t3").find_row(key(printed), group) is None


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("本年增/減(指2020年增加或減少的事項數,減用負值表示,如-8)", "items_change"),
        ("本年增/", "items_change"),
        ("上一年 项目数量", "prev_items"),
    ],
)
def test_headers_are_found_by_every_wording_seen(printed: str, code: str) -> None:
    found = labels("f2019", "t2.art20_5").find_column(key(printed))
    assert found is not None
    assert found.code == code


def test_headers_run_together_are_taken_apart() -> None:
    assert labels("f2021", "t2.art20_5").header_pieces(key("信息内容本年处理决定数量")) == (
        "信息内容",
        "本年处理决定数量",
    )
    assert labels("f2021", "t2.art20_5").header_pieces(key("信息内容若干")) == ()


def test_the_sums_of_a_form_hold_for_a_balanced_column() -> None:
    form = load_forms()["f2019"]
    codes = [cell.cell_code for cell in cells(load_forms()) if cell.form_id == "f2019" and cell.part == "t3"]
    values = dict.fromkeys(codes, 0.0)
    for code, value in {
        "new_received": 4,
        "carried_in": 1,
        "granted": 3,
        "other": 1,
        "processed_total": 4,
        "carried_out": 1,
    }.items():
        values[f"t3.{code}.natural_person"] = values[f"t3.{code}.total"] = float(value)
    both = {(one.rule.id, one.key): sides(one, values) for one in equations(form, "t3", codes)}
    assert len(both) == 23 + 7 + 7
    assert both["T3_COL_SUM", "total"] == (4.0, 4.0)
    assert all(
        pair is not None and holds(one, *pair)
        for one, pair in zip(equations(form, "t3", codes), both.values(), strict=True)
    )


def test_a_form_of_a_year_to_come_needs_no_more_than_its_file(tmp_path: Path) -> None:
    for path in PACKAGE.glob("*.toml"):
        shutil.copy(path, tmp_path)
    (tmp_path / "f2027.toml").write_text(F2027, encoding="utf-8")
    forms = load_forms(tmp_path)
    document = extract("0", PAGE_2027.encode())
    assert [(part.part, part.form_id) for part in recognise(document, forms)] == [("t2", "f2027")]
    normalised = normalise(document, forms)
    assert {one.cell_code: one.value for one in normalised.observations} == {
        "t2.art20_1.normative_doc.issued": 3,
        "t2.art20_1.normative_doc.reviewed": 2,
        "t2.art20_1.normative_doc.in_force": 40,
        "t2.art20_21.data_set.opened": 7,
    }
    assert normalised.clean == {"t2"}


F2027 = """
id = "f2027"
instrument = "示例函〔2027〕1号"
first_year = 2027
[[blocks]]
part = "t2"
code = "t2.art20_1"
heading = "第二十条第（一）项"
corner = ["信息内容"]
columns = [
    { code = "issued", label = "本年制发件数", unit = "件", kind = "flow" },
    { code = "reviewed", label = "本年评估件数", unit = "件", kind = "flow" },
    { code = "in_force", label = "现行有效件数", unit = "件", kind = "stock" },
]
rows = [{ code = "normative_doc", label = "行政规范性文件" }]
[[blocks]]
part = "t2"
code = "t2.art20_21"
heading = "第二十一条"
corner = ["信息内容"]
columns = [{ code = "opened", label = "本年开放数据集数", unit = "个", kind = "flow" }]
rows = [{ code = "data_set", label = "公共数据资源" }]
"""

PAGE_2027 = """<html><body><p>二、主动公开政府信息情况</p><table>
<tr><td colspan=4>第二十条第（一）项</td></tr>
<tr><td>信息内容</td><td>本年制发件数</td><td>本年评估件数</td><td>现行有效件数</td></tr>
<tr><td>行政规范性文件</td><td>3</td><td>2</td><td>40</td></tr>
<tr><td colspan=4>第二十一条</td></tr>
<tr><td>信息内容</td><td colspan=3>本年开放数据集数</td></tr>
<tr><td>公共数据资源</td><td colspan=3>7</td></tr></table></body></html>"""


@pytest.mark.parametrize(
    ("name", "text", "complaint"),
    [
        ("f1.toml", "id = ", "f1.toml"),
        ("f1.toml", 'id = "f1"\nfirst_year = 1\n', "'instrument' is missing"),
        ("f1.toml", 'id = "f2"\ninstrument = "x"\nfirst_year = 1\n', "name the file f2.toml"),
        (
            "f1.toml",
            'id = "f1"\ninstrument = "x"\nfirst_year = 1\n[[blocks]]\npart = "t2"\ncode = "t2"\n'
            'columns = [{ code = "a", label = "甲" }]\nrows = ['
            '{ code = "b", label = "乙" }, { code = "b", label = "丙" }]\n',
            "t2.b.a is given twice",
        ),
    ],
)
def test_a_wrong_form_is_told_with_its_file(tmp_path: Path, name: str, text: str, complaint: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    with pytest.raises(FormError, match=complaint):
        load_forms(tmp_path)


def test_a_folder_without_forms_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FormError, match="no form found"):
        load_forms(tmp_path)
