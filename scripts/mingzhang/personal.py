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
NUMBER = re.compile(r"(?P<blank>\s*)[\d*＊()（）\-—－ ]*\d[\d*＊()（）\-—－ ]{4,}[\d*＊]")
"""What may be a number after the label of one."""

_WIDE = str.maketrans("０１２３４５６７８９＠．＿", "0123456789@._")


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
    near_numbers: re.Pattern[str]
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
    ends = rf"(?=\s*(?:{names}|{numbers})[:：]|[，,。；;:：]|$)"  # the next label may follow without a mark
    return PersonalWords(
        names=re.compile(names),
        numbers=re.compile(numbers),
        shapes=re.compile("|".join(data["shapes"])),
        no_names=re.compile(f"(?:{'|'.join(data['no_names'])})"),
        offices=re.compile(data["offices"]),
        surnames=data["surnames"],
        double_surnames=re.compile("|".join(data["double_surnames"])),
        ordinary=re.compile("|".join(data["ordinary"])),
        near_numbers=re.compile(data["near_numbers"]),
        inline=re.compile(rf"(?P<label>{names}|{numbers})[:：](?P<value>[^，,。；;:：]*?){ends}"),
    )


@dataclass(frozen=True)
class Personal:
    """The names and numbers that one document shows, as printed without spaces."""

    names: frozenset[str]
    numbers: frozenset[str]

    def __or__(self, other: Personal) -> Personal:
        return Personal(self.names | other.names, self.numbers | other.numbers)

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
    return before + NUMBER.sub(lambda number: number["blank"] + NUMBER_MASK, found["value"])


def _put(mask: str, found: re.Match[str]) -> str:
    return mask + "\n" * found[0].count("\n")


@lru_cache(maxsize=4096)
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
        numbers |= {compact(match.group()) for match in NUMBER.finditer(text)}
        names |= {name for name in [name_in(text, words)] if len(name) > 1}
    for row in rows:
        cells = [cell.strip() for cell in row if cell.strip()]
        for label, value in [*after_labels(cells, words), *inline_values(cells, words)]:
            if words.numbers.fullmatch(label):
                numbers |= {compact(match.group()) for match in NUMBER.finditer(value)}
            elif (name := name_in(value, words)) and len(name) > 1:
                names.add(name)
        text = " ".join(cells)
        numbers |= {compact(match.group()) for match in find_shapes(text)}
    return Personal(frozenset(names), frozenset(numbers))


def after_labels(cells: Sequence[str], words: PersonalWords) -> list[tuple[str, str]]:
    """Every label that is a whole cell, with the cell after it."""
    return [(fold(cell).rstrip(":"), following) for cell, following in pairwise(cells) if words.is_label(cell)]


def inline_values(cells: Sequence[str], words: PersonalWords) -> list[tuple[str, str]]:
    """Every label with a colon in running text, with what follows."""
    return [
        (fold(match.group("label")), match.group("value"))
        for cell in cells
        for match in words.inline.finditer(fold(cell))
    ]


def name_in(value: str, words: PersonalWords) -> str:
    """The name that ``value`` is, without spaces; blank when it is none."""
    text = compact(value)
    if not _NAME.fullmatch(text) or words.no_names.fullmatch(text):
        return ""
    is_short = len(text) <= _SHORT_NAME and text[0] in words.surnames
    return "" if words.offices.fullmatch(text) and not is_short else text


def compact(text: str) -> str:
    """``text`` without any space."""
    return re.sub(r"\s", "", text)
