"""Charts: which there are, what they say, that they are readable, and that they need nothing from outside."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from io import StringIO
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from colour_sight import SIGHTS, contrast, distance
from tiny_packages import AUDIT, PARTS, write_package

from mingzhang.project import Project
from mingzhang.site.charts.across_facts import across_facts
from mingzhang.site.charts.catalogue import build_charts, build_project_charts, build_site_charts
from mingzhang.site.charts.data_file import chart_csv
from mingzhang.site.charts.draw import draw_all, sketch
from mingzhang.site.charts.explorer import explorer_spec
from mingzhang.site.charts.files import SITE, draw_disclosure_charts, draw_site_charts, list_charts
from mingzhang.site.charts.grammar import sketch_spec
from mingzhang.site.charts.measure import text_width, wrap_text
from mingzhang.site.charts.model import (
    NARROW,
    WIDE,
    Bar,
    Bars,
    Chart,
    Composition,
    Datum,
    Diverging,
    Drawing,
    Lane,
    Segment,
    Shift,
)
from mingzhang.site.charts.palette import PROPERTIES, THREE_PUBLIC, class_colours
from mingzhang.site.charts.renderer import Renderer
from mingzhang.site.charts.stated import short_subject
from mingzhang.site.charts.svg import clean_svg, inline_svg
from mingzhang.site.charts.svg_file import file_svg
from mingzhang.site.charts.vendor import write_vendor
from mingzhang.site.disclosure.view import build_view
from mingzhang.site.numbers.amounts import format_amount
from mingzhang.site.packages import Package, read_packages

ROOT = Path(__file__).resolve().parents[2]
LONG = "2024年县级艰苦边远乡镇干部人身意外伤害保险、健康体检等关心关爱工作经费以及其他省区市高校毕业生购房补贴"
ROW = Datum(LONG, Decimal("30.16"), "#2f8583", line="7")
DRAWING = Bars((Bar(LONG, (Lane((Segment(ROW.amount, ROW.colour, ROW.words),), "30.16"),)),))
CHART = Chart("projects", "最大的项目", "共 30.16 万元", "projects", DRAWING, (ROW,), source="某办 2024 年预算公开")


@pytest.fixture(scope="module")
def packages() -> dict[str, Package]:
    """The disclosures of the repository, by id."""
    return {package.id: package for package in read_packages(Project(ROOT).packages)}


@pytest.fixture(scope="module")
def renderer() -> Iterator[Renderer]:
    """One for all."""
    with Renderer() as renderer:
        yield renderer


@pytest.fixture(scope="module")
def drawn(renderer: Renderer) -> tuple[str, str]:
    """The chart above, wide and narrow, cleaned."""
    return draw(DRAWING, renderer)


def draw(drawing: Drawing, renderer: Renderer) -> tuple[str, str]:
    wide, narrow = draw_all([(drawing, WIDE), (drawing, NARROW)], renderer)
    return clean_svg(wide, "答案 <b>", "wide"), clean_svg(narrow, "答案 <b>", "narrow")


def named(charts: list[Chart], name: str) -> Chart:
    return next(chart for chart in charts if chart.name == name)


def amounts(chart: Chart) -> list[tuple[str, str, str]]:
    return [(row.label, row.series, str(row.amount)) for row in chart.rows]


# ---- What charts there are, and what they say


def test_charts_answer_their_question(tmp_path: Path) -> None:
    charts = build_charts(write_package(Project(tmp_path), "u", "某办"), {})
    assert [chart.name for chart in charts] == ["sources", "classes", "basic-project", "projects", "three-public"]
    answers = {chart.name: chart.answer for chart in charts}
    assert answers["sources"] == "收入合计 1,200.50 万元，全部是列 general_public_budget"
    assert answers["basic-project"] == "基本支出 200 万元，占 16.7%；项目支出 1,000.50 万元，占 83.3%"


def test_a_printed_total_that_differs_is_told(tmp_path: Path) -> None:
    rows = """
        code|name|project|role|total|source_line
        2010399|其他|甲|detail|22|1
        2010399|其他|乙|detail|40|2
        ||合计|total|62.2|3"""
    charts = build_charts(write_package(Project(tmp_path), "u", "某办", project_expenditure=rows), {})
    answer = named(charts, "projects").answer
    assert answer == "2 个项目共 62 万元（表中合计印作 62.2），最大的 40 万元，占 64.5%"


def test_three_public_stands_beside_last_year_as_the_text_tells(packages: dict[str, Package]) -> None:
    # akto: 9.00 now, all of it for running cars, 14.27 less than last year; last year is worked out and said so.
    chart = named(build_charts(packages["akto-zuzhibu-2024-budget"], {}), "three-public")
    assert ("合计", "2024 年预算", "9.00") in amounts(chart)
    assert ("公务用车运行费", "2023 年（算得）", "23.27") in amounts(chart)
    assert chart.answer.startswith("预算合计 9.00 万元，上年 23.27 万元，减少 14.27 万元（61.3%）")
    assert "算得" in chart.note
    assert [row.label for row in chart.rows if row.pale] == ["合计", "公务用车运行费"]


def test_final_accounts_without_tables_take_three_public_from_the_text(packages: dict[str, Package]) -> None:
    chart = named(build_charts(packages["urumqi-zuzhibu-2024-final"], {}), "three-public")
    whole = [(row.series, str(row.amount), row.outline, row.pale) for row in chart.rows if row.label == "合计"]
    assert whole == [
        ("2024 年决算", "8.07", False, False),
        ("2024 年预算", "8.07", True, False),
        ("2023 年（算得）", "16.86", False, True),
    ]


def test_a_printed_amount_of_last_year_goes_before_arithmetic(tmp_path: Path) -> None:
    claims = """
        section|subject|amount|baseline|baseline_amount|change|source_line
        三公|“三公”经费|9.00|previous_year|23.00|-14.27|70
        三公|公务接待费支出|0|previous_year||0.00|70
        三公|公务用车运行维护费|9.00|previous_year||12|71"""
    charts = build_charts(write_package(Project(tmp_path), "u", "某办", claims=claims), {})
    chart = named(charts, "three-public")
    assert ("合计", "2023 年", "23.00") in amounts(chart)
    assert not chart.note  # an amount below nothing is no last year
    assert sum(row.pale for row in chart.rows) == 1


def test_there_is_no_chart_of_nothing(tmp_path: Path) -> None:
    rows = "item|item_key|total|source_line\n        合计|total|0|61\n        公务接待费|reception|0|62"
    charts = build_charts(write_package(Project(tmp_path), "u", "某办", three_public=rows), {})
    assert "three-public" not in [chart.name for chart in charts]


def test_changes_go_both_ways_with_the_reasons_of_the_text(packages: dict[str, Package]) -> None:
    chart = named(build_charts(packages["akto-zuzhibu-2024-budget"], {}), "changes")
    first = chart.rows[0]
    assert (first.label, str(first.amount), first.line) == ("项目支出", "-965.72", "434")
    assert first.note.startswith("援疆项目资金")
    assert "减少 965.72 万元" in chart.answer
    assert isinstance(chart.drawing, Diverging)
    shift = chart.drawing.shifts[0]
    assert (shift.end[1:], shift.percent, shift.note) == (" 965.72", "−8.27%", "支出预算")
    sizes = [abs(row.amount) for row in chart.rows]
    assert sizes == sorted(sizes, reverse=True) and len(sizes) == 10


def test_differences_from_the_budget_are_no_changes_against_last_year(packages: dict[str, Package]) -> None:
    chart = named(build_charts(packages["urumqi-zuzhibu-2024-final"], {}), "changes")
    assert str(chart.rows[0].amount) == "-336.20"
    assert all("初预算" not in row.series for row in chart.rows)
    stated = [row for row in packages["urumqi-zuzhibu-2024-final"].rows("claims") if row["baseline"] != "previous_year"]
    assert not {row.amount for row in chart.rows} & {Decimal(row["change"]) for row in stated if row["change"]}


@pytest.mark.parametrize(
    ("subject", "short"),
    [
        ("一般公共服务支出（类）组织事务(款)行政运行(项)", "行政运行"),
        ("基本支出", "基本支出"),
        ("住房保障支出（类）", "住房保障支出"),
    ],
)
def test_a_subject_is_named_by_its_finest_level(subject: str, short: str) -> None:
    assert short_subject(subject) == short


def test_classes_open_down_to_items_in_their_colours(packages: dict[str, Package]) -> None:
    chart = named(build_charts(packages["akto-zuzhibu-2024-budget"], {}), "classes")
    assert chart.detail is not None
    assert sum(row.amount for row in chart.finer) == sum(row.amount for row in chart.rows) == Decimal("11508.22")
    colours = {row.code: row.colour for row in chart.rows}
    assert all(row.colour == colours[row.code[:3]] and len(row.code) == 7 for row in chart.finer)


def test_budget_stands_beside_execution(packages: dict[str, Package]) -> None:
    charts = build_charts(packages["urumqi-zuzhibu-2024-final"], {})
    whole = [str(row.amount) for row in named(charts, "execution").rows]
    assert whole == ["2582.72", "2590.54", "3163.77"]
    assert [row.outline for row in named(charts, "execution").rows] == [False, True, True]
    assert "占全年预算 2,590.54 万元的 99.7%" in named(charts, "execution").answer
    shrunk = [str(row.amount) for row in named(charts, "executions").rows if row.label == "党纪学习教育工作经费"]
    assert shrunk == ["2.82", "2.82", "75.00"]


def test_findings_are_counted_by_family(packages: dict[str, Package]) -> None:
    package = packages["akqi-zhengfuban-2024-budget"]
    chart = named(build_charts(package, {}), "findings")
    assert sum(row.amount for row in chart.rows) == len(package.rows("findings"))
    assert f"共 {len(package.rows('findings'))} 处" in chart.answer
    assert all(row.series[0] in "●▲○" for row in chart.rows)


def test_a_project_has_its_allocation(packages: dict[str, Package]) -> None:
    chart = named(build_project_charts(packages["akqi-zhengfuban-2024-budget"], "p01"), "allocation")
    assert chart.answer == "14 项共 213.15 万元，最多的是公务接待费，65 万元，占 30.5%"
    assert (chart.rows[1].label, str(chart.rows[1].amount)) == ("出差费", "34.99")


def test_money_for_one_thing_is_no_chart(packages: dict[str, Package]) -> None:
    names = [chart.name for chart in build_project_charts(packages["akto-zuzhibu-2024-budget"], "p02")]
    assert names == ["weights-f08"]


def test_a_self_evaluation_shows_points_got_and_lost(packages: dict[str, Package]) -> None:
    charts = build_project_charts(packages["urumqi-zuzhibu-2024-final"], "p02")
    assert [chart.name for chart in charts] == ["execution-f03", "weights-f03", "scores-f03"]
    scores = named(charts, "scores-f03")
    assert scores.answer == "7 个指标共 90 分，自评得 85 分，1 个没有得满，扣得最多的是试卷保密保管（押运）员"
    assert ("试卷保密保管（押运）员", "未得", "5") in amounts(scores)
    assert next(row for row in scores.rows if row.label.startswith("试卷")).note == "目标 4人，实际 2人"
    weights = {row.label: str(row.amount) for row in named(charts, "weights-f03").rows}
    assert weights == {"产出指标（6 个指标）": "50", "效益指标（1 个指标）": "40", "预算执行率": "10"}


def test_across_units_budgets_and_final_accounts_stand_apart(packages: dict[str, Package]) -> None:
    charts = build_site_charts([across_facts(build_view(package, {})) for package in packages.values()])
    assert [chart.name for chart in charts] == ["totals", "composition", "per-staff", "three-public"]
    totals = named(charts, "totals")
    assert [(row.group, str(row.amount)) for row in totals.rows] == [
        ("2024 年预算", "11508.22"),
        ("2024 年预算", "896.16"),
        ("2024 年预算", "872.24"),
        ("2024 年预算", "518.8"),
        ("2024 年决算", "2582.72"),
    ]
    assert [row.outline for row in totals.rows] == [True] * 4 + [False]
    assert "数字取自文字说明" in totals.note
    each = {row.disclosure: str(row.amount) for row in named(charts, "per-staff").rows}
    assert each["akto-zuzhibu-2024-budget"] == "23.35"  # 793.98 / 34
    assert each["urumqi-zuzhibu-2024-final"] == "20.96"  # 1886.08 / 90
    spent = [row for row in named(charts, "three-public").rows if row.disclosure.startswith("akqi")]
    assert [(row.series, str(row.amount)) for row in spent] == [("公务接待费", "79.4"), ("公务用车运行费", "27")]


def test_one_disclosure_compares_nothing(tmp_path: Path) -> None:
    view = build_view(write_package(Project(tmp_path), "u", "某办", **PARTS, **AUDIT), {})
    assert build_site_charts([across_facts(view)]) == []


def test_every_answer_names_the_largest_figure_of_its_chart(packages: dict[str, Package]) -> None:
    for key, chart in list_charts([build_view(package, {}) for package in packages.values()]):
        if chart.name in ("sources", "three-public", "findings", "basic-project") or chart.name.startswith("scores"):
            continue  # these tell sums, shares or all of it
        largest = max(abs(row.amount) for row in chart.rows)
        assert format_amount(largest) in chart.answer, (key, chart.name)


# ---- Data


def test_data_files_hold_the_amounts_of_the_package(packages: dict[str, Package]) -> None:
    for package in packages.values():
        for chart in build_charts(package, {}):
            rows = list(csv.DictReader(StringIO(chart_csv(chart))))
            assert [row["amount"] for row in rows] == [f"{row.amount:f}" for row in (*chart.rows, *chart.finer)]
            if chart.name in ("classes", "economic"):
                printed = {row["total"] for row in package.rows(chart.anchor)}
                whole = [row for row in rows if len(row["code"]) != 3]
                assert {row["amount"] for row in whole} <= printed and {row["unit"] for row in rows} == {"万元"}
                lines = {row["source_line"] for row in package.rows(chart.anchor)}
                assert {row["source_line"] for row in rows} <= lines


def test_a_data_file_leaves_out_columns_that_nothing_fills() -> None:
    assert chart_csv(CHART) == f"label,amount,unit,source_line\n{LONG},30.16,万元,7\n"
    shared = replace(CHART, rows=(replace(ROW, whole=Decimal("90.48"), code="a"),))
    assert chart_csv(shared).splitlines()[1] == f"a,{LONG},30.16,万元,33.33,7"


# ---- Drawings


def test_a_chart_is_an_image_with_a_spoken_answer_and_full_names(drawn: tuple[str, str]) -> None:
    for svg in drawn:
        root = ElementTree.fromstring(svg)
        assert (root.get("role"), root.get("aria-label")) == ("img", "答案 <b>")
        titles = [element.text for element in root.iter() if element.tag.endswith("title")]
        assert titles == ["答案 <b>", f"{LONG}：30.16 万元"]
    assert {ElementTree.fromstring(svg).get("width") for svg in drawn} == {"720", "340"}


def test_charts_take_their_colours_from_the_page_and_files_carry_their_own(drawn: tuple[str, str]) -> None:
    assert 'fill="var(--mz-bar,#2f8583)"' in inline_svg(drawn[0])
    file = file_svg(drawn[0], CHART)
    assert "var(" not in file and 'fill="#2f8583"' in file
    root = ElementTree.fromstring(file.encode())
    texts = [element.text or "" for element in root.iter() if element.tag.endswith("text")]
    assert texts[:2] == ["最大的项目", "共 30.16 万元"] and texts[-1] == "来源：某办 2024 年预算公开；明账制图。"
    assert root.get("role") == "img" and root.get("aria-label") == "最大的项目：共 30.16 万元"


def test_charts_refer_to_nothing_outside(drawn: tuple[str, str]) -> None:
    for svg in (*drawn, file_svg(drawn[0], CHART)):
        assert "href" not in svg and "url(" not in svg and "Metrics" not in svg
        assert set(re.findall(r"https?://[^\"]+", svg)) == {"http://www.w3.org/2000/svg"}


def test_bars_lie_inside_the_drawing_and_last_year_is_pale_and_plans_are_outlines(renderer: Renderer) -> None:
    hue = "#2f8583"
    lanes = (
        Lane((Segment(Decimal(9), hue, "今年"),), "9"),
        Lane((Segment(Decimal(20), hue, "去年", pale=True),), "20", quiet=True),
        Lane((Segment(Decimal(10), hue, "预算", outline=True),), "10", quiet=True),
    )
    for svg, width in zip(draw(Bars((Bar("合计", lanes, "注", "组"),)), renderer), (WIDE, NARROW), strict=True):
        pieces = {title(path): path for path in paths(svg) if title(path)}
        assert [pieces[name].get("fill") for name in ("今年", "去年", "预算")] == [hue, hue, None]
        assert pieces["预算"].get("stroke") == hue and not pieces["今年"].get("stroke")
        assert pieces["去年"].get("opacity") == "0.42"
        assert all(0 <= low < high <= width for low, high in map(extent, pieces.values()))


def test_changes_lie_left_and_right_of_one_zero_on_one_scale(renderer: Renderer) -> None:
    shifts = tuple(
        Shift(name, Segment(Decimal(change), "#2f8584", name), change, "+1%", "原因" * 60, "一部分")
        for name, change in (("多", "50"), ("少", "-100"), ("微", "0.01"))
    )
    for svg in draw(Diverging(shifts), renderer):
        left, right = extent(named_path(svg, "少")), extent(named_path(svg, "多"))
        assert left[1] == pytest.approx(right[0], abs=0.1)
        assert (left[1] - left[0]) == pytest.approx(2 * (right[1] - right[0]), abs=0.1)
        small = extent(named_path(svg, "微"))
        assert small[1] - small[0] >= 1  # too small for a pixel, still seen
        assert "…" in svg and "一部分" in svg


def test_a_whole_is_one_bar_of_its_parts(renderer: Renderer) -> None:
    parts = tuple((name, Segment(Decimal(1), "#0f6e6e", name)) for name in ("甲" * 30, "乙"))
    for svg, width in zip(draw(Composition(parts), renderer), (WIDE, NARROW), strict=True):
        ends = [extent(named_path(svg, name)) for name, _ in parts]
        assert ends[0][0] == 0 and ends[1] == (width / 2, width)


def test_every_specification_keeps_to_the_schema(packages: dict[str, Package]) -> None:
    """Altair's checks are off while a site is built."""
    import altair as alt

    seen = set()
    for _, chart in list_charts([build_view(package, {}) for package in packages.values()]):
        if (type(chart.drawing), chart.shape) in seen:
            continue
        seen.add((type(chart.drawing), chart.shape))
        sketches = [sketch(chart.drawing, width) for width in (WIDE, NARROW)]
        for spec in (*map(sketch_spec, sketches), explorer_spec(chart.explorer)):
            alt.Chart.from_dict(spec)
    assert {shape for _, shape in seen} == {"ranked", "stacked", "paired", "diverging", "shares"}


def paths(svg: str) -> list[ElementTree.Element]:
    return [element for element in ElementTree.fromstring(svg).iter() if element.tag.endswith("path")]


def title(element: ElementTree.Element) -> str:
    return "".join(child.text or "" for child in element if child.tag.endswith("title"))


def named_path(svg: str, name: str) -> ElementTree.Element:
    return next(path for path in paths(svg) if title(path) == name)


def extent(path: ElementTree.Element) -> tuple[float, float]:
    """Where a rectangle begins and ends along x."""
    shape = re.match(r"M([\d.]+),[\d.]+h([\d.]+)", path.get("d", ""))
    assert shape, path.get("d")
    return float(shape[1]), float(shape[1]) + float(shape[2])


def test_long_names_wrap_evenly_and_end_with_an_ellipsis_when_cut() -> None:
    assert wrap_text("短", 20, 2) == ["短"]
    assert wrap_text("一二三四五六七八", 6, 2) == ["一二三四五", "六七八"]
    cut = wrap_text(LONG, 12, 2)
    assert len(cut) == 2 and cut[1].endswith("…") and all(text_width(line) <= 12 for line in cut)
    assert not any(line.startswith(tuple("、，。）")) for line in wrap_text("购房补贴、生育津贴、医疗费", 6, 3))
    assert wrap_text("", 6, 2) == []


def test_running_text_fills_its_lines_without_a_lonely_end() -> None:
    text = "在职人员工资调增，社保，住房公积金增加"
    assert wrap_text(text, 12, 4, even=False) == ["在职人员工资调增，社保，", "住房公积金增加"]
    assert len(wrap_text("一二三四五六七八九十一二三", 12, 4, even=False)[-1]) > 2
    assert wrap_text("一二三四（五）", 5, 4, even=False)[0] == "一二三四"


# ---- Colours


def scheme(name: str) -> dict[str, str]:
    """The colours of the style sheets in one theme."""
    found: dict[str, str] = {}
    which = "" if name == "default" else f'="{name}"'
    for path in sorted((ROOT / "site_src/css").glob("*.css")):
        for block in re.findall(rf"\[data-md-color-scheme{which}\] \{{(.*?)\}}", path.read_text("utf-8"), re.S):
            found |= dict(re.findall(r"--mz-([a-z0-9-]+): (#[0-9a-f]{6})", block))
    return found


def test_every_colour_has_one_meaning() -> None:
    assert len(set(PROPERTIES.values())) == len(PROPERTIES)
    colours = class_colours(["201", "999", "208", "998"])
    assert len(set(colours.values())) == 4


def test_every_colour_is_set_by_the_style_sheets_in_both_themes() -> None:
    assert {name: scheme("default").get(name) for name in PROPERTIES.values()} == {
        name: colour for colour, name in PROPERTIES.items()
    }
    assert set(PROPERTIES.values()) <= scheme("slate").keys()


# Colours that a reader has to tell apart by themselves, and how far apart they have to look.
FAMILIES = {
    ("class-201", "class-205", "class-206", "class-208", "class-210", "class-213", "class-221"): 15,
    tuple(f"three-{name.replace('_', '-')}" for name in THREE_PUBLIC if name != "vehicles"): 19,
    ("severity-error", "severity-warning", "severity-rounding", "severity-note"): 18,
    ("basic", "project"): 30,
    ("economic-301", "economic-302", "economic-303"): 15,
    ("bar", "lost"): 25,
    ("up", "down"): 14,
}


@pytest.mark.parametrize("theme", ["default", "slate"])
@pytest.mark.parametrize("sight", SIGHTS)
def test_colours_are_told_apart_without_red_or_green(theme: str, sight: str) -> None:
    colours = scheme(theme)
    for family, least in FAMILIES.items():
        for one, other in combinations(family, 2):
            assert distance(colours[one], colours[other], sight) >= least, (one, other)


@pytest.mark.parametrize("theme", ["default", "slate"])
def test_words_and_main_bars_stand_out_from_the_ground(theme: str) -> None:
    colours = scheme(theme)
    for name in ("ink", "muted"):
        assert contrast(colours[name], colours["paper"]) >= 4.5
    for name in (
        "bar",
        "up",
        "down",
        "basic",
        "severity-error",
        "three-reception",
        "three-vehicle-operation",
        "weight-1",
    ):
        assert contrast(colours[name], colours["paper"]) >= 3, name


# ---- Interaction and files


def data_of(spec: dict[str, Any], part: dict[str, Any]) -> list[dict[str, Any]]:
    """The rows of a part of a specification."""
    rows: list[dict[str, Any]] = spec["datasets"][part["data"]["name"]]
    return rows


def test_the_interactive_chart_has_full_figures_and_says_which_colour_is_which() -> None:
    spec = explorer_spec(CHART.explorer)
    values = data_of(spec, spec)
    assert [(row["name"], row["text"], row["amount"]) for row in values] == [(LONG, "30.16", 30.16)]
    assert spec["usermeta"] == {"colours": {"#2f8583": "bar"}}
    assert {item["title"] for item in spec["encoding"]["tooltip"]} == {"名称", "数额（万元）"}


def test_equal_names_have_a_bar_each() -> None:
    rows = (replace(ROW, series="甲"), replace(ROW, series="乙"), replace(ROW, label="丙"), replace(ROW, label="丙"))
    spec = explorer_spec(replace(CHART, rows=rows).explorer)
    assert [row["name"] for row in data_of(spec, spec)] == [f"{LONG}（甲）", f"{LONG}（乙）", "丙（3）", "丙（4）"]


def test_a_clicked_class_leads_to_its_items() -> None:
    rows = (replace(ROW, code="201", label="甲"), replace(ROW, code="208", label="乙"))
    finer = tuple(replace(ROW, code=code, label=code, parent=code[:3]) for code in ("2010301", "2080505"))
    spec = explorer_spec(replace(CHART, rows=rows, finer=finer).explorer)
    upper, lower = spec["vconcat"]
    assert [row["code"] for row in data_of(spec, lower)] == ["201", "208"]
    assert lower["transform"] == [{"filter": {"param": "pick"}}]
    assert [item["name"] for item in spec["params"]] == ["pick"] and upper["name"] == "upper"


def test_the_files_of_all_pages_are_written_below_their_keys(tmp_path: Path, renderer: Renderer) -> None:
    # Two units of one name, as each county has: a bar each.
    views = [build_view(write_package(Project(tmp_path), unit, "某办", **PARTS), {}) for unit in ("u", "v")]
    charts = draw_disclosure_charts(views[0], tmp_path / "charts", renderer)
    keys = {"u-2024-budget", "u-2024-budget/projects/p02"}
    assert set(charts) == keys and charts["nothing here"] == []
    across = draw_site_charts(list(map(across_facts, views)), tmp_path / "charts", renderer)
    assert {drawn.key for drawn in across} == {SITE}
    for drawn in (*across, *charts["u-2024-budget"], *charts["u-2024-budget/projects/p02"]):
        for ending in (".svg", "-narrow.svg", ".csv", ".vl.json"):
            assert (tmp_path / "charts" / drawn.file(ending)).is_file()
        assert drawn.wide.count("<title>") > 1 and drawn.narrow != drawn.wide
    assert {key for key, _ in list_charts(views)} == {SITE, *keys, "v-2024-budget", "v-2024-budget/projects/p02"}


def test_the_libraries_are_one_file_with_its_licences(tmp_path: Path) -> None:
    kept = Project(ROOT).cache
    write_vendor(kept, tmp_path / "vega")
    names = sorted(path.name for path in (tmp_path / "vega").iterdir())
    assert names == ["LICENSE.txt", "README.txt", "vega.js"]
    bundle = (tmp_path / "vega" / "vega.js").read_text("utf-8")
    assert bundle.rstrip().endswith("as default};")
    assert "University of Washington" in (tmp_path / "vega" / "LICENSE.txt").read_text("utf-8")
    assert re.search(r"sha256 [0-9a-f]{64}", (tmp_path / "vega" / "README.txt").read_text("utf-8"))
