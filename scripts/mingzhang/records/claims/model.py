"""A claim in the making, and the numbers that a match of the claim vocabulary holds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeGuard

from mingzhang.money import to_wan
from mingzhang.records.model import Value
from mingzhang.text import fold


@dataclass
class Claim:
    """A claim in the making."""

    subject: str
    line: int
    values: dict[str, Value] = field(default_factory=dict)

    def has(self, *columns: str) -> bool:
        return any(self.values.get(column) is not None for column in columns)


def is_number(value: Value) -> TypeGuard[Decimal]:
    return isinstance(value, Decimal)


def decimal_of(match: re.Match[str]) -> Decimal:
    return Decimal(match.group("number").replace(",", ""))


def amount_of(match: re.Match[str]) -> Decimal:
    amount = decimal_of(match)
    return amount.scaleb(4) if match.group("unit") == "亿元" else to_wan(amount, match.group("unit"))


def core(subject: str) -> str:
    return re.sub("^财政拨款|(?:支出|预算)$", "", fold(subject))
