"""Small reports for the tests: table 3 of f2019 or f2021 as rows of cells, and pages made of them."""

from __future__ import annotations

from pipeline.forms import load_forms

COLUMNS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
CODES = (
    "natural_person",
    "org_business",
    "org_research",
    "org_public_welfare",
    "org_legal_service",
    "org_other",
    "total",
)


def rows_of(form_id: str) -> dict[str, list[str]]:
    """Each row's label cells: outer label, group, row; blank where a rowspan covers it."""
    block = next(one for one in load_forms()[form_id].blocks if one.code == "t3")
    groups = {group.code: f"（{group.number}）{group.label}" for group in block.groups}
    rows: dict[str, list[str]] = {}
    seen: set[str] = set()
    for row in block.rows:
        if row.group:
            rows[row.code] = ["", "" if row.group in seen else groups[row.group], f"{row.number}.{row.label}"]
            seen.add(row.group)
        elif row.zh.startswith("三"):
            outer = "三、本年度办理结果" if row.code == "granted" else ""
            rows[row.code] = [outer, f"（{row.number}）{row.label}", ""]
        else:
            rows[row.code] = [row.zh, "", ""]
    return rows


def balanced(form_id: str) -> dict[str, list[int]]:
    """Figures that keep every identity: 5 new + 1 carried in = 4 answered + 2 carried out."""
    figures = {code: [0] * 7 for code in rows_of(form_id)}
    figures["new_received"] = [3, 2, 0, 0, 0, 0, 5]
    figures["carried_in"] = [1, 0, 0, 0, 0, 0, 1]
    figures["granted"] = [1, 0, 0, 0, 0, 0, 1]
    figures["refused.process_info"] = [1, 2, 0, 0, 0, 0, 3]
    figures["processed_total"] = [2, 2, 0, 0, 0, 0, 4]
    figures["carried_out"] = [2, 0, 0, 0, 0, 0, 2]
    return figures


def table_html(lines: list[list[str]]) -> str:
    cells = ("".join(f"<td>{cell}</td>" for cell in line) for line in lines)
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in cells) + "</table>"


def lines_of(form_id: str, printed: dict[str, list[str]]) -> list[list[str]]:
    """Header and rows of table 3 with every blank cell of its spans written out."""
    header = [["", "", "", *COLUMNS]]
    return header + [[*labels, *printed[code]] for code, labels in rows_of(form_id).items()]


def as_text(figures: dict[str, list[int]]) -> dict[str, list[str]]:
    return {code: [str(value) for value in values] for code, values in figures.items()}
