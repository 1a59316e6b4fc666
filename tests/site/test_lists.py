"""The pages over all units: every row is there once, says what the packages say, and leads somewhere."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from html import unescape
from pathlib import Path

import pytest
from summaries import cards_of, collection_of, rows_of_all
from tiny_packages import AUDIT, HOSTILE, PARTS, write_package
from tiny_site import Built

from mingzhang.project import Project
from mingzhang.site.disclosure.view import DisclosureView, build_view
from mingzhang.site.lists.facets import Facet, Order, build_list, regions_of
from mingzhang.site.lists.findings import build_finding_list
from mingzhang.site.lists.indicators import build_indicator_list, indicator_sentence
from mingzhang.site.lists.projects import build_project_list
from mingzhang.site.lists.three_public import build_three_public
from mingzhang.site.lists.three_public_items import find_sources, item_of
from mingzhang.site.lists.units import UnitRow, build_unit_list
from mingzhang.site.packages import Package, read_packages
from mingzhang.site.reference.rules import build_rules, list_rules
from mingzhang.site.summary.summarise import build_card

ROOT = Path(__file__).resolve().parents[2]
LISTS = ("units", "projects", "indicators", "three-public", "findings", "rules")
CLAIMS = """
    claim_id|section|subject|amount|baseline|baseline_amount|change|change_percent|reason|quantity|measure|source_line
    c1|“三公”经费说明|公务接待费|79.4|previous_year||12.72|19.07|来客多HOSTILE|||70
    c2|“三公”经费说明|公务用车购置及运行费|9.00|previous_year|23.27|-14.27|-61.32||||70
    c3|“三公”经费说明|国内公务接待|||||||8|批次|71
    c4|“三公”经费说明|公务用车运行费|9.00|full_year_budget|9.50|||按定额|||72
    c5|机关运行经费|公务接待费|5|previous_year||1||别的口径|||73"""
RECEPTION = """
    item|item_key|total|source_line
    公务接待费|reception|79.4|61
    公务用车购置及运行费|vehicles||62
    公务用车购置费|vehicle_purchase||63
    合计|total|88.40|60"""
BASIC = """
    code|name|level|role|total|source_line
    30217|公务接待费|款|detail|14.4|64
    30201|办公费|款|detail|3|65"""
USES = """
    project_id|number|item|amount|source_line
    p02|1|公务接待费|65|101
    p02|2|培训|50|101"""


@pytest.fixture
def view(tmp_path: Path) -> DisclosureView:
    """A disclosure with every part and an audit, hostile where it can be."""
    parts = PARTS | {"claims": CLAIMS, "basic_expenditure": BASIC, "project_allocations": USES}
    return build_view(write_package(Project(tmp_path), "u", HOSTILE, **parts, **AUDIT, three_public=RECEPTION), {})


@pytest.fixture(scope="module")
def packages() -> list[Package]:
    """The packages of the repository."""
    return read_packages(ROOT / "data" / "packages")


@pytest.fixture(scope="module")
def views(packages: list[Package]) -> list[DisclosureView]:
    return [build_view(package, {}) for package in packages]


def words(html: str) -> str:
    """The visible text of ``html``, its tags taken out."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)))


def rows_of(html: str) -> list[str]:
    return re.findall(r'<tr data-f="[^"]*" data-s="[^"]*">.*?</tr>', html, re.S)


# Facets and orders


def numbers(rows: list[tuple[str, int | None]]) -> list[str]:
    by_number = Order[tuple[str, int | None]]("number", "数", lambda row: row[1])
    by_name = Order[tuple[str, int | None]]("name", "名", lambda row: row[0])
    kinds = Facet[tuple[str, int | None]]("kind", "类", lambda row: [("all", "全"), (row[0], row[0])])
    return [f"{row.item[0]} {row.facets} {row.ranks}" for row in build_list(rows, [kinds], [by_number, by_name]).rows]


def test_rows_know_their_options_and_their_place_in_every_order() -> None:
    assert numbers([("b", 2), ("c", None), ("a", 10)]) == ["b 0,1 0 1", "a 0,2 1 0", "c 0,3 - 2"]


def test_a_facet_that_divides_nothing_is_left_out() -> None:
    same = Facet[str]("year", "年度", lambda row: [("2024", "2024 年")])
    some = Facet[str]("found", "发现", lambda row: [("x", "有")] if row == "b" else [])
    found = build_list(["a", "b"], [same, some, Facet("own", "各", lambda row: [(row, row)])])
    assert [facet.key for facet in found.facets] == ["own"] and [row.facets for row in found.rows] == ["0", "1"]


def test_regions_go_down_by_the_division_code(view: DisclosureView) -> None:
    assert regions_of(build_card(view)) == [("65", "某省"), ("6530", "　某县")]


# Every row of every package, once


@pytest.mark.parametrize(
    ("build", "resource"),
    [
        (lambda views: build_project_list(rows_of_all(views, "projects")).list, "projects"),
        (lambda views: build_indicator_list(rows_of_all(views, "indicators")), "performance_indicators"),
        (lambda views: build_finding_list(rows_of_all(views, "findings")), "findings"),
    ],
)
def test_every_row_of_the_packages_is_listed_once(build, resource: str, views: list[DisclosureView]) -> None:  # type: ignore[no-untyped-def]
    found = build(views)
    assert len(found.rows) == sum(len(view.package.rows(resource)) for view in views) > 0
    with (ROOT / "data" / "tables" / f"{resource}.csv").open(encoding="utf-8", newline="") as file:
        assert len(found.rows) == len(list(csv.DictReader(file)))


def test_every_finding_is_listed_once_and_the_gravest_first(views: list[DisclosureView]) -> None:
    rows = [row.item for row in build_finding_list(rows_of_all(views, "findings")).rows]
    assert len({(row.view.package.id, row.finding.number) for row in rows}) == len(rows)
    grades = [row.finding.severity.key for row in rows]
    assert sorted(grades, key=["error", "warning", "rounding", "note"].index) == grades


def test_projects_stand_by_amount_whatever_the_zeros(views: list[DisclosureView]) -> None:
    found = build_project_list(rows_of_all(views, "projects"))
    # By eye: the largest projects of akto (lines 570, 1524 and 818 of its text).
    first = [(row.item.name, row.item.amount, row.item.line) for row in found.list.rows[:3]]
    assert first == [
        ("2024年县级村干部报酬及村治保主任岗位补贴", Decimal("5933.50"), "570"),
        ("2024年单位资金项目", Decimal("1113.22"), "1524"),
        ("2024年县级三老人员生活补贴资金", Decimal("1028.71"), "818"),
    ]
    amounts = [row.item.amount for row in found.list.rows if row.item.amount is not None]
    assert amounts == sorted(amounts, reverse=True)


def test_the_citizen_finds_the_reception_money(views: list[DisclosureView]) -> None:
    section = next(
        section
        for section in build_three_public(rows_of_all(views, "three_public")).sections
        if section.anchor == "reception"
    )
    (kind, budgets), (_, finals) = section.groups
    row = budgets[0].item
    # By eye, in akqi's text: table on line 376, statement on 524, 30217 on 299, the project's uses on 516.
    assert kind == "budget" and row.view.package.unit.id == "akqi-zhengfuban"
    assert (row.amount, row.line, row.previous, row.change) == (Decimal("79.4"), "376", Decimal("66.68"), "↑ 12.72")
    assert (row.percent, row.reasons, row.told) == ("+19.07%", ("增加华能接待经费",), False)
    assert [(source.amount, source.line) for source in row.sources] == [("1.4", "299"), ("65", "516")]
    assert any("13.0 在一般公共预算支出中没有来源" in found.message for found in row.findings)
    assert [listed.item.amount for listed in budgets[:2]] == [Decimal("79.4"), Decimal("1.22")]
    assert finals[0].item.counts == ("国内公务接待 0 批次", "国内公务接待 0 人次")
    assert "4 份预算相加 80.62 万元，2 份有这项开支" in section.sentence


# What a row says


def test_the_text_speaks_where_the_table_is_blank(view: DisclosureView) -> None:
    rows = {row.item.key: row.item for row in build_three_public(rows_of_all([view], "three_public")).list.rows}
    cars, operation = rows["vehicles"], rows["vehicle_operation"]
    assert (cars.amount, cars.told, cars.line, cars.previous) == (Decimal("9.00"), True, "70", Decimal("23.27"))
    assert cars.change == "↓ 14.27" and cars.change_value == "-14.27"
    assert operation.budget == "9.50" and operation.reasons == ("较全年预算：按定额",) and not operation.has_table
    assert rows["vehicle_purchase"].amount is None and rows["vehicle_purchase"].has_table
    assert rows["overseas"].amount is None and not rows["overseas"].has_table
    assert rows["reception"].share == "89.8%" and rows["reception"].counts == ("国内公务接待 8 批次",)
    assert rows["reception"].reasons == (f"来客多{HOSTILE}",)


def test_money_of_an_item_is_traced_to_other_tables(view: DisclosureView) -> None:
    found = find_sources(view.package, "reception")
    assert [(item.amount, item.line, item.address) for item in found] == [
        ("14.4", "64", "#basic_expenditure"),
        ("65", "101", "projects/p02/"),
    ]
    assert item_of("公务用车购置及运行维护费") == "vehicles" and item_of("公务用车运维费") == "vehicle_operation"
    assert item_of("公务用车购置费") == "vehicle_purchase" and item_of("培训费") == ""


def test_indicators_tell_their_form_and_what_fell_short(view: DisclosureView) -> None:
    found = build_indicator_list(rows_of_all([view], "indicators"))
    rows = [row.item for row in found.rows]
    assert rows[0].shown("target") == "≥34人" and rows[0].kind == "履职效能 · 数量指标"
    assert (rows[3].state, rows[3].address) == ("short", "units/u/2024-budget/projects/p02/#f02")
    assert indicator_sentence(found) == "4 条绩效指标，来自 2 张绩效表。有自评得分的 1 条，其中 1 条没有得满。"


def test_units_have_the_figures_of_their_pages(views: list[DisclosureView]) -> None:
    rows = {
        row.item.view.package.unit.id: row.item
        for row in build_unit_list([UnitRow(card) for card in cards_of(views)]).rows
    }
    akto = [figure.value if figure else "" for figure in rows["akto-zuzhibu"].figures]
    assert akto == ["11,508.22", "793.98", "10,714.24", "9.00", "34"]
    assert next(iter(rows)) == "akto-zuzhibu"


def test_rules_are_one_list_in_families(view: DisclosureView) -> None:
    collection = collection_of([view])
    found = list_rules(build_rules(collection.rules(), collection.each("tallies")))
    assert [row.item.outcome for row in found.rows] == ["failed", "unchecked"]
    assert [row.item.found for row in found.rows] == [10, 3]
    assert [facet.key for facet in found.facets] == ["family", "severity", "outcome"]


# The pages


def test_pages_have_the_rows_of_both_packages(built: Built) -> None:
    counts = {name: len(rows_of(built.page(name))) for name in LISTS}
    assert counts == {"units": 2, "projects": 4, "indicators": 8, "three-public": 10, "findings": 28, "rules": 0}
    assert built.page("rules").count('<details class="mz-rule"') == 2


def test_hostile_text_stays_text(built: Built) -> None:
    for name in LISTS:
        html = built.page(name)
        assert "<script>alert" not in html and "<!--mz-fragment" not in html and "<strong>b" not in html, name
        if name != "rules":
            assert HOSTILE in words(html).replace("&#39;", "'") or HOSTILE in unescape(unescape(html)), name


def test_links_of_the_lists_lead_somewhere(built: Built) -> None:
    for name in LISTS:
        page = built.project.site / name
        links = set(re.findall(r'href="(\.\./[^"?]*)(?:\?[^"]*)?"', built.page(name)))
        for link in links:
            path, _, anchor = link.partition("#")
            target = page / unescape(path)
            target = target / "index.html" if target.is_dir() else target
            assert target.is_file(), (name, link)
            if anchor:
                assert f'id="{anchor}"' in target.read_text("utf-8"), (name, link)


def test_a_rule_leads_to_its_findings_and_a_finding_to_its_rule_line_and_place(built: Built) -> None:
    assert 'href="../findings/?rule=sum.row">看 20 处发现' in built.page("rules")
    html = built.page("findings")
    assert '<option value="sum.row" data-label="一行各列之和等于合计">' in html
    for link in ("#finding-3", "source/#L31", "#at-3"):
        assert f'href="../units/plain-unit/2024-budget/{link}"' in html, link
    assert 'href="../rules/#rule-sum-row"' in html and "rule-gone" not in html


def test_without_a_script_everything_can_be_read(built: Built) -> None:
    for name in LISTS:
        assert not re.search(r'data-f="[^"]*"[^>]*hidden', built.page(name)), name
    text = words(built.page("projects"))
    assert "2 份预算列出 4 个项目，金额相加 2,051.00 万元。" in text
