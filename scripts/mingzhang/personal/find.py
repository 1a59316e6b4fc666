"""What personal data the rows of a document show: the cells and texts after labels, and what has a shape of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from mingzhang.personal.mask import NUMBER, Personal
from mingzhang.personal.names import looks_like_name, name_in, names_in
from mingzhang.personal.plain import plain_of
from mingzhang.personal.shapes import shapes_in
from mingzhang.personal.words import PersonalWords, load_personal_words
from mingzhang.text import fold

_BEFORE = 30  # characters in front of a number in which its owner's name may stand


def find_personal(rows: Iterable[Sequence[str]], more: Iterable[str] = ()) -> Personal:
    """The names and numbers in ``rows``, each the cells of a line or table row in reading order.

    ``more`` are texts that a reader already knows to stand in cells of personal data.

    A name or number is the cell after its label, or what follows the label's colon in running text;
    a number also whatever has the shape of one, and a name what stands right before a telephone number.
    """
    words = load_personal_words()
    names: set[str] = set()
    numbers: set[str] = set()
    for text in more:
        numbers |= numbers_in(text)
        names |= set(names_in(text, words))
    for row in rows:
        cells = [cell.strip() for cell in row if cell.strip()]
        for label, value in [*after_labels(cells, words), *inline_values(cells, words)]:
            if words.tells_numbers(label):
                numbers |= numbers_in(value)
            if words.tells_names(label):
                sure = not words.weak.fullmatch(label)
                names |= {name for name in names_in(value, words) if sure or looks_like_name(name, words)}
        text = plain_of(" ".join(cells)).text
        shapes = shapes_in(text)
        numbers |= {compact(text[shape.start : shape.end]) for shape in shapes}
        for shape in shapes:
            before = words.before_number.search(text[max(0, shape.start - _BEFORE) : shape.start])
            if before and (name := name_in(before["name"], words)) and looks_like_name(name, words):
                names.add(name)
        names |= {name for found in words.directly.finditer(text) if (name := name_in(found["name"], words))}
    return Personal(frozenset(names), frozenset(numbers))


def numbers_in(text: str) -> set[str]:
    """The numbers in a text that a label announces, without spaces."""
    return {compact(found.group()) for found in NUMBER.finditer(plain_of(text).text)}


def after_labels(cells: Sequence[str], words: PersonalWords) -> list[tuple[str, str]]:
    """Every label that is a whole cell, with the cell after it."""
    return [(fold(cell).rstrip(":"), following) for cell, following in pairwise(cells) if words.is_label(cell)]


def inline_values(cells: Sequence[str], words: PersonalWords) -> list[tuple[str, str]]:
    """Every label with a colon in running text, with what follows."""
    return [
        (re.sub(r"\s", "", found["label"]), found["value"].strip())
        for cell in cells
        for found in words.inline_in(plain_of(cell).text)
    ]


def compact(text: str) -> str:
    """``text`` without any space."""
    return re.sub(r"\s", "", text)
