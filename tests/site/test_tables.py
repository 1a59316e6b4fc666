"""Tables as views and as Excel workbooks."""

from __future__ import annotations

import csv
import json
import re
import tempfile
import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree
from tiny_packages import write_package
from tiny_site import Built
from xlsxwriter import Workbook

from mingzhang.project import Project
from mingzhang.site.disclosure.table import build_tables
from mingzhang.site.downloads import sheets
from mingzhang.site.downloads.about import about_package
from mingzhang.site.downloads.cells import CUT, clip_cell, table_sheet, width_of
from mingzhang.site.downloads.publish import write_downloads
from mingzhang.site.downloads.sheets import sheet_names
from mingzhang.site.downloads.tables import package_tables
from mingzhang.site.downloads.workbook import cells_each, pack_sheet, write_table_workbook, write_workbook
from mingzhang.site.packages import Package, read_package, read_packages
from mingzhang.site.provenance.notes import Notes

ROOT = Path(__file__).resolve().parents[2]
ADDRESS = "https://example.org/m/"
REAL = sorted(path.parent for path in (ROOT / "data" / "packages").glob("*/datapackage.json"))


def book_of(package: Package, name: str) -> bytes:
    """The workbook of the table ``name``."""
    tables = {table.resource.name: table for table in package_tables(package)}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.xlsx"
        write_table_workbook(tables[name], pack_sheet(tables[name]), about_package(package, ADDRESS), path)
        return path.read_bytes()


def whole_of(package: Package) -> bytes:
    """The workbook of the whole package."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.xlsx"
        write_workbook(package_tables(package), about_package(package, ADDRESS), path)
        return path.read_bytes()


def rows_of(content: bytes) -> list[list[Any]]:
    """The values of the first sheet."""
    return [list(row) for row in openpyxl.load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True)]


def equals(cell: Any, text: str, kind: str) -> bool:
    """Whether a cell of a sheet says what the CSV's ``text`` does."""
    if text == "":
        return cell is None
    if kind in ("number", "integer") and sum(map(str.isdigit, text)) <= 15:
        return isinstance(cell, int | float) and Decimal(str(cell)) == Decimal(text)
    return bool(cell == text)


def test_depth_counts_the_rows_that_hold_a_row(tmp_path: Path) -> None:
    rows = """
        code|name|role|total|source_line
        201|甲|subtotal|3|1
        20132|乙|subtotal|3|2
        2013201|丙|detail|1|3
        2013299|丁|detail|2|4
        2080505|没有上级的|detail|4|5
        20805|后来的款|subtotal|4|6
        2080505|有上级的|detail|4|7
        |合计|total|7|8
        301|合计之后|detail|1|9"""
    package = write_package(Project(tmp_path), "u", "某办", expenditure=rows)
    (table,) = build_tables(package.resources["expenditure"], Notes(package))
    assert [row.depth for row in table.rows] == [0, 1, 2, 2, 0, 0, 1, 0, 0]
    assert table.folds and table.code_title == "列 code"


def test_a_table_of_equals_does_not_fold(tmp_path: Path) -> None:
    package = write_package(Project(tmp_path), "u", "某办")
    (projects,) = build_tables(package.resources["project_expenditure"], Notes(package))
    assert not projects.folds
    assert (projects.label_title, projects.remark_title) == ("列 project", "列 name")
    assert [(row.label, row.remark, row.is_remark) for row in projects.rows] == [
        ("村干部报酬", "其他组织事务支出", False),
        ("合计", "", True),
    ]


def test_zero_is_no_blank_and_looks_its_own(built: Built) -> None:
    html = built.page("units/plain-unit/2024-budget")
    summary = html[html.index('id="summary"') : html.index('id="revenue"')]
    assert summary.count('<td class="mz-number mz-zero">0</td>') == 1
    assert '<td class="mz-number"></td>' in summary


def test_each_table_offers_csv_with_its_rows_and_the_other_forms(built: Built) -> None:
    html = built.page("units/plain-unit/2024-budget")
    base = "../../../data/packages/plain-unit-2024-budget"
    assert f'<a href="{base}/expenditure.csv" download>CSV（5 行）</a>' in html
    for form, name in (("xlsx", "Excel"), ("json", "JSON"), ("parquet", "Parquet")):
        assert f'<a href="{base}/expenditure.{form}" download>{name}</a>' in html
        assert (built.project.site / f"data/packages/plain-unit-2024-budget/expenditure.{form}").is_file()
    assert f"{base}/fund_expenditure.xlsx" not in html
    assert "<caption>表 expenditure</caption>" not in html and "<caption>单位支出总体情况表</caption>" in html


def test_downloads_of_the_site_hold_workbooks_and_packages_do_not(built: Built) -> None:
    data = built.project.site / "data"
    name = "plain-unit-2024-budget"
    assert (data / f"{name}.xlsx").is_file()
    assert (data / "packages" / name / "expenditure.xlsx").is_file()
    assert not (data / "packages" / name / "fund_expenditure.xlsx").exists()
    assert not list(built.project.packages.rglob("*.xlsx"))
    assert not [part for part in zipfile.ZipFile(data / f"{name}.zip").namelist() if part.endswith(".xlsx")]


@pytest.mark.parametrize("folder", REAL, ids=lambda folder: folder.name)
def test_a_table_workbook_equals_its_csv_cell_by_cell(folder: Path) -> None:
    package = read_package(folder)
    filled = [resource for resource in package.resources.values() if resource.rows]
    assert len(filled) > 15
    for resource in filled:
        header, *rows = rows_of(book_of(package, resource.name))
        with (folder / resource.path).open(encoding="utf-8", newline="") as file:
            _, *lines = csv.reader(file)
        assert len(header) == len(resource.fields) == len(set(header)), resource.name
        assert len(rows) == len(lines), resource.name
        for row, line in zip(rows, lines, strict=True):
            for cell, text, field in zip(row, line, resource.fields, strict=True):
                assert equals(cell, text, field.type), (resource.name, field.name, cell, text)


def test_a_package_workbook_has_a_sheet_a_table_and_says_what_it_is() -> None:
    folder = next(folder for folder in REAL if folder.name == "akto-zuzhibu-2024-budget")
    package = read_package(folder)
    filled = [resource for resource in package.resources.values() if resource.rows]
    book = openpyxl.load_workbook(BytesIO(whole_of(package)))
    assert (book.sheetnames[0], book.sheetnames[-1]) == ("说明", "列说明")
    assert book.sheetnames[1:-1] == [resource.title for resource in filled]
    said = {str(row[0]): row[1] for row in book["说明"].iter_rows(values_only=True) if row[0] is not None}
    assert said["来源文件 sha256"] == "b636cbbb161ed4e2035c4f672beb41260c4dfb48b984796fe497ca014c5e9c28"
    assert said["支出总体情况表"] == 20 and said["许可"] == "CC-BY-4.0 https://creativecommons.org/licenses/by/4.0/"
    assert said["网页"] == "https://example.org/m/units/akto-zuzhibu/2024-budget/"
    sheet = book["支出总体情况表"]
    # Lines 171 and 190 of the document: 201 一般公共服务支出 11282.77, 合计 11508.22.
    assert [sheet.cell(1, column).value for column in (1, 4, 7)] == ["功能分类科目编码", "科目名称", "合计"]
    assert [sheet.cell(2, column).value for column in (1, 4, 7, 15)] == ["201", "一般公共服务支出", 11282.77, 171]
    assert sheet.cell(2, 7).number_format == "#,##0.00" and sheet.cell(21, 7).value == 11508.22
    assert sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:O21"
    columns = [list(row) for row in book["列说明"].iter_rows(values_only=True)]
    assert columns[0] == ["工作表", "列名", "标题", "英文标题", "类型", "单位", "说明"]
    assert ["支出总体情况表", "total", "合计", "Total", "number", "万元"] in [row[:6] for row in columns]


def test_text_that_looks_like_a_formula_a_number_or_a_link_stays_text(tmp_path: Path) -> None:
    rows = """
        code|code_printed|name|role|total|source_line
        0201|0201|=1+1|detail|0|1
        0202|12|+86|detail|12345678901234567.89|2
        0203|1e5|@SUM(A1)|detail|-3.50|3
        0204||https://example.org|detail||4"""
    package = write_package(Project(tmp_path), "u", "某办", expenditure=rows)
    content = book_of(package, "expenditure")
    _, *found = rows_of(content)
    assert [row[:3] for row in found] == [
        ["0201", "0201", "=1+1"],
        ["0202", "12", "+86"],
        ["0203", "1e5", "@SUM(A1)"],
        ["0204", None, "https://example.org"],
    ]
    assert [row[4] for row in found] == [0, "12345678901234567.89", -3.5, None]
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    assert sheet["C2"].data_type == "s" and sheet["C2"].number_format == "@"
    xml = zipfile.ZipFile(BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in xml and "<v>-3.50</v>" in xml and "hyperlink" not in xml


def test_equal_content_is_equal_bytes(tmp_path: Path) -> None:
    project = Project(tmp_path)
    write_package(project, "u", "某办")
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        write_downloads(project, read_packages(project.packages), tmp_path / name, ADDRESS)
    files = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*.xlsx"))
    assert len(files) > 5
    for path in files:
        content = (tmp_path / "a" / path).read_bytes()
        assert content == (tmp_path / "b" / path).read_bytes(), path
        for part in zipfile.ZipFile(BytesIO(content)).infolist():
            assert part.date_time == (1980, 1, 1, 0, 0, 0) and part.create_system == 3


def test_a_sheet_is_the_one_that_xlsxwriter_writes() -> None:
    texts = [
        "甲",
        " a",
        "b ",
        "",
        "=1+1",
        "<&>\"'",
        "\x00\x1f\x0d_x000D_",
        "\ufffe",
        "长" * 300,
        "a\nb",
        "0.50",
        "\x85",
    ]
    rows = [[text, str(number), f"-{number}.{number}0"] for number, text in enumerate(texts)]
    titles, kinds = ["列<1>", "n", "amount"], ["string", "integer", "number"]
    stream = BytesIO()
    with Workbook(stream, {"constant_memory": True, "in_memory": False}) as book:
        sheet = book.add_worksheet()
        for column, cells in enumerate(zip(titles, *rows, strict=True)):
            sheet.set_column(column, column, width_of(cells))
        for line, row in enumerate([titles, *rows]):
            for column, (cell, kind) in enumerate(zip(row, kinds, strict=True)):
                if line and kind != "string":
                    sheet.write_number(line, column, Decimal(cell))
                elif cell:
                    sheet.write_string(line, column, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, len(rows), len(titles) - 1)
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    theirs = zipfile.ZipFile(stream).read("xl/worksheets/sheet1.xml").decode()
    theirs = re.sub(r' spans="[^"]*"| tabSelected="1"', "", theirs)
    assert re.sub(r' s="[0-9]+"', "", table_sheet(titles, rows, kinds)) == theirs


def test_downloads_leave_the_packages_as_they_are(tmp_path: Path) -> None:
    project = Project(tmp_path / "project")
    write_package(project, "u", "某办")
    before = sorted(path for path in project.packages.rglob("*"))
    write_downloads(project, read_packages(project.packages), tmp_path / "data", ADDRESS)
    assert sorted(path for path in project.packages.rglob("*")) == before


def test_sheet_names_are_legal_and_no_two_alike() -> None:
    titles = ["收支/总表", "收支:总表", "长" * 40, "长" * 41, "", "'引号'", "History"]
    names = sheet_names(titles)
    assert names[:2] == ["收支 总表", "收支 总表 2"]
    assert all(0 < len(name) <= 31 for name in names)
    assert len({name.casefold() for name in names}) == len(titles)
    assert not {"", "history"} & {name.casefold() for name in names}


def test_a_workbook_with_hostile_titles_opens_and_keeps_every_text(tmp_path: Path) -> None:
    titles = ["=1+1\x0b\x01", "\ufffe\uffff", "😀" * 40, "长" * 30 + "'乙", "a'b", "_x000D_", '&<>"']
    rows = "code|name|role|total|source_line\n" + "\n".join(
        f"{title}|=1+1|detail|1|1" for title in titles if "\x0b" not in title
    )
    package = write_package(Project(tmp_path), "u", "=某办\x0b<b>", expenditure=rows)
    named = zip(titles, (item for item in package.resources.values() if item.rows), strict=True)
    made = {r.name: replace(r, title=title, description=f"={title}") for title, r in named}
    content = whole_of(replace(package, resources=made))
    book = openpyxl.load_workbook(BytesIO(content))
    assert book.sheetnames == ["说明", "=1+1", "表", "😀" * 15, "长" * 30, "a'b", "_x000D_", '&<>"', "列说明"]
    with zipfile.ZipFile(BytesIO(content)) as archive:
        for name in archive.namelist():
            etree.fromstring(archive.read(name))
        styles = archive.read("xl/styles.xml").decode()
    links = [cell.hyperlink for row in book["说明"] for cell in row if cell.hyperlink]
    assert len(links) == len(titles) + 1 and all(link.target is None and link.location for link in links)
    assert {link.location.rpartition("!")[0].strip("'").replace("''", "'") for link in links} == {*book.sheetnames[1:]}
    texts = [
        cell for sheet in book for row in sheet for cell in row if isinstance(cell.value, str) and not cell.hyperlink
    ]
    assert texts and all(cell.data_type == "s" and cell.quotePrefix for cell in texts)
    assert 'quotePrefix="1"' in styles


def test_a_table_longer_than_a_sheet_says_where_the_rest_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 3)
    package = write_package(Project(tmp_path), "u", "某办")
    _, *rows = rows_of(book_of(package, "expenditure"))
    assert [row[0] for row in rows] == ["201", "20132", "其余 3 行见 CSV"]


def test_the_longest_tables_of_a_workbook_are_cut_first() -> None:
    assert cells_each([10, 20, 30], 60) == 60  # all fit
    assert cells_each([10, 50, 90], 100) == 45  # ten stay whole, the others share what is left
    assert cells_each([5, 5, 1000], 100) == 90
    assert cells_each([], 100) == 100


def test_a_text_longer_than_a_cell_says_that_it_is_cut() -> None:
    assert clip_cell("字" * 32_767) == "字" * 32_767
    cut = clip_cell("字" * 40_000)
    assert len(cut) == 32_767 and cut.endswith(CUT)
    wide = clip_cell("😀" * 16_384)  # Excel counts each of these twice
    assert len(wide.encode("utf-16-le")) <= 2 * 32_767 and wide.endswith(CUT)


def test_a_title_that_two_columns_share_names_them(tmp_path: Path) -> None:
    package = write_package(Project(tmp_path), "u", "某办")
    descriptor = json.loads((package.folder / "datapackage.json").read_text("utf-8"))
    for resource in descriptor["resources"]:
        for field in resource["schema"]["fields"]:
            field["title"] = "同名"
    (package.folder / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    header, *_ = rows_of(book_of(read_package(package.folder), "three_public"))
    assert header == ["同名（item）", "同名（item_key）", "同名（total）", "同名（source_line）"]


def test_a_table_of_several_blocks_is_shown_by_code_with_its_totals_last(tmp_path: Path) -> None:
    blocks = """
        code|name|role|total|source_line
        301|工资福利支出|subtotal|30|10
        302|商品和服务支出|subtotal|12|10
        30101|基本工资|detail|30|11
        30201|办公费|detail|12|11
        |人员经费合计|total|30|12
        |公用经费合计|total|12|12"""
    package = write_package(Project(tmp_path), "u", "某办", expenditure=blocks)
    (table,) = build_tables(package.resources["expenditure"], Notes(package))
    assert [row.label for row in table.rows] == [
        "工资福利支出",
        "基本工资",
        "商品和服务支出",
        "办公费",
        "人员经费合计",
        "公用经费合计",
    ]
