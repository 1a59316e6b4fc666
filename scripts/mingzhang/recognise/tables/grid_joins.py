"""Rows that are only the rest of a cell that a page break cut."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from mingzhang.recognise.model import Note, RawRecord
from mingzhang.recognise.patterns import matches
from mingzhang.recognise.vocabulary import TableWords, Vocabulary
from mingzhang.text import fold, tidy

_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]+、|\d{1,2}[.、]|\([一二三四五六七八九十]+\)|其中:)")


def continues(
    record: RawRecord, last: RawRecord, words: TableWords, vocabulary: Vocabulary, names: Collection[str]
) -> bool:
    """Whether a record is the rest of ``last``: text alone, where a row has a code or, of labels, where both make one.

    ``names`` are the folded names of classification items.
    """
    if record.amounts or record.code_parts or not record.texts:
        return False
    if "code" not in words.columns:
        return _is_rest_of_label(record, last, words, names)
    if any(_is_total(text, words, vocabulary) for text in (*record.texts.values(), *last.texts.values())):
        return False
    name = fold(record.texts.get("name", ""))
    return name not in names or fold(last.texts.get("name", "")) + name in names


def _is_rest_of_label(record: RawRecord, last: RawRecord, words: TableWords, names: Collection[str]) -> bool:
    """Whether two labels are one: the second is none, and together they are a line that the table can have."""
    rest, label = fold(record.texts.get("item", "")), fold(last.texts.get("item", ""))
    if not rest or not label or _ORDINAL.match(rest) or _is_known(rest, words, names) or record.side != last.side:
        return False
    return not _is_known(label, words, names) and _is_known(label + rest, words, names)


def _is_known(label: str, words: TableWords, names: Collection[str]) -> bool:
    return matches(words.labels, label) or _ORDINAL.sub("", label) in names


def _is_total(text: str, words: TableWords, vocabulary: Vocabulary) -> bool:
    label = fold(text)
    return matches(vocabulary.total_labels, label) or matches(words.partial_totals, label)


def joined(last: RawRecord, rest: RawRecord, table: str) -> tuple[RawRecord, list[Note]]:
    """``last`` with the texts of ``rest`` at the end of its own, and notes that say so."""
    texts = dict(last.texts)
    notes = []
    for column, text in rest.texts.items():
        texts[column] = tidy(texts.get(column, "") + text)
        notes.append(Note(table, last.line, column, "joined", text, texts[column], "分页断开的单元格接续"))
    return replace(last, texts=texts), notes
