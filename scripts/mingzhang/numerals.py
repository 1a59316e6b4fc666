"""Whole numbers in figures or in Chinese numerals."""

from __future__ import annotations

import re

_DIGITS = {character: value for value, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = f"[{''.join(_DIGITS)}{''.join(_UNITS)}]+"


def parse_count(text: str) -> int:
    """The whole number that ``text`` prints: ``15``, ``1,028``, ``十五``, ``一百零三``.

    Raises:
        ValueError: when ``text`` is no whole number.
    """
    if re.fullmatch(r"\d{1,12}(?:,\d{3}){0,5}", text):
        return int(text.replace(",", ""))
    if not re.fullmatch(NUMERAL, text):
        raise ValueError(f"not a whole number: {text!r}")
    total, digit = 0, 0
    for character in text:
        if character in _UNITS:
            total += (digit or 1) * _UNITS[character]
            digit = 0
        else:
            digit = _DIGITS[character]
    return total + digit
