"""Personal data: which names and numbers a document shows, and how they are kept out of everything published.

This is the one place of the rule (the contract, last section): telephone numbers never leave the source,
names only when ``disclosure.yml`` allows them. Everything that a package holds goes through :meth:`Personal.mask`;
``personal_lines`` does the same for the source text, where names and numbers may be cut by line breaks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from mingzhang.text import fold
from mingzhang.wordlists import read_words

NAME_MASK = "〔姓名略〕"
NUMBER_MASK = "〔号码略〕"
_NAME = re.compile(r"[\u4e00-\u9fff]{1,6}(?:[·•・.][\u4e00-\u9fff]{1,8})*")
_SHORT_NAME = 3
_DIGITS = re.compile(r"[\d*＊()（）\-—－ ]*\d[\d*＊()（）\-—－ ]{4,}[\d*＊]")
_WIDE = str.maketrans("０１２３４５６７８９＠．＿", "0123456789@._")
_ENDS = re.compile(r"[，,。；;:：、\s]")
_TELEPHONE = (7, 12)  # how many digits one has


@dataclass(frozen=True)
class PersonalWords:
    """The vocabulary of personal data (``vocabulary/personal.yml``)."""

    names: re.Pattern[str]
    numbers: re.Pattern[str]
    shapes: re.Pattern[str]
    no_names: re.Pattern[str]
    offices: re.Pattern[str]
    surnames: str
    double_surnames: re.Pattern[str]
    ordinary: re.Pattern[str]
    inline: re.Pattern[str]

    def is_label(self, text: str) -> bool:
        """Whether a cell is the label of a name or of a number."""
        label = fold(text).rstrip(":")
        return bool(self.names.fullmatch(label) or self.numbers.fullmatch(label))


@lru_cache(maxsize=1)
def load_personal_words() -> PersonalWords:
    """The vocabulary of personal data that comes with the package."""
    data = read_words("personal")
    names, numbers = (f"(?:{'|'.join(data[key])})" for key in ("names", "numbers"))
    return PersonalWords(
        names=re.compile(names),
        numbers=re.compile(numbers),
        shapes=re.compile("|".join(data["shapes"])),
        no_names=re.compile(f"(?:{'|'.join(data['no_names'])})"),
        offices=re.compile(data["offices"]),
        surnames=data["surnames"],
        double_surnames=re.compile("|".join(data["double_surnames"])),
        ordinary=re.compile("|".join(data["ordinary"])),
        inline=re.compile(rf"(?P<label>{names}|{numbers})[:：](?P<value>[^，,。；;:：]*)"),
    )


@dataclass(frozen=True)
class Personal:
    """The names and numbers that one document shows, as printed without spaces."""

    names: frozenset[str]
    numbers: frozenset[str]

    def mask(self, text: str, allow_names: bool = False) -> str:
        """``text`` with every number, and (unless allowed) every name, put out of sight."""
        text = load_personal_words().inline.sub(_mask_labelled, mask_shapes(text))
        return self.mask_known(text, allow_names)

    def mask_known(self, text: str, allow_names: bool = False) -> str:
        """``text`` without the names and numbers that are known; the line breaks inside them stay."""
        for number in sorted(self.numbers, key=len, reverse=True):
            text = re.sub(rf"(?<!\d){_spaced(number)}(?!\d)", lambda found: _put(NUMBER_MASK, found), text)
        if not allow_names:
            for name in sorted(self.names, key=len, reverse=True):
                text = re.sub(_spaced(name), lambda found: _put(NAME_MASK, found), text)
        return text


def find_shapes(text: str) -> list[re.Match[str]]:
    """What has the shape of a personal number, its digits narrow or wide; places are those in ``text``."""
    return list(load_personal_words().shapes.finditer(text.translate(_WIDE)))


def mask_shapes(text: str) -> str:
    """``text`` without what has the shape of a personal number."""
    for found in reversed(find_shapes(text)):
        text = text[: found.start()] + NUMBER_MASK + text[found.end() :]
    return text


def _mask_labelled(found: re.Match[str]) -> str:
    """A label with its colon and what follows, masked where the label is a number's."""
    if not load_personal_words().numbers.fullmatch(found["label"]):
        return found[0]
    before = found[0].removesuffix(found["value"])
    return before + _DIGITS.sub(NUMBER_MASK, found["value"])


def _put(mask: str, found: re.Match[str]) -> str:
    return mask + "\n" * found[0].count("\n")


def _spaced(text: str) -> str:
    """A pattern for ``text`` that layout may have put spaces into."""
    return r"\s*".join(map(re.escape, text))


def find_personal(rows: Iterable[Sequence[str]], more: Iterable[str] = ()) -> Personal:
    """The names and numbers in ``rows``, each the cells of a line or table row in reading order.

    ``more`` are texts that a reader already knows to stand in cells of personal data.

    A name or number is the cell after its label, or what follows the label's colon in running text;
    a number also whatever has the shape of one.
    """
    words = load_personal_words()
    names: set[str] = set()
    numbers: set[str] = set()
    for text in more:
        numbers |= {_compact(match.group()) for match in _DIGITS.finditer(text)}
        names |= {name for name in [_name(text, words)] if len(name) > 1}
    for row in rows:
        cells = [cell.strip() for cell in row if cell.strip()]
        for label, value in [*_after_labels(cells, words), *_inline(cells, words)]:
            if words.numbers.fullmatch(label):
                numbers |= {_compact(match.group()) for match in _DIGITS.finditer(value)}
            elif (name := _name(value, words)) and len(name) > 1:
                names.add(name)
        text = " ".join(cells)
        numbers |= {_compact(match.group()) for match in words.shapes.finditer(text)}
    return Personal(frozenset(names), frozenset(numbers))


def _after_labels(cells: Sequence[str], words: PersonalWords) -> list[tuple[str, str]]:
    return [(fold(cell).rstrip(":"), following) for cell, following in pairwise(cells) if words.is_label(cell)]


def _inline(cells: Sequence[str], words: PersonalWords) -> list[tuple[str, str]]:
    return [
        (fold(match.group("label")), match.group("value"))
        for cell in cells
        for match in words.inline.finditer(fold(cell))
    ]


def _name(value: str, words: PersonalWords) -> str:
    text = _compact(value)
    if not _NAME.fullmatch(text) or words.no_names.fullmatch(text):
        return ""
    is_short = len(text) <= _SHORT_NAME and text[0] in words.surnames
    return "" if words.offices.fullmatch(text) and not is_short else text


def _compact(text: str) -> str:
    return re.sub(r"\s", "", text)
