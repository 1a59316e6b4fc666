"""Lists over all disclosures: rows with the facets that divide them and the orders that sort them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Generic, Protocol, TypeVar

from mingzhang.site.provenance.marks import GRAVE, Severity
from mingzhang.site.summary.card import Card
from mingzhang.site.words import KIND_WORDS


class OfDisclosure(Protocol):
    """A row that belongs to one disclosure."""

    @property
    def view(self) -> Card: ...


T = TypeVar("T")
Choices = Iterable[tuple[str, str]]
"""The options that a row falls under: key in the address, label."""


@dataclass(frozen=True)
class Facet(Generic[T]):
    """What divides rows: ``key`` stands in the address; ``order`` sorts the options, else by first appearance."""

    key: str
    title: str
    choices: Callable[[T], Choices]
    order: Callable[[str], Any] | None = None


@dataclass(frozen=True)
class Order(Generic[T]):
    """A way to sort rows; ``by`` gives what is compared, smallest first, or ``None`` for a row that comes last."""

    key: str
    title: str
    by: Callable[[T], Any]


@dataclass(frozen=True)
class Option:
    """One option of a facet, and how many rows fall under it."""

    key: str
    label: str
    count: int


@dataclass(frozen=True)
class Choice:
    """A facet as the page offers it."""

    key: str
    title: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Listed(Generic[T]):
    """A row as the page's script knows it.

    ``facets`` has the numbers of its options, a word a facet (``0,2 - 1``); ``ranks`` its place in every
    order, ``-`` where it comes last both ways.
    """

    item: T
    facets: str
    ranks: str


@dataclass(frozen=True)
class ListView(Generic[T]):
    """A list with its controls; a facet that does not divide the rows is left out."""

    rows: tuple[Listed[T], ...]
    facets: tuple[Choice, ...]
    orders: tuple[Order[T], ...] = field(default=())

    def part(self, holds: Callable[[T], bool]) -> tuple[Listed[T], ...]:
        """The rows whose item ``holds``, in their order."""
        return tuple(row for row in self.rows if holds(row.item))


def build_list(items: Sequence[T], facets: Sequence[Facet[T]], orders: Sequence[Order[T]] = ()) -> ListView[T]:
    """The list of ``items`` in the first of ``orders``; as given when there is none."""
    rows = sorted(items, key=_last(orders[0])) if orders else list(items)
    offered = [(facet, choice) for facet in facets if (choice := _choice(facet, rows))]
    places = [{option.key: str(place) for place, option in enumerate(choice.options)} for _, choice in offered]
    ranks = [_ranks(rows, order) for order in orders]
    listed = tuple(
        Listed(
            row,
            " ".join(
                ",".join(known[key] for key, _ in facet.choices(row)) or "-"
                for (facet, _), known in zip(offered, places, strict=True)
            ),
            " ".join(rank[place] for rank in ranks),
        )
        for place, row in enumerate(rows)
    )
    return ListView(listed, tuple(choice for _, choice in offered), tuple(orders))


def _choice(facet: Facet[T], rows: Sequence[T]) -> Choice | None:
    labels: dict[str, str] = {}
    counts: dict[str, int] = {}
    for row in rows:
        for key, label in facet.choices(row):
            labels.setdefault(key, label)
            counts[key] = counts.get(key, 0) + 1
    if len(labels) < 2:
        return None
    keys = sorted(labels, key=facet.order) if facet.order else list(labels)
    return Choice(facet.key, facet.title, tuple(Option(key, labels[key], counts[key]) for key in keys))


def _last(order: Order[T]) -> Callable[[T], Any]:
    """``order.by`` with the rows that come last behind all others."""

    def key(row: T) -> Any:
        value = order.by(row)
        return value is None, value

    return key


def _ranks(rows: Sequence[T], order: Order[T]) -> list[str]:
    ranks = ["-"] * len(rows)
    for rank, place in enumerate(sorted(range(len(rows)), key=lambda place: _last(order)(rows[place]))):
        if order.by(rows[place]) is not None:
            ranks[place] = str(rank)
    return ranks


def descending(number: Decimal | int | None) -> Decimal | int | None:
    """What sorts numbers largest first, blanks last."""
    return None if number is None else -number


def disclosure_facets(rows: Iterable[OfDisclosure]) -> tuple[Facet[Any], ...]:
    """Unit, region, year and stage, for ``rows``; options in the order of regions."""
    units = {unit.id: (unit.division_code, unit.id) for unit in (row.view.package.unit for row in rows)}
    return (
        Facet[OfDisclosure]("unit", "单位", _unit, lambda key: units.get(key, ("", key))),
        Facet[OfDisclosure]("region", "地区", lambda row: regions_of(row.view), str),
        Facet[OfDisclosure]("year", "年度", _year, lambda key: -int(key)),
        Facet[OfDisclosure]("stage", "阶段", _stage, str),
    )


def _unit(row: OfDisclosure) -> Choices:
    return [(row.view.package.unit.id, row.view.package.unit.name)]


def _year(row: OfDisclosure) -> Choices:
    return [(str(row.view.package.year), f"{row.view.package.year} 年")]


def _stage(row: OfDisclosure) -> Choices:
    return [(row.view.package.kind, KIND_WORDS[row.view.package.kind])]


def regions_of(view: Card) -> list[tuple[str, str]]:
    """Province, prefecture and county of a unit, each by its part of the division code, else by its names."""
    unit = view.package.unit
    names, code = unit.region, unit.division_code
    return [
        (
            code[: 2 * level] if len(code) >= 2 * level else "/".join(names[:level]),
            "　" * (level - 1) + names[level - 1],
        )
        for level in range(1, len(names) + 1)
    ]


def gravest(counts: Iterable[tuple[Severity, int]]) -> tuple[int, ...]:
    """Errors, then warnings, as what to sort by: most first."""
    by_key = {severity.key: count for severity, count in counts}
    return tuple(-by_key.get(key, 0) for key in GRAVE)
