"""The parts of a disclosure's page after its statutory tables."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
import yaml
from tiny_packages import HOSTILE, PARTS, write_package
from tiny_site import Built

from mingzhang import labels
from mingzhang.project import Project
from mingzhang.site.disclosure.claims import build_claims
from mingzhang.site.disclosure.forms import build_forms
from mingzhang.site.disclosure.items import bar_width, short_label, signed_percent
from mingzhang.site.disclosure.parts import build_parts
from mingzhang.site.disclosure.projects import build_projects
from mingzhang.site.disclosure.view import build_view
from mingzhang.site.numbers.changes import find_change
from mingzhang.site.numbers.figures import build_figures
from mingzhang.site.packages import Package
from mingzhang.site.provenance.notes import Notes

ROOT = Path(__file__).resolve().parents[2]
PLAIN, HOSTILE_PAGE = "units/plain-unit/2024-budget", "units/hostile-unit/2024-budget"
ENUMERATIONS = {
    "staffing_item": labels.STAFFING,
    "procurement_item": labels.PROCUREMENT,
    "baseline": labels.BASELINES,
    "form_kind": labels.FORM_KINDS,
    "scope": labels.FORM_SCOPES,
    "source_key": labels.SOURCE_KEYS,
}


@pytest.fixture
def package(tmp_path: Path) -> Package:
    """A package with every part."""
    return write_package(Project(tmp_path), "u", "某办", **PARTS)


def words(html: str) -> str:
    """The visible text of ``html``, its tags taken out."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)))


def section(html: str, start: str, end: str) -> str:
    """The HTML between the headings with the anchors ``start`` and ``end``."""
    return html[html.index(f'<h2 id="{start}"') : html.index(f'<h2 id="{end}"')]


def article(html: str) -> str:
    """The page's own part, without the frame round it."""
    return html[html.index("<article") : html.index("</article>")]


@pytest.mark.parametrize("field", ENUMERATIONS)
def test_every_key_of_the_schema_has_a_chinese_word(field: str) -> None:
    fields = yaml.safe_load((ROOT / "scripts/mingzhang/schema/fields.yml").read_text(encoding="utf-8"))
    assert set(fields[field]["constraints"]["enum"]) == set(ENUMERATIONS[field])
    assert all(re.fullmatch(r"[一-鿿（），、]+", word) for word in ENUMERATIONS[field].values())
    assert labels.label_of(ENUMERATIONS[field], "unknown_key") == "其他"


def test_the_parts_come_in_reading_order_and_only_when_there_is_something(tmp_path: Path, package: Package) -> None:
    parts = build_parts(package, Notes(package), {})
    assert [part.anchor for part in parts if part.level == 2] == [
        "organisation",
        "projects",
        "performance",
        "claims",
        "belongings",
        "unrecognised",
        "glossary",
        "corrections",
    ]
    bare = write_package(Project(tmp_path / "bare"), "u", "某办")
    assert build_parts(bare, Notes(bare), {}) == []
    assert build_view(package, {}).details == []


def test_no_key_is_shown_raw(built: Built) -> None:
    html = built.page(PLAIN)
    text = words(section(html, "organisation", "reading") + article(built.page(f"{PLAIN}/projects/p02")))
    for key in (key for names in ENUMERATIONS.values() for key in names):
        assert not re.search(rf"\b{key}\b", text), key
    for word in ("编制 49 人", "在职 34 人 ↓ 3", "离休 0 人 无增减", "面向中小企业预留 231.71", "项目绩效自评表"):
        assert word in text, word


def test_projects_are_sorted_and_lead_to_pages_of_their_own(built: Built) -> None:
    html = section(built.page(PLAIN), "projects", "performance")
    assert re.findall(r'href="(projects/[^"]*)"', html) == ["projects/p02/", "projects/p01/"]
    text = words(html)
    assert "2 个项目，按金额排列，金额相加 1,025.50 万元；1 个有绩效表" in text
    assert 'style="width:100.0%"' in html and 'style="width:2.5%"' in html
    page = built.page(f"{PLAIN}/projects/p02")
    assert 'id="f02"' in page and 'id="f01"' not in page
    shown = words(page)
    for said in (
        "村干部报酬",
        "2024 年预算安排 1,000.50 万元，占这份材料 2 个项目的 97.6%，按金额排第 1。",
        "最多的一笔是工资，900 万元，占 90.0%。",
        "各项相加 950 万元，项目金额 1,000.50 万元。",
        "项目绩效自评表",
    ):
        assert said in shown, said
    assert 'rel="next"' in page and 'rel="prev"' not in page
    assert 'href="../../source/#L101"' in page and 'href="../../projects/p01/"' in page


def test_a_project_shows_its_filled_fields_its_uses_and_its_form(package: Package) -> None:
    notes = Notes(package)
    view = build_projects(package, build_forms(package, notes), notes, {"2013299": "其他组织事务支出"})
    large, small = view.items
    assert [(item.label, item.value, item.remark) for item in large.facts[:2]] == [
        ("功能分类科目", "2013299", "其他组织事务支出"),
        ("列 allocation", "工资900万元、培训50万元", ""),
    ]
    assert [(use.name, use.amount, use.share, use.width) for use in large.allocations] == [
        ("工资", "900", "90.0%", "90.0"),
        ("培训", "50", "5.0%", "5.0"),
    ]
    assert large.difference == "各项相加 950 万元，项目金额 1,000.50 万元。"
    assert (small.facts, small.difference, small.forms, small.tags) == ((), "", (), ())
    assert [form.id for form in large.forms] == ["f02"] and large.tags == ("绩效自评",)


def test_a_form_shows_its_money_scores_and_indicators_by_group(package: Package) -> None:
    target, evaluation = build_forms(package, Notes(package))
    assert [(line.label, [value.text for value in line.values]) for line in target.money] == [
        ("上级安排", ["10.00"]),
        ("财政拨款", ["0"]),
    ]
    assert [value.heading for value in evaluation.money[0].values] == ["年初预算", "执行数", "执行率"]
    assert [(item.label, item.value, item.remark) for item in evaluation.scores] == [("总分", "95.00", "满分 100")]
    assert [(item.label, item.value) for item in evaluation.plan] == [("12月底", "1,000.50")]
    assert target.indicators and evaluation.indicators
    assert [(name, [row.span for row in rows]) for name, rows in target.indicators.groups] == [
        ("履职效能", [2, 0]),
        ("社会效益", [1]),
    ]
    assert [heading.text for heading in target.indicators.headings] == ["目标", "权重"]
    assert [(item.label, item.value) for item in target.indicators.common] == [("依据", "部门职责")]
    assert target.indicators.groups[0][1][0].values[0].text == "≥34人"
    (missed,) = evaluation.indicators.groups[0][1]
    assert [(value.heading, value.text) for value in missed.values] == [
        ("目标", "=863人"),
        ("实际", "=860人"),
        ("权重", "20"),
        ("得分", "15"),
    ]
    assert "mz-short" in missed.values[3].kind and missed.remarks[0].value == "人员变动"


def test_claims_are_shown_as_printed_and_lead_to_their_line(package: Package, built: Built) -> None:
    first, second = build_claims(package, Notes(package))
    assert (first.section, second.subsection) == ("支出说明", "具体情况")
    assert (first.claims[0].change, first.claims[0].percent) == ("↓ 30.12", "−3.94%")
    opposite, against = second.claims
    assert (opposite.change, opposite.percent) == ("↑ 39.27", "−43.12%")
    assert (against.change, against.percent, against.baseline) == ("↓", "−7.65%", "较年初预算 1,300")
    html = built.page(PLAIN)
    assert 'id="c002"' in html and 'href="source/#L89"' in html


def test_no_anchor_stands_twice_on_a_page(built: Built) -> None:
    ids = re.findall(r' id="([^"]*)"', built.page(PLAIN))
    assert len(ids) == len(set(ids)) and all(name.isascii() for name in ids)


def test_hostile_text_is_text_in_every_part(built: Built) -> None:
    html = section(built.page(HOSTILE_PAGE), "organisation", "reading")
    html += article(built.page(f"{HOSTILE_PAGE}/projects/p02"))
    assert "<script" not in html and "<strong>" not in html and "<!--" not in html
    shown = HOSTILE.replace("'", "&#39;")
    places = ("干部室", "完成其他任务。", "村干部报酬", "根据某文件", "工资", "完成全年工作", "保障人数", "人员减少")
    for before in (*places, "指人员经费和公用经费。", "轿车"):
        assert f"{before}{shown}" in unescape(html), before


def test_a_page_without_scripts_shows_the_same(built: Built) -> None:
    html = section(built.page(PLAIN), "organisation", "reading")
    assert "<script" not in html and "onclick" not in html and "hidden" not in html
    assert html.count("<details") == html.count("<summary") == 3, "two unknown tables and the glossary fold"


def test_every_filled_part_can_be_downloaded(built: Built) -> None:
    html = built.page(PLAIN) + built.page(f"{PLAIN}/projects/p02")
    assert all(f'plain-unit-2024-budget/{name}.csv"' in html for name in PARTS if name != "explanation")


def test_no_telephone_number_is_on_a_page(built: Built) -> None:
    for address in (PLAIN, HOSTILE_PAGE):
        assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", words(built.page(address)))


CLAIMS = """
    claim_id|section|subject|amount|baseline|change|change_percent|reason|source_line
    c1|一|基本支出|150|previous_year|-9|-1|只是一部分|1
    c2|二|基本支出|200|previous_year|5|2.56|调资|2
    c3|三|财政拨款“三公”经费|9.00|previous_year|-14.27|-61.32||3
    c4|三|公务接待费|0|previous_year|0|0|未安排|3
    c5|三|公务用车运行费|9.00|previous_year|-14.27|-61.32|厉行节约|4
    c6|四|收入总计|1200.50|||||5"""


def test_a_card_takes_the_change_of_its_own_amount_and_the_reason_of_the_part_that_changed(tmp_path: Path) -> None:
    package = write_package(Project(tmp_path), "u", "某办", claims=CLAIMS)
    figures = {figure.title: figure.change for figure in build_figures(package)}
    basic, three = figures["基本支出"], figures["“三公”经费"]
    assert basic and (basic.amount, basic.percent, basic.reason, basic.stated) == ("5", "+2.56%", "调资", "")
    assert three and (three.mark, three.amount, three.reason) == ("↓", "14.27", "公务用车运行费：厉行节约")
    partial = find_change(package, "基本支出", None)
    assert partial and partial.stated == "150"


def test_cards_fall_back_on_the_text_where_the_tables_are_attachments(tmp_path: Path) -> None:
    empty = dict.fromkeys(("revenue", "expenditure", "project_expenditure"), "code|name|role|total|source_line")
    empty |= {"summary": "side|item|amount|role|source_line", "three_public": "item|item_key|total|source_line"}
    claims = CLAIMS.replace("收入总计", "收支总预算")
    figures = build_figures(write_package(Project(tmp_path), "u", "某办", claims=claims, **empty))
    shown = {figure.title: (figure.value, figure.remark, figure.resource) for figure in figures}
    assert shown["收支总预算"] == ("1,200.50", "据文字说明", "claims")
    assert shown["“三公”经费"] == ("9.00", "相当于收支的 0.7%，据文字说明", "claims")


def test_small_words() -> None:
    assert [short_label(text) for text in ("其中：财政拨款(万元)", "年度预算总额:", "其他")] == [
        "财政拨款",
        "年度预算总额",
        "其他",
    ]
    assert [signed_percent(text) for text in ("5.21", "-8.27", "0.00", "")] == ["+5.21%", "−8.27%", "0.00%", ""]
    assert bar_width(None, None) == ""
