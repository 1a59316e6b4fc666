"""The vocabulary of the statutory tables (``vocabulary/tables.yml``), ready for matching."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from mingzhang.recognise.patterns import NO_PATTERNS, Named, Patterns, matches, name_of
from mingzhang.wordlists import read_words

Heading = tuple[re.Pattern[str] | None, re.Pattern[str]]


@dataclass(frozen=True)
class TableWords:
    """What one statutory table may be called and how its columns and rows may be labelled.

    ``columns`` keeps the order of the Ministry's template and matches a path of
    headings, ``headings`` its last heading alone and the group that must stand
    over it (None: any). ``parts`` are the identities of a row: a column and the
    columns that make it. ``beside`` are headings that are known but have no column here,
    ``partial_totals`` labels of totals of a part of the table; a ``one_line`` table may print its
    items as headings over one row.
    """

    name: str
    titles: Patterns
    columns: Named
    headings: Mapping[str, tuple[Heading, ...]]
    groups: Patterns
    sides: Mapping[str, Patterns]
    labels: Patterns
    parts: Mapping[str, tuple[str, ...]]
    funded_by: Mapping[str, tuple[str, ...]]
    classification: str
    texts: frozenset[str]
    beside: Patterns = NO_PATTERNS
    partial_totals: Patterns = NO_PATTERNS
    one_line: bool = False
    subtotals: Patterns = NO_PATTERNS

    @property
    def amounts(self) -> tuple[str, ...]:
        """The columns that hold money, in the template's order."""
        return tuple(column for column in self.columns if column not in self.texts)

    @property
    def names_projects(self) -> bool:
        """Whether ``project`` is a project's name here (elsewhere it is the amount of 项目支出)."""
        return "project" in self.texts

    def is_label(self, text: str) -> bool:
        """Whether a (folded) text is what a row is called, and no heading."""
        is_side = any(matches(patterns, text) for patterns in self.sides.values())
        return matches(self.labels, text) and not is_side and self.column_of(text) is None

    def column_of(self, path: str) -> str | None:
        """The column that a heading path names, None when no spelling fits.

        A path is the headings from the top down; when the whole is not known
        its last parts decide, the longest first. A 小计 below a heading that names a column is that column.
        """
        above, _, last = path.rpartition("/")
        if above and matches(self.subtotals, last) and not matches(self.groups, above):
            column = self._named(above)
            if column is not None and column not in self.texts:
                return column
        return None if self.is_beside(path) else self._named(path)

    def is_beside(self, path: str) -> bool:
        """Whether a heading path is known to have no column here."""
        return matches(self.beside, path)

    def rank_of(self, column: str, path: str) -> int:
        """How official the spelling of a column's heading is: 0 for the first that the vocabulary gives."""
        tails = [path.split("/", count)[-1] for count in range(path.count("/") + 1)]
        patterns = self.columns[column]
        return next((at for at, p in enumerate(patterns) if any(p.fullmatch(tail) for tail in tails)), len(patterns))

    def _named(self, path: str) -> str | None:
        pieces = path.split("/")
        for start in range(len(pieces)):
            tail = "/".join(pieces[start:])
            if column := name_of(self.columns, tail):
                return column
        return None


_UNIT_AND_YEAR = re.compile(r"^.{2,40}?\d{4}年(?:度)?")
_TITLE_ENDS = ("表", ")", "情况")
_LONGEST_UNIT = 45
ANY_ABOVE = "~/"
_TEXTS = ("code", "name", "item")


@dataclass(frozen=True)
class Vocabulary:
    """Everything the recogniser knows about statutory tables."""

    tables: Mapping[str, TableWords]
    sequence: Patterns
    captions: Patterns
    notes: Patterns
    page_marks: Patterns
    boundaries: Patterns
    attached: re.Pattern[str]
    contents: re.Pattern[str]
    part_heading: re.Pattern[str]
    closing_part: str
    required: tuple[str, ...]
    headings: Mapping[str, str]
    total_labels: Patterns
    three_public_items: Mapping[str, re.Pattern[str]]
    three_public_beside: re.Pattern[str]
    note_sentences: Patterns
    comparisons: Patterns
    unit_end: re.Pattern[str]

    def table_of(self, title: str) -> str | None:
        """The resource that a folded title names (also after a unit's name and a year), None when it is no table's."""
        if not title.endswith(_TITLE_ENDS):
            return None
        texts = [title, _UNIT_AND_YEAR.sub("", title)]
        texts += [title[match.end() :] for match in self.unit_end.finditer(title[:_LONGEST_UNIT]) if match.start() > 1]
        for text in dict.fromkeys(texts):
            for name, words in self.tables.items():
                if matches(words.titles, text):
                    return name
        return None

    def is_caption(self, text: str) -> bool:
        """Whether a (folded) line is a caption: who publishes, for when, in which unit of money."""
        return matches(self.captions, text)


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """The vocabulary that comes with the package."""
    data = read_words("tables")
    return Vocabulary(
        tables={name: _table(name, words, data) for name, words in data["tables"].items()},
        sequence=_compile(data["ignored_columns"]["sequence"]),
        captions=_compile(data["captions"]),
        notes=_compile(data["notes"]),
        page_marks=_compile(data["page_marks"]),
        boundaries=_compile(data["boundaries"]),
        attached=re.compile(data["attached"]),
        contents=re.compile(data["contents"]),
        part_heading=re.compile(data["parts_of_document"]),
        closing_part=data["closing_part"],
        required=tuple(data["required"]),
        headings=data["headings"],
        total_labels=_compile([data["total_labels"]]),
        three_public_items={key: re.compile(value) for key, value in data["three_public_items"].items()},
        three_public_beside=re.compile(data["three_public_beside"]),
        note_sentences=_compile(data["note_sentences"]),
        comparisons=_compile(data["comparison_headings"]),
        unit_end=re.compile(data["unit_ends"]),
    )


def _table(name: str, words: dict[str, Any], common: dict[str, Any]) -> TableWords:
    return TableWords(
        name=name,
        titles=_compile(title.replace("{who}", common["who"]) for title in words["titles"]),
        columns=Named((column, _compile(spellings)) for column, spellings in words["columns"].items()),
        headings={c: tuple(_heading(s) for s in spellings) for c, spellings in words["columns"].items()},
        groups=_compile(words.get("groups", [])),
        sides={side: _compile(spellings) for side, spellings in words.get("sides", {}).items()},
        labels=_compile(label.replace("{ordinal}", common["ordinal"]) for label in words.get("labels", [])),
        parts={column: tuple(parts) for column, parts in words.get("parts", {}).items()},
        funded_by={column: tuple(lines) for column, lines in words.get("funded_by", {}).items()},
        classification=words.get("classification", "functional"),
        texts=frozenset((*_TEXTS, *words.get("texts", []))),
        beside=_compile([*words.get("beside", []), *common["comparison_headings"]]),
        partial_totals=_compile(words.get("partial_totals", [])),
        one_line=words.get("one_line", False),
        subtotals=_compile(common["subtotal_headings"]),
    )


def _compile(spellings: Any) -> Patterns:
    return Patterns(re.compile(spelling.replace(ANY_ABOVE, "(?:.*/)?")) for spelling in spellings)


def _heading(spelling: str) -> Heading:
    above, _, last = spelling.rpartition("/")
    group = None if above in ("", ANY_ABOVE.rstrip("/")) else re.compile(above.split("/")[0])
    return group, re.compile(last)
