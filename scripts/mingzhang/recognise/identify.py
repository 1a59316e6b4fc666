"""Who published a document, for which year, and whether it is a budget or final accounts: told from its text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from mingzhang.reading import Document
from mingzhang.text import fold, tidy
from mingzhang.wordlists import read_words

_TITLE_ROWS = 12
_WEIGHT_OF_TITLE = 5
_FIRST_ROWS = 60  # titles and the contents page stand here


@dataclass(frozen=True)
class Identity:
    """What a document says of itself; an empty ``unit`` or year 0 is not told. ``kind`` is budget or final."""

    unit: str
    year: int
    kind: str
    scope: str


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    words = read_words("identify")
    return words


def identify(document: Document) -> Identity:
    """The unit, year, kind and scope that most of the document's captions and titles name."""
    lines = [" ".join(tidy(cell.text) for cell in row.cells if cell.text.strip()) for row in document.rows]
    lines = [line.replace("（", "(").replace("）", ")") for line in lines]
    words = _words()
    units = _named(lines, words["units"], "unit")
    units = Counter({name: count for name, count in units.items() if re.search(words["bodies"], name)})
    years = _named([re.sub(r"(?<=\d)\s+|\s+(?=年)", "", line) for line in lines], words["years"], "year")
    top = "".join(map(fold, lines[:_FIRST_ROWS]))
    whole = top if re.search(f"{words['final']}|{words['budget']}", top) else "".join(map(fold, lines))
    final, budget = (len(re.findall(words[kind], whole)) for kind in ("final", "budget"))
    scopes = {scope: len(re.findall(pattern, whole)) for scope, pattern in words["scopes"].items()}
    return Identity(
        unit=_first(units),
        year=int(_first(years) or 0),
        kind="final" if final > budget else "budget",
        scope=max(scopes, key=lambda scope: scopes[scope]),
    )


def _named(lines: Iterable[str], patterns: Iterable[str], group: str) -> Counter[str]:
    """How often the patterns name what; a title counts more than a caption."""
    lines = list(lines)
    counts: Counter[str] = Counter()
    for pattern in patterns:
        for at, line in enumerate(lines):
            if match := re.search(pattern, line):
                counts[match.group(group).strip("《》() ")] += _WEIGHT_OF_TITLE if at < _TITLE_ROWS else 1
    return counts


def _first(counts: Counter[str]) -> str:
    """What is named most often, of several the first."""
    return max(counts, key=lambda name: counts[name], default="")
