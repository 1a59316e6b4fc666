"""Numbers of a workbook as text: exact where they are exact, as shown where the format changes what they say."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

_FARTHEST = 330  # powers of ten: more than a double holds
_LONGEST_NUMBER = 400
_LONGEST_CODE = 300  # Excel takes 255
_DIGITS = 15  # what Excel itself keeps; the rest of a double's repr is noise
_MOST_DECIMALS = 6  # a hundredth of a yuan in units of ten thousand; more is what a division left
_QUOTED = re.compile(r'"[^"]*"|\\.|!.|_.|\*.|\[[^\]]*\]')
_BUILT_IN = {
    9: "0%",
    10: "0.00%",
    **dict.fromkeys([*range(14, 18), *range(27, 32), 34, 35, 36], "y-m-d"),
    22: "y-m-d h:m",
}
_BUILT_IN |= {57: "y-m", 50: "y-m-d", 51: "m-d", 52: "y-m", 53: "m-d", 54: "m-d", 58: "m-d", 55: "y-m", 56: "m-d"}
_BUILT_IN |= {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 39: "#,##0.00", 40: "#,##0.00", 43: "#,##0.00", 44: "0.00"}
_BUILT_IN |= dict.fromkeys((18, 19, 20, 21, 32, 33, 45, 46, 47), "h:m")


def built_in(number: int) -> str:
    """The code of a number format that no workbook spells out (ECMA-376 18.8.30), as far as it matters here."""
    return _BUILT_IN.get(number, "")


@dataclass(frozen=True)
class _Format:
    """What a number format does beyond writing digits."""

    shown: str
    is_date: bool
    percent: bool
    zero: str | None
    width: int  # digits at least, zeros before them; 0 where there is no such thing
    places: int  # powers of ten that it divides by
    decimals: int | None


@lru_cache(maxsize=4096)
def _read_format(code: str) -> _Format:
    code = code if len(code) <= _LONGEST_CODE else ""
    first = code.split(";")[0]
    shown = _QUOTED.sub("", first)
    decimals = re.search(r"\.([0#?]+)", shown)
    return _Format(
        shown=shown,
        is_date=bool(re.search(r"[yYdDhH]|m{1,5}|s", shown)) and not re.search(r"[0#?%]|General", shown),
        percent="%" in shown,
        zero=_zero(code),
        width=len(shown) if re.fullmatch(r"0{2,}", shown) else 0,
        places=_places(first),
        decimals=len(decimals.group(1)) if decimals else None,
    )


def write_number(value: float | str, code: str = "", from_1904: bool = False) -> str:
    """A cell's number as text: plain digits, 15 significant, no exponent, no thousands separators.

    ``code`` is its number format. Hidden zeros, percentages, dates, leading zeros and scaling are written as
    shown; decimals are rounded to the shown ones only where there are more than any amount of money has.
    """
    try:
        number = Decimal(repr(value) if isinstance(value, float) else str(value))
    except InvalidOperation:
        return str(value)[:_LONGEST_NUMBER]
    if not number.is_finite() or (number and not -_FARTHEST < number.adjusted() < _FARTHEST):
        return str(value)[:_LONGEST_NUMBER]
    form = _read_format(code)
    if form.is_date:
        return write_date(number, form.shown, from_1904)
    number = _significant(number)
    if number == 0 and form.zero is not None:
        return form.zero
    if form.percent:
        return f"{_plain(_significant(number * 100))}%"
    number = number.scaleb(-form.places)
    text = _plain(number)
    whole, _, decimals = text.partition(".")
    if form.width and not decimals and number >= 0:
        return whole.zfill(form.width)
    if form.decimals is not None and len(decimals) > _MOST_DECIMALS:
        return _plain(round(number, form.decimals))
    return text


def _zero(code: str) -> str | None:
    """What a format with a section of its own for zero shows there: nothing, a dash; ``None`` where it shows digits."""
    sections = code.split(";")
    if len(sections) < 3 or re.search(r"[0#@]|General", _QUOTED.sub("", sections[2])):
        return None
    plain = re.sub(r"_.|\*.|\[[^\]]*\]", "", sections[2])
    return re.sub(r'["\\!?\s]', "", plain)


def _significant(number: Decimal) -> Decimal:
    """``number`` at the digits that Excel keeps."""
    return number if number == 0 else round(number, _DIGITS - 1 - number.adjusted())


def _plain(number: Decimal) -> str:
    if number == 0:
        return "0"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _places(section: str) -> int:
    """The powers of ten that trailing commas and literal points (thousands, ten thousands) divide by."""
    shown = _QUOTED.sub("", re.sub(r'"\."|!\.|\\\.', ":", section))
    commas = re.search(r"[0#?](,+)(?=$|[^0#?,])", shown)
    literal = re.search(r":([0#?]+)", shown)
    return (3 * len(commas.group(1)) if commas else 0) + (len(literal.group(1)) if literal else 0)


def write_date(days: Decimal, shown: str, from_1904: bool) -> str:
    """A day count as a date, as a time, or as both, by what the format shows."""
    start = datetime.datetime(1904, 1, 1) if from_1904 else datetime.datetime(1899, 12, 30)
    if not 0 <= days < (2_957_004 if from_1904 else 2_958_466):
        return _plain(days)
    try:
        moment = start + datetime.timedelta(seconds=int((days * 86400).to_integral_value()))
    except OverflowError:  # the last half second before the year 10000
        return _plain(days)
    kinds = shown.lower()
    if "y" not in kinds and "d" not in kinds:
        return moment.strftime("%H:%M:%S").removesuffix(":00")
    return write_moment(moment, "d" in kinds, "h" in kinds)


def write_moment(moment: datetime.datetime, with_day: bool = True, with_time: bool = True) -> str:
    """``2024-02-08``, ``2024-02`` or ``2024-02-08 10:30``."""
    text = f"{moment.year:04d}-{moment.month:02d}" + (f"-{moment.day:02d}" if with_day else "")
    return f"{text} {moment:%H:%M}" if with_time and (moment.hour or moment.minute) else text
