"""Family 4: percentages of the explanatory text, recomputed from their amounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from mingzhang.audit.facts import Facts
from mingzhang.audit.model import Check, Finding, NotChecked, Passed
from mingzhang.audit.registry import rule
from mingzhang.audit.text.claimed import Claim, cell_figures, claim_words, claims_of, coded_figures, first
from mingzhang.audit.text.percent import (
    FITS,
    HUNDRED,
    PADDED,
    ROUNDED,
    TOLERANCE,
    WRONG,
    Amount,
    amount_of,
    as_printed,
    exact_percent,
    guess,
    judge,
    places_of,
)

FAMILY = "百分比"
_SEVERITY = {WRONG: "error", PADDED: "warning", ROUNDED: "rounding"}
_HOW = {WRONG: "", PADDED: "少算一位再补零", ROUNDED: "截尾或金额舍入所致"}


def verdict(rule_id: str, claim: Claim, column: str, exact: Amount, sum_: str, hint: str = "") -> Finding | Passed:
    """A pass, or the finding for a printed percentage; ``sum_`` is the arithmetic in words."""
    printed = claim.row.amount(column)
    assert printed is not None
    kind = judge(printed, exact)
    if kind == FITS:
        return Passed()
    expected = as_printed(exact.value, places_of(printed))
    notes = "；".join(filter(None, [_HOW[kind], hint if kind == WRONG else ""]))
    message = f"{claim.subject}：{sum_} = {expected:f}%，印 {printed:f}%" + (f"，{notes}" if notes else "")
    return _finding(rule_id, _SEVERITY[kind], message, claim, column, printed, expected)


def _finding(
    rule_id: str, severity: str, message: str, claim: Claim, column: str, actual: Decimal, expected: Decimal | None
) -> Finding:
    return Finding(
        rule_id, severity, message, "claims", column, claim.line, claim.row.label, actual, expected, (rule_id,)
    )


def amount(facts: Facts, claim: Claim, column: str = "amount") -> Amount | None:
    """A claim's amount with what rounding may have moved, None where blank."""
    figure = facts.figure(claim.row, column)
    return None if figure is None else amount_of(figure)


@rule(
    "percent.share",
    family=FAMILY,
    title="占比等于该数除以总数",
    why="占比 = 该数 ÷ 所在说明的总数",
    example="单位资金 40 ÷ 收入总计 800 = 5%，印 0.5%，差十倍",
    tolerance=TOLERANCE,
)
def shares(facts: Facts) -> Iterator[Check]:
    claims = claims_of(facts)
    for claim in claims:
        part, printed = amount(facts, claim), claim.row.amount("share")
        if printed is None:
            continue
        wholes = wholes_of(facts, claim, claims)
        if part is None or not wholes:
            yield NotChecked(f"第{claim.line}行 {claim.subject}：没有可除的总数")
            continue
        if not part.value and not printed:
            yield Passed()
            continue
        yield _share(facts, claim, part, printed, wholes, claims)


def _share(
    facts: Facts, claim: Claim, part: Amount, printed: Decimal, wholes: Sequence[Amount], claims: Sequence[Claim]
) -> Check:
    exacts = [(exact_percent(part, whole), whole) for whole in wholes if whole.value]
    if not exacts:
        return NotChecked(f"第{claim.line}行 {claim.subject}：总数为零")
    order = [FITS, ROUNDED, PADDED, WRONG]
    exact, whole = min(exacts, key=lambda pair: order.index(judge(printed, pair[0])))
    if judge(printed, exact) != WRONG:
        return verdict("percent.share", claim, "share", exact, _division(part, whole))
    before = [c for c in claims if c.place[0] == claim.place[0] and c.row.index < claim.row.index]
    if any(_makes(part, other, printed) for c in before if (other := c.row.amount("amount")) is not None):
        return Passed()  # a share of a subtotal of the same section
    hint = guess(printed, part.value, exact.value, {}) or _by_table(facts, claim, whole, printed)
    elsewhere = "" if hint else _elsewhere(claim, claims, printed)
    found = verdict("percent.share", claim, "share", exact, _division(part, whole), hint or elsewhere)
    # a share of something that is stated, if not of what is expected, is no contradiction
    return _unsure(found) if elsewhere and isinstance(found, Finding) else found


def _unsure(finding: Finding) -> Finding:
    """A finding that rests on what statements of several sentences seem to mean: no error."""
    return replace(finding, severity="warning") if finding.severity == "error" else finding


def _division(part: Amount, whole: Amount) -> str:
    return f"{part.value:f} ÷ {whole.value:f}"


def _makes(part: Amount, whole: Decimal, printed: Decimal) -> bool:
    """Whether ``printed`` is the share of ``part`` in a larger whole."""
    return whole > part.value > 0 and judge(printed, exact_percent(part, Amount(whole, Decimal(0)))) == FITS


def _by_table(facts: Facts, claim: Claim, whole: Amount, printed: Decimal) -> str:
    """What the share would be of the amount that the table prints, where the text misstates it."""
    cells = coded_figures(facts, claim.scope, claim.code) if claim.code else cell_figures(facts, claim.quantity)
    value = sum((figure.value for figure in cells[0]), Decimal(0)) if cells else Decimal(0)
    if not value or value == claim.row.amount("amount"):
        return ""
    share = value / whole.value * HUNDRED
    hint = guess(printed, value, share, {})
    return f"按表中 {value:f} 为 {as_printed(share, places_of(printed)):f}%" + (f"，{hint}" if hint else "")


def _elsewhere(claim: Claim, claims: Sequence[Claim], printed: Decimal) -> str:
    """The other amount of the text that the share was taken of, when there is one."""
    part = Amount(claim.row.amount("amount") or Decimal(0), Decimal(0))
    for other in claims:
        value = other.row.amount("amount")
        if value is not None and _makes(part, value, printed):
            return f"印数正是除以第{other.line}行{other.subject} {value:f} 所得"
    return ""


def wholes_of(facts: Facts, claim: Claim, claims: Sequence[Claim]) -> list[Amount]:
    """What a claim's share may be a share of: the whole of its scope as the text and the tables print it."""
    kinds = claim_words().share_of.get(claim.scope, ())
    if claim.quantity in kinds:
        kinds = kinds[kinds.index(claim.quantity) + 1 :] or (claim.quantity,)
    found: list[Amount] = []
    for kind in kinds:
        stated = first(claims, kind)
        printed = [amount_of(cell[0]) for cell in cell_figures(facts, kind) if len(cell) == 1]
        text = amount(facts, stated) if stated is not None else None
        found += ([text] if text is not None else []) + printed
    return found


@rule(
    "percent.change",
    family=FAMILY,
    title="增减百分比等于增减额除以上年数",
    why="上年数 = 本年数 − 增减额；增减百分比 = 增减额 ÷ 上年数；预决算差异率 = (决算 − 预算) ÷ 预算",
    example="增加 20 ÷ (60 − 20) = 50%，印 33.3%，正是误除以本年数 60 所得",
    tolerance=TOLERANCE,
)
def changes(facts: Facts) -> Iterator[Check]:
    claims = claims_of(facts)
    previous = previous_sums(facts, claims)
    for claim in claims:
        if claim.row.amount("change_percent") is not None:
            yield _change(facts, claim, claims, previous)


def _change(facts: Facts, claim: Claim, claims: Sequence[Claim], sums: dict[str, Decimal]) -> Check:
    printed, change = claim.row.amount("change_percent"), amount(facts, claim, "change")
    now, base = amount(facts, claim), amount(facts, claim, "baseline_amount")
    assert printed is not None
    if change is not None and change.value * printed < 0:
        return _opposite(claim, change, printed, now)
    if base is not None and now is not None:
        change, before = now.less(base), base
    elif change is None:
        return NotChecked(f"第{claim.line}行 {claim.subject}：没有增减额，也没有所比的数")
    elif now is None:
        return _without_amount(facts, claim, claims, change)
    else:
        before = now.less(change)
    if not before.value:
        return _from_zero(claim, printed, change)
    exact = exact_percent(change, before)
    divisors = {"本年数": now.value, **sums} if now is not None else sums
    hint = guess(printed, change.value, exact.value, divisors)
    return verdict(
        "percent.change",
        claim,
        "change_percent",
        exact,
        _written(change, now, before),
        hint or _implied(change, printed),
    )


def _written(change: Amount, now: Amount | None, before: Amount) -> str:
    if now is None:
        return f"{change.value:f} ÷ {before.value:f}"
    sign = "−" if change.value >= 0 else "+"
    return f"{change.value:f} ÷ ({now.value:f} {sign} {abs(change.value):f}) = {change.value:f} ÷ {before.value:f}"


def _implied(change: Amount, printed: Decimal) -> str:
    if not printed:
        return ""
    return f"按印数上年应为 {as_printed(change.value / printed * HUNDRED, 2):f}"


def _opposite(claim: Claim, change: Amount, printed: Decimal, now: Amount | None) -> Finding:
    words = ("增加", "下降") if change.value > 0 else ("减少", "增长")
    message = f"{claim.subject}：{words[0]} {abs(change.value):f} 万元，却{words[1]} {abs(printed):f}%，方向相反"
    expected = -printed
    if now is not None and now.value != change.value:
        before = now.less(change)
        expected = as_printed(exact_percent(change, before).value, places_of(printed))
        message += f"；{_written(change, now, before)} = {expected:f}%"
    return _finding("percent.change", "error", message, claim, "change_percent", printed, expected)


def _from_zero(claim: Claim, printed: Decimal, change: Amount) -> Check:
    """From zero there is no rate of growth; nothing to nothing may be printed as 0 %."""
    if not change.value and not printed:
        return Passed()
    message = f"{claim.subject}：上年数为 0，增长率没有意义，印 {printed:f}%" + (
        "（除以本年数所得）" if abs(printed) == HUNDRED else ""
    )
    return _finding("percent.change", "note", message, claim, "change_percent", printed, None)


def _without_amount(facts: Facts, claim: Claim, claims: Sequence[Claim], change: Amount) -> Check:
    """A change whose amount is told in another sentence: of its own quantity, else of its section."""
    printed = claim.row.amount("change_percent")
    assert printed is not None
    same = [c for c in claims if claim.quantity and c.quantity == claim.quantity and c.scope == claim.scope]
    for other in same + [c for c in claims if c.place == claim.place]:
        now = amount(facts, other)
        if now is not None and now.value != change.value:
            exact = exact_percent(change, now.less(change))
            if other in same or judge(printed, exact) == FITS:
                written = _written(change, now, now.less(change))
                found = verdict("percent.change", claim, "change_percent", exact, written)
                return _unsure(found) if isinstance(found, Finding) else found
    return NotChecked(f"第{claim.line}行 {claim.subject}：没有本年数")


def previous_sums(facts: Facts, claims: Sequence[Claim]) -> dict[str, Decimal]:
    """The previous year's amounts that several claims of a section make together, by what they are."""
    groups: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for claim in claims:
        now, change = claim.row.amount("amount"), claim.row.amount("change")
        kind = claim.code or claim.quantity
        if now is not None and change is not None and kind:
            name = f"“{claim.place[1] or claim.place[0]}”各项上年数之和"
            groups[name].setdefault(kind, now - change)
    return {name: sum(values.values(), Decimal(0)) for name, values in groups.items() if len(values) > 1}


@rule(
    "percent.completion",
    family=FAMILY,
    title="完成比例等于该数除以所比的预算",
    why="完成预算的比例 = 决算数 ÷ 预算数",
    example="决算 45 ÷ 年初预算 50 = 90%，印 95%",
    tolerance=TOLERANCE,
)
def completion(facts: Facts) -> Iterator[Check]:
    for claim in claims_of(facts):
        if claim.row.amount("completion") is None:
            continue
        now, base = amount(facts, claim), amount(facts, claim, "baseline_amount")
        if now is None or base is None or not base.value:
            yield NotChecked(f"第{claim.line}行 {claim.subject}：缺决算数或所比的预算数")
        else:
            exact = exact_percent(now, base)
            hint = guess(claim.row.amount("completion") or Decimal(0), now.value, exact.value, {})
            written = f"{now.value:f} ÷ {base.value:f}"
            yield verdict("percent.completion", claim, "completion", exact, written, hint)
