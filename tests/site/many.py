"""Many disclosures at little cost: cards and rows of a few real ones under other ids, units and regions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

from mingzhang.site.disclosure.view import build_view
from mingzhang.site.packages import read_packages
from mingzhang.site.summary.card import Card
from mingzhang.site.summary.collection import Collection
from mingzhang.site.summary.summarise import summarise
from mingzhang.site.summary.summary import Summary

PROVINCES, PREFECTURES, COUNTIES = 30, 8, 6
"""How wide the made regions are: so many provinces, prefectures of each, counties of each."""


def summaries_of(packages: Path) -> list[Summary]:
    """The summaries of all packages below a folder."""
    return [summarise(build_view(package, {}), {}) for package in read_packages(packages)]


def many(summaries: Sequence[Summary], count: int, most: int = PROVINCES) -> Collection:
    """``count`` disclosures made of ``summaries`` in turn, over ``most`` provinces, some without a division code."""
    made = {}
    for number in range(count):
        source = summaries[number % len(summaries)]
        card = _card(source.card, number, most)
        made[card.package.id] = (card, source)

    def load(card: Card, part: str) -> Any:
        return _moved(getattr(made[card.package.id][1], part), made[card.package.id][1].card, card)

    return Collection([card for _, (card, _) in sorted(made.items())], load)


def _card(card: Card, number: int, most: int) -> Card:
    province, prefecture, county = number % most, number // 7 % PREFECTURES, number // 11 % COUNTIES
    names = (f"第{province + 1}省", f"第{prefecture + 1}市", f"第{county + 1}县")
    code = f"{11 + province:02}{prefecture + 1:02}{county + 21:02}" if number % 50 else ""
    unit = replace(card.package.unit, id=f"unit-{number:05}", division_code=code, region=names if code else ("某地",))
    year = card.package.year - number // 400 % 3
    package = replace(card.package, id=f"unit-{number:05}-{year}-{card.package.kind}", unit=unit, year=year)
    return replace(card, package=package, address=f"units/{unit.id}/{year}-{card.package.kind}/")


def _moved(value: Any, old: Card, new: Card) -> Any:
    """``value`` with ``new`` in place of the card ``old``, at any depth."""
    if value is old:
        return new
    if isinstance(value, tuple):
        return tuple(_moved(item, old, new) for item in value)
    if not is_dataclass(value) or isinstance(value, type):
        return value
    changed = {item.name: new for item in fields(value) if getattr(value, item.name) is old}
    return replace(value, **changed) if changed else value
