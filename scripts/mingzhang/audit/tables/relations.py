"""Families 1 and 2, what is likely but not certain: blank subtotals, and figures that usually agree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from mingzhang.audit.facts import Facts, Row
from mingzhang.audit.hierarchy import coded_children
from mingzhang.audit.model import Check, Figure, Finding, NotChecked, Passed
from mingzhang.audit.registry import EXACT, rule
from mingzhang.audit.tables.across import FAMILY as ACROSS
from mingzhang.audit.tables.across import TITLES
from mingzhang.audit.tables.within import CODED, amounts_of, column_titles
from mingzhang.audit.tables.within import FAMILY as WITHIN
from mingzhang.recognise.vocabulary import load_vocabulary

# 经济分类, 功能分类, what both are, and why they may differ all the same.
_PAIRS = (
    ("30108", ("2080505",), "warning", "基本养老保险缴费", "部分缴费列在其他科目，或含编外、聘用人员"),
    ("30109", ("2080506",), "warning", "职业年金缴费", "职业年金部分单位记实、部分虚账，或列在其他科目"),
    ("30110", ("2101101", "2101102"), "warning", "职工基本医疗保险缴费", "大额医疗等列在 30111、30112"),
    ("30111", ("2101103",), "warning", "公务员医疗补助缴费", "与职工基本医疗保险合并列示"),
    ("30113", ("2210201",), "warning", "住房公积金", "编外人员的公积金列在其他科目"),
    ("30301 30302", ("2080501", "2080502", "2080504"), "note", "离退休费", "离退休支出部分列在生活补助、医疗费等科目"),
)  # fmt: skip


@rule(
    "relation.wages",
    family=ACROSS,
    title="社会保险、公积金、离退休费：经济分类与功能分类相符",
    why="30108 与 2080505、30109 与 2080506、30110 与 2101101 和 2101102、30113 与 2210201 通常是同一笔钱",
    example="30110 职工基本医疗保险缴费 8.5，2101101 6 + 2101102 4 = 10，差 1.5",
    severity="warning",
)
def wages(facts: Facts) -> Iterator[Check]:
    if not facts.present("basic_expenditure", "general_expenditure"):
        yield NotChecked("基本支出表或一般公共预算支出表没有数据")
        return
    for economic, functional, severity, name, cause in _PAIRS:
        left = _of_codes(facts, "basic_expenditure", economic.split(), "total")
        right = _of_codes(facts, "general_expenditure", functional, "basic")
        if not left or not right:
            yield NotChecked(f"{name}：经济分类或功能分类没有列示")
            continue
        here, there = _sum(left), _sum(right)
        tolerance = Decimal("0.005") * (len(left) + len(right))
        if abs(here - there) <= tolerance:
            yield Passed()
            continue
        message = (
            f"{name}：基本支出表 {_terms(left)}，一般公共预算支出表 {_terms(right)}，差 {here - there:+f}；"
            f"常见原因：{cause}，文中应说明"
        )
        yield _at(left[0], "relation.wages", severity, message, there)


def _of_codes(facts: Facts, table: str, codes: Sequence[str], column: str) -> tuple[Figure, ...]:
    return facts.figures([row for row in facts.rows(table) if row.text("code") in codes], column)


def _sum(figures: Sequence[Figure]) -> Decimal:
    return sum((figure.value for figure in figures), Decimal(0))


def _terms(figures: Sequence[Figure]) -> str:
    shown = " + ".join(f"{figure.label} {figure.value:f}" for figure in figures)
    return f"{shown} = {_sum(figures):f}" if len(figures) > 1 else shown


def _at(figure: Figure, rule_id: str, severity: str, message: str, expected: Decimal | None) -> Finding:
    return Finding(
        rule_id, severity, message, figure.resource, figure.column, figure.line, figure.label, figure.value, expected
    )


@rule(
    "relation.blank-subtotal",
    family=WITHIN,
    title="有明细的上级行和合计列不空着",
    why="上级科目应等于下级之和；下级有数而上级空白，合计无从核对",
    example="301 工资福利支出 合计空白，其下 30101 至 30199 合计 120",
    severity="warning",
    tolerance=EXACT,
)
def blank_subtotals(facts: Facts) -> Iterator[Check]:
    for table in CODED:
        columns = tuple(facts.columns(table, amounts_of(table)))
        for upper, below in coded_children(facts.rows(table)):
            blank = [c for c in columns if any(row.amount(c) for row in below)]
            if any(upper.amount(c) is not None for c in columns):
                blank = []  # a column missing in a printed row breaks the row's own sum
            if not blank:
                yield Passed()
                continue
            sums = "；".join(f"{column_titles().get(c, c)} {_sum(facts.figures(below, c)):f}" for c in blank)
            message = f"{upper.label} 的金额空白，其下各行合计为：{sums}"
            expected = _sum(facts.figures(below, blank[0]))
            yield Finding("relation.blank-subtotal", "warning", message, table, blank[0], upper.line, upper.label,
                          None, expected)  # fmt: skip
    for table in (*CODED, "carryover"):
        yield from _blank_columns(facts, table)


def _blank_columns(facts: Facts, table: str) -> Iterator[Check]:
    """A column that its parts make, blank in all rows in which they are printed; a total without any of its parts."""
    rows = facts.rows(table)
    for column, parts in load_vocabulary().tables[table].parts.items():
        if column == "current_year" or not rows:
            continue
        printed = [row for row in rows if any(row.amount(part) for part in parts)]
        title = column_titles().get(column, column)
        if printed and column != "total" and all(row.amount(column) is None for row in rows) and table == "carryover":
            first = facts.figures(printed[:1], next(p for p in parts if printed[0].amount(p)))[0]
            message = f"“{title}”一列全部空白，而其各分列有数（{first.label} {first.value:f}），合计应等于分列之和"
            yield Finding("relation.blank-subtotal", "warning", message, table, column, first.line, first.label,
                          None, first.value)  # fmt: skip
        whole = [row for row in rows if row.amount(column)]
        if column == "total" and len(parts) > 2 and whole and not printed and table == "project_expenditure":
            named = "、".join(column_titles().get(part, part) for part in parts[:3])
            first_row = f"{whole[0].label} {whole[0].amount(column):f}"
            message = f"各行只印“{title}”（如 {first_row}），{named}等各列全部空白，无从核对"
            yield Finding("relation.blank-subtotal", "warning", message, table, parts[1], whole[0].line, whole[0].label)


@rule(
    "relation.economic-column",
    family=WITHIN,
    title="经济科目列在相应的栏内",
    why="部门预算支出经济分类：301、303 属人员经费，302 属公用经费；309 是发展改革部门安排的基本建设支出",
    example="303 对个人和家庭的补助 3 列在公用经费栏",
    severity="warning",
    tolerance=EXACT,
)
def economic_columns(facts: Facts) -> Iterator[Check]:
    wrong = {"301": "public", "303": "public", "302": "personnel"}
    rows = facts.rows("basic_expenditure")
    if not rows:
        yield NotChecked("基本支出表没有数据")
    for code, column in wrong.items():
        printed = [row for row in rows if row.text("code")[:3] == code and row.amount(column)]
        if not printed:
            yield Passed()
            continue
        names = "、".join(f"{row.label} {row.amount(column):f}" for row in printed)
        right = "公用经费" if column == "personnel" else "人员经费"
        message = f"{names} 列在“{column_titles()[column]}”栏；{code} 类支出属{right}"
        yield Finding("relation.economic-column", "warning", message, "basic_expenditure", column, printed[0].line,
                      printed[0].label, printed[0].amount(column))  # fmt: skip
    yield from _construction(facts)


def _construction(facts: Facts) -> Iterator[Check]:
    projects = [row for row in facts.rows("project_expenditure") if row.text("project")]
    built = [row for row in projects if row.amount("capital_construction")]
    if not built or not any(row.amount("capital") for row in projects):
        yield Passed()
        return
    titles = column_titles()
    for row in built:
        if row.amount("capital"):
            continue
        message = (
            f"{row.label} 的 {row.amount('capital_construction'):f} 列在“{titles['capital_construction']}”（309）栏，"
            f"其余项目的购置都列在“{titles['capital']}”（310）栏；309 只限发展改革部门安排的基本建设支出，疑列错栏"
        )
        yield Finding("relation.economic-column", "warning", message, "project_expenditure", "capital_construction",
                      row.line, row.label, row.amount("capital_construction"))  # fmt: skip


@rule(
    "relation.fiscal-carryover",
    family=ACROSS,
    title="财政拨款总表是否含上年财政拨款结转",
    why="收支总表含财政拨款结转，财政拨款收支总表只列当年拨款时，两表差一个结转数，读者应知道",
    example="当年拨款 900 + 财政拨款结转 40 = 940，财政拨款收支总表总计 900",
    severity="note",
)
def fiscal_carryover(facts: Facts) -> Iterator[Check]:
    total = facts.total("fiscal_summary", "expenditure")
    carried = next((r for r in facts.rows("summary") if _is_fiscal_carryover(r) and r.amount("amount")), None)
    figure = facts.figure(total, "total") if total else None
    if figure is None or carried is None:
        yield NotChecked("没有财政拨款总计，或没有财政拨款结转")
        return
    current = facts.figures([r for r in facts.rows("revenue") if r.text("role") == "total"], "fiscal_appropriation")
    amount = carried.amount("amount") or Decimal(0)
    if not current or current[-1].value != figure.value:
        yield Passed()
        return
    message = (
        f"{TITLES['fiscal_summary']}总计 {figure.value:f} 只含当年拨款；加上{carried.label} {amount:f} 为 "
        f"{figure.value + amount:f}，两个口径相差 {amount:f}"
    )
    yield _at(figure, "relation.fiscal-carryover", "note", message, figure.value + amount)


def _is_fiscal_carryover(row: Row) -> bool:
    item = row.text("item")
    return row.text("side") == "revenue" and "财政拨款" in item and "结转" in item and "非财政" not in item
