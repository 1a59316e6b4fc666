"""Small records for the tests of the audit's rules on text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation

from mingzhang.audit.facts import Facts
from mingzhang.audit.model import Equation, Finding
from mingzhang.audit.registry import RULES
from mingzhang.audit.run import Audit, audit
from mingzhang.records.model import Record, Value

REVENUE = "关于某单位收入预算情况说明"
EXPENDITURE = "关于某单位支出预算情况说明"
GENERAL = "关于某单位一般公共预算当年拨款情况说明"
BASIC = "关于某单位一般公共预算基本支出情况说明"
THREE = "关于某单位财政拨款“三公”经费预算情况说明"
CARRYOVER = "关于某单位上年结转结余预算情况说明"
MONEY = frozenset(
    {"amount", "share", "change", "change_percent", "baseline_amount", "completion", "quantity", "total", "basic",
     "project", "personnel", "public", "general_public_budget", "unit_funds", "fiscal_carryover", "fiscal_project",
     "government_fund", "budget_other", "budget_fiscal", "value"}
)  # fmt: skip


def record(line: int, **values: object) -> Record:
    """A record whose columns of money are read as decimals."""
    return Record(line, {name: _typed(name, value) for name, value in values.items()})


def _typed(name: str, value: object) -> Value:
    try:
        return Decimal(str(value)) if name in MONEY else value  # type: ignore[return-value]
    except InvalidOperation:
        return str(value)  # the project of a carryover row is a name


def claim(line: int, section: str, subject: str, **values: object) -> Record:
    """A claim of the text."""
    return record(line, section=section, subject=subject, **values)


def facts(claims: Sequence[Record] = (), **resources: Sequence[Record]) -> Facts:
    """A disclosure of the claims and of the resources given."""
    records: Mapping[str, Sequence[Record]] = {"claims": list(claims), **resources}
    return Facts(records, "某单位", 2024, "budget")


def check(rule: str, of: Facts) -> list[object]:
    """What a rule yields: equations, findings, passes and reasons why it could not be checked."""
    return list(RULES[rule].check(of))


def kinds(rule: str, of: Facts) -> list[str]:
    """The severities of a rule's findings, and what its other checks came to."""
    names = []
    for item in check(rule, of):
        if isinstance(item, Finding):
            names.append(item.severity)
        elif isinstance(item, Equation):
            names.append("holds" if abs(item.difference) <= item.tolerance else "broken")
        else:
            names.append(type(item).__name__)
    return names


def found(of: Facts, *families: str) -> list[tuple[int, str, str, str]]:
    """The findings of a whole audit of some families of rules: line, severity, rule and column."""
    result: Audit = audit(of)
    return [(f.line, f.severity, f.rule, f.column or "") for f in result.findings if f.rule.startswith(families)]
