"""Typed rows of the tables whose rows bear classification codes."""

from __future__ import annotations

from mingzhang.classifications import Classification, level_of
from mingzhang.recognise.model import Note, RawRecord, RawTable
from mingzhang.recognise.patterns import matches
from mingzhang.recognise.vocabulary import TableWords, Vocabulary
from mingzhang.records.model import Record
from mingzhang.records.statements import roles
from mingzhang.records.statements.amounts import read_amounts
from mingzhang.records.statements.codes import CLASS_DIGITS, Code, infer_code, place_code, read_code
from mingzhang.records.statements.context import Context
from mingzhang.records.statements.names import find_name, move_slipped_name
from mingzhang.text import fold


def coded_rows(
    raw: RawTable, records: list[RawRecord], words: TableWords, context: Context, notes: list[Note]
) -> list[Record]:
    """The rows of a table with codes; what is noted on the way is appended to ``notes``."""
    classification = context.classifications[words.classification]
    totals = [_is_total_row(record, words, context.vocabulary) for record in records]
    codes = _codes(raw.table, records, totals, classification, notes)
    whole = [_is_whole(record, context.vocabulary) for record in records]
    parents = roles.coded_parents([code.code for code in codes], totals, whole)
    amounts = read_amounts(raw, records, parents, words, context, notes)
    row_roles = roles.coded_roles(parents, totals)
    if words.names_projects:
        row_roles = _project_roles(records, totals, row_roles)
    rows = []
    for record, code, role, values in zip(records, codes, row_roles, amounts, strict=True):
        row = Record(record.line, {"code": code.code or None, "code_printed": code.printed or None, "role": role})
        row.values["code_parts"] = " ".join(record.code_parts) if len(record.code_parts) > 1 else None
        row.values.update(_texts(raw.table, record, code.code, role, words, classification, notes))
        if not words.names_projects:
            row.values["level"] = level_of(code.code) or None
        row.values.update(values)
        rows.append(row)
    return rows


def _is_total_row(record: RawRecord, words: TableWords, vocabulary: Vocabulary) -> bool:
    labels = [fold(text) for text in record.texts.values()]
    return not record.code_parts and any(
        matches(vocabulary.total_labels, label) or matches(words.partial_totals, label) for label in labels
    )


def _is_whole(record: RawRecord, vocabulary: Vocabulary) -> bool:
    return any(roles.is_total(text, vocabulary) for text in record.texts.values())


def _codes(
    table: str, records: list[RawRecord], totals: list[bool], classification: Classification, notes: list[Note]
) -> list[Code]:
    codes: list[Code] = []
    last = ""
    for index, (record, total) in enumerate(zip(records, totals, strict=True)):
        following = next((parts for later in records[index + 1 :] if (parts := "".join(later.code_parts))), "")
        try:
            code = Code("", "") if total else _code(record, last, following, classification)
        except ValueError as error:
            code = Code("", "".join(record.code_parts))
            notes.append(Note(table, record.line, "code", "unread", code.printed, "", f"{error}，未采用"))
        if code.why:
            kind = "inferred" if code.inferred else "code"
            notes.append(Note(table, record.line, "code", kind, code.printed, code.code, code.why))
        last = code.code or last
        codes.append(code)
    return codes


def _code(record: RawRecord, last: str, following: str, classification: Classification) -> Code:
    """The code of a row that is no total; raises ValueError when what it prints is no code."""
    if not record.code_parts:
        name = record.texts.get("name", "")
        inferred = infer_code(name, last, following, classification) if name and not record.pieces else None
        return inferred or Code("", "")
    parts = record.code_parts
    if not record.pieces and len(parts[0]) == CLASS_DIGITS and any(len(part) == 1 for part in parts[1:]):
        return place_code(parts, 0, last, classification) or Code("", "".join(parts))
    try:
        code = read_code(record.code_parts, find_name(record), last, classification)
    except ValueError:
        placed = place_code(record.code_parts, record.code_slot, last, classification)
        if placed is None:
            raise
        return placed
    if code.why or code.code in classification.names:
        return code
    return place_code(record.code_parts, record.code_slot, last, classification) or code


def _project_roles(records: list[RawRecord], totals: list[bool], coded: list[str]) -> list[str]:
    """In the project table a row that names a project is a detail, whatever its code."""
    named = [bool(record.texts.get("project")) for record in records]
    return [
        roles.DETAIL if has_project and role == roles.SUBTOTAL and not total and _is_item(record) else role
        for record, has_project, total, role in zip(records, named, totals, coded, strict=True)
    ]


def _is_item(record: RawRecord) -> bool:
    return len("".join(record.code_parts)) > 5


def _texts(
    table: str,
    record: RawRecord,
    code: str,
    role: str,
    words: TableWords,
    classification: Classification,
    notes: list[Note],
) -> dict[str, str | None]:
    texts = dict(record.texts)
    if words.names_projects:
        texts, moved = move_slipped_name(record, code, role, classification)
        if moved:
            notes.append(
                Note(table, record.line, "name", "moved", moved, moved, "科目名称印在相邻的项目名称列，已移回")
            )
    return {column: texts.get(column) or None for column in ("name", "project") if column in words.texts}
