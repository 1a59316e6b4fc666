"""Family 2, figures of text and forms that tables or each other refute, or make unlikely."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from mingzhang.audit.facts import Facts, Row
from mingzhang.audit.model import Check, Finding, NotChecked, Passed
from mingzhang.audit.registry import rule
from mingzhang.audit.tables.across import FAMILY

_CONTRIBUTIONS = (("医疗保险缴费|公务员医疗补助缴费", "210", "卫生健康支出"), ("住房公积金", "221", "住房保障支出"))
_FUNCTIONAL = ("expenditure", "general_expenditure", "claims")
_RECEPTION = ("reception", "30217", "公务接待")
_CENT = Decimal("0.01")


@rule(
    "relation.contributions",
    family=FAMILY,
    title="列有医疗保险、公积金，功能分类就应有相应的类",
    why="医疗保险缴费列 210 卫生健康支出、住房公积金列 221 住房保障支出；没有该类时缴费记在别的科目，应说明",
    example="人员经费包括住房公积金，支出功能分类却没有 221 住房保障支出",
    severity="warning",
)
def contributions(facts: Facts) -> Iterator[Check]:
    codes = {row.text("code")[:3] for table in _FUNCTIONAL for row in facts.rows(table) if row.text("code")}
    lists = [row for row in facts.rows("claims") if "人员经费" in row.text("subject") and row.text("detail")]
    if not codes or not lists:
        yield NotChecked("没有按功能分类的支出，或没有人员经费的构成")
        return
    for row in lists[:1]:
        for words, code, name in _CONTRIBUTIONS:
            found = re.findall(rf"[^、，。；]*(?:{words})", row.text("detail"))
            if not found or code in codes:
                yield Passed()
                continue
            message = f"人员经费包括{'、'.join(found)}，支出功能分类却没有 {code} {name}；可能记在其他科目，应说明"
            yield Finding("relation.contributions", "warning", message, "claims", "detail", row.line, row.label)


@rule(
    "relation.reception",
    family=FAMILY,
    title="公务接待费等于基本支出和项目分配中的接待费",
    why="基本支出的 30217 加上各项目资金分配中的公务接待费，就是一般公共预算的公务接待费",
    example="30217 2 + 项目分配 5 = 7，“三公”经费表公务接待费 9，2 没有来源",
)
def reception(facts: Facts) -> Iterator[Check]:
    key, code, words = _RECEPTION
    stated = [row for row in facts.rows("three_public") if row.text("item_key") == key]
    figure = facts.figure(stated[0], "general_public_budget") if stated else None
    basic = [row for row in facts.rows("basic_expenditure") if row.text("code") == code]
    total = facts.total("project_expenditure")
    tables = {row.text("project") for row in facts.rows("project_expenditure") if row.text("project")}
    named = {row.text("project_id") for row in facts.rows("projects") if row.text("name") in tables}
    allocated = [row for row in facts.rows("project_allocations") if row.text("project_id") in named]
    shared = sum((row.amount("amount") or Decimal(0) for row in allocated), Decimal(0))
    if figure is None or total is None or not allocated or shared != total.amount("total"):
        yield NotChecked("项目的资金分配不全，或没有公务接待费")
        return
    parts = [row for row in allocated if words in row.text("item")]
    sources = [facts.figure(row, "total") for row in basic] + [facts.figure(row, "amount") for row in parts]
    values = [source.value for source in sources if source is not None]
    if figure.value - sum(values, Decimal(0)) <= _CENT * (len(values) + 1):
        yield Passed()
        return
    terms = " + ".join(f"{value:f}" for value in values) or "0"
    message = (
        f"“三公”经费表一般公共预算的{figure.label} {figure.value:f}；基本支出表 {code} 与项目资金分配中的公务接待费 "
        f"{terms} = {sum(values, Decimal(0)):f}，"
        f"{figure.value - sum(values, Decimal(0)):f} 在一般公共预算支出中没有来源"
    )
    yield Finding("relation.reception", "error", message, "three_public", "total", figure.line, figure.label,
                  figure.value, sum(values, Decimal(0)))  # fmt: skip


def _claimed(facts: Facts, pattern: str) -> Row | None:
    """The first claim whose subject fits and that has an amount."""
    for row in facts.rows("claims"):
        if re.fullmatch(pattern, row.text("subject")) and row.amount("amount") is not None:
            return row
    return None


@rule(
    "relation.evaluated-total",
    family=FAMILY,
    title="绩效评价项目的执行数与项目支出决算相符",
    why="项目支出都应绩效评价；两数不等时，应说明哪些项目支出没有评价",
    example="绩效评价项目执行数 98，项目支出决算 100，差 -2",
    severity="warning",
)
def evaluated_total(facts: Facts) -> Iterator[Check]:
    done, spent = _claimed(facts, ".*评价项目.*(?:执行数|执行总额)"), _claimed(facts, "项目支出")
    if done is None or spent is None:
        yield NotChecked("文字没有绩效评价项目的执行数")
        return
    one, other = done.amount("amount") or Decimal(0), spent.amount("amount") or Decimal(0)
    if one == other:
        yield Passed()
        return
    message = f"绩效评价项目执行数 {one:f}，项目支出决算 {other:f}，差 {one - other:+f}，没有说明哪些项目支出未评价"
    yield Finding("relation.evaluated-total", "warning", message, "claims", "amount", done.line, done.label, one, other)
