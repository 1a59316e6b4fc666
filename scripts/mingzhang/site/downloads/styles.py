"""The formats of a workbook's cells, and the parts that say what they look like: the same in every workbook.

XlsxWriter makes them, once a process; sheets name a format by its number.
"""

from __future__ import annotations

import zipfile
from datetime import datetime
from functools import cache
from io import BytesIO

from xlsxwriter import Workbook

from mingzhang.site.downloads.zips import Packed, pack

CREATED = datetime(1980, 1, 1)
MOST_PLACES = 20
"""Decimals that a number's format shows; a number with more is written as text, whole."""
# With the quote prefix a text stays one when somebody edits the cell, whatever it begins with.
_TEXT: dict[str, object] = {"quote_prefix": True}
_FORMATS: dict[str, dict[str, object]] = {
    "bold": {"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter", **_TEXT},
    "title": {"bold": True, "font_size": 14, **_TEXT},
    "plain": _TEXT,
    "code": {"num_format": "@", "valign": "top", **_TEXT},
    "text": {"text_wrap": True, "valign": "top", **_TEXT},
    "link": {"hyperlink": True},
    "integer": {"num_format": "0", "valign": "top"},
    **{
        f"number{places}": {"num_format": "#,##0" + ("." + "0" * places if places else ""), "valign": "top"}
        for places in range(MOST_PLACES + 1)
    },
}
STYLE = {name: number for number, name in enumerate(_FORMATS, start=1)}
"""The number by which a cell names its format; 0 is none."""
NUMBERS = tuple(STYLE[f"number{places}"] for places in range(MOST_PLACES + 1))
"""Of amounts, by their decimals."""
STYLES = "xl/styles.xml"
_KEPT = (STYLES, "xl/theme/theme1.xml", "_rels/.rels")


@cache
def style_parts() -> dict[str, Packed]:
    """The parts of every workbook that its content does not touch, by their names."""
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        sheet = book.add_worksheet()
        for row, name in enumerate(_FORMATS):
            sheet.write_blank(row, 0, None, book.add_format(_FORMATS[name]))
    with zipfile.ZipFile(stream) as made:
        return {name: pack(made.read(name)) for name in _KEPT}
