"""Family 4: changes against the previous year, against each other and across the sections of the text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from mingzhang.audit.facts import Facts
from mingzhang.audit.model import Check, Equation, Figure, Finding, NotChecked, Passed
from mingzhang.audit.registry import rule
from mingzhang.audit.text.claimed import Claim, by_place, claims_of, first
from mingzhang.text import fold

FAMILY = "百分比"
_YEAR = "previous_year"
_GREAT = Decimal("0.1")  # a rest below this share of the change needs no words
_CLOSE = Decimal("0.02")  # what rounding may leave between two changes
_ITEMS = 7  # the length of a 项 code


def _change(facts: Facts, claim: Claim | None) -> Figure | None:
    if claim is None or claim.row.text("baseline") not in ("", _YEAR):
        return None
    return facts.figure(claim.row, "change")


def _compared(claims: Sequence[Claim], quantity: str, *scopes: str) -> Claim | None:
    """The first claim of a quantity that is compared with the previous year, with its amount."""
    return next(
        (
            claim
            for claim in claims
            if claim.quantity == quantity
            and (not scopes or claim.scope in scopes)
            and claim.row.text("baseline") == _YEAR
            and claim.row.amount("change") is not None
            and claim.row.amount("amount") is not None
        ),
        None,
    )


def _before(claims: Sequence[Claim]) -> Decimal:
    """What the claims were together in the previous year."""
    values = (((c.row.amount("amount") or 0) - (c.row.amount("change") or 0)) for c in claims)
    return sum((Decimal(value) for value in values), Decimal(0))


def _slack(facts: Facts, claims: Sequence[Claim]) -> Decimal:
    """What rounding may move of ``_before``: half a unit of every amount and change."""
    figures = [f for c in claims for col in ("amount", "change") if (f := facts.figure(c.row, col)) is not None]
    return sum((Decimal(5).scaleb(-figure.places - 1) for figure in figures), Decimal(0))


@rule(
    "change.previous",
    family=FAMILY,
    title="总数推出的上年数等于各项推出的上年数之和",
    why="上年数 = 本年数 − 增减额；一般公共预算的上年数应等于基本与项目、各科目上年数之和",
    example="总数 85 − 增加 12 = 73，而基本 53.7 + 项目 17.5 = 71.2：口径不同或算错",
)
def previous(facts: Facts) -> Iterator[Check]:
    claims = claims_of(facts)
    halves = [c for q in ("general_basic", "general_project") if (c := _compared(claims, q, "general")) is not None]
    sets = {"基本与项目": halves if len(halves) == 2 else [], "各科目": _items(facts, claims)}
    sets = {name: parts for name, parts in sets.items() if parts}
    wholes = [whole for whole in _wholes(claims) if whole]
    if not sets or not wholes:
        yield NotChecked("没有可推出上年数的总数或分项")
        return
    for whole in wholes:
        yield _previous(facts, whole, sets)


def _wholes(claims: Sequence[Claim]) -> Iterator[list[Claim]]:
    """The general public budget as the sections on revenue (with its transfers) and on expenditure state it."""
    own = _compared(claims, "general_own", "revenue")
    transfer = first([c for c in claims if c.scope == "revenue"], "general_transfer")
    if own is not None and (transfer is None or transfer.row.amount("change") is not None):
        yield [own] + ([transfer] if transfer is not None else [])
    total = _compared(claims, "general_total", "general")
    if total is not None:
        yield [total]


def _items(facts: Facts, claims: Sequence[Claim]) -> list[Claim]:
    """The 项 that the text compares one by one, none when it leaves one out."""
    found: dict[str, Claim] = {}
    for claim in claims:
        if claim.scope == "general" and len(claim.code) == _ITEMS and _is_compared(claim):
            found.setdefault(claim.code, claim)
    wanted = {row.text("code") for row in facts.rows("general_expenditure") if len(row.text("code")) == _ITEMS}
    complete = wanted and wanted <= set(found)
    return list(found.values()) if complete else _all_of_it(claims, list(found.values()))


def _all_of_it(claims: Sequence[Claim], found: list[Claim]) -> list[Claim]:
    """``found`` when its amounts make the whole that the text states, else none."""
    total = first(claims, "general_total")
    amounts = sum((claim.row.amount("amount") or Decimal(0) for claim in found), Decimal(0))
    stated = total.row.amount("amount") if total is not None else None
    return found if stated is not None and abs(amounts - stated) <= Decimal("0.05") else []


def _is_compared(claim: Claim) -> bool:
    return claim.row.amount("amount") is not None and claim.row.amount("change") is not None


def _previous(facts: Facts, whole: list[Claim], sets: dict[str, list[Claim]]) -> Check:
    stated, head = _before(whole), whole[0]
    sums = {name: _before(parts) for name, parts in sets.items()}
    slack = {name: _slack(facts, [*whole, *parts]) for name, parts in sets.items()}
    off = {name: value for name, value in sums.items() if abs(stated - value) > slack[name]}
    name, value = next(iter(off.items()), next(iter(sums.items())))
    now, change = head.row.amount("amount"), head.row.amount("change")
    assert now is not None and change is not None
    expected = change + stated - value
    message = (
        f"{head.subject}：增减 {change:+f} 即上年 {stated:f}，而{name}推出的上年数为 {value:f}，差 {stated - value:+f}"
    )
    if not off:
        if stated == value:
            return Passed()
        return _finding("change.previous", "rounding", message + "，属四舍五入", head, "change", change, expected)
    agree = len(sums) == 2 and len(off) == 2 and abs(min(sums.values()) - max(sums.values())) <= max(slack.values())
    if agree:
        message += "（基本与项目、各科目两种算法相同）"
    return _finding("change.previous", "error" if agree else "warning", message, head, "change", change, expected)


def _finding(
    rule_id: str,
    severity: str,
    message: str,
    claim: Claim,
    column: str,
    actual: Decimal | None,
    expected: Decimal | None,
) -> Finding:
    return Finding(rule_id, severity, message, "claims", column, claim.line, claim.row.label, actual, expected)


@rule(
    "change.parts",
    family=FAMILY,
    title="分项增减之和等于总的增减",
    why="各项与上年相比的增减额之和就是总数的增减额",
    example="基本支出增加 2.9，项目支出减少 6.9，合计应减少 4.0",
)
def parts(facts: Facts) -> Iterator[Check]:
    for section in by_place(claims_of(facts)):
        yield from _of_whole(facts, section, "three_public", ("overseas", "vehicles", "reception"))
        yield from _of_whole(
            facts, section, "three_public", ("overseas", "vehicle_purchase", "vehicle_operation", "reception")
        )
        changed = [c for c in section if c.scope == "changes"]
        yield from _of_whole(facts, changed, "total", ("basic_all", "project_all"))
        yield from _subtotals(facts, section)
        for claim in section:
            yield from _from_baseline(facts, claim)


def _of_whole(facts: Facts, claims: Sequence[Claim], whole: str, kinds: tuple[str, ...]) -> Iterator[Check]:
    total = _change(facts, first(claims, whole, "change"))
    stated = [first(claims, kind, "change") or first(claims, kind) for kind in kinds]
    if total is None or any(claim is None for claim in stated):
        return
    listed = [claim for claim in stated if claim is not None]
    figures = [figure for claim in listed if (figure := _change(facts, claim)) is not None]
    silent = [c for c in listed if _change(facts, c) is None and c.row.amount("amount")]
    if figures and not silent:
        yield Equation("change.parts", total, tuple(figures), "分项增减合计")


def _from_baseline(facts: Facts, claim: Claim) -> Iterator[Check]:
    """A claim that states its amount, what it is compared with and the change."""
    now, base, change = (facts.figure(claim.row, column) for column in ("amount", "baseline_amount", "change"))
    if now is not None and base is not None and change is not None:
        yield Equation("change.parts", change, (now,), "增减额应等于两数之差", (base,))


def _subtotals(facts: Facts, section: Sequence[Claim]) -> Iterator[Check]:
    """A running account of changes: …合计 is the sum of those before it, a 合计 after subtotals the sum of these."""
    since: list[Figure] = []
    subtotals: list[Figure] = []
    for claim in section:
        figure = _change(facts, claim)
        if figure is None or claim.row.amount("amount") is not None:
            continue
        if "合计" not in fold(claim.subject):
            since.append(figure)
            continue
        equation = Equation("change.parts", figure, tuple(subtotals), "分项增减合计")
        if since:
            equation = _fitting(figure, since)
            subtotals.append(figure)
        since = []
        if len(equation.parts) > 1 and abs(equation.difference) <= equation.tolerance:
            yield equation
        else:
            yield NotChecked(f"第{claim.line}行 {claim.subject}：看不出是哪些项的合计")


def _fitting(total: Figure, since: Sequence[Figure]) -> Equation:
    """The sum of the last changes that make ``total``; without parts when no run of them does."""
    for start in range(len(since) - 1):
        equation = Equation("change.parts", total, tuple(since[start:]), "分项增减合计")
        if abs(equation.difference) <= equation.tolerance:
            return equation
    return Equation("change.parts", total, ())


@rule(
    "change.scopes",
    family=FAMILY,
    title="全部收支的增减与财政拨款的增减相互说明",
    why="总的增减 = 财政拨款的增减 + 其他资金的增减；余下的部分与总的增减方向相反或没有来历时，应当说明",
    example="总数减少 27.6，财政拨款减少 33.6：其他资金增加 6.0 未说明",
    severity="note",
)
def scopes(facts: Facts) -> Iterator[Check]:
    claims = claims_of(facts)
    figures = {q: _first_change(facts, claims, q) for q in ("total", "fiscal_total", "general_total")}
    for wide, narrow in (("total", "fiscal_total"), ("fiscal_total", "general_total")):
        one, other = figures[wide], figures[narrow]
        if one is None or other is None:
            yield NotChecked("总数和财政拨款没有都说明增减")
            continue
        same = _amount(claims, wide) == _amount(claims, narrow)
        yield _rest(one, other, same)


def _rest(wide: tuple[Claim, Figure], narrow: tuple[Claim, Figure], same: bool) -> Check:
    """What the change of the wide scope leaves beside that of the narrow one; ``same``: their amounts are equal."""
    (claim, change), (inner, part) = wide, narrow
    rest = change.value - part.value
    against = rest * change.value < 0 and abs(rest) >= _GREAT * abs(change.value)
    if abs(rest) <= _CLOSE or not (same or against):
        return Passed()
    told = f"{claim.subject}增减 {change.value:+f}，{inner.subject}增减 {part.value:+f}（第{inner.line}行）"
    if same:
        message = f"{told}，本年两数相同，上年却差 {abs(rest):f}，其来历没有说明"
    else:
        message = f"{told}，其他资金 {rest:+f}，方向相反，原因中没有说明"
    return _finding("change.scopes", "note", message, claim, "change" if same else "reason", change.value, None)


def _first_change(facts: Facts, claims: Sequence[Claim], quantity: str) -> tuple[Claim, Figure] | None:
    for claim in claims:
        figure = _change(facts, claim) if claim.quantity == quantity else None
        if figure is not None and claim.row.text("baseline") == _YEAR:
            return claim, figure
    return None


def _amount(claims: Sequence[Claim], quantity: str) -> Decimal | None:
    claim = first(claims, quantity)
    return None if claim is None else claim.row.amount("amount")


@rule(
    "change.operating-vehicles",
    family=FAMILY,
    title="上年公用经费不少于上年公务用车运行费",
    why="公务用车运行维护费（30231）一般在公用经费内；推出的上年公用经费小于上年车辆运行费时，口径已变而未说明",
    example="上年公用经费 26.9 − 15.0 = 11.9，上年车辆运行费 9 + 14.3 = 23.3",
    severity="note",
)
def operating_vehicles(facts: Facts) -> Iterator[Check]:
    claims = claims_of(facts)
    public, vehicles = _compared(claims, "operating"), _compared(claims, "vehicle_operation")
    if public is None or vehicles is None:
        yield NotChecked("机关运行经费或公务用车运行费没有增减额")
        return
    had, drove = _before([public]), _before([vehicles])
    if had >= drove:
        yield Passed()
        return
    message = f"推出的上年公用经费 {had:f}，少于上年公务用车运行费 {drove:f}（第{vehicles.line}行），口径变化没有说明"
    yield _finding("change.operating-vehicles", "note", message, public, "change", public.row.amount("change"), None)
