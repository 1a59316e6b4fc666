"""资金分配情况 item by item: what the money of a project goes to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from mingzhang.recognise.model import Note
from mingzhang.recognise.prose.clauses import half_width
from mingzhang.recognise.prose.paragraphs import Paragraph, split_ordinal
from mingzhang.recognise.prose.project_blocks import ProjectBlock
from mingzhang.recognise.prose.project_words import ProjectWords
from mingzhang.records.model import Record
from mingzhang.records.projects.stated_amounts import StatedAmount, find_amounts

_SEPARATORS = " ;、,。."
_CLAUSE = re.compile("[;。]")


@dataclass
class _Reading:
    """One 资金分配情况 while it is read: its items (name, amount, line), the sums it prints, and notes."""

    paragraph: Paragraph
    words: ProjectWords
    items: list[tuple[str, Decimal, int]] = field(default_factory=list)
    sums: list[tuple[Decimal, int]] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def leave(self, start: int, end: int, message: str) -> None:
        """List the text from ``start`` to ``end`` as unread."""
        part = self.paragraph.part(start, end)
        self.notes.append(Note("project_allocations", part.line, "item", "unread", part.text, "", message))


def build_allocations(
    blocks: Sequence[ProjectBlock], project_ids: Sequence[str], words: ProjectWords
) -> tuple[list[Record], list[Note]]:
    """The rows of ``project_allocations``; ``project_ids`` gives the project of each block."""
    records: list[Record] = []
    notes: list[Note] = []
    for block, project_id in zip(blocks, project_ids, strict=True):
        if block.text("allocation"):
            items, unread = split_allocation(block.fields["allocation"], words)
            records += [Record(line, {"project_id": project_id, "item": i, "amount": a}) for i, a, line in items]
            notes += unread
    return records, notes


def split_allocation(paragraph: Paragraph, words: ProjectWords) -> tuple[list[tuple[str, Decimal, int]], list[Note]]:
    """The items of one 资金分配情况 with amount and line, and what of it could not be read.

    An item stands before its amount, or after it where the text begins with an amount. A bracket after an
    amount is a remark; 共计 and the like are no item, but must be the sum of the items.
    """
    reading = _Reading(paragraph, words)
    text = half_width(paragraph.text)
    brackets = _brackets(text)
    amounts = _outside(list(find_amounts(text)), brackets)
    if not amounts:
        reading.leave(0, len(text), "资金分配情况没有写明金额，未分项")
        return [], reading.notes
    amount_first = _begin(reading, text, 0, amounts[0].start) == amounts[0].start
    position = 0
    for amount, following in zip(amounts, [*amounts[1:], None], strict=True):
        after = _after(amount.end, text, brackets, words)
        if amount_first:
            position = following.start if following else len(text)
            _read_item(reading, text, after, position, amount)
        else:
            _read_item(reading, text, position, amount.start, amount)
            position = after
    if text[position:].strip(_SEPARATORS):
        reading.leave(position, len(text), "资金分配情况中没有金额的文字，未作为分项")
    _check_sums(reading)
    return reading.items, reading.notes


def _brackets(text: str) -> dict[int, int]:
    """Where the outermost brackets of ``text`` open, and the position after each one's close."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for position, character in enumerate(text):
        if character == "(":
            opened.append(position)
        elif character == ")" and opened:
            start = opened.pop()
            if not opened:
                found[start] = position + 1
    return found


def _outside(amounts: list[StatedAmount], brackets: dict[int, int]) -> list[StatedAmount]:
    """The amounts that stand in no bracket, or fill one: 培训费（10万元）."""
    kept = []
    for amount in amounts:
        around = next(((start, end) for start, end in brackets.items() if start < amount.start < end), None)
        if around is None:
            kept.append(amount)
        elif (amount.start - 1, amount.end + 1) == around:
            kept.append(StatedAmount(*around, amount.value))
    return kept


def _after(position: int, text: str, brackets: dict[int, int], words: ProjectWords) -> int:
    """The position after an amount's remark in brackets and 等."""
    position = brackets.get(position, position)
    match = words.list_ends.match(text, position)
    if match and (match.end() == len(text) or text[match.end()] in _SEPARATORS):
        return match.end()
    return position


def _begin(reading: _Reading, text: str, start: int, end: int) -> int:
    """Where the item in ``text`` from ``start`` to ``end`` begins: after separators, its ordinal and 其中."""
    while start < end:
        ordinal = len(text[start:end]) - len(split_ordinal(text[start:end])[2])
        lead = reading.words.item_leads.match(text, start, end)
        step = (text[start] in _SEPARATORS) or ordinal or (len(lead.group()) if lead else 0)
        if not step:
            break
        start += int(step)
    return start


def _read_item(reading: _Reading, text: str, start: int, end: int, amount: StatedAmount) -> None:
    """Read the item named in ``text`` from ``start`` to ``end``, a clause of its own left out as unread."""
    amount_first = amount.start < start
    cuts = [match.end() for match in _CLAUSE.finditer(text, start, end)]
    clauses = list(zip([start, *cuts], [*cuts, end], strict=True))
    clauses = [(a, b) for a, b in clauses if text[a:b].strip(_SEPARATORS)] or [(start, end)]
    own = clauses.pop(0 if amount_first else -1)
    for clause in clauses:
        reading.leave(*clause, "资金分配情况中没有金额的文字，未作为分项")
    begin = _begin(reading, text, *own)
    stop = begin + len(text[begin : own[1]].rstrip(_SEPARATORS))
    if reading.words.is_sum(text[begin:stop]) and amount.value is not None:
        reading.sums.append((amount.value, reading.paragraph.line_at(begin)))
        return
    pattern = reading.words.list_ends if amount_first else reading.words.amount_links
    stop = next((m.start() for m in pattern.finditer(text, begin, stop) if m.end() == stop), stop)
    name = reading.paragraph.part(begin, stop).text
    if name and amount.value is not None and "万元" not in name:  # else an amount before it was not understood
        reading.items.append((name, amount.value, reading.paragraph.line_at(begin)))
    else:
        message = "本项金额无法辨认，未收录" if name else "金额没有写明用于何处，未收录"
        reading.leave(min(own[0], amount.start), max(own[1], amount.end), message)


def _check_sums(reading: _Reading) -> None:
    """A printed sum that is not the sum of the items is listed."""
    total = sum((amount for _, amount, _ in reading.items), Decimal(0))
    for amount, line in reading.sums:
        if amount != total:
            message = f"所印合计与各分项之和 {total:f} 万元不符"
            printed = f"{amount:f}"
            reading.notes.append(Note("project_allocations", line, "amount", "unread", printed, f"{total:f}", message))
