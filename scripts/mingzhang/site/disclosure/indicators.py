"""The indicators of a performance form, grouped as the form groups them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from mingzhang.site.disclosure.items import Item
from mingzhang.site.numbers.amounts import format_amount, parse_amount
from mingzhang.site.packages import Row
from mingzhang.site.provenance.marks import Mark
from mingzhang.site.provenance.notes import Notes

RESOURCE = "performance_indicators"
# Column, heading, whether it is a number. A form shows those that it fills.
COLUMNS = (
    ("target", "目标", False),
    ("previous", "上年", False),
    ("actual", "实际", False),
    ("weight", "权重", True),
    ("score", "得分", True),
)
# Said once under the table when every indicator of the form has the same.
REMARKS = (
    ("description", "描述"),
    ("basis", "依据"),
    ("scoring_rule", "赋分"),
    ("evidence", "佐证"),
    ("deviation", "偏差及改进"),
)


@dataclass(frozen=True)
class Value:
    """One cell: its heading again (a phone shows it beside the value), text, kind and marks."""

    heading: str
    text: str
    kind: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Indicator:
    """One indicator; ``span`` is how many rows its 二级 label covers, 0 when an earlier row's does."""

    kind: str
    span: int
    name: str
    remarks: tuple[Item, ...]
    values: tuple[Value, ...]
    line: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True)
class Indicators:
    """The indicators of one form: headings, 一级 groups with their rows, what holds for all rows."""

    headings: tuple[Value, ...]
    groups: tuple[tuple[str, tuple[Indicator, ...]], ...]
    common: tuple[Item, ...]
    has_kinds: bool
    count: int


def build_indicators(rows: list[Row], notes: Notes) -> Indicators:
    """The table of ``rows``, all of one form and in its order."""
    columns = [column for column in COLUMNS if any(row.get(column[0]) for row in rows)]
    common = {name for name, _ in REMARKS if len(rows) > 1 and _same(rows, name)}
    groups = tuple(
        (category, tuple(_rows(list(group), columns, common, notes)))
        for category, group in groupby(rows, key=lambda row: row.get("category", ""))
    )
    return Indicators(
        headings=tuple(Value(title, title, _kind(number)) for _, title, number in columns),
        groups=groups,
        common=tuple(Item(title, rows[0][name]) for name, title in REMARKS if name in common),
        has_kinds=any(row.get("subcategory") for row in rows),
        count=len(rows),
    )


def _same(rows: list[Row], name: str) -> bool:
    return len({row.get(name, "") for row in rows}) == 1 and bool(rows[0].get(name))


def _kind(number: bool) -> str:
    return "number" if number else "text"


def _cell_columns(name: str) -> tuple[str, ...]:
    """The columns that the cell of ``name`` stands for: a target is also kept in parts."""
    return (name, "target_operator", "target_value", "target_unit") if name == "target" else (name,)


def _rows(rows: list[Row], columns: list[tuple[str, str, bool]], common: set[str], notes: Notes) -> Iterable[Indicator]:
    shown = {part for name, _, _ in columns for part in _cell_columns(name)}
    for kind, group in groupby(rows, key=lambda row: row.get("subcategory", "")):
        members = list(group)
        for place, row in enumerate(members):
            yield Indicator(
                kind=kind,
                span=0 if place else len(members),
                name=row.get("indicator", ""),
                remarks=_remarks(row, common),
                values=tuple(_value(row, *column, notes) for column in columns),
                line=row.get("source_line", ""),
                marks=notes.elsewhere(RESOURCE, row, shown),
            )


def _remarks(row: Row, common: set[str]) -> tuple[Item, ...]:
    told = [(name, title) for name, title in REMARKS if name not in common and row.get(name)]
    return tuple(Item(title, row[name]) for name, title in told if row[name] != row.get("indicator"))


def _value(row: Row, name: str, heading: str, number: bool, notes: Notes) -> Value:
    text, marks = row.get(name, ""), notes.at(RESOURCE, row, *_cell_columns(name))
    if number:
        kind = "number mz-short" if name == "score" and _falls_short(row) else "number"
        return Value(heading, format_amount(text), kind, marks)
    return Value(heading, text.replace(">=", "≥").replace("<=", "≤"), "text", marks)


def _falls_short(row: Row) -> bool:
    score, weight = parse_amount(row.get("score")), parse_amount(row.get("weight"))
    return score is not None and weight is not None and score < weight
