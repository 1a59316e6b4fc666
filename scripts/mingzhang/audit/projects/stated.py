"""Figures that the explanatory text states, by what they are called."""

from __future__ import annotations

from decimal import Decimal

from mingzhang.audit.facts import Facts, Row
from mingzhang.audit.performance.words import pattern
from mingzhang.text import fold


def claim_of(facts: Facts, *keys: str, column: str = "amount") -> Row | None:
    """The first claim whose whole subject is what the vocabulary calls ``keys`` and that has a ``column``."""
    known = pattern(*keys)
    rows = facts.rows("claims")
    return next((r for r in rows if r.amount(column) is not None and known.fullmatch(fold(r.text("subject")))), None)


def stated(facts: Facts, key: str) -> Decimal | None:
    """The amount that the text states for ``key``, None where it states none."""
    row = claim_of(facts, "stated", key)
    return row.amount("amount") if row else None


def project_spending(facts: Facts) -> Decimal | None:
    """The project expenditure of the expenditure table's total, None where it prints none."""
    total = facts.total("expenditure")
    return total.amount("project") if total else None


def count_of(row: Row, column: str) -> int | None:
    """A whole number of people or things, None where blank."""
    value = row.record.values.get(column)
    if isinstance(value, Decimal):
        return int(value)
    if isinstance(value, str) and value.isdecimal():
        return int(value)
    return value if isinstance(value, int) else None
