"""“三公” expenses: the items make the total, and final accounts stay within the budget."""

from __future__ import annotations

from collections.abc import Iterator

from mingzhang.audit.facts import Facts, Row
from mingzhang.audit.model import Check, Equation, Finding, NotChecked, Passed
from mingzhang.audit.registry import rule
from mingzhang.audit.tables.within import FAMILY

_COLUMNS = ("total", "general_public_budget", "government_fund", "state_capital", "budget", "final")
_VEHICLES = ("vehicle_purchase", "vehicle_operation")


def _items(facts: Facts) -> dict[str, Row] | None:
    """The rows by item key; None where a key stands twice (two units, or two years, in one table)."""
    rows = [row for row in facts.rows("three_public") if row.text("item_key")]
    keys = [row.text("item_key") for row in rows]
    return dict(zip(keys, rows, strict=True)) if len(keys) == len(set(keys)) else None


@rule(
    "sum.three-public",
    family=FAMILY,
    title="“三公”经费的合计等于各项，公务用车费等于购置与运行",
    why="“三公”经费 = 因公出国（境）费 + 公务用车购置及运行维护费 + 公务接待费；"
    "公务用车购置及运行维护费 = 购置费 + 运行维护费",
    example="因公出国 0 + 公务用车 6.5 + 公务接待 1.5 = 8，合计印作 9",
)
def items(facts: Facts) -> Iterator[Check]:
    rows = _items(facts)
    if not rows:
        yield NotChecked("“三公”经费表没有数据，或同一项列了两行")
        return
    for column in facts.columns("three_public", _COLUMNS):
        yield from _sum(facts, rows, column, "vehicles", _VEHICLES, "公务用车费应等于购置费与运行维护费之和")
        printed = rows.get("vehicles")
        vehicles = ("vehicles",) if printed and printed.amount(column) is not None else _VEHICLES
        yield from _sum(facts, rows, column, "total", ("overseas", *vehicles, "reception"), "各项之和应等于“三公”合计")


def _sum(
    facts: Facts, rows: dict[str, Row], column: str, whole: str, keys: tuple[str, ...], about: str
) -> Iterator[Check]:
    """The identity of one column; not checked where a line of it is not in the table at all."""
    total = facts.figure(rows[whole], column) if whole in rows else None
    parts = facts.figures([rows[key] for key in keys if key in rows], column)
    if total is None or not parts or any(key not in rows for key in keys):
        yield NotChecked(f"“三公”经费表没有印全{about[:6]}各行")
    else:
        yield Equation("sum.three-public", total, parts, about)


@rule(
    "three-public.over-budget",
    family=FAMILY,
    title="“三公”经费决算不超过预算",
    why="《预算法》第十三条：各部门的支出必须以经批准的预算为依据，未列入预算的不得支出；“三公”经费只减不增，超过全年预算的应说明",
    example="公务接待费预算 2 万元，决算 2.5 万元",
    severity="warning",
)
def over_budget(facts: Facts) -> Iterator[Check]:
    rows = _items(facts) or {}
    checked = False
    for row in rows.values():
        budget, final = facts.figure(row, "budget"), facts.figure(row, "final")
        if budget is None or final is None:
            continue
        checked = True
        if final.value <= budget.value:
            yield Passed()
            continue
        message = f"{row.label}决算 {final.value:f}，超过预算 {budget.value:f}，多 {final.value - budget.value:f}"
        yield Finding("three-public.over-budget", "warning", message, "three_public", "final", row.line, row.label,
                      final.value, budget.value)  # fmt: skip
    if not checked:
        yield NotChecked("“三公”经费表没有预算数和决算数")
