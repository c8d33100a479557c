"""How a report words the labels of its tables: the official text or a variant met in the wild."""

from __future__ import annotations

from dataclasses import dataclass, fields
from random import Random


@dataclass(frozen=True, slots=True)
class Wording:
    """Label texts with variants; the first of each list in VARIANTS is the official one."""

    article: str = "第二十条第（{}）项"
    made: str = "本年新制作数量"
    newly: str = "本年新公开数量"
    stock: str = "对外公开总数量"
    change: str = "本年增/减"
    norm_2021: str = "行政规范性文件"
    in_force: str = "现行有效件数"
    tally: str = "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"
    business: str = "商业企业"
    research: str = "科研机构"
    grand: str = "总计"
    number: str = "{}."
    group: str = "（{}）"
    process: str = "属于四类过程性信息"
    other_law: str = "其他法律行政法规禁止公开"
    security: str = "危及“三安全一稳定”"
    partial: str = "部分公开（区分处理的，只计这一情形，不计其他情形）"
    volume: str = "无正当理由大量反复申请"
    reconfirm: str = "要求行政机关确认或重新出具已获取信息"
    overdue_correction: str = "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请"
    overdue_fee: str = "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请"
    carried_out: str = "四、结转下年度继续办理"
    results: str = "三、本年度办理结果"
    upheld: str = "结果维持"
    other_result: str = "其他结果"
    pending: str = "尚未审结"


OFFICIAL = Wording()
VARIANTS: dict[str, tuple[str, ...]] = {
    "article": ("第二十条 第（{}）项", "第二十条第({})项"),
    "made": ("本年新\n制作数量", "本年度制作数量"),
    "newly": ("本年新\n公开数量",),
    "stock": ("对外公开\n总数量",),
    "norm_2021": ("规范性文件",),
    "in_force": ("现行有效件",),
    "tally": ("（本列数据的钩稽关系为：第一项加第二项之和，等于第三项加第四项之和）",),
    "business": ("商业\n企业",),
    "research": ("科研\n机构",),
    "grand": ("总 计",),
    "number": ("{}、", "{}. "),
    "group": ("({})",),
    "process": ("属于四类内部事务信息",),
    "other_law": ("其他法律行政止公开", "其他法律法规禁止公开"),
    "security": ('危及"三安全一稳定"',),
    "partial": ("部分公开",),
    "volume": ("无正当理由大量反复 申请",),
    "reconfirm": ("要求行政机关确认或重 新出具已获取信息",),
    "overdue_correction": ("逾期不补正",),
    "overdue_fee": ("逾期不缴费",),
    "carried_out": ("四、结转下年度 继续办理",),
    "results": ("三 、本 年 度办 理 结果", "三、\n本年度\n办理\n结果"),
    "upheld": ("结果\n维持",),
    "other_result": ("其他\n结果", "其他结\n果"),
    "pending": ("尚未\n审结", "尚未审\n结"),
}


def draw_wording(rng: Random) -> Wording:
    """Two thirds of the reports copy the official labels; the others vary about a third of them."""
    if rng.random() < 0.65:
        return OFFICIAL
    picked = {
        field.name: rng.choice(VARIANTS[field.name])
        for field in fields(Wording)
        if field.name in VARIANTS and rng.random() < 0.3
    }
    return Wording(**picked)
