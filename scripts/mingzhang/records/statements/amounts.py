"""The amounts of a table's rows: parsed, in 万元, under their columns."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from mingzhang.money import is_dash, parse_amount, to_wan
from mingzhang.recognise.model import Note, RawRecord, RawTable
from mingzhang.recognise.vocabulary import TableWords
from mingzhang.records.statements.context import Context
from mingzhang.records.statements.flow_amounts import place_amounts
from mingzhang.text import fold

_BRACKETED = re.compile(
    r"\s*\(\s*(\d[\d,]*\.\d+)\s*\)\s*"
)  # an accountant's negative: it has decimals, a footnote none


def read_amounts(
    raw: RawTable,
    records: list[RawRecord],
    parents: list[int | None],
    words: TableWords,
    context: Context,
    notes: list[Note],
) -> list[dict[str, Decimal | None]]:
    """For each record its amounts in 万元 by column."""
    printed: list[Mapping[str, str]] = [record.amounts for record in records]
    if any(record.pieces for record in records):
        columns = [column for column in raw.columns if column in words.amounts]
        funded = {column for column in columns if _has_money(column, words, context)}
        placed: dict[int, dict[str, str]] = {}
        for side in sorted({record.side for record in records}):
            indexes = [index for index, record in enumerate(records) if record.side == side]
            own = columns[:1] if side == "revenue" else columns
            side_records = [records[index] for index in indexes]
            side_parents = [indexes.index(p) if (p := parents[index]) in indexes else None for index in indexes]
            values, side_notes = place_amounts(side_records, side_parents, own, funded, words)
            placed.update(zip(indexes, values, strict=True))
            notes += side_notes
        printed = [placed[index] for index in range(len(records))]
    return [
        {column: _amount(raw, record.line, column, text, notes) for column, text in cells.items()}
        for record, cells in zip(records, printed, strict=True)
    ]


def _amount(raw: RawTable, line: int, column: str, text: str, notes: list[Note]) -> Decimal | None:
    printed = unicodedata.normalize("NFKC", text)
    bracketed = _BRACKETED.fullmatch(printed)
    try:
        amount = parse_amount(f"-{bracketed.group(1)}" if bracketed else printed)
    except ValueError:
        notes.append(Note(raw.table, line, column, "unread", text, "", "不是金额，未采用"))
        return None
    if bracketed:
        notes.append(Note(raw.table, line, column, "amount", text, f"-{bracketed.group(1)}", "括号内的金额按负数读"))
    if amount is None and is_dash(text):
        notes.append(Note(raw.table, line, column, "dash", text, "", "印作横线，按空白处理"))
    return None if amount is None else to_wan(amount, raw.unit)


def _has_money(column: str, words: TableWords, context: Context) -> bool:
    """Whether a column can hold money: not when the summary prints its source without any."""
    lines = words.funded_by.get(column, ())
    summary = context.done.get("summary")
    if summary is None or not lines:
        return True
    printed = [row for row in summary.records if fold(row.text("item")) in lines and row.text("side") == "revenue"]
    return not printed or any(row.amount("amount") for row in printed)
