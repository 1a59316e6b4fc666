"""Gives the numbers of flowed rows their columns, by the arithmetic of their table."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from mingzhang.recognise.model import Note, RawRecord
from mingzhang.recognise.vocabulary import TableWords
from mingzhang.records.statements.placement import Choice, choose, readings, row_choices


def place_amounts(
    records: Sequence[RawRecord],
    parents: Sequence[int | None],
    columns: Sequence[str],
    funded: Collection[str],
    words: TableWords,
) -> tuple[list[dict[str, str]], list[Note]]:
    """For each record its printed numbers by column, and notes on what arithmetic decided or left open.

    ``parents`` gives for each record the index of the record that it is part of.
    ``funded`` are those of ``columns`` whose source the summary does not print
    without money: where a row's own sum leaves several readings, one in them is
    preferred, but a document that contradicts its summary is not forced.
    """
    options = [row_choices(record.pieces, columns, words.parts) if record.pieces else [] for record in records]
    options = [_funded(choices, funded) or choices for choices in options]
    _narrow(options, parents, columns)
    placed: list[dict[str, str]] = []
    notes: list[Note] = []
    for record, choices in zip(records, options, strict=True):
        amounts, note = _settle(record, choices, columns, words.name)
        placed.append(amounts)
        notes += [note] if note else []
    return placed, notes


def _funded(choices: list[Choice], funded: Collection[str]) -> list[Choice]:
    return [choice for choice in choices if all(column in funded for column, _ in choice.amounts)]


def _narrow(options: list[list[Choice]], parents: Sequence[int | None], columns: Sequence[str]) -> None:
    """Drops readings whose columns do not add up, from the top down, until nothing changes."""
    groups: dict[int, list[int]] = {}
    for child, parent in enumerate(parents):
        if parent is not None:
            groups.setdefault(parent, []).append(child)
    for _ in range(3):
        before = [len(choices) for choices in options]
        for parent in sorted(groups, key=lambda index: (parents[index] is not None, index)):
            solution = choose(options[parent], [options[child] for child in groups[parent]], columns)
            options[parent] = solution.parent
            for child, kept in zip(groups[parent], solution.children, strict=True):
                options[child] = kept
        if before == [len(choices) for choices in options]:
            return


def _settle(
    record: RawRecord, choices: list[Choice], columns: Sequence[str], table: str
) -> tuple[dict[str, str], Note | None]:
    if not record.pieces:
        return {}, None
    printed = " ".join(record.pieces)
    if not choices:
        return _as_printed(record, columns, table, printed)
    if len(choices) > 1:
        shared = set(choices[0].amounts).intersection(*(choice.amounts for choice in choices[1:]))
        amounts = {name: text for name, text in choices[0].amounts if (name, text) in shared}
        readings = "；或 ".join(_show(choice) for choice in choices[:4])
        message = f"数字的列次有 {len(choices)} 种读法，算术不能确定：{readings}"
        return amounts, Note(table, record.line, "", "ambiguous", printed, _show_amounts(amounts), message)
    amounts = dict(choices[0].amounts)
    if len(amounts) == len(columns) == len(record.pieces):
        return amounts, None
    if len(amounts) == len(columns):
        kind, message = "amount", "数字断成几段，已接合"
    elif len(amounts) == 1:
        kind, message = "arithmetic", "本行只印一个数，列入第一列"
    else:
        kind, message = "arithmetic", "空白列在文本中不可见，按算术关系（本行各列、上下级、资金来源）定列"
    return amounts, Note(table, record.line, "", kind, printed, _show_amounts(amounts), message)


def _as_printed(record: RawRecord, columns: Sequence[str], table: str, printed: str) -> tuple[dict[str, str], Note]:
    """No reading obeys the row's identities: a full row is taken in order, any other stays unread.

    A row in which some numbers have decimals and others none is not trusted: a
    piece of a code may have strayed in.
    """
    full = [numbers for numbers in readings(record.pieces, len(columns)) if len(numbers) == len(columns)]
    if len(full) == 1 and len({"." in number for number in full[0]}) == 1:
        amounts = dict(zip(columns, full[0], strict=True))
        message = "本行各列之和与合计不符，按印刷次序取数"
        return amounts, Note(table, record.line, "", "arithmetic", printed, _show_amounts(amounts), message)
    return {}, Note(table, record.line, "", "unread", printed, "", "数字的列次不能由算术确定，未采用")


def _show(choice: Choice) -> str:
    return _show_amounts(dict(choice.amounts))


def _show_amounts(amounts: dict[str, str]) -> str:
    return " ".join(f"{name}={text}" for name, text in amounts.items())
