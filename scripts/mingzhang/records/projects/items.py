"""Projects as the several parts of a document name them, and how alike two of them are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from difflib import SequenceMatcher
from functools import lru_cache

from mingzhang.recognise.prose.project_words import load_project_words
from mingzhang.text import fold

BLOCK, FORM, TABLE, CARRYOVER_TEXT, CARRYOVER_TABLE = "block", "form", "table", "carryover_text", "carryover_table"
_YEAR = re.compile(r"20\d\d")
_DOCUMENT_NUMBER = re.compile(r"[(\[【〔]20\d\d[)\]】〕]")
_NAMES_FROM = (TABLE, CARRYOVER_TABLE, FORM, BLOCK, CARRYOVER_TEXT)
_AMOUNTS_FROM = (BLOCK, FORM, CARRYOVER_TEXT, TABLE, CARRYOVER_TABLE)
_LINES_FROM = (BLOCK, FORM, CARRYOVER_TEXT, TABLE, CARRYOVER_TABLE)


@dataclass(frozen=True)
class Item:
    """A project as one part of the document has it.

    ``key`` says which item of its source it is. The first of ``amounts`` is the project's, the others are
    amounts that another part may print for it (the budget that was executed).
    """

    source: str
    key: str
    line: int
    name: str
    amounts: tuple[Decimal, ...]
    code: str = ""


@dataclass
class Project:
    """The items that are one project, at most one of each source."""

    items: dict[str, Item] = field(default_factory=dict)

    @property
    def names(self) -> list[str]:
        return [self.items[source].name for source in _NAMES_FROM if source in self.items and self.items[source].name]

    @property
    def name(self) -> str:
        """The name that the project table prints, else the form, else the text; empty where none does."""
        return next(iter(self.names), "")

    @property
    def amounts(self) -> list[Decimal]:
        """All amounts printed for it, the one that counts first."""
        ordered = [self.items[source] for source in _AMOUNTS_FROM if source in self.items]
        return [item.amounts[0] for item in ordered if item.amounts] + [a for i in ordered for a in i.amounts[1:]]

    @property
    def line(self) -> int:
        return next(self.items[source].line for source in _LINES_FROM if source in self.items)


def meet(one: Project, other: Project) -> bool:
    """Whether both print one and the same amount."""
    return bool(set(one.amounts) & set(other.amounts))


def rounded(one: Project, other: Project) -> bool:
    """Whether an amount of the one is an amount of the other with decimals rounded or cut off (22, 22.2)."""
    return any(_is_cut(a, b) or _is_cut(b, a) for a in one.amounts for b in other.amounts)


def _is_cut(coarse: Decimal, fine: Decimal) -> bool:
    exponent = int(coarse.as_tuple().exponent)
    return int(fine.as_tuple().exponent) < exponent and abs(coarse - fine) < Decimal(1).scaleb(exponent)


def years_differ(one: Project, other: Project) -> bool:
    """Whether both names say a year, and not the same."""
    years, others = _years(one), _years(other)
    return bool(years and others and not years & others)


def _years(project: Project) -> set[str]:
    return {year for name in project.names for year in _YEAR.findall(_DOCUMENT_NUMBER.sub("", fold(name)))}


def likeness(one: Project, other: Project) -> float:
    """How alike the two names are, 0 to 1: the best of all that each bears."""
    return max((_likeness(a, b) for a in one.names for b in other.names), default=0.0)


def same_core(one: Project, other: Project) -> bool:
    """Whether they bear one name, apart from what tells no project from another."""
    return bool(_cores(one) & _cores(other))


def _cores(project: Project) -> set[str]:
    words = load_project_words()
    return {words.core(name) for name in project.names}


def shares_words(one: Project, other: Project) -> bool:
    """Whether a name of the one has two characters running in common with a name of the other."""
    return any(a[at : at + 2] in b for a in _cores(one) for b in _cores(other) for at in range(len(a) - 1))


@lru_cache(maxsize=65536)
def _likeness(one: str, other: str) -> float:
    """The mean of two shares of common characters (in order): of both names, and of the shorter one.

    The second lets a name stand for a longer one that holds it.
    """
    words = load_project_words()
    core, theirs = words.core(one), words.core(other)
    matcher = SequenceMatcher(None, core, theirs, autojunk=False)
    common = sum(block.size for block in matcher.get_matching_blocks())
    return (2 * common / (len(core) + len(theirs)) + common / min(len(core), len(theirs))) / 2
