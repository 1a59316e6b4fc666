"""One sheet of a workbook as XML (ECMA-376, SpreadsheetML), texts in their cells: written once, put into several books.

XlsxWriter writes the same with ``constant_memory``, cell by cell (a test compares the two); this takes a tenth of its
time, which is what decides how long thousands of disclosures take.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from mingzhang.site.downloads.columns import plain_number
from mingzhang.site.downloads.styles import MOST_PLACES, NUMBERS, STYLE

DIGITS = 15
"""What Excel keeps of a number; a longer one is written as text, whole."""
LONGEST_TEXT = 32_767
LONGEST_PLAIN = 255
"""Beyond it some versions of Excel show ``####`` for a cell whose format is text."""
CUT = "……（全文见 CSV）"
NARROW, WIDE = 6, 60
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
)
_MARGINS = '<pageMargins left="0.7" right="0.7" top="0.75" bottom="0.75" header="0.3" footer="0.3"/>'
_FROZEN = (
    '<sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    '<selection pane="bottomLeft"/></sheetView>'
)
_BARE = '<sheetView showGridLines="0" workbookViewId="0"/>'
_NO_WARNING = '<ignoredErrors><ignoredError sqref="A1:XFD1048576" numberStoredAsText="1"/></ignoredErrors>'
_SPECIAL = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9a-fA-F]{4}_")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\ufffe\uffff]")
_ESCAPE = re.compile("(_x[0-9a-fA-F]{4}_)")
_DIGIT, _PADDING = 7, 5  # pixels of a digit of the default font, and around a column


def number_cell(at: str, text: str, style: int) -> str:
    """The cell at ``at`` that holds a number with these digits."""
    return f'<c r="{at}" s="{style}"><v>{text}</v></c>' if style else f'<c r="{at}"><v>{text}</v></c>'


def text_cell(at: str, text: str, style: int) -> str:
    """The cell at ``at`` that holds ``text``, cut where a cell is full; never a formula."""
    text = clip_cell(text)
    keep = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() else ""
    return f'<c r="{at}" s="{style}" t="inlineStr"><is><t{keep}>{escape(text)}</t></is></c>'


def escape(text: str) -> str:
    """``text`` within an element: markup, and control characters as Excel writes them (``_x000D_``)."""
    if not _SPECIAL.search(text):
        return text
    text = _CONTROL.sub(lambda sign: f"_x{ord(sign[0]):04X}_", _ESCAPE.sub(r"_x005F\1", text))
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def typed_cell(at: str, text: str, kind: str) -> str:
    """A number where the column and the cell are one, else text, whatever it begins with."""
    number = plain_number(text) if kind in ("number", "integer") else None
    if number is not None:
        whole, _, places = number.partition(".")
        if len((whole + places).lstrip("-0")) <= DIGITS and len(places) <= MOST_PLACES:
            is_count = kind == "integer" and not places
            return number_cell(at, number, STYLE["integer"] if is_count else NUMBERS[len(places)])
    return text_cell(at, text, STYLE["code"] if len(text) <= LONGEST_PLAIN else STYLE["text"])


@cache
def letter(column: int) -> str:
    """The letters of the column of this number, from 0."""
    return (letter(column // 26 - 1) if column >= 26 else "") + chr(ord("A") + column % 26)


def table_sheet(titles: Sequence[str], rows: Sequence[Sequence[str]], kinds: Sequence[str]) -> str:
    """A heading row that stays in sight and can filter, and ``rows``; ``kinds`` are the columns' types."""
    columns = [letter(column) for column in range(len(titles))]
    lines = [(1, "".join(text_cell(f"{at}1", title, STYLE["bold"]) for at, title in zip(columns, titles, strict=True)))]
    for number, row in enumerate(rows, start=2):
        cells = [
            typed_cell(f"{at}{number}", cell, kind) for at, cell, kind in zip(columns, row, kinds, strict=True) if cell
        ]
        lines.append((number, "".join(cells)))
    widths = [width_of(cells) for cells in zip(titles, *rows, strict=True)]
    whole = f"A1:{columns[-1]}{len(rows) + 1}"
    rest = f'<autoFilter ref="{whole}"/>{_MARGINS}{_NO_WARNING}'
    return _sheet(whole, lines, dict(enumerate(widths)), _FROZEN, rest)


def free_sheet(cells: Mapping[int, Sequence[str]], links: Mapping[str, str], widths: Mapping[int, int]) -> str:
    """A sheet without grid of ``cells`` by their row (from 1); ``links`` lead to the first cell of a sheet."""
    told = "".join(
        f'<hyperlink ref="{at}" location="\'{_quoted(name)}\'!A1" display="{attribute(name)}"/>'
        for at, name in links.items()
    )
    lines = [(number, "".join(own)) for number, own in cells.items()]
    whole = f"A1:{letter(max(map(len, cells.values())) - 1)}{max(cells)}"
    return _sheet(whole, lines, widths, _BARE, (f"<hyperlinks>{told}</hyperlinks>" if told else "") + _MARGINS)


def _sheet(whole: str, lines: Iterable[tuple[int, str]], widths: Mapping[int, int], view: str, rest: str) -> str:
    columns = "".join(
        f'<col min="{column + 1}" max="{column + 1}" width="{_width(width)}" customWidth="1"/>'
        for column, width in widths.items()
    )
    rows = "".join(f'<row r="{number}">{cells}</row>' for number, cells in lines if cells)
    return (
        f'{_HEAD}<dimension ref="{whole}"/><sheetViews>{view}</sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f"<cols>{columns}</cols><sheetData>{rows}</sheetData>{rest}</worksheet>"
    )


def attribute(text: str) -> str:
    """The name of a sheet as the value of an attribute; names hold no control characters."""
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")


def _quoted(name: str) -> str:
    """The name of a sheet within apostrophes."""
    return attribute(name.replace("'", "''"))


def _width(places: int) -> float:
    """A width in characters as the file has it: with its padding, in 256ths."""
    return int((places * _DIGIT + _PADDING) / _DIGIT * 256) / 256


def clip_cell(text: str) -> str:
    """``text``, or as much of it as a cell holds, saying so."""
    if len(text) <= LONGEST_TEXT // 2 or cut_text(text, LONGEST_TEXT) == text:
        return text
    return cut_text(text, LONGEST_TEXT - len(CUT)) + CUT


def cut_text(text: str, length: int) -> str:
    """``text``, or its beginning of at most ``length`` units of UTF-16, which is what Excel counts."""
    return text.encode("utf-16-le")[: length * 2].decode("utf-16-le", errors="ignore")


def width_of(cells: Iterable[str]) -> int:
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
