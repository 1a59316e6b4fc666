"""Tables of PDFs without upright rules: columns by the gaps that many lines leave; running text stays text."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from pdf_drawing import Sheet, grids, lines, read

XS = (50, 110, 300, 380, 460)
BODY = ("201|一般公共服务支出|1,234.56|34.00", "20103|行政运行|1,000.00|", "208|社会保障和就业支出|0.00|12.50")


def rows(sheet: Sheet, top: float, *texts: str) -> None:
    sheet.cells(XS, [top + 20 * i for i in range(len(texts) + 1)], texts)


def test_columns_without_rules_are_found_by_their_gaps(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        sheet.text(200, 60, "支出决算表")
        sheet.text(50, 80, "部门：某局")
        sheet.text(400, 80, "单位：万元")
        rows(sheet, 90, "编码|名称|基本支出|项目支出", *BODY)

    found = read(tmp_path, page)
    assert lines(found) == ["支出决算表", "部门：某局 单位：万元"]
    assert grids(found) == [
        [
            "编码|名称|基本支出|项目支出",
            "201|一般公共服务支出|1,234.56|34.00",
            "20103|行政运行|1,000.00|",
            "208|社会保障和就业支出|0.00|12.50",
        ]
    ]


def test_a_name_that_wraps_joins_its_row(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        rows(sheet, 90, *BODY)
        sheet.text(53, 169, "2080505")
        sheet.text(113, 163, "机关事业单位基本养老保险缴费支")
        sheet.text(113, 175, "出（含职业年金）")
        sheet.text(377, 169, "7.00", align="r")

    assert grids(read(tmp_path, page))[0][-1] == "2080505|机关事业单位基本养老保险缴费支出（含职业年金）|7.00|"


def test_a_three_line_table_has_the_columns_of_its_figures(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        for y in (90, 110, 170):
            sheet.line(50, y, 460, y)
        rows(sheet, 90, "编码|名称|基本支出|项目支出", *BODY)

    assert grids(read(tmp_path, page)) == [
        [
            "编码|名称|基本支出|项目支出",
            "201|一般公共服务支出|1,234.56|34.00",
            "20103|行政运行|1,000.00|",
            "208|社会保障和就业支出|0.00|12.50",
        ]
    ]


def test_level_rules_tell_rows_apart_and_a_short_one_groups_headings(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        for y in (70, 110, 130, 170):
            sheet.line(50, y, 460, y)
        sheet.line(300, 90, 460, 90)
        sheet.text(380, 85, "本年支出", align="c")
        sheet.cells(XS, (90, 110), ["||基本支出|项目支出"])
        sheet.cells((50, 110, 300), (80, 100), ["编码|名称"])
        sheet.cells(XS, (110, 130), ["201|一般公共服务支出|1,234.56|34.00"])
        sheet.cells(XS, (140, 160), ["208||0.00|12.50"])
        sheet.text(113, 148, "社会保障")
        sheet.text(113, 162, "和就业支出")

    assert grids(read(tmp_path, page)) == [
        [
            "编码|名称|本年支出|",
            "||基本支出|项目支出",
            "201|一般公共服务支出|1,234.56|34.00",
            "208|社会保障和就业支出|0.00|12.50",
        ]
    ]


def test_the_next_page_keeps_the_columns_of_a_table_without_rules(tmp_path: Path) -> None:
    def first(sheet: Sheet) -> None:
        rows(sheet, 700, "编码|名称|基本支出|项目支出", *BODY)

    def second(sheet: Sheet) -> None:
        rows(sheet, 40, "221|住房保障支出|9.00|")
        sheet.text(50, 800, "第2页")

    assert grids(read(tmp_path, first, second))[1] == ["221|住房保障支出|9.00|"]


def test_the_first_headings_of_a_header_belong_to_it(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        sheet.text(50, 60, "第一页")
        sheet.text(160, 86, "项目", align="c")
        sheet.text(380, 86, "本年支出", align="c")
        rows(sheet, 90, "编码|名称|基本支出|项目支出", *BODY)

    found = read(tmp_path, page)
    assert lines(found) == ["第一页"]
    assert [row.replace("|", "") for row in grids(found)[0][:2]] == ["项目本年支出", "编码名称基本支出项目支出"]


def test_one_line_of_figures_below_its_column_numbers_is_a_table(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        for i, (heading, amount) in enumerate((("合计", "6.35"), ("出国", ""), ("购置", "2.64"), ("接待", "3.71"))):
            sheet.text(100 + 90 * i, 100, heading, align="c")
            sheet.text(100 + 90 * i, 118, str(i + 1), align="c")
            sheet.text(135 + 90 * i, 136, amount, align="r")

    assert grids(read(tmp_path, page)) == [["合计|出国|购置|接待", "1|2|3|4", "6.35||2.64|3.71"]]


def test_figures_drawn_close_to_the_next_column_are_parted(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        for i, (name, amount, other) in enumerate(
            (
                ("事业收入", "1,697.82", "一般公共服务"),
                ("经营收入", "660.43", "外交支出"),
                ("其他收入", "9.00", "国防支出"),
            )
        ):
            sheet.text(50, 100 + 18 * i, name)
            sheet.text(198, 100 + 18 * i, amount, align="r")
            sheet.text(200, 100 + 18 * i, other)

    assert grids(read(tmp_path, page)) == [
        ["事业收入|1,697.82|一般公共服务", "经营收入|660.43|外交支出", "其他收入|9.00|国防支出"]
    ]


def test_running_text_and_contents_are_no_tables(tmp_path: Path) -> None:
    printed = [
        "目 录",
        "第一部分 单位概况……………………………1",
        "第二部分 决算报表……………………………3",
        "2023年收入1,234.56万元，支出1,200.00万元，比上年增加34.56万元，",
        "增长4.82%。其中：财政拨款收入1,000.00万元，占81.00%；事业收入",
        "234.56万元，占19.00%。主要原因是人员增加。",
        "- 5 -",
    ]

    def page(sheet: Sheet) -> None:
        for i, text in enumerate(printed):
            sheet.text(50, 60 + 20 * i, text)

    found = read(tmp_path, page)
    assert grids(found) == []
    assert [line.replace(" ", "") for line in lines(found)] == [text.replace(" ", "") for text in printed]


def test_sentences_with_amounts_apart_are_no_table(tmp_path: Path) -> None:
    """As printed where numbers stand in another font, with room on both sides."""
    texts = (
        ("156.81", "万元，支出决算为210.62万元，完成年初预算的134.32%。"),
        ("736.15", "万元，支出决算为1041.83万元，完成年初预算的141.52%，决"),
        ("752.12", "万元，支出决算为1149.24万元，完成年初预算的152.80%，"),
    )

    def page(sheet: Sheet) -> None:
        for i, (amount, rest) in enumerate(texts):
            sheet.text(50, 100 + 40 * i, "教育支出（类）普通教育（款）小学教育（项）。年初预算为")
            sheet.text(50, 120 + 40 * i, amount)
            sheet.text(94, 120 + 40 * i, rest)

    assert grids(read(tmp_path, page)) == []


def test_characters_spread_over_a_line_are_no_columns(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        for row, text in enumerate(("一般公共预算拨款", "政府性基金的拨款", "国有资本经营拨款")):
            for i, char in enumerate(text):
                sheet.text(50 + 40 * i, 100 + 20 * row, char)
            sheet.text(380, 100 + 20 * row, "1,234.56")

    assert grids(read(tmp_path, page)) == []


def test_numbered_contents_without_leaders_are_no_table(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        for i, (number, text) in enumerate((("2.1", "收入总表"), ("2.2", "支出总表"), ("2.3", "财政拨款总表"))):
            sheet.text(50, 100 + 20 * i, number)
            sheet.text(80, 100 + 20 * i, text)
            sheet.text(500, 100 + 20 * i, str(i + 4), align="r")

    found = read(tmp_path, page)
    assert grids(found) == []
    assert lines(found) == ["2.1 收入总表 4", "2.2 支出总表 5", "2.3 财政拨款总表 6"]


def test_the_last_rows_may_hold_no_amounts(tmp_path: Path) -> None:
    def page(sheet: Sheet) -> None:
        rows(sheet, 90, *BODY)
        for i, (code, name) in enumerate((("399", "其他支出"), ("39907", "国家赔偿"), ("39999", "其他支出"))):
            sheet.text(107, 165 + 20 * i, code, align="r")
            sheet.text(113, 165 + 20 * i, name)
        sheet.text(107, 225, "39998", align="r")
        sheet.text(113, 219, "对民间非营利组织和群众性自治")
        sheet.text(113, 231, "组织补贴")
        sheet.text(113, 251, "合计")
        sheet.text(377, 251, "1,234.56", align="r")
        sheet.text(50, 275, "注：本表反映支出情况，数据来自决算报表。")

    found = read(tmp_path, page)
    assert grids(found)[0][3:] == [
        "399|其他支出||",
        "39907|国家赔偿||",
        "39999|其他支出||",
        "39998|对民间非营利组织和群众性自治组织补贴||",
        "|合计|1,234.56|",
    ]
    assert lines(found) == ["注：本表反映支出情况，数据来自决算报表。"]


def test_coloured_cells_show_the_columns_of_a_table_with_level_rules_alone(tmp_path: Path) -> None:
    """Headings too close for their gaps to be seen; the first of two header rows spans columns."""
    xs, ys = (50, 110, 200, 270, 340), (100, 115, 130, 145, 160)

    def page(sheet: Sheet) -> None:
        sheet.canvas.setFillGray(0.9)
        for top, bottom in ((115, 130), (145, 160)):
            for left, right in pairwise(xs):
                sheet.rect(left, top, right, bottom, fill=1, stroke=0)
        sheet.canvas.setFillGray(0)
        for y in ys:
            sheet.line(50, y, 340, y)
        sheet.text(270, 112, "本年支出", align="c")
        for x, text in ((80, "科目编码"), (155, "科目名称功能分类"), (235, "基本支出合计"), (305, "项目支出合计")):
            sheet.text(x, 127, text, align="c")
        sheet.cells(xs, ys[2:], ["201|一般公共服务|1.00|2.00", "203|国防支出|3.00|4.00"])

    assert grids(read(tmp_path, page))[0][1:] == [
        "科目编码|科目名称功能分类|基本支出合计|项目支出合计",
        "201|一般公共服务|1.00|2.00",
        "203|国防支出|3.00|4.00",
    ]
