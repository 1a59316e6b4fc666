"""Amounts inside running text: where they stand, and whether they can be trusted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from mingzhang.money import parse_amount, to_wan
from mingzhang.recognise.prose.clauses import half_width

_AMOUNT = re.compile(
    r"(?P<number>[A-Za-z.]*[0-9](?:[0-9A-Za-z.]|,(?=\d{3}))*)\s*(?P<unit>万元|元|万(?=[;、,。)]|$))(?!\s*/|每)"
)
_MORE_DIGITS = re.compile(r"[0-9.]\s*[-~～—–至到,]?\s*$")


@dataclass(frozen=True)
class StatedAmount:
    """An amount in a text, from ``start`` to ``end``, in 万元; ``value`` is None when its number is garbled."""

    start: int
    end: int
    value: Decimal | None


def find_amounts(text: str) -> Iterator[StatedAmount]:
    """The amounts in 万元 or 元 that ``text`` states (rates such as 100元/人 are none)."""
    text = half_width(text)
    for match in _AMOUNT.finditer(text):
        unit = "元" if match["unit"] == "元" else "万元"
        yield StatedAmount(match.start(), match.end(), _value(text[: match.start()], match["number"], unit))


def _value(before: str, number: str, unit: str) -> Decimal | None:
    if _MORE_DIGITS.search(before):
        return None
    try:
        amount = parse_amount(number)
    except ValueError:
        return None
    return None if amount is None else to_wan(amount, unit)
