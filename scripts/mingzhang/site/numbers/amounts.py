"""Amounts as a reader sees them. Exact decimals throughout, never floats."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation


def parse_amount(text: str | None) -> Decimal | None:
    """The number that ``text`` is; ``None`` for a blank cell or for words."""
    try:
        number = Decimal((text or "").strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def format_amount(value: str | Decimal | None) -> str:
    """``11508.20`` as ``11,508.20``: printed decimals kept, blank stays blank.

    Text that is no number comes back as it is.
    """
    number = parse_amount(value) if isinstance(value, str) else value
    if number is None:
        return value.strip() if isinstance(value, str) else ""
    return f"{number:,f}"


def parse_shown(text: str) -> Decimal | None:
    """The number that ``format_amount`` shows as ``text``."""
    return parse_amount(text.replace(",", ""))


def sum_amounts(values: list[Decimal | None]) -> Decimal | None:
    """The sum of what is not blank; ``None`` when all are."""
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if known else None


def share(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """``part`` in percent of ``whole``, one decimal; ``None`` when it means nothing."""
    if part is None or not whole:
        return None
    return (part * 100 / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


def format_share(part: Decimal | None, whole: Decimal | None) -> str:
    """``93.1%``, or ``不足 0.1%`` for a part that would round to nothing; blank when unknown."""
    percent = share(part, whole)
    if percent is None:
        return ""
    if part and not percent:
        return "不足 0.1%"
    return f"{percent}%"


def in_hundred_millions(amount: Decimal | None) -> str:
    """``1.15`` 亿元 for 11508.22 万元; blank below 10 000 万元."""
    if amount is None or abs(amount) < 10000:
        return ""
    return f"{(amount / 10000).quantize(Decimal('0.01'), ROUND_HALF_UP):,f}"
