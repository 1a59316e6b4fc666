"""Which numbers of a disclosure are amounts of money, told by what the reader made of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mingzhang.convert import Converted
from mingzhang.corpus.numbers import pattern_of, value_of
from mingzhang.corpus.words import words
from mingzhang.records.model import Record
from mingzhang.schema import load_resources

_FEW_LINES = 45  # a row of a table whose cells stand one a line, or a flowed one, is not longer
TEXT = "text"
_INDICATORS = "performance_indicators"


@dataclass(frozen=True)
class Token:
    """A printed amount: where it stands in the text, and the resource and role of the row that it was read into."""

    start: int
    end: int
    resource: str
    role: str = ""


def find_amounts(text: str, converted: Converted, stops: Sequence[int]) -> list[Token]:
    """The amounts of ``text`` in their order; ``stops`` are the lines on which its rows begin.

    A number is an amount when the text says so (万元, 元) or when the reader took it for one in a row that begins
    there. A number whose part is not known is none.
    """
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    taken = bytearray(len(text))
    found = list(_in_words(text, taken))
    ordered = sorted(set(stops))
    for line, values in sorted(_of_records(converted.rows).items()):
        after = next((stop for stop in ordered if stop > line), line + 1)
        last = min(max(after, line + 1), line + _FEW_LINES, len(starts))
        region = starts[line - 1], starts[last - 1] if last > line else len(text)
        found += _in_region(text, region, values, taken)
    return sorted(found, key=lambda token: token.start)


def _in_words(text: str, taken: bytearray) -> Iterator[Token]:
    told = words()["amounts"]
    for pattern in told["text"]:
        for match in re.finditer(pattern, text):
            for number in re.finditer(told["number"], match["amounts"]):
                start, end = match.start("amounts") + number.start(), match.start("amounts") + number.end()
                if value_of(text[start:end]) and not any(taken[start:end]):
                    taken[start:end] = b"\1" * (end - start)
                    yield Token(start, end, TEXT)


def _of_records(rows: Mapping[str, Sequence[Record]]) -> dict[int, list[tuple[Decimal, str, str]]]:
    """The amounts that were read, by the line their row begins on."""
    read: dict[int, list[tuple[Decimal, str, str]]] = {}
    for name, spec in load_resources().items():
        if name in ("claims", "amounts", "findings"):
            continue
        columns = [field.name for field in spec.fields if field.is_amount]
        for record in rows.get(name, ()):
            for column in columns:
                value = record.amount(column)
                if value:
                    read.setdefault(record.line, []).append((value, name, record.text("role")))
    for record in rows.get(_INDICATORS, ()):
        read.setdefault(record.line, []).extend(_of_indicator(record))
    return read


def _of_indicator(record: Record) -> Iterator[tuple[Decimal, str, str]]:
    """What an indicator says in money, its unit in its name."""
    told = words()["amounts"]
    if re.search(told["indicator"], record.text("indicator")):
        for column in ("target", "previous", "actual"):
            for number in re.finditer(told["number"], record.text(column)):
                if value_of(number[0]):
                    yield value_of(number[0]), _INDICATORS, ""


def _in_region(
    text: str, region: tuple[int, int], values: Sequence[tuple[Decimal, str, str]], taken: bytearray
) -> Iterator[Token]:
    """The values of one row where its text prints them; what is printed with decimals first."""
    counts = Counter(value for value, _, _ in values)
    told = {value: (resource, role) for value, resource, role in values}
    for value in sorted(counts, key=lambda value: (-len(f"{value:f}"), value)):
        matches = list(pattern_of(value).finditer(text, *region))
        free = [match for match in matches if not any(taken[match.start() : match.end()])]
        count = max(0, counts[value] - (len(matches) - len(free)))  # some may be known by the words beside them
        is_first = "." in f"{value:f}" or told[value][0] == _INDICATORS  # weights and scores come after
        for match in free[:count] if is_first else free[len(free) - min(count, len(free)) :]:
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
            yield Token(match.start(), match.end(), *told[value])
