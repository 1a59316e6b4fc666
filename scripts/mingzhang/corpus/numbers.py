"""Printed amounts: how they are spaced, and the same print with another value."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

_NO_DIGIT = re.compile(r"[\s,，]")


def value_of(printed: str) -> Decimal:
    """The number that ``printed`` shows, whatever stands between its digits."""
    return Decimal(_NO_DIGIT.sub("", printed))


@lru_cache(maxsize=1 << 16)  # a document prints an amount several times
def scale(printed: str, factor: int, off: Decimal, grouped: bool) -> str:
    """``printed`` times ``factor``, to the same decimals, cut where ``printed`` is cut.

    ``off`` is what the printed number lacks of the one that the sums around it hold exactly with: it is not scaled,
    so that a difference of rounding stays one. ``grouped`` tells that the document groups thousands by commas.
    """
    value = value_of(printed)
    return spread(printed, factor * (value + off) - off, grouped)


def spread(printed: str, value: Decimal, grouped: bool) -> str:
    """``value`` printed as ``printed`` is: its decimals, its commas, its gaps (counted from the end)."""
    places = max(0, -int(value_of(printed).as_tuple().exponent))
    commas = "," in printed or (grouped and places > 0 and abs(value_of(printed)) < 1000)
    digits = f"{value:,.{places}f}" if commas else f"{value:.{places}f}"
    gaps = [(len(printed) - match.end(), match[0]) for match in re.finditer(r"\s+", printed)]
    for from_end, gap in reversed(gaps):
        after = sum(1 for char in printed[len(printed) - from_end :] if not char.isspace() and char not in ",，")
        at = _place(digits, after)
        digits = digits[:at] + gap + digits[at:]
    return digits


def _place(digits: str, after: int) -> int:
    """Where in ``digits`` so many digits (or the point) follow; never before the first."""
    at = len(digits)
    while after and at > 1:
        at -= 1
        after -= not (digits[at].isspace() or digits[at] == ",")
    return at


def pattern_of(value: Decimal) -> re.Pattern[str]:
    """Finds ``value`` printed, also with commas, cut by blanks, or with more noughts at its end."""
    whole, _, rest = f"{abs(value):f}".partition(".")
    rest = rest.rstrip("0")
    body = r"[\s]*[,，]?[\s]*".join(whole)
    if rest:
        body += r"\s*\.\s*" + r"\s*".join(rest) + r"(?:\s*0)*"
    else:
        body += r"(?:\s*\.\s*0(?:\s*0)*)?"
    return re.compile(rf"(?<![\d.,，〔-]){body}(?![\d%％]|\s*[%％]|[.,，]\d)")
