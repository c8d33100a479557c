"""The words of `channels.toml`: which channels a phrase names, and what tells published items from others."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DATA = Path(__file__).with_name("channels.toml")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    channel: re.Pattern[str]
    channel_of: dict[str, str]
    words: dict[str, re.Pattern[str]]


@cache
def vocabulary() -> Vocabulary:
    """`channels.toml`, read once."""
    data = tomllib.loads(_DATA.read_text(encoding="utf-8"))
    channel_of = {word: channel for channel, words in data["channels"].items() for word in words}
    longest_first = sorted(channel_of, key=len, reverse=True)
    return Vocabulary(
        re.compile("|".join(map(re.escape, longest_first))),
        channel_of,
        {name: re.compile(pattern) for name, pattern in data["words"].items()},
    )


def channels_in(phrase: str) -> list[str]:
    """The channels a phrase names, each once, in printed order."""
    words = vocabulary()
    return list(dict.fromkeys(words.channel_of[found] for found in words.channel.findall(phrase)))
