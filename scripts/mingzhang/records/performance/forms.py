"""The performance forms as typed rows: the forms, their indicators, their money, their plan."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from mingzhang.money import is_dash, parse_amount, to_wan
from mingzhang.recognise.forms.model import RawForm, RawFunding, RawIndicator
from mingzhang.recognise.model import Note
from mingzhang.records.model import Record, Value
from mingzhang.records.performance.targets import split_target

FORMS, INDICATORS, FUNDING, PLAN = (
    "performance_forms",
    "performance_indicators",
    "performance_funding",
    "funding_plan",
)
_MONEY = ("budget", "initial_budget", "full_year_budget", "executed")
_LEVELS = ("central", "province", "prefecture")  # 上级安排, printed level by level
_BUDGETS = {"total": "budget_total", "fiscal": "budget_fiscal", "superior": "budget_superior", "local": "budget_local"}
_BUDGETS |= {"other": "budget_other"}
_EXECUTION = {
    "initial_budget": "initial_budget",
    "full_year_budget": "full_year_budget",
    "executed": "executed",
    "execution_rate": "execution_rate",
    "score": "execution_score",
}
_AMOUNT_UNIT = re.compile(r"(万?元)$")
_NUMBER_UNIT = re.compile(r"[分%％]$")
_INDICATOR_TEXTS = (
    "category",
    "subcategory",
    "indicator",
    "description",
    "target",
    "basis",
    "previous",
    "scoring_rule",
    "evidence",
    "actual",
    "deviation",
)


Funding = Sequence[tuple[RawFunding, Record]]


@dataclass
class FormTables:
    """The rows of the four resources, and notes on cells that hold no number where one is expected."""

    forms: list[Record] = field(default_factory=list)
    indicators: list[Record] = field(default_factory=list)
    funding: list[Record] = field(default_factory=list)
    plan: list[Record] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


def build_forms(raws: Sequence[RawForm]) -> FormTables:
    """All forms as typed rows; ``form_id`` counts them in the document's order, ``project_id`` stays open.

    The notes that reading left come before those made here.
    """
    tables = FormTables()
    for number, raw in enumerate(raws, 1):
        _Builder(raw, f"f{number:02d}", tables).build()
    return tables


@dataclass
class _Builder:
    """Adds one form to the tables."""

    raw: RawForm
    form_id: str
    tables: FormTables
    dashes: list[tuple[int, str]] = field(default_factory=list)

    def build(self) -> None:
        self.tables.notes += self.raw.notes
        funding = [(line, self._funding(line)) for line in self.raw.funding]
        self.tables.funding += [record for _, record in funding]
        self.tables.forms.append(self._form(self._once(funding)))
        self.tables.indicators += [self._indicator(row) for row in self.raw.indicators]
        for deadline, text, line in self.raw.plan:
            amount = self._amount(PLAN, line, "amount", text)
            self.tables.plan.append(Record(line, {"form_id": self.form_id, "deadline": deadline, "amount": amount}))
        self._note_dashes()

    def _once(self, funding: Funding) -> Funding:
        """Each source's first line: a second one is listed, but counts in no sum."""
        first: dict[str, tuple[RawFunding, Record]] = {}
        for line, record in funding:
            if first.setdefault(line.key, (line, record))[0] is not line:
                message = "同一资金来源重复出现，取第一处"
                self.tables.notes.append(Note(FUNDING, line.line, "source", "ambiguous", line.label, "", message))
        return list(first.values())

    def _form(self, funding: Funding) -> Record:
        raw, fields = self.raw, self.raw.fields
        name = fields.get("name") or (fields.get("unit") if raw.scope == "overall" else None)
        expected = {"name": name, "goal": fields.get("goal")}
        if raw.kind == "self_evaluation":
            expected["achievement"] = fields.get("achievement")
        for column in (column for column, text in expected.items() if not text):
            message = "绩效表中没有读到这一项"
            self.tables.notes.append(Note(FORMS, raw.line, column, "unread", "", "", message))
        values: dict[str, Value] = {
            "form_id": self.form_id,
            "form_kind": raw.kind,
            "scope": raw.scope,
            "project_id": None,
            "name": name,
            "unit": fields.get("unit"),
        }
        values |= self._budgets(funding) if raw.kind == "target" else self._execution(funding)
        values |= {column: fields.get(column) for column in ("goal", "achievement")}
        values["total_score"] = self._number(FORMS, raw.line, "total_score", fields.get("total_score", ""))
        values |= {column: fields.get(column) for column in ("department", "project_code", "purpose")}
        values["year"] = fields.get("year")
        values["total_weight"] = self._number(FORMS, raw.line, "total_weight", fields.get("total_weight", ""))
        return Record(raw.line, values)

    def _budgets(self, funding: Funding) -> dict[str, Value]:
        """A target form's budget by source; what superiors give is summed up where it is printed by level."""
        amounts = {line.key: record.amount("budget") for line, record in funding}
        values: dict[str, Value] = {column: amounts.get(key) for key, column in _BUDGETS.items()}
        if "superior" not in amounts:
            values["budget_superior"] = self._sum_of_levels(funding)
        return values

    def _sum_of_levels(self, funding: Funding) -> Decimal | None:
        levels = [(line, record.amount("budget")) for line, record in funding if line.key in _LEVELS]
        printed = [(line, amount) for line, amount in levels if amount is not None]
        if not printed:
            return None
        total = sum((amount for _, amount in printed[1:]), printed[0][1])
        sources = "、".join(line.label for line, _ in printed)
        numbers = " + ".join(line.cells["budget"] for line, _ in printed)
        message = f"上级安排按各级（{sources}）合计"
        note = Note(FORMS, printed[0][0].line, "budget_superior", "arithmetic", numbers, format(total, "f"), message)
        self.tables.notes.append(note)
        return total

    def _execution(self, funding: Funding) -> dict[str, Value]:
        """A self-evaluation's total line."""
        totals = [(line, record) for line, record in funding if line.key == "total"]
        if not totals:
            message = "没有读到资金总额一行"
            self.tables.notes.append(Note(FORMS, self.raw.line, "executed", "unread", "", "", message))
            return {}
        return {column: totals[0][1].values.get(source) for source, column in _EXECUTION.items()}

    def _funding(self, line: RawFunding) -> Record:
        values: dict[str, Value] = {"form_id": self.form_id, "source": line.label, "source_key": line.key}
        for column in _MONEY:
            values[column] = self._amount(FUNDING, line.line, column, line.cells.get(column, ""))
        for column in ("weight", "execution_rate", "score"):
            values[column] = self._number(FUNDING, line.line, column, line.cells.get(column, ""))
        return Record(line.line, values)

    def _indicator(self, row: RawIndicator) -> Record:
        target = split_target(row.texts.get("target", ""))
        values: dict[str, Value] = {"form_id": self.form_id}
        values |= {column: row.texts.get(column) or None for column in _INDICATOR_TEXTS}
        values |= {
            "target_operator": target.operator or None,
            "target_value": target.value,
            "target_unit": target.unit or None,
        }
        for column in ("weight", "score"):
            values[column] = self._number(INDICATORS, row.line, column, row.texts.get(column, ""))
        return Record(row.line, values)

    def _amount(self, table: str, line: int, column: str, text: str) -> Decimal | None:
        """An amount in 万元; a unit printed in the cell counts before the form's own."""
        unit = _AMOUNT_UNIT.search(text)
        number = self._parse(table, line, column, _AMOUNT_UNIT.sub("", text))
        return None if number is None else to_wan(number, unit.group(1) if unit else self.raw.money_unit)

    def _number(self, table: str, line: int, column: str, text: str) -> Decimal | None:
        """A score, a weight or a share, without its 分 or %."""
        return self._parse(table, line, column, _NUMBER_UNIT.sub("", text))

    def _parse(self, table: str, line: int, column: str, text: str) -> Decimal | None:
        if is_dash(text):
            self.dashes.append((line, text))
        try:
            return parse_amount(text)
        except ValueError:
            self.tables.notes.append(Note(table, line, column, "unread", text, "", "不是数字，未采用"))
            return None

    def _note_dashes(self) -> None:
        """One note for all dashes of a form: its template prints them where nothing is to be filled in."""
        if self.dashes:
            line, printed = self.dashes[0]
            message = f"本表有 {len(self.dashes)} 格印作横线，按空白处理"
            self.tables.notes.append(Note(FUNDING, line, "", "dash", printed, "", message))
