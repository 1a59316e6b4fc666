"""Numbers that lost their columns, put back by arithmetic.

Flowed text prints a row's numbers in order but not the blanks between them,
and cuts a number in pieces. What is left open is decided by identities that
every statutory table obeys: a row's parts make its total, and in each column
the children make their parent. A placement counts as decided only when all
identities leave exactly one.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, islice
from math import comb

from mingzhang.money import NUMBER

Vector = tuple[int, ...]
Parts = Mapping[str, tuple[str, ...]]
_MAX_WORK = 50_000  # sums to try for one group of rows; beyond it, more readings are possible than sums can tell apart
_MAX_READINGS = 5_000  # ways to join a row's pieces
_SCALE = 8  # decimals kept in sums: more than any table prints
ZERO = Decimal(0)


@dataclass(frozen=True)
class Choice:
    """One way to read a row: printed numbers by column."""

    amounts: tuple[tuple[str, str], ...]

    def value(self, column: str) -> Decimal:
        """The amount in ``column``; a blank counts as zero in a sum."""
        return next((to_decimal(text) for name, text in self.amounts if name == column), ZERO)


def to_decimal(text: str) -> Decimal:
    """A printed number without its thousands separators."""
    return Decimal(text.replace(",", ""))


def join_pieces(pieces: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Every way to join neighbouring pieces into whole numbers (at most two decimals where a piece was cut)."""
    if not pieces:
        yield ()
        return
    for end in range(1, len(pieces) + 1):
        number = "".join(pieces[:end])
        if end > 1 and "." in number and len(number.split(".", 1)[1]) > 2:
            break
        if NUMBER.fullmatch(number) and not (end > 1 and number.startswith("0") and not number.startswith("0.")):
            for rest in join_pieces(pieces[end:]):
                yield (number, *rest)


def readings(pieces: Sequence[str], most: int) -> list[tuple[str, ...]]:
    """The ways to join ``pieces`` into at most ``most`` numbers; none where they are too many to tell apart.

    A row of so many pieces is none of a table that has so few columns.
    """
    tried = list(islice(join_pieces(pieces), _MAX_READINGS + 1))
    fitting = [numbers for numbers in tried if len(numbers) <= most]
    spread = sum(comb(most, len(numbers)) for numbers in fitting)
    return fitting if len(tried) <= _MAX_READINGS and spread <= _MAX_WORK else []


def row_choices(pieces: Sequence[str], columns: Sequence[str], parts: Parts) -> list[Choice]:
    """The readings of a row's pieces that obey the row's identities.

    ``columns`` are the amount columns that can hold money, in order. Readings
    in which every total that is printed has its parts are preferred; where
    none exists, a total may stand without parts (a lone number is the total).
    """
    strict: list[Choice] = []
    loose: list[Choice] = []
    for numbers in readings(pieces, len(columns)):
        for places in combinations(columns, len(numbers)):
            choice = Choice(tuple(zip(places, numbers, strict=True)))
            verdict = _obeys(dict(choice.amounts), parts, columns)
            if verdict == "strict":
                strict.append(choice)
            elif verdict == "loose":
                loose.append(choice)
    lone = [choice for choice in loose if [name for name, _ in choice.amounts] == [columns[0]]]
    return strict or lone or loose


def _obeys(amounts: dict[str, str], parts: Parts, columns: Sequence[str]) -> str:
    """``strict``, ``loose`` (a total stands without parts) or ``""`` (an identity is broken)."""
    verdict = "strict"
    for total, members in parts.items():
        if total not in columns:
            continue
        here = [name for name in _existing(members, parts, columns) if name in columns]
        printed = [name for name in here if name in amounts]
        if not here or (total not in amounts and not printed):
            continue
        if total not in amounts:
            return ""
        if not printed:
            verdict = "loose"
        elif sum((to_decimal(amounts[name]) for name in printed), ZERO) != to_decimal(amounts[total]):
            return ""
    return verdict


def _existing(members: Sequence[str], parts: Parts, columns: Sequence[str]) -> list[str]:
    """``members``, each that the table has no column for replaced by what it is made of."""
    out: list[str] = []
    for name in members:
        if name in columns or name not in parts:
            out.append(name)
        else:
            out += _existing(parts[name], parts, columns)
    return out


@dataclass(frozen=True)
class Solution:
    """The readings that remain: of the parent, and of each child."""

    parent: list[Choice]
    children: list[list[Choice]]


def choose(parent: Sequence[Choice], children: Sequence[Sequence[Choice]], columns: Sequence[str]) -> Solution:
    """The readings of a parent row and of its children whose columns add up.

    All readings stay where there is nothing to compare (no parent), where no
    combination adds up (the document is wrong somewhere), or where there are
    too many for sums to tell apart.
    """
    unchanged = Solution(list(parent), [list(options) for options in children])
    options = [[(choice, _vector(choice, columns)) for choice in readings] for readings in children]
    sums = _sums([[vector for _, vector in readings] for readings in options], len(columns)) if parent else None
    if sums is None:
        return unchanged
    fitting = [choice for choice in parent if _vector(choice, columns) in sums[-1]]
    if not fitting:
        return unchanged
    wanted = {_vector(choice, columns) for choice in fitting}
    return Solution(fitting, _trace_back(options, sums, wanted))


def _vector(choice: Choice, columns: Sequence[str]) -> Vector:
    """A reading as whole numbers, blanks as zero: exact, and quick to add."""
    return tuple(int(choice.value(column).scaleb(_SCALE)) for column in columns)


def _add(one: Vector, other: Vector) -> Vector:
    return tuple(map(operator.add, one, other))


def _sums(children: Sequence[Sequence[Vector]], width: int) -> list[set[Vector]] | None:
    """The column sums that the first 0, 1, 2 … children can make; None when there are too many to tell apart.

    A child without a reading (no numbers, or none that fits) adds nothing.
    """
    sums: list[set[Vector]] = [{(0,) * width}]
    for vectors in children:
        if len(sums[-1]) * len(vectors) > _MAX_WORK:
            return None
        sums.append({_add(total, vector) for total in sums[-1] for vector in vectors} if vectors else sums[-1])
    return sums


def _trace_back(
    options: Sequence[Sequence[tuple[Choice, Vector]]], sums: Sequence[set[Vector]], wanted: set[Vector]
) -> list[list[Choice]]:
    """For each child the readings that take part in some way of making a wanted sum."""
    kept: list[list[Choice]] = []
    for readings, before in zip(reversed(options), reversed(sums[:-1]), strict=True):
        starts = {choice: _starts(vector, wanted, before) for choice, vector in readings}
        kept.append([choice for choice, found in starts.items() if found])
        wanted = set().union(*starts.values()) if readings else wanted
    return kept[::-1]


def _starts(vector: Vector, wanted: set[Vector], before: set[Vector]) -> set[Vector]:
    return {start for total in wanted if (start := tuple(map(operator.sub, total, vector))) in before}
