"""What a unit owns: things with their quantity and worth, out of running text or the table of assets."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from mingzhang.money import parse_amount, to_wan
from mingzhang.recognise.model import Note
from mingzhang.recognise.patterns import matches
from mingzhang.recognise.prose.clauses import Clause, half_width, split_clauses
from mingzhang.recognise.prose.paragraphs import Paragraph
from mingzhang.recognise.prose.part_words import AssetWords, load_part_words
from mingzhang.recognise.tables.plain_tables import PlainTable
from mingzhang.records.model import Record
from mingzhang.records.parts.plain_rows import read_numbers

_DATE = re.compile(r"\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?")
_FIGURE = re.compile(r"\d|万元")
_BRACKETED = re.compile(r"\(([^()]*)\)")


def build_assets(paragraphs: Sequence[Paragraph], tables: Sequence[PlainTable]) -> tuple[list[Record], list[Note]]:
    """The things owned, and the purchases planned, in the document's order; worth in 万元.

    Where a table lists them the text only sums it up: its amounts are claims, the rows are the table's.
    """
    own = [table for table in tables if table.table == "assets"]
    notes: list[Note] = [note for table in own for note in table.notes]
    if any(table.records for table in own):
        return [record for table in own for record in _table_rows(table, notes)], notes
    reading = _Reading(load_part_words().assets, notes=notes)
    for paragraph in paragraphs:
        if paragraph.kind == "assets":
            reading.read(paragraph)
    return reading.records, notes


def _table_rows(table: PlainTable, notes: list[Note]) -> list[Record]:
    words = load_part_words().assets
    rows = []
    for raw in table.records:
        item = raw.texts.get("item", "")
        measure = raw.texts.get("measure") or _bracketed_measure(item, words)
        rows.append(Record(raw.line, {"item": item, "measure": measure, **read_numbers(table, raw, notes)}))
    return rows


def _bracketed_measure(item: str, words: AssetWords) -> str | None:
    """The measure in an item's brackets, as printed."""
    for match in reversed([*_BRACKETED.finditer(half_width(item))]):
        if words.measures.fullmatch(match.group(1)):
            return item[match.start(1) : match.end(1)]
    return None


@dataclass
class _Reading:
    """The state of reading the text; ``plan`` is the verb of a planned purchase, kept to its sentence's end."""

    words: AssetWords
    notes: list[Note]
    records: list[Record] = field(default_factory=list)
    last: Record | None = None
    plan: str = ""

    def read(self, paragraph: Paragraph) -> None:
        """Reads one paragraph; a worth that stands alone belongs to the thing before it in the sentence."""
        self.last, self.plan = None, ""
        complete = re.compile(rf"{self.words.quantity.pattern}$|\d万?元$")
        for clause in split_clauses(paragraph, complete):
            if clause.mark == "。":
                self.last, self.plan = None, ""
            if not (self._read_quantity(clause) or self._read_value(clause)):
                self._pass_over(clause)

    def _read_quantity(self, clause: Clause) -> bool:
        match = self.words.quantity.fullmatch(clause.text)
        noun = self._noun(clause, match.end("noun")) if match else ""
        if match is None or not noun:
            return False
        values = {"quantity": parse_amount(match["quantity"]), "measure": clause.printed(*match.span("measure"))}
        self._add(clause, noun, {**values, "value": None})
        return True

    def _read_value(self, clause: Clause) -> bool:
        match = self.words.value.fullmatch(clause.text)
        if match is None:
            return False
        printed = parse_amount(match["value"])
        assert printed is not None  # the pattern has a figure
        worth = to_wan(printed, match["unit"])
        is_alone = not match["noun"]
        noun = "" if is_alone else self._noun(clause, match.end("noun") if match["word"] else match.start("value"))
        if is_alone and match["word"] and self.last and self.last.values["value"] is None:
            self.last.values["value"] = worth
        elif noun and (match["word"] or matches(self.words.valued, half_width(noun))):
            self._add(clause, noun, {"quantity": None, "measure": None, "value": worth})
        else:
            return False
        if match["unit"] == "元":
            message = "文中单位印作“元”，折合万元"
            note = Note("assets", clause.line, "value", "amount", clause.part.text, format(worth, "f"), message)
            self.notes.append(note)
        return True

    def _noun(self, clause: Clause, end: int) -> str:
        """The thing that a clause names before ``end``, empty when it names none; sets the plan's verb."""
        start = 0
        if planned := self.words.planned.search(clause.text, 0, end):
            self.plan, start = clause.printed(*planned.span()), planned.end()
        elif lead := self.words.leads.match(clause.text, 0, end):
            start = lead.end()
        date = _DATE.match(clause.text, start, end)
        noun = clause.printed(date.end() if date else start, end)
        noun = re.sub("(?:共计|合计|共|为|是|：|:)$", "", noun)
        return "" if not noun or matches(self.words.no_things, half_width(noun)) else self.plan + noun

    def _add(self, clause: Clause, noun: str, values: dict[str, Decimal | str | None]) -> None:
        self.last = Record(clause.line, {"item": noun, **values})
        self.records.append(self.last)

    def _pass_over(self, clause: Clause) -> None:
        if planned := self.words.planned.search(clause.text):
            self.plan = clause.printed(*planned.span())
        if _FIGURE.search(_DATE.sub("", clause.text)):
            self.last = None
            blank = not re.search(r"\d", _DATE.sub("", clause.text))
            message = "模板留下的空白金额，未采用" if blank else "文中的数字不属于任何资产，未采用"
            self.notes.append(Note("assets", clause.line, "", "unread", clause.part.text, "", message))
