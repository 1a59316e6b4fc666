"""Tables that nothing recognised, and the pages that the source text came from."""

from __future__ import annotations

from pathlib import Path

from tiny_packages import PARTS, write_package

from mingzhang.project import Project
from mingzhang.site.disclosure.grids import build_grids
from mingzhang.site.disclosure.source import build_source
from mingzhang.site.disclosure.view import build_view


def test_a_grid_is_shown_with_its_blank_cells(tmp_path: Path) -> None:
    package = write_package(Project(tmp_path), "a", "某办", unrecognised=PARTS["unrecognised"].replace("HOSTILE", ""))
    first, second = build_grids(package)
    assert (first.name, first.title, first.reason, first.line) == ("g01", "公务用车表", "不认识", "320")
    assert [(line, [cell.text for cell in cells]) for line, cells in first.rows] == [
        ("320", ["车型", "", "数量"]),
        ("321", ["轿车", "", "3"]),
    ]
    assert [cell.is_number for cell in first.rows[1][1]] == [False, False, True]
    assert (second.title, [cell.text for cell in second.rows[0][1]]) == ("", ["", "甲"])


def test_the_source_names_the_page_where_it_begins(tmp_path: Path) -> None:
    pages = [
        {"line": 1, "file": "说明.pdf", "page": 1},
        {"line": 30, "file": "说明.pdf", "page": 2},
        {"line": 60, "file": "附表.xlsx", "page": 1, "sheet": True},
        {"line": 90, "file": "附注.html", "page": None},
    ]
    package = write_package(Project(tmp_path), "a", "某办", origin=pages)
    source = build_source(build_view(package, {}))
    named = {line.number: line.page for block in source.blocks for line in block if line.page}
    assert package.extracted
    assert named.pop(60) == "附表.xlsx · 第 1 张工作表"
    assert named == {1: "说明.pdf · 第 1 页", 30: "说明.pdf · 第 2 页", 90: "附注.html"}


def test_one_file_is_not_named_on_every_page(tmp_path: Path) -> None:
    package = write_package(Project(tmp_path), "a", "某办", origin=[{"line": 3, "file": "说明.pdf", "page": 1}])
    lines = build_source(build_view(package, {})).blocks[0]
    assert [line.page for line in lines[:4]] == ["", "", "第 1 页", ""]
