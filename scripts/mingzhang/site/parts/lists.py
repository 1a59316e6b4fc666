"""The pages of lists across disclosures: a part a node, made again when a disclosure below it changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from mingzhang.digest import code_of
from mingzhang.errors import MingzhangError
from mingzhang.site.lists.kinds import KINDS, UNITS, Kind
from mingzhang.site.lists.shelves import Node, walk
from mingzhang.site.lists.units import UnitRow
from mingzhang.site.metadata.head import HOME
from mingzhang.site.pages.lists import Around, leaf_rows, page_title, write_node
from mingzhang.site.parts.compose import compose
from mingzhang.site.parts.disclosure import Common
from mingzhang.site.parts.keys import hash_of
from mingzhang.site.parts.store import FILES, finish_part
from mingzhang.site.parts.units import open_collection
from mingzhang.site.summary.card import Card
from mingzhang.site.summary.collection import Collection
from mingzhang.site.summary.store import read_kept_rows, write_rows
from mingzhang.site.writer import PageWriter
from mingzhang.stopwatch import Seconds, Stopwatch

BATCH = 12
"""Pages of lists that are made together."""
_TOP, _TOP_IDS = "top.json", "top.txt"


@dataclass(frozen=True)
class NodeOrder:
    """A node whose part is to be made: its list by name, the part's key, and the titles of the pages above."""

    kind: str
    node: Node
    key: str
    above: Mapping[str, str]

    @property
    def name(self) -> str:
        """The name of its part: flat, for folders of parts hold nothing else."""
        number = f"+{self.node.number}" if self.node.number else ""
        return f"lists/{self.node.path.strip('/').replace('/', '+')}{number}"


@dataclass(frozen=True)
class NodesOrder:
    """Some leaves; ``store`` is the folder of the parts that their disclosures have."""

    common: Common
    store: Path
    nodes: Sequence[NodeOrder]


def order_nodes(common: Common, cards: Sequence[Card], pages: Mapping[str, str], root: str) -> list[NodeOrder]:
    """Every node of every list, those below first; ``pages`` are keys by disclosure.

    ``root`` hashes what the first pages of lists show besides.
    """
    code = hash_of(code_of(__name__), common.frame.key, str(common.keep))
    orders = []
    for kind in KINDS:
        top = kind.plan(cards)
        titles = {node.page: page_title(kind, node) for node in walk(top)} | {"index": HOME}
        for node in walk(top):
            names = ["index", *(f"{path}index" for _, path in node.trail)]
            key = hash_of(code, node.key(pages), root if node is top else "")
            orders.append(NodeOrder(kind.name, node, key, {name: titles[name] for name in names}))
    return orders


def make_leaves(reads: tuple[Path, ...], writes: Path, order: NodesOrder) -> Seconds | str:
    """The parts of some leaves, in folders of ``writes`` numbered in their order; ``reads`` is the kit of the frame."""
    watch = Stopwatch()
    try:
        with watch.lap("lists"):
            for number, item in enumerate(order.nodes):
                collection = open_collection(order.store, item.node.ids)
                make_node(order.common, reads[0], writes / str(number), item, collection, order.store, Around())
    except MingzhangError as error:
        return str(error)
    return watch.seconds


def make_node(
    common: Common, kit: Path, folder: Path, order: NodeOrder, collection: Collection, store: Path, around: Around
) -> None:
    """The part of one node; those of the nodes below are in ``store``."""
    kind, node = _KINDS[order.kind], order.node
    cards = {card.package.id: card for card in collection.cards}
    rows = leaf_rows(kind, node, collection, cards) if node.is_leaf else _merged(kind, node, store, cards)
    folder.mkdir(parents=True, exist_ok=True)
    _keep_top(folder, kind, kind.top(rows))

    def write(writer: PageWriter) -> None:
        write_node(writer, kind, node, rows, cards, around)

    if node.is_page:
        compose(common.frame, kit, write, folder, order.above, keep=common.keep)
    else:
        (folder / FILES).mkdir()
    finish_part(folder, order.key)


def _merged(kind: Kind, node: Node, store: Path, cards: Mapping[str, Card]) -> list[Any]:
    """The first rows of a node out of those of its children."""
    found: list[Any] = []
    for child in node.children:
        found += _read_top(store / NodeOrder(kind.name, child, "", {}).name, kind, cards)
    return kind.top(found)


def _keep_top(folder: Path, kind: Kind, rows: Iterable[Any]) -> None:
    if kind is UNITS:
        (folder / _TOP_IDS).write_text("".join(f"{row.view.package.id}\n" for row in rows), encoding="ascii")
    else:
        write_rows(folder / _TOP, kind.part, tuple(rows))


def _read_top(folder: Path, kind: Kind, cards: Mapping[str, Card]) -> Iterable[Any]:
    if kind is UNITS:
        return [UnitRow(cards[name]) for name in (folder / _TOP_IDS).read_text(encoding="ascii").split()]
    return read_kept_rows(folder / _TOP, kind.part, cards)


_KINDS = {kind.name: kind for kind in KINDS}
