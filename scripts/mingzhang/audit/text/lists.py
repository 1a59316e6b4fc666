"""Family 3: what the text lists ("主要包括…", "收入预算包括…", "空表") against the lines of the tables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from mingzhang.audit.facts import Facts, Row
from mingzhang.audit.model import Check, Finding, NotChecked, Passed
from mingzhang.audit.registry import EXACT, rule
from mingzhang.audit.tables.lines import final_words
from mingzhang.audit.text.claimed import Claim, claim_words, claims_of, classification, item_list, scope_of
from mingzhang.text import fold

FAMILY = "文表"
_ITEM = 7  # the length of a 项 code
_LONGEST_NAMED = 30  # so many items a message names


def _amounts(facts: Facts, column: str) -> dict[str, Row]:
    """The 款 of the basic expenditure table that have an amount in ``column``, by code.

    A table with one column of amounts has them under the classes that ``column`` is made of.
    """
    rows = [row for row in facts.rows("basic_expenditure") if len(row.text("code")) > 3]
    if any(facts.columns("basic_expenditure", ("personnel", "public"))):
        return {row.text("code"): row for row in rows if row.amount(column)}
    classes = final_words()[f"{column}_classes"]
    return {row.text("code"): row for row in rows if row.text("code")[:3] in classes and row.amount("total")}


def _codes_named(facts: Facts, item: str) -> set[str]:
    """The economic codes that a listed item names: by the vocabulary, the classification or the table's own names."""
    codes = {code for code, words in claim_words().other["economic_items"].items() if re.fullmatch(words, item)}
    codes |= {code for code, name in classification("economic").items() if len(code) > 3 and name == item}
    rows = facts.rows("basic_expenditure")
    codes |= {row.text("code") for row in rows if len(row.text("code")) > 3 and fold(row.text("name")) == item}
    return codes


@rule(
    "list.economic",
    family=FAMILY,
    title="“主要包括”所列的经济科目在基本支出表中有金额",
    why="说明应按表中实际发生的科目填写，没有金额的科目应删除；列举不带“等”的应列全",
    example="人员经费“主要包括：…离休费…”，基本支出表没有离休费",
    severity="warning",
    tolerance=EXACT,
)
def economic(facts: Facts) -> Iterator[Check]:
    for claim in claims_of(facts):
        column, detail = claim_words().other["lists"].get(claim.quantity), claim.row.text("detail")
        if not column or not detail:
            continue
        if not facts.rows("basic_expenditure"):
            yield NotChecked(f"第{claim.line}行 {claim.subject}：没有基本支出表")
            continue
        if facts.open_rows.get("basic_expenditure"):
            yield NotChecked("基本支出表有未能定列的行")
            continue
        yield from _economic(facts, claim, detail, column)


def _economic(facts: Facts, claim: Claim, detail: str, column: str) -> Iterator[Check]:
    lines = _amounts(facts, column)
    items, is_open = item_list(detail)
    named = {item: _codes_named(facts, item) for item in items}
    if not any(named.values()):
        yield NotChecked(f"第{claim.line}行 {claim.subject}：所列不是经济科目")
        return
    empty = [item for item, codes in named.items() if not codes & set(lines)]
    told = set().union(*named.values())
    unsaid = [row.text("name") for code, row in lines.items() if code not in told]
    if not empty and (is_open or not unsaid):
        yield Passed()
        return
    parts = []
    if empty:
        parts.append(f"所列 {len(items)} 项中有 {len(empty)} 项在基本支出表没有金额：{_named(empty)}")
    if unsaid:
        parts.append(f"表中有金额而未列出：{_named(unsaid)}")
    severity = "warning" if empty else "note"
    yield _finding("list.economic", severity, f"{claim.subject}{'；'.join(parts)}", claim)


def _named(items: list[str]) -> str:
    return "、".join(items[:_LONGEST_NAMED]) + ("等" if len(items) > _LONGEST_NAMED else "")


def _finding(rule_id: str, severity: str, message: str, claim: Claim) -> Finding:
    return Finding(rule_id, severity, message, "claims", "detail", claim.line, claim.row.label)


@rule(
    "list.functional",
    family=FAMILY,
    title="“主要用于”所说的用途与该类下的项级科目相符",
    why="一类支出的用途就是其下各项；点名的项应有金额，占大头的项不应漏说",
    example="社会保障和就业支出“主要用于事业单位离退休”，表中该类下没有离退休科目",
    severity="warning",
    tolerance=EXACT,
)
def functional(facts: Facts) -> Iterator[Check]:
    for claim in claims_of(facts):
        detail = fold(claim.row.text("detail"))
        if len(claim.code) != 3 or not detail:
            continue
        items = _items_below(facts, claim.code)
        if not items:
            yield NotChecked(f"第{claim.line}行 {claim.subject}：表中没有该类的项级科目")
            continue
        listed, _ = item_list(detail)
        absent = [name for code, name in _names(claim.code) if code not in items and _is_named(name, listed, items)]
        silent = _silent(claim.code, detail, items)
        if absent:
            present = _named([row.text("name") for row in items.values()])
            message = f"{claim.subject}的用途说到{_named(absent)}，表中没有这样的项级科目（有金额的只有{present}）"
            yield _finding("list.functional", "warning", message, claim)
        elif silent:
            message = f"{claim.subject}的用途没有说到" + "、".join(
                f"{r.text('name')} {r.amount('total'):f}" for r in silent
            )
            yield _finding("list.functional", "note", message, claim)
        else:
            yield Passed()


def _items_below(facts: Facts, code: str) -> dict[str, Row]:
    rows = facts.rows("general_expenditure")
    return {
        r.text("code"): r
        for r in rows
        if len(r.text("code")) == _ITEM and r.text("code").startswith(code) and r.amount("total")
    }


def _names(code: str) -> list[tuple[str, str]]:
    """The 项 of a 类 by code and folded name."""
    return [(c, name) for c, name in classification("functional").items() if len(c) == _ITEM and c.startswith(code)]


def _is_named(name: str, listed: Sequence[str], items: Mapping[str, Row]) -> bool:
    """Whether an item of the list begins with the whole name, and not with that of a line that has an amount."""
    others = [fold(row.text("name")) for row in items.values()]
    return any(item.startswith(name) and not any(item.startswith(other) for other in others) for item in listed)


def _silent(code: str, detail: str, items: Mapping[str, Row]) -> list[Row]:
    """The items of a 类 that make a considerable part of it and that the detail has no word for."""
    total = sum((row.amount("total") or Decimal(0) for row in items.values()), Decimal(0))
    share = Decimal(str(claim_words().other["considerable"]))
    words = claim_words().other["functional_items"]
    silent = []
    for item, row in items.items():
        pattern = next((word for codes, word in words.items() if re.fullmatch(codes, item)), "")
        if pattern and not re.search(pattern, detail) and (row.amount("total") or 0) >= share * total:
            silent.append(row)
    return silent


@rule(
    "list.sources",
    family=FAMILY,
    title="“收入预算包括”所列来源与收入表相符",
    why="列举的收入来源应是收入总表中有金额的各栏，不多不少",
    example="收入预算包括一般公共预算、上年结转，而收入总表另有单位资金 37 万元",
    severity="warning",
    tolerance=EXACT,
)
def sources(facts: Facts) -> Iterator[Check]:
    total = facts.total("revenue")
    if total is None:
        yield NotChecked("收入总表没有合计行")
        return
    for row in facts.rows("explanation"):
        match = re.search(claim_words().other["revenue_list"], fold(row.text("text")))
        if match and not re.search(r"\d", match["list"]):
            yield _sources(facts, row, match["list"], total)


def _sources(facts: Facts, row: Row, text: str, total: Row) -> Check:
    items, is_open = item_list(text)
    patterns = claim_words().other["sources"]
    titles = {f"{key}": word for key, word in claim_words().other["source_names"].items()}
    listed = {key for key, pattern in patterns.items() for item in items if re.search(pattern, item)}
    printed = {key for key in patterns if _has(total, key)}
    missing = [f"{titles[key]} {_sum(total, key):f} 万元" for key in patterns if key in printed - listed]
    surplus = [titles[key] for key in patterns if key in listed - printed]
    if (not missing or is_open) and not surplus:
        return Passed()
    parts = (["收入表中有而未列：" + "、".join(missing)] if missing else []) + (
        ["所列而收入表没有：" + "、".join(surplus)] if surplus else []
    )
    message = f"“{text}”与收入表不符：{'；'.join(parts)}"
    return Finding("list.sources", "warning", message, "explanation", "text", row.line, "收入预算包括")


_COLUMNS = {
    "general_public_budget": ("general_public_budget", "fiscal_appropriation"),
    "fiscal_carryover": ("fiscal_carryover", "nonfiscal_carryover", "carryover"),
}


def _has(total: Row, key: str) -> bool:
    return bool(_sum(total, key))


def _sum(total: Row, key: str) -> Decimal:
    """The first printed amount of a source in the revenue table's total."""
    values = (total.amount(column) for column in _COLUMNS.get(key, (key,)))
    return next((value for value in values if value), Decimal(0))


@rule(
    "list.empty",
    family=FAMILY,
    title="说没有、未安排的资金，表中也没有",
    why="财预〔2016〕143号：没有数据的表公开空表并说明；说明为空表、未安排的，表中不应有金额",
    example="“国有资本经营预算支出情况表为空表”，而该表有金额",
    tolerance=EXACT,
)
def empty(facts: Facts) -> Iterator[Check]:
    words = claim_words()
    for row in facts.rows("explanation"):
        text = fold(row.text("text"))
        for match in re.finditer(words.other["empty_table"], text):
            name = next(group for group in match.groups() if group)
            table = "fund_expenditure" if "基金" in name else "state_capital_expenditure"
            has_revenue = any(facts.columns(table, ("revenue",)))
            column = "revenue" if has_revenue and _only_revenue(match, text) else "total"
            amounts = [r for r in facts.rows(table) if r.amount(column)]
            yield _unexpected(row, f"{match[0]}", amounts[:1], column)
        of_revenue = scope_of(row.text("section"), row.text("subsection")) == "revenue"
        planned = re.search(words.other["not_planned"], text) if of_revenue else None
        total = facts.total("revenue")
        if planned and total is not None:
            column = words.other["planned_columns"][planned["source"]]
            yield _unexpected(row, planned[0], [total] if total.amount(column) else [], column)


def _only_revenue(match: re.Match[str], text: str) -> bool:
    """Whether only revenue is said to be nothing: what was carried over may be spent all the same."""
    said = match[0] + text[match.end() : match.end() + 6]
    return "收入" in said and "支出" not in said


def _unexpected(row: Row, said: str, rows: list[Row], column: str) -> Check:
    if not rows:
        return Passed()
    amount = rows[0].amount(column)
    message = f"文字称“{said}”，表中却有 {amount:f} 万元（第{rows[0].line}行）"
    return Finding("list.empty", "error", message, "explanation", "text", row.line, said, amount, Decimal(0))


@rule(
    "list.vehicle-purchase",
    family=FAMILY,
    title="没有公务用车购置费，就没有购置公务用车的项目",
    why="“三公”经费表的公务用车购置费为零、又没有车辆方面的项目时，文字不应说实施公务用车购置经费",
    example="目标写“通过公务用车购置经费的实施”，“三公”经费表公务用车购置费为 0",
    tolerance=EXACT,
)
def vehicle_purchase(facts: Facts) -> Iterator[Check]:
    rows = [row for row in facts.rows("three_public") if row.text("item_key") == "vehicle_purchase"]
    if not rows or any(row.amount(column) for row in rows for column in ("total", "budget", "final")):
        yield NotChecked("没有“三公”经费表的公务用车购置费，或购置费不为零")
        return
    if any(re.search(claim_words().other["vehicle_project"], row.text("name")) for row in facts.rows("projects")):
        yield NotChecked("有车辆方面的项目，可能由其他资金购置")
        return
    for row in facts.rows("explanation"):
        match = re.search(claim_words().other["vehicle_purchase_done"], fold(row.text("text")))
        if match:
            message = f"文字称“{match[0]}”，“三公”经费表的公务用车购置费为零（第{rows[0].line}行）"
            yield Finding("list.vehicle-purchase", "error", message, "explanation", "text", row.line, match[0])
            return
    yield Passed()
