"""The lists over all disclosures: what each holds, and which of its rows come first where not all are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from mingzhang.site.lists.findings import by_gravity
from mingzhang.site.lists.indicators import IndicatorRow
from mingzhang.site.lists.projects import ProjectRow
from mingzhang.site.lists.shelves import MOST, MOST_UNITS, TOP, Node, place_of, plan
from mingzhang.site.lists.three_public_rows import ItemRow
from mingzhang.site.lists.units import UnitRow
from mingzhang.site.numbers.amounts import parse_amount
from mingzhang.site.summary.card import Card

_UNKNOWN = (True, Decimal(0))


@dataclass(frozen=True)
class Kind:
    """One list: its address, its part of the summaries, its title, what its rows are called.

    ``first`` says which rows a node shows that has parts, sorted by ``by``; rows that ``leads`` refuses are not among
    them, and they are called ``counted`` where that is another word. ``tables`` are the stacked tables of the same.
    """

    name: str
    part: str
    title: str
    noun: str
    first: str
    by: Callable[[Any], Any]
    tables: tuple[str, ...] = ()
    most: int = MOST
    leads: Callable[[Any], bool] = lambda row: True
    counted: str = ""

    def plan(self, cards: Sequence[Card]) -> Node:
        """The nodes of this list."""
        return plan(self.name, self.title, cards, self.part, self.most)

    def top(self, rows: Iterable[Any]) -> list[Any]:
        """The first of ``rows``: of a leaf's rows, or of the first rows of a node's children."""
        return sorted(filter(self.leads, rows), key=self.by)[:TOP]


def _amount(row: ProjectRow) -> Any:
    size = _UNKNOWN if row.amount is None else (False, -row.amount)
    return size, place_of(row.view), row.id


def _lost(row: IndicatorRow) -> Any:
    score, weight = parse_amount(row.row["score"]), parse_amount(row.row["weight"])
    lost = weight - score if row.state and score is not None and weight is not None else None
    line = row.row["source_line"]
    number = int(line) if line.isdecimal() else 0
    return lost is None, -(lost or 0), -(weight or 0), place_of(row.view), number, row.row["indicator"]


def _spent(row: ItemRow) -> Any:
    return (_UNKNOWN if row.amount is None else (False, -row.amount)), place_of(row.view)


def _total(row: UnitRow) -> Any:
    total = row.number(0)
    return (_UNKNOWN if total is None else (False, -total)), place_of(row.view)


UNITS = Kind("units", "units", "单位", "份材料", "收支总额最大的", _total, most=MOST_UNITS)
PROJECTS = Kind("projects", "projects", "项目", "个项目", "金额最大的", _amount, ("projects",))
INDICATORS = Kind("indicators", "indicators", "绩效指标", "条指标", "扣分最多的", _lost, ("performance_indicators",))
THREE_PUBLIC = Kind(
    "three-public",
    "three_public",
    "“三公”经费",
    "行",
    "合计最大的",
    _spent,
    ("three_public", "claims"),
    leads=lambda row: row.key == "total",
    counted="份材料",
)
FINDINGS = Kind("findings", "findings", "发现", "处发现", "最重的", by_gravity, ("findings",))
KINDS = (UNITS, PROJECTS, INDICATORS, THREE_PUBLIC, FINDINGS)
