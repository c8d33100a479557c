"""Where a browser shows other figures than the text of a page holds: fields, hidden words, white on white.

Only what inline style says plainly counts; style sheets are not read.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.extract.grid import OBJECT

FIELDS = ("", "text", "number", "tel")
FIGURE = re.compile(r"[0-9０-９.,%+-]+")
HIDDEN = re.compile(r"display\s*:\s*none", re.I)
LONGEST_HIDDEN = 50  # a longer hidden text may be a page that a script shows
PALE = r"#f[0-9a-f]f[0-9a-f]f[0-9a-f]\b|#fff\b|white\b|rgba?\(\s*2[45]\d\s*,\s*2[45]\d\s*,\s*2[45]\d\b"
WHITE = re.compile(rf"(?<![\w-])color\s*:\s*(?:{PALE})", re.I)
UNSEEN = re.compile(
    r"(?<![\w-])(?:color\s*:\s*transparent|font-size\s*:\s*0(?![.\d])|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d]))",
    re.I,
)
GROUND = re.compile(
    rf"(?<![\w-])background(?:-color|-image)?\s*:\s*(?!{PALE}|transparent|none|inherit|initial)", re.I
)
LOOK = re.compile(r"(?<![\w-])(?:color|font-size|visibility|opacity)\s*:\s*[^\s;]", re.I)
NO_GROUND = re.compile(rf"\s*(?:{PALE})?\s*", re.I)
# passing over the pages, most of them, that cannot hold such a style; "background-color" and "bgcolor" are none
PALE_WORDS = re.compile(r"olor\s*[:=]\s*[\"']?(?:#[fF]|[wW]hite|WHITE|rgba?\(\s*2|[tT]ransparent)")
OTHER_WORDS = ("COLOR", "isibility", "pacity", "size:0", "size: 0")


def as_shown(tree: LexborHTMLParser, source: str, tags: set[str]) -> None:
    """Write into the cells what is seen there; a figure that is not seen becomes OBJECT."""
    if "input" in tags:
        _fill_in(tree)
    if "bdo" in tags:
        _turn(tree)
    if "isplay" in source or "ISPLAY" in source:
        _drop_hidden(tree)
    if any(word in source for word in OTHER_WORDS) or any(
        source[found.start() - 2] not in "-g" for found in PALE_WORDS.finditer(source)
    ):
        _blot_out(tree)


def _fill_in(tree: LexborHTMLParser) -> None:
    for node in reversed(tree.css("td input")):
        if _of(node, "type").lower() in FIELDS:
            node.replace_with(_of(node, "value"))


def _turn(tree: LexborHTMLParser) -> None:
    """Figures that a browser writes from right to left."""
    for node in reversed(tree.css("td bdo[dir=rtl]")):
        if len(node.text().strip()) > 1 and FIGURE.fullmatch(node.text().strip()):
            node.replace_with(OBJECT)


def _drop_hidden(tree: LexborHTMLParser) -> None:
    for node in reversed(tree.css('td [style*="display" i]')):
        text = node.text().strip()
        if HIDDEN.search(_of(node, "style")) and len(text) <= LONGEST_HIDDEN:
            alone = FIGURE.fullmatch(text) and _round(node, "td") == text
            node.replace_with(OBJECT if alone else "")


def _blot_out(tree: LexborHTMLParser) -> None:
    for node in reversed(tree.css("tr[style], td[style], td [style], td font[color]")):
        style = f"{_of(node, 'style')};color:{_of(node, 'color')}"
        if not UNSEEN.search(style) and (not WHITE.search(style) or _is_shaded(node)):
            continue
        for place in node.css("td") if node.tag == "tr" else [node]:
            if not FIGURE.fullmatch(place.text().strip()) or _says_otherwise(place):
                continue
            if place.tag == "td":
                place.inner_html = OBJECT
            else:
                place.replace_with(OBJECT)


def _of(node: LexborNode, name: str) -> str:
    return node.attributes.get(name) or ""


def _round(node: LexborNode, tag: str) -> str:
    """The text of the nearest element of this kind round the node."""
    one: LexborNode | None = node
    while one is not None and one.tag != tag:
        one = one.parent
    return one.text().strip() if one is not None else ""


def _says_otherwise(node: LexborNode) -> bool:
    """Whether something inside has a look of its own."""
    return any(
        one != node and LOOK.search(f"{_of(one, 'style')};color:{_of(one, 'color')}")
        for one in node.css("[style], [color]")
    )


def _is_shaded(node: LexborNode) -> bool:
    """Whether the element or one round it has a colour behind it."""
    one: LexborNode | None = node
    while one is not None and one.tag != "-document":
        if GROUND.search(_of(one, "style")) or not NO_GROUND.fullmatch(_of(one, "bgcolor")):
            return True
        one = one.parent
    return False
