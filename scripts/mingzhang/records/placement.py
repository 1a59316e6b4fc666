"""Numbers that lost their columns, put back by arithmetic.

Flowed text prints a row's numbers in order but not the blanks between them,
and cuts a number in pieces. What is left open is decided by identities that
every statutory table obeys: a row's parts make its total, and in each column
the children make their parent. A placement counts as decided only when all
identities leave exactly one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from mingzhang.money import NUMBER

Amounts = Mapping[str, str]
Parts = Mapping[str, tuple[str, ...]]
_MAX_STATES = 20_000
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


def row_choices(pieces: Sequence[str], columns: Sequence[str], parts: Parts) -> list[Choice]:
    """The readings of a row's pieces that obey the row's identities.

    ``columns`` are the amount columns that can hold money, in order. Readings
    in which every total that is printed has its parts are preferred; where
    none exists, a total may stand without parts.
    """
    strict: list[Choice] = []
    loose: list[Choice] = []
    for numbers in join_pieces(pieces):
        if len(numbers) > len(columns):
            continue
        for places in combinations(columns, len(numbers)):
            choice = Choice(tuple(zip(places, numbers, strict=True)))
            verdict = _obeys(dict(choice.amounts), parts, columns)
            if verdict == "strict":
                strict.append(choice)
            elif verdict == "loose":
                loose.append(choice)
    return strict or [choice for choice in loose if _is_plain(choice, columns)]


def _is_plain(choice: Choice, columns: Sequence[str]) -> bool:
    """Whether a reading without parts fills the first columns, leaving no gap to guess."""
    return tuple(name for name, _ in choice.amounts) == tuple(columns[: len(choice.amounts)])


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


def choose(parent: Sequence[Choice], children: Sequence[Sequence[Choice]], columns: Sequence[str]) -> Solution:
    """The readings of a parent row and of its children whose columns add up.

    Without a parent (``parent`` empty) each child stands for itself.
    """
    if not parent:
        return Solution([], [list(options) for options in children])
    reachable = _sums(children, columns)
    if reachable is None:
        return Solution(list(parent), [list(options) for options in children])
    fitting = [choice for choice in parent if tuple(choice.value(c) for c in columns) in reachable]
    if not fitting:
        return Solution(list(parent), [list(options) for options in children])
    kept: list[list[Choice]] = [[] for _ in children]
    for choice in fitting:
        for index, options in enumerate(_backwards(children, columns, choice)):
            kept[index] += [option for option in options if option not in kept[index]]
    return Solution(fitting, kept)


@dataclass(frozen=True)
class Solution:
    """The readings that remain: of the parent, and of each child."""

    parent: list[Choice]
    children: list[list[Choice]]


def _sums(children: Sequence[Sequence[Choice]], columns: Sequence[str]) -> set[tuple[Decimal, ...]] | None:
    """Every vector of column sums that the children can make; None when there are too many to tell."""
    sums: set[tuple[Decimal, ...]] = {tuple(ZERO for _ in columns)}
    for options in children:
        vectors = [tuple(choice.value(c) for c in columns) for choice in options]
        sums = {tuple(a + b for a, b in zip(s, v, strict=True)) for s in sums for v in vectors} if vectors else sums
        if len(sums) > _MAX_STATES:
            return None
    return sums


def _backwards(children: Sequence[Sequence[Choice]], columns: Sequence[str], target: Choice) -> list[list[Choice]]:
    """For each child the readings that take part in some way of making ``target``."""
    prefixes = [{tuple(ZERO for _ in columns)}]
    for options in children:
        vectors = [tuple(choice.value(c) for c in columns) for choice in options] or [tuple(ZERO for _ in columns)]
        prefixes.append({tuple(a + b for a, b in zip(s, v, strict=True)) for s in prefixes[-1] for v in vectors})
    wanted = {tuple(target.value(c) for c in columns)}
    kept: list[list[Choice]] = []
    for index in range(len(children) - 1, -1, -1):
        used: list[Choice] = []
        before: set[tuple[Decimal, ...]] = set()
        for choice in children[index]:
            vector = tuple(choice.value(c) for c in columns)
            starts = {tuple(w - v for w, v in zip(want, vector, strict=True)) for want in wanted} & prefixes[index]
            if starts:
                used.append(choice)
                before |= starts
        kept.append(used)
        wanted = before if children[index] else wanted
    return kept[::-1]
