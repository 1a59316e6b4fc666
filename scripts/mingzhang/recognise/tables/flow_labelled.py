"""Rows with labels in flowed text, one side or two."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise, takewhile

from mingzhang.classifications import Classification
from mingzhang.recognise.model import RawRecord
from mingzhang.recognise.patterns import matches
from mingzhang.recognise.tables.flow_header import segment
from mingzhang.recognise.tables.pieces import Piece, find_runs, join_words, split_code
from mingzhang.recognise.vocabulary import TableWords
from mingzhang.text import tidy

_ORDINAL = re.compile(r"^[一二三四五六七八九十]+、")
_EXPENDITURE = re.compile(r"(?:本年)?支出(?:合计|总计)|年[终末].*")
_DIGITS = ["", *"一二三四五六七八九"]
_NUMERALS = [
    f"{ten and (ten if ten != '一' else '')}{'十' if ten else ''}{unit}" for ten in _DIGITS for unit in _DIGITS
][1:]
_UNKNOWN = 100  # what a label that the vocabulary does not know costs; each of its characters costs 1 more


def labelled_records(pieces: Sequence[Piece], words: TableWords, classification: Classification) -> Iterator[RawRecord]:
    """Rows of ``label numbers``; of a two-sided table those of both sides, as they come.

    Labels without numbers follow each other without a mark; they are told apart
    by the labels that the vocabulary knows.
    """
    code: list[Piece] = []
    labels: list[list[Piece]] = []
    runs = find_runs(pieces)
    for index, run in enumerate(runs):
        if not run[0].is_number:
            labels = split_labels(run, words, classification)
            continue
        following = join_words(runs[index + 1]) if index + 1 < len(runs) else ""
        numbers, next_code = split_code(run, following, classification, (3,)) if words.sides else (run, [])
        yield from _records(code, labels, numbers, words, classification)
        code, labels = next_code, []
    yield from _records(code, labels, [], words, classification)


def split_labels(run: Sequence[Piece], words: TableWords, classification: Classification) -> list[list[Piece]]:
    """A run of words cut into labels, so that as little as possible of it is no known label."""
    if not words.labels:
        return [list(run)]
    best: list[tuple[int, list[int]]] = [(0, [])]
    for end in range(1, len(run) + 1):
        best.append(min(_extended(best[start], run, start, end, words, classification) for start in range(end)))
    cuts = [*best[-1][1], len(run)]
    return [list(run[start:end]) for start, end in pairwise(cuts)]


def _extended(
    before: tuple[int, list[int]],
    run: Sequence[Piece],
    start: int,
    end: int,
    words: TableWords,
    classification: Classification,
) -> tuple[int, list[int]]:
    label = join_words(run[start:end])
    return before[0] + (1 if _is_known(label, words, classification) else _UNKNOWN + len(label)), [*before[1], start]


def _is_known(label: str, words: TableWords, classification: Classification) -> bool:
    return matches(words.labels, label) or (bool(words.sides) and _is_class_name(label, classification))


def find_first_label(pieces: Sequence[Piece], words: TableWords, classification: Classification) -> int:
    """Where the header ends and the first label begins, -1 when the words do not tell.

    That is the last place from which the words before the first number are
    labels (any words, where labels are free) and before which they are headings.
    """
    leading = list(takewhile(lambda piece: not piece.is_number, pieces))
    for cut in range(len(leading) - 1, -1, -1):
        labels = split_labels(leading[cut:], words, classification) if words.labels else []
        are_labels = all(_is_known(join_words(label), words, classification) for label in labels)
        if are_labels and not segment(join_words(leading[:cut]), words).unknown:
            return cut
    return -1


def _is_class_name(label: str, classification: Classification) -> bool:
    return any(len(code) == 3 for code in classification.codes_of(_ORDINAL.sub("", label)))


def _records(
    code: list[Piece],
    labels: list[list[Piece]],
    numbers: list[Piece],
    words: TableWords,
    classification: Classification,
) -> Iterator[RawRecord]:
    """The rows of neighbouring labels: a code before them is the first one's, numbers after them the last one's."""
    column = "project" if words.names_projects else "item"
    for index, label in enumerate(labels):
        own_code = code if index == 0 else []
        own_numbers = numbers if index == len(labels) - 1 else []
        text = join_words(label)
        side = "expenditure" if own_code or _is_expenditure(text, classification) else "revenue"
        yield RawRecord(
            line=(own_code or label)[0].line,
            texts={column: tidy("".join(piece.text for piece in label))},
            code_parts=tuple(piece.text for piece in own_code),
            pieces=tuple(piece.text for piece in own_numbers),
            side=side if words.sides else "",
        )


def follow_ordinals(records: list[RawRecord]) -> list[RawRecord]:
    """``records``, a line that only its ordinal places (三十一、 after 三十、) on the side that it counts on."""
    last = {"revenue": -1, "expenditure": -1}
    placed: list[RawRecord] = []
    for record in records:
        match = _ORDINAL.match(record.texts.get("item", ""))
        turn = _NUMERALS.index(match.group()[:-1]) if match and match.group()[:-1] in _NUMERALS else -1
        if turn > 0 and record.side == "revenue" and last["expenditure"] == turn - 1 != last["revenue"]:
            record = replace(record, side="expenditure")
        if record.side and turn >= 0:
            last[record.side] = turn
        placed.append(record)
    return placed


def _is_expenditure(label: str, classification: Classification) -> bool:
    return bool(_EXPENDITURE.fullmatch(label)) or _is_class_name(label, classification)
