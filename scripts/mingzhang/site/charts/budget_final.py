"""Final accounts against the budget: what was planned at the year's beginning, and what was spent."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from mingzhang.site.charts.model import Chart, Datum
from mingzhang.site.charts.palette import BAR, class_colours
from mingzhang.site.charts.ranked import MOST_BARS, paired_bars
from mingzhang.site.charts.stated import short_subject
from mingzhang.site.numbers.amounts import format_amount, format_share, parse_amount
from mingzhang.site.packages import Package, Row

_BASELINES = {"initial_budget": "年初预算", "full_year_budget": "全年预算"}


@dataclass(frozen=True)
class Compared:
    """A function's budget and what was spent of it."""

    name: str
    code: str
    budget: Decimal
    final: Decimal
    baseline: str
    resource: str
    line: str


def budget_final_chart(package: Package) -> Chart | None:
    """Budget beside final accounts by function: from the summary where it prints both, else from the text."""
    if package.kind != "final":
        return None
    items = _of_summary(package) or _of_text(package)
    items = [item for item in items if item.budget or item.final]
    if len(items) < 2:
        return None
    items.sort(key=lambda item: (-max(item.final, item.budget), item.code, item.name))
    shown = items[:MOST_BARS]
    colours = class_colours(list(dict.fromkeys(item.code[:3] for item in shown)))
    rows = tuple(row for item in shown for row in _lanes(package, item, colours.get(item.code[:3], BAR)))
    return Chart(
        name="budget-final",
        title="决算比预算多还是少",
        answer=_answer(items, shown),
        anchor=items[0].resource,
        drawing=paired_bars(rows),
        rows=rows,
        shape="paired",
    )


def _of_summary(package: Package) -> list[Compared]:
    rows = [
        row for row in package.rows("summary") if row.get("side") == "expenditure" and len(row.get("code", "")) == 3
    ]
    items = []
    for row in rows:
        for column in ("full_year_budget", "initial_budget"):
            budget, final = parse_amount(row.get(column)), parse_amount(row.get("amount"))
            if budget is not None and final is not None:
                items.append(_compared(row, row.get("item", ""), budget, final, column, "summary"))
                break
    return items


def _of_text(package: Package) -> list[Compared]:
    """The functions of which the text tells both, each once, down to the 项 where it goes that far."""
    found: dict[str, Compared] = {}
    for row in package.rows("claims"):
        budget, final = parse_amount(row.get("baseline_amount")), parse_amount(row.get("amount"))
        code, baseline = row.get("code", ""), row.get("baseline", "")
        if code and baseline in _BASELINES and budget is not None and final is not None:
            name = short_subject(row.get("subject", ""))
            found.setdefault(code, _compared(row, name, budget, final, baseline, "claims"))
    return [item for code, item in found.items() if not any(c != code and c.startswith(code) for c in found)]


def _compared(row: Row, name: str, budget: Decimal, final: Decimal, baseline: str, resource: str) -> Compared:
    name = name.partition("、")[2] or name  # without the line's ordinal
    return Compared(name, row.get("code", ""), budget, final, baseline, resource, row.get("source_line", ""))


def _lanes(package: Package, item: Compared, colour: str) -> list[Datum]:
    """What was spent, filled; the budget under it, outlined."""
    final = Datum(item.name, item.final, colour, f"{package.year} 年决算", line=item.line, code=item.code)
    series = f"{package.year} 年{_BASELINES[item.baseline]}"
    return [final, Datum(item.name, item.budget, colour, series, line=item.line, code=item.code, outline=True)]


def _answer(items: list[Compared], shown: list[Compared]) -> str:
    budget = sum((item.budget for item in items), Decimal(0))
    final = sum((item.final for item in items), Decimal(0))
    over, under = (
        sum(1 for i in items if (i.final > i.budget) is more and i.final != i.budget) for more in (True, False)
    )
    name = _BASELINES[items[0].baseline]
    answer = f"{len(items)} 个科目{name}合计 {format_amount(budget)} 万元，决算 {format_amount(final)} 万元"
    if budget:
        answer += f"，为预算的 {format_share(final, budget)}"
    answer += f"；{over} 个多于预算，{under} 个少于预算"
    return f"{answer}；图中是最大的 {len(shown)} 个" if len(items) > len(shown) else answer
