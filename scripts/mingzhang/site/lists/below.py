"""What a node of a list says of the disclosures below it, from their cards alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mingzhang.site.lists.home import Totals, count_totals
from mingzhang.site.lists.shelves import OTHER, OTHER_TITLE, Node, place_of
from mingzhang.site.numbers.amounts import format_amount, in_hundred_millions
from mingzhang.site.summary.card import Card
from mingzhang.site.words import KIND_WORDS


@dataclass(frozen=True)
class Below:
    """One part of a node: a line of its table."""

    node: Node
    totals: Totals
    three: tuple[str, ...]

    def severity(self, key: str) -> int:
        """How many findings of a severity there are."""
        return next((count for severity, count in self.totals.severities if severity.key == key), 0)


def build_below(node: Node, cards: Mapping[str, Card]) -> list[Below]:
    """The parts of ``node``; ``cards`` by id."""
    found = []
    for child in node.children:
        own = [cards[name] for name in child.ids]
        found.append(Below(child, count_totals(own), tuple(_three(own, kind)[1] for kind in KIND_WORDS)))
    return found


def three_sentence(cards: Sequence[Card]) -> str:
    """What “三公” expenses come to, budgets and final accounts apart."""
    parts = ((word, *_three(cards, kind)) for kind, word in KIND_WORDS.items())
    return "；".join(f"{count} 份{word}相加 {amount} 万元" for word, count, amount in parts if count)


def _three(cards: Iterable[Card], kind: str) -> tuple[int, str]:
    """How many disclosures of a kind tell their “三公” expenses, and their sum."""
    facts = [card.chart.three.get("total") for card in cards if card.package.kind == kind and card.chart.three]
    known = [fact.amount for fact in facts if fact]
    return len(known), format_amount(sum(known, Decimal(0))) if known else ""


@dataclass(frozen=True)
class Region:
    """A province on the first page: how many units and disclosures, and where its list is."""

    name: str
    address: str
    units: int
    disclosures: int
    amount: str


def build_regions(root: Node, cards: Iterable[Card]) -> list[Region]:
    """The provinces of ``cards``; ``root`` is the list of units, which has a page for each when it is cut."""
    groups: dict[str, list[Card]] = {}
    for card in sorted(cards, key=place_of):
        code = place_of(card)[0]
        groups.setdefault(code if code == OTHER else code[:2], []).append(card)
    pages = {child.path for child in root.children}
    found = []
    for key, own in groups.items():
        path = f"{root.path}{key}/"
        address = path if path in pages else root.path if key == OTHER else f"{root.path}?region={key}"
        name = OTHER_TITLE if key == OTHER else own[0].package.unit.region[0]
        amount = sum((card.total.amount for card in own if card.total and card.package.kind == "budget"), Decimal(0))
        units = len({card.package.unit.id for card in own})
        found.append(Region(name, address, units, len(own), in_hundred_millions(amount)))
    return found


@dataclass(frozen=True)
class Year:
    """The disclosures of a year and kind: how many, of how many units, and what they add up to."""

    year: int
    kind: str
    units: int
    disclosures: int
    amount: str


def build_years(cards: Iterable[Card]) -> list[Year]:
    """The disclosures by year and kind, the newest first."""
    groups: dict[tuple[int, str], list[Card]] = {}
    for card in cards:
        groups.setdefault((-card.package.year, card.package.kind), []).append(card)
    found = []
    for (year, kind), own in sorted(groups.items()):
        known = [card.chart.total.amount for card in own if card.chart.total]
        amount = format_amount(sum(known, Decimal(0))) if known else ""
        found.append(Year(-year, kind, len({card.package.unit.id for card in own}), len(own), amount))
    return found
