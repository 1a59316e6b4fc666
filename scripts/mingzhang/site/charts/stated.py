"""What the explanatory text states in figures: “三公” items against last year and against the budget, and changes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from mingzhang.site.numbers.amounts import parse_amount
from mingzhang.site.packages import Package, Row

# How the text names each item, without its last 支出.
_NAMES = {
    "total": r"(财政拨款)?“三公”经费",
    "overseas": r"因公出国[（(]境[）)]费用?",
    "reception": r"公务接待费",
    "vehicles": r"公务用车购置(费)?(及|和)(运行|运维|运行维护)费",
    "vehicle_purchase": r"公务用车购置费",
    "vehicle_operation": r"公务用车(运行|运维|运行维护)费",
}
_LEVEL = re.compile(r"[（(](类|款|项)[）)]")


@dataclass(frozen=True)
class Stated:
    """What the text says of one “三公” item; ``computed``: last year's amount was worked out from the change."""

    amount: Decimal | None = None
    previous: Decimal | None = None
    computed: bool = False
    budget: Decimal | None = None
    line: str = ""
    previous_line: str = ""
    budget_line: str = ""


def stated_three_public(package: Package) -> dict[str, Stated]:
    """The items that the text tells of, by item key."""
    found: dict[str, Stated] = {}
    for row in package.rows("claims"):
        key = _item_key(row)
        if key:
            found[key] = _add(found.get(key, Stated()), row)
    return found


def _item_key(row: Row) -> str:
    if "三公" not in row.get("section", "") + row.get("subsection", "") + row.get("subject", ""):
        return ""
    subject = row.get("subject", "").removesuffix("支出")
    return next((key for key, name in _NAMES.items() if re.fullmatch(name, subject)), "")


def _add(known: Stated, row: Row) -> Stated:
    """``known`` and what ``row`` adds; what was said first stays."""
    amount, line = parse_amount(row.get("amount")), row.get("source_line", "")
    previous, computed, previous_line = known.previous, known.computed, known.previous_line
    budget, budget_line = known.budget, known.budget_line
    if previous is None and row.get("baseline") == "previous_year":
        previous, computed = _previous(row, amount)
        previous_line = line if previous is not None else ""
    if budget is None and row.get("baseline") in ("initial_budget", "full_year_budget"):
        budget, budget_line = parse_amount(row.get("baseline_amount")), line
    if known.amount is not None:
        amount, line = known.amount, known.line
    return Stated(amount, previous, computed, budget, line, previous_line, budget_line)


def _previous(row: Row, amount: Decimal | None) -> tuple[Decimal | None, bool]:
    """Last year's amount, and whether it was worked out; never below nothing."""
    printed, change = parse_amount(row.get("baseline_amount")), parse_amount(row.get("change"))
    if printed is not None:
        return printed, False
    if amount is None or change is None or amount < change:
        return None, False
    return amount - change, True


@dataclass(frozen=True)
class StatedChange:
    """A change against last year that the text gives. ``part`` says what the subject is part of."""

    subject: str
    part: str
    change: Decimal
    percent: Decimal | None
    amount: Decimal | None
    reason: str
    code: str
    line: str


def stated_changes(package: Package) -> list[StatedChange]:
    """Every change against last year that is not nothing, each once, in the text's order."""
    found: dict[tuple[str, Decimal], StatedChange] = {}
    for row in package.rows("claims"):
        change = parse_amount(row.get("change"))
        if row.get("baseline") != "previous_year" or not change or not row.get("subject"):
            continue
        item = StatedChange(
            subject=short_subject(row["subject"]),
            part=_part(row.get("section", "")),
            change=change,
            percent=parse_amount(row.get("change_percent")),
            amount=parse_amount(row.get("amount")),
            reason=row.get("reason", ""),
            code=row.get("code", ""),
            line=row.get("source_line", ""),
        )
        found.setdefault((item.subject.removesuffix("合计"), change), item)
    return list(found.values())


def short_subject(subject: str) -> str:
    """The last of 类, 款 and 项 where a subject goes through them."""
    parts = [part for part in _LEVEL.split(subject) if part not in ("", "类", "款", "项")]
    return parts[-1].strip() if parts else subject


def _part(section: str) -> str:
    """``关于某单位2024年支出预算情况说明`` → ``支出预算``."""
    words = re.sub(r"^关于.*?\d{4}年", "", section)
    return re.sub(r"(情况)?的?(总体)?(情况)?(说明)?$", "", words)
