"""How well a printed percentage agrees with the amounts that it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from mingzhang.audit.model import Figure
from mingzhang.money import round_to

HUNDRED = Decimal(100)
FITS, ROUNDED, PADDED, WRONG = "fits", "rounded", "padded", "wrong"
TOLERANCE = (
    "百分比容许其末位的半个单位，再加上两个金额各自末位半个单位带来的误差；截尾而不四舍五入的记为尾差；"
    "少算一位再补零的是警告"
)
_TENS = (Decimal(10), Decimal(100), Decimal("0.1"), Decimal("0.01"))


@dataclass(frozen=True)
class Amount:
    """An amount and by how much rounding may have moved it."""

    value: Decimal
    slack: Decimal

    def less(self, other: Amount) -> Amount:
        """The difference; its slack is that of both."""
        return Amount(self.value - other.value, self.slack + other.slack)


def amount_of(figure: Figure) -> Amount:
    """A printed figure with half a unit of its last place."""
    return Amount(figure.value, Decimal(5).scaleb(-figure.places - 1))


def places_of(percent: Decimal) -> int:
    """To how many decimals a percentage is printed."""
    return max(0, -int(percent.as_tuple().exponent))


def exact_percent(part: Amount, whole: Amount) -> Amount:
    """The percentage that ``part`` is of ``whole`` (not zero), and how far rounding of either may move it."""
    value = part.value / whole.value * HUNDRED
    slack = (part.slack + abs(part.value) * whole.slack / abs(whole.value)) / abs(whole.value) * HUNDRED
    return Amount(value, slack)


def as_printed(value: Decimal, places: int) -> Decimal:
    """``value`` rounded half up to ``places``."""
    return round_to(value, places)


def judge(printed: Decimal, exact: Amount) -> str:
    """FITS, ROUNDED (within what rounding or cutting off explains), PADDED (a place short, a zero put on) or WRONG."""
    places = places_of(printed)
    unit = Decimal(1).scaleb(-places)
    off = abs(printed - exact.value)
    if off <= unit / 2:
        return FITS
    cut = round_to(exact.value, places, ROUND_DOWN)
    if off <= unit / 2 + exact.slack or abs(printed - cut) <= exact.slack:
        return ROUNDED
    return PADDED if places and printed and printed == as_printed(exact.value, places - 1) else WRONG


def _near(printed: Decimal, value: Decimal) -> bool:
    """Whether ``printed`` is ``value`` rounded or cut off."""
    unit = Decimal(1).scaleb(-places_of(printed))
    return abs(printed - value) <= unit / 2 or printed == round_to(value, places_of(printed), ROUND_DOWN)


def guess(printed: Decimal, part: Decimal, exact: Decimal, divisors: Mapping[str, Decimal]) -> str:
    """What seems to have gone wrong: another divisor that gives the printed number, a slipped point, a lost digit."""
    for name, divisor in divisors.items():
        if divisor and _near(abs(printed), abs(part / divisor * HUNDRED)):
            return f"印数正是除以{name} {divisor:f} 所得"
    for factor in _TENS:
        if printed and _near(abs(printed), abs(exact) * factor):
            times = "十" if factor in (_TENS[0], _TENS[2]) else "一百"
            return f"印数差{times}倍"
    whole = as_printed(abs(exact), places_of(printed))
    for text in {str(whole), str(round_to(abs(exact), places_of(printed), ROUND_DOWN))}:
        lost = [text[:at] + text[at + 1 :] for at, digit in enumerate(text) if digit.isdigit()]
        if str(abs(printed)) in lost:
            return "印数漏了一位数字"
    return ""
