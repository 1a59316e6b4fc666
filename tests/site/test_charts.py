"""Charts: which there are, that they are readable, and that they need nothing from outside."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from xml.etree import ElementTree

import pytest
from tiny_packages import write_package

from mingzhang.project import Project
from mingzhang.site.charts.catalogue import build_charts
from mingzhang.site.charts.draw import draw_all, drawing_key
from mingzhang.site.charts.metrics_font import text_width, wrap_text
from mingzhang.site.charts.model import NARROW, WIDE, Bar, Bars, Segment
from mingzhang.site.charts.palette import PROPERTIES, class_colours
from mingzhang.site.charts.svg import clean_svg, file_svg, inline_svg

LONG = "2024年县级艰苦边远乡镇干部人身意外伤害保险、健康体检等关心关爱工作经费以及其他省区市高校毕业生购房补贴"
CHART = Bars((Bar(LONG, (Segment(Decimal("30.16"), "#2f8583", f"{LONG}：30.16 万元"),), "30.16"),))


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    """The chart above, wide and narrow, cleaned."""
    wide, narrow = draw_all([(CHART, WIDE), (CHART, NARROW)], tmp_path_factory.mktemp("cache"), 1)
    return clean_svg(wide, "答案 <b>", "wide"), clean_svg(narrow, "答案 <b>", "narrow")


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
    answer = next(chart.answer for chart in charts if chart.name == "projects")
    assert answer == "2 个项目共 62 万元（表中合计印作 62.2），最大的占 64.5%"


def test_a_chart_is_an_image_with_a_spoken_answer_and_full_names(drawn: tuple[str, str]) -> None:
    for svg in drawn:
        root = ElementTree.fromstring(svg)
        assert (root.get("role"), root.get("aria-label")) == ("img", "答案 <b>")
        titles = [element.text for element in root.iter() if element.tag.endswith("title")]
        assert titles == ["答案 <b>", f"{LONG}：30.16 万元"]
    assert {ElementTree.fromstring(svg).get("width") for svg in drawn} == {"720", "340"}


def test_charts_take_their_colours_from_the_page_and_files_carry_their_own(drawn: tuple[str, str]) -> None:
    assert 'fill="var(--mz-bar,#2f8583)"' in inline_svg(drawn[0])
    assert "var(" not in file_svg(drawn[0])
    assert 'fill="#2f8583"' in file_svg(drawn[0])
    ElementTree.fromstring(file_svg(drawn[0]).encode())


def test_charts_refer_to_nothing_outside(drawn: tuple[str, str]) -> None:
    for svg in drawn:
        assert "href" not in svg and "url(" not in svg and "Metrics" not in svg
        assert set(re.findall(r"https?://[^\"]+", svg)) == {"http://www.w3.org/2000/svg"}


def test_drawing_again_gives_the_same_bytes_and_the_cache_is_used(tmp_path: Path) -> None:
    first = draw_all([(CHART, WIDE)], tmp_path / "one", 1)
    assert draw_all([(CHART, WIDE)], tmp_path / "two", 1) == first
    kept = tmp_path / "one" / "charts" / f"{drawing_key((CHART, WIDE))}.svg"
    kept.write_text("from the cache", encoding="utf-8")
    assert draw_all([(CHART, WIDE)], tmp_path / "one", 1) == ["from the cache"]


def test_long_names_wrap_evenly_and_end_with_an_ellipsis_when_cut() -> None:
    assert wrap_text("短", 20, 2) == ["短"]
    assert wrap_text("一二三四五六七八", 6, 2) == ["一二三四五", "六七八"]
    cut = wrap_text(LONG, 12, 2)
    assert len(cut) == 2 and cut[1].endswith("…") and all(text_width(line) <= 12 for line in cut)
    assert not any(line.startswith(tuple("、，。）")) for line in wrap_text("购房补贴、生育津贴、医疗费", 6, 3))
    assert wrap_text("", 6, 2) == []


def test_every_colour_has_one_meaning() -> None:
    assert len(set(PROPERTIES.values())) == len(PROPERTIES)
    colours = class_colours(["201", "999", "208", "998"])
    assert len(set(colours.values())) == 4


def test_every_colour_is_set_by_the_style_sheet_or_carries_its_own(drawn: tuple[str, str]) -> None:
    css = (Path(__file__).resolve().parents[2] / "site_src/docs/assets/mingzhang.css").read_text(encoding="utf-8")
    light = css[css.index('="default"]') : css.index('="slate"]')]
    for colour, name in PROPERTIES.items():
        found = re.search(rf"--mz-{name}: (#[0-9a-f]+)", light)
        assert found is None or found[1] == colour, name
