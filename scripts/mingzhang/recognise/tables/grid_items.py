"""Rows out of a table that prints its items as headings over one row of amounts."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from mingzhang.reading import Row
from mingzhang.recognise.model import FoundTable, Note, RawRecord
from mingzhang.recognise.patterns import matches
from mingzhang.recognise.tables.grid_header import Header
from mingzhang.recognise.vocabulary import Vocabulary
from mingzhang.text import fold, tidy


def item_records(
    found: FoundTable, header: Header, head: Sequence[Row], body: Sequence[Row], vocabulary: Vocabulary
) -> tuple[list[RawRecord], list[Note]]:
    """One record an item, in the order of the headings, named as they are printed; and what is not read.

    Of several rows (a unit each) the row of totals is taken, else the first; an
    unnamed set of amounts is the one that the title speaks of.
    """
    rows = [row for row in body if any(_is_filled(row, at) for at in header.items)]
    if not rows:
        return [], []
    named = {row.line: column for row in rows if (column := _row_column(row, header, vocabulary, found.table))}
    total = next((row for row in rows if _has_total(row, header, vocabulary)), rows[0])
    printed = _printed_headings(head)
    cells: dict[str, dict[str, str]] = {}
    notes: list[Note] = []
    for at, (item, column) in header.items.items():
        text = tidy(total.cells[at].text) if at < len(total.cells) else ""
        amounts = cells.setdefault(printed.get(item, item), {})
        if text and column in amounts:
            notes.append(_unread(found, total, text, f"“{item}”印有两个数，未采用后一个"))
        elif text:
            amounts[column] = text
    for row in rows:
        if row.line in named:
            for at, (item, column) in header.items.items():
                text = tidy(row.cells[at].text) if at < len(row.cells) else ""
                if text and not column:
                    cells[printed.get(item, item)].pop("", None)
                    cells[printed.get(item, item)][named[row.line]] = text
        elif row is not total:
            shown = " ".join(tidy(cell.text) for cell in row.cells if cell.text.strip())
            notes.append(_unread(found, row, shown, "表中另有一行，只采用一行（合计）"))
    return [RawRecord(total.line, {"item": item}, amounts) for item, amounts in cells.items()], notes


def _printed_headings(head: Sequence[Row]) -> dict[str, str]:
    """How the header prints its headings, by their folded form; also those that stand over two rows."""
    printed: dict[str, str] = {}
    for at in range(max((len(row.cells) for row in head), default=0)):
        texts = [text for row in head if at < len(row.cells) and (text := tidy(row.cells[at].text))]
        for text in (*texts, *(first + rest for first, rest in pairwise(texts))):
            printed.setdefault(fold(text), text)
    return printed


def _row_column(row: Row, header: Header, vocabulary: Vocabulary, table: str) -> str:
    """The column of amounts that a row's own label names (预算数, 决算数), where such rows stand below each other."""
    words = vocabulary.tables[table]
    labels = [fold(cell.text) for at, cell in enumerate(row.cells) if at not in header.items]
    return next((c for label in labels if label and (c := words.column_of(label)) in words.amounts), "") or ""


def _is_filled(row: Row, at: int) -> bool:
    return at < len(row.cells) and bool(row.cells[at].text.strip())


def _has_total(row: Row, header: Header, vocabulary: Vocabulary) -> bool:
    labels = [fold(cell.text) for at, cell in enumerate(row.cells) if at not in header.items]
    return any(matches(vocabulary.total_labels, label) for label in labels)


def _unread(found: FoundTable, row: Row, printed: str, message: str) -> Note:
    return Note(found.table, row.line, "", "unread", printed, "", message)
