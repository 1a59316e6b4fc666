"""Ruled tables of PDFs: whatever way the rules are drawn, the cells come out where they stand."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from pdf_drawing import Drawing, Sheet, grids, lines, read

from mingzhang.reading.formats.blocks import Grid, Page, Paragraph

XS, YS = (50, 110, 260, 340), (100, 120, 140, 160)
ROWS = ("编码|名称|金额", "201|一般公共服务支出|1,234.56", "208||0.00")


def cells(sheet: Sheet) -> None:
    sheet.cells(XS, YS, ROWS)


def full(sheet: Sheet) -> None:
    sheet.rules(XS, YS)


def thin_rectangles(sheet: Sheet) -> None:
    for x in XS:
        sheet.rect(x - 0.4, YS[0], x + 0.4, YS[-1], fill=1, stroke=0)
    for y in YS:
        sheet.rect(XS[0], y - 0.4, XS[-1], y + 0.4, fill=1, stroke=0)


def cell_by_cell(sheet: Sheet) -> None:
    for left, right in pairwise(XS):
        for top, bottom in pairwise(YS):
            sheet.rect(left, top, right, bottom)


def double_strokes(sheet: Sheet) -> None:
    full(sheet)
    sheet.rules([x + 1.6 for x in XS], [y + 1.6 for y in YS])


def dashes(sheet: Sheet) -> None:
    for y in YS:
        for x in range(XS[0], XS[-1], 5):
            sheet.line(x, y, x + 3, y)
    for x in XS:
        for y in range(YS[0], YS[-1], 5):
            sheet.line(x, y, x, y + 3)


def open_sides(sheet: Sheet) -> None:
    for y in YS:
        sheet.line(XS[0], y, XS[-1], y)
    for x in XS[1:-1]:
        sheet.line(x, YS[0], x, YS[-1])


def open_bottom(sheet: Sheet) -> None:
    for y in YS[:-1]:
        sheet.line(XS[0], y, XS[-1], y)
    for x in XS:
        sheet.line(x, YS[0], x, YS[-1])


def white_on_colour(sheet: Sheet) -> None:
    sheet.canvas.setFillGray(0.8)
    sheet.rect(XS[0], YS[0], XS[-1], YS[-1], fill=1, stroke=0)
    sheet.canvas.setStrokeGray(1)
    sheet.rules(XS, YS)
    sheet.canvas.setFillGray(0)


def fills_alone(sheet: Sheet) -> None:
    sheet.canvas.setFillGray(0.8)
    for left, right in pairwise(XS):
        for top, bottom in pairwise(YS):
            sheet.rect(left + 0.5, top + 0.5, right - 0.5, bottom - 0.5, fill=1, stroke=0)
    sheet.canvas.setFillGray(0)


WAYS = [
    full,
    thin_rectangles,
    cell_by_cell,
    double_strokes,
    dashes,
    open_sides,
    open_bottom,
    white_on_colour,
    fills_alone,
]


@pytest.mark.parametrize("rules", WAYS, ids=lambda way: way.__name__)
def test_rules_make_cells_however_they_are_drawn(tmp_path: Path, rules: Drawing) -> None:
    def page(sheet: Sheet) -> None:
        rules(sheet)
        cells(sheet)

    assert grids(read(tmp_path, page)) == [["编码|名称|金额", "201|一般公共服务支出|1,234.56", "208||0.00"]]


def test_a_merged_cell_is_printed_once_at_its_top_left(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        for y in (100, 140, 160):
            sheet.line(50, y, 340, y)
        sheet.line(50, 120, 260, 120)
        for x in (50, 260, 340):
            sheet.line(x, 100, x, 160)
        sheet.line(110, 120, 110, 160)
        sheet.text(155, 115, "项目", align="c")
        sheet.text(300, 125, "合计", align="c")
        sheet.cells((50, 110, 260), (120, 140), ["编码|名称"])
        sheet.cells((50, 110, 260, 340), (140, 160), ["201|教育支出|8.00"])

    assert grids(read(tmp_path, page)) == [["项目||合计", "编码|名称|", "201|教育支出|8.00"]]


def test_a_text_that_wraps_in_its_cell_is_put_together(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        sheet.rules((50, 120, 170, 250), (100, 150))
        for y, left, middle, right in (
            (115, "机关事业单位", "1,234.5", "Microsoft"),
            (128, "基本养老保险", "6", "Office"),
        ):
            sheet.text(53, y, left)
            sheet.text(167, y, middle, align="r")
            sheet.text(175, y, right)
        sheet.text(53, 141, "缴费支出")

    assert grids(read(tmp_path, page)) == [["机关事业单位基本养老保险缴费支出|1,234.56|Microsoft Office"]]


def test_tables_of_one_page_and_the_text_between_them_come_in_order(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        sheet.text(50, 60, "第一张表")
        full(sheet)
        cells(sheet)
        sheet.text(50, 180, "注：本表反映收支。")
        sheet.rules((50, 150, 250), (200, 220, 240))
        sheet.cells((50, 150, 250), (200, 220, 240), ["甲|1.00", "乙|2.00"])

    assert read(tmp_path, page) == [
        Page(),
        Paragraph("第一张表"),
        Grid((("编码", "名称", "金额"), ("201", "一般公共服务支出", "1,234.56"), ("208", "", "0.00"))),
        Paragraph("注：本表反映收支。"),
        Grid((("甲", "1.00"), ("乙", "2.00"))),
    ]


def test_a_title_over_the_whole_width_of_a_table_is_a_line_of_text(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        full(sheet)
        cells(sheet)
        sheet.rect(50, 60, 340, 80)
        sheet.text(195, 75, "收入支出决算总表", align="c")
        sheet.rect(50, 80, 340, 100)
        sheet.text(53, 95, "部门：某局")
        sheet.text(337, 95, "单位：万元", align="r")

    found = read(tmp_path, page)
    assert lines(found) == ["收入支出决算总表", "部门：某局 单位：万元"]
    assert grids(found)[0][0] == "编码|名称|金额"


def test_a_table_without_figures_keeps_its_cells(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        full(sheet)
        sheet.cells(XS, YS, ["编码|名称|金额"])

    assert grids(read(tmp_path, page)) == [["编码|名称|金额", "||", "||"]]


def test_upright_rules_alone_still_leave_a_row_a_line(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        sheet.rules(XS, (100, 120, 220))
        sheet.cells(XS, (100, 120), ["编码|名称|金额"])
        sheet.cells(
            XS, (120, 140, 160, 180, 200), ["201|一般公共服务|1.00", "203|国防|20.00", "204|公安|3.00", "205|教育|4.00"]
        )

    assert grids(read(tmp_path, page)) == [
        ["编码|名称|金额", "201|一般公共服务|1.00", "203|国防|20.00", "204|公安|3.00", "205|教育|4.00"]
    ]


def test_a_missing_upright_rule_between_amounts_is_made_up_for(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        sheet.rules((50, 150, 350), (100, 120, 140, 160, 180))
        sheet.cells(
            (50, 150, 250, 350),
            (100, 120, 140, 160, 180),
            ["名称|基本支出|项目支出", "教育|1.00|12.00", "公安|20.50|7.00", "国防|300.25|"],
        )
        sheet.text(347, 175, "0.00", align="r")

    assert grids(read(tmp_path, page)) == [
        ["名称|基本支出|项目支出", "教育|1.00|12.00", "公安|20.50|7.00", "国防|300.25|0.00"]
    ]


def test_a_text_too_high_for_its_row_stays_in_it(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        sheet.rules((50, 130, 200), (100, 114, 128, 142))
        for y, amount in ((111, "1.00"), (125, "2.00"), (139, "3.00")):
            sheet.text(197, y, amount, align="r")
        sheet.text(53, 111, "合计")
        for y, part in ((119, "机关事业单位基"), (131, "本养老保险")):
            sheet.text(53, y, part)
        sheet.text(53, 139, "")

    assert grids(read(tmp_path, page)) == [["合计|1.00", "机关事业单位基本养老保险|2.00", "|3.00"]]


def test_texts_of_neighbouring_cells_drawn_close_together_are_parted_at_the_rule(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        sheet.rules((50, 100, 200), (100, 120, 140))
        for y, amount, name in ((115, "1,697.82", "一般公共服务"), (135, "2,660.43", "教育支出")):
            sheet.text(99, y, amount, align="r")
            sheet.text(101.2, y, name)

    assert grids(read(tmp_path, page)) == [["1,697.82|一般公共服务", "2,660.43|教育支出"]]


def test_a_frame_round_text_is_no_table(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        sheet.rect(40, 80, 500, 300)
        sheet.text(50, 100, "一、总体情况")
        sheet.text(50, 120, "收入增加。")

    assert read(tmp_path, page) == [Page(), Paragraph("一、总体情况"), Paragraph("收入增加。")]


def test_a_word_drawn_upwards_in_a_cell_is_read(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        sheet.rules((50, 80, 180), (100, 180))
        sheet.canvas.saveState()
        sheet.canvas.translate(70, sheet.height - 165)
        sheet.canvas.rotate(90)
        sheet.canvas.drawString(0, 0, "绩效指标")
        sheet.canvas.restoreState()
        sheet.text(83, 145, "产出指标与效益指标")
        sheet.text(50, 60, "项目绩效目标表")

    assert grids(read(tmp_path, page)) == [["绩效指标|产出指标与效益指标"]]
