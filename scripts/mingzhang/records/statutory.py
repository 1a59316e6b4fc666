"""The statutory tables as typed rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mingzhang.classifications import Classification
from mingzhang.recognise.model import FoundTable, RawRecord, RawTable
from mingzhang.recognise.vocabulary import Vocabulary
from mingzhang.records import roles
from mingzhang.records.coded import coded_rows
from mingzhang.records.context import Context
from mingzhang.records.labelled import labelled_rows
from mingzhang.records.model import Table


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
    return [context.done.get(t.table) or Table(t.table, t.title, t.line, t.status) for t in found]


def build_table(raw: RawTable, context: Context) -> Table:
    """One table as typed rows; ``empty`` when no row of it holds more than a 合计 label."""
    words = context.vocabulary.tables[raw.table]
    records = [record for record in raw.records if not _is_bare_total(record, context.vocabulary)]
    notes = list(raw.notes)
    if not records:
        note, remarks = "".join(raw.remarks[:1]), " ".join(raw.remarks[1:])
        return Table(raw.table, raw.title, raw.line, "empty", note, remarks, notes=tuple(notes))
    if "code" in words.columns:
        rows = coded_rows(raw, records, words, context, notes)
    else:
        rows = labelled_rows(raw, records, words, context, notes)
    return Table(raw.table, raw.title, raw.line, "present", "", " ".join(raw.remarks), tuple(rows), tuple(notes))


def _is_bare_total(record: RawRecord, vocabulary: Vocabulary) -> bool:
    labels = list(record.texts.values())
    bare = not record.amounts and not record.pieces and not record.code_parts
    return bare and (not labels or all(roles.is_total(label, vocabulary) for label in labels))
