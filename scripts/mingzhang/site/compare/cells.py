"""One cell of a comparison: an exact number, what it is a share of, where it comes from, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from mingzhang.site.disclosure.items import arrow
from mingzhang.site.numbers.amounts import format_amount, parse_amount, share
from mingzhang.site.numbers.changes import Change
from mingzhang.site.numbers.facts import Fact
from mingzhang.site.packages import Package

ABSENT = ("missing", "attached")
_CENT, _TENTH = Decimal("0.01"), Decimal("0.1")
# Said of amounts that do not stand in the table of all expenditure.
_BASES = {"claims": "据文字说明", "general_expenditure": "只含一般公共预算"}


@dataclass(frozen=True)
class Cell:
    """Numbers as exact text: ``value``, ``share`` in percent, ``change`` (signed) against the year before.

    ``percent`` is the change's as printed; ``stated`` the amount that the text gives where it is another.
    ``link`` leads from the disclosure's folder. Without ``value``, ``absent`` may say why: ``missing``, ``attached``.
    """

    value: str = ""
    share: str = ""
    change: str = ""
    percent: str = ""
    stated: str = ""
    note: str = ""
    link: str = ""
    absent: str = ""
    name: str = ""

    @property
    def shown(self) -> str:
        """The number with thousands separators."""
        return format_amount(self.value)

    @property
    def shown_share(self) -> str:
        """``93.1%``; a part that would round to nothing says so."""
        if not self.share:
            return ""
        tiny = parse_amount(self.value) and not parse_amount(self.share)
        return "不足 0.1%" if tiny else f"{self.share}%"

    @property
    def shown_change(self) -> str:
        """``↓ 965.72``; blank where none is stated."""
        number = parse_amount(self.change)
        return "" if number is None else f"{arrow(number)} {format_amount(abs(number))}" if number else "持平"


def exact(number: Decimal) -> str:
    """``number`` in digits, its printed decimals kept."""
    return f"{number:f}"


def fact_cell(fact: Fact, whole: Decimal | None = None, change: Change | None = None, note: str = "") -> Cell:
    """The cell of ``fact``, leading to its line, its share of ``whole`` and its stated ``change``."""
    percent = share(fact.amount, whole)
    return Cell(
        value=exact(fact.amount),
        share="" if percent is None else exact(percent),
        change=exact(change.number) if change else "",
        percent=change.percent if change and change.number else "",
        stated=change.stated if change else "",
        note=note or _BASES.get(fact.resource, ""),
        link=f"source/#L{fact.line}" if fact.line else f"#{fact.resource}",
    )


def absent_cell(package: Package, resource: str) -> Cell:
    """A cell without number: blank, or why ``resource`` is not there."""
    states = (row.get("status", "") for row in package.rows("tables") if row.get("table") == resource)
    return Cell(absent=next((state for state in states if state in ABSENT), ""))


def person_cell(package: Package, fact: Fact | None, staff: Fact | None, resource: str, note: str = "") -> Cell:
    """``fact`` by ``staff`` to two decimals; blank when the staff is unknown or zero."""
    if staff is None or staff.amount <= 0:
        return absent_cell(package, "staffing") if staff is None else Cell()
    if fact is None:
        return absent_cell(package, resource)
    each = (fact.amount / staff.amount).quantize(_CENT, ROUND_HALF_UP)
    sum_of = f"{format_amount(fact.amount)} ÷ {format_amount(staff.amount)}"
    basis = note or _BASES.get(fact.resource, "")
    return Cell(exact(each), note="，".join(text for text in (sum_of, basis) if text), link=f"#{fact.resource}")


def bar_width(value: str, largest: Decimal) -> str:
    """The width of a bar in percent of ``largest``, one decimal; blank when it means nothing."""
    number = parse_amount(value)
    if number is None or number < 0 or largest <= 0:
        return ""
    return exact((number * 100 / largest).quantize(_TENTH, ROUND_HALF_UP))
