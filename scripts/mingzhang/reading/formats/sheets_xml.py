"""The cells of XLSX sheets, read as a stream: only cells that hold something, whatever extent the sheet claims."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from mingzhang.errors import ExtractionError
from mingzhang.reading.formats.limits import MAX_CELLS, MAX_TEXT
from mingzhang.reading.formats.limits_xml import part_bytes, read_part
from mingzhang.reading.formats.sheets_formats import built_in, write_number
from mingzhang.reading.formats.sheets_model import Place, Range, Sheet

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_PROLOGUE = 4096  # a document type stands before the first element
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_MOST_COLUMNS = 16_384
_MOST_SHEETS = 2_000


@dataclass
class _Book:
    archive: zipfile.ZipFile
    place: str
    remark: Callable[[str], None]
    strings: list[str]
    formats: list[str]
    from_1904: bool


def read_sheets(archive: zipfile.ZipFile, place: str, remark: Callable[[str], None]) -> Iterator[Sheet]:
    """The visible sheets in the order of their tabs.

    Raises:
        ExtractionError: no workbook, damaged or oversized parts, or too many cells.
    """
    main = next(iter(_related(archive, "", place, "officeDocument").values()), "xl/workbook.xml")
    workbook = read_part(archive, main, place)
    if workbook is None:
        raise ExtractionError(place, "the XLSX holds no workbook", "open it in Excel and save it anew")
    properties = workbook.find(S + "workbookPr")
    from_1904 = properties is not None and properties.get("date1904") in ("1", "true")
    strings = next(iter(_related(archive, main, place, "sharedStrings").values()), "")
    styles = next(iter(_related(archive, main, place, "styles").values()), "")
    book = _Book(archive, place, remark, _strings(archive, strings, place), _formats(archive, styles, place), from_1904)
    parts, others = (_related(archive, main, place, kind) for kind in ("worksheet", "sheet"))
    if any(name.endswith("vbaProject.bin") for name in archive.namelist()):
        remark("macros ignored")
    names = set(archive.namelist())
    read: set[str] = set()
    filled = printed = 0
    for count, element in enumerate(workbook.iterfind(f"{S}sheets/{S}sheet"), 1):
        if count > _MOST_SHEETS:
            raise ExtractionError(place, f"more than {_MOST_SHEETS} sheets", "leave out what is no disclosure")
        name, part = element.get("name") or "", parts.get(element.get(_R + "id") or "")
        if element.get("state") in ("hidden", "veryHidden"):
            remark(f"hidden sheet left out: {name}")
        elif part is None and element.get(_R + "id") in others:
            remark(f"sheet without cells (a chart or a macro sheet) left out: {name}")
        elif part is None or part not in names:
            found = f"the cells of sheet {name} are missing from the file"
            raise ExtractionError(place, found, "open it in Excel and save it anew")
        elif part in read:
            remark(f"sheet {name} has the same cells as another; left out")
        else:
            read.add(part)
            sheet = _read_sheet(book, name, part)
            filled, printed = filled + len(sheet.cells), printed + sheet.length
            if filled > MAX_CELLS or printed > MAX_TEXT:
                found = f"more than {MAX_CELLS} filled cells" if filled > MAX_CELLS else "text without end"
                raise ExtractionError(place, found, "leave out what is no disclosure")
            yield sheet


def _related(archive: zipfile.ZipFile, part: str, place: str, kind: str) -> dict[str, str]:
    folder, name = posixpath.split(part)
    root = read_part(archive, posixpath.join(folder, "_rels", f"{name}.rels"), place)
    return {
        relation.get("Id") or "": posixpath.normpath(posixpath.join("/", folder, relation.get("Target") or "")).lstrip(
            "/"
        )
        for relation in (root if root is not None else ())
        if isinstance(relation.tag, str)
        and (relation.get("Type") or "").lower().endswith(kind.lower())
        and relation.get("TargetMode") != "External"
    }


def _text(element: etree._Element) -> str:
    """The text of a string item: its runs, without the readings printed above characters."""
    parts = (part for part in element if part.tag != S + "rPh")  # the readings of names
    runs = [text.text or "" for part in parts for text in part.iter(S + "t")]
    return re.sub(r"_x([0-9A-Fa-f]{4})_", _character, "".join(runs))


def _character(match: re.Match[str]) -> str:
    code = int(match.group(1), 16)
    return "\n" if code in (10, 13) else "" if code < 32 else match.group()


def _strings(archive: zipfile.ZipFile, part: str, place: str) -> list[str]:
    root = read_part(archive, part, place) if part else None
    return [_text(item) for item in root.iterfind(S + "si")] if root is not None else []


def _formats(archive: zipfile.ZipFile, part: str, place: str) -> list[str]:
    """The number format of each cell style."""
    root = read_part(archive, part, place) if part else None
    if root is None:
        return []
    own = {f.get("numFmtId"): f.get("formatCode") or "" for f in root.iterfind(f"{S}numFmts/{S}numFmt")}
    numbers = [style.get("numFmtId") or "0" for style in root.iterfind(f"{S}cellXfs/{S}xf")]
    return [own[number] if number in own else built_in(whole(number, 0)) for number in numbers]


def _read_sheet(book: _Book, name: str, part: str) -> Sheet:
    sheet = Sheet(name)
    last = uncounted = 0
    zeros = True
    hidden: list[tuple[int, int]] = []
    raw = part_bytes(book.archive, part, book.place) or b""
    try:
        for element in _elements(raw, book.place, part):
            if element.tag == S + "row":
                last = whole(element.get("r"), last + 1)
                sheet.hidden_rows |= {last - 1} if element.get("hidden") in ("1", "true") else set()
                uncounted += _read_row(book, sheet, element, last - 1, zeros)
            elif element.tag == S + "sheetView":
                zeros = element.get("showZeros") not in ("0", "false")
            elif element.tag == S + "mergeCell":
                sheet.merged += [merged] if (merged := to_range(element.get("ref") or "")) else []
            elif element.get("hidden") in ("1", "true"):
                first, final = whole(element.get("min"), 1), whole(element.get("max"), 1)
                hidden.append((max(first, 1), min(final, _MOST_COLUMNS)))
    except (etree.XMLSyntaxError, ValueError) as error:
        reason = " ".join(str(error).split())[:120]
        raise ExtractionError(book.place, f"{part} is damaged ({reason})", "save it anew in Excel") from error
    sheet.hidden_columns = _columns(hidden)
    if uncounted:
        book.remark(f"{uncounted} formulas without a stored result on sheet {name}: open it in Excel and save it anew")
    return sheet


def _columns(spans: list[tuple[int, int]]) -> set[int]:
    """The columns that 1-based spans cover, each looked at once whatever the spans repeat."""
    columns: set[int] = set()
    reached = 0
    for first, final in sorted(spans):
        columns |= set(range(max(first - 1, reached), final))
        reached = max(reached, final)
    return columns


def _elements(raw: bytes, place: str, part: str) -> Iterator[etree._Element]:
    """The elements that matter, each freed once it was seen."""
    wanted = [S + name for name in ("row", "mergeCell", "col", "sheetView")]
    parser = etree.iterparse(
        io.BytesIO(raw), ("end",), tag=wanted, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    if b"<!DOCTYPE" in raw[:_PROLOGUE]:
        found = f"{part} declares a document type, as no Office file does"
        raise ExtractionError(place, found, "do not trust this file; ask for one that Office saved")
    for _, element in parser:
        yield element
        element.clear()
        above = element.getparent()
        while above is not None and element.getprevious() is not None:
            del above[0]


def _read_row(book: _Book, sheet: Sheet, row: etree._Element, number: int, zeros: bool) -> int:
    """Adds a row's cells to the sheet; how many are formulas without a result."""
    uncounted, column = 0, -1
    for cell in row.iterchildren(S + "c"):
        place = to_place(cell.get("r") or "") or (number, column + 1)
        column = place[1]
        if not len(cell):
            continue
        text = _value(book, cell)
        uncounted += not text and _has_no_result(cell)
        if text.strip() and (zeros or text != "0"):
            sheet.cells[place] = text
            sheet.length += len(text)
    if len(sheet.cells) > MAX_CELLS or sheet.length > MAX_TEXT:
        found = f"sheet {sheet.name} has more than {MAX_CELLS} filled cells or {MAX_TEXT} characters"
        raise ExtractionError(book.place, found, "leave out what is no disclosure")
    return uncounted


def _has_no_result(cell: etree._Element) -> bool:
    """Whether a formula was written by a program that did not work it out."""
    return cell.get("t") != "str" and cell.find(S + "f") is not None and not cell.findtext(S + "v")


def _value(book: _Book, cell: etree._Element) -> str:
    kind = cell.get("t") or "n"
    if kind == "inlineStr":
        inner = cell.find(S + "is")
        return _text(inner) if inner is not None else ""
    value = cell.findtext(S + "v")
    if value is None or not value.strip():
        return ""
    if kind == "s":
        at = whole(value, -1)
        return book.strings[at] if 0 <= at < len(book.strings) else ""
    if kind == "b":
        return "TRUE" if value.strip() in ("1", "true") else "FALSE"
    if kind in ("str", "e", "d"):
        return value.removesuffix("T00:00:00") if kind == "d" else value
    style = whole(cell.get("s"), 0)
    code = book.formats[style] if style < len(book.formats) else ""
    return write_number(value.strip(), code, book.from_1904)


def to_place(address: str) -> Place | None:
    """Row and column of ``B3``, counted from 0."""
    match = _ADDRESS.fullmatch(address)
    return (max(int(match.group(2)) - 1, 0), _column(match.group(1))) if match else None


def whole(text: str | None, default: int) -> int:
    """``text`` as a number of a row, column or style; ``default`` where it is none."""
    return int(text) if text and re.fullmatch(r"\s*\d{1,9}\s*", text) else default


@lru_cache(maxsize=20_000)
def _column(letters: str) -> int:
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


def to_range(address: str) -> Range | None:
    """Rows and columns of ``A1:C2``."""
    first, _, last = address.partition(":")
    start, end = to_place(first), to_place(last or first)
    return (*start, *end) if start and end else None
