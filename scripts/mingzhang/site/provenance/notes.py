"""The reader's notes, listed once; they and the findings are marked at the rows and cells that they concern."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, field

from mingzhang.site.packages import Package, Row
from mingzhang.site.provenance.findings import Findings
from mingzhang.site.provenance.marks import Mark
from mingzhang.site.provenance.places import table_titles

# The kinds in words; another kind shows as it is.
KIND_TITLES = {
    "code": "补正编码",
    "inferred": "推定",
    "arithmetic": "由算术定列",
    "ambiguous": "读法未定",
    "unread": "未采用",
    "joined": "接续断开的文字",
    "moved": "移正列位",
    "header": "修复表头",
    "dash": "横线",
    "amount": "接续断开的数字",
}


@dataclass
class Note:
    """One note as the page lists it: what the reader did, and on which source lines.

    The reader notes every line by itself; the same words on the same table are
    one note here.
    """

    number: int
    table: str
    kind: str
    message: str
    lines: list[str] = field(default_factory=list)


class Notes:
    """The notes of a package, ``listed`` in the reader's order, and its ``findings``; both by row and by cell."""

    def __init__(self, package: Package) -> None:
        self.findings = Findings(package)
        titles = table_titles(package)
        self._by_line: defaultdict[tuple[str, str], list[tuple[Note, Row]]] = defaultdict(list)
        groups: dict[tuple[str, str, str], Note] = {}
        for row in package.rows("reading_notes"):
            table, kind, message, line = (row.get(key, "") for key in ("table", "kind", "message", "source_line"))
            title, word = titles.get(table, table), KIND_TITLES.get(kind, kind)
            note = groups.setdefault((table, kind, message), Note(len(groups) + 1, title, word, message))
            note.lines.append(line)
            self._by_line[table, line].append((note, row))
        self.listed = list(groups.values())

    def on(self, page: str) -> Notes:
        """The same notes for another page of the disclosure, at ``page`` below its own."""
        other = copy(self)
        other.findings = self.findings.on(page)
        return other

    def at(self, table: str, row: Row, *columns: str) -> tuple[Mark, ...]:
        """The marks of the cell that shows ``columns``: of its findings one, then its notes."""
        notes = _marks(note for note, source in self._of(table, row) if source.get("column", "") in columns)
        return self.findings.at(row, *columns) + notes

    def elsewhere(self, table: str, row: Row, shown: set[str]) -> tuple[Mark, ...]:
        """The marks of the row as a whole, and of columns that the page does not show."""
        notes = _marks(note for note, source in self._of(table, row) if source.get("column") not in shown)
        return self.findings.elsewhere(row, shown) + notes

    def counts(self) -> list[tuple[str, int]]:
        """How many places each kind has, most first."""
        places: defaultdict[str, int] = defaultdict(int)
        for note in self.listed:
            places[note.kind] += len(note.lines)
        return sorted(places.items(), key=lambda pair: (-pair[1], pair[0]))

    def _of(self, table: str, row: Row) -> list[tuple[Note, Row]]:
        found = self._by_line.get((table, row.get("source_line", "")), [])
        return [(note, source) for note, source in found if _concerns(source, row)]


def _concerns(note: Row, row: Row) -> bool:
    """A line can hold two rows (two-sided tables): then the value tells which is meant."""
    column, value = note.get("column", ""), note.get("value", "")
    return not (column and value and column in row) or row[column] == value


def _marks(notes: Iterable[Note]) -> tuple[Mark, ...]:
    return tuple(dict.fromkeys(_mark(note) for note in notes))


def _mark(note: Note) -> Mark:
    sign = str(note.number)
    return Mark(note.number, note.message, sign, f"读注 {sign}", f"note-{sign}")
