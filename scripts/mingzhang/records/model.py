"""Typed rows: what a package holds of a table."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from mingzhang.recognise.model import Note

Value = str | int | Decimal | None


@dataclass
class Record:
    """One row of a resource: its values by column (amounts in 万元) and the source line it begins on."""

    line: int
    values: dict[str, Value] = field(default_factory=dict)

    def amount(self, column: str) -> Decimal | None:
        """The amount in ``column``, None where it is blank."""
        value = self.values.get(column)
        return value if isinstance(value, Decimal) else None

    def text(self, column: str) -> str:
        """The text in ``column``, empty where there is none."""
        value = self.values.get(column)
        return value if isinstance(value, str) else ""


@dataclass(frozen=True)
class Table:
    """A statutory table as the document holds it: one row of ``tables`` and the table's own rows.

    ``status`` is ``present``, ``empty``, ``attached`` or ``missing``; ``note``
    what is printed on an empty table, ``remarks`` what is printed on another,
    ``caption`` what stands between its title and its header, ``money_unit`` the unit its amounts are printed in.
    """

    table: str
    title: str
    line: int
    status: str
    note: str = ""
    remarks: str = ""
    records: tuple[Record, ...] = ()
    notes: tuple[Note, ...] = ()
    caption: str = ""
    money_unit: str = ""
