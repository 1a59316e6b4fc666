"""Names and numbers in a whole text: a label, a name or a number may go over from one row of it to the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from mingzhang.personal import (
    NUMBER,
    Personal,
    PersonalWords,
    after_labels,
    compact,
    find_personal,
    find_shapes,
    inline_values,
    load_personal_words,
    name_in,
)
from mingzhang.text import fold

_CHUNK = re.compile(r"[^，,。；;、\s]*[:：]?")
_DOT = re.compile(r"[·•・]")
_WHOLE, _WITH_AREA, _MOBILE, _LONGEST = 7, 10, 11, 12  # digits of telephone numbers


def find_in_document(rows: Iterable[Sequence[str]], more: Iterable[str] = ()) -> Personal:
    """The names and numbers of a whole text, as :func:`find_personal` finds them, and those over line breaks."""
    listed = [list(row) for row in rows if any(cell.strip() for cell in row)]
    found = find_personal(listed, more)
    words = load_personal_words()
    pairs = [pair for above, below in pairwise(listed) for pair in _over_break(above, below, words)]
    pairs += [pair for row in listed for pair in _cut_labels(row, words)]
    pairs += _under_headings(listed, words)
    names = {value for label, value in pairs if not words.numbers.fullmatch(label)}
    numbers = {compact(m.group()) for label, v in pairs if words.numbers.fullmatch(label) for m in NUMBER.finditer(v)}
    return found | Personal(frozenset(names), frozenset(numbers))


def _over_break(above: Sequence[str], below: Sequence[str], words: PersonalWords) -> Iterator[tuple[str, str]]:
    """Labels with values where the one, or the other, or both of them go over from one row to the next."""
    last, rest = above[-1].strip(), [cell.strip() for cell in below if cell.strip()]
    if not last:
        return
    head = _CHUNK.match(rest[0])
    first = head.group() if head else ""
    label = _label_at_end(last, words)
    if label and _is_value(label, first, words, alone=len(rest) == 1 and last[-1] in ":："):
        yield label, first
    joined = last + rest[0]
    for label, value in after_labels([joined, *rest[1:]], words):
        if label == fold(joined).rstrip(":") and _is_value(label, value, words, alone=True):
            yield label, name_in(value, words) or value
    before = [cell.strip() for cell in above[:-1] if cell.strip()][-1:]
    for label, value in [*after_labels([*before, last + first], words), *inline_values([last + first], words)]:
        whole = compact(value)
        if fold(last + first).endswith(fold(whole)) and _goes_on(label, whole, fold(first), words):
            yield label, whole
    for label, value in inline_values([joined], words):
        if label not in fold(last) and _is_value(label, value, words, alone=True):
            yield label, name_in(value, words) or value


def _cut_labels(row: Sequence[str], words: PersonalWords) -> Iterator[tuple[str, str]]:
    """Labels that stand in two cells, with the cell after them."""
    cells = [cell.strip() for cell in row if cell.strip()]
    for first, second, value in zip(cells, cells[1:], cells[2:], strict=False):
        if words.is_label(first + second) and not words.is_label(first):
            label = fold(first + second).rstrip(":")
            if _is_value(label, value, words, alone=False):
                yield label, name_in(value, words) or value


def _under_headings(rows: Sequence[Sequence[str]], words: PersonalWords) -> list[tuple[str, str]]:
    """Values in the columns of a table whose headings are labels: other headings, not values, stand beside them."""
    found = []
    for place, row in enumerate(rows):
        beside = [*row[1:], "end"]
        labels = [(column, fold(cell)) for column, cell in enumerate(row) if words.is_label(cell) and len(row) > 2]
        for column, label in labels:
            alone = bool(words.numbers.fullmatch(label)) and not any(map(_digits, row))
            for below in rows[place + 1 :] if beside[column].strip() else ():
                if len(below) != len(row) or not _is_value(label, below[column].strip(), words, alone):
                    break
                found.append((label, compact(below[column])))
    return found


def _label_at_end(text: str, words: PersonalWords) -> str:
    """The label that ``text`` is, or ends with (then with a colon); blank when there is none."""
    if words.is_label(text):
        return fold(text).rstrip(":")
    ends = [m for m in words.inline.finditer(fold(text)) if not m["value"] and m.end() == len(fold(text))]
    return ends[0]["label"] if ends else ""


def _is_value(label: str, text: str, words: PersonalWords, alone: bool) -> bool:
    """Whether ``text`` can be what ``label`` announces; ``alone``: when nothing else could be meant."""
    if words.numbers.fullmatch(label):
        number = NUMBER.fullmatch(text)
        return bool(number) and _digits(text) >= _WHOLE and (alone or bool(find_shapes(text)))
    name = name_in(text, words)
    if len(name) < 2 or words.is_label(name) or words.ordinary.fullmatch(name):
        return False
    return alone or _looks_like_name(name, words)


def _looks_like_name(name: str, words: PersonalWords) -> bool:
    if _DOT.search(name):
        return True
    double = bool(words.double_surnames.match(name))
    return (name[0] in words.surnames and len(name) <= 3) or (double and 3 <= len(name) <= 4)


def _goes_on(label: str, whole: str, end: str, words: PersonalWords) -> bool:
    """Whether ``whole`` is one value that a line break cuts before ``end``."""
    start = whole.removesuffix(end)
    if not end or not start:
        return False
    if words.numbers.fullmatch(label):
        return bool(NUMBER.fullmatch(whole)) and _digits(start) < _length(whole) <= _digits(whole) <= _LONGEST
    if not name_in(whole, words) or words.ordinary.fullmatch(end) or words.ordinary.fullmatch(whole):
        return False
    if _DOT.search(whole):
        return _DOT.search(end[0] + start[-1]) is not None or len(end) <= 3
    return _looks_like_name(whole, words) and not (_looks_like_name(start, words) and len(end) > 1)


def _length(number: str) -> int:
    """How many digits a telephone number that begins like ``number`` has at least."""
    digits = re.sub(r"\D", "", number)
    return _WITH_AREA if digits[0] == "0" else _MOBILE if re.match("1[3-9]", digits) else _WHOLE


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)
