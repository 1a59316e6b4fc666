"""Workbooks: what the cells show, tables apart."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from made import shown
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from mingzhang.errors import ExtractionError
from mingzhang.reading.formats.extract import extract_file
from mingzhang.reading.formats.sheets_formats import write_number


def book_of(path: Path, cells: dict[str, object], *merged: str) -> Path:
    book = Workbook()
    sheet = book.active
    fill(sheet, cells, *merged)
    book.save(path)
    return path


def fill(sheet: Worksheet, cells: dict[str, object], *merged: str) -> None:
    for place, value in cells.items():
        sheet[place] = value
    for span in merged:
        sheet.merge_cells(span)


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        ("1234.5600000000001", "", "1234.56"),
        ("2013201", "", "2013201"),
        ("2013201.0", "General", "2013201"),
        ("1.0E-3", "", "0.001"),
        ("-0.0", "", "0"),
        ("0.1534", "0.00%", "15.34%"),
        ("1", "00", "01"),
        ("5", "000", "005"),
        ("33.333333333333336", "#,##0.00", "33.33"),
        ("33.123456", "#,##0.00", "33.123456"),
        ("123456", "0!.0,", "12.3456"),
        ("123456", "#,##0.00,", "123.456"),
        ("45330", "yyyy/m/d", "2024-02-08"),
        ("45330", 'yyyy"年"m"月"', "2024-02"),
        ("0", "#,##0.00;-#,##0.00;;@", ""),
        ("0", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        ("0", "0.00;-0.00;0.00", "0"),
        ("1.5", '0.00"万元"', "1.5"),
        ("1.5", '_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "1.5"),
    ],
)
def test_numbers_are_written_as_they_are(value: str, code: str, text: str) -> None:
    assert write_number(value, code) == text


def test_cells_of_every_kind(tmp_path: Path) -> None:
    cells = {
        "A1": "项目", "B1": "金额", "A2": "合计", "B2": 12.3, "A3": "比率", "B3": 0.5, "A4": "完成", "B4": True,
        "A5": "日期", "B5": datetime.date(2024, 2, 8), "A6": "编码", "B6": "05", "A7": "两\n行", "B7": 0,
    }  # fmt: skip
    path = book_of(tmp_path / "a.xlsx", cells)
    assert shown(path) == [
        "<<", "项目|金额", "合计|12.3", "比率|0.5", "完成|TRUE", "日期|2024-02-08", "编码|05", "两 行|0",
    ]  # fmt: skip


def test_titles_tables_and_notes_one_below_another(tmp_path: Path) -> None:
    cells = {
        "A1": "收入总表", "A2": "部门：某局", "D2": "单位：万元", "A3": "科目", "C3": "本年收入", "A4": "编码",
        "B4": "名称", "C4": "小计", "D4": "其他", "A5": 201, "B5": "服务", "C5": 3, "D5": 1, "A7": "合计", "C7": 3,
        "D7": 1, "A10": "支出总表", "A11": "项目", "B11": "金额", "A12": "基本支出", "B12": 2, "A14": "注：无。",
    }  # fmt: skip
    path = book_of(tmp_path / "a.xlsx", cells, "A1:D1", "A3:B3", "C3:D3")
    assert shown(path) == [
        "<<收入总表", "部门：某局|||单位：万元", "科目||本年收入|", "编码|名称|小计|其他", "201|服务|3|1",
        "合计||3|1", "支出总表", "项目|金额", "基本支出|2", "注：无。",
    ]  # fmt: skip


def test_a_long_note_right_below_a_table_is_no_row_of_it(tmp_path: Path) -> None:
    note = "注：本表反映本单位年度总收支情况，金额转换为万元时，因四舍五入可能存在尾差，特此说明，请予理解。"
    cells = {"A1": "项目", "B1": "金额", "A2": "合计", "B2": 1, "A3": "公务接待费", "A4": note, "A5": "一、概况"}
    assert shown(book_of(tmp_path / "a.xlsx", cells)) == ["<<", "项目|金额", "合计|1", "公务接待费|", note, "一、概况"]


def test_tables_side_by_side_are_apart(tmp_path: Path) -> None:
    cells = {
        "A1": "收入表", "A2": "项目", "B2": "金额", "A3": "甲", "B3": 1,
        "D1": "支出表", "D2": "项目", "E2": "金额", "F2": "其中", "D3": "乙", "E3": 2, "F3": 1, "D4": "丙", "E4": 3,
    }  # fmt: skip
    assert shown(book_of(tmp_path / "a.xlsx", cells)) == [
        "<<收入表", "项目|金额", "甲|1", "支出表", "项目|金额|其中", "乙|2|1", "丙|3|",
    ]  # fmt: skip


def test_the_two_sides_of_one_table_stay_together(tmp_path: Path) -> None:
    cells = {
        "A1": "收支总表", "A2": "收入", "D2": "支出", "A3": "项目", "B3": "金额", "D3": "项目", "E3": "金额",
        "A4": "甲", "B4": 1, "D4": "乙", "E4": 1,
    }  # fmt: skip
    path = book_of(tmp_path / "a.xlsx", cells, "A1:E1", "A2:B2", "D2:E2")
    assert shown(path) == ["<<收支总表", "收入||支出|", "项目|金额|项目|金额", "甲|1|乙|1"]


def test_hidden_things_are_left_out_with_a_remark(tmp_path: Path) -> None:
    book = Workbook()
    fill(book.active, {"A1": "项目", "B1": "旧数", "C1": "金额", "A2": "甲", "B2": 7, "C2": 1, "A3": "乙", "C3": 2})
    book.active.column_dimensions["B"].hidden = True
    book.active.row_dimensions[3].hidden = True
    fill(book.create_sheet("底稿"), {"A1": "密"})
    book["底稿"].sheet_state = "hidden"
    book.save(tmp_path / "a.xlsx")
    assert shown(tmp_path / "a.xlsx") == ["<<", "项目|金额", "甲|1"]
    assert extract_file(tmp_path / "a.xlsx").remarks == (
        "4 cells in hidden rows or columns of sheet Sheet left out", "hidden sheet left out: 底稿",
    )  # fmt: skip


def test_formulas_without_a_result_are_remarked_on(tmp_path: Path) -> None:
    path = book_of(tmp_path / "a.xlsx", {"A1": "合计", "B1": "=1+1", "C1": 3})
    assert "1 formulas without a stored result" in extract_file(path).remarks[0]


def test_a_stray_cell_at_the_far_end_costs_nothing(tmp_path: Path) -> None:
    path = book_of(tmp_path / "a.xlsx", {"A1": "项目", "B1": "金额", "A2": "甲", "B2": 1, "XFD1048576": "端"})
    assert shown(path) == ["<<", "项目|金额", "甲|1", "端"]


def test_a_sheet_name_is_printed_where_it_tells_something(tmp_path: Path) -> None:
    book = Workbook()
    book.active.title = "三公经费"
    fill(book.active, {"A1": "项目", "B1": "金额"})
    fill(book.create_sheet("收入总表"), {"A1": "某局收入总表", "A2": "项目", "B2": "金额"})
    book.save(tmp_path / "a.xlsx")
    assert shown(tmp_path / "a.xlsx") == ["<<三公经费", "项目|金额", "<<某局收入总表", "项目|金额"]


def test_entities_in_a_sheet_are_refused(tmp_path: Path) -> None:
    import zipfile

    path = book_of(tmp_path / "a.xlsx", {"A1": "项目"})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = b'<!DOCTYPE x [<!ENTITY a "1">]>' + parts["xl/worksheets/sheet1.xml"]
    with zipfile.ZipFile(path, "w") as archive:
        for name, raw in (parts | {"xl/worksheets/sheet1.xml": sheet}).items():
            archive.writestr(name, raw)
    with pytest.raises(ExtractionError, match="document type"):
        extract_file(path)
