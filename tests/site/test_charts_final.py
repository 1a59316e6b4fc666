"""Charts of final accounts: budget beside final, and how the opening balance became the closing one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tiny_packages import write_package

from mingzhang.project import Project
from mingzhang.site.charts.catalogue import build_charts
from mingzhang.site.charts.model import Bars, Chart
from mingzhang.site.charts.palette import PAPER
from mingzhang.site.disclosure.overview import build_overview, plain_overview
from mingzhang.site.numbers.figures import build_figures
from mingzhang.site.packages import Package

SUMMARY = """
    side|code|item|amount|role|source_line
    revenue||本年收入合计|96.00|total|3
    revenue||使用非财政拨款结余（含专用结余）|1.00|detail|4
    revenue||年初结转和结余|13.00|detail|5
    revenue||总计|110.00|total|6
    expenditure|201|一、一般公共服务支出|70.00|detail|1
    expenditure|208|八、社会保障和就业支出|30.00|detail|2
    expenditure||本年支出合计|100.00|total|3
    expenditure||结余分配|2.00|detail|4
    expenditure||年末结转和结余|8.00|detail|5
    expenditure||总计|110.00|total|6"""
CLAIMS = """
    claim_id|section|subsection|subject|code|amount|baseline|baseline_amount|source_line
    c1|五、一般公共预算||一般公共预算财政拨款支出||95.00|initial_budget|90.00|20
    c2|五、一般公共预算||一般公共服务支出（类）组织事务（款）行政运行（项）|2013201|40.00|initial_budget|45.00|21
    c3|五、一般公共预算||社会保障和就业支出（类）抚恤（款）死亡抚恤（项）|2080801|5.00|initial_budget|0|22
    c4|五、一般公共预算||一般公共服务支出（类）|201|40.00|initial_budget|45.00|23"""


def final(tmp_path: Path, **tables: str) -> Package:
    return replace(write_package(Project(tmp_path), "u", "某办", **tables), kind="final")


def named(charts: list[Chart], name: str) -> Chart | None:
    return next((chart for chart in charts if chart.name == name), None)


def test_the_balances_are_a_bridge(tmp_path: Path) -> None:
    chart = named(build_charts(final(tmp_path, summary=SUMMARY), {}), "balances")
    assert chart is not None and isinstance(chart.drawing, Bars)
    assert [(row.label, str(row.amount), row.line) for row in chart.rows] == [
        ("年初结转结余", "13.00", "5"),
        ("本年收入", "96.00", "3"),
        ("使用非财政拨款结余", "1.00", "4"),
        ("本年支出", "100.00", "3"),
        ("结余分配", "2.00", "4"),
        ("年末结转结余", "8.00", "5"),
    ]
    starts = [[str(s.amount) for s in bar.lanes[0].segments if s.colour == PAPER] for bar in chart.drawing.bars]
    assert starts == [[], ["13.00"], ["109.00"], ["10.00"], ["8.00"], []]
    assert [bar.lanes[0].end for bar in chart.drawing.bars][1:4] == ["+96.00", "+1.00", "−100.00"]
    assert chart.answer.endswith("年末 8.00 万元，减少 5.00 万元") and chart.note == ""


def test_balances_that_do_not_roll_forward_say_so(tmp_path: Path) -> None:
    chart = named(build_charts(final(tmp_path, summary=SUMMARY.replace("|8.00|", "|18.00|")), {}), "balances")
    assert chart is not None and "8.00 万元，与印出的 18.00 万元不符" in chart.note


def test_budgets_have_no_balances_and_no_final(tmp_path: Path) -> None:
    charts = build_charts(write_package(Project(tmp_path), "u", "某办", summary=SUMMARY, claims=CLAIMS), {})
    assert named(charts, "balances") is named(charts, "budget-final") is None


def test_budget_beside_final_by_the_finest_function(tmp_path: Path) -> None:
    chart = named(build_charts(final(tmp_path, summary=SUMMARY, claims=CLAIMS), {}), "budget-final")
    assert chart is not None and chart.shape == "paired"
    assert [(row.label, str(row.amount), row.series[-4:], row.outline) for row in chart.rows] == [
        ("行政运行", "40.00", " 年决算", False),
        ("行政运行", "45.00", "年初预算", True),
        ("死亡抚恤", "5.00", " 年决算", False),
        ("死亡抚恤", "0", "年初预算", True),
    ]
    assert (
        chart.answer == "2 个科目年初预算合计 45.00 万元，决算 45.00 万元，为预算的 100.0%；1 个多于预算，1 个少于预算"
    )


def test_the_summary_prints_both(tmp_path: Path) -> None:
    rows = SUMMARY.replace("amount|role", "amount|full_year_budget|role").replace("|detail", "||detail")
    rows = rows.replace("|total", "||total").replace("70.00||", "70.00|80.00|").replace("30.00||", "30.00|25.00|")
    chart = named(build_charts(final(tmp_path, summary=rows, claims=CLAIMS), {}), "budget-final")
    assert chart is not None and chart.anchor == "summary"
    assert [row.label for row in chart.rows if row.outline] == ["一般公共服务支出", "社会保障和就业支出"]


def test_three_public_takes_the_budget_from_the_table(tmp_path: Path) -> None:
    rows = """
        item|item_key|budget|final|source_line
        合计|total|12.00|8.00|61
        公务接待费|reception|12.00|8.00|62"""
    chart = named(build_charts(final(tmp_path, three_public=rows), {}), "three-public")
    assert chart is not None
    assert [(row.label, str(row.amount), row.outline) for row in chart.rows] == [
        ("合计", "8.00", False), ("合计", "12.00", True), ("公务接待费", "8.00", False), ("公务接待费", "12.00", True),
    ]  # fmt: skip


def test_personnel_costs_are_not_the_whole_of_basic_expenditure(tmp_path: Path) -> None:
    rows = """
        code|name|level|role|total|source_line
        301|工资福利支出|类|subtotal|45.00|71
        30101|基本工资|款|detail|45.00|72
        302|商品和服务支出|类|subtotal|10.00|73
        30201|办公费|款|detail|10.00|74
        |人员经费合计||total|45.00|75
        |公用经费合计||total|10.00|75"""
    chart = named(build_charts(final(tmp_path, basic_expenditure=rows), {}), "economic")
    assert chart is not None and chart.answer.startswith("基本支出 55.00 万元")


def test_basic_expenditure_is_a_share_of_the_year_and_not_of_the_balances(tmp_path: Path) -> None:
    rows = "code|name|level|role|total|basic|project|source_line\n|合计||total|100.00|40.00|60.00|9"
    package = final(tmp_path, summary=SUMMARY, expenditure=rows)
    remarks = {figure.title: figure.remark for figure in build_figures(package)}
    assert (remarks["基本支出"], remarks["项目支出"]) == ("占 40.0%", "占 60.0%")
    assert "（60.0%）" in plain_overview(build_overview(package, []))
