"""What a disclosure's tables become before any template sees them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from tiny_packages import write_package

from mingzhang.project import Project
from mingzhang.site.disclosure.overview import build_overview, plain_overview
from mingzhang.site.disclosure.table import build_tables
from mingzhang.site.disclosure.view import build_view
from mingzhang.site.numbers.amounts import format_amount, format_share, in_hundred_millions
from mingzhang.site.numbers.facts import find_classes, find_items
from mingzhang.site.numbers.figures import build_figures
from mingzhang.site.numbers.sources import find_sources
from mingzhang.site.provenance.notes import Notes
from mingzhang.site.words import markdown_text, plain_title, short_item


@pytest.mark.parametrize(
    ("printed", "shown"),
    [("11508.20", "11,508.20"), ("0", "0"), ("", ""), ("-965.7", "-965.7"), ("1000000", "1,000,000"), ("详见", "详见")],
)
def test_amounts_keep_their_printed_decimals(printed: str, shown: str) -> None:
    assert format_amount(printed) == shown


def test_a_share_that_rounds_to_nothing_says_so() -> None:
    assert format_share(Decimal("0.1"), Decimal(10000)) == "不足 0.1%"
    assert format_share(Decimal(0), Decimal(10)) == "0.0%"
    assert format_share(Decimal(1), Decimal(0)) == ""
    assert in_hundred_millions(Decimal("11508.22")) == "1.15"
    assert in_hundred_millions(Decimal("9999")) == ""


def test_blank_and_zero_stay_apart(tmp_path: Path) -> None:
    package = write_package(Project(tmp_path), "u", "某办")
    _, expenditure = build_tables(package.resources["summary"], Notes(package))
    shown = {row.label: (row.cells[0].text, row.blank) for row in expenditure.rows}
    assert shown["公共安全支出"] == ("0", False)
    assert shown["外交支出"] == ("", True)
    assert expenditure.blank_rows == 4


def test_depth_weight_and_marks_of_rows(tmp_path: Path) -> None:
    package = write_package(Project(tmp_path), "u", "某办")
    (table,) = build_tables(package.resources["expenditure"], Notes(package))
    assert [(row.depth, row.role) for row in table.rows] == [
        (0, "subtotal"),
        (1, "subtotal"),
        (2, "detail"),
        (2, "detail"),
        (0, "total"),
    ]
    assert (table.rows[0].code, table.rows[0].code_printed) == ("201", "20")
    assert [mark.number for mark in table.rows[0].marks] == [1]
    assert [mark.number for mark in table.rows[4].cells[0].marks] == [2]
    assert table.rows[1].code_printed == ""


def test_a_column_that_is_blank_in_every_row_is_folded_away_by_name(tmp_path: Path) -> None:
    package = write_package(Project(tmp_path), "u", "某办")
    (table,) = build_tables(package.resources["revenue"], Notes(package))
    assert [column.name for column in table.columns] == ["total", "fiscal_appropriation", "general_public_budget"]
    assert table.blank_columns == ("列 government_fund",)


def test_the_same_note_on_many_lines_is_listed_once(tmp_path: Path) -> None:
    notes = """
        table|column|kind|printed|value|message|source_line
        expenditure||arithmetic|||按算术定列|31
        expenditure||arithmetic|||按算术定列|33"""
    package = write_package(Project(tmp_path), "u", "某办", reading_notes=notes)
    found = Notes(package)
    assert [(note.kind, note.lines) for note in found.listed] == [("由算术定列", ["31", "33"])]
    assert found.counts() == [("由算术定列", 2)]


def test_of_two_rows_on_a_line_the_value_tells_which_is_meant(tmp_path: Path) -> None:
    notes = """
        table|column|kind|printed|value|message|source_line
        summary|item|joined|一般|一般公共服务支出|接续|11"""
    package = write_package(Project(tmp_path), "u", "某办", reading_notes=notes)
    revenue, expenditure = build_tables(package.resources["summary"], Notes(package))
    assert (len(revenue.rows[0].marks), len(expenditure.rows[0].marks)) == (0, 1)


def test_classes_are_added_up_where_the_table_has_none(tmp_path: Path) -> None:
    rows = """
        code|code_printed|name|level|role|total|basic|project|source_line
        2010350|2010350|事业运行|项|detail|330.39|330.39||1
        2010399|2010399|其他支出|项|detail|162.2||162.2|2
        2080505|2080505|养老保险|项|detail|8.36|8.36||3
        ||合计||total|500.95|338.75|162.2|4"""
    package = write_package(Project(tmp_path), "u", "某办", expenditure=rows)
    classes = find_classes(package, {"201": "一般公共服务支出"})
    assert [(fact.code, fact.name, fact.amount) for fact in classes] == [
        ("201", "一般公共服务支出", Decimal("492.59")),
        ("208", "208", Decimal("8.36")),
    ]
    assert (classes[0].basic, classes[0].project) == (Decimal("330.39"), Decimal("162.2"))


def test_sources_use_the_finest_columns_that_add_up(tmp_path: Path) -> None:
    rows = """
        code|name|role|total|fiscal_appropriation|general_public_budget|unit_funds|other_income|source_line
        |合计|total|100|80|70|15|15|9"""
    package = write_package(Project(tmp_path), "u", "某办", revenue=rows)
    found = {fact.code: fact.amount for fact in find_sources(package)}
    assert found == {"fiscal_appropriation": 80, "other_income": 15, "unlisted": 5}


def test_items_are_ranked_by_the_column_asked_for(tmp_path: Path) -> None:
    package = write_package(Project(tmp_path), "u", "某办")
    assert [fact.code for fact in find_items(package, "expenditure", "项", "project")] == ["2013299"]


def test_figures_know_their_table_and_line(tmp_path: Path) -> None:
    claims = """
        subject|baseline|change|change_percent|reason|source_line
        基本支出|previous_year|-30.12|-3.94|人员减少|88"""
    staffing = "item|count|change|source_line\n        serving|34|-3|77"
    package = write_package(Project(tmp_path), "u", "某办", claims=claims, staffing=staffing)
    figures = {figure.title: figure for figure in build_figures(package)}
    assert (figures["收支总预算"].value, figures["收支总预算"].line) == ("1,200.50", "18")
    change = figures["基本支出"].change
    assert change and (change.mark, change.amount, change.percent, change.reason) == (
        "↓",
        "30.12",
        "−3.94%",
        "人员减少",
    )
    assert (figures["在职人员"].value, figures["在职人员"].measure) == ("34", "人")


def test_the_overview_is_made_of_the_data(tmp_path: Path) -> None:
    package = write_package(Project(tmp_path), "u", "某办")
    pieces = build_overview(package, find_classes(package, {}))
    assert plain_overview(pieces) == (
        "2024 年收支总预算 1,200.50 万元，全部来自列 general_public_budget。"
        "项目支出 1,000.50 万元（83.3%），基本支出 200 万元（16.7%）。"
        "支出最多的是一般公共服务支出；最大的项目是“村干部报酬”，1,000.50 万元。“三公”经费 9.00 万元。"
    )
    assert ("200 万元", "#expenditure") in pieces and ("9.00 万元", "#three_public") in pieces


def test_a_disclosure_of_attachments_has_no_numbers_and_says_why(tmp_path: Path) -> None:
    tables = "table|title|status|note|source_line\n        summary|收入支出决算总表|attached||421"
    empty = dict.fromkeys(("revenue", "expenditure", "project_expenditure"), "code|name|role|total|source_line")
    empty |= {"summary": "side|item|amount|role|source_line", "three_public": "item|item_key|total|source_line"}
    view = build_view(write_package(Project(tmp_path), "u", "某办", tables=tables, **empty), {})
    assert (view.total, view.figures, view.charts, view.overview) == (None, [], [], [])
    assert view.absence == "表格仅以附件列出，尚未取得"
    assert view.statements[0].sentence == "仅以附件列出，尚未取得"
    assert view.completeness == "1 张附件"


def test_names_are_literal_in_markdown_and_harmless_in_titles() -> None:
    assert markdown_text("[a](b) *c*") == "&#91;a&#93;&#40;b&#41; &#42;c&#42;"
    assert plain_title('</title>\n"x" & y') == "＜/title＞ ＂x＂ ＆ y"
    assert short_item("其中：公务用车购置费") == "公务用车购置费"
    assert short_item("三、公务接待费") == "公务接待费"
