"""A name and its value, ready to print: what the parts of a disclosure's page are made of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from mingzhang.site.numbers.amounts import format_amount, parse_amount
from mingzhang.site.packages import Resource, Row
from mingzhang.site.provenance.marks import Mark
from mingzhang.site.provenance.notes import Notes


@dataclass(frozen=True)
class Item:
    """A label, its value as printed, a remark beside it (a change, a code's name), its marks."""

    label: str
    value: str
    remark: str = ""
    marks: tuple[Mark, ...] = ()


def filled(resource: Resource | None, row: Row, names: Iterable[str], notes: Notes) -> tuple[Item, ...]:
    """The fields ``names`` of ``row`` that are not blank, under their Chinese titles, with their marks."""
    if resource is None:
        return ()
    titles = {field.name: field.title for field in resource.fields}
    told = (name for name in names if row.get(name))
    return tuple(Item(titles.get(name, name), row[name], "", notes.at(resource.name, row, name)) for name in told)


def short_label(text: str) -> str:
    """A printed label without the colon, 其中： and unit that its form gives it."""
    return re.sub(r"^其中[:：]|[（(](?:万元|元)[)）]|[:：]$", "", text.strip()).strip(":： ")


def arrow(value: Decimal) -> str:
    """The direction of a change: an arrow, since ▲ marks findings."""
    return "↑" if value > 0 else "↓" if value < 0 else "＝"


def signed_percent(text: str) -> str:
    """``+3.94%``, ``−8.27%``: as printed, with its sign; blank stays blank."""
    number = parse_amount(text)
    if number is None:
        return ""
    sign = "+" if number > 0 else "−" if number < 0 else ""
    return f"{sign}{format_amount(abs(number))}%"


def bar_width(part: Decimal | None, whole: Decimal | None) -> str:
    """The width of a bar in percent, between 0 and 100; blank when it means nothing."""
    if part is None or not whole or part < 0 or whole < 0:
        return ""
    return f"{min(part * 100 / whole, Decimal(100)):.1f}"
