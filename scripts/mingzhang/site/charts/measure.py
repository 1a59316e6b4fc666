"""How long text is, the same on every machine: wide characters are 1 em, others 0.55 em.

Readers have their own fonts; no font is asked here. Lines are broken by this measure, so that nothing else has to
measure them.
"""

from __future__ import annotations

import re
from functools import cache
from math import ceil

NARROW = 0.55
_WIDE = re.compile("[\u2010-\u2fff\u3000-\u9fff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef]")
"""Chinese and its punctuation."""
_NO_START = "、，。；：）”》！？"
_NO_END = "（《“"
_ORPHAN = 2


def text_width(text: str) -> float:
    """The width of ``text`` in em."""
    return sum(map(_width, text))


@cache
def _width(character: str) -> float:
    return 1.0 if _WIDE.match(character) else NARROW


def wrap_text(text: str, width: float, lines: int, even: bool = True) -> list[str]:
    """``text`` in at most ``lines`` lines of ``width`` em: of about equal length, or else each as full as it goes.

    No line starts or ends with a mark that Chinese never has there, and no last line holds only a character or
    two. An ellipsis ends what does not fit.
    """
    needed = ceil(text_width(text) / width) if text else 0
    full, rest = _lines(text, width, width, lines)
    if rest:
        return [*full[:-1], full[-1][: _fitting(full[-1], width - 1)] + "…"]
    if not even and (len(full) < 2 or len(full[-1]) > _ORPHAN):
        return full
    for count in range(max(needed, 1), len(full) + 1):
        wrapped, rest = _lines(text, min(width, text_width(text) / count + 1), width, count)
        if not rest:
            return wrapped
    return full


def _lines(text: str, target: float, width: float, lines: int) -> tuple[list[str], str]:
    """``text`` in lines of ``target`` em, the last allowed one of ``width``, and what is left over."""
    wrapped: list[str] = []
    rest = text
    while rest and len(wrapped) < lines:
        cut = _fitting(rest, width if len(wrapped) == lines - 1 else target)
        cut -= 1 < cut < len(rest) and (rest[cut] in _NO_START or rest[cut - 1] in _NO_END)
        wrapped.append(rest[:cut])
        rest = rest[cut:]
    return wrapped, rest


def _fitting(text: str, width: float) -> int:
    taken = 0.0
    for place, character in enumerate(text):
        taken += _width(character)
        if taken > width:
            return max(place, 1)
    return len(text)
