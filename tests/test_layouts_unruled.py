"""Headings in the middle of their columns, code and name in one cell, rows that lost their columns."""

from __future__ import annotations

import pytest

from mingzhang.convert import known_classifications
from mingzhang.reading import read_document
from mingzhang.recognise.tables.read import read_tables
from mingzhang.recognise.vocabulary import load_vocabulary
from tables import AFTER, kinds, read, rows


@pytest.mark.parametrize(
    "heading", ["项目（按支出功能分类）", "科目编码及名称", "项目", "支出功能分类科目（按功能分类）"]
)
@pytest.mark.parametrize("gap", ["", " ", "　　", "-"])
def test_code_and_name_in_one_cell(heading: str, gap: str) -> None:
    table = read(
        f"支出决算表\n单位：万元\n{heading}|本年支出合计|基本支出|项目支出\n栏次|1|2|3\n合计|9.00|5.00|4.00\n"
        f"201{gap}一般公共服务支出|9.00|5.00|4.00\n20101{gap}人大事务|9.00|5.00|4.00\n"
        f"　　2010101{gap}行政运行|9.00|5.00|4.00\n" + AFTER
    )["expenditure"]
    assert rows(table, "code", "name", "total", "project") == [
        (None, "合计", "9.00", "4.00"),
        ("201", "一般公共服务支出", "9.00", "4.00"),
        ("20101", "人大事务", "9.00", "4.00"),
        ("2010101", "行政运行", "9.00", "4.00"),
    ]


def test_headings_in_the_middle_above_their_columns() -> None:
    table = read(
        "政府性基金预算财政拨款收入支出决算表\n单位：万元\n|项目||||本年支出||\n||年初结转和结余|本年收入||||年末结转和结余\n"
        "科目编码|科目名称|||小计|基本支出|项目支出|\n|栏次|1|2|3|4|5|6\n|合计||20.00|15.00||15.00|5.00\n"
        "229|其他支出||20.00|15.00||15.00|5.00\n" + AFTER
    )["fund_expenditure"]
    assert rows(table, "name", "revenue", "total", "basic", "project", "closing_balance") == [
        ("合计", "20.00", "15.00", None, "15.00", "5.00"),
        ("其他支出", "20.00", "15.00", None, "15.00", "5.00"),
    ]
    assert kinds(table) == []


def test_items_over_two_printed_lines_each_and_blank_cells() -> None:
    table = read(
        "财政拨款“三公”经费支出决算表\n单位：万元\n|||预算数||||||决算数|||\n|||公务用车购置及运行维护费||||||公务用车购置及运行维护费|||\n"
        "|因公出国（境）||||||因公出国（境）|||||\n合计|费|小计|公务用车购置|公务用车运行维护费|公务接待费|合计|费|小计|公务用车购置|公务用车运行|公务接待费\n"
        "|||费||||||费|维护费|\n1|2|3|4|5|6|7|8|9|10|11|12\n6.35||2.64||2.64|3.71|5.72||2.55||2.55|3.17\n" + AFTER
    )["three_public"]
    assert rows(table, "item", "item_key", "budget", "final") == [
        ("合计", "total", "6.35", "5.72"),
        ("因公出国（境）费", "overseas", None, None),
        ("公务用车购置及运行维护费", "vehicles", "2.64", "2.55"),
        ("公务用车购置费", "vehicle_purchase", None, None),
        ("公务用车运行维护费", "vehicle_operation", "2.64", "2.55"),
        ("公务接待费", "reception", "3.71", "3.17"),
    ]
    assert kinds(table) == []


def test_a_page_that_repeats_captions_and_header_in_the_grid_goes_on() -> None:
    head = "部门：测试县某局||2023年度|单位：万元\n项目||本年支出合计|基本支出\n科目编码|科目名称||\n"
    table = read(
        f"支出决算表\n{head}合计||3.00|3.00\n201|一般公共服务支出|2.00|2.00\n\n第5页共22页\n\f{head}208|社会保障和就业支出|1.00|1.00\n{AFTER}"
    )["expenditure"]
    assert rows(table, "code", "total") == [(None, "3.00"), ("201", "2.00"), ("208", "1.00")]


def test_the_label_of_a_sum_in_the_middle_of_its_block() -> None:
    table = read(
        "一般公共预算财政拨款基本支出决算表\n单位：万元\n|人员经费||||公用经费|||\n科目编码|科目名称|金额|科目编码|科目名称|金额|科目编码|科目名称|金额\n"
        "301|工资福利支出|8.00|302|商品和服务支出|2.00|310|资本性支出|\n|人员经费合计|8.00|||公用经费合计|||2.00\n"
        + AFTER
    )["basic_expenditure"]
    assert rows(table, "name", "total")[-2:] == [("人员经费合计", "8.00"), ("公用经费合计", "2.00")]


def test_a_row_without_columns_is_told_and_ends_nothing() -> None:
    table = read(
        "支出决算表\n单位：万元\n科目编码|科目名称|本年支出合计|基本支出\n合计||3.00|3.00\n201|一般公共服务支出|2.00|2.00\n"
        "208 社会保障和就业支出 1.00 1.00\n注：本表反映部门本年度各项支出情况。\n" + AFTER
    )["expenditure"]
    assert [(note.kind, note.printed) for note in table.notes] == [("unread", "208社会保障和就业支出1.00 1.00")]
    assert table.remarks.startswith("注：")


def test_a_table_of_which_no_row_is_read_is_kept_as_it_is() -> None:
    text = "收入支出决算总表\n单位：万元\n项目|金额|项目|金额\n|12.00||12.00\n|3.00||3.00\n" + AFTER
    found, raws, unread = read_tables(
        read_document(text.replace("|", "\t")), load_vocabulary(), known_classifications()
    )
    assert raws == [] and [(table.table, reason) for table, reason in unread] == [
        ("summary", "没有读出任何一行，整张表未读取")
    ]
    assert [note.message for table in found for note in table.doubts] == ["没有读出任何一行，整张表未读取"]


def test_the_classes_of_expenditure_behind_ordinals_in_brackets() -> None:
    table = read(
        "收支总表\n单位：万元\n收入||支出|\n项目|预算数|项目|预算数\n一、一般公共预算拨款|9.00|一、本年支出|9.00\n"
        "|| （一）一般公共服务支出|6.00\n|| （八）社会保障和就业支出|3.00\n收入总计|9.00|支出总计|9.00\n" + AFTER
    )["summary"]
    assert [row for row in rows(table, "code", "item", "amount") if row[0]] == [
        ("201", "（一）一般公共服务支出", "6.00"),
        ("208", "（八）社会保障和就业支出", "3.00"),
    ]


def test_the_header_printed_again_on_a_new_page_begins_no_other_table() -> None:
    head = (
        "功能分类科目||2023年执行数|2024年预算数|||2024年预算数比2023年执行数|\n"
        "科目编码|科目名称||小计|基本支出|项目支出|增减额|增减%\n"
    )
    table = read(
        f"一般公共预算支出表\n单位：万元\n{head}合计||8.00|9.00|9.00||1.00|12.50\n213|农林水支出|6.00|7.00|7.00||1.00|16.67\n\n"
        f"\f\n{head}221|住房保障支出|2.00|2.00|2.00||0.00|0.00\n{AFTER}"
    )["general_expenditure"]
    assert rows(table, "code", "total") == [(None, "9.00"), ("213", "7.00"), ("221", "2.00")]
