"""Excel workbooks: of one table, of a disclosure, of everything. Equal content is equal bytes."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

from xlsxwriter import Workbook

from mingzhang.site.downloads.about import About
from mingzhang.site.downloads.introduction import COLUMNS, INTRODUCTION, write_columns, write_introduction
from mingzhang.site.downloads.sheets import SheetWriter, sheet_names
from mingzhang.site.downloads.tables import Table
from mingzhang.site.downloads.zips import stored_entry

CREATED = datetime(1980, 1, 1)
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}
MOST_CELLS = 1_000_000
"""Cells of one workbook: what a spreadsheet still opens at ease. The longest tables are cut first, and say so."""


def table_workbook(table: Table, about: About) -> bytes:
    """A workbook of one table, its headings in the first row; then what it is, and what its columns mean."""
    stream = BytesIO()
    name, introduction, columns = sheet_names([table.resource.title, INTRODUCTION, COLUMNS])
    with Workbook(stream, OPTIONS) as book:
        book.set_properties({"title": table.resource.title, "created": CREATED})
        writer = SheetWriter(book)
        writer.write_resource(table, name)
        write_introduction(writer, about, [(name, table)], introduction, columns)
        write_columns(writer, [(name, table)], columns)
    return store(stream.getvalue())


def whole_workbook(tables: Sequence[Table], about: About) -> bytes:
    """A workbook of ``tables``: what they are, a sheet for each that has rows, what their columns mean."""
    filled = [table for table in tables if table.count]
    introduction, columns, *names = sheet_names([INTRODUCTION, COLUMNS, *(table.resource.title for table in filled)])
    sheets = list(zip(names, filled, strict=True))
    stream = BytesIO()
    with Workbook(stream, OPTIONS) as book:
        book.set_properties({"title": about.title, "created": CREATED})
        writer = SheetWriter(book)
        write_introduction(writer, about, sheets, introduction, columns)
        share = cells_each([table.count * len(table.columns) for table in filled], MOST_CELLS)
        for name, table in sheets:
            writer.write_resource(table, name, max(1, share // len(table.columns)))
        write_columns(writer, sheets, columns)
    return store(stream.getvalue())


def cells_each(sizes: Sequence[int], most: int) -> int:
    """How many cells each of tables of such ``sizes`` may have so that all together have ``most``.

    Small tables stay whole, and what they leave goes to the larger ones.
    """
    left, share = most, most
    for place, size in enumerate(sorted(sizes)):
        share = left // (len(sizes) - place)
        if size > share:
            return share
        left -= size
    return most


def store(workbook: bytes) -> bytes:
    """The same workbook with its parts stored, not deflated: compressed bytes differ between zlib versions."""
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as target:
        for part in source.infolist():
            target.writestr(stored_entry(part.filename), source.read(part))
    return stream.getvalue()
