"""What recognising performance forms produces: each form's fields, money and indicator rows, still as printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from mingzhang.reading import Row
from mingzhang.recognise.model import Note


@dataclass(frozen=True)
class FoundForm:
    """A performance form in the document: its title (empty: lost) and all rows below it, captions included.

    ``kind`` is ``target`` or ``self_evaluation``, ``scope`` ``overall`` or ``project``.
    """

    title: str
    line: int
    kind: str
    scope: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class RawIndicator:
    """One indicator row: tidied texts by column of ``performance_indicators`` (absent: blank).

    Merged 一级 and 二级 cells are filled down already.
    """

    line: int
    texts: Mapping[str, str]


@dataclass(frozen=True)
class RawFunding:
    """One line of a form's money: its label as printed, its key, and its cells by column.

    ``key`` is ``total``, ``fiscal``, ``central``, ``province``, ``prefecture``, ``superior``, ``local`` or
    ``other``; a target form prints one amount a line (``budget``), a self-evaluation ``initial_budget``,
    ``full_year_budget``, ``executed``, ``weight``, ``execution_rate`` and ``score``.
    """

    line: int
    label: str
    key: str
    cells: Mapping[str, str]


@dataclass(frozen=True)
class RawForm:
    """One performance form.

    ``kind`` is ``target`` or ``self_evaluation``, ``scope`` ``overall`` or ``project``. ``fields`` holds
    tidied texts: ``unit``, ``department`` (主管部门), ``name`` (项目名称), ``project_code``, ``purpose``
    (资金用途), ``goal``, ``achievement``, ``total_weight``, ``total_score``, ``year``. ``plan`` is the funding plan:
    deadline, amount as printed (may be blank), line. ``lines`` are all source lines of the form,
    ``personal`` the names and numbers of people in it, ``money_unit`` is 万元 or 元.
    """

    title: str
    line: int
    kind: str
    scope: str
    fields: Mapping[str, str]
    funding: tuple[RawFunding, ...]
    indicators: tuple[RawIndicator, ...]
    plan: tuple[tuple[str, str, int], ...] = ()
    lines: frozenset[int] = frozenset()
    personal: tuple[str, ...] = ()
    notes: tuple[Note, ...] = field(default=())
    money_unit: str = "万元"
