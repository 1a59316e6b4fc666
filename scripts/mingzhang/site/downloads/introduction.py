"""The sheets of a workbook that are about the others: what it is, where it is from, what every column means."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.worksheet import Worksheet

from mingzhang.site.downloads.about import About
from mingzhang.site.downloads.sheets import SheetWriter, clip_cell, width_of
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


def write_introduction(
    writer: SheetWriter, about: About, sheets: Sequence[tuple[str, Table]], name: str, columns: str
) -> None:
    """The sheet ``name``: facts, notes, caveats, and the ``sheets`` with their rows; ``columns`` is the last sheet."""
    sheet = writer.book.add_worksheet(name)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, clip_cell(about.title), writer.title)
    line = _write_facts(writer, sheet, about)
    for note in NOTES:
        line += 1
        sheet.write_string(line, 0, note, writer.plain)
    line = _write_caveats(writer, sheet, about, line + 2)
    for column, title in enumerate(("工作表", "行数", "说明")):
        sheet.write_string(line, column, title, writer.bold)
    for title, table in sheets:
        line += 1
        _link(sheet, line, title)
        sheet.write_number(line, 1, table.count)
        sheet.write_string(line, 2, clip_cell(table.resource.description), writer.plain)
    _link(sheet, line + 1, columns)
    sheet.set_column(0, 0, width_of([title for title, _ in sheets]))
    sheet.set_column(1, 1, _NARROW)


def _write_facts(writer: SheetWriter, sheet: Worksheet, about: About) -> int:
    """What the data are, a label and a value a line from the third on; returns the line after the last."""
    package = f"{about.name} {about.version}".strip()
    told = {
        "许可": about.licence_words,
        "引用": about.citation,
        "数据包": package,
        "网页": about.page,
        "数据": about.data,
    }
    line = 2
    for label, value in (*about.facts, *told.items()):
        if value:
            sheet.write_string(line, 0, label, writer.plain)
            sheet.write_string(line, 1, clip_cell(value), writer.code)
            line += 1
    return line


def _write_caveats(writer: SheetWriter, sheet: Worksheet, about: About, line: int) -> int:
    """What to know before computing; returns the line where the list of sheets begins."""
    sheet.write_string(line, 0, "使用前须知", writer.bold)
    for item in about.caveats:
        if item.kind not in _TOLD_ABOVE:
            line += 1
            sheet.write_string(line, 0, clip_cell(item.text), writer.plain)
    return line + 2


def _link(sheet: Worksheet, line: int, title: str) -> None:
    sheet.write_url(line, 0, f"internal:'{title.replace(chr(39), chr(39) * 2)}'!A1", string=title)


def write_columns(writer: SheetWriter, sheets: Sequence[tuple[str, Table]], name: str) -> None:
    """Every column of every sheet, with what it means."""
    rows = [
        [title, field.name, field.title, field.title_en, field.type, field.unit, field.description]
        for title, table in sheets
        for field in table.resource.fields
    ]
    titles = ["工作表", "列名", "标题", "英文标题", "类型", "单位", "说明"]
    writer.write_table(writer.book.add_worksheet(name), titles, rows, ["string"] * len(titles))
