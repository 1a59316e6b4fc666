"""Performance forms as the rules look at them: a form with its funds, indicators, plan and project."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, wraps

from mingzhang.audit.facts import Facts, Row
from mingzhang.audit.model import Check, NotChecked
from mingzhang.audit.performance.words import has, pattern, words
from mingzhang.audit.registry import Checker
from mingzhang.money import round_to
from mingzhang.records.performance.targets import Target, split_target
from mingzhang.text import fold

_BRACKET = re.compile(r"\(([^()]*)\)$")
_MONEY = re.compile(r"(万元|元)((?:/[^/]+)*)")
_WAN = Decimal(10000)


def places_of(value: Decimal) -> int:
    """To how many decimals a number is printed."""
    return max(0, -int(value.as_tuple().exponent))


def half_unit(value: Decimal) -> Decimal:
    """Half a unit of the last printed place."""
    return Decimal(5).scaleb(-places_of(value) - 1)


def plain(value: Decimal) -> str:
    """A computed number without needless zeros, to two places."""
    return f"{round_to(value, 2):f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class Indicator:
    """A row of indicators; numbers with 万 before their unit count whole."""

    row: Row

    @cached_property
    def name(self) -> str:
        return fold(self.row.text("indicator"))

    @cached_property
    def stem(self) -> str:
        """The name without its unit and without the word that only says it is counted or costs."""
        bare = _BRACKET.sub("", self.name)
        return pattern("costing").sub("", pattern("counting").sub("", bare))

    @cached_property
    def named_unit(self) -> str:
        match = _BRACKET.search(self.name)
        return match[1] if match else ""

    @cached_property
    def target(self) -> Target:
        value = self.row.amount("target_value")
        return _whole(Target(self.row.text("target_operator"), value, self.row.text("target_unit") or self.named_unit))

    @cached_property
    def previous(self) -> Target:
        return self._other("previous")

    @cached_property
    def actual(self) -> Target:
        return self._other("actual")

    def _other(self, column: str) -> Target:
        found = split_target(self.row.text(column))
        return _whole(Target(found.operator, found.value, found.unit or self.target.unit))

    @property
    def line(self) -> int:
        return self.row.line

    @property
    def is_people(self) -> bool:
        return self.target.unit in words("persons")

    @property
    def is_percent(self) -> bool:
        return self.target.unit == "%" or self.named_unit == "%"

    def money(self, which: str = "target") -> tuple[Decimal, tuple[str, ...]] | None:
        """The amount in 万元 and what it is paid per; None where the indicator has no money."""
        target: Target = getattr(self, which)
        match = _MONEY.fullmatch(target.unit)
        if match is None or target.value is None:
            return None
        named = _MONEY.fullmatch(self.named_unit)
        per = (match[2] or (named[2] if named else "")).strip("/")
        value = target.value if match[1] == "万元" else target.value / _WAN
        return value, tuple(per.split("/")) if per else self._per_in_name

    @cached_property
    def _per_in_name(self) -> tuple[str, ...]:
        if has("per_person", self.name):
            return ("人",)
        match = pattern("per_thing").search(self.name)
        return (match[1],) if match else ()

    def is_total_cost(self, budget: Decimal | None) -> bool:
        """Whether it is the cost of the whole project: by its name, or because it is the budget."""
        money = self.money()
        if money is None or money[1]:
            return False
        return bool(pattern("total_cost").search(_BRACKET.sub("", self.name))) or money[0] == budget


def _whole(target: Target) -> Target:
    unit = fold(target.unit)
    if target.value is not None and unit.startswith("万") and not unit.startswith("万元"):
        return Target(target.operator, target.value * _WAN, unit[1:])
    return Target(target.operator, target.value, unit)


@dataclass(frozen=True)
class Form:
    """A performance form with all that belongs to it."""

    row: Row
    funding: Mapping[str, Row]
    indicators: tuple[Indicator, ...]
    plan: tuple[Row, ...]
    project: Row | None
    allocations: tuple[Row, ...]

    @property
    def id(self) -> str:
        return self.row.text("form_id")

    @property
    def name(self) -> str:
        return inner(self.row.text("name")) or self.id

    @property
    def line(self) -> int:
        return self.row.line

    @property
    def is_project(self) -> bool:
        return self.row.text("scope") == "project"

    @property
    def is_evaluation(self) -> bool:
        return self.row.text("form_kind") == "self_evaluation"

    @property
    def budget(self) -> Decimal | None:
        return self.row.amount("budget_total")

    @property
    def money_line(self) -> int:
        """Where its total amount stands."""
        total = self.funding.get("total")
        return total.line if total else self.line

    @property
    def heading_line(self) -> int:
        """Where the headings of its indicators stand: above the first of them."""
        return max(self.line, self.indicators[0].line - 1) if self.indicators else self.line

    @property
    def people(self) -> list[Indicator]:
        """Its indicators that count the people for whom the money is."""
        return [i for i in self.indicators if i.is_people and i.target.value is not None
                and has("served", i.name) and not has("not_served", i.name)]  # fmt: skip


def never_silent(check: Checker) -> Checker:
    """The check, which says so when it finds nothing to look at."""

    @wraps(check)
    def told(facts: Facts) -> Iterator[Check]:
        silent = True
        for result in check(facts):
            silent = False
            yield result
        if silent:
            yield NotChecked("没有可以核对的内容")

    return told


def forms_of(facts: Facts) -> list[Form]:
    """All performance forms of a disclosure, in its order."""
    if "forms" not in facts.memo:
        facts.memo["forms"] = _build(facts)
    forms: list[Form] = facts.memo["forms"]
    return forms


def _build(facts: Facts) -> list[Form]:
    funding, indicators = _by(facts.rows("performance_funding")), _by(facts.rows("performance_indicators"))
    plans, allocated = _by(facts.rows("funding_plan")), _by(facts.rows("project_allocations"), "project_id")
    projects = {row.text("project_id"): row for row in facts.rows("projects")}
    return [
        Form(
            row,
            {line.text("source_key"): line for line in reversed(funding[row.text("form_id")])},
            tuple(Indicator(line) for line in indicators[row.text("form_id")]),
            tuple(plans[row.text("form_id")]),
            projects.get(row.text("project_id")),
            tuple(allocated[row.text("project_id")]) if row.text("project_id") else (),
        )
        for row in facts.rows("performance_forms")
    ]


def _by(rows: Sequence[Row], column: str = "form_id") -> Mapping[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.text(column)].append(row)
    return found


def inner(name: str) -> str:
    """A name as it is put between quotation marks: its own become inner ones."""
    return name.replace("“", "‘").replace("”", "’")


def listed(names: Sequence[str], most: int = 3) -> str:
    """The first of ``names``, and how many there are."""
    shown = "、".join(f"“{inner(name)}”" for name in names[:most])
    return shown if len(names) <= most else f"{shown}等 {len(names)} 个"
