"""Terms in labels: what a label is called in the glossary, and the link that explains it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape

from mingzhang.wordlists import read_words

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
    """A term within a label: where it stands, and its anchor."""

    start: int
    end: int
    anchor: str


class Terms:
    """Finds terms in labels; ``anchors`` are by normalised term or alias."""

    def __init__(self, anchors: Mapping[str, str]) -> None:
        self.anchors = dict(anchors)
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
            return Found(0, len(label), whole)
        places = [place for place, sign in enumerate(label) if not _IGNORED.match(sign)]
        folded = "".join(label[place] for place in places).translate(_NARROW)
        for key in self._longest:
            at = folded.find(key)
            if at >= 0:
                return Found(*_with_quotes(label, places[at], places[at + len(key) - 1] + 1), self.anchors[key])
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


def term_filter(terms: Terms) -> object:
    """The filter ``term``: ``{{ label|term }}`` links the term that a label holds to the glossary."""

    @pass_context
    def term(context: Context, label: str, root: str | None = None) -> Markup:
        found = terms.find(str(label))
        if found is None:
            return escape(label)
        way = context.get("root", "") if root is None else root
        before, inside, after = label[: found.start], label[found.start : found.end], label[found.end :]
        return escape(before) + term_link(found.anchor, inside, way) + escape(after)

    return term


def term_link(anchor: str, text: str, root: str) -> Markup:
    """``text`` as a link to its explanation, which the script of terms shows in place."""
    return Markup('<a class="mz-term" data-mz-term="{0}" href="{1}glossary/#{0}">{2}</a>').format(anchor, root, text)
