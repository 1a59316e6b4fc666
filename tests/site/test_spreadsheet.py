"""What a real spreadsheet program makes of the downloads when documents are full of formulas."""

from __future__ import annotations

import csv
import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from calc import Cell, convert, read_sheets
from tiny_packages import AUDIT, PARTS, write_package

from hostile_cells import fill
from mingzhang.project import Project
from mingzhang.site.downloads.publish import write_downloads
from mingzhang.site.packages import read_packages

NUMBERS = ("number", "integer")
COMMA = "44,34,76,1,,0,false,true,true"
"""Comma, quotation mark, UTF-8, from line 1, quoted cells parsed like others, special numbers detected."""
OTHERS = {
    "semicolon": "59,34,76,1,,0,false,true",
    "all": "44/59/9/124,34,76,1,,0,false,true",
    "gbk": "44,34,85,1,,0,false,true",
}


class Opened:
    """Downloads of a hostile package, and the folder in which Calc works."""

    def __init__(self, root: Path) -> None:
        self.root = root
        project = Project(root / "project")
        package = write_package(project, "u", "=某办", **PARTS, **AUDIT)
        self.rows = fill(package.folder)
        write_downloads(project, read_packages(project.packages), root / "data", "https://example.org/m/")
        (self.package,) = read_packages(project.packages)
        self.folder = root / "data" / "packages" / package.id

    def open(self, name: str, files: list[Path], settings: str = "") -> Path:
        """The folder of ``files`` as Calc saved them."""
        convert(files, self.root / name, self.root / "profile", settings)
        return self.root / name


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Opened:
    return Opened(tmp_path_factory.mktemp("calc"))


def plain(text: str) -> str:
    """A text without what ODS cannot hold (controls) and with line breaks of one kind."""
    return re.sub("[\x00-\x08\x0b-\x1f]", "", text.replace("\r\n", "\n").replace("\r", "\n"))


def wrong(sheets: dict[str, list[list[Cell]]]) -> list[Cell]:
    return [cell for rows in sheets.values() for row in rows for cell in row if cell.is_wrong]


def test_no_cell_of_a_csv_runs_and_every_text_is_there(opened: Opened) -> None:
    files = sorted(opened.folder.rglob("*.csv"))
    assert len(files) > 20
    bare = opened.root / "unguarded.csv"  # as in the repository: these would run
    shutil.copy(opened.root / "project" / "data" / "packages" / opened.package.id / "duties.csv", bare)
    saved = opened.open("comma", [*files, bare], COMMA)
    run = {cell.formula for cell in wrong(read_sheets(saved / "unguarded.ods"))}
    assert {"of:=1+1", "of:=100%"} <= run
    for path in files:
        (rows,) = read_sheets(saved / f"{path.stem}.ods").values()
        kinds = [field.type for field in opened.package.resources[path.stem].fields]
        with path.open(encoding="utf-8", newline="") as file:
            header, *published = csv.reader(file)
        assert [cell.text for cell in rows[0]] == header
        assert len(rows) == len(published) + 1, path.name
        for row, line in zip(rows[1:], published, strict=True):
            for cell, text, kind in zip(row, line, kinds, strict=True):
                assert not cell.is_wrong, (path.name, text, cell)
                if kind in NUMBERS:
                    assert cell.kind == "float" and Decimal(cell.value) == Decimal(text)
                else:
                    assert cell.kind == "string" and plain(cell.text) == plain(text), (path.name, text, cell)


@pytest.mark.parametrize("name", OTHERS)
def test_no_cell_runs_with_other_settings_of_the_import(opened: Opened, name: str) -> None:
    files = [opened.folder / "duties.csv", opened.folder / "glossary.csv", opened.folder / "summary.csv"]
    saved = opened.open(name, files, OTHERS[name])
    for path in files:
        sheets = read_sheets(saved / f"{path.stem}.ods")
        assert sum(len(row) for rows in sheets.values() for row in rows) > len(opened.rows[path.name])
        assert wrong(sheets) == [], (name, path.name)


def test_a_workbook_holds_the_printed_text_no_formula_and_only_links_within(opened: Opened) -> None:
    whole = opened.root / "data" / f"{opened.package.id}.xlsx"
    sheets = read_sheets(opened.open("books", [whole]) / f"{whole.stem}.ods")
    assert wrong(sheets) == []
    titles = {resource.title: resource for resource in opened.package.resources.values()}
    found = {name: rows for name, rows in sheets.items() if name in titles}
    assert len(found) == len(opened.rows)
    for name, rows in found.items():
        resource = titles[name]
        for row, line in zip(rows[1:], opened.rows[resource.path][1:], strict=True):
            for cell, text, field in zip(row, line, resource.fields, strict=True):
                assert cell.kind == ("float" if field.type in NUMBERS else "string"), (name, text, cell)
                if cell.kind == "string":
                    assert plain(cell.text) == plain(text), (name, text, cell)
    links = {link for rows in sheets.values() for row in rows for cell in row for link in cell.links}
    assert links and all(link.startswith("#") for link in links)
