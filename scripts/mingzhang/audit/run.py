"""The audit of one disclosure: every rule, one finding a cause, and how often each rule held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import mingzhang.audit.careless.facts
import mingzhang.audit.careless.forms
import mingzhang.audit.careless.personal
import mingzhang.audit.careless.units
import mingzhang.audit.careless.wording
import mingzhang.audit.completeness.forms
import mingzhang.audit.completeness.score
import mingzhang.audit.completeness.text
import mingzhang.audit.names.codes
import mingzhang.audit.names.names
import mingzhang.audit.performance.costs
import mingzhang.audit.performance.evaluation_texts
import mingzhang.audit.performance.evaluations
import mingzhang.audit.performance.former_values
import mingzhang.audit.performance.forms
import mingzhang.audit.performance.indicator_sense
import mingzhang.audit.performance.indicators
import mingzhang.audit.performance.overall_forms
import mingzhang.audit.projects.amounts
import mingzhang.audit.projects.counts
import mingzhang.audit.projects.forms
import mingzhang.audit.projects.subsidies
import mingzhang.audit.projects.text
import mingzhang.audit.tables.across
import mingzhang.audit.tables.balances
import mingzhang.audit.tables.final_across
import mingzhang.audit.tables.relations
import mingzhang.audit.tables.relations_text
import mingzhang.audit.tables.three_public
import mingzhang.audit.tables.unplaced
import mingzhang.audit.tables.within
import mingzhang.audit.text.counts
import mingzhang.audit.text.explanations
import mingzhang.audit.text.final
import mingzhang.audit.text.lists
import mingzhang.audit.text.percentages
import mingzhang.audit.text.previous
import mingzhang.audit.text.reasons
import mingzhang.audit.text.statements  # noqa: F401
from mingzhang.audit.blame import Cause, describe, find_causes
from mingzhang.audit.facts import Facts
from mingzhang.audit.model import SEVERITIES, Equation, Finding, NotChecked, Tally
from mingzhang.audit.registry import RULES

_DOUBT = "；读取此行时有补正或未定之处，请先对照原文"
_OVER_ROWS = ("sum.children", "sum.total", "cross.function", "cross.project-column", "sum.basic-groups")


@dataclass(frozen=True)
class Audit:
    """What the audit of a disclosure found, in the order of the document, and a tally by rule."""

    findings: tuple[Finding, ...]
    tallies: Mapping[str, Tally]

    def count(self, severity: str) -> int:
        """How many findings are of ``severity``."""
        return sum(1 for finding in self.findings if finding.severity == severity)


def audit(facts: Facts) -> Audit:
    """Every rule over one disclosure. A rule that cannot be checked says so; none is skipped in silence."""
    rules = sorted(RULES.values(), key=lambda rule: rule.id)  # not in the order in which modules were imported
    tallies = {rule.id: Tally() for rule in rules}
    equations: list[Equation] = []
    findings: list[Finding] = []
    for rule in rules:
        name = rule.id
        for check in rule.check(facts):
            if isinstance(check, Equation):
                if _is_decided(check, facts):
                    equations.append(check)
                else:
                    tallies[name].not_checked += 1
                    tallies[name].reasons.append(f"{check.total.resource} 有未能定列的行")
            elif isinstance(check, Finding):
                findings.append(_certain(check, facts))
                tallies[name].failed += 1
            elif isinstance(check, NotChecked):
                tallies[name].not_checked += 1
                tallies[name].reasons.append(check.reason)
            else:
                tallies[name].passed += 1
    findings += _judged(equations, tallies, facts)
    order = {severity: place for place, severity in enumerate(SEVERITIES)}
    findings.sort(key=lambda finding: (finding.line, order[finding.severity], finding.rule, finding.message))
    return Audit(tuple(findings), tallies)


def _is_decided(equation: Equation, facts: Facts) -> bool:
    """Whether an identity can be judged: it holds, or no figure that should be in it can be missing.

    In a table with rows whose figures reading could not place, a sum over rows may lack some of its parts.
    """
    tables = {figure.resource for figure in equation.figures}
    if abs(equation.difference) <= equation.tolerance or not tables & facts.open_rows.keys():
        return True
    if any(figure.line in facts.open_rows.get(figure.resource, ()) for figure in equation.figures):
        return False
    return (equation.rule not in _OVER_ROWS and len(equation.parts) + len(equation.minus) == 1) or _is_one_row(equation)


def _is_one_row(equation: Equation) -> bool:
    return len({(figure.resource, figure.row) for figure in equation.figures}) == 1


def _certain(finding: Finding, facts: Facts) -> Finding:
    """``finding``; an error that stands on a cell which reading was not sure of is only a warning."""
    if finding.severity != "error" or (finding.resource, finding.line) not in facts.doubtful:
        return finding
    return replace(finding, severity="warning", message=finding.message + _DOUBT)


def _judged(equations: Sequence[Equation], tallies: Mapping[str, Tally], facts: Facts) -> list[Finding]:
    """The identities judged together: findings for those that fail, rounding for those that nearly hold."""
    causes = find_causes(equations)
    findings = [_certain_cause(cause, facts) for cause in causes]
    wrong = {(cause.figure.resource, cause.figure.row) for cause in causes}
    exact = {(e.rule, e.total.key) for e in equations if not e.difference}
    nearly: dict[tuple[str, str, int], list[Equation]] = {}
    for equation in equations:
        if abs(equation.difference) > equation.tolerance:
            tallies[equation.rule].failed += 1
            continue
        tallies[equation.rule].passed += 1
        rows = {(figure.resource, figure.row) for figure in equation.figures}
        if (
            equation.difference
            and not equation.is_well_rounded
            and not wrong & rows
            and (equation.rule, equation.total.key) not in exact
        ):
            nearly.setdefault((equation.rule, equation.total.resource, equation.total.row), []).append(equation)
    return findings + [_rounding(group) for group in nearly.values()]


def _rounding(equations: Sequence[Equation]) -> Finding:
    """One finding for a row whose identities hold but for rounding, in however many columns."""
    first = equations[0]
    message = f"{describe(first)}，差 {first.difference:+f}，在四舍五入的容许 {first.tolerance:f} 之内"
    others = len({equation.total.column for equation in equations}) - 1
    return _finding(first, "rounding", message + (f"；该行另有 {others} 列同样如此" if others else ""))


def _certain_cause(cause: Cause, facts: Facts) -> Finding:
    """The finding of a cause, a warning where every identity that tells of it holds a cell that reading doubts."""
    finding = _of_cause(cause)
    places = [{(figure.resource, figure.line) for figure in equation.figures} for equation in cause.broken]
    if finding.severity == "error" and all(at & facts.doubtful for at in places):
        return replace(finding, severity="warning", message=finding.message + _DOUBT)
    return finding


def _of_cause(cause: Cause) -> Finding:
    first = max(cause.broken, key=lambda equation: equation.total.key == cause.figure.key)
    severities = {equation.severity or RULES[equation.rule].severity for equation in cause.broken}
    severity = next(name for name in SEVERITIES if name in severities)
    copied = all(abs(equation.difference) <= equation.tolerance for equation in cause.broken)
    difference = cause.figure.value - cause.expected
    message = f"{describe(first)}，差 {difference:+f}"
    if first.total.key != cause.figure.key:
        where = f"{cause.figure.label}的{cause.figure.heading}" if cause.figure.heading else cause.figure.label
        message += f"；若 {where} 为 {cause.expected:f} 则相符"
    if copied and cause.figure.resource == "claims":  # a table's figure that other tables show to be wrong
        severity = "warning" if severity == "error" else severity
        message += "；文字沿用了表中的错数"
    if cause.columns > 1:
        message += f"；该行另有 {cause.columns - 1} 列同样如此"
    others = [describe(equation) for equation in cause.broken if equation is not first]
    if others:
        message += f"。另有 {len(others)} 处核对指向同一处：" + "；".join(others)
    figure = cause.figure
    return Finding(
        first.rule,
        severity,
        message,
        figure.resource,
        figure.column,
        figure.line,
        figure.label,
        figure.value,
        cause.expected,
        tuple(dict.fromkeys(equation.rule for equation in cause.broken)),
    )


def _finding(equation: Equation, severity: str, message: str) -> Finding:
    total = equation.total
    return Finding(
        equation.rule,
        severity,
        message,
        total.resource,
        total.column,
        total.line,
        total.label,
        total.value,
        equation.expected,
        (equation.rule,),
    )
