"""What a figure of the running text is about: its subject without the words around it, and its code."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from difflib import SequenceMatcher

from mingzhang.classifications import Classification
from mingzhang.records.claims.words import load_claim_words
from mingzhang.text import fold

LEVEL_MARK = re.compile(r"[（(]([类款项])[)）]")
_SHORTEST_NAME = 4
_ALIKE = 0.8
_LENGTH_OF = {"类": 3, "款": 5, "项": 7}


@dataclass(frozen=True)
class Namer:
    """Frees subjects of the unit's own name, the year and linking words.

    ``unit`` is the unit's full name, ``year`` the budget's year; ``before`` and ``after`` are patterns of
    words that stand around a subject and do not belong to it.
    """

    unit: str
    year: int
    before: str
    after: str

    def clean(self, text: str) -> str:
        """The subject in ``text`` (what stands before a figure); empty when there is only linking words."""
        text = self.bare(text)
        if "：" in text or ":" in text:
            front, _, last = re.fullmatch(r"(.*)([:：])(.*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
            if last and not load_claim_words().outcome.fullmatch(last):
                text = self.bare(last)
            elif last:
                text = front  # （项）：支出决算为… is about what stands before
        previous = None
        while text != previous:
            previous = text
            text = re.sub(f"^(?:{self.before})", "", text).strip(" ，,：:")
            text = self._without_unit(text)
            text = re.sub(rf"^{self.year}(?:年(?:度)?|(?=[^\d.年]))(?:的)?", "", text)
            text = self._without_tail(text)
        return text

    def bare(self, text: str) -> str:
        """``text`` without the linking words at its end."""
        previous = None
        while text != previous:
            previous = text
            text = self._without_tail(text.strip(" ，,"))
        return text

    def _without_tail(self, text: str) -> str:
        return re.sub(f"(?:{self.after})$", "", text)

    def _without_unit(self, text: str) -> str:
        """``text`` without the unit's name in front: whole, its end alone, or slightly misprinted."""
        name = self.unit
        about, text = ("关于", text[2:]) if text.startswith("关于") else ("", text)
        for start in range(max(0, len(name) - _SHORTEST_NAME + 1)):
            if text.startswith(name[start:]) and len(text) > len(name) - start:
                return text[len(name) - start :]
        tail = name[-3:]
        for end in range(len(name) - 3, len(name) + 4):
            front = text[:end]
            if tail and front.endswith(tail) and SequenceMatcher(None, front, name).ratio() > _ALIKE:
                return text[end:]
        return about + text


def code_of(subject: str, classification: Classification, evidenced: Collection[str]) -> tuple[str, str]:
    """The functional code that the 类/款/项 names of ``subject`` spell, and a doubt about it (empty: none).

    Of several codes that bear a name those decide that the document's own tables bear (``evidenced``).
    Without 类款项 marks the whole subject must be the name of one code. Where the names contradict each
    other (a 项 printed under another 类) the most exact ones decide, and the doubt says so.
    """
    names = _named_levels(subject)
    if not names:
        codes = _likely([code for code in classification.codes_of(subject) if len(code) in (3, 7)], evidenced)
        return (codes[0], "") if len(codes) == 1 else ("", "")
    level = list(names)[-1]
    best, doubt = _codes(names[level], level, classification), ""
    for upper in list(names)[-2::-1]:
        length = _LENGTH_OF[upper]
        fitting = [code for code in best if _bears(code[:length], names[upper], upper, classification)]
        if fitting:
            best = fitting
        elif best:
            doubt = f"“{names[upper]}（{upper}）”与其下级科目名称不符，科目编码按下级名称确定"
    best = _likely(best, evidenced)
    return (best[0], doubt) if len(best) == 1 else ("", "")


def _likely(codes: list[str], evidenced: Collection[str]) -> list[str]:
    return [code for code in codes if code in evidenced] or codes


def _named_levels(subject: str) -> dict[str, str]:
    """The names that 类, 款 and 项 mark, from the top down."""
    names: dict[str, str] = {}
    start = 0
    for match in LEVEL_MARK.finditer(subject):
        names[match.group(1)] = subject[start : match.start()].strip()
        start = match.end()
    return names


def _codes(name: str, level: str, classification: Classification) -> list[str]:
    spellings = dict.fromkeys([name, f"{name}支出"])
    return [c for s in spellings for c in classification.codes_of(s) if len(c) == _LENGTH_OF[level]]


def _bears(code: str, name: str, level: str, classification: Classification) -> bool:
    known = classification.names.get(code, "")
    return code in _codes(name, level, classification) or (bool(known) and fold(known) == fold(name))
