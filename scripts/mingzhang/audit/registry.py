"""The rules of the audit, registered by the modules of their families."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mingzhang.audit.facts import Facts
from mingzhang.audit.model import SEVERITIES, Check, Rule

RULES: dict[str, Rule] = {}
ROUNDING = "各数按印刷位数四舍五入，每个数容许其末位的半个单位；差额在容许之内记为尾差，不算错误"
EXACT = "不设容差"

Checker = Callable[[Facts], Iterator[Check]]


def rule(
    rule_id: str,
    *,
    family: str,
    title: str,
    why: str,
    example: str,
    severity: str = "error",
    tolerance: str = ROUNDING,
) -> Callable[[Checker], Checker]:
    """Registers the decorated function as a rule; its id is for ever."""
    assert severity in SEVERITIES and rule_id not in RULES, rule_id

    def register(check: Checker) -> Checker:
        RULES[rule_id] = Rule(rule_id, family, title, why, tolerance, example, severity, check)
        return check

    return register
