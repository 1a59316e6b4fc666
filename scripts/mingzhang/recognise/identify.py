"""Who published a document, for which year, and whether it is a budget or final accounts: told from its text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from mingzhang.reading import Document
from mingzhang.text import fold, tidy
from mingzhang.wordlists import read_words

_TITLE_ROWS = 12
_TITLE_LINES = 3  # a title on a cover may be broken over so many
_WEIGHT_OF_TITLE = 5
_FIRST_ROWS = 60  # titles and the contents page stand here
_LONGEST_TITLE = 60


@dataclass(frozen=True)
class Identity:
    """What a document says of itself; an empty text, year 0 or None is not told. ``kind`` is budget or final."""

    unit: str
    year: int
    kind: str
    scope: str
    title: str = ""
    published: date | None = None


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    words = read_words("identify")
    return words


def identify(document: Document) -> Identity:
    """The unit, year, kind and scope that most of the document's captions and titles name."""
    lines = [" ".join(tidy(cell.text) for cell in row.cells if cell.text.strip()) for row in document.rows]
    lines = [line.replace("（", "(").replace("）", ")") for line in lines]
    words = _words()
    titles = list(_joined_titles(lines, re.compile(words["titles"])))
    units = _named(lines, words["units"], "unit")
    units.update(_named(titles, words["units"], "unit"))
    units = Counter({name: count for name, count in units.items() if re.search(words["bodies"], name)})
    if not units:
        units.update(_on_cover(lines, words))
    years = _named([re.sub(r"(?<=\d)\s+|\s+(?=年)", "", line) for line in lines], words["years"], "year")
    years.update(_named(titles, words["years"], "year"))
    top = "".join(map(fold, lines[:_FIRST_ROWS]))
    whole = top if re.search(f"{words['final']}|{words['budget']}", top) else "".join(map(fold, lines))
    final, budget = (len(re.findall(words[kind], whole)) for kind in ("final", "budget"))
    scopes = {scope: len(re.findall(pattern, whole)) for scope, pattern in words["scopes"].items()}
    unit = _first(units)
    return Identity(
        unit=unit,
        year=int(_first(years) or 0),
        kind="final" if final > budget else "budget",
        scope=max(scopes, key=lambda scope: scopes[scope]),
        title=next((title for title in titles if unit and unit in title), ""),
        published=_published(lines[:_FIRST_ROWS], words["published"]),
    )


def body_kind_of(unit: str) -> str:
    """What kind of body bears the name ``unit``."""
    kinds = _words()["body_kinds"]
    return next((kind for kind, pattern in kinds.items() if re.search(pattern, unit)), "其他")


def _on_cover(lines: Sequence[str], words: dict[str, Any]) -> Iterator[str]:
    """The bodies' names that stand on lines of their own beside the title on the cover."""
    for at, line in enumerate(lines[:_TITLE_ROWS]):
        name = re.sub(r"\s+", "", line)
        near = "".join(lines[max(0, at - _TITLE_LINES) : at + _TITLE_LINES + 1])
        if re.search(words["cover"], name) and re.search(words["bodies"], name) and re.search(words["titles"], near):
            yield name


def _joined_titles(lines: Sequence[str], pattern: re.Pattern[str]) -> Iterator[str]:
    """What the first lines make as titles, the longest first: a cover breaks a title over several lines."""
    top = [re.sub(r"\s+", "", line) for line in lines[:_TITLE_ROWS]]
    for count in range(_TITLE_LINES, 0, -1):
        for start in range(len(top) - count + 1):
            joined = "".join(top[start : start + count])
            if len(joined) <= _LONGEST_TITLE and pattern.search(joined) and re.search(_words()["title_ends"], joined):
                yield joined


def _published(lines: Iterable[str], patterns: Iterable[str]) -> date | None:
    """The first date that a line gives as the day of publication."""
    for line in lines:
        for pattern in patterns:
            if match := re.search(pattern, line):
                try:
                    return date(int(match["year"]), int(match["month"]), int(match["day"]))
                except ValueError:
                    continue
    return None


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
