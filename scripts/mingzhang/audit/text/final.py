"""Families 3 and 4, final accounts: “三公” budgets, function by function against the budget, shares, procurement,
vehicles."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from mingzhang.audit.facts import Facts, Row
from mingzhang.audit.model import Check, Equation, Finding, NotChecked, Passed
from mingzhang.audit.registry import EXACT, rule
from mingzhang.audit.tables.lines import final_words
from mingzhang.audit.text.claimed import Claim, by_place, claim_words, claims_of, first
from mingzhang.audit.text.percent import HUNDRED, places_of
from mingzhang.audit.text.statements import COPIED, FAMILY
from mingzhang.text import fold

_ITEMS = {"three_public": "total"}  # the quantity of the whole, by its key in the table; the others bear their own


@rule(
    "text.three-public-budget",
    family=FAMILY,
    title="文字所述“三公”经费预算数等于表中的预算数",
    why="“三公”经费支出决算表列预算数和决算数，说明引用的是表中的数；文字说的若是年初预算，而表列全年预算，应说明口径",
    example="文字“公务接待费支出预算为2万元”，表中公务接待费预算数 3 万元",
    severity="warning",
    tolerance=COPIED,
)
def three_public_budget(facts: Facts) -> Iterator[Check]:
    rows = {
        row.text("item_key"): row for row in reversed(facts.rows("three_public")) if row.amount("budget") is not None
    }
    claims = [c for c in claims_of(facts) if c.scope == "three_public" and c.row.amount("baseline_amount") is not None]
    claims = [c for c in claims if c.row.text("baseline") != "previous_year" and c.quantity]
    if not rows or not claims:
        yield NotChecked("“三公”经费表没有预算数，或文字没有说“三公”经费的预算数")
    for claim in claims:
        row = rows.get(_ITEMS.get(claim.quantity, claim.quantity))
        said = facts.figure(claim.row, "baseline_amount")
        printed = facts.figure(row, "budget") if row else None
        if said is None or printed is None:
            continue
        equation = Equation("text.three-public-budget", said, (replace(printed, label=f"“三公”经费表{printed.label}"),),
                            "文字所述预算数应等于“三公”经费表的预算数", exact=True)  # fmt: skip
        is_initial = claim.row.text("baseline") == "initial_budget"
        if is_initial and abs(equation.difference) > equation.tolerance:
            yield NotChecked(f"第{claim.line}行 {claim.subject}：文字说的是年初预算，表列全年预算")
        else:
            yield equation


@rule(
    "text.initial-budget",
    family=FAMILY,
    title="逐科目所述年初预算之和等于所述总数",
    why="一般公共预算财政拨款支出按项级科目逐项说明年初预算数、决算数的，各项年初预算之和应等于总的年初预算数",
    example="总的年初预算 900 万元，各科目年初预算合计 890 万元",
    severity="warning",
)
def initial_budget(facts: Facts) -> Iterator[Check]:
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims_of(facts):
        if claim.row.text("baseline") == "initial_budget" and claim.row.amount("baseline_amount") is not None:
            groups[claim.place].append(claim)
    checked = False
    for group in groups.values():
        items = [claim for claim in group if "(项)" in fold(claim.subject)]
        total = next((claim for claim in group if claim not in items and not claim.code), None)
        if total is None or len(items) < 2 or not _are_all(total, items):
            continue
        checked = True
        whole = facts.figure(total.row, "baseline_amount")
        assert whole is not None
        figures = facts.figures([claim.row for claim in items], "baseline_amount")
        yield Equation("text.initial-budget", whole, figures, "文字逐科目所列年初预算合计")
    if not checked:
        yield NotChecked("文字没有逐科目说明年初预算，或所列科目不全")


def _are_all(total: Claim, items: Sequence[Claim]) -> bool:
    """Whether the items' final amounts make the total's: then none is left out."""
    spent = total.row.amount("amount")
    amounts = [claim.row.amount("amount") for claim in items]
    if spent is None or any(amount is None for amount in amounts):
        return False
    summed = sum((amount for amount in amounts if amount is not None), Decimal(0))
    return abs(summed - spent) <= Decimal("0.005") * (len(items) + 1)


@rule(
    "percent.sum",
    family="百分比",
    title="各项占比之和为 100%",
    why="列全各项的占比之和为 100%；总数没有印出、占比不能逐个核对时，只能这样核对",
    example="三项占比 49.5% + 30.2% + 25.3% = 105%",
    severity="warning",
    tolerance="每个占比容许其末位的一个单位",
)
def share_sums(facts: Facts) -> Iterator[Check]:
    checked = False
    for section in by_place(claims_of(facts)):
        for scope, whole, kinds, all_of_them in claim_words().wholes:
            claims = [claim for claim in section if claim.scope == scope]
            parts = [c for k in kinds if (c := first(claims, k, "share")) is not None]
            if all_of_them and len(parts) == len(kinds) and first(claims, whole) is None:
                checked = True
                yield _share_sum(parts)
    if not checked:
        yield NotChecked("总数都已印出，各项占比逐个核对")


def _share_sum(parts: Sequence[Claim]) -> Check:
    shares = [share for part in parts if (share := part.row.amount("share")) is not None]
    summed = sum(shares, Decimal(0))
    slack = sum((Decimal(1).scaleb(-places_of(share)) for share in shares if share), Decimal(0))
    if not summed or abs(summed - HUNDRED) <= slack:
        return Passed()
    told = " + ".join(f"{part.subject} {part.row.amount('share'):f}%" for part in parts)
    message = f"各项占比之和不是 100%：{told} = {summed:f}%"
    return Finding(
        "percent.sum", "warning", message, "claims", "share", parts[0].line, parts[0].subject, summed, HUNDRED
    )


@rule(
    "procurement.awarded",
    family=FAMILY,
    title="授予中小企业、小微企业的合同金额不超过采购总额",
    why="《政府采购促进中小企业发展管理办法》（财库〔2020〕46号）要求公开授予中小企业合同的总额；小微企业属中小企业，其合同额不应更大",
    example="采购支出总额 220 万元，授予中小企业合同 198 万元，授予小微企业合同 210 万元",
    severity="warning",
)
def awarded(facts: Facts) -> Iterator[Check]:
    rows = {row.text("item"): row for row in facts.rows("procurement")}
    checked = False
    for part, whole in (("micro_awarded", "sme_awarded"), ("sme_awarded", "total")):
        one, other = (facts.figure(rows[key], "amount") if key in rows else None for key in (part, whole))
        if one is None or other is None:
            continue
        checked = True
        if one.value <= other.value + Decimal("0.01"):
            yield Passed()
            continue
        names = {
            "micro_awarded": "授予小微企业合同金额",
            "sme_awarded": "授予中小企业合同金额",
            "total": "政府采购支出总额",
        }
        message = f"{names[part]} {one.value:f}，多于{names[whole]} {other.value:f}"
        if whole == "total":
            message += "；含以前年度合同或未支付金额的应说明"
        yield Finding("procurement.awarded", "warning", message, "procurement", "amount", one.line, names[part],
                      one.value, other.value)  # fmt: skip
    if not checked:
        yield NotChecked("没有授予中小企业合同金额")


@rule(
    "asset.vehicles",
    family=FAMILY,
    title="车辆总数等于各类用车之和",
    why="国有资产占用情况按用途列全各类用车的，各类之和应等于车辆总数；没有列全的不核对",
    example="车辆 5 辆，机要通信用车 1 辆、应急保障用车 2 辆、其他用车 1 辆，合计 4 辆",
    severity="warning",
    tolerance=EXACT,
)
def vehicles(facts: Facts) -> Iterator[Check]:
    rows = facts.rows("assets")
    at = next(
        (i for i, row in enumerate(rows) if _is(row, "vehicles_all") and row.amount("quantity") is not None), None
    )
    kinds: list[Row] = []
    for row in rows[at + 1 :] if at is not None else ():
        if not _is(row, "vehicles_used") or row.amount("quantity") is None:
            break
        kinds.append(row)
    if at is None or not any(fold(row.text("item")).startswith("其他") for row in kinds):
        yield NotChecked("没有车辆数，或没有列全各类用车")
        return
    total, summed = (
        rows[at].amount("quantity"),
        sum((row.amount("quantity") or Decimal(0) for row in kinds), Decimal(0)),
    )
    if total == summed:
        yield Passed()
        return
    told = "、".join(f"{row.text('item')} {row.amount('quantity'):f}" for row in kinds if row.amount("quantity"))
    message = f"车辆 {total:f} 辆，各类用车合计 {summed:f} 辆（{told or '各类都是 0'}）"
    yield Finding("asset.vehicles", "warning", message, "assets", "quantity", rows[at].line, "车辆", total, summed)


def _is(row: Row, kind: str) -> bool:
    return re.fullmatch(final_words()[kind], fold(row.text("item"))) is not None
