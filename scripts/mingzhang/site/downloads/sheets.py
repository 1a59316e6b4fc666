"""One table as a sheet of a workbook: codes stay text, amounts are numbers with their printed decimals."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from itertools import islice

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from mingzhang.site.downloads.tables import Table
from mingzhang.site.numbers.amounts import parse_amount
from mingzhang.site.packages import Field

NUMBERS = {"number", "integer"}
DIGITS = 15
"""What Excel keeps of a number; a longer one is written as text, whole."""
LONGEST_TEXT = 32_767
LONGEST_PLAIN = 255
"""Beyond it some versions of Excel show ``####`` for a cell whose format is text."""
CUT = "……（全文见 CSV）"
NARROW, WIDE = 6, 60
LONGEST_NAME = 31
MOST_ROWS = 1_048_575
"""Below the headings; of a longer table the sheet says where the rest is."""
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f-\x9f\ufffe\uffff]")


def sheet_names(titles: list[str]) -> list[str]:
    """``titles`` as sheet names: allowed characters, at most 31 of them, no two alike."""
    names: list[str] = []
    taken: set[str] = set()
    for title in titles:
        clean = _cut(_NOT_IN_NAMES.sub(" ", title).strip(" '"), LONGEST_NAME).strip(" '") or "表"
        name, number = clean, 2
        while name.casefold() in taken or name.casefold() == "history":
            name = f"{_cut(clean, LONGEST_NAME - len(str(number)) - 1)} {number}"
            number += 1
        taken.add(name.casefold())
        names.append(name)
    return names


def _cut(text: str, length: int) -> str:
    """``text``, or its beginning of at most ``length`` units of UTF-16, which is what Excel counts."""
    return text.encode("utf-16-le")[: length * 2].decode("utf-16-le", errors="ignore")


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
        # With the quote prefix a text stays one when somebody edits the cell, whatever it begins with.
        text = {"quote_prefix": True}
        self.bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter", **text})
        self.title = book.add_format({"bold": True, "font_size": 14, **text})
        self.plain = book.add_format(text)
        self.code = book.add_format({"num_format": "@", "valign": "top", **text})
        self.text = book.add_format({"text_wrap": True, "valign": "top", **text})
        self._numbers: dict[str, Format] = {}

    def write_resource(self, table: Table, name: str, most: int | None = None) -> None:
        """``table`` as the sheet ``name``, its titles in the first row, which stays in sight; at most ``most`` rows.

        Of a longer table the last row says how many are left, and that the CSV has them.
        """
        sheet = self.book.add_worksheet(name)
        most = min(most or MOST_ROWS, MOST_ROWS)
        rows = [list(row) for row in islice(table.read(), most if table.count <= most else most - 1)]
        if table.count > most:
            rows.append([f"其余 {table.count - len(rows)} 行见 CSV", *[""] * (len(table.columns) - 1)])
        fields = table.resource.fields
        self.write_table(sheet, headings(fields), rows, [field.type for field in fields])

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
    if len(text) <= LONGEST_TEXT // 2 or _cut(text, LONGEST_TEXT) == text:
        return text
    return _cut(text, LONGEST_TEXT - len(CUT)) + CUT


def width_of(cells: list[str]) -> int:
    """A column's width for its longest cell, where a Chinese character takes two places."""
    longest = 0
    for cell in cells:
        if len(cell) * 2 > longest:  # else it cannot be the longest
            longest = max(longest, _places(cell[:WIDE]))
        if longest > WIDE:
            break
    return min(max(longest + 2, NARROW), WIDE)


def _places(text: str) -> int:
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(sign) in "WFA" else 1 for sign in text)
