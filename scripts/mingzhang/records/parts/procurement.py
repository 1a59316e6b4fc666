"""What a unit buys: the amounts that the text states, and the items of the procurement table."""

from __future__ import annotations

import re
from collections.abc import Sequence

from mingzhang.money import parse_amount, to_wan
from mingzhang.recognise.model import Note, RawRecord
from mingzhang.recognise.patterns import matches, name_of
from mingzhang.recognise.prose.clauses import Clause, split_clauses
from mingzhang.recognise.prose.paragraphs import Paragraph
from mingzhang.recognise.prose.part_words import ProcurementWords, load_part_words
from mingzhang.recognise.tables.plain_tables import PlainTable
from mingzhang.recognise.tables.plain_words import load_plain_vocabulary
from mingzhang.records.model import Record
from mingzhang.records.parts.plain_rows import read_numbers
from mingzhang.text import fold

_AFTER_AMOUNT = re.compile(r"\d万?元$")
_MONEY = re.compile(r"万元|\d元|亿元")
_TEXTS = ("project", "item", "catalogue_code", "measure")


def build_procurement(paragraphs: Sequence[Paragraph]) -> tuple[list[Record], list[Note]]:
    """The amounts of procurement by item, in 万元, in the document's order.

    Shares and comparisons with another year are no items (they are claims); any other amount that fits no
    item is noted.
    """
    words = load_part_words().procurement
    records: list[Record] = []
    notes: list[Note] = []
    for paragraph in paragraphs:
        if paragraph.kind == "procurement":
            for clause in split_clauses(paragraph, _AFTER_AMOUNT):
                _read_clause(clause, words, records, notes)
    return records, notes


def _read_clause(clause: Clause, words: ProcurementWords, records: list[Record], notes: list[Note]) -> None:
    if matches(words.elsewhere, clause.text) or not _MONEY.search(clause.text):
        return
    match = words.amount.fullmatch(clause.text)
    item = name_of(words.items, match["noun"]) if match else None
    if match is None or item is None:
        notes.append(_note(clause, "unread", "", "金额不属于任何已知类别，未采用"))
        return
    printed = parse_amount(match["amount"])
    assert printed is not None  # the pattern has a figure
    amount = to_wan(printed, match["unit"])
    before = next((record for record in records if record.values["item"] == item), None)
    if before is None:
        records.append(Record(clause.line, {"item": item, "amount": amount}))
        if match["unit"] == "元":
            notes.append(_note(clause, "amount", format(amount, "f"), "文中单位印作“元”，折合万元"))
    elif before.amount("amount") != amount:
        notes.append(_note(clause, "unread", "", "同一类金额前面已有，未采用"))


def _note(clause: Clause, kind: str, value: str, message: str) -> Note:
    return Note("procurement", clause.line, "amount", kind, clause.part.text, value, message)


def build_procurement_items(tables: Sequence[PlainTable]) -> tuple[list[Record], list[Note]]:
    """The rows of the procurement tables; a total's or subtotal's label stands under ``project``."""
    records: list[Record] = []
    notes: list[Note] = []
    for table in tables:
        if table.table != "procurement_items":
            continue
        notes += table.notes
        for row in table.records:
            role = _role(row)
            texts = {column: row.texts.get(column) for column in _TEXTS}
            if role != "detail":
                texts["project"] = texts["project"] or next(iter(row.texts.values()))
                texts |= {c: None for c in _TEXTS[1:] if texts[c] == texts["project"]}
            records.append(Record(row.line, {**texts, **read_numbers(table, row, notes), "role": role}))
    return records, notes


def _role(row: RawRecord) -> str:
    plain = load_plain_vocabulary()
    labels = [fold(text) for column, text in row.texts.items() if column in ("project", "item")]
    if any(matches(plain.totals, label) for label in labels):
        return "total"
    return "subtotal" if any(matches(plain.subtotals, label) for label in labels) else "detail"
