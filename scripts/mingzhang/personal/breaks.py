"""Names and numbers in a whole text: a label, a name or a number may go over from one row of it to the next."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from mingzhang.personal.find import after_labels, compact, find_personal, inline_values, numbers_in
from mingzhang.personal.mask import NUMBER, Personal
from mingzhang.personal.names import looks_like_name, name_in
from mingzhang.personal.plain import plain_of
from mingzhang.personal.shapes import find_shapes
from mingzhang.personal.words import PersonalWords, load_personal_words
from mingzhang.text import fold

_CHUNK = re.compile(r"[^，,。；;、\s]*[:：]?")
_DOT = re.compile(r"[·•・․‧∙⋅]")
_NUMBERS = re.compile(r"[\d*+(][\d*()+\-\s、/,;.转]*[\d*Xx)]")
_FIRST_NUMBER = re.compile(r"[\d*+(][\d*()+\s-]*")
_NEAR = 40  # characters on either side of a line break that a name may be in
_MOST_BLANKS = 20  # blank cells one below the other in a column that goes on
_LONGEST_VALUE = 200
_WHOLE, _WITH_AREA, _MOBILE, _LONGEST = 7, 10, 11, 12  # digits of telephone numbers


def find_in_document(rows: Iterable[Sequence[str]], more: Iterable[str] = ()) -> Personal:
    """The names and numbers of a whole text, as :func:`find_personal` finds them, and those over line breaks."""
    listed = [list(row) for row in rows if any(cell.strip() for cell in row)]
    found = find_personal(listed, more)
    words = load_personal_words()
    pairs = [pair for above, below in pairwise(listed) for pair in _over_break(above, below, words)]
    pairs += [pair for row in listed for pair in _cut_labels(row, words)]
    pairs += _under_headings(listed, words)
    cut = {name for above, below in pairwise(listed) for name in _cut_names(above[-1], below[0], words)}
    names = cut | {
        name for label, value in pairs if words.tells_names(label) for name in [name_in(value, words)] if name
    }
    numbers = {number for label, value in pairs if words.tells_numbers(label) for number in numbers_in(value)}
    return found | Personal(frozenset(names), frozenset(numbers))


def _over_break(above: Sequence[str], below: Sequence[str], words: PersonalWords) -> Iterator[tuple[str, str]]:
    """Labels with values where the one, or the other, or both of them go over from one row to the next."""
    last, rest = above[-1].strip()[-_LONGEST_VALUE:], [cell.strip() for cell in below if cell.strip()]
    if not last:
        return
    rest[0] = rest[0][:_LONGEST_VALUE]
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


def _cut_names(above: str, below: str, words: PersonalWords) -> Iterator[str]:
    """Names right after a label without a colon, or right before a number, that go over a line break."""
    above, below = plain_of(above[-_NEAR:]).text.rstrip(), plain_of(below[:_NEAR]).text.lstrip()
    joined = above + below
    found = [match for match in words.directly.finditer(joined) if match.start("name") < len(above) < match.end("name")]
    if (number := _FIRST_NUMBER.match(below)) and (before := words.before_number.search(above)):
        found += [before] if find_shapes(number.group()) else []
    for match in found:
        if (name := name_in(match["name"], words)) and looks_like_name(name, words):
            yield name


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
        heads = _is_header(row, words)
        labels = [(c, fold(cell)) for c, cell in enumerate(row) if words.is_label(cell) and (heads or len(row) > 2)]
        for column, label in labels:
            is_column = (
                heads
                or words.tells_numbers(label)
                or (bool(words.headings.fullmatch(label)) and _is_heading(beside[column], words))
            )
            alone = is_column and not any(map(_digits, row))
            if beside[column].strip():
                found += [(label, text) for text in _column(rows, place, column, label, words, alone)]
    return found


def _is_header(row: Sequence[str], words: PersonalWords) -> bool:
    """Whether all that a row holds are labels and other words that stand above columns, two at least."""
    cells = [fold(cell) for cell in row if cell.strip()]
    return len(cells) > 1 and all(words.is_label(cell) or words.no_names.fullmatch(cell) for cell in cells)


def _column(
    rows: Sequence[Sequence[str]], place: int, column: int, label: str, words: PersonalWords, alone: bool
) -> Iterator[str]:
    """The values below a heading, up to the first cell that is none; a few may be blank."""
    blanks = 0
    for at in range(place + 1, len(rows)):
        if len(rows[at]) != len(rows[place]) or blanks > _MOST_BLANKS:
            return
        text = rows[at][column].strip()
        blanks = 0 if text else blanks + 1
        if text and not _is_value(label, text, words, alone):
            return
        if text:
            yield compact(text)


def _is_heading(beside: str, words: PersonalWords) -> bool:
    """Whether what stands beside a heading is one too, and no name."""
    name = name_in(beside, words)
    return not name or not looks_like_name(name, words)


def _label_at_end(text: str, words: PersonalWords) -> str:
    """The label that ``text`` is, or ends with (then with a colon); blank when there is none."""
    if words.is_label(text):
        return fold(text).rstrip(":")
    ends = [m for m in words.inline_in(fold(text)) if not m["value"] and m.end() == len(fold(text))]
    return ends[0]["label"] if ends else ""


def _is_value(label: str, text: str, words: PersonalWords, alone: bool) -> bool:
    """Whether ``text`` can be what ``label`` announces; ``alone``: when nothing else could be meant."""
    if words.tells_numbers(label) and _digits(text) >= _WHOLE:
        is_number = bool(_NUMBERS.fullmatch(plain_of(text[:_LONGEST_VALUE]).text))
        return is_number and (alone or bool(find_shapes(text)))
    name = name_in(text, words) if words.tells_names(label) else ""
    return bool(name) and ((alone and not words.weak.fullmatch(label)) or looks_like_name(name, words))


def _goes_on(label: str, whole: str, end: str, words: PersonalWords) -> bool:
    """Whether ``whole`` is one value that a line break cuts before ``end``."""
    start = whole.removesuffix(end)
    if not end or not start:
        return False
    if words.tells_numbers(label) and _digits(whole):
        return (
            bool(NUMBER.fullmatch(plain_of(whole).text))
            and _digits(start) < _length(whole) <= _digits(whole) <= _LONGEST
        )
    if not words.tells_names(label) or not name_in(whole, words) or words.ordinary.fullmatch(end):
        return False
    if _DOT.search(whole):
        return _DOT.search(end[0] + start[-1]) is not None or len(end) <= 3
    return looks_like_name(whole, words) and not (looks_like_name(start, words) and len(end) > 1)


def _length(number: str) -> int:
    """How many digits a telephone number that begins like ``number`` has at least."""
    digits = re.sub(r"\D", "", number)
    return _WITH_AREA if digits[0] == "0" else _MOBILE if re.match("1[3-9]", digits) else _WHOLE


def _digits(text: str) -> int:
    return sum(character.isdigit() for character in text)
