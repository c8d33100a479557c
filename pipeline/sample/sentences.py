"""Sentences that state figures, each with the truth of what it states."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from pipeline.sample.codes import GROUPS
from pipeline.sample.figures import Figures, group_total
from pipeline.sample.printing import decimal
from pipeline.sample.spec import split

REQUIRED, OPTIONAL, FORBIDDEN = "required", "optional", "forbidden"


@dataclass(frozen=True, slots=True)
class Stated:
    """One figure of the prose. `expectation`: required, optional, or forbidden (a number that is none).

    `value` is the stated number (140余条 -> 140); `qualifier` approx|gt: both readings are right;
    `measure` None (forbidden only): no measure at all.
    """

    measure: str | None
    channel: str | None
    value: float
    unit: str | None
    qualifier: str = "exact"
    expectation: str = REQUIRED
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and the figures it states."""

    text: str
    stated: tuple[Stated, ...] = ()


def sentence(text: str, *stated: Stated) -> Sentence:
    """Binds the figures to the sentence they stand in."""
    return Sentence(text, tuple(replace(figure, sentence=text) for figure in stated))


def _n(rng: Random, number: int) -> str:
    """A number as people type it: bare, spaced, or with a thousands separator."""
    style = rng.random()
    if number >= 1000 and style < 0.06:
        return f"{number:,}"
    return f" {number} " if style > 0.94 else str(number)


CHANNEL_WORDS: dict[str, tuple[tuple[str, str], ...]] = {
    "website": (("website", "政府网站"), ("website", "门户网站"), ("website", "政府门户网站")),
    "wechat": (("wechat", "微信公众号"), ("wechat", "微信公众平台"), ("wechat", "政务微信")),
    "weibo": (("weibo", "政务微博"), ("weibo", "微博")),
    "gazette": (("gazette", "政府公报"),),
    "other": (("bulletin_board", "公示栏"), ("other", "其他方式")),
}
CATEGORIES = ("政务动态信息", "政策文件信息", "公告公示信息")


def volume(rng: Random, figures: Figures, year: int, who: str, excess: int = 0) -> Sentence:
    """How much was published; `excess` makes the stated total exceed the listed parts."""
    total = figures["s.proactive.total"]
    parts = {name: figures[f"s.proactive.channel.{name}"] for name in CHANNEL_WORDS}
    parts = {name: value for name, value in parts.items() if value}
    exact = sum(parts.values()) == total
    if excess:
        return _by_channel(rng, total + excess, {k: v for k, v in parts.items() if k != "other"}, year, who)
    choice = rng.random()
    if total >= 20_000 and choice < 0.5:
        return _in_10k(rng, total, who)
    if total >= 20 and choice < 0.12:
        return _rounded(rng, total, who)
    if total >= 30 and choice < 0.3:
        return _by_category(rng, total, year, who)
    if exact and len(parts) > 1 and choice < 0.85:
        return _by_channel(rng, total, parts, year, who)
    text = f"{year}年，{who}主动公开政府信息{_n(rng, total)}条。"
    return sentence(text, Stated("disclosure_total", None, total, "条"))


def _in_10k(rng: Random, total: int, who: str) -> Sentence:
    shown = total // 100 / 100
    text = rng.choice(("全年{who}主动公开政府信息{n}万条。", "{who}全年主动公开各类政府信息{n}万条。"))
    stated = Stated("disclosure_total", None, round(shown * 10_000), "条")
    return sentence(text.format(who=who, n=decimal(shown)), stated)


def _rounded(rng: Random, total: int, who: str) -> Sentence:
    shown = total // 10 * 10
    text = f"全年{who}主动公开{rng.choice(('', '各类'))}政府信息{shown}余条。"
    return sentence(text, Stated("disclosure_total", None, shown, "条", "approx|gt"))


def _by_category(rng: Random, total: int, year: int, who: str) -> Sentence:
    values = split(rng, total, (5, 2, 3))
    listed = "，".join(f"{name}{value}条" for name, value in zip(CATEGORIES, values, strict=True))
    text = f"{year}年{who}主动公开政府信息{total}条，其中：{listed}。"
    figures = [
        Stated("disclosure_channel", f"category:{c}", v, "条")
        for c, v in zip(CATEGORIES, values, strict=True)
    ]
    return sentence(text, Stated("disclosure_total", None, total, "条"), *figures)


def _by_channel(rng: Random, total: int, parts: dict[str, int], year: int, who: str) -> Sentence:
    heads = (
        f"{year}年，{who}主动公开政府信息{_n(rng, total)}条，其中通过",
        f"全年{who}公开政府信息共计{_n(rng, total)}条。其中，",
        f"{who}主动公开各类政府信息{_n(rng, total)}条，其中：",
    )
    posts = rng.random() < 0.3
    phrases, figures = [], []
    for name, value in parts.items():
        channel, word = rng.choice(CHANNEL_WORDS[name])
        unit = "篇" if posts and channel in ("wechat", "weibo") else "条"
        phrases.append(f"{word}{rng.choice(('', '公开', '发布'))}{_n(rng, value)}{unit}")
        figures.append(Stated("disclosure_channel", channel, value, unit))
    text = rng.choice(heads) + rng.choice(("，", "、")).join(phrases) + "。"
    return sentence(text, Stated("disclosure_total", None, total, "条"), *figures)


def requests(rng: Random, figures: Figures, who: str, year: int, excess: int = 0) -> Sentence:
    """How many applications came, were carried over and closed; `excess` contradicts the table."""
    new, carried = figures["t3.new_received.total"] + excess, figures["t3.carried_in.total"]
    closed, left = figures["t3.processed_total.total"], figures["t3.carried_out.total"]
    if not new and not carried:
        text = rng.choice(
            (
                "全年未收到政府信息公开申请。",
                f"{year}年，{who}未收到依申请公开政府信息的申请。",
                "本年度没有收到政府信息公开申请。",
            )
        )
        return sentence(text, Stated("requests_received", None, 0, None))
    got, before = (
        Stated("requests_received", None, new, "件"),
        Stated("requests_carried_in", None, carried, "件"),
    )
    done, after = (
        Stated("requests_closed", None, closed, "件"),
        Stated("requests_carried_out", None, left, "件", "exact", OPTIONAL),
    )
    n = _n(rng, new)
    shape = rng.random()
    if shape < 0.4 or (not carried and left):
        text = f"全年共收到政府信息公开申请{n}件，上年结转{carried}件，办结{closed}件，"
        text += f"结转下年度继续办理{left}件。"
        return sentence(text, got, before, done, after)
    if carried and shape < 0.7:
        return sentence(
            f"{year}年，{who}收到政府信息公开申请{n}件，上年结转申请{carried}件，已办结{closed}件。",
            got,
            before,
            done,
        )
    if carried:
        return sentence(
            f"本年度受理政府信息公开申请{n}件，办结{closed}件（含上年结转{carried}件）。", got, done, before
        )
    return sentence(f"{year}年，{who}共收到政府信息公开申请{n}件，均已按时办结。", got)


GROUP_WORDS = {
    "granted": "予以公开",
    "partial": "部分公开",
    "refused": "不予公开",
    "unable": "无法提供",
    "not_processed": "不予处理",
    "other": "其他处理",
}


def outcomes(rng: Random, figures: Figures, excess: int = 0) -> Sentence | None:
    """How the applications were answered (no measures of the vocabulary); None where nothing was closed."""
    closed = figures["t3.processed_total.total"]
    if not closed:
        return None
    with_share = rng.random() < 0.3 and not excess
    phrases = []
    for group in GROUPS:
        number = group_total(figures, group) + (excess if group == "granted" else 0)
        if number or rng.random() < 0.3:
            share = f"，占{100 * number / closed:.1f}%" if with_share else ""
            phrases.append(f"{GROUP_WORDS[group]}{number}件{share}")
    return Sentence("从办理结果看，" + ("；" if with_share else "，").join(phrases) + "。")


def disputes(rng: Random, review: int, litigation: int) -> Sentence:
    """Reviews and lawsuits, zero or counted."""
    if not review and not litigation:
        text = rng.choice(
            (
                "全年未发生因政府信息公开引发的行政复议、行政诉讼案件。",
                "本年度未发生政府信息公开行政复议和行政诉讼。",
            )
        )
        return sentence(
            text, Stated("review_total", None, 0, None), Stated("litigation_total", None, 0, None)
        )
    if not litigation:
        text = f"全年发生政府信息公开行政复议案件{review}件，未发生行政诉讼案件。"
        return sentence(
            text, Stated("review_total", None, review, "件"), Stated("litigation_total", None, 0, None)
        )
    text = f"全年发生政府信息公开行政复议案件{review}件，行政诉讼案件{litigation}件。"
    return sentence(
        text, Stated("review_total", None, review, "件"), Stated("litigation_total", None, litigation, "件")
    )


def services(rng: Random, figures: Figures, made: int, repealed: int) -> list[Sentence]:
    """Documents, interpretation, responses, press and training: each stated by some reports only."""
    found: list[Sentence] = []
    if made and rng.random() < 0.7:
        issued = Stated("normative_docs_issued", None, made, "件")
        if repealed and rng.random() < 0.4:
            gone = Stated("normative_docs_repealed", None, repealed, "件", "exact", OPTIONAL)
            found.append(
                sentence(f"全年制发行政规范性文件{made}件，废止行政规范性文件{repealed}件。", issued, gone)
            )
        else:
            found.append(sentence(f"全年制发行政规范性文件{made}件。", issued))
    simple = (
        ("interpretation", "发布政策解读信息{}条。", "interpretation_items", "条"),
        ("responses", "回应公众关注热点{}次。", "responses", "次"),
        ("press", "召开新闻发布会{}场。", "press_conferences", "场"),
    )
    for code, text, measure, unit in simple:
        count = figures[f"n.{code}"]
        if count and rng.random() < 0.5:
            found.append(sentence(text.format(_n(rng, count)), Stated(measure, None, count, unit)))
    if figures["n.sessions"] and rng.random() < 0.5:
        sessions, people = figures["n.sessions"], figures["n.people"]
        text = f"举办政府信息公开业务培训班{sessions}期，培训{people}人次。"
        stated = (
            Stated("training_sessions", None, sessions, "期"),
            Stated("training_people", None, people, "人次"),
        )
        found.append(sentence(text, *stated))
    return found


def fee(rng: Random, yuan: int) -> Sentence:
    """The information processing fee of section six, in yuan."""
    if yuan:
        return sentence(
            f"本年度共收取政府信息公开信息处理费{yuan}元。", Stated("info_fee_yuan", None, yuan, "元")
        )
    if rng.random() < 0.5:
        return sentence("本年度未收取政府信息公开信息处理费。", Stated("info_fee_yuan", None, 0, None))
    return sentence("本年度收取政府信息公开信息处理费0元。", Stated("info_fee_yuan", None, 0, "元"))


def traps(rng: Random, figures: Figures, year: int) -> list[Sentence]:
    """Numbers that look like figures of the year and are none."""
    total = figures["s.proactive.total"]
    last, ever, fans = (
        max(total - rng.randint(3, 40), 1),
        total * 7 + rng.randint(11, 99),
        rng.randint(1200, 9800),
    )
    pool = (
        (
            f"公开数量较上年增加{total - last + 1}条，增长{rng.randint(2, 30)}.{rng.randint(1, 9)}%。",
            None,
            total - last + 1,
            "条",
        ),
        (f"去年同期公开政府信息{last}条。", "disclosure_total", last, "条"),
        (f"截至{year}年底，网站自开通以来累计公开政府信息{ever}条。", "disclosure_total", ever, "条"),
        (f"微信公众号关注人数达{fans}人。", None, fans, "人"),
        (
            f"严格执行《示例市政务公开工作要点》（示政办发〔{year}〕{rng.randint(3, 89)}号）各项要求。",
            None,
            year,
            "号",
        ),
        ("全面落实“五公开”要求和条例第二十条规定，做到“三审三校”。", None, 20, "条"),
        (f"安排{rng.randint(1, 3)}名工作人员专职负责政府信息公开工作。", "training_people", 1, "名"),
    )
    picked = rng.sample(range(len(pool)), k=rng.choice((0, 1, 1, 2)))
    result = []
    for text, measure, value, unit in (pool[index] for index in picked):
        result.append(sentence(text, Stated(measure, None, value, unit, "exact", FORBIDDEN)))
    return result
