"""Family 4: reasons against what other parts of the document show of the same money."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from difflib import SequenceMatcher

from mingzhang.audit.facts import Facts, Row
from mingzhang.audit.model import Check, Finding, NotChecked, Passed
from mingzhang.audit.names.likeness import bare, likeness
from mingzhang.audit.registry import EXACT, rule
from mingzhang.audit.text.claimed import Claim, claims_of
from mingzhang.audit.text.reasons import FAMILY, explained, finding, reason_words, says
from mingzhang.text import fold

_SHARED = 6  # so many characters in a row of a project's name mean that project
_CONSIDERABLE = Decimal("0.33")
_MOST_OF = Decimal("0.75")
_ALIKE = 0.85


@rule(
    "reason.still-carried",
    family=FAMILY,
    title="说结转减少了的项目不在结转明细中",
    why="上年结转减少的原因点名的项目，若正列在结转结余明细表中，它没有减少",
    example="原因“减少援疆干部医疗补助资金”，结转明细第一行正是援疆干部医疗费",
    severity="warning",
    tolerance=EXACT,
)
def still_carried(facts: Facts) -> Iterator[Check]:
    rows = [row for row in facts.rows("carryover") if row.text("project") and row.text("role") == "detail"]
    if not rows:
        yield NotChecked("没有结转结余明细")
        return
    for claim, reason, change in explained(facts):
        if claim.quantity not in ("fiscal_carryover", "nonfiscal_carryover", "carryover") or change >= 0:
            continue
        named = [row for row in rows if _shared(bare(row.text("project")), reason) >= _SHARED and says("less", reason)]
        if not named:
            yield Passed()
            continue
        names = "、".join(f"“{row.text('project')}”" for row in named)
        message = f"{claim.subject}减少的原因点名的项目仍在结转结余明细中：{names}（第{named[0].line}行起）"
        yield finding(facts, "reason.still-carried", "warning", message, claim, change)


def _shared(one: str, other: str) -> int:
    """The length of the longest run of characters that two texts share."""
    return SequenceMatcher(None, one, other, autojunk=False).find_longest_match().size


@rule(
    "reason.other-funds",
    family=FAMILY,
    title="财政拨款的增减不以单位资金的项目为原因",
    why="单位资金（实有资金）的项目不是财政拨款，不能说明财政拨款的增减",
    example="财政拨款公务接待费增加，原因是一个实有资金项目",
    severity="warning",
    tolerance=EXACT,
)
def other_funds(facts: Facts) -> Iterator[Check]:
    names = {name for row in _own_projects(facts) if len(name := _distinctive(row.text("name"))) >= _least()}
    if not names:
        yield NotChecked("没有单位资金的项目")
        return
    for claim, reason, change in explained(facts):
        named = [name for name in names if name in reason]
        if claim.scope not in reason_words()["fiscal_scopes"] or not change:
            continue
        if not named:
            yield Passed()
            continue
        message = f"{claim.subject}属财政拨款，原因“{claim.row.text('reason')}”说的“{named[0]}”却是单位资金的项目"
        yield finding(facts, "reason.other-funds", "warning", message, claim, change)


def _least() -> int:
    return int(reason_words()["least_named"])


def _own_projects(facts: Facts) -> list[Row]:
    """The forms of projects that are paid from other than fiscal funds alone."""
    return [
        row
        for row in facts.rows("performance_forms")
        if row.text("scope") == "project" and row.amount("budget_other") and not row.amount("budget_fiscal")
    ]


def _distinctive(name: str) -> str:
    """What is left of a project's name without the words that many projects have."""
    return re.sub(r"[\W\d]|" + reason_words()["generic"], "", bare(name))


@rule(
    "reason.pay-only",
    family=FAMILY,
    title="只以人员经费为原因时，公用经费没有占去增减的大部分",
    why="基本支出的增减 = 人员经费 + 公用经费的增减；公用经费占三分之一以上的，原因应说到它",
    example="基本支出增加 30 万元，其中公用经费增加 15 万元，原因只说工资调增",
    severity="note",
    tolerance=EXACT,
)
def pay_only(facts: Facts) -> Iterator[Check]:
    operating = next((c for c in claims_of(facts) if c.quantity == "operating" and c.row.amount("change")), None)
    change = operating.row.amount("change") if operating else None
    claims = _basic(explained(facts))
    if operating is None or change is None or not claims:
        yield NotChecked("基本支出或机关运行经费没有说明增减和原因")
        return
    claim, reason, total = claims[0]
    part = change / total
    if not says("pay", reason) or says("public_words", reason) or not _CONSIDERABLE <= part <= 1:
        yield Passed()
        return
    message = (
        f"{claim.subject}增减 {total:+f}，其中公用经费 {change:+f}（第{operating.line}行），"
        f"人员经费只有 {total - change:+f}，原因却只说人员经费"
    )
    yield finding(facts, "reason.pay-only", "note", message, claim, total)


def _basic(claims: Sequence[tuple[Claim, str, Decimal]]) -> list[tuple[Claim, str, Decimal]]:
    """The changes of basic expenditure; where the text has none, those of 行政运行."""
    basic = [c for c in claims if c[0].quantity in ("basic_all", "general_basic") and c[2]]
    return basic or [c for c in claims if re.fullmatch(r"20\d{3}01", c[0].code) and c[2]]


@rule(
    "reason.named-items",
    family=FAMILY,
    title="点名纳入的科目说明得了增加额",
    why="“将某费、某费纳入预算”时，这些科目的金额之和就是它们能说明的增加额",
    example="增加 15.0 万元，原因是工会经费、福利费纳入预算，两项只有 8.7 万元",
    severity="note",
    tolerance=EXACT,
)
def named_items(facts: Facts) -> Iterator[Check]:
    rows = [row for row in facts.rows("basic_expenditure") if len(row.text("code")) > 3 and row.amount("total")]
    for claim, reason, change in explained(facts):
        named = [row for row in rows if len(fold(row.text("name"))) > 2 and fold(row.text("name")) in reason]
        if claim.scope != "operating" or change <= 0 or not named or not says("entered", reason):
            continue
        total = sum((row.amount("total") or Decimal(0) for row in named), Decimal(0))
        if total >= _MOST_OF * change:
            yield Passed()
            continue
        told = " + ".join(f"{row.text('name')} {row.amount('total'):f}" for row in named)
        message = f"{claim.subject}增加 {change:f}，原因点名的{told} = {total:f}，其余 {change - total:f} 没有说明"
        yield finding(facts, "reason.named-items", "note", message, claim, change)


@rule(
    "reason.new-or-moved",
    family=FAMILY,
    title="同一项目不能既是新增又是科目调整而来",
    why="一处说项目是本年新增，另一处说它由别的科目调整而来，两处说法矛盾",
    example="甲科目“新增‘老干部活动费用’项目”，乙科目“‘老干部活动费用’等因科目调整减少”",
    severity="warning",
    tolerance=EXACT,
)
def new_or_moved(facts: Facts) -> Iterator[Check]:
    told = [(claim, reason, _quoted(claim)) for claim, reason, _ in explained(facts)]
    moved = [(claim, name) for claim, reason, names in told if says("shifted", reason) for name in names]
    for claim, reason, names in told:
        if not says("new", reason) or not names:
            continue
        twice = [
            (c, n) for name in names for c, n in moved if c is not claim and likeness(bare(name), bare(n)) >= _ALIKE
        ]
        if twice:
            message = f"{claim.subject}的原因说新增“{names[0]}”，第{twice[0][0].line}行却说“{twice[0][1]}”是科目调整"
            yield finding(facts, "reason.new-or-moved", "warning", message, claim)
        else:
            yield Passed()


def _quoted(claim: Claim) -> list[str]:
    return [match["name"] for match in re.finditer(reason_words()["quoted"], claim.row.text("reason"))]


@rule(
    "reason.when",
    family=FAMILY,
    title="同一批人员的增加时间前后一致",
    why="一处说本年新增，另一处说上年某月增加，是否影响本年增减便不同",
    example="一处“新增30名”，另一处“2023年8月增加30名”",
    severity="note",
    tolerance=EXACT,
)
def when(facts: Facts) -> Iterator[Check]:
    groups: dict[str, dict[str, Claim]] = defaultdict(dict)
    for claim, reason, _ in explained(facts):
        for match in re.finditer(reason_words()["newcomers"], reason):
            groups[match["count"]].setdefault(match["year"] or str(facts.year), claim)
    for count, years in groups.items():
        if len(years) < 2:
            yield Passed()
            continue
        first = min(years.values(), key=lambda claim: claim.row.index)
        told = "、".join(f"第{claim.line}行作 {year} 年" for year, claim in years.items())
        yield finding(facts, "reason.when", "note", f"增加的 {count} 名（个）是何时的，说法不一：{told}", first)


@rule(
    "text.own-funds-goal",
    family="文表",
    title="单位资金全部用于项目时，绩效目标不说它用于基本支出",
    why="支出表中单位资金全列为项目支出，目标却称用于基本支出，两处不符",
    example="单位资金 1113 万元全列项目支出，绩效目标称“用于日常基本支出”",
    severity="warning",
    tolerance=EXACT,
)
def own_funds_goal(facts: Facts) -> Iterator[Check]:
    basic, general = facts.total("expenditure"), facts.total("general_expenditure")
    amounts = [row.amount("basic") if row else None for row in (basic, general)]
    forms = _own_projects(facts)
    if not forms or None in amounts or amounts[0] != amounts[1]:
        yield NotChecked("没有单位资金的绩效表，或基本支出不全由一般公共预算安排")
        return
    for form in forms:
        if "基本支出" not in form.text("goal"):
            yield Passed()
            continue
        message = f"“{form.text('name')}”的目标称用于基本支出，而基本支出 {amounts[0]:f} 万元全由一般公共预算安排"
        yield Finding(
            "text.own-funds-goal", "warning", message, "performance_forms", "goal", form.line, form.text("name")
        )
