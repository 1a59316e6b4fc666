"""One “三公” item of one disclosure: what the table prints, what the text states, what the audit says of both."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from mingzhang.labels import BASELINES, label_of
from mingzhang.site.disclosure.items import arrow, signed_percent
from mingzhang.site.disclosure.view import DisclosureView
from mingzhang.site.lists.three_public_items import ITEMS, Source, find_claims, find_row, find_sources, is_item
from mingzhang.site.numbers.amounts import format_amount, format_share, parse_amount
from mingzhang.site.packages import Row
from mingzhang.site.provenance.findings import Finding
from mingzhang.site.summary.card import Card


@dataclass(frozen=True)
class ItemRow:
    """One item of one disclosure: ``amount`` is the table's, else the text's (``told``).

    ``sources`` tell where the money is in other tables, ``counts`` of guests and cars, as the text has them;
    ``has_table``: the disclosure has the item in its table at all.
    """

    view: Card
    key: str
    amount: Decimal | None
    told: bool
    has_table: bool
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


def item_rows(view: DisclosureView, card: Card) -> tuple[ItemRow, ...]:
    """The items of ``view``, as rows of ``card``."""
    return tuple(build_row(view, card, key) for key in ITEMS if is_item(view.package, key))


def build_row(view: DisclosureView, card: Card, key: str) -> ItemRow:
    """The item ``key`` of ``view``."""
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
        view=card,
        key=key,
        amount=amount,
        told=told,
        has_table=printed is not None,
        line=(stated if told and stated else printed or {}).get("source_line", ""),
        budget=_budget(printed, claims),
        previous=_previous(changed),
        change=_change(number),
        change_value=changed.get("change", ""),
        percent=signed_percent(changed.get("change_percent", "")) if number else "",
        share="" if key == "total" else format_share(amount, total),
        reasons=tuple(dict.fromkeys(_reason(row) for row in claims if row.get("reason"))),
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


def _change(number: Decimal | None) -> str:
    return "" if number is None else f"{arrow(number)} {format_amount(abs(number))}" if number else "持平"


def _reason(row: Row) -> str:
    """Why, with what it is compared to unless that is last year."""
    baseline = row.get("baseline", "")
    return row["reason"] if baseline in ("", "previous_year") else f"较{label_of(BASELINES, baseline)}：{row['reason']}"


def _count(row: Row) -> str:
    return f"{row.get('subject', '')} {format_amount(row['quantity'])} {row.get('measure', '')}".strip()


def _findings(view: DisclosureView, key: str, claims: list[Row]) -> tuple[Finding, ...]:
    """What the audit says of the item in the table and of what the text states of it."""
    ids = {row["claim_id"] for row in claims if row.get("claim_id")}
    return tuple(view.notes.findings.inside(item_key={key}, claim_id=ids))
