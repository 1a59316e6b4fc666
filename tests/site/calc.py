"""LibreOffice Calc without a window: opens files, and what it then has in its cells."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_LINK = "{http://www.w3.org/1999/xlink}href"
_MANY = 1000  # repeated more often than this is the blank rest of a sheet


@dataclass(frozen=True)
class Cell:
    """What Calc made of a cell: formula, type, value of a number, text as shown, where it links to."""

    formula: str
    kind: str
    value: str
    text: str
    links: tuple[str, ...] = ()

    @property
    def is_wrong(self) -> bool:
        """Whether it was run or is an error."""
        return bool(self.formula) or self.kind == "error" or self.text.startswith("Err:")


def convert(files: Iterable[Path], folder: Path, profile: Path, settings: str = "") -> None:
    """Have Calc open ``files`` in one process and save each as ODS in ``folder``; ``settings`` of its CSV import."""
    command = ["soffice", "--headless", f"-env:UserInstallation={profile.as_uri()}"]
    command += [f"--infilter=CSV:{settings}"] if settings else []
    command += ["--convert-to", "ods", "--outdir", str(folder), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, done.stderr


def read_sheets(path: Path) -> dict[str, list[list[Cell]]]:
    """The sheets of an ODS, without blank rows and cells at their ends."""
    with zipfile.ZipFile(path) as archive:
        root = etree.fromstring(archive.read("content.xml"), etree.XMLParser(huge_tree=True))
    return {sheet.get(f"{_TABLE}name"): _filled(sheet) for sheet in root.iter(f"{_TABLE}table")}


def _filled(sheet: etree._Element) -> list[list[Cell]]:
    rows = list(_rows(sheet))
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _rows(sheet: etree._Element) -> Iterator[list[Cell]]:
    for row in sheet.iter(f"{_TABLE}table-row"):
        cells: list[Cell] = []
        for cell in row:
            count = int(cell.get(f"{_TABLE}number-columns-repeated", 1))
            cells += [_cell(cell)] * (count if count < _MANY else 0)
        while cells and cells[-1] == _BLANK:
            cells.pop()
        repeated = int(row.get(f"{_TABLE}number-rows-repeated", 1))
        yield from [cells] * (repeated if repeated < _MANY else 0)


_BLANK = Cell("", "", "", "")


def _cell(cell: etree._Element) -> Cell:
    return Cell(
        cell.get(f"{_TABLE}formula", ""),
        cell.get(f"{_OFFICE}value-type", ""),
        cell.get(f"{_OFFICE}value", ""),
        "\n".join("".join(_text(part)) for part in cell.findall(f"{_TEXT}p")),
        tuple(link.get(_LINK) for link in cell.iter(f"{_TEXT}a")),
    )


def _text(part: etree._Element) -> Iterator[str]:
    """The text of a paragraph, whose runs of spaces, tabs and breaks are elements."""
    yield part.text or ""
    for child in part:
        name = etree.QName(child).localname
        if name == "s":
            yield " " * int(child.get(f"{_TEXT}c", 1))
        else:
            yield {"tab": "\t", "line-break": "\n"}.get(name) or "".join(_text(child))
        yield child.tail or ""
