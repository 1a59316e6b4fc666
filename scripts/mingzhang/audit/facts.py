"""What the rules look at: a disclosure's records, as figures that know their place."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Any

from mingzhang.audit.model import Figure
from mingzhang.personal.places import Shown
from mingzhang.records.model import Record
from mingzhang.schema import load_resources

STATEMENTS = tuple(name for name, spec in load_resources().items() if spec.group == "statement")
_MOST_PLACES_OF_TEXT = 2  # a longer number in running text (11.2016) does not make the others exact to it
_NEXT_PAGE = 9  # lines between the end of a table and a grid that may be its next page
_ENOUGH = 12  # so many amounts tell by themselves how a table prints
_DOUBTS = ("ambiguous", "unread", "amount", "moved", "joined")  # what is placed by arithmetic fits, so it is certain
_MAY_BE_A_ROW = re.compile(r"\d\.\d|\d{2}|(?:^|\s)\d+(?:\s|$)")
_NO_ROW = re.compile("不是科目|表头|标题")
_OF_A_PART = re.compile("(?:人员|公用)经费")
_RARE = 0.05  # a share of longer numbers below this is an exception, not the table's way of printing


def _places_of(value: Decimal) -> int:
    return max(0, -int(value.as_tuple().exponent))


def _usual_places(values: Sequence[Decimal]) -> int:
    """The most places that more than a few of ``values`` show."""
    most = max((_places_of(value) for value in values), default=0)
    for places in range(most, 0, -1):
        if sum(1 for value in values if _places_of(value) >= places) > max(1, _RARE * len(values)):
            return places
    return 0


@dataclass(frozen=True)
class Row:
    """One row of a resource: its place among the resource's rows, and its values."""

    resource: str
    index: int
    record: Record

    @property
    def line(self) -> int:
        return self.record.line

    def text(self, column: str) -> str:
        """The text in ``column``, empty where blank."""
        return self.record.text(column)

    def amount(self, column: str) -> Decimal | None:
        """The number in ``column``, None where blank."""
        return self.record.amount(column)

    @cached_property
    def label(self) -> str:
        """What a reader calls the row: its code and name."""
        names = (self.text(column) for column in ("project", "item", "name", "subject", "indicator"))
        return " ".join(filter(None, [self.text("code"), next((name for name in names if name), "")]))


@dataclass(frozen=True)
class Facts:
    """All records of one disclosure by resource, and who published them.

    ``unit`` is the unit's name, ``year`` the year the disclosure is about, ``kind`` ``budget`` or ``final``.
    ``lines`` are the source's lines without personal data; ``shown`` tells where it is that the source shows some.
    """

    records: Mapping[str, Sequence[Record]]
    unit: str
    year: int
    kind: str
    lines: tuple[str, ...] = ()
    shown: tuple[Shown, ...] = ()

    @cached_property
    def memo(self) -> dict[str, Any]:
        """What rules work out of the records once and share, by the name of what it is."""
        return {}

    @cached_property
    def _rows(self) -> dict[str, tuple[Row, ...]]:
        return {
            name: tuple(Row(name, index, record) for index, record in enumerate(records))
            for name, records in self.records.items()
        }

    @cached_property
    def _places(self) -> dict[str, int]:
        """To how many decimals each resource prints its amounts, trailing zeros that a document drops counted in.

        A resource with few amounts prints as its neighbours do: those of the statutory tables together.
        """
        amounts = {name: [v for r in records for v in r.values.values() if isinstance(v, Decimal)]
                   for name, records in self.records.items()}  # fmt: skip
        usual = _usual_places([v for name in STATEMENTS for v in amounts.get(name, [])])
        own = {name: _usual_places(values) for name, values in amounts.items()}
        places = {n: own[n] if len(amounts[n]) >= _ENOUGH or own[n] > usual else usual for n in amounts}
        return {**places, "claims": min(own.get("claims", 0), _MOST_PLACES_OF_TEXT)}

    @cached_property
    def open_rows(self) -> dict[str, dict[int, str]]:
        """The rows of statutory tables whose figures reading could not place: line and what is printed, by table.

        What holds no figure, and a unit's own total among codes, is no row that a sum could lack.
        """
        found: dict[str, dict[int, str]] = {}
        for note in self.records.get("reading_notes", ()):
            if note.text("kind") == "unread" and not _MAY_BE_A_ROW.search(note.text("printed")):
                continue
            if note.text("kind") == "unread" and _NO_ROW.search(note.text("message")):
                continue
            if note.text("kind") in ("ambiguous", "unread") and note.text("table") in STATEMENTS:
                rows = found.setdefault(note.text("table"), {})
                if note.text("kind") == "unread" or note.line not in rows:
                    rows[note.line] = note.text("printed") if note.text("kind") == "unread" else ""
        for table, line, printed in self._lost_pages():
            found.setdefault(table, {}).setdefault(line, printed)
        return found

    def _lost_pages(self) -> Iterator[tuple[str, int, str]]:
        """Grids without a title that stand right below a statutory table: they may be its next page."""
        ends = {
            name: max(record.line for record in self.records.get(name, ())) for name in STATEMENTS if self.rows(name)
        }
        seen: set[str] = set()
        for cell in self.records.get("unrecognised", ()):
            grid = cell.text("grid")
            if grid in seen or cell.text("title"):
                continue
            seen.add(grid)
            near = [name for name, end in ends.items() if 0 < cell.line - end <= _NEXT_PAGE]
            yield from ((name, cell.line, cell.text("text")) for name in near)

    @cached_property
    def doubtful(self) -> frozenset[tuple[str, int]]:
        """The places (table and line) of statutory tables at which reading repaired, guessed or left out a cell."""
        return frozenset(
            (note.text("table"), note.line)
            for note in self.records.get("reading_notes", ())
            if note.text("kind") in _DOUBTS and note.text("table") in STATEMENTS
        )

    def rows(self, resource: str) -> tuple[Row, ...]:
        """The rows of a resource, none when the document has no such part."""
        return self._rows.get(resource, ())

    def figure(self, row: Row, column: str) -> Figure | None:
        """The amount of a row's cell as a figure, None where it is blank."""
        value = row.amount(column)
        if value is None:
            return None
        places = max(self._places[row.resource], _places_of(value) if row.resource == "claims" else 0)
        return Figure(row.resource, row.index, column, row.line, value, places, row.label)

    def figures(self, rows: Sequence[Row], column: str) -> tuple[Figure, ...]:
        """The amounts of ``column`` in ``rows``, blanks left out."""
        return tuple(figure for row in rows if (figure := self.figure(row, column)) is not None)

    def total(self, resource: str, side: str = "") -> Row | None:
        """The grand total's row: the last of role ``total`` (总计 follows 合计).

        人员经费合计 and 公用经费合计 are totals of a part only.
        """
        rows = [
            row
            for row in self.rows(resource)
            if row.text("role") == "total" and side in ("", row.text("side")) and not _OF_A_PART.search(row.label)
        ]
        return rows[-1] if rows else None

    def status(self, table: str) -> str:
        """The status of a statutory table: present, empty, missing or attached; missing when it is not named."""
        return next((row.text("status") for row in self.rows("tables") if row.text("table") == table), "missing")

    def present(self, *tables: str) -> bool:
        """Whether all of ``tables`` are in the document with rows."""
        return all(self.rows(table) for table in tables)

    def columns(self, resource: str, columns: Sequence[str]) -> Iterator[str]:
        """Those of ``columns`` in which the resource holds any amount."""
        return (column for column in columns if any(row.amount(column) is not None for row in self.rows(resource)))
