"""A number of a workbook as its number format prints it: percent, rounding, scaling, words beside it."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from pipeline.extract.grid import OBJECT

BUILT_IN = {
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    37: "#,##0;(#,##0)",
    38: "#,##0;(#,##0)",
    39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;(#,##0.00)",
}
SEPARATOR = re.compile(r';(?=(?:[^"]*"[^"]*")*[^"]*$)')  # a semicolon in quotes is a word
TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|\\(?P<escaped>.)|[_*].|\[(?P<bracket>[^\]]*)\]|(?P<general>General)'
    r"|(?P<digits>[#0?][#0?,.]*|\.[#0?]+)|(?P<percent>%)|(?P<other>.)",
    re.I,
)
# dates, exponents, text, fractions: the number stays as it is
OTHER_KINDS = re.compile(r"[ymdhsE@/]|上午", re.I)
HARMLESS = re.compile(
    r"\$|DBNum|black|white|red|green|blue|yellow|magenta|cyan|color|黑|白|红|绿|蓝|黄", re.I
)
IF_ZERO = re.compile(r"\[=0\]")
LARGEST = 1e15  # from here on Excel itself keeps no more digits
CURRENCY = str.maketrans("", "", "¥￥$ ")


def format_code(number: int, own: dict[int, str]) -> str:
    """The code of a format by its number; "" for General and for those that print the plain number."""
    code = own.get(number) or BUILT_IN.get(number, "")
    return "" if code.lower() in ("general", "@") else code


def printed(value: float, code: str) -> str | None:
    """The number as printed; None: as it is. What a format makes invisible or unlike begins with OBJECT.

    A stored 0 stays 0 where the format prints a dash or nothing for it.
    """
    if not abs(value) < LARGEST:
        return None
    section, is_own_negative = _section(value, code)
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", section)
    if OTHER_KINDS.search(re.sub("General", "", bare, flags=re.I)):
        return None
    tokens = list(TOKEN.finditer(section))
    patterns = [token for token in tokens if token["digits"] or token["general"]]
    if value == 0 and not any(token["general"] or "0" in token["digits"] for token in patterns):
        return None
    words = "".join(_literal(token) for token in tokens)
    brackets = [token["bracket"] for token in tokens if token["bracket"] is not None]
    is_plain = len(patterns) == 1 and not re.search(r"[\d!]", words)
    if not is_plain or not all(HARMLESS.search(text) for text in brackets):
        return f"{OBJECT}{_general(Decimal(repr(value)))}"
    pattern = patterns[0]
    before = "".join(_literal(token) for token in tokens if token.start() < pattern.start())
    behind = "".join(_literal(token) for token in tokens if token.start() > pattern.start())
    is_negative = value < 0
    if is_own_negative:
        is_negative = before.strip()[-1:] in ("-", "(")
        before, behind = before.strip().rstrip("-("), behind.strip().removeprefix(")")
    percent = any(token["percent"] for token in tokens)
    number = _number(abs(Decimal(repr(value))), pattern[0], percent)
    return f"{before.translate(CURRENCY)}{'-' * is_negative}{number}{behind.translate(CURRENCY)}"


def _section(value: float, code: str) -> tuple[str, bool]:
    """The part of a code that is for this value, and whether it is one for negative numbers only."""
    sections = SEPARATOR.split(code)
    if IF_ZERO.match(sections[0]):
        return (sections[0] if value == 0 else sections[-1]), False
    if value < 0 and len(sections) > 1:
        return sections[1], True
    if value == 0 and len(sections) > 2:
        return sections[2], False
    return sections[0], False


def _literal(token: re.Match[str]) -> str:
    bracket = token["bracket"] or ""
    currency = bracket[1:].partition("-")[0] if bracket.startswith("$") else ""
    percent = "%" if token["percent"] else ""
    return (token["quoted"] or "") + (token["escaped"] or "") + currency + percent + (token["other"] or "")


def _number(value: Decimal, pattern: str, percent: bool) -> str:
    """Rounded half up, as Excel does, to the places of the pattern; commas at its end divide by 1000 each."""
    value = value * 100 if percent else value
    if pattern.lower() == "general":
        return _general(value)
    places = pattern.rstrip(",").partition(".")[2]
    value /= 1000 ** (len(pattern) - len(pattern.rstrip(",")))
    rounded = value.quantize(Decimal(1).scaleb(-len(places)), ROUND_HALF_UP)
    text = f"{rounded:f}"
    optional = len(places) - len(places.rstrip("#?"))
    while optional and text.endswith("0"):
        text, optional = text[:-1], optional - 1
    return text.removesuffix(".")


def _general(value: Decimal) -> str:
    return f"{value:.15g}" if value % 1 else f"{value:.0f}"
