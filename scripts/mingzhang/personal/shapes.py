"""Numbers that are personal wherever they stand, told by their shape and by what stands in front of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from mingzhang.personal.plain import plain_of
from mingzhang.personal.words import Shape, load_personal_words

_MAY_HOLD = re.compile(r"\d|[@#]|(?i:at)")
_DIGIT = re.compile("[0-9]")
_BEFORE = 24  # characters in front of a number that may tell what it is
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)  # GB 11643
_CHECKS = "10X98765432"
_PROVINCES = re.compile("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|8[1-3]")
_BORN = re.compile(r"(?:19\d\d|200\d|201[01])$")  # a later year is more often that of a code
_DAY = re.compile(r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])$")


class Span(NamedTuple):
    """A stretch of a text that holds personal data of some ``kind``."""

    start: int
    end: int
    kind: str


def find_shapes(text: str) -> list[Span]:
    """What has the shape of a personal number in ``text`` as printed, in its order."""
    plain = plain_of(text)
    return [Span(*plain.original(span.start, span.end), span.kind) for span in shapes_in(plain.text)]


@lru_cache(maxsize=4096)
def shapes_in(plain: str) -> tuple[Span, ...]:
    """What has the shape of a personal number in a plain text, in its order, none over another."""
    if not _MAY_HOLD.search(plain):
        return ()
    digits = len(_DIGIT.findall(plain))
    shapes = [s for s in load_personal_words().shapes if s.digits <= digits and s.pattern.search(plain)]
    return tuple(merge(span for shape in shapes for span in _of_shape(shape, plain)))


def merge(spans: Iterable[Span]) -> list[Span]:
    """``spans`` in order; those that overlap become one, of the kind of the first."""
    spans = list(spans)
    if len(spans) < 2:
        return spans
    merged: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end), merged[-1].kind)
        else:
            merged.append(span)
    return merged


def _of_shape(shape: Shape, plain: str) -> Iterator[Span]:
    for found in shape.pattern.finditer(plain):
        start, end = found.span("value" if "value" in shape.pattern.groupindex else 0)
        before = plain[max(0, start - _BEFORE) : start].rpartition("\n")[2]
        if shape.unless and shape.unless.search(before):
            continue
        if (
            (shape.check and _holds(shape.check, plain[start:end]))
            or (shape.near and shape.near.search(before))
            or (not shape.check and not shape.near)
        ):
            yield Span(start, end, shape.kind)


def _holds(check: str, text: str) -> bool:
    digits = re.sub(r"[^\dXx]", "", text).upper()
    if check == "identity":
        return _is_identity(digits)
    if check == "old identity":
        return bool(_PROVINCES.match(digits) and _DAY.match(digits[8:12]))
    return digits.startswith("62") or is_luhn(digits)


def _is_identity(digits: str) -> bool:
    """Whether an identity card can bear a number: a date of birth and, where that is late, the check digit."""
    if len(digits) != 18 or not digits[:17].isdigit() or not _DAY.match(digits[10:14]):
        return False
    if _BORN.match(digits[6:10]):
        return True
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return digits[6:8] == "20" and _CHECKS[total % 11] == digits[17]


def is_luhn(digits: str) -> bool:
    """Whether the last digit checks the others as on bank cards (ISO/IEC 7812)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2) if digit.isdigit() else 0
        total += value - 9 if value > 9 else value
    return len(digits) > 9 and total % 10 == 0


def kind_of(number: str) -> str:
    """What kind a number is that only its label made known."""
    digits = re.sub(r"[^\dXx*]", "", number)
    if "*" in digits:
        return "starred"
    if re.fullmatch(r"(?:86)?1[3-9]\d{9}", digits):
        return "mobile"
    if len(digits) in (15, 18) and (_DAY.match(digits[10:14]) or _DAY.match(digits[8:12])):
        return "identity"
    return "account" if len(digits) > 13 else "telephone"
