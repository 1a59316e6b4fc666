"""The glossary: every term that the documents explain, in which wordings, and the site's own words beside them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from mingzhang.site.disclosure.view import DisclosureView
from mingzhang.site.provenance.marks import clip
from mingzhang.site.reference.terms import OwnTerms, Terms, normalise_term, term_anchor
from mingzhang.site.reference.wording import Piece, are_alike, compare_wordings, fold_wording

SHORT = 110
_STOP = re.compile(r"[。；;]|，其中")
OWN = "本站解释"


@dataclass(frozen=True)
class Giver:
    """A document that gives a wording, and the source line on which it does."""

    view: DisclosureView
    line: str


@dataclass(frozen=True)
class Wording:
    """One wording of a definition with those who give it; ``pieces`` show where it departs from the first alike."""

    text: str
    givers: tuple[Giver, ...]
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A term. ``groups`` hold wordings that are alike; ``own`` is the site's explanation, blank without one."""

    key: str
    name: str
    groups: tuple[tuple[Wording, ...], ...]
    own: str = ""
    aliases: tuple[str, ...] = ()
    related: tuple[tuple[str, str], ...] = ()

    @property
    def anchor(self) -> str:
        """Where the page explains it."""
        return term_anchor(self.key)

    @property
    def givers(self) -> int:
        """How many documents explain it."""
        return len({giver.view.package.id for group in self.groups for item in group for giver in item.givers})

    @property
    def wordings(self) -> int:
        """In how many wordings."""
        return sum(map(len, self.groups))

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
        most, others = len(self.groups[0][0].givers), self.wordings - 1
        return f"{most} 份材料这样解释" + (f"，另有 {others} 种说法" if others else "")


@dataclass(frozen=True)
class Glossary:
    """All terms: ``printed`` are those that documents explain, ``own`` those that only the site does."""

    printed: tuple[Entry, ...]
    own: tuple[Entry, ...]
    terms: Terms

    @property
    def entries(self) -> tuple[Entry, ...]:
        return self.printed + self.own


def build_glossary(views: Sequence[DisclosureView], own: OwnTerms) -> Glossary:
    """The terms of all ``views``, those that most documents explain first, then those of ``own`` alone."""
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    given: defaultdict[str, list[tuple[str, Giver]]] = defaultdict(list)
    for view in views:
        for row in view.package.rows("glossary"):
            key = normalise_term(row.get("term", ""))
            if key and row.get("definition"):
                spellings[key][row["term"].strip()] += 1
                given[key].append((row["definition"].strip(), Giver(view, row.get("source_line", ""))))
    explained = {normalise_term(term): (term, text) for term, text in own.definitions.items()}
    names = {key: explained[key][0] if key in explained else _commonest(found) for key, found in spellings.items()}
    names |= {key: term for key, (term, _) in explained.items() if key not in names}
    aliases = _aliases(own, names)
    aliases_of = {key: tuple(alias for alias, target in aliases.items() if target == key) for key in names}
    entries = {
        key: Entry(
            key=key,
            name=name,
            groups=_groups(given[key]) if key in given else (),
            own=explained[key][1] if key in explained else "",
            aliases=aliases_of.get(key, ()),
            related=_related(key, names),
        )
        for key, name in names.items()
    }
    printed = sorted((entry for entry in entries.values() if entry.groups), key=lambda item: (-item.givers, item.key))
    anchors = {normalise_term(alias): term_anchor(key) for alias, key in aliases.items()}
    terms = Terms(anchors | {key: term_anchor(key) for key in names})
    return Glossary(tuple(printed), tuple(entry for entry in entries.values() if not entry.groups), terms)


def _commonest(found: Counter[str]) -> str:
    return min(found, key=lambda text: (-found[text], text))


def _aliases(own: OwnTerms, names: dict[str, str]) -> dict[str, str]:
    """What labels call a term, and its key; an alias that documents explain by itself is a term, not an alias."""
    keys = {alias: normalise_term(term) for alias, term in own.aliases.items()}
    first = {normalise_term(alias): alias for alias in reversed(keys)}
    wanted = (alias for folded, alias in reversed(first.items()) if folded not in names)
    return {alias: keys[alias] for alias in wanted if keys[alias] in names}


def _related(key: str, names: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Terms whose name holds this one or stands in it (财政拨款, 财政拨款收入)."""
    near = [
        other for other in names if other != key and min(len(other), len(key)) > 2 and (key in other or other in key)
    ]
    return tuple((names[other], term_anchor(other)) for other in sorted(near, key=lambda other: (len(other), other)))


def _groups(given: list[tuple[str, Giver]]) -> tuple[tuple[Wording, ...], ...]:
    """The distinct wordings, the commonest first, each under the first that it is like."""
    texts: dict[str, str] = {}
    givers: defaultdict[str, list[Giver]] = defaultdict(list)
    for text, giver in given:
        texts.setdefault(fold_wording(text), text)
        givers[fold_wording(text)].append(giver)
    groups: list[list[Wording]] = []
    for folded in sorted(texts, key=lambda item: (-len(givers[item]), givers[item][0].view.package.id)):
        text = texts[folded]
        group = next((item for item in groups if are_alike(item[0].text, text)), None)
        pieces = compare_wordings(group[0].text, text) if group else ()
        wording = Wording(text, tuple(givers[folded]), pieces)
        if group:
            group.append(wording)
        else:
            groups.append([wording])
    return tuple(map(tuple, groups))


def terms_of(view: DisclosureView) -> Terms:
    """TEMPORARY until lists arrives."""
    from mingzhang.site.reference.terms import read_own_terms
    return build_glossary([view], read_own_terms()).terms
