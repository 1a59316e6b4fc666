"""The comparison: amounts by eye from the documents, what is computed, what is not there, the JSON."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from many import many, summaries_of
from tiny_packages import HOSTILE, PARTS, write_package
from tiny_site import Built

from mingzhang.project import Project
from mingzhang.site.build import read_class_names
from mingzhang.site.compare.cells import Cell, bar_width
from mingzhang.site.compare.choice import ALL, build_choice, newest
from mingzhang.site.compare.columns import Column, build_column
from mingzhang.site.compare.comparison import FIRST, Comparison, build_comparison
from mingzhang.site.disclosure.view import build_view
from mingzhang.site.packages import read_package
from mingzhang.site.summary.summary import Summary

ROOT = Path(__file__).resolve().parents[2]
AKTO, AKQI = "akto-zuzhibu-2024-budget", "akqi-zhengfuban-2024-budget"
KORLA, QUYANG = "korla-kaifaqu-dangqun-2024-budget", "quyang-zuzhibu-2024-budget"
URUMQI = "urumqi-zuzhibu-2024-final"


@pytest.fixture(scope="module")
def real() -> dict[str, Column]:
    """The columns of the real documents."""
    names = read_class_names(Project(ROOT))
    folders = sorted((ROOT / "data" / "packages").glob("*/datapackage.json"))
    columns = [build_column(build_view(read_package(path.parent), names), names) for path in folders]
    return {column.id: column for column in columns}


@pytest.fixture(scope="module")
def real_summaries() -> list[Summary]:
    """The summaries of the real documents."""
    return summaries_of(ROOT / "data" / "packages")


def tiny(folder: Path, unit: str = "u", **tables: str) -> Column:
    view = build_view(write_package(Project(folder), unit, f"某办{unit}", **(PARTS | tables)), {})
    return build_column(view, {"201": "一般公共服务支出"})


def line_of(comparison: Comparison, section: str, key: str) -> list[tuple[str, str]]:
    table = next(table for table in comparison.tables if table.section.key == section)
    line = next(line for line in table.lines if line.measure.key == key)
    return [(slot.cell.value, slot.width) for slot in line.slots]


# Read off the documents; the per-person values worked out by hand: 793.98 ÷ 34 = 23.352…, 641.43 ÷ 23 = 27.888…
BY_EYE = [
    (AKTO, "overview", "total", "11508.22"),
    (AKTO, "overview", "basic", "793.98"),
    (AKTO, "overview", "project", "10714.24"),
    (AKTO, "overview", "three", "9.00"),
    (AKTO, "overview", "staff", "34"),
    (AKTO, "person", "basic", "23.35"),
    (AKTO, "person", "wages", "20.92"),
    (AKTO, "person", "public", "0.79"),
    (AKTO, "person", "three", "0.26"),
    (AKTO, "economic", "303", "55.69"),
    (AKTO, "three", "reception", ""),
    (AKQI, "overview", "total", "896.16"),
    (AKQI, "person", "basic", "27.89"),
    (AKQI, "economic", "301", "559.92"),
    (AKQI, "economic", "30309", "0.018"),
    (AKQI, "function", "208", "109.98"),
    (AKQI, "three", "reception", "79.4"),
    (AKQI, "three", "overseas", "0"),
    (KORLA, "overview", "total", "518.8"),
    (KORLA, "function", "201", "492.59"),
    (KORLA, "person", "goods", "0.50"),
    (KORLA, "person", "three", "0.10"),
    (QUYANG, "overview", "total", "872.24"),
    (QUYANG, "overview", "staff", ""),
    (QUYANG, "person", "basic", ""),
    (QUYANG, "function", "206", "40.62"),
    (QUYANG, "three", "vehicle_operation", "1.20"),
    (URUMQI, "overview", "total", "2582.72"),
    (URUMQI, "overview", "staff", "90"),
    (URUMQI, "person", "basic", "20.96"),
    (URUMQI, "person", "public", "1.48"),
    (URUMQI, "function", "206", "4.69"),
    (URUMQI, "three", "vehicle_operation", "8.07"),
    (URUMQI, "three", "reception", "0.00"),
]


@pytest.mark.parametrize(("disclosure", "section", "key", "value"), BY_EYE)
def test_values_are_those_of_the_documents(
    real: dict[str, Column], disclosure: str, section: str, key: str, value: str
) -> None:
    assert real[disclosure].cells[section][key].value == value


def test_shares_and_changes_go_with_the_amounts(real: dict[str, Column]) -> None:
    basic = real[AKTO].cells["overview"]["basic"]
    assert (basic.share, basic.change, basic.percent, basic.link) == ("6.9", "30.12", "+3.94%", "source/#L190")
    stated = real[AKQI].cells["overview"]["basic"]
    assert (stated.value, stated.shown_change, stated.stated) == ("641.43", "↓ 76.43", "460.63")
    assert real[QUYANG].cells["overview"]["three"].shown_change == "持平"


def test_what_a_number_rests_on_is_said(real: dict[str, Column]) -> None:
    assert real[URUMQI].cells["overview"]["basic"].note == "据文字说明"
    assert real[URUMQI].notes["function"] == "据文字说明“一般公共预算财政拨款支出决算结构情况”"
    assert real[KORLA].cells["function"]["201"].note == "各项相加"
    assert real[AKQI].cells["economic"]["301"].note == "各款相加"
    assert real[AKTO].cells["person"]["basic"].note == "793.98 ÷ 34"


def test_what_is_not_there_is_told_apart(real: dict[str, Column]) -> None:
    assert real[QUYANG].cells["overview"]["staff"].absent == "missing"
    assert real[QUYANG].cells["person"]["basic"].absent == "missing"
    assert real[URUMQI].cells["person"]["wages"].absent == "attached"
    assert real[AKTO].cells["three"]["reception"] == Cell()
    comparison = build_comparison(list(real.values()))
    economic = next(table for table in comparison.tables if table.section.key == "economic")
    assert {line.slots[-1].cell.absent for line in economic.lines} == {"attached"}
    function = next(table for table in comparison.tables if table.section.key == "function")
    assert next(line for line in function.lines if line.measure.key == "210").slots[-1].cell == Cell()


def test_budgets_and_final_accounts_stand_apart_and_share_no_scale(real: dict[str, Column]) -> None:
    comparison = build_comparison([real[URUMQI], real[AKTO], real[KORLA]])
    assert [column.id for column in comparison.columns] == [AKTO, KORLA, URUMQI]
    assert [group[1:] for group in comparison.groups] == [("预算（年初计划）", 2), ("决算（实际执行）", 1)]
    assert line_of(comparison, "overview", "total") == [("11508.22", "100.0"), ("518.8", "4.5"), ("2582.72", "")]
    assert "不是同一件事" in comparison.warning
    assert [slot.apart for slot in comparison.tables[0].lines[0].slots] == [False, False, True]
    assert build_comparison([real[AKTO], real[KORLA]]).warning == ""


def test_other_years_and_scopes_are_remarked(real: dict[str, Column]) -> None:
    other = replace(real[AKTO], year=2023)
    assert "2023、2024 年" in build_comparison([real[AKTO], other]).remarks[0]
    assert "部门" in build_comparison([real[AKTO], real[QUYANG]]).remarks[0]
    assert build_comparison([real[AKTO], real[AKQI]]).remarks == ()


def test_a_class_keeps_its_colour_and_the_rest_are_grey_by_order(tmp_path: Path) -> None:
    rows = """
        code|name|level|role|total|source_line
        201|一般公共服务支出|类|detail|60|1
        204|公共安全支出|类|detail|20|2
        229|其他支出|类|detail|20|3"""
    table = next(t for t in build_comparison([tiny(tmp_path, expenditure=rows)]).tables if t.section.key == "function")
    assert [line.colour for line in table.lines] == ["class-201", "grey-1", "grey-2"]
    assert [(piece.start, piece.width) for piece in table.stacks[0].pieces] == [
        ("0.0", "60.0"),
        ("60.0", "20.0"),
        ("80.0", "20.0"),
    ]


def test_blank_and_zero_stay_apart(tmp_path: Path) -> None:
    rows = """
        code|name|level|role|total|personnel|public|source_line
        302|商品和服务支出|类|subtotal|0|||1
        30201|办公费|款|detail|0||0|2
        30202|印刷费|款|detail||||3
        |合计||total|100|100|0|4"""
    column = tiny(tmp_path, basic_expenditure=rows)
    assert column.cells["economic"]["30201"].value == "0"
    assert "30202" not in column.cells["economic"]
    assert (column.cells["person"]["public"].value, column.cells["person"]["wages"].value) == ("0.00", "")


@pytest.mark.parametrize(
    ("staff", "absent"), [("serving|0||80", ""), ("serving|||80", ""), ("establishment|9||80", "")]
)
def test_nothing_is_divided_by_an_unknown_or_empty_staff(tmp_path: Path, staff: str, absent: str) -> None:
    column = tiny(tmp_path, staffing=f"item|count|change|source_line\n        {staff}")
    assert column.cells["person"]["basic"] == Cell(absent=absent)


def test_halves_are_rounded_up() -> None:
    assert bar_width("1", Decimal(16)) == "6.3"
    assert Cell("0.01", "0.0").shown_share == "不足 0.1%"
    assert Cell("0", "0.0").shown_share == "0.0%"


def test_the_page_shows_the_newest_and_every_one_has_its_json(built: Built) -> None:
    page = built.page("compare")
    listed = json.loads((built.project.site / "compare" / "disclosures.json").read_text("utf-8"))
    assert [item["id"] for item in listed] == ["hostile-unit-2024-budget", "plain-unit-2024-budget"]
    assert listed[1]["total"] == "1200.50"
    assert 'data-default="hostile-unit-2024-budget,plain-unit-2024-budget"' in page
    data = json.loads((built.project.site / "compare" / "plain-unit-2024-budget.json").read_text("utf-8"))
    assert data["cells"]["overview"]["total"]["value"] == "1200.50"
    assert data["cells"]["person"]["basic"]["value"] == "5.88"  # 200 ÷ 34 = 5.882…


def test_numbers_lead_to_places_that_are_there(built: Built) -> None:
    page = built.page("compare")
    links = set(re.findall(r'href="\.\./units/plain-unit/2024-budget/#([\w-]+)"', page))
    disclosure = built.page("units/plain-unit/2024-budget")
    assert links and all(f'id="{anchor}"' in disclosure for anchor in links)


def test_hostile_text_stays_text(built: Built) -> None:
    page = built.page("compare")
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page
    data = json.loads((built.project.site / "compare" / "hostile-unit-2024-budget.json").read_text("utf-8"))
    assert data["unit"] == HOSTILE


def test_the_newest_come_first_and_no_more_than_six(real_summaries: list[Summary]) -> None:
    cards = many(real_summaries, 1300).cards
    assert FIRST == 6 and {card.package.year for card in newest(cards)[:FIRST]} == {2024}
    years = [card.package.year for card in newest(cards)]
    assert years == sorted(years, reverse=True) and len(set(years)) > 2


def files_of(count: int, summaries: list[Summary]) -> dict[str, Any]:
    return dict(build_choice(many(summaries, count).cards))


def test_few_disclosures_are_one_list_to_choose_from(real_summaries: list[Summary]) -> None:
    files = files_of(ALL, real_summaries)
    assert list(files) == ["disclosures"] and len(files["disclosures"]) == ALL
    assert set(files["disclosures"][0]) == {"id", "unit", "region", "year", "kind", "body", "total"}


@pytest.mark.parametrize("count", [ALL + 1, 150, 3000])
def test_of_many_every_one_is_reached_through_regions_in_small_files(count: int, real_summaries: list[Summary]) -> None:
    files = files_of(count, real_summaries)

    def below(name: str) -> list[str]:
        content = files[name]
        if isinstance(content, list):
            return [item["id"] for item in content]
        found = {part["file"]: below(part["file"]) for part in content["parts"]}
        assert all(len(found[part["file"]]) == part["count"] for part in content["parts"])
        return [name for names in found.values() for name in names]

    reached = below("disclosures")
    assert len(reached) == len(set(reached)) == count
    assert max(len(json.dumps(content)) for content in files.values()) < 80_000


def test_the_json_is_the_same_every_time(tmp_path: Path) -> None:
    first, second = tiny(tmp_path / "a"), tiny(tmp_path / "b")
    assert json.dumps(first.data(), ensure_ascii=False) == json.dumps(second.data(), ensure_ascii=False)
