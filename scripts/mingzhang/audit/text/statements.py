"""Family 3: the amounts of the explanatory text against the tables, and against each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from mingzhang.audit.facts import Facts
from mingzhang.audit.model import Check, Equation, Figure, Finding, NotChecked, Passed
from mingzhang.audit.registry import rule
from mingzhang.audit.text.claimed import (
    Claim,
    by_place,
    cell_figures,
    claim_words,
    claims_of,
    coded_figures,
    first,
    named_row,
)
from mingzhang.schema import load_resources

FAMILY = "文表"
_IN_BRACKETS = re.compile(r"[（(][^（()）]*(?:[）)]|$)")
TITLES = {name: spec.title for name, spec in load_resources().items()}
YUAN = Decimal(10000)  # 元 in a 万元
COPIED = "抄自同一数字，应完全相同；只容许两处印刷位数不同造成的半个末位"


def slipped_unit(rule_id: str, equation: Equation) -> Finding | None:
    """The finding for an identity that holds once 元 is read as 万元 in one of its figures."""
    if abs(equation.difference) <= equation.tolerance:
        return None
    for figure in equation.figures:
        meant = figure.value * YUAN
        mended = equation.difference + (meant - figure.value) * (1 if figure is equation.total else -1)
        if figure.value and abs(mended) <= equation.tolerance:
            message = (
                f"{figure.label}按所印单位为 {figure.value:f} 万元，应为 {meant.normalize():f} 万元：“万元”印作“元”"
            )
            return Finding(
                rule_id, "error", message, figure.resource, figure.column, figure.line, figure.label,
                figure.value, meant,
            )  # fmt: skip
    return None


def judged(rule_id: str, equation: Equation) -> Check:
    """The identity, or the finding of a slipped unit."""
    return slipped_unit(rule_id, equation) or equation


@rule(
    "text.table",
    family=FAMILY,
    title="文字中的金额等于表中的同一数字",
    why="财预〔2016〕143号要求对各表作文字说明；说明引用的是表中的数，口径相同则应完全相同",
    example="文字“基本支出460万元”，支出总表合计行的基本支出为 641 万元",
    tolerance=COPIED,
)
def against_tables(facts: Facts) -> Iterator[Check]:
    claims = [claim for claim in claims_of(facts) if claim.row.amount("amount") is not None]
    for claim in claims:
        yield from _against_table(facts, claim)


def _against_table(facts: Facts, claim: Claim) -> Iterator[Check]:
    figure = facts.figure(claim.row, "amount")
    assert figure is not None
    cells = _cells(facts, claim)
    if not cells:
        if claim.quantity and not figure.value:
            yield Passed()
        elif claim.code or claim.quantity in claim_words().cells:
            yield NotChecked(f"第{claim.line}行 {claim.subject}：表中没有对应的数")
        return
    equations = [_copied(figure, cell) for cell in cells]
    fitting = [equation for equation in equations if abs(equation.difference) <= equation.tolerance]
    equation = (fitting or equations)[0]
    carried = not fitting and _is_without_carryover(facts, equation)
    yield judged("text.table", replace(equation, severity="warning") if carried else equation)


def _is_without_carryover(facts: Facts, equation: Equation) -> bool:
    """Whether a budget's text may tell the year's own money only, where the table has what was carried over too."""
    carried = [row.amount("amount") or Decimal(0) for row in facts.rows("summary") if "结转" in row.text("item")]
    short = -equation.difference
    return facts.kind == "budget" and bool(carried) and equation.tolerance < short <= max(carried) + equation.tolerance


def _cells(facts: Facts, claim: Claim) -> list[tuple[Figure, ...]]:
    """What the tables print of what a claim names."""
    code = claim.code or ("" if claim.quantity else named_row(facts, claim))
    return coded_figures(facts, claim.scope, code) if code else cell_figures(facts, claim.quantity)


def _copied(claim: Figure, cells: tuple[Figure, ...]) -> Equation:
    table = TITLES.get(cells[0].resource, cells[0].resource)
    named = tuple(replace(cell, label=f"{table} {cell.label}".strip()) for cell in cells)
    about = f"文字所述{claim.label}应等于{table}"
    return Equation("text.table", claim, named, about, exact=True)


@rule(
    "text.repeated",
    family=FAMILY,
    title="文字各处对同一数字的说法相同",
    severity="warning",
    why="同一口径的同一数字在说明中出现多次，各处应完全相同",
    example="两处“本年收入”一处 25 万元、一处 26 万元",
    tolerance=COPIED,
)
def repeated(facts: Facts) -> Iterator[Check]:
    groups: dict[tuple[str, str], list[Claim]] = defaultdict(list)
    for claim in claims_of(facts):
        if claim.row.amount("amount") is not None and (claim.quantity or claim.code):
            scope = "" if claim.quantity else claim.scope
            groups[scope, claim.quantity or claim.code].append(claim)
    for group in groups.values():
        figures = facts.figures([claim.row for claim in group], "amount")
        if len(figures) > 1 and _cells(facts, group[0]):
            yield NotChecked(f"{group[0].subject}：各处都直接与表核对")
            continue
        for figure in figures[1:]:
            named = replace(figures[0], label=f"第{figures[0].line}行 {figures[0].label}")
            yield judged("text.repeated", Equation("text.repeated", figure, (named,), "文字两处应相同", exact=True))


@rule(
    "text.parts",
    family=FAMILY,
    title="文字所列分项之和等于总数",
    why="“其中”“包括”所列分项构成前面的总数",
    example="收入预算 80 万元，其中一般公共预算 70 万元、单位资金 9 万元：合计 79 万元",
)
def parts(facts: Facts) -> Iterator[Check]:
    for section in by_place(claims_of(facts)):
        for scope, whole, kinds, all_of_them in claim_words().wholes:
            claims = [claim for claim in section if claim.scope == scope]
            total = first(claims, whole)
            listed = [claim for kind in kinds if (claim := first(claims, kind)) is not None]
            enough = len(kinds) if all_of_them else 2
            if total is not None and len(listed) >= enough:
                yield from _whole(facts, total, listed, claims, all_of_them)
    yield from _details(facts)


def _whole(
    facts: Facts, total: Claim, listed: Sequence[Claim], claims: Sequence[Claim], all_of_them: bool
) -> Iterator[Check]:
    """A whole and its known parts; where the list is open, no claim may be of an unknown quantity.

    A part that another takes in (转移支付 in 一般公共预算, the funds of 财政拨款) is left out when the sum holds so.
    """
    unknown = [] if all_of_them else [c for c in claims if c.row.amount("amount") and not c.quantity and not c.code]
    if unknown:
        yield NotChecked(f"第{total.line}行 {total.subject}：分项中有不认识的“{unknown[0].subject}”")
        return
    nested = claim_words().other["nested"]
    within = {p for whole, parts in claim_words().other["within"].items() for p in parts if _has(listed, whole)}
    lists = [[claim for claim in listed if claim.quantity not in left] for left in ((), nested, within)]
    equations = [_sum(facts, total, claims) for claims in lists if claims]
    equation = next((e for e in equations if abs(e.difference) <= e.tolerance), equations[0])
    short = equation.difference > equation.tolerance and not all_of_them and facts.kind == "final"
    yield judged("text.parts", replace(equation, severity="warning") if short else equation)  # a part may not be named


def _has(claims: Sequence[Claim], quantity: str) -> bool:
    return any(claim.quantity == quantity for claim in claims)


def _sum(facts: Facts, total: Claim, listed: Sequence[Claim]) -> Equation:
    figure = facts.figure(total.row, "amount")
    assert figure is not None
    return Equation("text.parts", figure, facts.figures([c.row for c in listed], "amount"), "文字所列分项合计")


def _details(facts: Facts) -> Iterator[Check]:
    """What a claim's own list (包括…，主要为…) states with amounts makes the claim.

    A list may be of the chief items only: one that falls short is no contradiction, unless it is of known parts.
    What stands in brackets after a part tells what that part is made of.
    """
    claims = claims_of(facts)
    for at, claim in enumerate(claims):
        total, detail = facts.figure(claim.row, "amount"), _IN_BRACKETS.sub("", claim.row.text("detail"))
        if total is None or not detail:
            continue
        listed = [c for c in claims[at + 1 :] if c.line == claim.line and f"{c.subject}{_printed(c)}" in detail]
        figures = facts.figures([c.row for c in listed], "amount")
        if len(figures) < 2:
            continue
        equation = Equation("text.parts", total, figures, "文字所列分项合计")
        missing = total.value - equation.expected
        known = all(c.quantity for c in listed)
        if known or abs(missing) <= equation.tolerance or missing < 0:
            yield judged("text.parts", equation)
        else:
            yield _incomplete(facts, total, missing, len(figures))


def _printed(claim: Claim) -> str:
    amount = claim.row.amount("amount")
    return "" if amount is None else f"{amount:f}"


def _incomplete(facts: Facts, total: Figure, missing: Decimal, count: int) -> Finding:
    """An open list that falls short: a warning when a project of the missing amount is left out, else a note."""
    near = Decimal("0.01")
    left_out = [
        row for row in facts.rows("projects")
        if (amount := row.amount("amount")) is not None and abs(amount - missing) <= near
    ]  # fmt: skip
    expected = total.value - missing
    message = f"{total.label}所列 {count} 项合计 {expected:f}，比 {total.value:f} 少 {missing:f}"
    if left_out:
        message += f"，正与“{left_out[0].text('name')}”相当，疑漏列"
    severity = "warning" if left_out else "note"
    return Finding(
        "text.parts", severity, message, total.resource, total.column, total.line, total.label, total.value, expected
    )


@rule(
    "text.codes",
    family=FAMILY,
    title="只有文字的决算：各科目之和等于总数",
    why="文件没有附表时，逐类、逐项说明的科目应构成所说明的总数",
    example="三类支出 22 + 1 + 2 = 25 万元，总数印作 26 万元",
    severity="warning",
)
def codes(facts: Facts) -> Iterator[Check]:
    if facts.rows("general_expenditure"):
        yield NotChecked("有一般公共预算支出表，各科目直接与表核对")
        return
    claims = claims_of(facts)
    groups: dict[tuple[str, str, int], dict[str, Claim]] = defaultdict(dict)
    for claim in claims:
        if claim.code and claim.row.amount("amount") is not None:
            groups[claim.scope, claim.place[1], len(claim.code)].setdefault(claim.code, claim)
    for (scope, _, _), group in groups.items():
        wholes = claim_words().share_of.get(scope, ())
        total = first(claims, wholes[0]) if wholes else None
        figure = None if total is None else facts.figure(total.row, "amount")
        if figure is not None and len(group) > 1:
            figures = facts.figures([claim.row for claim in group.values()], "amount")
            yield Equation("text.codes", figure, figures, "文字逐科目所列合计")
