"""One table as a sheet of a workbook: codes stay text, amounts are numbers with their printed decimals."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from mingzhang.site.numbers.amounts import parse_amount
from mingzhang.site.packages import Field, Resource

NUMBERS = {"number", "integer"}
DIGITS = 15
"""What Excel keeps of a number; a longer one is written as text, whole."""
LONGEST_TEXT = 32_767
LONGEST_PLAIN = 255
"""Beyond it some versions of Excel show ``####`` for a cell whose format is text."""
CUT = "……（全文见 CSV）"
NARROW, WIDE = 6, 60
LONGEST_NAME = 31


def sheet_names(titles: list[str]) -> list[str]:
    """``titles`` as sheet names: allowed characters, at most 31 of them, no two alike."""
    names: list[str] = []
    taken: set[str] = set()
    for title in titles:
        clean = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title).strip(" '")[:LONGEST_NAME] or "表"
        name, number = clean, 2
        while name.casefold() in taken or name.casefold() == "history":
            name = f"{clean[: LONGEST_NAME - len(str(number)) - 1]} {number}"
            number += 1
        taken.add(name.casefold())
        names.append(name)
    return names


def headings(fields: tuple[Field, ...]) -> list[str]:
    """The columns' titles; where two are alike, each with its name."""
    titles = [field.title for field in fields]
    return [f"{field.title}（{field.name}）" if titles.count(field.title) > 1 else field.title for field in fields]


def fits_as_number(number: Decimal) -> bool:
    """Whether Excel keeps every digit of ``number``."""
    return len(number.as_tuple().digits) <= DIGITS


class SheetWriter:
    """Writes tables into one workbook, with formats that its sheets share."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"})
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.code = book.add_format({"num_format": "@", "valign": "top"})
        self.text = book.add_format({"text_wrap": True, "valign": "top", "quote_prefix": True})
        self._numbers: dict[str, Format] = {}

    def write_resource(self, resource: Resource, name: str) -> None:
        """``resource`` as the sheet ``name``, its titles in the first row, which stays in sight."""
        sheet = self.book.add_worksheet(name)
        rows = [[row.get(field.name) or "" for field in resource.fields] for row in resource.rows]
        self.write_table(sheet, headings(resource.fields), rows, [field.type for field in resource.fields])

    def write_table(self, sheet: Worksheet, titles: list[str], rows: list[list[str]], types: list[str]) -> None:
        """A heading row and ``rows``; ``types`` are the columns'. Numbers must be of a number type."""
        for column, title in enumerate(titles):
            sheet.write_string(0, column, title, self.bold)
            cells = [row[column] for row in rows]
            sheet.set_column(column, column, width_of([title, *cells]))
            for line, cell in enumerate(cells, start=1):
                if cell:
                    self.write_cell(sheet, line, column, cell, types[column])
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(titles) - 1)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})

    def write_cell(self, sheet: Worksheet, line: int, column: int, text: str, kind: str) -> None:
        """A number where the column and the cell are one, else text, whatever it begins with."""
        number = parse_amount(text) if kind in NUMBERS else None
        if number is not None and fits_as_number(number):
            # A Decimal is written with its own digits; a float would go through binary.
            sheet.write_number(line, column, number, self._number(number, kind))
        else:
            sheet.write_string(line, column, clip_cell(text), self.code if len(text) <= LONGEST_PLAIN else self.text)

    def _number(self, number: Decimal, kind: str) -> Format:
        exponent = number.as_tuple().exponent
        places = max(0, -exponent) if isinstance(exponent, int) else 0
        pattern = ("#,##0" if kind == "number" else "0") + ("." + "0" * places if places else "")
        if pattern not in self._numbers:
            self._numbers[pattern] = self.book.add_format({"num_format": pattern, "valign": "top"})
        return self._numbers[pattern]


def clip_cell(text: str) -> str:
    """``text``, or as much of it as a cell holds, saying so."""
    return text if len(text) <= LONGEST_TEXT else text[: LONGEST_TEXT - len(CUT)] + CUT


def width_of(cells: list[str]) -> int:
    """A column's width for its longest cell, where a Chinese character takes two places."""
    longest = max(
        sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in cell[:WIDE]) for cell in cells
    )
    return min(max(longest + 2, NARROW), WIDE)
