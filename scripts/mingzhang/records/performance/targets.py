"""The target of an indicator (指标值), taken apart into operator, number and unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from mingzhang.money import NUMBER

_SIGNS = str.maketrans(
    {"≥": ">=", "≧": ">=", "≤": "<=", "≦": "<=", "＞": ">", "＜": "<", "＝": "=", "，": ",", "％": "%"}
)
_TARGET = re.compile(rf"(>=|<=|=|>|<)?({NUMBER.pattern})([\u4e00-\u9fffA-Za-z%‰℃㎡²/()（）]*)")
_OPEN = re.compile(r"至|到|以[上下内外]|左右|不")  # after a number: a range, a bound in words, more text


@dataclass(frozen=True)
class Target:
    """A target's parts; all of them blank where it is no single number (提升, 80%-90%)."""

    operator: str = ""
    value: Decimal | None = None
    unit: str = ""


def split_target(text: str) -> Target:
    """The parts of a target as printed: ``≥1,000 人`` is ``>=``, 1000 and 人; ``12月底`` has no operator."""
    compact = re.sub(r"\s+", "", text).translate(_SIGNS)
    match = _TARGET.fullmatch(compact)
    if not match or _OPEN.search(match.group(3)):
        return Target()
    operator, number, unit = match.groups()
    return Target(operator or "", Decimal(number.replace(",", "")), unit)
