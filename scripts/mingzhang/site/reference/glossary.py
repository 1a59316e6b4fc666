"""The glossary: the terms that most documents explain, in which wordings, and the site's own words beside them.

However many documents there are, the page shows so many terms, so many wordings of each and so many who give one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from mingzhang.site.provenance.marks import clip
from mingzhang.site.reference.explained import Explained
from mingzhang.site.reference.terms import OwnTerms, aliases_to, normalise_term, term_anchor
from mingzhang.site.reference.wording import Piece, are_alike, compare_wordings, fold_wording
from mingzhang.site.summary.card import Card

SHORT = 110
MOST_TERMS, MOST_GROUPS, MOST_ALIKE, MOST_GIVERS = 400, 6, 4, 5
"""Terms of documents on the page, kinds of wordings of one, wordings of a kind, documents named for one."""
_COMPARED = 24
"""Wordings of a term that are set side by side, the commonest; comparing all would be quadratic."""
_STOP = re.compile(r"[。；;]|，其中")
OWN = "本站解释"


@dataclass(frozen=True)
class Giver:
    """A document that gives a wording, and the source line on which it does."""

    view: Card
    line: str


@dataclass(frozen=True)
class Wording:
    """One wording of a definition; ``count`` documents give it, the first are ``givers``.

    ``pieces`` show where it departs from the first that is alike.
    """

    text: str
    givers: tuple[Giver, ...]
    count: int
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A term that ``givers`` documents explain in ``wordings`` wordings; ``groups`` hold those shown that are alike.

    ``own`` is the site's explanation, blank without one.
    """

    key: str
    name: str
    groups: tuple[tuple[Wording, ...], ...]
    givers: int = 0
    wordings: int = 0
    own: str = ""
    aliases: tuple[str, ...] = ()
    related: tuple[tuple[str, str], ...] = ()

    @property
    def anchor(self) -> str:
        """Where the page explains it."""
        return term_anchor(self.key)

    @property
    def others(self) -> int:
        """How many wordings the page does not show."""
        return self.wordings - sum(map(len, self.groups))

    @property
    def agreement(self) -> str:
        """``same``, ``alike`` or ``differ``: whether the documents say the same; blank when only one explains it."""
        if self.givers < 2:
            return ""
        return "differ" if len(self.groups) > 1 else "alike" if self.wordings > 1 else "same"

    @property
    def short(self) -> str:
        """The commonest definition, short enough to stand beside a label."""
        text = self.groups[0][0].text if self.groups else self.own
        first = _STOP.split(text, maxsplit=1)[0]
        return f"{first}。" if first and len(first) < SHORT else clip(text, SHORT)

    @property
    def says_who(self) -> str:
        """Who says so, in a few words."""
        if not self.groups:
            return OWN
        most, others = self.groups[0][0].count, self.wordings - 1
        return f"{most} 份材料这样解释" + (f"，另有 {others} 种说法" if others else "")


@dataclass(frozen=True)
class Glossary:
    """``printed`` are the terms that documents explain (at most ``MOST_TERMS``), ``own`` those that only the site does.

    ``more`` counts the terms of documents that are left out: those that fewest explain.
    """

    printed: tuple[Entry, ...]
    own: tuple[Entry, ...]
    more: int = 0

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self.printed + self.own


@dataclass
class _Given:
    """One wording while documents are gone through."""

    text: str
    givers: list[Giver] = field(default_factory=list)
    count: int = 0


@dataclass
class _Term:
    """One term while documents are gone through: spellings, and wordings by what all printings of one share."""

    spellings: Counter[str] = field(default_factory=Counter)
    wordings: dict[str, _Given] = field(default_factory=dict)
    documents: int = 0
    last: str = ""

    def add(self, row: Explained, view: Card) -> None:
        self.spellings[row.term] += 1
        given = self.wordings.setdefault(fold_wording(row.definition), _Given(row.definition))
        given.count += 1
        if len(given.givers) < MOST_GIVERS:
            given.givers.append(Giver(view, row.line))
        self.documents += self.last != view.package.id
        self.last = view.package.id


def build_glossary(documents: Iterable[tuple[Card, Sequence[Explained]]], own: OwnTerms) -> Glossary:
    """The terms of all ``documents`` (in the order of ids), those that most explain first, then those of ``own``."""
    terms: defaultdict[str, _Term] = defaultdict(_Term)
    for view, rows in documents:
        for row in rows:
            terms[normalise_term(row.term)].add(row, view)
    explained = {normalise_term(term): (term, text) for term, text in own.definitions.items()}
    ranked = sorted(terms, key=lambda key: (-terms[key].documents, key))
    shown = ranked[:MOST_TERMS]
    names = {key: explained[key][0] if key in explained else _commonest(terms[key].spellings) for key in shown}
    names |= {key: term for key, (term, _) in explained.items() if key not in names}
    aliases = aliases_to(own, names)
    aliases_of = {key: tuple(alias for alias, target in aliases.items() if target == key) for key in names}

    def entry(key: str) -> Entry:
        term = terms[key] if key in terms else _Term()
        text = explained[key][1] if key in explained else ""
        groups = _groups(term.wordings)
        related = _related(key, names)
        return Entry(key, names[key], groups, term.documents, len(term.wordings), text, aliases_of[key], related)

    printed = tuple(map(entry, shown))
    return Glossary(printed, tuple(entry(key) for key in names if key not in set(shown)), len(ranked) - len(shown))


def _commonest(found: Counter[str]) -> str:
    return min(found, key=lambda text: (-found[text], text))


def _related(key: str, names: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Terms whose name holds this one or stands in it (财政拨款, 财政拨款收入), the shortest first."""
    near = [
        other for other in names if other != key and min(len(other), len(key)) > 2 and (key in other or other in key)
    ]
    return tuple((names[other], term_anchor(other)) for other in sorted(near, key=lambda other: (len(other), other)))


def _groups(wordings: dict[str, _Given]) -> tuple[tuple[Wording, ...], ...]:
    """The commonest wordings, each under the first that it is like; those beyond the bounds are left out."""
    order = sorted(wordings.values(), key=lambda item: (-item.count, item.givers[0].view.package.id))
    groups: list[list[Wording]] = []
    for given in order[:_COMPARED]:
        group = next((item for item in groups if are_alike(item[0].text, given.text)), None)
        if group is None and len(groups) < MOST_GROUPS:
            groups.append([Wording(given.text, tuple(given.givers), given.count)])
        elif group is not None and len(group) < MOST_ALIKE:
            pieces = compare_wordings(group[0].text, given.text)
            group.append(Wording(given.text, tuple(given.givers), given.count, pieces))
    return tuple(map(tuple, groups))
