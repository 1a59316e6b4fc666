"""The numbers of a table that is neither statutory nor a form."""

from __future__ import annotations

from decimal import Decimal

from mingzhang.money import is_dash, parse_amount, to_wan
from mingzhang.recognise.model import Note, RawRecord
from mingzhang.recognise.tables.plain_tables import PlainTable
from mingzhang.recognise.tables.plain_words import load_plain_vocabulary


def read_numbers(table: PlainTable, record: RawRecord, notes: list[Note]) -> dict[str, Decimal | None]:
    """The numbers of a row by column, those of money in 万元; what is no number is noted."""
    money = load_plain_vocabulary().words_of(table.table).amounts
    values: dict[str, Decimal | None] = {}
    for column, text in record.amounts.items():
        try:
            number = parse_amount(text)
        except ValueError:
            notes.append(Note(table.table, record.line, column, "unread", text, "", "不是数字，未采用"))
            continue
        if number is None and is_dash(text):
            notes.append(Note(table.table, record.line, column, "dash", text, "", "印作横线，按空白处理"))
        values[column] = to_wan(number, table.unit) if number is not None and column in money else number
    return values
