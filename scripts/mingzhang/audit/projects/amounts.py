"""Family 5: what the text says of projects, against itself and against the project table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from mingzhang.audit.facts import Facts, Row
from mingzhang.audit.model import Check, Equation, Figure, Finding, NotChecked, Passed
from mingzhang.audit.performance.view import inner, never_silent, plain
from mingzhang.audit.performance.words import aliased_class, has, mapping
from mingzhang.audit.registry import EXACT, rule
from mingzhang.records.projects.items import TABLE, Item, Project, likeness, meet
from mingzhang.text import fold

FAMILY = "项目与绩效"
_ALIKE = 0.65
_CLASS = 3


def name_likeness(one: str, other: str) -> float:
    """How alike two names of projects are, 0 to 1."""
    return likeness(_as_project(one), _as_project(other)) if one and other else 0.0


def _as_project(name: str, amount: Decimal | None = None) -> Project:
    return Project({TABLE: Item(TABLE, "", 0, name, () if amount is None else (amount,))})


def named(figure: Figure, prefix: str) -> Figure:
    """The figure, called what a reader knows it as."""
    return replace(figure, label=f"{prefix} {figure.label}".strip())


def allocations_of(facts: Facts) -> Mapping[str, list[Row]]:
    """The allocations of each project, by its id."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row in facts.rows("project_allocations"):
        found[row.text("project_id")].append(row)
    return found


def rows_of_projects(facts: Facts, table: str) -> Mapping[str, Row]:
    """Each project's row in the project or carryover table: by name, else by likeness where the amount agrees."""
    rows = [row for row in facts.rows(table) if row.text("project") and row.text("role") == "detail"]
    found: dict[str, Row] = {}
    for exact in (True, False):
        for project in facts.rows("projects"):
            if project.text("project_id") in found:
                continue
            fitting = [row for row in rows if row not in found.values() and _is_same(project, row, exact)]
            if len(fitting) == 1:
                found[project.text("project_id")] = fitting[0]
    return found


def _is_same(project: Row, row: Row, exact: bool) -> bool:
    if exact:
        return fold(project.text("name")) == fold(row.text("project"))
    ours = _as_project(project.text("name") or "?", project.amount("amount"))
    theirs = _as_project(row.text("project"), row.amount("total"))
    return meet(ours, theirs) and likeness(ours, theirs) >= _ALIKE


@rule(
    "project.allocations",
    family=FAMILY,
    title="资金分配各项之和等于项目资金",
    why="资金分配情况逐项列示项目资金的用途，合计应等于项目预算",
    example="办公费 2 + 印刷费 3 = 5，项目资金印作 5",
)
@never_silent
def allocations(facts: Facts) -> Iterator[Check]:
    listed = allocations_of(facts)
    for project in facts.rows("projects"):
        rows = listed.get(project.text("project_id"), [])
        total, parts = facts.figure(project, "amount"), facts.figures(rows, "amount")
        if total is None or not parts:
            if project.text("allocation"):
                yield NotChecked(f"{project.label}：资金分配或项目资金没有可核对的金额")
            continue
        equation = Equation("project.allocations", total, parts, "资金分配各项合计应等于项目资金")
        if has("open_list", project.text("allocation")) and equation.difference > 0:
            yield NotChecked(f"{project.label}：资金分配以“等”结尾，未全部列出")
        else:
            yield equation


@rule(
    "project.table-amount",
    family=FAMILY,
    title="项目说明的金额等于项目支出表",
    why="项目支出情况说明与项目支出表说的是同一个项目的同一笔钱；结转项目与结转结余明细表同理",
    example="项目支出表印作 6，项目支出情况说明和绩效表为 6.6",
)
@never_silent
def table_amounts(facts: Facts) -> Iterator[Check]:
    if not facts.rows("projects"):
        yield NotChecked("没有项目")
    for table, about in (("project_expenditure", "项目支出表"), ("carryover", "结转结余明细表")):
        if not facts.rows(table):
            yield NotChecked(f"{about}没有数据")
        for project, row in _pairs(facts, table):
            printed, stated = facts.figure(row, "total"), facts.figure(project, "amount")
            if printed is not None and stated is not None:
                parts = (named(stated, "项目说明"),)
                yield Equation("project.table-amount", printed, parts, f"{about}与项目说明的金额应相等")


def _pairs(facts: Facts, table: str) -> Iterator[tuple[Row, Row]]:
    rows = rows_of_projects(facts, table)
    for project in facts.rows("projects"):
        if project.text("project_id") in rows:
            yield project, rows[project.text("project_id")]


@rule(
    "project.economic-columns",
    family=FAMILY,
    title="资金分配按经济分类归并后等于项目支出表各栏",
    why="资金分配列明的经济科目（如培训费、设备购置）与项目支出表各经济分类栏是同一笔钱；科目名称与栏目不符时只作提醒",
    example="资金分配：培训费 2、设备购置 8；项目支出表：商品和服务支出 3、资本性支出 7",
)
@never_silent
def economic_columns(facts: Facts) -> Iterator[Check]:
    listed, names = allocations_of(facts), _class_names(facts)
    for project, row in _pairs(facts, "project_expenditure"):
        rows = listed.get(project.text("project_id"), [])
        classes = [_class_of(item.text("item"), names) for item in rows]
        if not rows or not all(classes):
            yield NotChecked(f"{project.label}：资金分配没有都写明经济科目")
        elif not _adds_up(row):
            yield NotChecked(f"{row.label}：项目支出表本行各栏之和不等于合计，先按该处核对")
        else:
            yield from _compare_columns(row, rows, classes)


def _compare_columns(row: Row, rows: Sequence[Row], classes: Sequence[str]) -> Iterator[Check]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for item, code in zip(rows, classes, strict=True):
        sums[code] += item.amount("amount") or Decimal(0)
    wrong: list[tuple[str, Decimal, Decimal]] = []
    for code, columns in mapping("economic_columns").items():
        printed = sum((row.amount(column) or Decimal(0) for column in columns), Decimal(0))
        if abs(printed - sums[code]) > Decimal("0.005") * (1 + classes.count(code)):
            column = next((c for c in columns if row.amount(c)), columns[0])
            wrong.append((column, printed, sums[code]))
    if not wrong:
        yield Passed()
        return
    items = "、".join(f"{item.text('item')} {item.amount('amount') or 0:f}" for item in rows)
    told = "；".join(f"{_titles()[column]}栏 {printed:f}，按资金分配应为 {due:f}" for column, printed, due in wrong)
    same_columns = all(printed and due for _, printed, due in wrong)
    column, printed, due = wrong[0]
    yield Finding(
        "project.economic-columns", "error" if same_columns else "warning",
        f"“{inner(row.text('project'))}”项目支出表与资金分配不符：{told}（资金分配：{items}）。",
        row.resource, column, row.line, row.label, printed, due,
    )  # fmt: skip


def _titles() -> Mapping[str, str]:
    from mingzhang.audit.tables.within import column_titles

    return column_titles()


def _adds_up(row: Row) -> bool:
    columns = [column for columns in mapping("economic_columns").values() for column in columns]
    total = sum((row.amount(column) or Decimal(0) for column in columns), Decimal(0))
    return total == row.amount("total")


def _class_names(facts: Facts) -> Mapping[str, str]:
    """The economic 类 of every name that the classification of the disclosure evidences."""
    rows = facts.rows("economic_classification")
    return {fold(row.text("name")): row.text("code")[:_CLASS] for row in rows if row.text("code")}


def _class_of(item: str, names: Mapping[str, str]) -> str:
    code = names.get(fold(item)) or aliased_class(item)
    return "310" if code == "309" else code


@rule(
    "project.same-name",
    family=FAMILY,
    title="项目名称可以区分",
    why="同一公开中两个项目同名时，读者无从区分是两个项目还是重复填列",
    example="两个项目都叫“补助资金”，只有项目编码不同",
    severity="note",
    tolerance=EXACT,
)
@never_silent
def same_names(facts: Facts) -> Iterator[Check]:
    named_alike: dict[str, list[Row]] = defaultdict(list)
    for project in facts.rows("projects"):
        if project.text("name"):
            named_alike[fold(project.text("name"))].append(project)
    if not named_alike:
        yield NotChecked("没有项目")
    for rows in named_alike.values():
        if len(rows) == 1:
            yield Passed()
            continue
        amounts = "、".join(f"第 {row.line} 行 {_amount(row)}" for row in rows)
        message = f"{len(rows)} 个项目都叫“{inner(rows[0].text('name'))}”（{amounts}），名称没有区分，易误为重复。"
        first = rows[0]
        yield Finding("project.same-name", "note", message, first.resource, "name", first.line, first.label)


def _amount(row: Row) -> str:
    amount = row.amount("amount")
    return "未印金额" if amount is None else f"{plain(amount)} 万元"


@rule(
    "project.item-purpose",
    family=FAMILY,
    title="奖励补助项目的资金不全列单位自身的办公开支",
    why="项目名称说是奖励、补助，资金分配却只有办公费等本单位开支，用途与科目不符",
    example="“先进单位奖励补助”资金分配只有“办公费”一项",
    severity="note",
    tolerance=EXACT,
)
@never_silent
def item_purpose(facts: Facts) -> Iterator[Check]:
    listed = allocations_of(facts)
    for project in facts.rows("projects"):
        rows = listed.get(project.text("project_id"), [])
        if not rows or not has("grant_names", project.text("name")):
            continue
        if all(has("own_expenses", row.text("item")) for row in rows):
            items = "、".join(f"{row.text('item')} {row.amount('amount') or 0:f}" for row in rows)
            message = f"“{inner(project.text('name'))}”名称是奖励、补助，资金分配却只有{items}，用途与科目可能不符。"
            yield Finding(
                "project.item-purpose", "note", message, "project_allocations", "item", project.line, project.label
            )
        else:
            yield Passed()
    if not listed:
        yield NotChecked("没有资金分配情况")
