"""The vocabulary of the plain tables (``vocabulary/plain_tables.yml``), ready for matching."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mingzhang.recognise.patterns import Patterns, matches
from mingzhang.recognise.vocabulary import ANY_ABOVE
from mingzhang.wordlists import read_words


@dataclass(frozen=True)
class PlainWords:
    """What one such table may be called and how its columns are headed."""

    name: str
    titles: Patterns
    required: tuple[tuple[str, ...], ...]
    columns: Mapping[str, Patterns]
    groups: Patterns
    texts: frozenset[str]
    amounts: frozenset[str]
    merged: tuple[str, ...]

    def column_of(self, path: str) -> str | None:
        """The column that a path of headings names; the longest tail that is known decides."""
        pieces = path.split("/")
        tails = ("/".join(pieces[start:]) for start in range(len(pieces)))
        found = (column for tail in tails for column, spellings in self.columns.items() if matches(spellings, tail))
        return next(found, None)

    def is_heading(self, text: str) -> bool:
        return self.column_of(text) is not None or matches(self.groups, text)


@dataclass(frozen=True)
class PlainVocabulary:
    """The vocabulary of these tables (``vocabulary/plain_tables.yml``)."""

    tables: tuple[PlainWords, ...]
    ignored: Patterns
    unit: re.Pattern[str]
    totals: Patterns
    subtotals: Patterns

    def words_of(self, table: str) -> PlainWords:
        """The words of one table by its resource's name."""
        return next(words for words in self.tables if words.name == table)


@lru_cache(maxsize=1)
def load_plain_vocabulary() -> PlainVocabulary:
    """The vocabulary that comes with the package."""
    data = read_words("plain_tables")
    return PlainVocabulary(
        tables=tuple(
            PlainWords(
                name=name,
                titles=_compile(words["titles"]),
                required=tuple(map(tuple, words["required"])),
                columns={column: _compile(spellings) for column, spellings in words["columns"].items()},
                groups=_compile(words["groups"]),
                texts=frozenset(words["texts"]),
                amounts=frozenset(words["amounts"]),
                merged=tuple(words["merged"]),
            )
            for name, words in data["tables"].items()
        ),
        ignored=_compile(data["ignored"]),
        unit=re.compile(data["unit"]),
        totals=_compile(data["totals"]),
        subtotals=_compile(data["subtotals"]),
    )


def _compile(spellings: Sequence[str]) -> Patterns:
    return Patterns(re.compile(spelling.replace(ANY_ABOVE, "(?:.*/)?")) for spelling in spellings)
