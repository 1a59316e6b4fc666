"""Family 5: how many projects the text counts, against the project table and the forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from mingzhang.audit.facts import Facts, Row
from mingzhang.audit.model import Check, Finding, NotChecked, Passed
from mingzhang.audit.performance.view import never_silent, plain
from mingzhang.audit.performance.words import pattern
from mingzhang.audit.projects.amounts import FAMILY
from mingzhang.audit.projects.forms import project_forms, total_of
from mingzhang.audit.registry import rule
from mingzhang.text import fold

_CENT = Decimal("0.005")


@rule(
    "claim.projects",
    family=FAMILY,
    title="文字所说的项目个数和金额与项目表、绩效表一致",
    why="文字说明的项目个数应与项目支出表（当年财政拨款项目）、绩效表（非财政拨款项目、自评项目）数得出的相同；"
    "上年结转的项目不是当年财政拨款项目",
    example="文字称当年财政拨款项目 4 个，项目支出表只有 1 个，另 3 个是上年结转",
    severity="warning",
    tolerance="金额按各项末位的半个单位",
)
@never_silent
def claimed_projects(facts: Facts) -> Iterator[Check]:
    counters: dict[str, Callable[[Facts, Row], Check]] = {
        "fiscal": _fiscal_projects,
        "other": _other_projects,
        "evaluated": _evaluated_projects,
    }
    for claim in facts.rows("claims"):
        subject = fold(claim.text("subject"))
        for key, check in counters.items():
            if claim.amount("quantity") is not None and pattern("claimed_projects", key).fullmatch(subject):
                yield check(facts, claim)


def _fiscal_projects(facts: Facts, claim: Row) -> Check:
    rows = [row for row in facts.rows("project_expenditure") if row.text("project") and row.text("role") == "detail"]
    total = facts.total("project_expenditure")
    if not rows:
        return NotChecked("没有项目支出表，无从数当年财政拨款项目")
    said, amount, summed = claim.amount("quantity"), claim.amount("amount"), total_of(rows, "total")
    slack = _CENT * (len(rows) + 1)
    sums = [summed, *([printed] if total and (printed := total.amount("total")) is not None else [])]
    same_amount = amount is None or any(abs(amount - value) <= slack for value in sums)
    if said == len(rows):
        return Passed() if same_amount else NotChecked("项目个数相符，金额另行核对")
    money = "" if amount is None else f"、{amount:f} 万元"
    message = f"文字称{claim.text('subject')} {said:f} 个{money}，项目支出表为 {len(rows)} 个、{plain(summed)} 万元"
    carried = [row for row in facts.rows("carryover") if row.text("role") == "detail"]
    if carried and said == len(rows) + len(carried) and amount == summed + total_of(carried, "total"):
        message += f"；文字把 {len(carried)} 个上年结转项目（{plain(total_of(carried, 'total'))}）也算在内"
    return _finding(claim, "warning", message, len(rows))


def _other_projects(facts: Facts, claim: Row) -> Check:
    forms = [form for form in project_forms(facts) if form.row.amount("budget_other")]
    said = claim.amount("quantity")
    if not project_forms(facts) or (said and not forms):
        return NotChecked("没有其他资金的项目绩效表，无从数非财政拨款项目")
    if said == len(forms):
        return Passed()
    message = f"文字称{claim.text('subject')} {said:f} 个，有其他资金的项目绩效表为 {len(forms)} 张"
    return _finding(claim, "warning", message, len(forms))


def _evaluated_projects(facts: Facts, claim: Row) -> Check:
    forms = [form for form in project_forms(facts) if form.is_evaluation]
    said = claim.amount("quantity")
    if not forms or said is None:
        return NotChecked("没有项目自评表，无从数自评项目")
    if said == len(forms):
        return Passed()
    executed = plain(total_of([form.row for form in forms], "executed"))
    message = f"文字称{claim.text('subject')} {said:f} 个，自评表只附 {len(forms)} 张（全年执行数合计 {executed} 万元）"
    apart = [c for c in facts.rows("claims") if pattern("kept_apart").fullmatch(fold(c.text("subject")))]
    for other in apart:
        count = other.amount("quantity")
        if count and said == len(forms) + count:
            message += (
                f"；要到第 {other.line} 行才知另有{other.text('subject')} {count:f} 个，相加为 {said:f}，此处未说明"
            )
            return _finding(claim, "note", message, len(forms))
    return _finding(claim, "warning", message, len(forms))


def _finding(claim: Row, severity: str, message: str, expected: int) -> Finding:
    return Finding(
        "claim.projects", severity, f"{message}。", "claims", "quantity", claim.line, claim.label,
        claim.amount("quantity"), Decimal(expected),
    )  # fmt: skip
