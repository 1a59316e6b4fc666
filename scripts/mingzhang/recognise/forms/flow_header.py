"""The header of a flowed indicator table: which columns there are, in which order, and where the rows begin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from mingzhang.recognise.forms.flow_pieces import FormPiece, join_folded
from mingzhang.recognise.forms.words import FormWords
from mingzhang.recognise.patterns import matches

_FIRST = ("category", "subcategory", "indicator")
_LONGEST_RUN = 12  # pieces of one heading, every character on a line of its own
_GLUED_RUN = 4
_LONGEST_TEXT = 20
_FAR = 6  # so many pieces of a garbled heading may stand between two known ones
_ALIKE = 0.7
_FEWEST = 3
_LETTERS = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True)
class FormHeader:
    """A header: the pieces ``start`` to ``end``, its columns in order, headings known only by their characters.

    ``unknown`` are headings that no column is known for.
    """

    start: int
    end: int
    columns: tuple[str, ...]
    repaired: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()


def find_form_header(pieces: Sequence[FormPiece], words: FormWords) -> FormHeader | None:
    """The first run of at least three headings that begins with the indicators' levels, None when there is none."""
    for start in range(len(pieces)):
        column, _ = heading_at(pieces, start, words)
        if column in _FIRST:
            header = _header_from(pieces, start, words)
            if len(header.columns) >= _FEWEST:
                return header
    return None


def heading_at(pieces: Sequence[FormPiece], start: int, words: FormWords) -> tuple[str | None, int]:
    """The column of the longest heading that begins with a piece, and where it ends."""
    found: tuple[str | None, int] = (None, start)
    text = ""
    for end in range(start, min(start + _LONGEST_RUN, len(pieces))):
        text += pieces[end].folded
        if len(text) > _LONGEST_TEXT:
            break
        column = words.heading_of(text)
        if column:
            found = (column, end + 1)
    return found


def _header_from(pieces: Sequence[FormPiece], start: int, words: FormWords) -> FormHeader:
    columns: list[str] = []
    repaired: list[tuple[str, str]] = []
    unknown: list[str] = []
    place = start
    while place < len(pieces):
        column, end = heading_at(pieces, place, words)
        glued, glued_end = _glued_at(pieces, place, words) if column is None else ([], place)
        if glued and not set(glued) & set(columns):
            columns += glued
            place = glued_end
            continue
        if column in columns:
            repaired.append((join_folded(pieces[place:end]), ""))
            place = end
            continue
        if column is None:
            column, end, text = _beyond(pieces, place, words, columns)
            if end == place:
                break
            if column is None:
                unknown.append(text)
                place = end
                continue
            repaired.append((text, column))
        columns.append(column)
        place = end
    return FormHeader(start, place, tuple(columns), tuple(repaired), tuple(unknown))


def _glued_at(pieces: Sequence[FormPiece], start: int, words: FormWords) -> tuple[list[str], int]:
    """The columns of neighbouring headings that no space parts, and where they end."""
    for end in range(start + 1, min(start + _GLUED_RUN, len(pieces)) + 1):
        columns = _split_glued(join_folded(pieces[start:end]), words)
        if columns:
            return columns, end
    return [], start


def _split_glued(text: str, words: FormWords) -> list[str]:
    for cut in range(min(len(text), _LONGEST_TEXT), 0, -1):
        column = words.heading_of(text[:cut])
        if column and cut == len(text):
            return [column]
        rest = _split_glued(text[cut:], words) if column else []
        if column and rest and column not in rest:
            return [column, *rest]
    return []


def _beyond(
    pieces: Sequence[FormPiece], place: int, words: FormWords, columns: Sequence[str]
) -> tuple[str | None, int, str]:
    """The pieces before the next heading as a garbled one: its column, where it ends, its text."""
    for end in range(place + 1, min(place + _FAR, len(pieces))):
        column, _ = heading_at(pieces, end, words)
        if column and column not in columns:
            text = join_folded(pieces[place:end])
            return _closest(text, words, [*columns, column]), end, text
        if any(words.is_value(group, join_folded(pieces[place:end])) for group in ("category", "subcategory")):
            break
    return None, place, ""


def _closest(text: str, words: FormWords, used: Sequence[str]) -> str | None:
    """The one column whose headings hold most of the characters of ``text``, None when it is not one."""
    letters = _LETTERS.findall(text)
    shares: dict[str, float] = {}
    for column, patterns in words.headings.items():
        if column not in used and letters:
            shares[column] = max(sum(c in pattern.pattern for c in letters) / len(letters) for pattern in patterns)
    best = max(shares.values(), default=0.0)
    fitting = [column for column, share in shares.items() if share == best]
    return fitting[0] if best >= _ALIKE and len(fitting) == 1 and len(letters) > 1 else None


def without_repeated(body: Sequence[FormPiece], header: Sequence[FormPiece]) -> list[FormPiece]:
    """``body`` without the header that a page break prints again."""
    text = join_folded(header)
    out: list[FormPiece] = []
    place = 0
    while place < len(body):
        end = place
        seen = ""
        while end < len(body) and len(seen) < len(text) and text.startswith(seen):
            seen += body[end].folded
            end += 1
        if seen == text:
            place = end
        else:
            out.append(body[place])
            place += 1
    return out


def drop_label(pieces: Sequence[FormPiece], words: FormWords) -> list[FormPiece]:
    """``pieces`` without the merged cell (绩效指标) that stands in front of the header."""
    for start in range(max(0, len(pieces) - _LONGEST_RUN), len(pieces)):
        if matches(words.label_columns, join_folded(pieces[start:])):
            return list(pieces[:start])
    return list(pieces)
