"""Workbooks (XLSX, XLSM, XLS): every visible sheet is a page.

XLSX is read from its XML, because what a cell prints depends on its number format (``sheets_formats``). XLS is read
by calamine, which does not tell formats: there a percentage is written as the fraction that it is stored as, and
leading zeros that a format adds are lost.
"""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mingzhang.errors import ExtractionError
from mingzhang.reading.formats.archive import open_archive
from mingzhang.reading.formats.blocks import Block, Page, Paragraph
from mingzhang.reading.formats.limits import MAX_CELLS
from mingzhang.reading.formats.sheets_blocks import sheet_blocks
from mingzhang.reading.formats.sheets_formats import write_moment, write_number
from mingzhang.reading.formats.sheets_model import Sheet, visible_part
from mingzhang.reading.formats.sheets_xml import read_sheets

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_NO_NAME = re.compile(r"(?:sheet|\u5de5\u4f5c\u8868|\u8868\u683c)?\s*\d*(?:\s*\(\d+\))?", re.I)
_AS_XLSX = "open it in Excel or WPS and save it as XLSX"
_PANIC = "PanicException"  # how a defect in calamine arrives; the class cannot be imported
Remark = Callable[[str], None]


def read_xlsx(path: Path, remark: Remark = lambda text: None) -> Iterator[Block]:
    """The blocks of an XLSX or XLSM workbook.

    Raises:
        ExtractionError: damaged, protected, or larger than any disclosure.
    """
    with open_archive(path) as archive:
        yield from _pages(read_sheets(archive, path.name, remark), remark)


def read_xls(path: Path, remark: Remark = lambda text: None) -> Iterator[Block]:
    """The blocks of an old (BIFF) workbook.

    Raises:
        ExtractionError: damaged, protected, or larger than any disclosure.
    """
    try:
        yield from _pages(_calamine_sheets(path, remark), remark)
    except BaseException as error:
        if type(error).__name__ != _PANIC:
            raise
        raise ExtractionError(path.name, f"a damaged XLS ({str(error)[:120]})", _AS_XLSX) from error


def _pages(sheets: Iterable[Sheet], remark: Remark) -> Iterator[Block]:
    for sheet in sheets:
        shown, lost = visible_part(sheet)
        if lost:
            remark(f"{lost} cells in hidden rows or columns of sheet {sheet.name} left out")
        if not shown.cells:
            continue
        yield Page()
        if _says_something(shown):
            yield Paragraph(shown.name)
        yield from sheet_blocks(shown)


def _says_something(sheet: Sheet) -> bool:
    """Whether the sheet's name is no default and tells what no cell tells."""
    name = sheet.name.strip()
    return not _NO_NAME.fullmatch(name) and not any(name in text for text in sheet.cells.values())


def _calamine_sheets(path: Path, remark: Remark) -> Iterator[Sheet]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))  # by content: a path's suffix is trusted
    except CalamineError as error:
        if isinstance(error, PasswordError) or "password" in str(error).lower():
            found = "the file is protected by a password"
            raise ExtractionError(path.name, found, "save it without the password") from error
        raise ExtractionError(path.name, f"not readable as XLS ({str(error)[:120]})", _AS_XLSX) from error
    for index, data in enumerate(book.sheets_metadata):
        if data.visible != SheetVisibleEnum.Visible:
            remark(f"hidden sheet left out: {data.name}")
        elif data.typ != SheetTypeEnum.WorkSheet:
            remark(f"sheet without cells (a chart or a macro sheet) left out: {data.name}")
        else:
            yield _calamine_sheet(path, data.name, book.get_sheet_by_index(index))


def _calamine_sheet(path: Path, name: str, source: CalamineSheet) -> Sheet:
    sheet = Sheet(name, merged=[(*first, *last) for first, last in source.merged_cell_ranges or []])
    top, left = source.start or (0, 0)
    for row, values in enumerate(source.to_python(), top):
        for column, value in enumerate(values, left):
            if (text := _text(value)).strip():
                sheet.cells[row, column] = text
    if len(sheet.cells) > MAX_CELLS:
        found = f"sheet {name} has more than {MAX_CELLS} filled cells"
        raise ExtractionError(path.name, found, "leave out what is no disclosure")
    return sheet


def _text(value: object) -> str:
    """A cell's value as text: numbers plain, dates as 2024-02-08."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return write_number(value)
    if isinstance(value, datetime.datetime):
        return write_moment(value)
    return str(value)
