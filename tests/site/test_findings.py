"""The audit on the site: every finding listed, marked where it stands, and its rule explained."""

from __future__ import annotations

import re
import zipfile
from html import unescape
from pathlib import Path

import pytest
import yaml
from summaries import cards_of, collection_of, rows_of_all
from tiny_packages import AUDIT, HOSTILE, PARTS, write_package
from tiny_site import Built

from mingzhang.project import Project
from mingzhang.site.disclosure.claims import build_claims
from mingzhang.site.disclosure.forms import build_forms
from mingzhang.site.disclosure.projects import build_projects
from mingzhang.site.disclosure.table import build_tables
from mingzhang.site.disclosure.view import build_view
from mingzhang.site.lists.home import count_totals, find_telling
from mingzhang.site.packages import Package
from mingzhang.site.provenance.findings import Findings, rule_anchor
from mingzhang.site.provenance.marks import SEVERITIES, clip
from mingzhang.site.provenance.notes import Notes
from mingzhang.site.provenance.places import links_of_parts
from mingzhang.site.reference.rules import build_rules

ROOT = Path(__file__).resolve().parents[2]
PLAIN, HOSTILE_PAGE = "units/plain-unit/2024-budget", "units/hostile-unit/2024-budget"


@pytest.fixture
def package(tmp_path: Path) -> Package:
    """A package with every part and an audit."""
    return write_package(Project(tmp_path), "u", "某办", **PARTS, **AUDIT)


def words(html: str) -> str:
    """The visible text of ``html``, its tags taken out."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html)))


def listed(html: str) -> str:
    """The section of the findings."""
    return html[html.index('<h2 id="findings"') : html.index('<h2 id="tables"')]


def test_every_severity_of_the_schema_has_a_word_and_the_grave_ones_a_shape_of_their_own() -> None:
    fields = yaml.safe_load((ROOT / "scripts/mingzhang/schema/fields.yml").read_text(encoding="utf-8"))
    assert fields["severity"]["constraints"]["enum"] == [severity.key for severity in SEVERITIES]
    assert len({severity.word for severity in SEVERITIES}) == 4
    assert len({severity.shape for severity in SEVERITIES}) == 3


def test_one_mark_a_cell_with_the_shape_of_the_gravest(package: Package) -> None:
    (table,) = build_tables(package.resources["expenditure"], Notes(package))
    (mark,) = table.rows[0].cells[0].marks
    assert (mark.sign, mark.kind, mark.target, mark.anchor) == ("●", "error", "finding-3", "at-3")
    assert mark.message == "200 + 1000.50 ≠ 印数。（此处共 2 条）" and mark.spoken == "错误，第 3 条"
    others = [cell.marks for row in table.rows[1:4] for cell in row.cells]
    assert not any(others) and [mark.sign for mark in table.rows[4].cells[0].marks] == ["2"]


def test_label_and_amount_tell_which_row_of_a_line_is_meant(package: Package) -> None:
    notes = Notes(package)
    revenue, expenditure = build_tables(package.resources["summary"], notes)
    assert [len(row.cells[0].marks) for row in revenue.rows] == [0, 0]
    assert [len(row.cells[0].marks) for row in expenditure.rows] == [0, 1, 0, 0, 0, 0, 1]
    _, group = build_claims(package, notes)
    assert [len(claim.at["change"]) for claim in group.claims] == [1, 0]
    assert not any(claim.marks or claim.at["amount"] for claim in group.claims)


def test_a_row_with_a_finding_is_not_folded_away(package: Package) -> None:
    _, expenditure = build_tables(package.resources["summary"], Notes(package))
    assert [row.label for row in expenditure.rows if row.blank] == ["国防支出", "教育支出", "科学技术支出"]


def test_projects_and_forms_tell_what_is_inside_before_they_are_opened(package: Package) -> None:
    notes = Notes(package)
    forms = build_forms(package, notes)
    assert forms[1].indicators
    (row,) = forms[1].indicators.groups[0][1]
    assert [mark.sign for mark in row.values[3].marks] == ["▲"] and not row.marks
    large, small = build_projects(package, forms, notes, {}).items
    assert [(severity.word, count) for severity, count in large.flags] == [("提示", 2)] and small.flags == ()
    assert [len(use.marks) for use in large.allocations] == [0, 1]
    assert [(severity.key, count) for severity, count in forms[1].flags] == [("warning", 1)]


def test_a_finding_leads_to_its_mark_or_to_the_nearest_place_that_is_shown(package: Package) -> None:
    view = build_view(package, {})
    targets = {item.finding.number: item.target for group in view.audit.groups for item in group.items}
    assert targets == {
        **{1: "#at-1", 2: "#at-3", 3: "#at-3", 4: "#at-4", 5: "#at-5", 6: "#at-6"},
        **{7: "projects/p02/#at-7", 8: "projects/p02/#at-8", 9: "#fund_expenditure", 10: "#at-10", 11: ""},
        **{12: "source/#L88", 13: "#at-13", 14: "#at-14"},
    }
    bare = Findings(package)
    assert [bare.target(finding, links_of_parts(package)) for finding in bare.listed[6:8]] == [
        "projects/p02/#f02",
        "projects/p02/",
    ]


def test_what_stands_inside_a_form_or_a_paragraph_is_marked_there(tmp_path: Path) -> None:
    findings = """
        rule|severity|message|resource|column|label|source_line
        a|note|权重合计|performance_indicators|weight|别的|214
        a|note|目标|performance_forms|goal|某办|206
        a|note|用途|project_allocations|item|村干部报酬|105
        a|note|另一件事|claims|reason|没有的事项|90
        a|note|原因|claims|reason|基本支出|88
        a|note|备注|tables|remarks||55
        a|note|附表|tables|status|附表|99"""
    view = build_view(write_package(Project(tmp_path), "u", "某办", **PARTS, findings=findings), {})
    (group,) = view.audit.groups
    assert [item.target for item in group.items] == [
        "projects/p02/#at-1",
        "#at-2",
        "projects/p02/#at-3",
        "#claims",
        "#at-5",
        "#at-6",
        "#tables",
    ]
    marked = {section.name: [mark.number for mark in section.marks] for section in view.statements}
    assert marked["fund_expenditure"] == [6] and not marked["summary"]


def test_the_list_counts_in_words_and_shapes_and_opens_what_is_grave(built: Built) -> None:
    html = listed(built.page(PLAIN))
    text = words(html)
    assert "用 2 条规则 核对 1,237 次，1,234 次相符，3 次不符。" in text
    for count in ("● 3 处错误", "▲ 4 处提示", "○ 1 处尾差", "○ 6 处说明"):
        assert text.count(count) == 2, count
    details = re.findall(r'<details class="mz-found( mz-found--\w+)?"( open)?>', html)
    assert [(name.removeprefix(" mz-found--"), bool(is_open)) for name, is_open in details] == [
        ("error", True),
        ("warning", True),
        ("rounding", False),
        ("note", False),
        ("", False),
    ]
    assert re.findall(r'<li id="finding-(\d+)" class', html) == [
        "3",
        "4",
        "6",
        "2",
        "7",
        "8",
        "12",
        "1",
        *map(str, (5, 9, 10, 11, 13, 14)),
    ]
    assert 'href="../../../rules/#rule-sum-row"' in html and "rule-gone" not in html
    assert "2 次未能核对，为什么" in text and "政府性基金预算支出情况表：没有数据" in text


def test_the_mark_and_the_finding_lead_to_each_other(built: Built) -> None:
    html = built.page(PLAIN)
    cell = re.search(r'<td class="mz-number">1,200.50(<a [^>]*>)●</a></td>', html)
    assert cell and 'id="at-3"' in cell[1] and 'href="#finding-3"' in cell[1] and "aria-label=" in cell[1]
    assert '<a href="#at-3">201 一般公共服务支出</a>' in listed(html)


def test_hostile_messages_are_text_in_lists_and_tooltips(built: Built) -> None:
    for address in (HOSTILE_PAGE, "rules", ""):
        html = built.page(address)
        assert "<script>alert" not in html and "<!--mz-fragment" not in html and "<strong>b" not in html
    html = listed(built.page(HOSTILE_PAGE))
    shown = HOSTILE.replace("'", "&#39;")
    for before in ("≠ 印数", "不知何处", "错字", "没有数据"):
        assert f"{before}{shown}" in unescape(html), before
    assert re.search(r'title="200 \+ 1000.50 ≠ 印数&lt;/title&gt;', built.page(HOSTILE_PAGE))


def test_the_rules_page_explains_and_counts_every_rule(built: Built) -> None:
    html = built.page("rules")
    text = words(html)
    assert "5 份" not in text and "2 份材料共核对 2,474 次，2,468 次相符。" in text
    assert re.findall(r'<details class="mz-rule" id="([^"]*)"', html) == ["rule-sum-row", "rule-text-percent"]
    for said in (
        "sum.row ● 不符算错误",
        "相符 2,468 不符 6 未能核对 0",
        "四舍五入（尾差 2 处）",
        "依据 比例的定义",
        "容差 不设容差",
    ):
        assert said in text, said
    assert 'href="../units/plain-unit/2024-budget/#finding-3"' in html
    assert 'href="../rules/' in built.page("about")


def test_cards_and_the_home_page_tell_errors_and_warnings(built: Built) -> None:
    home = words(built.page(""))
    assert home.count("● 3 处错误 ▲ 4 处提示") == 2 and "● 6 处错误 ▲ 8 处提示" in home
    assert 'href="units/plain-unit/2024-budget/#finding-4"' in built.page("")
    assert "● 3 处错误 ▲ 4 处提示" in words(built.page("units")) and "● 3 处错误" in words(
        built.page("units/plain-unit")
    )


def test_the_most_telling_errors_differ_most(package: Package) -> None:
    view = build_view(package, {})
    assert [item.finding.number for item in find_telling(rows_of_all([view], "telling"))] == [4, 3]
    assert count_totals(cards_of([view])).passed == 1234


def test_without_an_audit_nothing_is_said(tmp_path: Path) -> None:
    view = build_view(write_package(Project(tmp_path), "u", "某办"), {})
    collection = collection_of([view])
    assert not view.audit.is_shown and not collection.cards[0].audit.is_shown
    assert build_rules(collection.rules(), collection.each("tallies")) == []
    assert find_telling(rows_of_all([view], "telling")) == []


def test_the_rules_can_be_downloaded(built: Built, tmp_path: Path) -> None:
    data = built.project.site / "data"
    assert (data / "audit" / "rules.csv").read_bytes() == (built.project.audit / "rules.csv").read_bytes()
    with zipfile.ZipFile(data / "mingzhang.zip") as archive:
        assert "audit/rules.csv" in archive.namelist()
    html = built.page(PLAIN)
    assert 'plain-unit-2024-budget/findings.csv"' in html and 'plain-unit-2024-budget/audit_checks.csv"' in html


def test_small_words() -> None:
    assert rule_anchor("sum.basic-total") == "rule-sum-basic-total"
    assert (clip("一二三", 3), clip("一二三四", 3)) == ("一二三", "一二…")
