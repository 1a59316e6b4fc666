"""Lists cut by region, so that no page grows with the number of units.

A node of few rows is one page with all of them. A larger one shows its parts and its first rows, and is cut on:
province, prefecture, county (the pairs of digits of GB/T 2260), year and kind, numbered pages of whole disclosures.
Addresses say the place, so that a node keeps its own when it grows.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from mingzhang.site.packages import Unit
from mingzhang.site.summary.card import Card
from mingzhang.site.words import KIND_WORDS

MOST, MOST_UNITS, TOP = 500, 200, 100
"""Rows of a page, of the list of units, and of the first rows of a node that has parts."""
OTHER, OTHER_TITLE = "other", "其他"
"""Where disclosures without a division code stand."""
_CODE = re.compile(r"[1-9]\d{5}")
_COUNTY, _YEAR, _PAGE = 3, 4, 5  # the depths at which nodes are counties, years with kinds, pages
_NONE = "00"  # of a code: nothing below
_NEAR = 3  # pages on both sides that a numbered page links
Trail = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Node:
    """One page of the list ``shelf`` at ``path`` (``findings/65/``), about the disclosures ``ids``.

    ``count`` are its rows, ``trail`` titles and paths of the nodes above; a numbered page is ``number`` ``of`` so many.
    A node whose first child has its own address is no page itself.
    """

    shelf: str
    path: str
    title: str
    trail: Trail
    ids: tuple[str, ...]
    count: int
    children: tuple[Node, ...] = ()
    number: int = 0
    of: int = 0

    @property
    def is_leaf(self) -> bool:
        """Whether it shows all its rows."""
        return not self.children

    @property
    def is_page(self) -> bool:
        return self.is_leaf or self.children[0].path != self.path

    @property
    def page(self) -> str:
        """The name of its page: ``findings/65/index``."""
        return f"{self.path}index"

    @property
    def place(self) -> str:
        """What it is about, in words: ``某县 2024 年预算``; blank at the top."""
        regions = [title for title, path in self.trail[1:] if not _is_year(path)]
        own = [self.title] if self.trail and not self.number else [self.trail[-1][0]] if self.number else []
        if self.trail and (_is_year(self.path) or self.number):
            return " ".join([*regions[-1:], *own])
        return "".join(own)

    @property
    def near(self) -> list[tuple[int, str]]:
        """Of a numbered page: numbers and paths of the first, the last, and those near it."""
        base = self.trail[-1][1] if self.number else ""
        shown = [n for n in range(1, self.of + 1) if n in (1, self.of) or abs(n - self.number) <= _NEAR]
        return [(number, base if number == 1 else f"{base}{number}/") for number in shown]

    @cached_property
    def _own(self) -> str:
        below = [(child.path, child.title, child.count) for child in self.children]
        facts = (self.shelf, self.path, self.title, self.trail, self.count, below, self.number, self.of)
        return json.dumps(facts, ensure_ascii=False)

    def key(self, digests: Mapping[str, str]) -> str:
        """What its page depends on: itself, and ``digests`` of what each of its disclosures gives to the list."""
        content = hashlib.sha256(self._own.encode())
        for name in self.ids:
            content.update(f"\n{name} {digests[name]}".encode())
        return content.hexdigest()


def plan(shelf: str, title: str, cards: Sequence[Card], part: str, most: int = MOST) -> Node:
    """The nodes of the list at ``shelf/``, called ``title``: which disclosures stand on which page.

    ``part`` names the rows in ``Card.counts``; ``most`` is how many a page may have (one disclosure has one page,
    however many rows it has).
    """
    ordered = sorted(cards, key=place_of)
    return _node(Node(shelf, f"{shelf}/", title, (), (), 0), ordered, lambda card: card.count(part), most, 0)


def walk(node: Node) -> Iterator[Node]:
    """All nodes from ``node`` down, those below first: a node's first rows come from those of its children."""
    for child in node.children:
        yield from walk(child)
    yield node


def place_of(card: Card) -> tuple[str, int, str, str]:
    """Where a disclosure stands among all: by region, then the newest first, then by id."""
    package = card.package
    code = package.unit.division_code if _CODE.fullmatch(package.unit.division_code) else OTHER
    return code, -package.year, package.kind, package.id


def _node(empty: Node, cards: Sequence[Card], count: Callable[[Card], int], most: int, depth: int) -> Node:
    node = replace(empty, ids=tuple(card.package.id for card in cards), count=sum(map(count, cards)))
    if node.count <= most or len(cards) <= 1:
        return node
    if depth >= _YEAR:
        return replace(node, children=tuple(_pages(node, cards, count, most)))
    trail = (*node.trail, (node.title, node.path))
    groups: dict[str, list[Card]] = {}
    for card in cards:
        groups.setdefault(_key(card, depth + 1), []).append(card)
    below = []
    for key, own in groups.items():
        is_year = "-" in key
        path = f"{node.path}{key}/" if is_year else f"{node.shelf}/{key}/"
        start = Node(node.shelf, path, _title(own[0], depth + 1), trail, (), 0)
        below.append(_node(start, own, count, most, _YEAR if is_year else depth + 1))
    return replace(node, children=tuple(below))


def _pages(node: Node, cards: Sequence[Card], count: Callable[[Card], int], most: int) -> Iterator[Node]:
    """Numbered pages of whole disclosures; the first has the address of ``node``."""
    bundles: list[list[Card]] = [[]]
    rows = 0
    for card in cards:
        if bundles[-1] and rows + count(card) > most:
            bundles.append([])
            rows = 0
        bundles[-1].append(card)
        rows += count(card)
    trail = (*node.trail, (node.title, node.path))
    for number, own in enumerate(bundles, start=1):
        ids = tuple(card.package.id for card in own)
        path = node.path if number == 1 else f"{node.path}{number}/"
        rows = sum(map(count, own))
        yield Node(node.shelf, path, f"第 {number} 页", trail, ids, rows, (), number, len(bundles))


def _key(card: Card, depth: int) -> str:
    """The part of the address at ``depth``: two, four, six digits, then ``2024-budget``."""
    code = place_of(card)[0]
    if depth > _COUNTY or (code == OTHER and depth > 1):
        return f"{card.package.year}-{card.package.kind}"
    return code if code == OTHER else code[: 2 * depth]


def _is_year(path: str) -> bool:
    """Whether ``path`` ends with a year and a kind."""
    return "-" in path.rstrip("/").rsplit("/", 1)[-1] and path.count("/") > 1


def _title(card: Card, depth: int) -> str:
    code, unit = place_of(card)[0], card.package.unit
    if depth > _COUNTY or (code == OTHER and depth > 1):
        return f"{card.package.year} 年{KIND_WORDS[card.package.kind]}"
    if code == OTHER:
        return OTHER_TITLE
    return (_province, _prefecture, _county)[depth - 1](unit)


def _province(unit: Unit) -> str:
    return unit.region[0] if unit.region else unit.division_code[:2]


def _prefecture(unit: Unit) -> str:
    """A prefecture; else what the province itself publishes, or counties that no prefecture stands above."""
    if unit.division_code[2:4] == _NONE:
        return f"{_province(unit)}本级"
    is_county = unit.division_code[4:] != _NONE
    if len(unit.region) == 2 and is_county:
        return f"{_province(unit)}直辖区县"
    return unit.region[1] if len(unit.region) > 1 else unit.division_code[:4]


def _county(unit: Unit) -> str:
    if not unit.region:
        return unit.division_code
    return f"{unit.region[-1]}本级" if unit.division_code[4:] == _NONE else unit.region[-1]
