"""The statistics period a report states, also where the stored text has lost characters (20251月1日)."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.narrative.tokens import chinese_number

_KEY = re.compile(
    "统计(?:的)?(?:期限|时限|周期|时间段|时间|时段|书记时间段|区间|期间|范围|起止|口径|数据)"
    "|统计截[至止]|(?:数据|报告)(?:的)?(?:统计)?(?:期限|时限|周期|起止)|(?:所列|所有|中的?)数据.{0,8}?(?:自|从|为|截至|截止)|报告期(?:限|为)"
)
_CHINESE = "二[〇零][〇零一二三四五六七八九]{2}(?=年)"
_FIRST = re.compile(rf"(?<!\d)(20\d\d(?=年|\d?\d月|[-./]\d|\d{{1,4}}日|，|度)|{_CHINESE})")
_SECOND = re.compile(
    rf"[^，。；]{{0,14}}?(?:，)?(?:至|到|-|~)(20\d\d(?=年|\d?\d月|[-./]\d|\d{{1,4}}日)|{_CHINESE})"
)
_SPAN = re.compile(r"(?<!\d)20\d\d年?0?1月?0?1日?起?(?:至|到|-|~)(?:20\d\d年?)?12月?31日?")
_REACH = 40  # characters between the words and the first year


@lru_cache(maxsize=8)
def periods(text: str) -> tuple[tuple[int, int], ...]:
    """First and last year of every statistics period stated in the reading text, in printed order, each once.

    The second year is often left out; it then is the first. Without the words 统计期限 and the like, a span
    from 1 January to 31 December counts.
    """
    joined = text.replace("\n", "")
    found = [_FIRST.search(joined, key.end(), key.end() + _REACH) for key in _KEY.finditer(joined)]
    if not any(found):
        found = [_FIRST.match(joined, span.start()) for span in _SPAN.finditer(joined)]
    pairs: list[tuple[int, int]] = []
    for first in found:
        if first:
            second = _SECOND.match(joined, first.end())
            year = _year(first[1])
            pairs.append((year, _year(second[1]) if second else year))
    return tuple(dict.fromkeys(pairs))


def _year(printed: str) -> int:
    return int(printed) if printed.isascii() else chinese_number(printed) or 0
