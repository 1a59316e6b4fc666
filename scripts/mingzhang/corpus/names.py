"""Where a disclosure names its unit and its place, and what stands there in a derived one."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from mingzhang.corpus.units import Member
from mingzhang.corpus.words import words
from mingzhang.divisions import short_name
from mingzhang.sources import Disclosure

_GAP = r"[ \n]*"
_REGION = "自治区"
_COMMITTEE = "委员会"
_MANY = 4
_LONG_ENOUGH = 5  # characters of a body's name without its place that name it on their own


@dataclass(frozen=True)
class Name:
    """A place in the text, what is printed there, and what a derived disclosure prints instead."""

    start: int
    end: int
    printed: str
    render: Callable[[Member], str]

    def text(self, member: Member) -> str:
        """The new name, cut over lines as the old one is."""
        new = self.render(member)
        plain = len(re.sub(r"\s", "", self.printed))
        before = 0
        for part in re.split(r"(\s+)", self.printed):
            if part.isspace():
                at = max(1, min(len(new) - 1, round(before * len(new.replace("\n", "")) / plain)))
                at += new.count("\n", 0, at)
                new = new[:at] + part + new[at:]
            else:
                before += len(part)
        return new


def find_names(text: str, disclosure: Disclosure) -> list[Name]:
    """Every place where ``text`` names the unit, its place or those above it; none overlaps another."""
    taken = bytearray(len(text))
    for match in re.finditer(words()["national"], text):
        taken[match.start() : match.end()] = b"\1" * len(match[0])
    found = []
    for pattern, render in _rules(disclosure):
        for match in re.finditer(pattern, text):
            if not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = b"\1" * len(match[0])
                found.append(Name(match.start(), match.end(), match[0], render))
    return sorted(found, key=lambda name: name.start)


def _rules(disclosure: Disclosure) -> Iterator[tuple[str, Callable[[Member], str]]]:
    """What to look for, the longest first, and what to print instead."""
    unit, region = disclosure.unit, disclosure.unit.region
    place = region[-1]
    yield _with_gaps(unit.name), lambda member: member.unit.name
    if place in unit.name:  # misspelt, and abbreviated
        yield _with_gaps(unit.name.replace(_COMMITTEE, _COMMITTEE[0] + _COMMITTEE, 1)), lambda member: misspell(member)
        yield _with_gaps(unit.name.replace(_COMMITTEE, _COMMITTEE[0], 1)), lambda member: abbreviate(member)
    own = own_name(unit.name, place)
    if len(own) >= _LONG_ENOUGH:
        yield _with_gaps(own), lambda member: own_name(member.unit.name, member.place.names[-1])
    for depth, name in reversed(list(enumerate(region))):
        if name != "市辖区":
            yield _with_gaps(name), _names_of(len(region), depth, short=False)
    yield rf"{unit.division_code}(?=\d\dP)", lambda member: member.unit.division_code
    for depth, name in reversed(list(enumerate(region))):
        yield _with_gaps(short_name(name)), _names_of(len(region), depth, short=True)
    yield from _levels(region)
    yield from _document_numbers(region)


def _names_of(count: int, depth: int, short: bool) -> Callable[[Member], str]:
    """The derived place that stands for the ``depth``-th of ``count`` places above a unit."""

    def render(member: Member) -> str:
        names = member.place.names
        name = names[-1] if depth == count - 1 else names[min(depth, max(0, len(names) - 2))]
        return short_name(name) if short else name

    return render


def _levels(region: tuple[str, ...]) -> Iterator[tuple[str, Callable[[Member], str]]]:
    told = words()
    if region[0].endswith(_REGION):
        for pattern, kinds in told["own_region"]:
            yield pattern, functools.partial(_region_word, kinds)
    if len(region) > 2 and region[1].endswith("自治州"):
        yield f"{region[1][0]}州", lambda member: _prefecture(member)[0] + _kind(_prefecture(member))
        yield told["own_prefecture"]["pattern"], lambda member: _kind(_prefecture(member))


def _region_word(kinds: Mapping[str, str], member: Member) -> str:
    return kinds["region" if member.place.names[0].endswith(_REGION) else "province"]


def _prefecture(member: Member) -> str:
    names = member.place.names
    return names[-2] if len(names) > 1 else names[0]


def _kind(name: str) -> str:
    """What kind of place bears ``name``."""
    kinds: dict[str, str] = words()["own_prefecture"]["kinds"]
    return next((kind for ending, kind in kinds.items() if name.endswith(ending)), next(iter(kinds.values())))


def _document_numbers(region: tuple[str, ...]) -> Iterator[tuple[str, Callable[[Member], str]]]:
    """The first character of a document's number, which stands for a place."""
    pattern: str = words()["document_number"]
    for depth, name in enumerate(region):
        characters = short_name(name) if depth == len(region) - 1 else name[0]
        for character in characters:
            first = pattern.replace("[\\u4e00-\\u9fff]", character, 1)
            yield first, _first_of(len(region), depth)


def _first_of(count: int, depth: int) -> Callable[[Member], str]:
    name = _names_of(count, depth, short=True)
    return lambda member: name(member)[0]


def misspell(member: Member) -> str:
    """The unit's name with a character too many."""
    name = member.unit.name
    at = name.find(_COMMITTEE) + 1 or max(1, len(name) - 3)
    return name[:at] + name[at - 1 :]


def abbreviate(member: Member) -> str:
    """The unit's name cut short."""
    name, place = member.unit.name, member.place.names[-1]
    if _COMMITTEE in name[:-3]:
        return name.replace(_COMMITTEE, _COMMITTEE[0], 1)
    return name.replace(place, short_name(place)) if short_name(place) != place else name.replace(place, place[:-1])


def own_name(unit: str, place: str) -> str:
    """The name of a body without its place and what belongs to the place."""
    short = short_name(place)
    kind = re.escape(place[len(short) :])
    return re.sub(rf"^.*?{re.escape(short)}(?:{kind})?{words()['before_own_name']}", "", unit)


def uses_own_name(text: str, disclosure: Disclosure) -> bool:
    """Whether ``text`` calls the unit again and again by its name without the place."""
    unit = disclosure.unit
    own = own_name(unit.name, unit.region[-1])
    plain = re.sub(r"\s+", "", text)
    return len(own) >= _LONG_ENOUGH and plain.count(own) - plain.count(unit.name) >= _MANY


def _with_gaps(name: str) -> str:
    return _GAP.join(map(re.escape, name))
