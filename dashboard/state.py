"""Choices that live in the address: every filter is a query parameter, so that a view can be shared.

The address wins where it is news (a shared link, a link to another page); else the widget wins and the address
follows. A choice equal to its default leaves no parameter. What an address asks for in vain is ignored.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

import streamlit as st

from dashboard import i18n

Label = Callable[[Any], str]
ALL = "all"
_SWITCH = "language switch"


def select(key: str, label: str, options: Sequence[Any], default: Any = None, shown: Label = str) -> Any:
    """One of `options` from a searchable list; the first where there is no default. None without options."""
    if not options:
        return None
    fallback = default if default in options else options[0]
    _seed(key, options, [fallback], many=False)
    value = st.selectbox(label, options, key=key, format_func=_labels(options, shown))
    _follow(key, [value], [fallback])
    return value


def optional(key: str, label: str, options: Sequence[Any], shown: Label = str) -> Any:
    """One of `options`, or None for all of them."""

    def named(value: Any) -> str:
        return i18n.t("filter.all") if value == ALL else shown(value)

    value = select(key, label, [ALL, *options], ALL, named)
    return None if value == ALL else value


def switch(key: str, label: str, options: Sequence[str], shown: Label = str) -> str:
    """One of a few fixed options, as buttons side by side; the first is the default."""
    _seed(key, options, [options[0]], many=False)
    value = st.segmented_control(label, options, key=key, format_func=_labels(options, shown), required=True)
    _follow(key, [value], [options[0]])
    return str(value)


def several(
    key: str, label: str, options: Sequence[Any], default: Sequence[Any], shown: Label = str, most: int = 12
) -> list[Any]:
    """Some of `options`, at most `most`."""
    kept = [value for value in default if value in set(options)][:most]
    _seed(key, options, kept, many=True, most=most)
    values = list(
        st.multiselect(label, options, key=key, format_func=_labels(options, shown), max_selections=most)
    )
    _follow(key, values, kept)
    return values


def span(key: str, label: str, years: Sequence[int]) -> tuple[int, int]:
    """A first and a last year out of `years`, as `2014-2025` in the address."""
    first, last = min(years), max(years)
    if first == last:
        return first, last
    asked = st.query_params.get(key, "")
    if key not in st.session_state or st.session_state.get(_seen(key)) != [asked]:
        st.session_state[key] = _years(asked, first, last)
    low, high = st.session_state[key]
    st.session_state[key] = (
        (max(low, first), min(high, last)) if low <= last and high >= first else (first, last)
    )
    chosen: tuple[int, int] = cast("tuple[int, int]", st.slider(label, first, last, key=key))
    text = "" if chosen == (first, last) else f"{chosen[0]}-{chosen[1]}"
    _put(key, [text] if text else [])
    st.session_state[_seen(key)] = [text]
    return chosen


def flag(key: str, label: str, default: bool = False, tip: str | None = None) -> bool:
    """A yes or no; `1` and `0` in the address."""
    _seed(key, [True, False], [default], many=False, text={"1": True, "0": False})
    value = st.toggle(label, key=key, help=tip)
    _follow(key, [int(value)], [int(default)])
    return bool(value)


def choose_language() -> None:
    """The language switch. It outlives a change of page, which empties the address and may drop widgets."""
    asked = st.query_params.get(i18n.KEY)
    if asked in i18n.LANGUAGES and st.session_state.get(_seen(i18n.KEY)) != [asked]:
        st.session_state[i18n.KEY] = asked
    st.session_state[_SWITCH] = i18n.language()
    names = {"zh": "中文", "en": "English"}
    st.segmented_control(
        "语言 · Language",
        i18n.LANGUAGES,
        key=_SWITCH,
        format_func=names.__getitem__,
        required=True,
        on_change=_switch_language,
    )
    texts = [i18n.language()] if i18n.language() != i18n.LANGUAGES[0] else []
    _put(i18n.KEY, texts)
    st.session_state[_seen(i18n.KEY)] = texts


def _switch_language() -> None:
    st.session_state[i18n.KEY] = st.session_state[_SWITCH]


def _labels(options: Sequence[Any], shown: Label) -> Label:
    """Labels made now, in this session's language, not whenever Streamlit asks for them."""
    return {option: shown(option) for option in options}.__getitem__


def _seen(key: str) -> str:
    return f"address of {key}"


def _seed(
    key: str,
    options: Sequence[Any],
    default: Sequence[Any],
    *,
    many: bool,
    most: int = 1,
    text: Mapping[str, Any] | None = None,
) -> None:
    """Set the widget's value before it is drawn: from the address if that is news, else keep what is valid."""
    asked = st.query_params.get_all(key)
    known = text or {str(option): option for option in options}
    if key not in st.session_state or st.session_state.get(_seen(key)) != asked:
        found = list(dict.fromkeys(known[value] for value in asked if value in known))[:most]
        st.session_state[key] = _shape(found or list(default), many)
        return
    held = st.session_state[key] if many else [st.session_state[key]]
    valid = [value for value in held if value in options]
    if len(valid) != len(held):
        st.session_state[key] = _shape(valid or list(default), many)


def _shape(values: list[Any], many: bool) -> Any:
    return values if many else values[0]


def _follow(key: str, values: Sequence[Any], default: Sequence[Any]) -> None:
    """Bring the address up to the widget."""
    texts = [] if list(values) == list(default) else [str(value) for value in values]
    _put(key, texts)
    st.session_state[_seen(key)] = texts


def _put(key: str, texts: Sequence[str]) -> None:
    if st.query_params.get_all(key) == list(texts):
        return
    if texts:
        st.query_params[key] = list(texts)
    else:
        st.query_params.pop(key, None)


def _years(text: str, first: int, last: int) -> tuple[int, int]:
    low, _, high = text.partition("-")
    if low.isdecimal() and high.isdecimal() and first <= int(low) <= int(high) <= last:
        return int(low), int(high)
    return first, last
