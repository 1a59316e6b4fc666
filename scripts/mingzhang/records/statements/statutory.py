"""The statutory tables as typed rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from mingzhang.classifications import Classification
from mingzhang.recognise.model import FoundTable, RawRecord, RawTable
from mingzhang.recognise.vocabulary import Vocabulary
from mingzhang.records.model import Record, Table
from mingzhang.records.statements import roles
from mingzhang.records.statements.coded import coded_rows
from mingzhang.records.statements.context import Context
from mingzhang.records.statements.labelled import labelled_rows


def build_tables(
    found: Sequence[FoundTable],
    raws: Sequence[RawTable],
    vocabulary: Vocabulary,
    classifications: Mapping[str, Classification],
) -> list[Table]:
    """All statutory tables as typed rows, in the order of ``found``.

    They are built in the template's order, because a table in flowed text may
    need the summary to know which funds have money at all.
    """
    context = Context(vocabulary, classifications)
    order = list(vocabulary.tables)
    for raw in sorted(raws, key=lambda raw: order.index(raw.table)):
        context.done[raw.table] = build_table(raw, context)
    return [_with_doubts(context.done.get(table.table), table) for table in found]


def _with_doubts(built: Table | None, found: FoundTable) -> Table:
    """A table with the notes on how it was found; one that was not read with nothing else."""
    if built is None:
        note = found.notes[0] if found.notes else ""
        return Table(found.table, found.title, found.line, found.status, note, notes=found.doubts)
    return replace(built, notes=(*built.notes, *found.doubts)) if found.doubts else built


def build_table(raw: RawTable, context: Context) -> Table:
    """One table as typed rows; ``empty`` when no row of it holds more than a 合计 label."""
    words = context.vocabulary.tables[raw.table]
    records = [record for record in raw.records if not _is_bare_total(record, context.vocabulary)]
    notes = list(raw.notes)
    if not records:
        note, remarks = "".join(raw.remarks[:1]), " ".join(raw.remarks[1:])
        return Table(
            raw.table, raw.title, raw.line, "empty", note, remarks, (), tuple(notes), raw.caption, raw.unit_printed
        )
    if "code" in words.columns:
        rows = coded_rows(raw, records, words, context, notes)
    else:
        rows = labelled_rows(raw, records, words, context, notes)
    for record, row in zip(records, rows, strict=True):
        row.values |= {"row_number": record.number or None, "amount_parts": _cut_amounts(record, row)}
    remarks = " ".join(raw.remarks)
    return Table(
        raw.table, raw.title, raw.line, "present", "", remarks, tuple(rows), tuple(notes), raw.caption, raw.unit_printed
    )


def _cut_amounts(record: RawRecord, row: Record) -> str | None:
    """The pieces of amounts that the document prints cut in two (51 8.8), a break at the point closed."""
    pieces = re.findall(r"[\d,]+(?:\.\s*\d+)?", " ".join(record.pieces))
    whole = {value for value in row.values.values() if isinstance(value, Decimal)}
    cut = [
        piece for piece in (re.sub(r"[\s,]", "", piece) for piece in pieces) if piece and Decimal(piece) not in whole
    ]
    return " ".join(cut) or None


def _is_bare_total(record: RawRecord, vocabulary: Vocabulary) -> bool:
    labels = list(record.texts.values())
    bare = not record.amounts and not record.pieces and not record.code_parts
    return bare and (not labels or all(roles.is_total(label, vocabulary) for label in labels))
