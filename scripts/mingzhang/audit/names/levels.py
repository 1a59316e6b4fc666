"""The names of the levels that a subject prints: 一般公共服务支出（类）组织事务（款）行政运行（项）."""

from __future__ import annotations

import re

from mingzhang.text import fold

_LEVEL = re.compile(r"\(([类款项])\)")
_NAME = re.compile(r"[^()]*(?:\([^类款项()]*\)[^()]*)*$")
_LONGEST_NAME = 100  # characters; the longest names of classes have a third


def levels_named(subject: str) -> dict[str, str]:
    """The names that stand before (类), (款) and (项), by level."""
    text, end = fold(subject), 0
    found: dict[str, str] = {}
    for level in _LEVEL.finditer(text):
        before = text[max(end, level.start() - _LONGEST_NAME) : level.start()]
        name = _NAME.search(before)
        found[level[1]] = name[0] if name else ""
        end = level.end()
    return found
