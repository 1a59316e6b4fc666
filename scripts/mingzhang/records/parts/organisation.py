"""What a unit is: its duties and its staffing, out of running text, and the units it lists in a table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mingzhang.numerals import parse_count
from mingzhang.recognise.model import Note
from mingzhang.recognise.patterns import matches, name_of
from mingzhang.recognise.prose.clauses import Clause, half_width, split_clauses
from mingzhang.recognise.prose.paragraphs import Paragraph, split_ordinal
from mingzhang.recognise.prose.part_words import PartWords, StaffingWords, load_part_words
from mingzhang.recognise.tables.plain_tables import PlainTable
from mingzhang.records.model import Record
from mingzhang.records.parts.offices import build_offices

__all__ = ["build_duties", "build_offices", "build_staffing", "build_units"]

_COMBINED = "duties_and_organisation"
_INLINE = re.compile(r"(?:^|(?<=[;。:]))(?P<number>\d{1,2})[.、](?!\d)")
_AFTER_NUMBER = re.compile(r"\d(?:人|名|个)?$")


@dataclass(frozen=True)
class _Duty:
    """One item of the list of duties, or a paragraph without a number (``number`` empty)."""

    number: str
    level: str
    part: Paragraph


def build_duties(paragraphs: Sequence[Paragraph]) -> tuple[list[Record], list[Note]]:
    """The duties, one row an item: numbered as printed; a text without numbers is counted by paragraph.

    A paragraph of a deeper level, or without a number, goes on with the item above it.
    """
    words = load_part_words()
    duties = [duty for paragraph in _about_duties(paragraphs, words) for duty in _split_inline(paragraph)]
    level = next((duty.level for duty in duties if duty.level), "")
    records: list[Record] = []
    notes: list[Note] = []
    for at, duty in enumerate(duties):
        text = duty.part.text
        if not text or _is_label(text, words):
            continue
        follows = at + 1 < len(duties)
        if follows and duties[at + 1].level == level and level:
            text = text.rstrip("；;")
        if level and duty.level != level:
            _go_on(duty, text, records, notes)
        else:
            _add_duty(duty, text, records, notes)
    return records, notes


def _about_duties(paragraphs: Sequence[Paragraph], words: PartWords) -> Iterator[Paragraph]:
    for paragraph in paragraphs:
        if paragraph.kind == "duties" or (paragraph.kind == _COMBINED and not _is_organisation(paragraph, words)):
            yield paragraph


def _is_organisation(paragraph: Paragraph, words: PartWords) -> bool:
    """Whether a paragraph of a section about both tells of offices or staff."""
    if build_offices([paragraph])[0]:
        return True
    return words.offices.counts_in(half_width(paragraph.text)) or any(
        _item_of(clause.text, words.staffing) for clause in _staffing_clauses(paragraph)
    )


def _split_inline(paragraph: Paragraph) -> Iterator[_Duty]:
    """The items of a paragraph that prints a list in one line (1.…；2.…); else the paragraph itself."""
    text = half_width(paragraph.text)
    expected = parse_count(paragraph.ordinal) + 1 if paragraph.level == "item" else 1
    cuts: list[re.Match[str]] = []
    for match in _INLINE.finditer(text):
        if int(match["number"]) == expected + len(cuts):
            cuts.append(match)
    if not cuts or (len(cuts) == 1 and not paragraph.ordinal):
        yield _Duty(paragraph.ordinal, paragraph.level, paragraph)
        return
    yield _Duty(paragraph.ordinal, paragraph.level, paragraph.part(0, cuts[0].start()))
    ends = [cut.start() for cut in cuts[1:]] + [len(text)]
    for cut, end in zip(cuts, ends, strict=True):
        yield _Duty(cut["number"], "item", paragraph.part(cut.end(), end))


def _is_label(text: str, words: PartWords) -> bool:
    text = half_width(text)
    return text.endswith(":") and matches(words.duty_labels, text[:-1])


def _go_on(duty: _Duty, text: str, records: list[Record], notes: list[Note]) -> None:
    """Appends a paragraph to the item above it, its own ordinal kept; before the list there is none."""
    if not records:
        notes.append(Note("duties", duty.part.line, "", "unread", duty.part.text, "", "职能列表前的引语，不成一条"))
        return
    ordinal = {"subsection": "（{}）", "point": "（{}）", "item": "{}.", "section": "{}、"}.get(duty.level, "")
    records[-1].values["text"] = f"{records[-1].text('text')}{ordinal.format(duty.number)}{text}"


def _add_duty(duty: _Duty, text: str, records: list[Record], notes: list[Note]) -> None:
    taken = {record.values["number"] for record in records}
    number = parse_count(duty.number) if duty.number else len(records) + 1
    if number in taken:
        counted = max(number for number in taken if isinstance(number, int)) + 1
        message = f"序号 {number} 在前面已经用过，按次序编为 {counted}"
        notes.append(Note("duties", duty.part.line, "number", "ambiguous", duty.number, str(counted), message))
        number = counted
    records.append(Record(duty.part.line, {"number": number, "text": text}))


def build_staffing(paragraphs: Sequence[Paragraph]) -> tuple[list[Record], list[Note]]:
    """The numbers of staff by item, and their changes over the year before (signed), in the document's order."""
    words = load_part_words()
    reading = _Staffing(words.staffing, [], [])
    for paragraph in paragraphs:
        if paragraph.kind in ("organisation", _COMBINED):
            reading.read(paragraph, words)
    return reading.records, reading.notes


@dataclass
class _Staffing:
    """The state of reading staffing; ``last`` is the row that a change belongs to."""

    words: StaffingWords
    records: list[Record]
    notes: list[Note]
    last: Record | None = None

    def read(self, paragraph: Paragraph, words: PartWords) -> None:
        self.last = None
        of_both = paragraph.kind == _COMBINED and not _is_organisation(paragraph, words)
        for clause in _staffing_clauses(paragraph):
            if not self._read_number(clause) and not self._read_change(clause):
                counts = self.words.counting.search(clause.text) and not words.offices.counts_in(clause.text)
                if counts and not of_both and not self.words.bodies.fullmatch(clause.text):
                    self.last = None
                    self._note(clause, "unread", "人数或机构数不属于任何已知类别，未采用")

    def _read_number(self, clause: Clause) -> bool:
        item = _item_of(clause.text, self.words)
        match = self.words.number.fullmatch(clause.text)
        if item is None or match is None:
            return False
        if any(record.values["item"] == item for record in self.records):
            self.last = None
            self._note(clause, "unread", "同一类人数前面已有，未采用")
            return True
        self.last = Record(clause.line, {"item": item, "count": parse_count(match["count"]), "change": None})
        self.records.append(self.last)
        return True

    def _read_change(self, clause: Clause) -> bool:
        change = _change_of(clause.text, self.words)
        if change is None:
            return False
        if self.last is None:
            self._note(clause, "unread", "增减之前没有所属的人数，未采用")
            return True
        before = self.last.values["change"]
        if isinstance(before, int) and before and change:
            self._note(clause, "arithmetic", f"增减分别印出，相加为 {before + change}", str(before + change))
        self.last.values["change"] = (before if isinstance(before, int) else 0) + change
        return True

    def _note(self, clause: Clause, kind: str, message: str, value: str = "") -> None:
        self.notes.append(Note("staffing", clause.line, "", kind, clause.part.text, value, message))


def _staffing_clauses(paragraph: Paragraph) -> Iterator[Clause]:
    return split_clauses(paragraph, _AFTER_NUMBER, into_brackets=True)


def _item_of(text: str, words: StaffingWords) -> str | None:
    match = words.number.fullmatch(split_ordinal(text)[2])
    return name_of(words.items, match["noun"]) if match else None


def _change_of(text: str, words: StaffingWords) -> int | None:
    for sign, patterns in ((1, words.increases), (-1, words.decreases)):
        for pattern in patterns:
            if match := pattern.fullmatch(text):
                return sign * parse_count(match["count"])
    return 0 if matches(words.unchanged, text) else None


def build_units(tables: Sequence[PlainTable]) -> tuple[list[Record], list[Note]]:
    """The units that a table of 机构设置 lists: name, nature, rank and how they are funded."""
    records = [
        Record(row.line, {column: row.texts.get(column) or None for column in ("name", "nature", "rank", "funding")})
        for table in tables
        if table.table == "units"
        for row in table.records
    ]
    return records, [note for table in tables if table.table == "units" for note in table.notes]
