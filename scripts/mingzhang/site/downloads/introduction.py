"""The sheets of a workbook that are about the others: what it is, where it is from, what every column means."""

from __future__ import annotations

from collections.abc import Sequence

from mingzhang.site.downloads.about import About
from mingzhang.site.downloads.cells import free_sheet, letter, number_cell, table_sheet, text_cell, width_of
from mingzhang.site.downloads.styles import STYLE
from mingzhang.site.downloads.tables import Table

INTRODUCTION, COLUMNS = "说明", "列说明"
NOTES = (
    "金额照原文，单位为万元；单元格的小数位数与原文相同。",
    "空白：原文未填。0：原文所写。两者不同。",
    "科目编码等编号存为文本；“原文行号”指来源文本的行（从 1 起）。",
    "超过 15 位的数字存为文本，一位不少（Excel 的数只有 15 位）。",
    "文字照原文，一律是文本，没有公式。网站的 CSV 里，会被当作公式的文字前面多一个撇号（如 '=100%），这里没有。",
    "除此之外与数据包里的 CSV 一致；有出入时以 CSV 为准。",
)
_TOLD_ABOVE = ("unit", "blank", "code", "guard")
"""Caveats that the notes on the workbook say already."""
_NARROW = 24


Sheets = Sequence[tuple[str, Table]]
"""Tables with the names of their sheets."""


class _Lines:
    """Cells of a sheet, line by line."""

    def __init__(self) -> None:
        self.rows: dict[int, list[str]] = {}
        self.links: dict[str, str] = {}

    def text(self, line: int, column: int, text: str, style: str) -> None:
        """A text in ``line`` (from 1)."""
        if text:
            self.rows.setdefault(line, []).append(text_cell(f"{letter(column)}{line}", text, STYLE[style]))

    def number(self, line: int, column: int, number: int) -> None:
        """A number in ``line``."""
        self.rows.setdefault(line, []).append(number_cell(f"{letter(column)}{line}", str(number), 0))

    def link(self, line: int, sheet: str) -> None:
        """The name of ``sheet`` in ``line``, which leads to it."""
        self.text(line, 0, sheet, "link")
        self.links[f"A{line}"] = sheet


def introduction_sheet(about: About, sheets: Sheets, columns: str, absent: Sequence[str] = ()) -> str:
    """The first sheet: facts, notes, caveats, and the ``sheets`` with their rows; ``columns`` is the last sheet.

    ``absent`` tells, a line each, of tables that the workbook does not hold.
    """
    lines = _Lines()
    lines.text(1, 0, about.title, "title")
    line = _write_facts(lines, about)
    for note in NOTES:
        line += 1
        lines.text(line, 0, note, "plain")
    line = _write_caveats(lines, about, line + 2)
    for column, title in enumerate(("工作表", "行数", "说明")):
        lines.text(line, column, title, "bold")
    for title, table in sheets:
        line += 1
        lines.link(line, title)
        lines.number(line, 1, table.count)
        lines.text(line, 2, table.resource.description, "plain")
    lines.link(line + 1, columns)
    for told in absent:
        lines.text(line + 3, 0, told, "plain")
        line += 1
    return free_sheet(lines.rows, lines.links, {0: width_of([title for title, _ in sheets]), 1: _NARROW})


def _write_facts(lines: _Lines, about: About) -> int:
    """What the data are, a label and a value a line from the third on; returns the line after the last."""
    package = f"{about.name} {about.version}".strip()
    told = {
        "许可": about.licence_words,
        "引用": about.citation,
        "数据包": package,
        "网页": about.page,
        "数据": about.data,
    }
    line = 3
    for label, value in (*about.facts, *told.items()):
        if value:
            lines.text(line, 0, label, "plain")
            lines.text(line, 1, value, "code")
            line += 1
    return line


def _write_caveats(lines: _Lines, about: About, line: int) -> int:
    """What to know before computing; returns the line where the list of sheets begins."""
    lines.text(line, 0, "使用前须知", "bold")
    for item in about.caveats:
        if item.kind not in _TOLD_ABOVE:
            line += 1
            lines.text(line, 0, item.text, "plain")
    return line + 2


def columns_sheet(sheets: Sheets) -> str:
    """Every column of every sheet, with what it means."""
    rows = [
        [title, field.name, field.title, field.title_en, field.type, field.unit, field.description]
        for title, table in sheets
        for field in table.resource.fields
    ]
    titles = ["工作表", "列名", "标题", "英文标题", "类型", "单位", "说明"]
    return table_sheet(titles, rows, ["string"] * len(titles))
