"""How alike two names are: what tells a variant or a slip from another name."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

from mingzhang.text import fold

_BRACKETS = re.compile(r"\([^()]*\)|〔[^〔〕]*〕|【[^【】]*】|\[[^\[\]]*\]")
_DOCUMENT = re.compile(r"[\u4e00-\u9fff][财党民组人政办发预行社农建教字通函]{1,5}[〔\[【(]20\d\d[〕\]】)]\d+号")
_YEAR = re.compile(r"20\d\d(?:年度?)?")


@lru_cache(maxsize=4096)
def likeness(one: str, other: str) -> float:
    """0 to 1: the share of characters that two texts have in common, in order."""
    if one == other:
        return 1.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def distance(one: str, other: str) -> int:
    """How many characters must be put in, left out or changed to make ``one`` into ``other``."""
    row = list(range(len(other) + 1))
    for at, char in enumerate(one, 1):
        last, row[0] = row[0], at
        for place, wanted in enumerate(other, 1):
            last, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, last + (char != wanted))
    return row[-1]


@lru_cache(maxsize=4096)
def bare(name: str) -> str:
    """A project's name without brackets, document numbers and the year, folded."""
    text = _DOCUMENT.sub("", fold(name))
    while (less := _BRACKETS.sub("", text)) != text:
        text = less
    return _YEAR.sub("", text).strip(":：,，、")


def closest(name: str, names: Iterable[str]) -> tuple[str, float]:
    """The most alike of ``names`` and how alike it is."""
    scored = [(likeness(bare(name), bare(other)), other) for other in names]
    best = max(scored, default=(0.0, ""))
    return best[1], best[0]
