"""The disclosures to choose from, as JSON that stays small: all in one file, or region by region."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from mingzhang.site.compare.cells import exact
from mingzhang.site.lists.shelves import Node, plan, walk
from mingzhang.site.summary.card import Card

ALL, MOST = 60, 200
"""So many disclosures are one list; of more, a file of a region holds so many at most."""
INDEX = "disclosures"
"""The file that the page's script asks for first, below ``compare/`` and without ``.json``."""


def build_choice(cards: Sequence[Card]) -> Iterator[tuple[str, Any]]:
    """Every file by name: ``disclosures``, and of many disclosures ``regions/65``, ``regions/652301-2024-budget`` …

    A file is a list of disclosures, the newest first, or an object whose ``parts`` name files below.
    """
    by_id = {card.package.id: card for card in cards}
    if len(cards) <= ALL:
        yield INDEX, _entries(cards)
        return
    root = plan("compare", "", cards, "units", MOST)
    if root.is_leaf:
        root = plan("compare", "", cards, "units", ALL)
    for node in walk(root):
        if node.is_page:
            yield name_of(node), _content(node, by_id)


def name_of(node: Node) -> str:
    """The file of ``node``."""
    own = "-".join(node.path.strip("/").split("/")[1:])
    return f"regions/{own}" if own else INDEX


def newest(cards: Sequence[Card]) -> list[Card]:
    """``cards``, the newest first; the page shows the first of them of itself."""
    return sorted(cards, key=lambda card: (-card.package.year, card.package.id))


def listed(card: Card) -> dict[str, Any]:
    """The entry of a disclosure in the list to choose from."""
    package, total = card.package, card.chart.total
    unit = package.unit
    entry = {"id": package.id, "unit": unit.name, "region": unit.region, "year": package.year}
    return entry | {"kind": package.kind, "body": unit.body_kind, "total": exact(total.amount) if total else ""}


def _content(node: Node, cards: Mapping[str, Card]) -> Any:
    if node.is_leaf:
        return _entries([cards[name] for name in node.ids])
    below = [page for child in node.children for page in (child.children if not child.is_page else (child,))]
    return {"parts": [_part(child) for child in below]}


def _part(node: Node) -> dict[str, Any]:
    title = f"{node.trail[-1][0]} {node.title}" if node.number else node.title
    return {"name": title, "count": node.count, "file": name_of(node)}


def _entries(cards: Sequence[Card]) -> list[dict[str, Any]]:
    return [listed(card) for card in newest(cards)]
