"""A difference between two versions as a page shows it: the largest changes of money, then table by table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mingzhang.changes.identity import names_of
from mingzhang.changes.model import ADDED, CHANGED, FINDINGS, READING, REMOVED, TABLES, Cell, RowChange
from mingzhang.changes.table import count_changes
from mingzhang.labels import (
    BASELINES,
    FORM_KINDS,
    FORM_SCOPES,
    PROCUREMENT,
    ROLES,
    SIDES,
    SOURCE_KEYS,
    STAFFING,
    THREE_PUBLIC,
)
from mingzhang.site.changes.events import sum_up
from mingzhang.site.changes.versions import Version
from mingzhang.site.numbers.amounts import format_amount
from mingzhang.site.packages import Field, Package
from mingzhang.site.provenance.marks import SEVERITIES, clip
from mingzhang.site.words import STATUS_WORDS

MOST_ROWS, MOST_MONEY = 200, 10
"""Of one table, and of the list of money; the CSV holds all."""
KINDS = {ADDED: "新增", REMOVED: "删去", CHANGED: "改动"}
_KEYS = {
    "side": SIDES,
    "role": ROLES,
    "status": STATUS_WORDS,
    "scope": FORM_SCOPES,
    "form_kind": FORM_KINDS,
    "baseline": BASELINES,
    "source_key": SOURCE_KEYS,
    "item_key": THREE_PUBLIC,
    "severity": {severity.key: severity.word for severity in SEVERITIES},
}
_ITEMS = {"staffing": STAFFING, "procurement": PROCUREMENT}
_UNTOLD = frozenset({*_KEYS, "level", "code_printed", "part", "section", "subsection", "target_operator"})
_UNTOLD_TOO = frozenset({"target_value", "target_unit", "unit", "year"})
_MOST_CELLS, _LONGEST, _LONGEST_MESSAGE = 6, 160, 240
_NOT_OF_DATA = READING - {TABLES}


@dataclass(frozen=True)
class CellView:
    """One line of a table of changes: which row and column, before, after, how much more, both source lines."""

    kind: str
    word: str
    label: str
    column: str
    before: str
    after: str
    difference: str
    line_before: str
    line_after: str
    is_first: bool = True
    rows: int = 1


@dataclass(frozen=True)
class TableChanges:
    """What changed in one resource, whose CSV is ``path``; ``more`` lines are only in the CSV of changes."""

    name: str
    title: str
    path: str
    counts: str
    cells: tuple[CellView, ...]
    more: int


@dataclass(frozen=True)
class FindingChange:
    """A finding that is new or gone, or that says something else; ``line`` is blank where it is gone."""

    kind: str
    word: str
    severity: str
    message: str
    line: str


@dataclass(frozen=True)
class DifferenceView:
    """Everything that the page tells of one step from version to version."""

    version: Version
    summary: str
    money: tuple[CellView, ...]
    tables: tuple[TableChanges, ...]
    findings: tuple[FindingChange, ...]


def build_difference(version: Version, package: Package) -> DifferenceView:
    """The difference from ``version`` to the next; ``package``, as it stands, has the titles of tables and columns."""
    names = dict.fromkeys(change.resource for change in version.changes if change.resource not in _NOT_OF_DATA)
    data = [change for change in version.changes if change.resource not in READING and change.weight]
    heaviest = sorted(data, key=lambda change: -change.weight)[:MOST_MONEY]
    return DifferenceView(
        version=version,
        summary=sum_up(version),
        money=tuple(_heaviest(change, package) for change in heaviest),
        tables=tuple(_table(name, version.changes, package) for name in names),
        findings=tuple(_finding(c) for c in version.changes if c.resource == FINDINGS)[:MOST_ROWS],
    )


def _table(name: str, changes: Sequence[RowChange], package: Package) -> TableChanges:
    own = [change for change in changes if change.resource == name]
    counts = count_changes(own)
    told = [f"{KINDS[kind]} {counts[kind]} 行" for kind in (CHANGED, ADDED, REMOVED) if counts[kind]]
    lines = [cell for change in own for cell in _lines(change, package)]
    shown = tuple(lines[:MOST_ROWS])
    path = package.resources[name].path if name in package.resources else f"{name}.csv"
    return TableChanges(name, _title(name, package), path, "，".join(told), shown, len(lines) - len(shown))


def _lines(change: RowChange, package: Package) -> list[CellView]:
    if change.is_whole:
        text = _whole(change, package)
        return [_view(change, "", "" if change.kind == ADDED else text, "" if change.kind == REMOVED else text, "")]
    return [_cell(change, cell, package, number == 0) for number, cell in enumerate(change.cells)]


def _cell(change: RowChange, cell: Cell, package: Package, is_first: bool = True) -> CellView:
    moved = cell.difference
    more = "" if moved is None else f"{'+' if moved > 0 else ''}{format_amount(format(moved, 'f'))}"
    before, after = (_text(change.resource, cell, text) for text in (cell.before, cell.after))
    title = _column(change.resource, cell.column, package)
    return _view(change, title, before, after, more, is_first, len(change.cells))


def _heaviest(change: RowChange, package: Package) -> CellView:
    weights = [(RowChange("", "", "", (cell,)).weight, cell) for cell in change.cells if cell.is_money]
    view = _cell(change, max(weights, key=lambda item: item[0])[1], package)
    title = _title(change.resource, package)
    return CellView(**{**vars(view), "label": f"{title}：{view.label}"})


def _view(
    change: RowChange, column: str, before: str, after: str, more: str, is_first: bool = True, rows: int = 1
) -> CellView:
    lines = change.line_before, change.line_after
    return CellView(change.kind, KINDS[change.kind], change.label, column, before, after, more, *lines, is_first, rows)


def _whole(change: RowChange, package: Package) -> str:
    """A row that is new or gone: its numbers and what else it says besides its name."""
    names = names_of(change.resource)
    told = [
        f"{_column(change.resource, cell.column, package)} "
        f"{clip(_text(change.resource, cell, cell.before or cell.after), _LONGEST)}"
        for cell in change.cells
        if cell.column not in names and cell.column not in _UNTOLD | _UNTOLD_TOO
    ]
    if not told:
        texts = [cell.before or cell.after for cell in change.cells if cell.column in names]
        told = [clip(max(texts, key=len), _LONGEST)] if texts and len(max(texts, key=len)) > len(change.label) else []
    return "；".join([*told[:_MOST_CELLS], *(["…"] if len(told) > _MOST_CELLS else [])])


def _text(resource: str, cell: Cell, text: str) -> str:
    """A cell as people read it: amounts with thousands apart, keys in words."""
    if cell.is_money and text:
        return format_amount(text)
    words = _ITEMS.get(resource, {}) if cell.column == "item" else _KEYS.get(cell.column, {})
    return words.get(text, text)


def _finding(change: RowChange) -> FindingChange:
    cells = {cell.column: cell for cell in change.cells}
    texts = {name: cell.after or cell.before for name, cell in cells.items()}
    message = texts.get("message") or "；".join(texts.values())
    severity = _KEYS["severity"].get(texts.get("severity", ""), "")
    return FindingChange(change.kind, KINDS[change.kind], severity, clip(message, _LONGEST_MESSAGE), change.line_after)


def _title(resource: str, package: Package) -> str:
    return package.resources[resource].title if resource in package.resources else resource


def _column(resource: str, column: str, package: Package) -> str:
    fields: Sequence[Field] = package.resources[resource].fields if resource in package.resources else ()
    return next((field.title for field in fields if field.name == column), column)
