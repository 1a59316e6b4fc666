"""The tables of a workbook as sheets: their names and headings, codes as text, amounts as numbers."""

from __future__ import annotations

import re
from itertools import islice

from mingzhang.site.downloads.cells import cut_text, table_sheet
from mingzhang.site.downloads.tables import Table
from mingzhang.site.packages import Field

LONGEST_NAME = 31
MOST_ROWS = 1_048_575
"""Below the headings; of a longer table the sheet says where the rest is."""
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f-\x9f\ufffe\uffff]")


def sheet_names(titles: list[str]) -> list[str]:
    """``titles`` as sheet names: allowed characters, at most 31 of them, no two alike."""
    names: list[str] = []
    taken: set[str] = set()
    for title in titles:
        clean = cut_text(_NOT_IN_NAMES.sub(" ", title).strip(" '"), LONGEST_NAME).strip(" '") or "表"
        name, number = clean, 2
        while name.casefold() in taken or name.casefold() == "history":
            name = f"{cut_text(clean, LONGEST_NAME - len(str(number)) - 1)} {number}"
            number += 1
        taken.add(name.casefold())
        names.append(name)
    return names


def headings(fields: tuple[Field, ...]) -> list[str]:
    """The columns' titles; where two are alike, each with its name."""
    titles = [field.title for field in fields]
    return [f"{field.title}（{field.name}）" if titles.count(field.title) > 1 else field.title for field in fields]


def resource_sheet(table: Table, most: int | None = None) -> str:
    """``table`` as a sheet, its titles in the first row, which stays in sight; at most ``most`` rows.

    Of a longer table the last row says how many are left, and that the CSV has them.
    """
    most = min(most or MOST_ROWS, MOST_ROWS)
    rows = list(islice(table.read(), most if table.count <= most else most - 1))
    if table.count > most:
        rows.append([f"其余 {table.count - len(rows)} 行见 CSV", *[""] * (len(table.columns) - 1)])
    fields = table.resource.fields
    return table_sheet(headings(fields), rows, [field.type for field in fields])
