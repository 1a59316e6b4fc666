"""Packages as they are compared, and what is found to differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

Row = Mapping[str, str]

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
LINE = "source_line"
FINDINGS, TABLES, CORRECTIONS = "findings", "tables", "corrections"
READING = frozenset({FINDINGS, TABLES, CORRECTIONS, "completeness", "reading_notes"})
"""Resources about how the document was read and judged, not of the document itself."""


@dataclass(frozen=True)
class Column:
    """One column: its name, its Chinese title, whether it holds numbers, whether they are money (万元)."""

    name: str
    title: str
    is_number: bool = False
    is_money: bool = False


@dataclass(frozen=True)
class Table:
    """One resource with its rows, every cell as text."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class PackageTables:
    """One package: what it is called, the hashes of its sources, its tables in their order."""

    id: str
    title: str
    sources: tuple[str, ...]
    tables: Mapping[str, Table]


@dataclass(frozen=True)
class Cell:
    """A cell that differs; a row that is new or gone has one for each cell that is not blank."""

    column: str
    before: str
    after: str
    is_money: bool = False

    @property
    def difference(self) -> Decimal | None:
        """How much money more than before; None where it is no money, or only one side has an amount."""
        before, after = number_of(self.before), number_of(self.after)
        return after - before if self.is_money and before is not None and after is not None else None


@dataclass(frozen=True)
class RowChange:
    """A row that is new, gone or changed: what it is called, its cells that differ, its source lines (blank: none)."""

    resource: str
    kind: str
    label: str
    cells: tuple[Cell, ...]
    line_before: str = ""
    line_after: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether the whole row is new or gone."""
        return self.kind != CHANGED

    @property
    def weight(self) -> Decimal:
        """The most money that a cell of it moves; 0 without money."""
        nothing = Decimal(0)
        money = [cell for cell in self.cells if cell.is_money]
        moved = [abs((number_of(c.after) or nothing) - (number_of(c.before) or nothing)) for c in money]
        return max(moved, default=nothing)


@dataclass(frozen=True)
class Comparison:
    """All that differs between two packages of a disclosure; ``columns`` came or went with the program."""

    id: str
    title: str
    changes: tuple[RowChange, ...]
    titles: Mapping[str, str]
    columns: tuple[str, ...] = ()

    @property
    def data(self) -> tuple[RowChange, ...]:
        """The changes of the document's own data."""
        return tuple(change for change in self.changes if change.resource not in READING)

    def of(self, resource: str) -> tuple[RowChange, ...]:
        """The changes of one resource."""
        return tuple(change for change in self.changes if change.resource == resource)


def number_of(text: str) -> Decimal | None:
    """The number that a cell holds; None of a blank or of text."""
    try:
        value = Decimal(text) if text else None
    except InvalidOperation:
        return None
    return value if value is not None and value.is_finite() else None
