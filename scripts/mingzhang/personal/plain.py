"""A text as personal data is looked for in it: one spelling of digits, letters, marks and spaces, nothing invisible."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from mingzhang.text import simplify

_GONE = "\x00"
_CJK = "\u3400-\u4dbf\u4e00-\u9fff"
_SPREAD = re.compile(rf"(?<![{_CJK}])[{_CJK}](?: {{1,8}}[{_CJK}](?![{_CJK}])){{1,11}}")
"""Characters set wide apart, as in “联 系 人”."""
_DOTS = "·•・․‧∙⋅･᛫●﹒‣◦∘"
_MARKS = "，；！？"  # a comma of a sentence is none of a number
_INVISIBLE = ("Cf", "Mn", "Me")
_SHORT = 300  # characters of a text that is remembered: the same lines and cells are looked at again and again
_FILLERS = "\u115f\u1160\u3164\uffa0\u2800"


class _Folding(dict[int, str]):
    """The plain character of each character, worked out when it is first seen."""

    def __missing__(self, code: int) -> str:
        self[code] = _fold(chr(code))
        return self[code]


def _fold(character: str) -> str:
    kind = unicodedata.category(character)
    if kind in _INVISIBLE or character in _FILLERS:
        return _GONE
    if character in _DOTS:
        return "·"
    if kind == "Nd":
        return str(unicodedata.digit(character))
    if kind == "Pd" or character == "−":
        return "-"
    if kind in ("Zs", "Cc") and character not in "\t\n":
        return " "
    folded = character if kind == "No" or character in _MARKS else unicodedata.normalize("NFKC", character)
    return simplify(folded) if len(folded) == 1 else character


_FOLDING = _Folding()


@lru_cache(maxsize=1)
def fold_common() -> None:
    """Works out the plain characters of all common ones (before processes fork)."""
    for code in (*range(0x3100), *range(0x4E00, 0xA000), *range(0xFF00, 0x10000)):
        _FOLDING[code]


@dataclass(frozen=True)
class Plain:
    """The plain ``text``; ``places`` are those of its characters in the original, None where they are the same."""

    text: str
    places: Sequence[int] | None

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Where in the original a stretch of the plain text (not empty) stands."""
        return (start, end) if self.places is None else (self.places[start], self.places[end - 1] + 1)


def plain_of(text: str) -> Plain:
    """``text`` in plain characters, without what cannot be seen and without the spaces of words set wide apart."""
    return _plain_of_short(text) if len(text) <= _SHORT else _plain_of(text)


@lru_cache(maxsize=8192)
def _plain_of_short(text: str) -> Plain:
    return _plain_of(text)


def _plain_of(text: str) -> Plain:
    plain = text.translate(_FOLDING)
    if _GONE not in plain and (" " not in plain or not _SPREAD.search(plain)):
        return Plain(plain, None)
    kept = [place for place, character in enumerate(plain) if character != _GONE]
    plain = plain.replace(_GONE, "")
    spaces = {at for word in _SPREAD.finditer(plain) for at in range(*word.span()) if plain[at] == " "}
    if spaces:
        kept = [place for at, place in enumerate(kept) if at not in spaces]
        plain = "".join(character for at, character in enumerate(plain) if at not in spaces)
    return Plain(plain, kept)
