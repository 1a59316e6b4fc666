"""What the explanatory text states of a figure: its amount, its change against last year, and why."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from mingzhang.site.disclosure.items import arrow, signed_percent
from mingzhang.site.numbers.amounts import format_amount, parse_amount
from mingzhang.site.numbers.facts import Fact
from mingzhang.site.packages import Package, Row

# How the text names what a card shows; the first that it states is taken.
TOTAL = ("收支总预算", "收支总决算", "预算收支", "支出总计", "收入总计", "收入支出总体")
SUBJECTS = {
    "收支总预算": TOTAL,
    "收支总决算": TOTAL,
    "基本支出": ("基本支出",),
    "项目支出": ("项目支出",),
    "“三公”经费": ("“三公”经费", "财政拨款“三公”经费", "财政拨款“三公”经费支出"),
}


@dataclass(frozen=True)
class Change:
    """A stated change against last year: ``↑ 30.12`` and why, as the unit explains it. ``number`` is signed.

    ``stated`` is the amount that the text gives where it is not the card's.
    """

    mark: str
    amount: str
    percent: str
    reason: str
    line: str
    number: Decimal
    stated: str = ""


def find_change(package: Package, title: str, amount: Decimal | None) -> Change | None:
    """What the text says the figure ``title`` of ``amount`` changed against last year.

    Of several statements, one on the same amount comes first, then one that gives none.
    """
    rows = [row for row in _claims(package, title) if row.get("baseline") == "previous_year" and row.get("change")]
    if not rows:
        return None
    row = min(rows, key=lambda row: _distance(row, amount))
    reason = row.get("reason") or _reason_of_part(package, row)
    stated = format_amount(row.get("amount", "")) if _distance(row, amount) == 2 else ""
    return build_change(row["change"], row.get("change_percent", ""), reason, row.get("source_line", ""), stated)


def find_stated(package: Package, title: str) -> Fact | None:
    """The amount of the figure ``title`` as the text states it, for disclosures whose tables are elsewhere."""
    for row in _claims(package, title):
        amount = parse_amount(row.get("amount"))
        if amount is not None:
            return Fact(title, amount, "claims", row.get("source_line", ""))
    return None


def build_change(amount: str, percent: str, reason: str, line: str, stated: str = "") -> Change | None:
    """A change as a card shows it; ``None`` when ``amount`` is no number."""
    number = parse_amount(amount)
    if number is None:
        return None
    return Change(arrow(number), format_amount(abs(number)), signed_percent(percent), reason, line, number, stated)


def _claims(package: Package, title: str) -> list[Row]:
    """The statements on ``title``, by the order of its names."""
    names = SUBJECTS.get(title, (title,))
    rows = [row for row in package.rows("claims") if row.get("subject") in names]
    return sorted(rows, key=lambda row: names.index(row["subject"]))


def _distance(row: Row, amount: Decimal | None) -> int:
    stated = parse_amount(row.get("amount"))
    return 1 if stated is None else 0 if stated == amount else 2


def _reason_of_part(package: Package, whole: Row) -> str:
    """The reason of the one part that changed exactly as much, with the part's name."""
    change = parse_amount(whole["change"])
    parts = [
        row
        for row in package.rows("claims")
        if row.get("section") == whole.get("section")
        and row.get("reason")
        and parse_amount(row.get("change")) == change
    ]
    return f"{parts[0]['subject']}：{parts[0]['reason']}" if change and len(parts) == 1 else ""
