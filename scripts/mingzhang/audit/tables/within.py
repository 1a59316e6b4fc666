"""Family 1: a statutory table against itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from mingzhang.audit.facts import Facts, Row
from mingzhang.audit.hierarchy import (
    coded_children,
    has_ordinal,
    labelled_children,
    labelled_tops,
    leaf_rows,
    top_rows,
)
from mingzhang.audit.model import Check, Equation, Figure, NotChecked
from mingzhang.audit.registry import rule
from mingzhang.audit.tables.lines import FUNDS, final_words, grand_total, is_line, line_name
from mingzhang.recognise.vocabulary import load_vocabulary
from mingzhang.schema import load_resources
from mingzhang.text import fold

FAMILY = "表内"
CODED = (
    "revenue",
    "expenditure",
    "general_expenditure",
    "basic_expenditure",
    "project_expenditure",
    "fund_expenditure",
    "state_capital_expenditure",
)
LABELLED = ("summary", "fiscal_summary")
_BUDGETS = ("initial_budget", "full_year_budget")
SIDES = ("revenue", "expenditure")


def amounts_of(table: str) -> tuple[str, ...]:
    """The columns of money of a statutory table."""
    return load_vocabulary().tables[table].amounts


def sum_up(
    facts: Facts, rule_id: str, upper: Row, below: Sequence[Row], columns: Sequence[str], about: str
) -> Iterator[Check]:
    """For every column in which ``upper`` or a row below has an amount: the rows below make the upper one.

    A blank upper cell over printed ones is no identity: the document prints no sum there.
    """
    for column in columns:
        total, parts = facts.figure(upper, column), facts.figures(below, column)
        if total is not None and (parts or total.value):
            planned = column in _BUDGETS and facts.kind == "final"  # a budget column is often not whole
            unsure = planned or not parts  # nothing below: rows that were not read are as likely
            yield Equation(rule_id, total, parts, about, severity="warning" if unsure else "")


@rule(
    "sum.children",
    family=FAMILY,
    title="下级之和等于上级",
    why="按政府收支分类科目，类由其款、款由其项组成；逐级、逐列都应相等",
    example="2080501 3.33 + 2080505 3.33 = 6.66，表中 20805 印作 6.67，差 0.01，属尾差；印作 7.66 则是错误",
)
def children(facts: Facts) -> Iterator[Check]:
    for table in CODED:
        for upper, below in coded_children(facts.rows(table)):
            yield from sum_up(facts, "sum.children", upper, below, amounts_of(table), "下级科目合计应等于上级")
    for table in LABELLED:
        for side in SIDES:
            rows = [row for row in facts.rows(table) if row.text("side") == side]
            for upper, below in labelled_children(rows):
                yield from _labelled(facts, table, upper, below)
    for table in (*CODED, *LABELLED):
        if not facts.rows(table):
            yield NotChecked(f"{table}：没有数据")


def _labelled(facts: Facts, table: str, upper: Row, below: Sequence[Row]) -> Iterator[Check]:
    """A line and those below it; 其中 may name only a part of it, unless its lines are known to be all."""
    known = all(re.fullmatch(final_words()["all_parts"], line_name(row)) for row in below)
    alone = fold(below[0].text("item")).startswith("其中") and not known
    for check in sum_up(facts, "sum.children", upper, below, amounts_of(table), "分项合计应等于所属项目"):
        short = isinstance(check, Equation) and check.difference > check.tolerance
        if short and (alone or not facts.figures(below, "amount" if table == "summary" else "total")):
            yield NotChecked(f"{table}：{upper.label}只列其中一部分")
        else:
            yield check


@rule(
    "sum.total",
    family=FAMILY,
    title="各行之和等于合计",
    why="合计行是各类（或最末级各行）之和，逐列相等",
    example="各类支出 7 + 2 + 1 = 10，合计印作 11，差 1",
)
def totals(facts: Facts) -> Iterator[Check]:
    for table in CODED:
        total = facts.total(table)
        rows = facts.rows(table)
        if total is None:
            yield NotChecked(f"{table}：没有合计行")
            continue
        tops, leaves = top_rows(rows), leaf_rows(rows)
        if not tops:
            yield NotChecked(f"{table}：只有合计行")
            continue
        below = {upper.index: children for upper, children in coded_children(rows)}
        parts = [(top, below.get(top.index, [])) for top in tops]
        for column in amounts_of(table):
            if _is_printed(parts, column):
                yield from sum_up(facts, "sum.total", total, tops, (column,), "各行合计")
            if len(leaves) != len(tops):
                yield from sum_up(facts, "sum.total", total, leaves, (column,), "最末级各行合计")
    for table in LABELLED:
        for side in SIDES:
            yield from _labelled_totals(facts, table, [row for row in facts.rows(table) if row.text("side") == side])
    yield from _carryover_total(facts)


def _is_printed(parts: Sequence[tuple[Row, Sequence[Row]]], column: str) -> bool:
    """Whether top rows (with those below) print their sums in ``column``; a blank 类 above printed 款 is no sum."""
    return not any(top.amount(column) is None and any(row.amount(column) for row in below) for top, below in parts)


def _labelled_totals(facts: Facts, table: str, rows: Sequence[Row]) -> Iterator[Check]:
    """合计 is the sum of the lines above it, 总计 that of 合计 and the lines since.

    After 合计, what is named below a 结转 line tells what that is made of (其中, numbered lines, the three funds).
    """
    tops = {row.index for row in labelled_tops(rows)}
    if any(re.fullmatch(final_words()["other_wing"], line_name(row)) for row in rows if row.text("side") == SIDES[1]):
        yield NotChecked(f"{table}：支出方另按性质或经济分类列示")
        return
    since: list[Row] = []
    carried: list[Row] = []
    for row in rows:
        if row.text("role") == "total":
            yield from _carried(facts, table, carried)
            if since:
                yield from sum_up(facts, "sum.total", row, since, amounts_of(table), "各项合计")
            since, carried = [row], []
        elif row.index in tops and carried and _is_part_of(carried[0], row):
            carried.append(row)
        elif row.index in tops:
            since.append(row)
            if since[0].text("role") == "total" and not has_ordinal(row):
                carried = [row]
    yield from _carried(facts, table, carried)


def _is_part_of(balance: Row, row: Row) -> bool:
    """Whether a line after 合计 is part of the balance above it: numbered, 其中, a fund or a kind of balance."""
    if has_ordinal(row) or fold(row.text("item")).startswith("其中"):
        return True
    if not any(is_line(balance, kind) for kind in ("opening", "closing", "distributed")):
        return False
    kinds = ("opening", "closing", "distributed", "used")
    is_fund = any(is_line(row, fund) for fund in FUNDS)
    part = re.fullmatch(final_words()["balance_parts"], line_name(row))
    return is_fund or (part is not None and not any(is_line(row, kind) for kind in kinds))


def _carried(facts: Facts, table: str, carried: Sequence[Row]) -> Iterator[Check]:
    """A balance and what it is made of; a single 其中 is only a part of it, and blank lines tell nothing."""
    if len(carried) < 2:
        return
    funds = [row for row in carried[1:] if any(is_line(row, fund) for fund in FUNDS)]
    if len(funds) < len(carried) - 1 and not all(has_ordinal(row) for row in carried[1:]):
        yield NotChecked(f"{table}：{carried[0].label}只列其中一部分")
        return
    columns = [column for column in amounts_of(table) if facts.figures(carried[1:], column)]
    yield from sum_up(facts, "sum.total", carried[0], carried[1:], columns, "结转分项合计")


def _carryover_total(facts: Facts) -> Iterator[Check]:
    total = facts.total("carryover")
    details = [row for row in facts.rows("carryover") if row.text("role") == "detail"]
    if total is not None and details:
        yield from sum_up(facts, "sum.total", total, details, amounts_of("carryover"), "各项目合计")


@rule(
    "sum.row",
    family=FAMILY,
    title="一行各列之和等于该行合计",
    why="合计 = 基本支出 + 项目支出；合计 = 人员经费 + 公用经费；合计 = 各经济科目；收入合计 = 各资金来源",
    example="基本支出 7 + 项目支出 3 = 10，合计印作 9，差 -1",
)
def parts_of_a_row(facts: Facts) -> Iterator[Check]:
    titles = column_titles()
    for table in (*CODED, "fiscal_summary", "three_public", "carryover"):
        used = _identities(facts, table)
        for row in facts.rows(table):
            if row.text("side") == "revenue":
                continue
            for column, parts in used.items():
                total = facts.figure(row, column)
                figures = tuple(_as_column(facts.figure(row, part), titles) for part in parts)
                present = tuple(figure for figure in figures if figure is not None)
                if total is not None and (present or (total.value and parts)):
                    yield Equation("sum.row", _as_row(total, titles), present, f"{row.label}各列之和应等于合计")


def _identities(facts: Facts, table: str) -> dict[str, tuple[str, ...]]:
    """Which columns make which in a table, a subtotal that it does not print replaced by what makes that."""
    parts = load_vocabulary().tables[table].parts
    used = set(facts.columns(table, amounts_of(table)))

    def spread(column: str) -> tuple[str, ...]:
        if column in used or column not in parts:
            return (column,) if column in used else ()
        return tuple(c for part in parts[column] for c in spread(part))

    return {column: tuple(c for part in parts[column] for c in spread(part)) for column in parts if column in used}


def column_titles() -> dict[str, str]:
    """What a column of the statutory tables is called."""
    return {f.name: str(f.descriptor["title"]) for name in CODED for f in load_resources()[name].fields}


def _as_column(figure: Figure | None, titles: Mapping[str, str]) -> Figure | None:
    return None if figure is None else _as_row(figure, titles)


def _as_row(figure: Figure, titles: Mapping[str, str]) -> Figure:
    return replace(figure, heading=titles.get(figure.column, figure.column))


@rule(
    "balance.summary",
    family=FAMILY,
    title="收支总表两边相等",
    why="《预算法》第十二条列收支平衡为预算原则；同一张表的收入总计与支出总计是同一笔钱",
    example="收入总计 100，支出总计 90，差 -10",
)
def balance(facts: Facts) -> Iterator[Check]:
    for table, column in (("summary", "amount"), ("fiscal_summary", "total")):
        left, right = (grand_total(facts, table, side) for side in SIDES)
        if _of_other_kinds(left, right):
            left = None
        pair = [facts.figure(row, column) for row in (left, right) if row is not None]
        if len(pair) == 2 and pair[0] is not None and pair[1] is not None:
            yield Equation("balance.summary", pair[1], (pair[0],), "收入总计应等于支出总计")
        else:
            yield NotChecked(f"{table}：缺收入总计或支出总计")


def _of_other_kinds(left: Row | None, right: Row | None) -> bool:
    """Whether only one of two totals is that of the year alone: they need not agree."""
    return left is not None and right is not None and is_line(left, "current") != is_line(right, "current")
