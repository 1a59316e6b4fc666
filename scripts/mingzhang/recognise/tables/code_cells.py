"""Cells that hold a classification code: apart from the name that may stand beside it."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_CODE = re.compile(r"[\[(（【]?\s*(\d+(?:[\s\-—–.．_]+\d+)*)\s*[\])）】]?\s*[-—–_.、:：]?\s*(.*)")
_WHOLE = re.compile(r"(\d+)\.0+")  # a number that a spreadsheet made of a code
_CODE_BEFORE_NAME = re.compile(r"[\[(（【]?(\d{3}(?:[\s\-.]?\d{2}){0,2})[\])）】]?\s*[-—–_.、:：]?\s*(?=[^\d\s年%.])")
_HEADINGS = frozenset("类款项")


def split_code_cell(text: str) -> tuple[str, str]:
    """The code in a cell of the code column, and the words that slipped in beside or instead of it."""
    if text in _HEADINGS:  # headings that are merged down into the first row
        return "", ""
    text = _WHOLE.sub(r"\1", text) if _WHOLE.fullmatch(text) else text
    match = _CODE.fullmatch(text)
    if match is None:
        return "", text
    return _digits(match.group(1)), match.group(2)


def split_name(text: str) -> tuple[str, str]:
    """The code that stands before a name in one cell (empty: none), and the name."""
    match = _CODE_BEFORE_NAME.match(text)
    return (_digits(match.group(1)), text[match.end() :]) if match else ("", text)


def joined_parts(parts: list[str]) -> tuple[str, ...]:
    """The parts of a code as printed; where every part repeats the one before (201, 20103, 2010301) the last alone."""
    repeats = all(len(later) > len(part) and later.startswith(part) for part, later in pairwise(parts))
    return tuple(parts[-1:] if len(parts) > 1 and repeats else parts)


def _digits(text: str) -> str:
    return re.sub(r"\D", "", unicodedata.normalize("NFKC", text))
