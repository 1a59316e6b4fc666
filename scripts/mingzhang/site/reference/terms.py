"""Terms in labels: what a label is called in the glossary, and the link that explains it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from mingzhang.site.packages import Package
from mingzhang.wordlists import read_words

PAGE_TERMS = "page_terms"
"""The name under which a template is given the terms of one disclosure."""
# A term this short explains a label only when it is the whole label (项 stands in 项目).
WHOLE_ONLY = 2
_ORDINAL = re.compile(
    r"^(?:第[一二三四五六七八九十百\d]+[、.．]?|[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[）)]|\d+[、.．)）])"
)
_IGNORED = re.compile(r"[\s“”‘’\"'「」『』《》:：]")
_NARROW = str.maketrans({"(": "（", ")": "）"})
_OPENING, _CLOSING = "“‘「『《", "”’」』》"


@dataclass(frozen=True)
class OwnTerms:
    """The site's own explanations (``vocabulary/terms.yml``) and what labels call a term."""

    definitions: Mapping[str, str]
    aliases: Mapping[str, str]


@lru_cache(maxsize=1)
def read_own_terms() -> OwnTerms:
    """The site's own explanations, as they come with the program."""
    data = read_words("terms")
    return OwnTerms(dict(data["terms"]), dict(data["aliases"]))


def normalise_term(text: str) -> str:
    """What is the same in all spellings of a term: no ordinal, spaces, quotation marks or colon."""
    return _IGNORED.sub("", _ORDINAL.sub("", text.strip())).translate(_NARROW)


def term_anchor(key: str) -> str:
    """The anchor of a normalised term: ASCII, and the same in every build."""
    return f"term-{hashlib.sha256(key.encode()).hexdigest()[:8]}"


@dataclass(frozen=True)
class Found:
    """A term within a label: where it stands, and its anchor; ``is_local``: on the disclosure's own page."""

    start: int
    end: int
    anchor: str
    is_local: bool = False

    def address(self, root: str, here: str) -> str:
        """The way to its explanation; ``root`` leads to the site's top, ``here`` to the disclosure's page."""
        return f"{here}#{self.anchor}" if self.is_local else f"{root}glossary/#{self.anchor}"


class Terms:
    """Finds terms in labels; ``anchors`` are by normalised term or alias, ``local`` those of one disclosure alone."""

    def __init__(self, anchors: Mapping[str, str], local: Iterable[str] = ()) -> None:
        self.anchors = dict(anchors)
        self.local = frozenset(local)
        self._longest = sorted((key for key in anchors if len(key) > WHOLE_ONLY), key=lambda key: (-len(key), key))
        self._known: dict[str, Found | None] = {}

    def find(self, label: str) -> Found | None:
        """The term that ``label`` is, else the longest that it holds, else none."""
        if label not in self._known:
            self._known[label] = self._find(label)
        return self._known[label]

    def exact(self, label: str) -> str:
        """The anchor of the term that the whole ``label`` is; blank when it is none."""
        return self.anchors.get(normalise_term(label), "")

    def _find(self, label: str) -> Found | None:
        if whole := self.exact(label):
            return Found(0, len(label), whole, whole in self.local)
        places = [place for place, sign in enumerate(label) if not _IGNORED.match(sign)]
        folded = "".join(label[place] for place in places).translate(_NARROW)
        for key in self._longest:
            at = folded.find(key)
            if at >= 0:
                start, end = _with_quotes(label, places[at], places[at + len(key) - 1] + 1)
                return Found(start, end, self.anchors[key], self.anchors[key] in self.local)
        return None


def _with_quotes(label: str, start: int, end: int) -> tuple[int, int]:
    """The place with a quotation mark that only one side of it holds."""
    inside = label[start:end]
    for opening, closing in zip(_OPENING, _CLOSING, strict=True):
        more = inside.count(closing) - inside.count(opening)
        if more > 0 and label[:start].endswith(opening):
            return start - 1, end
        if more < 0 and label[end:].startswith(closing):
            return start, end + 1
    return start, end


def own_terms(own: OwnTerms) -> Terms:
    """The site's own words: what every page knows, whatever documents there are."""
    names = {normalise_term(term): term for term in own.definitions}
    anchors = {normalise_term(alias): term_anchor(key) for alias, key in aliases_to(own, names).items()}
    return Terms(anchors | {key: term_anchor(key) for key in names})


def terms_of(package: Package, own: OwnTerms) -> Terms:
    """What the pages of one disclosure know: the site's own words, and what the document itself explains."""
    mine = {normalise_term(row.get("term", "")) for row in package.rows("glossary") if row.get("definition")} - {""}
    names = {normalise_term(term): term for term in own.definitions}
    anchors = {normalise_term(alias): term_anchor(key) for alias, key in aliases_to(own, [*names, *mine]).items()}
    anchors |= {key: term_anchor(key) for key in sorted({*names, *mine})}
    return Terms(anchors, (term_anchor(key) for key in mine if key not in names))


def aliases_to(own: OwnTerms, names: Iterable[str]) -> dict[str, str]:
    """What labels call a term, and its key; an alias that documents explain by itself is a term, not an alias."""
    known = set(names)
    keys = {alias: normalise_term(term) for alias, term in own.aliases.items()}
    first = {normalise_term(alias): alias for alias in reversed(keys)}
    wanted = (alias for folded, alias in reversed(first.items()) if folded not in known)
    return {alias: keys[alias] for alias in wanted if keys[alias] in known}


def install_terms(environment: Environment, standard: Terms) -> None:
    """The filter ``term``, the test ``term_known``, ``term_in`` and ``term_exact`` for templates.

    They look among what a template is given as ``PAGE_TERMS``, else among ``standard``.
    """

    def terms(context: Context) -> Terms:
        found = context.get(PAGE_TERMS)
        return found if isinstance(found, Terms) else standard

    @pass_context
    def find(context: Context, label: str) -> Found | None:
        return terms(context).find(str(label))

    @pass_context
    def exact(context: Context, label: str) -> str:
        return terms(context).exact(label)

    @pass_context
    def known(context: Context, label: str) -> bool:
        return terms(context).find(label) is not None

    @pass_context
    def term(context: Context, label: str, root: str | None = None) -> Markup:
        """``{{ label|term }}`` links the term that a label holds to its explanation."""
        found = terms(context).find(str(label))
        if found is None:
            return escape(label)
        address = found.address(context.get("root", "") if root is None else root, context.get("here", ""))
        before, inside, after = label[: found.start], label[found.start : found.end], label[found.end :]
        return escape(before) + term_link(found.anchor, inside, address) + escape(after)

    environment.filters["term"] = term
    environment.tests["term_known"] = known
    environment.globals |= {"term_in": find, "term_exact": exact}


def term_link(anchor: str, text: str, address: str) -> Markup:
    """``text`` as a link to its explanation, which the script of terms shows in place."""
    return Markup('<a class="mz-term" data-mz-term="{0}" href="{2}">{1}</a>').format(anchor, text, address)
