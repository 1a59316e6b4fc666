"""Typed rows of the tables whose rows bear labels: the two-sided ones, “三公” and the carryover detail."""

from __future__ import annotations

from mingzhang.recognise.model import Note, RawRecord, RawTable
from mingzhang.recognise.vocabulary import TableWords, Vocabulary
from mingzhang.records.model import Record
from mingzhang.records.statements import roles
from mingzhang.records.statements.amounts import read_amounts
from mingzhang.records.statements.codes import class_of, is_sound
from mingzhang.records.statements.context import Context
from mingzhang.text import fold


def labelled_rows(
    raw: RawTable, records: list[RawRecord], words: TableWords, context: Context, notes: list[Note]
) -> list[Record]:
    """The rows of a table with labels; what is noted on the way is appended to ``notes``."""
    label_column = "project" if words.names_projects else "item"
    labels = [record.texts.get(label_column, "") for record in records]
    row_roles, parents = _places(records, labels, context.vocabulary)
    if "item" in words.columns and not words.sides:
        parents = [None] * len(records)
    amounts = read_amounts(raw, records, parents, words, context, notes)
    rows = []
    for record, label, role, values in zip(records, labels, row_roles, amounts, strict=True):
        row = Record(record.line, {label_column: label, **values})
        if record.side:
            row.values |= {
                "side": record.side,
                "code": _class_code(raw.table, record, label, context, notes),
                "role": role,
            }
        elif words.names_projects:
            row.values["role"] = role
        else:
            row.values["item_key"] = item_key(label, context.vocabulary)
        rows.append(row)
    return rows


def _places(records: list[RawRecord], labels: list[str], vocabulary: Vocabulary) -> tuple[list[str], list[int | None]]:
    """For each row its role and the index of its side's total."""
    row_roles = [""] * len(records)
    parents: list[int | None] = [None] * len(records)
    for side in sorted({record.side for record in records}):
        indexes = [index for index, record in enumerate(records) if record.side == side]
        side_roles = roles.labelled_roles([labels[index] for index in indexes], vocabulary)
        for index, role, parent in zip(indexes, side_roles, roles.labelled_parents(side_roles), strict=True):
            row_roles[index] = role
            parents[index] = None if parent is None else indexes[parent]
    return row_roles, parents


def _class_code(table: str, record: RawRecord, label: str, context: Context, notes: list[Note]) -> str | None:
    """The 类 code of an expenditure line: as printed when it is one, else that of its name."""
    classification = context.classifications["functional"]
    if record.side != "expenditure":
        return None
    printed, named = "".join(record.code_parts), class_of(label, classification)
    if not printed or printed in classification.names:
        return printed or named or None
    code = named or (printed if is_sound(printed, classification) else "")
    if code != printed:
        message = f"科目编码印作 {printed}，" + (f"按名称“{label}”补正为 {code}" if code else "不成编码，未采用")
        notes.append(Note(table, record.line, "code", "code" if code else "unread", printed, code, message))
    return code or None


def item_key(label: str, vocabulary: Vocabulary) -> str | None:
    """Which kind of “三公” expense a line is about, None for another."""
    folded = fold(label)
    return next((key for key, pattern in vocabulary.three_public_items.items() if pattern.search(folded)), None)
