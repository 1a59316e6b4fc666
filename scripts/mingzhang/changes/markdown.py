"""A difference as Markdown for a pull request: the most important first, the rest folded, all of it bounded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from mingzhang.changes.model import (
    ADDED,
    CHANGED,
    FINDINGS,
    REMOVED,
    TABLES,
    Cell,
    Comparison,
    PackageTables,
    RowChange,
)
from mingzhang.changes.repositories import Difference
from mingzhang.changes.table import count_changes

LONGEST = 60_000
"""Characters; GitHub takes 65,536 in a comment."""
_LONGEST_CELL = 80
_MONEY, _FINDINGS, _CELLS = 10, 15, 60  # rows of each list of a disclosure
_MARKS = re.compile(r"([\\`*_{}\[\]()<>#+!|~^$&-])")
_ISSUE = re.compile(r"#(?=[0-9])")  # GitHub makes links of them, whatever is escaped
WORDS = {ADDED: "新增 new", REMOVED: "删去 gone", CHANGED: "改动 changed"}
_FOUND = {
    ADDED: "审核新发现 new findings",
    REMOVED: "不再有的发现 findings that are gone",
    CHANGED: "改了说法的发现 findings that changed",
}
_GRAVITY = ("error", "warning", "rounding", "note")


def to_markdown(difference: Difference) -> str:
    """What a reviewer needs of ``difference``, at most ``LONGEST`` characters."""
    if difference.is_empty:
        return f"## 数据没有变动 / No change of data\n\n{difference.same} 份材料相同 disclosures are the same\n"
    told = [
        f"## 数据变动 / Changes of data\n\n{len(difference.added)} 份新增 new · "
        f"{len(difference.changed)} 份改动 changed · {len(difference.removed)} 份删去 gone · "
        f"{difference.same} 份相同 same\n",
        *(_removed(package) for package in difference.removed),
        *(_added(package) for package in difference.added),
        *("\n".join(_changed(comparison)) for comparison in difference.changed),
    ]
    return _bounded(told)


def _bounded(parts: list[str]) -> str:
    """As many of ``parts`` as there is room for, and how many there is none for."""
    text = ""
    for number, part in enumerate(parts):
        if len(text) + len(part) > LONGEST - 200:
            left = len(parts) - number
            return f"{text}\n另有 {left} 份没有列出；`mingzhang diff` 列出全部 / {left} more, not shown\n"
        text += part + "\n"
    return text


def _removed(package: PackageTables) -> str:
    return f"### 删去 gone: {escape(package.id)}\n\n{escape(package.title)}\n"


def _added(package: PackageTables) -> str:
    rows = sum(len(table.rows) for table in package.tables.values())
    states = [row.get("status", "") for row in package.tables[TABLES].rows] if TABLES in package.tables else []
    words = " · ".join(f"{state} {states.count(state)}" for state in dict.fromkeys(states))
    findings = package.tables[FINDINGS].rows if FINDINGS in package.tables else ()
    listed = sorted(findings, key=lambda row: _gravity(row.get("severity", "")))
    lines = [
        f"### 新增 new: {escape(package.id)}\n\n{escape(package.title)}: {rows} 行 rows; 表 tables: {words or '—'}\n",
        *_findings("审核发现 findings", [(row.get("severity", ""), row.get("message", "")) for row in listed]),
    ]
    return "\n".join(lines)


def _changed(comparison: Comparison) -> Iterator[str]:
    yield f"### 改动 changed: {escape(comparison.id)}\n\n{escape(comparison.title)}\n"
    yield from _counts(comparison)
    money = sorted((c for c in comparison.data if c.weight), key=lambda change: -change.weight)
    if money:
        yield f"**金额变动最大的行 / rows that move the most money** ({min(len(money), _MONEY)}/{len(money)})\n"
        yield from _table(comparison, ((change, _heaviest(change)) for change in money[:_MONEY]))
    found = comparison.of(FINDINGS)
    for kind, title in _FOUND.items():
        told = [(_text(c, "severity", kind), _message(c, kind)) for c in found if c.kind == kind]
        yield from _findings(title, sorted(told, key=lambda item: _gravity(item[0])))
    states = [(c, cell) for c in comparison.of(TABLES) for cell in c.cells if cell.column == "status"]
    if states:
        yield "**表的状态 / states of tables**\n"
        yield from _table(comparison, states)
    if comparison.columns:
        yield f"程序增减的列 columns of the program: {escape(', '.join(comparison.columns[:20]))}\n"
    cells = [(change, cell) for change in comparison.data for cell in _lines(change)]
    if cells:
        yield f"<details><summary>逐格 / every cell ({min(len(cells), _CELLS)}/{len(cells)})</summary>\n"
        yield from _table(comparison, cells[:_CELLS])
        yield "</details>\n"


def _counts(comparison: Comparison) -> Iterator[str]:
    names = dict.fromkeys(change.resource for change in comparison.changes)
    yield "| 表 resource | 改动行 changed | 格 cells | 新增 new | 删去 gone |\n| --- | ---: | ---: | ---: | ---: |"
    for name in names:
        counts = count_changes(comparison.of(name))
        title = f"{escape(comparison.titles.get(name, name))} {escape(name)}"
        yield f"| {title} | {counts[CHANGED]} | {counts['cells']} | {counts[ADDED]} | {counts[REMOVED]} |"
    yield ""


def _table(comparison: Comparison, cells: Iterable[tuple[RowChange, Cell]]) -> Iterator[str]:
    yield "| 表 | | 行 row | 列 column | 前 before | 后 after | 差 | 原文行 line |"
    yield "| --- | --- | --- | --- | ---: | ---: | ---: | --- |"
    for change, cell in cells:
        lines = f"{change.line_before or '—'} → {change.line_after or '—'}"
        moved = "" if cell.difference is None else f"{cell.difference:+f}"
        title = comparison.titles.get(change.resource, change.resource)
        words = (title, WORDS[change.kind], change.label, cell.column, cell.before, cell.after, moved, lines)
        yield f"| {' | '.join(map(escape, words))} |"
    yield ""


def _lines(change: RowChange) -> tuple[Cell, ...]:
    """The cells of a row that changed; of one that is new or gone its money, in one."""
    if not change.is_whole:
        return change.cells
    money = "; ".join(f"{cell.column} {cell.before or cell.after}" for cell in change.cells if cell.is_money)
    return (Cell("", "", money) if change.kind == ADDED else Cell("", money, ""),)


def _heaviest(change: RowChange) -> Cell:
    return max((c for c in change.cells if c.is_money), key=lambda cell: RowChange("", "", "", (cell,)).weight)


def _text(change: RowChange, column: str, kind: str) -> str:
    return next(((c.before if kind == REMOVED else c.after) for c in change.cells if c.column == column), "")


def _message(change: RowChange, kind: str) -> str:
    """What a finding says; of one that says the same of other figures, those."""
    cells = "; ".join(f"{cell.column} {cell.before} → {cell.after}" for cell in change.cells)
    return _text(change, "message", kind) or f"{change.label}: {cells}"


def _findings(title: str, told: list[tuple[str, str]]) -> Iterator[str]:
    if not told:
        return
    counts = " · ".join(
        f"{severity} {sum(item == severity for item, _ in told)}"
        for severity in _GRAVITY
        if any(item == severity for item, _ in told)
    )
    yield f"**{title}** ({counts or len(told)})\n"
    for severity, message in told[:_FINDINGS]:
        yield f"* {escape(severity)}{': ' if severity else ''}{escape(message, 300)}"
    if len(told) > _FINDINGS:
        yield f"* 另有 {len(told) - _FINDINGS} 处 more"
    yield ""


def _gravity(severity: str) -> int:
    return _GRAVITY.index(severity) if severity in _GRAVITY else len(_GRAVITY)


def escape(text: object, most: int = _LONGEST_CELL) -> str:
    """Text of a document as plain text in Markdown: one line, bounded, no link, no mention, no HTML."""
    plain = " ".join(str(format(text, "f") if isinstance(text, Decimal) else text).split())
    plain = "".join(char for char in plain if char.isprintable())
    plain = plain if len(plain) <= most else f"{plain[: most - 1]}…"
    plain = plain.replace("@", "＠").replace("://", "：//").replace("www.", "www．")
    return _MARKS.sub(r"\\\1", _ISSUE.sub("＃", plain))
