"""“三公” expenses over all disclosures: item by item, with last year's amount and the unit's reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from mingzhang.site.amounts import format_amount, format_share, parse_amount, sum_amounts
from mingzhang.site.findings import Finding
from mingzhang.site.packages import Row
from mingzhang.site.view_lists_three_public_items import ITEMS, SECTIONS, Source, find_claims, find_row, find_sources, is_item
from mingzhang.site.view_disclosure import DisclosureView
from mingzhang.site.view_facts import arrow, signed_percent
from mingzhang.site.view_lists import Facet, Listed, ListView, Order, build_list, disclosure_facets
from mingzhang.site.words import KIND_WORDS


@dataclass(frozen=True)
class ItemRow:
    """One item of one disclosure: ``amount`` is the table's, else the text's (``told``).

    ``sources`` tell where the money is in other tables, ``counts`` of guests and cars, as the text has them.
    """

    view: DisclosureView
    key: str
    amount: Decimal | None
    told: bool
    line: str
    budget: str
    previous: Decimal | None
    change: str
    change_value: str
    percent: str
    share: str
    reasons: tuple[str, ...]
    counts: tuple[str, ...]
    sources: tuple[Source, ...]
    findings: tuple[Finding, ...]

    @property
    def name(self) -> str:
        return ITEMS[self.key]

    @property
    def has_table(self) -> bool:
        """Whether the disclosure has the item in its table at all."""
        return find_row(self.view.package, self.key) is not None


@dataclass(frozen=True)
class Section:
    """The rows of one item, budgets and final accounts apart."""

    key: str
    title: str
    groups: tuple[tuple[str, tuple[Listed[ItemRow], ...]], ...]
    sentence: str


@dataclass(frozen=True)
class ThreePublic:
    """Everything on “三公” expenses."""

    list: ListView[ItemRow]
    sections: tuple[Section, ...]


def build_three_public(views: Sequence[DisclosureView]) -> ThreePublic:
    """Every item of every disclosure, largest first within its section."""
    rows = [_row(view, key) for view in views for key in ITEMS if is_item(view.package, key)]
    facets = (
        *disclosure_facets(views),
        Facet[ItemRow]("item", "项目", lambda row: [(row.key, row.name)], list(ITEMS).index),
    )
    orders: tuple[Order[ItemRow], ...] = (
        Order("amount", "金额", lambda row: (row.amount is None, -(row.amount or Decimal(0)), _place(row))),
        Order("change", "增减额", lambda row: (not row.change_value, -_size(row.change_value), _place(row))),
        Order("unit", "单位", _place),
    )
    found = build_list(rows, facets, orders)
    return ThreePublic(found, tuple(_section(found, title, keys) for title, keys in SECTIONS.items()))


def _section(found: ListView[ItemRow], title: str, keys: tuple[str, ...]) -> Section:
    groups = tuple(
        (kind, rows)
        for kind in KIND_WORDS
        if (rows := found.part(lambda row, kind=kind: row.key in keys and row.view.package.kind == kind))
    )
    sentences = (_sentence(kind, [row.item for row in rows if row.item.key == keys[0]]) for kind, rows in groups)
    return Section(keys[0].replace("_", "-"), title, groups, "；".join(sentences))


def _sentence(kind: str, rows: list[ItemRow]) -> str:
    known = [row.amount for row in rows if row.amount is not None]
    total = sum_amounts(list(known))
    spend = sum(amount > 0 for amount in known)
    words = f"{len(rows)} 份{KIND_WORDS[kind]}相加 {format_amount(total or Decimal(0))} 万元"
    return words if spend == len(rows) else f"{words}，{spend} 份有这项开支"


def _row(view: DisclosureView, key: str) -> ItemRow:
    package = view.package
    printed = find_row(package, key)
    claims = find_claims(package, key)
    amount = parse_amount(printed.get("final" if package.kind == "final" else "total")) if printed else None
    stated = next((row for row in claims if row.get("amount")), None)
    told = amount is None and stated is not None
    if told and stated:
        amount = parse_amount(stated["amount"])
    changed = next((row for row in claims if row.get("baseline") == "previous_year" and row.get("change")), {})
    number = parse_amount(changed.get("change"))
    whole = find_row(package, "total")
    total = parse_amount(whole.get("final") or whole.get("total")) if whole else _told_total(view)
    return ItemRow(
        view=view,
        key=key,
        amount=amount,
        told=told,
        line=(stated if told and stated else printed or {}).get("source_line", ""),
        budget=_budget(printed, claims),
        previous=_previous(changed),
        change=f"{arrow(number)} {format_amount(abs(number))}" if number is not None else "",
        change_value=changed.get("change", ""),
        percent=signed_percent(changed.get("change_percent", "")),
        share="" if key == "total" else format_share(amount, total),
        reasons=tuple(dict.fromkeys(row["reason"] for row in claims if row.get("reason"))),
        counts=tuple(_count(row) for row in claims if row.get("quantity")),
        sources=find_sources(package, key),
        findings=_findings(view, key, claims),
    )


def _told_total(view: DisclosureView) -> Decimal | None:
    rows = find_claims(view.package, "total")
    return next((parse_amount(row["amount"]) for row in rows if row.get("amount")), None)


def _previous(changed: Row) -> Decimal | None:
    """Last year's amount: as stated, else this year's less the change, both as the text has them."""
    stated = parse_amount(changed.get("baseline_amount"))
    amount, change = parse_amount(changed.get("amount")), parse_amount(changed.get("change"))
    return stated if stated is not None else None if amount is None or change is None else amount - change


def _budget(printed: Row | None, claims: list[Row]) -> str:
    """What the budget of final accounts was, from the table, else from the text."""
    if printed and printed.get("budget"):
        return format_amount(printed["budget"])
    rows = (row for row in claims if row.get("baseline") in ("full_year_budget", "initial_budget"))
    return next((format_amount(row["baseline_amount"]) for row in rows if row.get("baseline_amount")), "")


def _count(row: Row) -> str:
    return f"{row.get('subject', '')} {format_amount(row['quantity'])} {row.get('measure', '')}".strip()


def _findings(view: DisclosureView, key: str, claims: list[Row]) -> tuple[Finding, ...]:
    """What the audit says of the item in the table and of what the text states of it."""
    ids = {row["claim_id"] for row in claims if row.get("claim_id")}
    return tuple(view.notes.findings.inside(item_key={key}, claim_id=ids))


def _size(text: str) -> Decimal:
    return abs(parse_amount(text) or Decimal(0))


def _place(row: ItemRow) -> tuple[str, str, int]:
    return row.view.package.unit.division_code, row.view.package.id, list(ITEMS).index(row.key)
