"""What the charts across disclosures need to know of each: a small value that goes through pipes and caches."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from mingzhang.site.charts.three_public import shown_items, three_public_facts
from mingzhang.site.numbers.amounts import format_amount, parse_amount
from mingzhang.site.numbers.changes import find_stated
from mingzhang.site.numbers.facts import Fact, find_split, find_three_public
from mingzhang.site.packages import Package

if TYPE_CHECKING:
    from mingzhang.site.disclosure.view import DisclosureView


@dataclass(frozen=True)
class AcrossFacts:
    """One disclosure among the others. Amounts in 万元; what was not found is None or empty.

    ``per_head`` is basic expenditure for each serving member of staff, ``per_head_note`` how it was worked out.
    ``three_public`` is the total of the “三公” expenses, ``items`` what it is made of; ``from_text`` says that no table
    tells it.
    """

    disclosure: str
    unit: str
    year: int
    kind: str
    address: str
    total: Fact | None
    classes: tuple[Fact, ...]
    per_head: Fact | None
    per_head_note: str
    three_public: Fact | None
    items: tuple[Fact, ...]
    from_text: bool


def across_facts(view: DisclosureView) -> AcrossFacts:
    """What ``view`` has to say beside others."""
    package = view.package
    per_head, note = _per_head(package)
    public = three_public_facts(package)
    return AcrossFacts(
        disclosure=package.id,
        unit=package.unit.name,
        year=package.year,
        kind=package.kind,
        address=view.address,
        total=view.total or find_stated(package, f"收支总{view.kind_word}"),
        classes=tuple(fact for fact in view.classes if fact.amount > 0),
        per_head=per_head,
        per_head_note=note,
        three_public=public.get("total"),
        items=tuple(public[key] for key in shown_items(set(public)) if public[key].amount),
        from_text=not find_three_public(package),
    )


def _per_head(package: Package) -> tuple[Fact | None, str]:
    basic = find_split(package, "basic", "基本支出") or find_stated(package, "基本支出")
    serving = next((row for row in package.rows("staffing") if row.get("item") == "serving"), {})
    count = parse_amount(serving.get("count"))
    if basic is None or not basic.amount or not count:
        return None, ""
    each = (basic.amount / count).quantize(Decimal("0.01"), ROUND_HALF_UP)
    note = f"{format_amount(basic.amount)} 万元 ÷ {format_amount(count)} 人"
    return Fact(basic.name, each, basic.resource, basic.line), note
