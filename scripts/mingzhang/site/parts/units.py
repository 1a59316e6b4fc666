"""The pages of units: each made of the summaries of its disclosures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from mingzhang.digest import code_of
from mingzhang.errors import MingzhangError
from mingzhang.site.metadata.head import HOME
from mingzhang.site.pages.units import write_unit
from mingzhang.site.parts.compose import compose
from mingzhang.site.parts.disclosure import PAGES, Common
from mingzhang.site.parts.keys import hash_of
from mingzhang.site.parts.pages import SUMMARY
from mingzhang.site.parts.store import finish_part
from mingzhang.site.summary.card import Card
from mingzhang.site.summary.collection import Collection
from mingzhang.site.summary.store import read_card, read_part
from mingzhang.stopwatch import Seconds, Stopwatch

BATCH = 40
"""Units that are made together: a page costs less than telling of a task."""


@dataclass(frozen=True)
class UnitOrder:
    """A unit whose page is to be made: the part's key, and the ids of its disclosures."""

    unit: str
    key: str
    disclosures: Sequence[str]


@dataclass(frozen=True)
class UnitsOrder:
    """Some units; ``store`` is the folder of the parts that their disclosures have."""

    common: Common
    store: Path
    units: Sequence[UnitOrder]


def unit_keys(common: Common, units: Mapping[str, Sequence[str]], pages: Mapping[str, str]) -> dict[str, str]:
    """The key of each unit's part; ``units`` are ids of disclosures by unit, ``pages`` the keys of their pages."""
    code = hash_of(code_of(__name__), common.frame.key, str(common.keep))
    return {unit: hash_of(code, *(pages[name] for name in names)) for unit, names in units.items()}


def make_units(reads: tuple[Path, ...], writes: Path, order: UnitsOrder) -> Seconds | str:
    """The parts of some units, in folders of ``writes`` named after them; ``reads`` is the kit of the frame."""
    watch = Stopwatch()
    try:
        with watch.lap("units"):
            _make_units(reads[0], writes, order)
    except MingzhangError as error:
        return str(error)
    return watch.seconds


def _make_units(kit: Path, writes: Path, order: UnitsOrder) -> None:
    for unit in order.units:
        collection = open_collection(order.store, unit.disclosures)
        (shown,) = collection.units
        folder = writes / unit.unit
        folder.mkdir()
        common = order.common
        write = partial(write_unit, unit=shown, collection=collection, address=common.frame.address)
        compose(common.frame, kit, write, folder, {"index": HOME, "units/index": "单位"}, keep=common.keep)
        finish_part(folder, unit.key)


def open_collection(store: Path, names: Sequence[str]) -> Collection:
    """The summaries that the pages of disclosures left in ``store``."""
    folders = {name: store / PAGES / name / SUMMARY for name in names}
    cards = [read_card(folders[name]) for name in sorted(names)]

    def load(card: Card, part: str) -> Any:
        return read_part(folders[card.package.id], part, card)

    return Collection(cards, load)
