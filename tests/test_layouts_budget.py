"""Budgets of other provinces: the template's columns, years beside each other, codes and units as they are printed."""

from __future__ import annotations

import pytest

from tables import AFTER, kinds, read, rows

GENERAL = "一般公共预算支出表\n单位：万元\n"


def test_this_years_budget_is_the_total_and_last_years_stands_beside_it() -> None:
    table = read(
        GENERAL + "功能分类科目||2023年执行数|2024年预算数|||2024年预算数比2023年执行数|\n"
        "科目编码|科目名称||小计|基本支出|项目支出|增减额|增减%\n"
        "合计||90.00|100.00|60.00|40.00|10.00|11.11\n201|一般公共服务支出|90.00|100.00|60.00|40.00|10.00|11.11\n"
        + AFTER
    )["general_expenditure"]
    assert rows(table, "code", "total", "basic", "project", "previous_year") == [
        (None, "100.00", "60.00", "40.00", "90.00"),
        ("201", "100.00", "60.00", "40.00", "90.00"),
    ]
    assert [note.printed for note in table.notes] == ["预算数比2023年执行数/增减额", "预算数比2023年执行数/增减%"]


def test_three_public_expenses_of_two_years() -> None:
    table = read(
        "财政拨款“三公”经费支出表\n单位：万元\n项目|上年预算数|当年预算数|增减额\n合计|10|8|-2\n因公出国（境）费|0|0|0\n"
        "公务用车购置及运行费|6|5|-1\n其中：公务用车购置费|||\n公务用车运行费|6|5|-1\n公务接待费|4|3|-1\n" + AFTER
    )["three_public"]
    assert rows(table, "item_key", "total", "previous_year", "budget")[:3] == [
        ("total", "8", "10", None),
        ("overseas", "0", "0", None),
        ("vehicles", "5", "6", None),
    ]


def test_three_public_expenses_of_a_budget_in_one_line() -> None:
    table = read(
        "一般公共预算“三公”经费支出表\n单位：元\n2023年预算数||||||2024年预算数|||||\n"
        "合计|因公出国（境）费|公务用车购置及运行费|||公务接待费|合计|因公出国（境）费|公务用车购置及运行费|||公务接待费\n"
        "||小计|公务用车购置费|公务用车运行费||||小计|公务用车购置费|公务用车运行费|\n"
        "50000||30000||30000|20000|40000||25000||25000|15000\n" + AFTER
    )["three_public"]
    assert rows(table, "item_key", "total", "previous_year") == [
        ("total", "4.0000", "5.0000"),
        ("overseas", None, None),
        ("vehicles", "2.5000", "3.0000"),
        ("vehicle_purchase", None, None),
        ("vehicle_operation", "2.5000", "3.0000"),
        ("reception", "1.5000", "2.0000"),
    ]


def test_the_summary_without_headings_of_sides() -> None:
    table = read(
        "部门收支总表\n单位：万元\n收入|预算数|支出|预算数\n一、一般公共预算拨款收入|9|一、一般公共服务支出|8\n"
        "二、其他收入|1|二、教育支出|2\n收入总计|10|支出总计|10\n" + AFTER
    )["summary"]
    assert rows(table, "side", "item", "amount")[:2] == [
        ("revenue", "一、一般公共预算拨款收入", "9"),
        ("expenditure", "一、一般公共服务支出", "8"),
    ]
    assert len(table.records) == 6


@pytest.mark.parametrize(
    ("head", "cells", "code", "printed"),
    [
        ("科目编码|科目名称", "201 03 01|行政运行", "2010301", "2010301"),
        ("科目编码|科目名称", "201-03-01|行政运行", "2010301", "2010301"),
        ("科目编码|科目名称", "[2010301]|行政运行", "2010301", "2010301"),
        ("科目编码|科目名称", "２０１０３０１|行政运行", "2010301", "2010301"),
        ("科目编码|科目名称", "2010301行政运行|", "2010301", "2010301"),
        ("科目编码|科目名称", "|2010301 行政运行", "2010301", "2010301"),
        ("功能分类科目|", "2010301|行政运行", "2010301", "2010301"),
        ("类|款|项|科目名称", "201|03|01|行政运行", "2010301", "2010301"),
        ("类|款|项|科目名称", "201|20103|2010301|行政运行", "2010301", "2010301"),
        ("类|款|项|科目名称", "201|3|1|行政运行", "2010301", "20131"),
        ("科目编码|||科目名称", "201|03|01|行政运行", "2010301", "2010301"),
    ],
)
def test_codes_as_they_are_printed(head: str, cells: str, code: str, printed: str) -> None:
    table = read(GENERAL + head + "|合计|基本支出|项目支出\n" + cells + "|5.00|5.00|\n" + AFTER)["general_expenditure"]
    assert rows(table, "code", "code_printed", "name", "total", "basic") == [
        (code, printed, "行政运行", "5.00", "5.00")
    ]


def test_codes_and_names_in_one_column() -> None:
    table = read(
        GENERAL + "功能分类科目|合计|基本支出|项目支出\n201一般公共服务支出|5|5|\n"
        "20103 政府办公厅（室）及相关机构事务|5|5|\n合计|5|5|\n" + AFTER
    )
    assert rows(table["general_expenditure"], "code", "name", "role") == [
        ("201", "一般公共服务支出", "subtotal"),
        ("20103", "政府办公厅（室）及相关机构事务", "detail"),
        (None, "合计", "total"),
    ]


def test_rows_without_codes_get_them_from_their_names_and_neighbours() -> None:
    table = read(
        GENERAL
        + "科目编码|科目名称|合计|基本支出|项目支出\n合计||9|9|\n|社会保障和就业支出|5|5|\n|行政事业单位养老支出|5|5|\n"
        "2080505|机关事业单位基本养老保险缴费支出|5|5|\n|住房保障支出|4|4|\n|住房改革支出|4|4|\n|住房公积金|4|4|\n"
        + AFTER
    )["general_expenditure"]
    assert rows(table, "code", "code_printed", "role") == [
        (None, None, "total"),
        ("208", None, "subtotal"),
        ("20805", None, "subtotal"),
        ("2080505", "2080505", "detail"),
        ("221", None, "subtotal"),
        ("22102", None, "subtotal"),
        ("2210201", None, "detail"),
    ]
    assert kinds(table) == ["inferred"] * 5


def test_levels_that_are_printed_once() -> None:
    table = read(
        GENERAL
        + "类|款|项|科目名称|合计|基本支出|项目支出\n205|||教育支出|5|5|\n|02||普通教育|5|5|\n||03|初中教育|5|5|\n"
        + AFTER
    )
    assert rows(table["general_expenditure"], "code", "code_printed") == [
        ("205", "205"),
        ("20502", "02"),
        ("2050203", "03"),
    ]
    assert set(kinds(table["general_expenditure"])) <= {"inferred", "code"}


def test_an_unknown_heading_leaves_its_column_and_is_listed() -> None:
    table = read(
        GENERAL
        + "科目编码|科目名称|合计|基本支出|项目支出|神秘支出\n201|一般公共服务支出|9|5|4|7\n合计||9|5|4|7\n"
        + AFTER
    )
    assert rows(table["general_expenditure"], "total", "basic", "project") == [("9", "5", "4"), ("9", "5", "4")]
    assert [(n.kind, n.printed, n.message) for n in table["general_expenditure"].notes] == [
        ("unread", "神秘支出", "表头不认识，其下 2 格未采用")
    ]


@pytest.mark.parametrize(
    ("unit", "shown", "wan", "kept"),
    [
        ("金额单位：元", "1,234,567.80", "123.456780", "元"),
        ("单位：人民币元", "10000", "1.0000", "元"),
        ("单位：千元", "12.5", "1.25", "千元"),
        ("单位：亿元", "0.0123", "123", "亿元"),
        ("（单位：万元）", "12.50", "12.50", "万元"),
        ("2024年||||单位：元", "10000", "1.0000", "元"),
        ("部门：某局 2024年度 金额单位：元", "10000", "1.0000", "元"),
    ],
)
def test_units_of_money(unit: str, shown: str, wan: str, kept: str) -> None:
    table = read(
        "一般公共预算支出表\n"
        + unit
        + "\n科目编码|科目名称|合计|基本支出|项目支出\n"
        + f"201|一般公共服务支出|{shown}||\n"
        + AFTER
    )
    found = table["general_expenditure"]
    assert (rows(found, "total"), found.money_unit) == ([(wan,)], kept)


def test_the_unit_in_a_heading_or_above_the_title_or_of_the_other_tables() -> None:
    body = "201|一般公共服务支出|10000||\n"
    head = "科目编码|科目名称|合计{}|基本支出|项目支出\n"
    heading = read("一般公共预算支出表\n" + head.format("（元）") + body + AFTER)["general_expenditure"]
    above = read("公开05表\n单位：元\n一般公共预算支出表\n" + head.format("") + body + AFTER)["general_expenditure"]
    other = "部门支出总表\n单位：元\n" + head.format("") + body
    common = read(other + "一般公共预算支出表\n" + head.format("") + body + AFTER)["general_expenditure"]
    assert [rows(table, "total") for table in (heading, above, common)] == [[("1.0000",)]] * 3
    assert (common.money_unit, kinds(common)) == ("", ["amount"])


def test_blank_zero_dash_and_brackets_stay_apart() -> None:
    table = read(
        GENERAL
        + "科目编码|科目名称|合计|基本支出|项目支出\n201|一般公共服务支出|0.00||-\n205|教育支出|（12.30）|-12.30|(1)\n"
        + AFTER
    )["general_expenditure"]
    assert rows(table, "total", "basic", "project") == [("0.00", None, None), ("-12.30", "-12.30", None)]
    assert sorted(kinds(table)) == ["amount", "dash", "unread"]


def test_a_unit_column_is_no_item() -> None:
    table = read(
        GENERAL + "科目编码|||单位代码|单位名称（科目）|合计|基本支出|项目支出\n"
        "类|款|项|||||\n||||合计|9|9|\n|||101|测试县某局|9|9|\n"
        "201|03|01|101|行政运行|9|9|\n" + AFTER
    )["general_expenditure"]
    assert rows(table, "code", "name", "total") == [(None, "合计", "9"), ("2010301", "行政运行", "9")]
