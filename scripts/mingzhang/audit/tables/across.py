"""Family 2: statutory tables against each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from mingzhang.audit.facts import Facts, Row
from mingzhang.audit.hierarchy import leaf_rows
from mingzhang.audit.model import Check, Equation, Figure, Finding, NotChecked, Passed
from mingzhang.audit.registry import rule
from mingzhang.audit.tables.lines import amount_of, current_total, grand_total, whole_basic

FAMILY = "表间"
TITLES = {
    "summary": "收支总表",
    "revenue": "收入总表",
    "expenditure": "支出总表",
    "fiscal_summary": "财政拨款收支总表",
    "general_expenditure": "一般公共预算支出表",
    "basic_expenditure": "基本支出表",
    "fund_expenditure": "政府性基金预算支出表",
    "state_capital_expenditure": "国有资本经营预算支出表",
    "project_expenditure": "项目支出表",
    "three_public": "“三公”经费表",
    "carryover": "结转结余明细表",
}


def equal(rule_id: str, one: Figure | None, other: Figure | None, about: str) -> Iterator[Check]:
    """Two figures that must be the same; a blank one says zero only where the other is printed as zero."""
    if one is not None and other is not None:
        yield Equation(rule_id, one, (other,), about)


def _total(facts: Facts, table: str, column: str, side: str = "") -> Figure | None:
    row = facts.total(table, side)
    return None if row is None else facts.figure(row, column)


def _sums(facts: Facts, table: str, column: str, side: str = "") -> list[Figure]:
    """What a table prints as its total, the one to expect first.

    A two-sided table has that of the year and that with balances; of final accounts the first is meant.
    """
    if not side:
        basic = whole_basic(facts) if table == "basic_expenditure" else ()
        figure = _total(facts, table, column)
        return [figure] if figure is not None else list(basic)[:1] if len(basic) == 1 else []
    grand, current = grand_total(facts, table, side), current_total(facts, table, side)
    rows = [current] if facts.kind == "final" and current is not None else [grand, current]
    return [figure for row in rows if (figure := amount_of(facts, row, column)) is not None]


def _compare(facts: Facts, rule_id: str, pairs: Sequence[tuple[str, str, str, str, str, str]]) -> Iterator[Check]:
    """Totals that must agree: (table, side, column) twice; where two totals are printed, either may be meant."""
    for table, side, column, other_table, other_side, other_column in pairs:
        ones, others = _sums(facts, table, column, side), _sums(facts, other_table, other_column, other_side)
        about = f"{TITLES[table]}与{TITLES[other_table]}的总计应相等"
        if not ones or not others:
            yield NotChecked(f"{about}：{TITLES[other_table] if ones else TITLES[table]}没有总计")
            continue
        equations = [Equation(rule_id, one, (other,), about) for one in ones for other in others]
        fitting = [equation for equation in equations if abs(equation.difference) <= equation.tolerance]
        yield (fitting or equations)[0]


@rule(
    "cross.totals",
    family=FAMILY,
    title="总表、收入表、支出表的总计相等",
    why="三张表说的是同一笔收支（财预〔2016〕143号所列部门收支总体情况各表）；决算的收入表、支出表等于总表的本年合计",
    example="收支总表 100、收入总表 100、支出总表 90：支出总表与另两张不符",
)
def totals(facts: Facts) -> Iterator[Check]:
    pairs = [
        ("revenue", "", "total", "summary", "revenue", "amount"),
        ("expenditure", "", "total", "summary", "expenditure", "amount"),
    ]
    yield from _compare(facts, "cross.totals", pairs)
    if facts.kind == "final":
        return  # what came in and what was spent in the year differ by the balances
    year = amount_of(facts, current_total(facts, "summary", "revenue"), "amount")
    total, spent = _total(facts, "revenue", "total"), _total(facts, "expenditure", "total")
    if year is not None and total is not None and spent is not None and year.value == total.value != spent.value:
        yield NotChecked("收入总表只列本年收入，不含结转")
        return
    yield from _compare(facts, "cross.totals", [("expenditure", "", "total", "revenue", "", "total")])


@rule(
    "cross.function",
    family=FAMILY,
    title="收支总表的各类支出等于支出表的各类",
    why="两表按同一功能分类列示同一笔支出，逐类相等",
    example="201 一般公共服务支出：收支总表 70，支出总表 71，差 -1",
)
def by_function(facts: Facts) -> Iterator[Check]:
    yield from _by_class(facts, "cross.function", "summary", "amount", "expenditure", "total")
    for fund, table in (
        ("general_public_budget", "general_expenditure"),
        ("government_fund", "fund_expenditure"),
        ("state_capital", "state_capital_expenditure"),
    ):
        yield from _by_class(facts, "cross.function", "fiscal_summary", fund, table, "total")


def _by_class(facts: Facts, rule_id: str, labelled: str, column: str, coded: str, other: str) -> Iterator[Check]:
    if not facts.present(labelled, coded):
        yield NotChecked(f"{TITLES[labelled]}或{TITLES[coded]}没有数据")
        return
    sums = _class_figures(facts, coded, other)
    for row in facts.rows(labelled):
        figure = facts.figure(row, column)
        if row.text("side") == "expenditure" and len(row.text("code")) == 3 and figure is not None:
            parts = sums.pop(row.text("code"), ())
            if parts or figure.value:
                about = f"{TITLES[labelled]}与{TITLES[coded]}的{row.label}应相等"
                yield Equation(rule_id, figure, parts, about)


def _class_figures(facts: Facts, table: str, column: str) -> dict[str, tuple[Figure, ...]]:
    """For each 类 its own figure, or those of its last rows where the table prints no 类."""
    rows = facts.rows(table)
    figures: dict[str, tuple[Figure, ...]] = {}
    leaves: dict[str, list[Row]] = defaultdict(list)
    for row in leaf_rows(rows):
        leaves[row.text("code")[:3]].append(row)
    for code, below in leaves.items():
        own = [row for row in rows if row.text("code") == code]
        figures[code] = facts.figures(own[:1] or below, column)
    return figures


@rule(
    "cross.fiscal-total",
    family=FAMILY,
    title="财政拨款总表与一般公共预算支出表的总计相等",
    why="财政拨款支出 = 一般公共预算 + 政府性基金 + 国有资本经营预算",
    example="财政拨款收支总表一般公共预算列 90，一般公共预算支出表合计 80",
)
def fiscal_total(facts: Facts) -> Iterator[Check]:
    yield from _compare(
        facts,
        "cross.fiscal-total",
        [("general_expenditure", "", "total", "fiscal_summary", "expenditure", "general_public_budget")],
    )


@rule(
    "cross.basic-total",
    family=FAMILY,
    title="一般公共预算支出表的基本支出等于基本支出表的合计",
    why="基本支出表是前者基本支出一列按经济分类的明细",
    example="一般公共预算支出表基本支出 60，基本支出表合计 66",
)
def basic_total(facts: Facts) -> Iterator[Check]:
    parts = whole_basic(facts)
    total = _total(facts, "general_expenditure", "basic")
    if len(parts) < 2 or total is None:
        pair = ("general_expenditure", "", "basic", "basic_expenditure", "", "total")
        yield from _compare(facts, "cross.basic-total", [pair])
    else:
        about = "一般公共预算支出表的基本支出应等于人员经费与公用经费之和"
        yield Equation("cross.basic-total", total, parts, about)


@rule(
    "cross.project-column",
    family=FAMILY,
    title="一般公共预算支出表的项目支出等于项目支出表，逐科目",
    why="项目支出表是前者项目支出一列按项目和经济分类的明细",
    example="2013299：支出表项目支出 30，项目支出表同科目各项目合计 20 + 9 = 29",
)
def project_column(facts: Facts) -> Iterator[Check]:
    yield from _compare(
        facts,
        "cross.project-column",
        [("general_expenditure", "", "project", "project_expenditure", "", "total")],
    )
    if not facts.present("general_expenditure", "project_expenditure"):
        return
    listed: dict[str, list[Row]] = defaultdict(list)
    for row in facts.rows("project_expenditure"):
        if row.text("project") and row.text("code"):
            listed[row.text("code")].append(row)
    for row in leaf_rows(facts.rows("general_expenditure")):
        figure = facts.figure(row, "project")
        parts = facts.figures(listed.get(row.text("code"), []), "total")
        if figure is not None and (parts or figure.value):
            yield Equation("cross.project-column", figure, parts, f"{row.label}的项目支出应等于其各项目之和")


@rule(
    "cross.expenditure-codes",
    family=FAMILY,
    title="没有其他资金时，一般公共预算支出表逐科目等于支出总表",
    why="全部收入都是当年一般公共预算拨款时，两表是同一笔支出",
    example="2080505：支出总表 8，一般公共预算支出表 9",
)
def same_codes(facts: Facts) -> Iterator[Check]:
    general, all_funds = _total(facts, "general_expenditure", "total"), _total(facts, "expenditure", "total")
    if general is None or all_funds is None or general.value != all_funds.value:
        yield NotChecked("另有结转、单位资金等，两表口径不同")
        return
    others = _once(facts.rows("expenditure"))
    for code, row in _once(facts.rows("general_expenditure")).items():
        other = others.get(code)
        for column in ("total", "basic", "project") if other else ():
            assert other is not None
            yield from equal(
                "cross.expenditure-codes",
                facts.figure(row, column),
                facts.figure(other, column),
                f"{row.label}两表应相等",
            )


def _once(rows: Sequence[Row]) -> dict[str, Row]:
    """The rows whose code stands once in their table, by code."""
    counts = Counter(row.text("code") for row in rows)
    return {row.text("code"): row for row in rows if row.text("code") and counts[row.text("code")] == 1}


@rule(
    "cross.revenue-codes",
    family=FAMILY,
    title="收入总表与支出总表逐科目相等",
    why="分科目编报的收入表按功能科目列示，与支出总表的同一科目是同一笔钱",
    example="2210201：收入总表 40，支出总表 46",
)
def revenue_codes(facts: Facts) -> Iterator[Check]:
    if not facts.present("revenue", "expenditure"):
        yield NotChecked("收入总表或支出总表没有数据")
        return
    received, spent = _total(facts, "revenue", "total"), _total(facts, "expenditure", "total")
    if facts.kind == "final" or received is None or spent is None or received.value != spent.value:
        yield NotChecked("决算的收支相差结转结余，或两表总计不同，逐科目不必相等")
        return
    others = _once(facts.rows("expenditure"))
    for code, row in _once(facts.rows("revenue")).items():
        other = others.get(code)
        if other is not None:
            one, two = facts.figure(row, "total"), facts.figure(other, "total")
            yield from equal("cross.revenue-codes", two, one, f"{row.label}的收入与支出应相等")


@rule(
    "cross.carryover",
    family=FAMILY,
    title="结转结余明细表等于收支总表的上年结转结余",
    why="明细表列示的就是总表中的上年结转结余",
    example="结转结余明细表合计 20，收支总表上年结转结余 25",
)
def carryover(facts: Facts) -> Iterator[Check]:
    total = _total(facts, "carryover", "total")
    lines = [row for row in facts.rows("summary") if "结转结余" in row.text("item") and "上年" in row.text("item")]
    figure = next((f for row in lines if (f := facts.figure(row, "amount")) is not None), None)
    if total is None or figure is None:
        yield NotChecked("没有结转结余明细，或总表没有上年结转结余")
        return
    yield Equation("cross.carryover", total, (figure,), "结转结余明细表应等于总表的上年结转结余")


@rule(
    "cross.three-public",
    family=FAMILY,
    title="“三公”经费不小于经济科目所列",
    why="30212 因公出国（境）费用、30217 公务接待费、30231 公务用车运行维护费、31013 公务用车购置属“三公”经费",
    example="基本支出表 30231 印作 4，“三公”经费表公务用车运行维护费印作 3",
)
def three_public(facts: Facts) -> Iterator[Check]:
    keys = {"30212": "overseas", "30217": "reception", "30231": "vehicle_operation", "31013": "vehicle_purchase"}
    if not facts.present("three_public", "basic_expenditure"):
        yield NotChecked("“三公”经费表或基本支出表没有数据")
        return
    items = {row.text("item_key"): row for row in reversed(facts.rows("three_public"))}
    for row in facts.rows("basic_expenditure"):
        item = items.get(keys[row.text("code")]) if row.text("code") in keys else None
        basic = facts.figure(row, "total")
        stated = amount_of(facts, item, "final") or amount_of(facts, item, "total")
        if basic is None or stated is None:
            continue
        if stated.value + Decimal("0.01") >= basic.value:
            yield Passed()
        else:
            message = f"基本支出表 {row.label} {basic.value:f}，多于“三公”经费表的{stated.label} {stated.value:f}"
            severity = "warning" if facts.kind == "final" else "error"  # of final accounts some vehicles do not count
            yield Finding(
                "cross.three-public", severity, message, stated.resource, stated.column, stated.line, stated.label,
                stated.value, basic.value,
            )  # fmt: skip
