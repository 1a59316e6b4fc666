"""Planted errors: one printed amount of a table is changed, and the audit must report it where it stands.

``PLANTED=400 pytest tests/test_planted.py`` plants as many in every document.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

from mingzhang.audit.disclosure import audit_disclosure
from mingzhang.audit.facts import STATEMENTS
from mingzhang.convert import convert_text
from mingzhang.errors import DisclosureError
from mingzhang.records.model import Record
from mingzhang.source_text import read_source
from mingzhang.sources import Disclosure, load_disclosure

SOURCES = Path(__file__).resolve().parents[1] / "data" / "sources"
COUNT = int(os.environ.get("PLANTED", "8"))
TOKEN = re.compile(r"(?<![\d.,])\d[\d,]*(?:\.\d+)?(?![\d.,])")
BAR = 0.98


@dataclass(frozen=True)
class Planted:
    """A document with one amount changed: where, from what to what."""

    text: str
    table: str
    line: int
    old: Decimal
    new: str


def plant(text: str, cells: list[tuple[str, int, Decimal]], chance: random.Random) -> Iterator[Planted]:
    """Documents without end, each with one amount of a table changed on its line."""
    lines = text.split("\n")
    while True:
        table, line, old = chance.choice(cells)
        new = changed(f"{old:f}", chance)
        tokens = [
            (at, match)
            for at in row_lines(lines, line)
            for match in TOKEN.finditer(lines[at])
            if Decimal(match.group().replace(",", "")) == old
        ]
        if tokens and Decimal(new) != old:
            at, token = chance.choice(tokens)
            row = lines[at][: token.start()] + new + lines[at][token.end() :]
            yield Planted("\n".join([*lines[:at], row, *lines[at + 1 :]]), table, line, old, new)


def row_lines(lines: list[str], line: int) -> list[int]:
    """The indexes of the lines of the row that begins on ``line``: up to the blank one that ends it."""
    ends = range(line, min(line + 40, len(lines)))
    end = next((at for at in ends if not lines[at].strip("\n ")), line)
    return list(range(line - 1, end if lines[line - 1].startswith("\t") else line))


def changed(printed: str, chance: random.Random) -> str:
    """A digit changed, two neighbours swapped, the decimal point moved, or a unit more."""
    how = chance.choice(("digit", "swap", "point", "more"))
    digits = [at for at, character in enumerate(printed) if character.isdigit()]
    if how == "digit":
        at = chance.choice(digits)
        return printed[:at] + chance.choice("0123456789") + printed[at + 1 :]
    if how == "swap" and len(digits) > 1:
        one, other = sorted(chance.sample(digits, 2))
        return printed[:one] + printed[other] + printed[one + 1 : other] + printed[one] + printed[other + 1 :]
    if how == "point":
        return f"{Decimal(printed) * chance.choice((Decimal(10), Decimal('0.1'))):f}"
    return f"{Decimal(printed) + 1:f}"


def amounts(records: list[Record], table: str) -> list[tuple[str, int, Decimal]]:
    return [
        (table, record.line, v) for record in records for v in record.values.values() if isinstance(v, Decimal) and v
    ]


def findings(disclosure: Disclosure, text: str) -> dict[tuple[object, ...], tuple[int, str, str]]:
    _, audit = audit_disclosure(convert_text(disclosure, text))
    return {(f.rule, f.line, f.column, f.actual, f.expected): (f.line, f.severity, f.message) for f in audit.findings}


@pytest.mark.parametrize(
    "name",
    [
        "akqi-zhengfuban-2024-budget",
        "akto-zuzhibu-2024-budget",
        "korla-kaifaqu-dangqun-2024-budget",
        "quyang-zuzhibu-2024-budget",
    ],
)
def test_planted_errors_are_found_where_they_stand(name: str) -> None:
    disclosure = load_disclosure(SOURCES / name)
    text = read_source(disclosure).text
    rows = convert_text(disclosure, text).rows
    known = findings(disclosure, text)
    planted = plant(text, [cell for table in STATEMENTS for cell in amounts(rows[table], table)], random.Random(name))
    missed, tried = [], 0
    while tried < COUNT:
        case = next(planted)
        try:
            found = findings(disclosure, case.text)
        except DisclosureError:
            continue  # a table that cannot be read is told, too
        tried += 1
        fresh = [told for key, told in found.items() if key not in known]
        slight = abs(Decimal(case.new) - case.old) <= Decimal("0.02")
        if not any(_beside(told, case) and (told[1] in ("error", "warning") or slight) for told in fresh):
            missed.append((case.table, case.line, f"{case.old:f} -> {case.new}", fresh[:2]))
    assert len(missed) <= (1 - BAR) * tried, missed


def _beside(told: tuple[int, str, str], case: Planted) -> bool:
    """Whether a finding stands on the changed line or the next, or names the changed amount."""
    line, _, message = told
    return abs(line - case.line) <= 1 or f" {Decimal(case.new):f}" in message
