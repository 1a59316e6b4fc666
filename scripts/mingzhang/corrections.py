"""What was corrected in a disclosure: in its source text, or in what this site had published of it.

Both are told in ``disclosure.yml`` and published (resource ``corrections``): what, why and when.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

SOURCE_TEXT, PUBLISHED = "source_text", "published"
_CORRECTION = {"date", "line", "old", "new", "reason"}
_ERRATUM = {"date", "line", "what", "before", "after", "reason"}


@dataclass(frozen=True)
class Correction:
    """A change to one source line that nobody could read off the document; made before it is read."""

    date: date
    line: int
    old: str
    new: str
    reason: str


@dataclass(frozen=True)
class Erratum:
    """Something that had been published of the disclosure and was wrong; ``line`` is where the source has it."""

    date: date
    line: int
    what: str
    before: str
    after: str
    reason: str


def correction_problems(data: dict[str, Any]) -> Iterable[str]:
    """What is wrong with ``corrections`` and ``errata`` of a ``disclosure.yml``, a sentence each."""
    yield from _problems(data.get("corrections"), "corrections", _CORRECTION, {"new"})
    yield from _problems(data.get("errata"), "errata", _ERRATUM, {"before", "after"})


def _problems(items: Any, name: str, keys: set[str], may_be_blank: set[str]) -> Iterable[str]:
    if items is None:
        return
    if not isinstance(items, list):
        yield f"{name} is not a list"
        return
    for number, item in enumerate(items, 1):
        if not isinstance(item, dict) or set(item) != keys:
            yield f"{name} {number} needs exactly {', '.join(sorted(keys))}"
            continue
        if not isinstance(item["date"], date) or isinstance(item["date"], datetime):
            yield f"{name} {number}: date is {item['date']!r}, expected a date such as 2024-02-08"
        if type(item["line"]) is not int or item["line"] < 1:
            yield f"{name} {number}: line is {item['line']!r}, expected the number of a source line"
        for key in sorted(keys - {"date", "line"}):
            if not isinstance(item[key], str) or (not item[key].strip() and key not in may_be_blank):
                yield f"{name} {number}: {key} is {item[key]!r}, expected a text (numbers in quotes)"


def read_corrections(data: dict[str, Any]) -> tuple[Correction, ...]:
    """The ``corrections`` of a ``disclosure.yml`` without problems."""
    return tuple(Correction(**item) for item in data.get("corrections") or [])


def read_errata(data: dict[str, Any]) -> tuple[Erratum, ...]:
    """The ``errata`` of a ``disclosure.yml`` without problems."""
    return tuple(Erratum(**item) for item in data.get("errata") or [])


def in_order(corrections: Sequence[Correction], errata: Sequence[Erratum]) -> list[Correction | Erratum]:
    """All of them, the newest first; of one day, by source line."""
    return sorted([*corrections, *errata], key=lambda item: (-item.date.toordinal(), item.line))
