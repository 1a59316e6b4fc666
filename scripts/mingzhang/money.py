"""Amounts of money: exact decimals, in the unit the table prints."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal

NUMBER = re.compile(r"-?(?:\d{1,3}(?:,\d{3}){1,5}|\d{1,16})(?:\.\d{1,20})?")
"""A number as printed. What has more digits is none: all the money there is has fewer, and sums of it stay exact."""
DASHES = frozenset("-—–―－") | {"--", "——"}


def parse_amount(text: str) -> Decimal | None:
    """The amount that ``text`` prints, digits kept (``150.80`` stays ``150.80``).

    Returns None for a blank cell and for a dash; the two are told apart by
    :func:`is_dash`.

    Raises:
        ValueError: when ``text`` holds something else.
    """
    compact = re.sub(r"\s+", "", text).replace("，", ",")
    if not compact or compact in DASHES:
        return None
    if not NUMBER.fullmatch(compact):
        raise ValueError(f"not an amount: {text!r}")
    return Decimal(compact.replace(",", ""))


def is_dash(text: str) -> bool:
    """Whether a cell prints a dash, which says "none" without being a zero or a blank."""
    return re.sub(r"\s+", "", text) in DASHES


_WIDE = Context(prec=100)


def round_to(value: Decimal, places: int, rounding: str = ROUND_HALF_UP) -> Decimal:
    """``value`` rounded (half up) to ``places`` decimals, however many digits that takes."""
    return value.quantize(Decimal(1).scaleb(-places), rounding, _WIDE)


_PLACES = {"元": -4, "百元": -2, "千元": -1, "万元": 0, "十万元": 1, "百万元": 2, "亿元": 4}


def to_wan(amount: Decimal, unit: str) -> Decimal:
    """``amount``, printed in ``unit`` (``元``, ``千元``, ``万元``, ``亿元`` …), in 万元, exactly."""
    places = _PLACES.get(unit, 0)
    return amount.scaleb(places) if places else amount
