"""Budget against execution, what indicators weigh, and what a self-evaluation scored."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from mingzhang.site.charts.model import Chart, Datum
from mingzhang.site.charts.palette import BAR, LOST, WEIGHTS
from mingzhang.site.charts.ranked import MOST_BARS, composition, paired_bars, stacked_bars
from mingzhang.site.disclosure.items import short_label
from mingzhang.site.numbers.amounts import format_amount, format_share, parse_amount, sum_amounts
from mingzhang.site.packages import Package, Row

_LANES = (("executed", "全年执行", False), ("full_year_budget", "全年预算", True), ("initial_budget", "年初预算", True))
_BEFORE_EXECUTION = "预算执行率"


def overall_chart(package: Package) -> Chart | None:
    """Budget against execution of the whole unit, of final accounts."""
    forms = [row for row in package.rows("performance_forms") if row.get("scope") == "overall"]
    rows = tuple(row for form in forms for row in _money(package, form, package.unit.name))
    if not _compares(rows):
        return None
    answer = _execution_answer(rows)
    return Chart("execution", "全年预算执行了多少", answer, "", paired_bars(rows), rows, "paired")


def executions_chart(package: Package) -> Chart | None:
    """Budget against execution of each project, largest budget first."""
    forms = [row for row in package.rows("performance_forms") if row.get("scope") == "project"]
    found = [rows for form in forms if _compares(rows := tuple(_money(package, form, form.get("name", ""))))]
    if len(found) < 2:
        return None
    found.sort(key=lambda rows: -max(row.amount for row in rows))
    shown = found[:MOST_BARS]
    rows = tuple(row for own in shown for row in own)
    totals = {
        series: sum_amounts([row.amount for own in found for row in own if row.series == series])
        for _, series, _ in _LANES
    }
    told = "，".join(
        f"{series} {format_amount(amount)} 万元" for series, amount in totals.items() if amount is not None
    )
    top = shown[0]
    answer = f"{len(found)} 个项目合计：{told}；最大的是{top[0].label}（{_pair(top)}）"
    return Chart("executions", "各个项目的预算执行了多少", answer, "", paired_bars(rows), rows, "paired")


def execution_chart(package: Package, form: Row) -> Chart | None:
    """Budget against execution of one form."""
    rows = tuple(_money(package, form))
    if not _compares(rows):
        return None
    name = f"execution-{form['form_id']}"
    return Chart(name, "预算执行了多少", _execution_answer(rows), form["form_id"], paired_bars(rows), rows, "paired")


def _money(package: Package, form: Row, name: str = "") -> list[Datum]:
    """What was executed, then what had been planned, from the form's total line; without ``name`` that names it."""
    lines = [row for row in package.rows("performance_funding") if row["form_id"] == form["form_id"]]
    line = next((row for row in lines if row.get("source_key") == "total"), lines[0] if lines else {})
    amounts = ((parse_amount(line.get(column)), series, plan) for column, series, plan in _LANES)
    return [
        Datum(
            name or short_label(line.get("source", "")),
            amount,
            BAR,
            series,
            line=line.get("source_line", ""),
            outline=plan,
        )
        for amount, series, plan in amounts
        if amount is not None
    ]


def _compares(rows: Iterable[Datum]) -> bool:
    found = list(rows)
    return (
        any(row.outline for row in found) and any(not row.outline for row in found) and any(row.amount for row in found)
    )


def _pair(rows: Iterable[Datum]) -> str:
    return "，".join(f"{row.series} {format_amount(row.amount)} 万元" for row in rows)


def _execution_answer(rows: tuple[Datum, ...]) -> str:
    done = next(row for row in rows if not row.outline)
    shares = [
        f"占{row.series} {format_amount(row.amount)} 万元的 {format_share(done.amount, row.amount)}"
        for row in rows
        if row.outline and row.amount
    ]
    return f"{done.series} {format_amount(done.amount)} 万元，" + "，".join(shares)


def weights_chart(package: Package, form: Row) -> Chart | None:
    """What the 一级 indicators of a form weigh; none without weights or with one group."""
    groups: dict[str, list[Row]] = {}
    for row in _indicators(package, form):
        if parse_amount(row.get("weight")):
            groups.setdefault(row.get("category") or "未分组", []).append(row)
    parts = [(name, _sum(rows, "weight"), rows[0].get("source_line", ""), len(rows)) for name, rows in groups.items()]
    parts += _execution_weight(package, form)
    if len(parts) < 2:
        return None
    whole = sum((amount for _, amount, _, _ in parts), Decimal(0))
    rows = tuple(
        Datum(_counted(name, count), amount, WEIGHTS[min(place, len(WEIGHTS) - 1)], unit="分", whole=whole, line=line)
        for place, (name, amount, line, count) in enumerate(parts)
    )
    top = max(parts, key=lambda part: part[1])
    most = f"最重的是{top[0]}，{format_amount(top[1])} 分，占 {format_share(top[1], whole)}"
    answer = f"权重合计 {format_amount(whole)} 分，{most}"
    name = f"weights-{form['form_id']}"
    return Chart(name, "绩效指标各占多少分", answer, form["form_id"], composition(rows), rows)


def _counted(name: str, count: int) -> str:
    return f"{name}（{count} 个指标）" if count else name


def _execution_weight(package: Package, form: Row) -> list[tuple[str, Decimal, str, int]]:
    """The points for spending the budget, which a self-evaluation counts beside its indicators."""
    lines = [row for row in package.rows("performance_funding") if row["form_id"] == form["form_id"]]
    found = ((parse_amount(row.get("weight")), row.get("source_line", "")) for row in lines)
    return [(_BEFORE_EXECUTION, weight, line, 0) for weight, line in found if weight][:1]


def scores_chart(package: Package, form: Row) -> Chart | None:
    """Target against result of a self-evaluation: the points each indicator got of those it could."""
    read = [
        (row, parse_amount(row.get("weight")), parse_amount(row.get("score"))) for row in _indicators(package, form)
    ]
    scored = [(row, weight, score) for row, weight, score in read if weight and score is not None and score >= 0]
    if not scored:
        return None
    rows, ends = [], []
    for row, weight, score in scored:
        rows += _score_rows(row, weight, score)
        ends.append(f"{format_amount(score)} / {format_amount(weight)}")
    full, got = _total(weight for _, weight, _ in scored), _total(score for _, _, score in scored)
    short = [(row.get("indicator", ""), weight - score) for row, weight, score in scored if score < weight]
    answer = f"{len(scored)} 个指标共 {format_amount(full)} 分，自评得 {format_amount(got)} 分，"
    answer += f"{len(short)} 个没有得满，扣得最多的是{max(short, key=lambda item: item[1])[0]}" if short else "全部得满"
    key = (("自评得分", "bar"), ("未得的分", "lost"))
    name = f"scores-{form['form_id']}"
    bars = stacked_bars(rows, ends)
    return Chart(name, "目标完成得怎样，自评打了多少分", answer, form["form_id"], bars, tuple(rows), "stacked", key)


def _score_rows(row: Row, weight: Decimal, score: Decimal) -> list[Datum]:
    told = (("目标", row.get("target", "")), ("实际", row.get("actual", "")))
    note = "，".join(f"{word} {_plain(text)}" for word, text in told if text)
    label, line = row.get("indicator", ""), row.get("source_line", "")
    rows = [Datum(label, score, BAR, "得分", "分", weight, line, note=note)]
    if score < weight:
        rows.append(Datum(label, weight - score, LOST, "未得", "分", weight, line, note=note))
    return rows


def _plain(text: str) -> str:
    return text.replace(">=", "≥").replace("<=", "≤").removeprefix("=")


def _indicators(package: Package, form: Row) -> list[Row]:
    return [row for row in package.rows("performance_indicators") if row["form_id"] == form["form_id"]]


def _sum(rows: list[Row], column: str) -> Decimal:
    return sum_amounts([parse_amount(row.get(column)) for row in rows]) or Decimal(0)


def _total(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))
