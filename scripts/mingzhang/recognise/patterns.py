"""Spellings of the vocabulary as patterns; what was asked of them is remembered, since documents repeat their words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

_LONGEST, _MOST = 60, 4000  # characters of a text that is remembered, texts a list of patterns


class Patterns(tuple[re.Pattern[str], ...]):
    """Patterns of one thing; ``either`` fits what any of them fits (its groups have no names)."""

    either: re.Pattern[str]
    known: dict[str, bool]

    def __new__(cls, patterns: Iterable[re.Pattern[str]] = ()) -> Patterns:
        self = super().__new__(cls, patterns)
        spellings = (re.sub(r"\(\?P<\w+>", "(", pattern.pattern) for pattern in self)
        self.either = re.compile("|".join(f"(?:{spelling})" for spelling in spellings) or "(?!)")
        self.known = {}
        return self


class Named(dict[str, Patterns]):
    """Names, each with what may stand for it."""

    @cached_property
    def known(self) -> dict[str, str | None]:
        """Texts, and the first name whose patterns they fit."""
        return {}


NO_PATTERNS = Patterns()


def matches(patterns: Patterns, text: str) -> bool:
    """Whether any of ``patterns`` is the whole of ``text`` (folded)."""
    found = patterns.known.get(text)
    if found is None:
        found = patterns.either.fullmatch(text) is not None
        if len(text) <= _LONGEST and len(patterns.known) < _MOST:
            patterns.known[text] = found
    return found


def name_of(named: Named, text: str) -> str | None:
    """The first name of which ``text`` (folded) is a spelling."""
    if text in named.known:
        return named.known[text]
    found = next((name for name, patterns in named.items() if matches(patterns, text)), None)
    if len(text) <= _LONGEST and len(named.known) < _MOST:
        named.known[text] = found
    return found
