"""“三公” expenses over all disclosures: item by item, with last year's amount and the unit's reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from mingzhang.site.lists.facets import Facet, Listed, ListView, Order, build_list, descending, disclosure_facets
from mingzhang.site.lists.three_public_items import ITEMS, SECTIONS
from mingzhang.site.lists.three_public_rows import ItemRow
from mingzhang.site.numbers.amounts import format_amount, parse_amount, sum_amounts
from mingzhang.site.words import KIND_WORDS


@dataclass(frozen=True)
class Section:
    """The rows of one item, budgets and final accounts apart."""

    anchor: str
    title: str
    groups: tuple[tuple[str, tuple[Listed[ItemRow], ...]], ...]
    sentence: str


@dataclass(frozen=True)
class ThreePublic:
    """Everything on “三公” expenses."""

    list: ListView[ItemRow]
    sections: tuple[Section, ...]

    @property
    def sentence(self) -> str:
        """What all of it comes to."""
        return "".join(f"{section.sentence}。" for section in self.sections[:1])


def build_three_public(rows: Sequence[ItemRow]) -> ThreePublic:
    """Every item, largest first within its section."""
    facets = (
        *disclosure_facets(rows),
        Facet[ItemRow]("item", "项目", lambda row: [(row.key, row.name)], list(ITEMS).index),
    )
    sizes = _sizes(rows)
    orders: tuple[Order[ItemRow], ...] = (
        Order("amount", "金额", lambda row: (-sizes[row.view.package.id, _section_of(row)], _place(row))),
        Order("previous", "上年", lambda row: descending(row.previous)),
        Order("change", "增减额", lambda row: descending(parse_amount(row.change_value))),
        Order("unit", "单位", _place),
    )
    found = build_list(rows, facets, orders)
    return ThreePublic(found, tuple(_section(found, title, keys) for title, keys in SECTIONS.items()))


def _section_of(row: ItemRow) -> str:
    return next(title for title, keys in SECTIONS.items() if row.key in keys)


def _sizes(rows: Sequence[ItemRow]) -> dict[tuple[str, str], Decimal]:
    """How much each disclosure spends in each section: its largest row there, which is the sum where there is one."""
    sizes: dict[tuple[str, str], Decimal] = {}
    for row in rows:
        key = (row.view.package.id, _section_of(row))
        sizes[key] = max(sizes.get(key, Decimal(0)), row.amount or Decimal(0))
    return sizes


def _section(found: ListView[ItemRow], title: str, keys: tuple[str, ...]) -> Section:
    own = found.part(lambda row: row.key in keys)
    groups = [(kind, tuple(row for row in own if row.item.view.package.kind == kind)) for kind in KIND_WORDS]
    shown = tuple((kind, rows) for kind, rows in groups if rows)
    sentences = (_sentence(kind, keys, [row.item for row in rows]) for kind, rows in shown)
    return Section(keys[0].replace("_", "-"), title, shown, "；".join(sentences))


def _sentence(kind: str, keys: tuple[str, ...], rows: list[ItemRow]) -> str:
    """What the disclosures of one kind come to: the item itself, else its parts."""
    views = {row.view.package.id: row.view for row in rows}.values()
    amounts = [_of_disclosure(keys, [row for row in rows if row.view is view]) for view in views]
    known = [amount for amount in amounts if amount is not None]
    spend = sum(amount > 0 for amount in known)
    words = f"{len(amounts)} 份{KIND_WORDS[kind]}相加 {format_amount(sum(known, Decimal(0)))} 万元"
    return words if spend == len(amounts) else f"{words}，{spend} 份有这项开支" if spend else f"{words}，都没有这项开支"


def _of_disclosure(keys: tuple[str, ...], rows: list[ItemRow]) -> Decimal | None:
    whole = next((row.amount for row in rows if row.key == keys[0]), None)
    return whole if whole is not None else sum_amounts([row.amount for row in rows])


def _place(row: ItemRow) -> tuple[str, str, int]:
    return row.view.package.unit.division_code, row.view.package.id, list(ITEMS).index(row.key)
