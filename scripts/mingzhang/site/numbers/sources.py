"""Where the money comes from: the revenue total, split into its finest columns."""

from __future__ import annotations

from decimal import Decimal

from mingzhang.site.numbers.amounts import parse_amount, sum_amounts
from mingzhang.site.numbers.facts import Fact, total_row
from mingzhang.site.packages import Package, Row

# A column that is the sum of others, with those; a parent may be printed without its parts.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "fiscal_appropriation",
        (
            "general_public_budget",
            "general_public_budget_transfer",
            "government_fund",
            "government_fund_transfer",
            "state_capital",
            "state_capital_transfer",
        ),
    ),
    ("special_account", ()),
    (
        "unit_funds",
        ("business_income", "operating_income", "superior_subsidy", "affiliate_remittance", "other_income"),
    ),
    ("carryover", ("fiscal_carryover", "nonfiscal_carryover")),
)


def find_sources(package: Package) -> list[Fact]:
    """The revenue total by source, ``code`` being the column name, in the table's order.

    What the columns leave of the printed total is named 表中未列明来源. Empty
    when there is no revenue total, or when the parts exceed it.
    """
    row = total_row(package, "revenue")
    total = parse_amount(row.get("total")) if row else None
    if row is None or total is None:
        return []
    titles = {field.name: field.title.removesuffix("小计") for field in package.resources["revenue"].fields}
    parts = [(name, amount) for parent, names in GROUPS for name, amount in _finest(row, parent, names) if amount]
    rest = total - sum((amount for _, amount in parts), Decimal(0))
    if rest < 0:
        return []
    if rest:
        parts.append(("unlisted", rest))
    line = row.get("source_line", "")
    titles["unlisted"] = "表中未列明来源"
    return [Fact(titles.get(name, name), amount, "revenue", line, name) for name, amount in parts]


def _finest(row: Row, parent: str, names: tuple[str, ...]) -> list[tuple[str, Decimal]]:
    """The parts of ``parent`` when they add up to it or it is blank, else itself."""
    whole = parse_amount(row.get(parent))
    parts = [(name, amount) for name in names if (amount := parse_amount(row.get(name))) is not None]
    if whole is None or sum_amounts([amount for _, amount in parts]) == whole:
        return parts
    return [(parent, whole)]
