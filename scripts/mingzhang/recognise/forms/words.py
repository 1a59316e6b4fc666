"""The vocabulary of the performance forms (``vocabulary/forms.yml``), ready for matching."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from mingzhang.recognise.patterns import NO_PATTERNS, Named, Patterns, matches, name_of
from mingzhang.text import fold
from mingzhang.wordlists import read_words

_UNIT = re.compile(r"(?:单位:(?:人民币)?|\((?=万?元\)))(万元|元)")
_UNIT_AT_END = re.compile(r"\((?:万元|元)\)$")


@dataclass(frozen=True)
class FormTitle:
    """What a form's title says: its scope (``overall``, ``project``), its kind (``target``, ``self_evaluation``)."""

    scope: str
    kind: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class FormWords:
    """Everything the recogniser knows about performance forms; texts may be asked about as printed.

    ``labels`` name fields, ``funding`` lines of money, ``money`` the columns of a self-evaluation's money,
    ``headings`` the columns of indicators; ``values`` are words that fill a column, ``beginnings`` the labels
    with which a form begins, ``endings`` headings of running text after it, ``parts`` those of the document's parts.
    """

    titles: tuple[FormTitle, ...]
    captions: Patterns
    page_marks: Patterns
    labels: Named
    funding: Named
    money: Named
    money_block: Patterns
    deadlines: Patterns
    headings: Named
    label_columns: Patterns
    values: Named
    beginnings: Patterns
    endings: Patterns
    parts: Patterns

    @cached_property
    def known_fits(self) -> dict[tuple[str, str | None], int]:
        """How well texts suit columns, as far as they were asked about."""
        return {}

    def title_of(self, text: str) -> FormTitle | None:
        """The kind of form that a title opens, None when it is no form's title."""
        folded = fold(text)
        return next((title for title in self.titles if title.pattern.fullmatch(folded)), None)

    def label_of(self, text: str) -> str | None:
        """The field that a label names."""
        return _name_of(self.labels, text)

    def funding_of(self, text: str) -> str | None:
        """The key of a line of money by its label."""
        return _name_of(self.funding, text)

    def money_of(self, text: str) -> str | None:
        """The column of money that a heading names."""
        return _name_of(self.money, text)

    def heading_of(self, text: str) -> str | None:
        """The column of indicators that a heading names."""
        return _name_of(self.headings, text)

    def is_value(self, column: str, text: str) -> bool:
        """Whether ``text`` is one of the words that fill a column of indicators."""
        return matches(self.values.get(column, NO_PATTERNS), fold(text))


def _name_of(named: Named, text: str) -> str | None:
    return name_of(named, bare(text))


@lru_cache(maxsize=8192)
def bare(text: str) -> str:
    """A label folded, without the colon and the unit of money after it."""
    return _UNIT_AT_END.sub("", fold(text).rstrip(":")).rstrip(":")


def unit_of(text: str) -> str | None:
    """The unit of money that a caption or label prints (单位：元, 项目资金（万元）)."""
    match = _UNIT.search(fold(text))
    return match.group(1) if match else None


@lru_cache(maxsize=1)
def load_form_words() -> FormWords:
    """The vocabulary that comes with the package."""
    data = read_words("forms")
    return FormWords(
        titles=tuple(FormTitle(t["scope"], t["kind"], re.compile(t["title"])) for t in data["titles"]),
        captions=_compile(data["captions"]),
        page_marks=_compile(data["page_marks"]),
        labels=_compile_all(data["labels"]),
        funding=_compile_all(data["funding"]),
        money=_compile_all(data["money"]),
        money_block=_compile(data["money_block"]),
        deadlines=_compile(data["deadlines"]),
        headings=_compile_all(data["headings"]),
        label_columns=_compile(data["label_columns"]),
        values=_compile_all(data["values"]),
        beginnings=_compile(data["beginnings"]),
        endings=_compile(data["endings"]),
        parts=_compile(data["parts"]),
    )


def _compile(spellings: Iterable[str]) -> Patterns:
    return Patterns(re.compile(spelling) for spelling in spellings)


def _compile_all(named: Mapping[str, Iterable[str]]) -> Named:
    return Named((name, _compile(spellings)) for name, spellings in named.items())
