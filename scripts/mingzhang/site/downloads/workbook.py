"""Disclosures as Excel workbooks: one of all tables, and one of each. Equal content is equal bytes."""

from __future__ import annotations

import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

from xlsxwriter import Workbook

from mingzhang.site.downloads.sheets import SheetWriter, clip_cell, sheet_names, width_of
from mingzhang.site.downloads.zips import stored_entry
from mingzhang.site.packages import Package, Resource
from mingzhang.site.words import KIND_WORDS

INTRODUCTION, COLUMNS = "说明", "列说明"
CREATED = datetime(1980, 1, 1)
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
NOTES = (
    "金额照原文，单位为万元；单元格的小数位数与原文相同。",
    "空白：原文未填。0：原文所写。两者不同。",
    "科目编码等编号存为文本；“原文行号”指来源文本的行（从 1 起）。",
    "超过 15 位的数字存为文本，一位不少（Excel 的数只有 15 位）。",
    "文字照原文，一律是文本，没有公式。网站的 CSV 里，会被当作公式的文字前面多一个撇号（如 '=100%），这里没有。",
    "除此之外与数据包里的 CSV 一致；有出入时以 CSV 为准。",
)


def write_workbooks(package: Package, folder: Path) -> None:
    """``<id>.xlsx`` of all tables into ``folder``, and one beside the copy of each CSV in ``packages/<id>``.

    A resource without rows has no sheet and no file; those that all disclosures share have no file.
    """
    filled = [resource for resource in package.resources.values() if resource.rows]
    (folder / f"{package.id}.xlsx").write_bytes(package_workbook(package, filled))
    for resource in filled:
        if is_of_document(resource):
            target = folder / "packages" / package.id / xlsx_path(resource.path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(resource_workbook(resource))


def xlsx_path(path: str) -> str:
    """Where the workbook of the CSV at ``path`` is."""
    return f"{path.removesuffix('.csv')}.xlsx"


def is_of_document(resource: Resource) -> bool:
    """Whether the rows come from the document: they know their line."""
    return any(field.name == "source_line" for field in resource.fields)


def citation(package: Package) -> str:
    """How to name the data as a source."""
    published = f"，{package.published}" if package.published else ""
    version = f"，{package.version} 版" if package.version else ""
    return f"{package.unit.name}：《{package.title}》{published}。明账数据包 {package.id}{version}。"


def resource_workbook(resource: Resource) -> bytes:
    """A workbook of one table, its headings in the first row."""
    stream = BytesIO()
    with Workbook(stream, OPTIONS) as book:
        book.set_properties({"title": resource.title, "created": CREATED})
        SheetWriter(book).write_resource(resource, *sheet_names([resource.title]))
    return store(stream.getvalue())


def package_workbook(package: Package, filled: list[Resource]) -> bytes:
    """A workbook of the package: what it is, a sheet for each of ``filled``, what their columns mean."""
    names = sheet_names([INTRODUCTION, COLUMNS, *(resource.title for resource in filled)])[2:]
    stream = BytesIO()
    with Workbook(stream, OPTIONS) as book:
        book.set_properties({"title": package.title, "created": CREATED})
        writer = SheetWriter(book)
        _write_introduction(writer, package, list(zip(names, filled, strict=True)))
        for name, resource in zip(names, filled, strict=True):
            writer.write_resource(resource, name)
        _write_columns(writer, list(zip(names, filled, strict=True)))
    return store(stream.getvalue())


def _write_introduction(writer: SheetWriter, package: Package, sheets: list[tuple[str, Resource]]) -> None:
    sheet = writer.book.add_worksheet(INTRODUCTION)
    sheet.hide_gridlines(2)
    facts = {
        "公开单位": package.unit.name,
        "地区": " ".join(package.unit.region),
        "年度": f"{package.year} 年{KIND_WORDS[package.kind]}",
        "公开日期": package.published,
        "来源文件": "、".join(file.name for file in package.files),
        "来源文件 sha256": "、".join(file.hash for file in package.files),
        "许可": package.licence,
        "引用": citation(package),
        "数据包": f"{package.id} {package.version}".strip(),
    }
    sheet.write_string(0, 0, clip_cell(package.title), writer.title)
    line = 2
    for label, value in facts.items():
        if value:
            sheet.write_string(line, 0, label, writer.plain)
            sheet.write_string(line, 1, clip_cell(value), writer.code)
            line += 1
    for note in NOTES:
        line += 1
        sheet.write_string(line, 0, note, writer.plain)
    line += 2
    for column, title in enumerate(("工作表", "行数", "说明")):
        sheet.write_string(line, column, title, writer.bold)
    for name, resource in sheets:
        line += 1
        sheet.write_url(line, 0, f"internal:'{name.replace(chr(39), chr(39) * 2)}'!A1", string=name)
        sheet.write_number(line, 1, len(resource.rows))
        sheet.write_string(line, 2, clip_cell(resource.description), writer.plain)
    sheet.write_url(line + 1, 0, f"internal:'{COLUMNS}'!A1", string=COLUMNS)
    sheet.set_column(0, 0, width_of([name for name, _ in sheets]))
    sheet.set_column(1, 1, 24)


def _write_columns(writer: SheetWriter, sheets: list[tuple[str, Resource]]) -> None:
    """Every column of every sheet, with what it means."""
    rows = [
        [name, field.name, field.title, field.title_en, field.type, field.unit, field.description]
        for name, resource in sheets
        for field in resource.fields
    ]
    titles = ["工作表", "列名", "标题", "英文标题", "类型", "单位", "说明"]
    writer.write_table(writer.book.add_worksheet(COLUMNS), titles, rows, ["string"] * len(titles))


def store(workbook: bytes) -> bytes:
    """The same workbook with its parts stored, not deflated: compressed bytes differ between zlib versions."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as target:
        for part in source.infolist():
            target.writestr(stored_entry(part.filename), source.read(part))
    return stream.getvalue()
