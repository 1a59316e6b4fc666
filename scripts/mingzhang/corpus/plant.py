"""Errors planted into a known share of a corpus: what the audit should find."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mingzhang.corpus.numbers import spread, value_of
from mingzhang.corpus.template import PERCENT, YEAR, Piece, Template
from mingzhang.corpus.units import Member
from mingzhang.schema import load_resources

SHARE = 0.2
"""Of the disclosures of a corpus, those that get errors."""
_MOST = 3  # errors in one disclosure
_PROJECTS = ("project_expenditure", "performance_funding")


@dataclass(frozen=True)
class Planted:
    """An error: on which line, of which kind, what stood there and what stands there now."""

    line: int
    kind: str
    right: str
    wrong: str


def plant(seed: int, template: Template, member: Member) -> tuple[dict[int, str], list[Planted]]:
    """What to print otherwise, by number of piece, and the errors that this makes; nothing for most disclosures."""
    chance = random.Random(f"errors {seed} {member.number}")
    if chance.random() >= SHARE:
        return {}, []
    places = {kind: _places(template, kind) for kind in KINDS}
    possible = [kind for kind in KINDS if places[kind]]
    prints: dict[int, str] = {}
    errors = []
    for kind in chance.sample(possible, min(len(possible), chance.randint(1, _MOST))):
        chance.shuffle(places[kind])
        for index in places[kind]:
            piece = template.pieces[index]
            right = template.printed(piece, member)
            wrong = _KINDS[kind][1](right, chance)
            if wrong != right and index not in prints:
                prints[index] = wrong
                errors.append(Planted(template.line_of(piece), kind, _on_one_line(right), _on_one_line(wrong)))
                break
    return prints, sorted(errors, key=lambda error: (error.line, error.kind))


def _places(template: Template, kind: str) -> list[int]:
    """The pieces, by number, that an error of ``kind`` can be planted into."""
    return [index for index, piece in enumerate(template.pieces) if _KINDS[kind][0](piece)]


def _on_one_line(printed: str) -> str:
    return "".join(printed.split())


def _is_statement(piece: Piece) -> bool:
    return piece.what in load_resources() and load_resources()[piece.what].group == "statement"


def _change_total(printed: str, chance: random.Random) -> str:
    """A sum with another digit in one of its first places."""
    value = value_of(printed)
    place = max(0, value.adjusted() - chance.randint(0, 1))
    return spread(printed, value + chance.randint(1, 8) * Decimal(1).scaleb(place), "," in printed)


def _swap_digits(printed: str, chance: random.Random) -> str:
    """Two digits side by side the other way round; unchanged when all are the same."""
    pairs = [
        at
        for at in range(len(printed) - 1)
        if printed[at : at + 2].isdigit() and printed[at] != printed[at + 1] and (at or printed[1] != "0")
    ]
    if not pairs:
        return printed
    at = chance.choice(pairs)
    return printed[:at] + printed[at + 1] + printed[at] + printed[at + 2 :]


def _change_percent(printed: str, chance: random.Random) -> str:
    return spread(printed, value_of(printed) + chance.randint(2, 9), False)


def _change_year(printed: str, chance: random.Random) -> str:
    return str(int(printed) - chance.randint(1, 2))


_KINDS: dict[str, tuple[Callable[[Piece], bool], Callable[[str, random.Random], str]]] = {
    "total": (lambda piece: _is_statement(piece) and piece.role in ("total", "subtotal"), _change_total),
    "digits": (lambda piece: _is_statement(piece) and piece.role == "detail", _swap_digits),
    "percent": (lambda piece: piece.what == PERCENT, _change_percent),
    "project": (lambda piece: piece.what in _PROJECTS, _change_total),
    "year": (lambda piece: piece.what == YEAR and piece.stated, _change_year),
}
KINDS: Sequence[str] = tuple(sorted(_KINDS))
"""What is planted: a total changed, two digits swapped, a percentage, a project's amount, a year."""
