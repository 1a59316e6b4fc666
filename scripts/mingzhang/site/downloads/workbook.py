"""Excel workbooks: of one table, of a disclosure, of everything. Equal content is equal bytes.

A table's sheet is written once and put into both workbooks that hold it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mingzhang.site.downloads.about import About
from mingzhang.site.downloads.cells import attribute, escape, letter
from mingzhang.site.downloads.introduction import COLUMNS, INTRODUCTION, Sheets, columns_sheet, introduction_sheet
from mingzhang.site.downloads.sheets import resource_sheet, sheet_names
from mingzhang.site.downloads.styles import CREATED, style_parts
from mingzhang.site.downloads.tables import Table
from mingzhang.site.downloads.zips import Packed, ZipWriter, pack

MOST_CELLS = 1_000_000
"""Cells of one workbook: what a spreadsheet still opens at ease. The longest tables are cut first, and say so."""
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"


@dataclass(frozen=True)
class Sheet:
    """A sheet with its name, packed; ``filtered`` are the columns and lines of its table, none of a sheet without."""

    name: str
    content: Packed
    filtered: tuple[int, int] = (0, 0)


def pack_sheet(table: Table, most: int | None = None) -> Packed:
    """The sheet of ``table`` for ``write_table_workbook`` and ``write_workbook``."""
    return pack(resource_sheet(table, most).encode())


def write_table_workbook(table: Table, sheet: Packed, about: About, path: Path) -> None:
    """A workbook of one table, its headings in the first row; then what it is, and what its columns mean."""
    name, introduction, columns = sheet_names([table.resource.title, INTRODUCTION, COLUMNS])
    own = [(name, table)]
    sheets = [
        Sheet(name, sheet, _range(table, table.count)),
        Sheet(introduction, pack(introduction_sheet(about, own, columns).encode())),
        _columns(own, columns),
    ]
    _write(path, table.resource.title, sheets)


def write_workbook(
    tables: Sequence[Table],
    about: About,
    path: Path,
    packed: Mapping[str, Packed] | None = None,
    absent: Sequence[str] = (),
) -> None:
    """A workbook of ``tables``: what they are, a sheet for each that has rows, what their columns mean.

    ``packed`` are sheets that are written already, by resource; ``absent`` tells of tables that are left out.
    """
    filled = [table for table in tables if table.count]
    introduction, columns, *names = sheet_names([INTRODUCTION, COLUMNS, *(table.resource.title for table in filled)])
    named = list(zip(names, filled, strict=True))
    share = cells_each([table.count * len(table.columns) for table in filled], MOST_CELLS)
    sheets = [Sheet(introduction, pack(introduction_sheet(about, named, columns, absent).encode()))]
    for name, table in named:
        most = max(1, share // len(table.columns))
        known = (packed or {}).get(table.resource.name) if table.count <= most else None
        sheets.append(Sheet(name, known or pack_sheet(table, most), _range(table, min(table.count, most))))
    _write(path, about.title, [*sheets, _columns(named, columns)])


def _columns(sheets: Sheets, name: str) -> Sheet:
    lines = 1 + sum(len(table.resource.fields) for _, table in sheets)
    return Sheet(name, pack(columns_sheet(sheets).encode()), (7, lines))


def _range(table: Table, rows: int) -> tuple[int, int]:
    return len(table.columns), rows + 1


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


def _write(path: Path, title: str, sheets: Sequence[Sheet]) -> None:
    """The parts of a workbook (Open Packaging Conventions) as one archive."""
    numbers = range(1, len(sheets) + 1)
    parts = {
        "[Content_Types].xml": _content_types(numbers),
        "xl/_rels/workbook.xml.rels": _relations(numbers),
        "xl/workbook.xml": _book(sheets),
        "docProps/core.xml": _core(title),
        "docProps/app.xml": f'{_XML}<Properties xmlns="{_OFFICE}/extended-properties">'
        "<Application>Microsoft Excel</Application></Properties>",
    }
    with ZipWriter(path) as archive:
        for name, text in parts.items():
            archive.add(name, pack(text.encode()))
        for name, packed in style_parts().items():
            archive.add(name, packed)
        for number, sheet in zip(numbers, sheets, strict=True):
            archive.add(f"xl/worksheets/sheet{number}.xml", sheet.content)


def _content_types(numbers: range) -> str:
    kinds = {
        "/docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "/xl/styles.xml": f"{_SPREADSHEET}.styles+xml",
        "/xl/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
        "/xl/workbook.xml": f"{_SPREADSHEET}.sheet.main+xml",
        **{f"/xl/worksheets/sheet{number}.xml": f"{_SPREADSHEET}.worksheet+xml" for number in numbers},
    }
    told = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    relations = '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    other = '<Default Extension="xml" ContentType="application/xml"/>'
    return f'{_XML}<Types xmlns="{_PACKAGE}/content-types">{relations}{other}{told}</Types>'


def _relations(numbers: range) -> str:
    targets = [("worksheet", f"worksheets/sheet{number}.xml") for number in numbers]
    targets += [("theme", "theme/theme1.xml"), ("styles", "styles.xml")]
    told = "".join(
        f'<Relationship Id="rId{number}" Type="{_OFFICE}/relationships/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{told}</Relationships>'


def _book(sheets: Sequence[Sheet]) -> str:
    listed, filters = [], []
    for number, sheet in enumerate(sheets, start=1):
        listed.append(f'<sheet name="{attribute(sheet.name)}" sheetId="{number}" r:id="rId{number}"/>')
        width, lines = sheet.filtered
        if width:
            quoted = attribute(sheet.name.replace("'", "''"))
            filters.append(
                f'<definedName name="_xlnm._FilterDatabase" localSheetId="{number - 1}" hidden="1">'
                f"'{quoted}'!$A$1:${letter(width - 1)}${lines}</definedName>"
            )
    return (
        f'{_XML}<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
        f'xmlns:r="{_OFFICE}/relationships"><bookViews>'
        '<workbookView xWindow="240" yWindow="15" windowWidth="16095" windowHeight="9660"/></bookViews>'
        f"<sheets>{''.join(listed)}</sheets><definedNames>{''.join(filters)}</definedNames></workbook>"
    )


def _core(title: str) -> str:
    day = f'xsi:type="dcterms:W3CDTF">{CREATED.isoformat()}Z</dcterms'
    return (
        f'{_XML}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dcterms:created {day}:created>"
        f"<dcterms:modified {day}:modified></cp:coreProperties>"
    )
