"""What the cells of a column are: what a typed form needs to know before it writes the first of them.

A CSV says nothing of types, and a schema only ``number``. Here every cell of a typed column is looked at once: how
many digits it takes, and whether it is what the schema says. A column in which one cell is something else is text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from mingzhang.site.packages import Field

TEXT, NUMBER, INTEGER, DATE = "string", "number", "integer", "date"
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_WITH_EXPONENT = re.compile(r"[-+]?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]{1,2})?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class Column:
    """A column as it is written: ``kind`` is ``string``, ``number``, ``integer`` or ``date``.

    Of numbers: ``whole`` digits before the point, ``places`` behind it and ``digits`` in all, the most that a cell has.
    """

    field: Field
    kind: str = TEXT
    whole: int = 0
    places: int = 0
    digits: int = 0


def plain_number(cell: str) -> str | None:
    """``cell`` as digits with at most a sign and a point, all digits kept; None for what is no finite number."""
    if _PLAIN.fullmatch(cell):
        return cell
    if not _WITH_EXPONENT.fullmatch(cell):
        return None
    try:
        return f"{Decimal(cell):f}"
    except InvalidOperation:
        return None


def is_date(cell: str) -> bool:
    """Whether ``cell`` is a day as ISO 8601 writes it, ``2024-01-31``."""
    try:
        return bool(_DATE.fullmatch(cell) and date.fromisoformat(cell))
    except ValueError:
        return False


def measure_columns(fields: Sequence[Field], rows: Sequence[Sequence[str]]) -> tuple[tuple[Column, ...], int]:
    """The columns of ``rows``, and how many rows there are."""
    cells = list(zip(*rows, strict=True)) if rows else [()] * len(fields)
    return tuple(_measured(field, set(own)) for field, own in zip(fields, cells, strict=True)), len(rows)


def _measured(field: Field, cells: set[str]) -> Column:
    if field.type not in (NUMBER, INTEGER, DATE):
        return Column(field)
    measure = Measure(field.type)
    for cell in cells - {""}:
        measure.take(cell)
    return measure.column(field)


class Measure:
    """What the cells of one column have been so far."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.whole = self.places = self.digits = 0

    def take(self, cell: str) -> None:
        """One more cell, not blank."""
        if self.kind == DATE:
            self.kind = DATE if is_date(cell) else TEXT
        elif self.kind != TEXT:
            self._take_number(plain_number(cell))

    def _take_number(self, plain: str | None) -> None:
        if plain is None or (self.kind == INTEGER and "." in plain):
            self.kind = TEXT
            return
        whole, _, places = plain.lstrip("-").partition(".")
        bare = whole.lstrip("0")
        self.widen(len(bare), len(places), len(f"{whole}{places}".strip("0")) if places else len(bare))

    def widen(self, whole: int, places: int, digits: int) -> None:
        """A number with so many digits before the point, behind it, and in all."""
        self.whole, self.places, self.digits = (
            max(self.whole, whole),
            max(self.places, places),
            max(self.digits, digits),
        )

    def column(self, field: Field) -> Column:
        """What the cells so far make of ``field``."""
        if self.kind not in (NUMBER, INTEGER):
            return Column(field, self.kind)
        return Column(field, self.kind, self.whole, self.places, self.digits)
