"""The source text on the site: every line has its place, and shows what came from it."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from tiny_packages import AUDIT, HOSTILE, LAST_LINE, PARTS, write_package
from tiny_site import Built

from mingzhang.project import Project
from mingzhang.site.disclosure.source import Line, SourceView, build_source
from mingzhang.site.disclosure.view import build_view
from mingzhang.site.packages import read_package

ROOT = Path(__file__).resolve().parents[2]
PLAIN, HOSTILE_PAGE = "units/plain-unit/2024-budget/source", "units/hostile-unit/2024-budget/source"
PACKAGES = sorted((ROOT / "data" / "packages").iterdir())


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> SourceView:
    """The source of a package with every part and an audit."""
    project = Project(tmp_path_factory.mktemp("source"))
    return build_source(build_view(write_package(project, "u", "某办", **PARTS, **AUDIT), {}))


def real(name: str) -> SourceView:
    """The source of a real disclosure."""
    return build_source(build_view(read_package(ROOT / "data" / "packages" / name), {}))


def line(source: SourceView, number: int) -> Line:
    return [item for block in source.blocks for item in block][number - 1]


def told(source: SourceView, number: int) -> list[tuple[str, str, str, str]]:
    return [(item.title, item.label, item.amount, item.link) for item in line(source, number).origins]


def row(html: str, number: int) -> str:
    """A line's element."""
    return re.search(rf'<li id="L{number}".*?</li>', html, re.S)[0]  # type: ignore[index]


def test_a_row_of_a_table_tells_its_label_and_how_many_numbers_it_has(source: SourceView) -> None:
    assert told(source, 30) == [("单位支出总体情况表", "", "", "#expenditure")]
    assert told(source, 31) == [("单位支出总体情况表", "201 一般公共服务支出", "3 个数", "#expenditure-31")]
    assert told(source, 62) == [("“三公”经费支出情况表", "公务接待费", "0", "#three_public-62")]
    assert told(source, 50) == [("政府性基金预算支出情况表", "空表：公开时即无数据", "", "#fund_expenditure")]


def test_the_two_sides_of_a_line_and_all_rows_of_it_are_told(source: SourceView) -> None:
    assert [item[1:3] for item in told(source, 11)] == [
        ("一、本年收入", "1,200.50"),
        ("201 一般公共服务支出", "1,200.50"),
    ]
    assert [item[1:] for item in told(source, 89)] == [("行政运行", "200", "#c002"), ("支出总体", "1,200.50", "#c003")]


def test_projects_forms_and_claims_lead_to_where_they_are_shown(source: SourceView) -> None:
    assert told(source, 90) == [("表 projects", "小项目", "25.00", "projects/p01/")]
    assert told(source, 101)[1] == ("资金分配", "培训", "50", "projects/p02/")
    assert [item[1:] for item in told(source, 210)] == [("项目绩效自评表", "", "projects/p02/#f02")]
    assert [item[1:] for item in told(source, 204)] == [("培训次数", "", "#f01")]
    assert [item[1:] for item in told(source, 213)][1] == ("12月底", "1,000.50", "projects/p02/#f02")
    assert [item[1:] for item in told(source, 84)] == [("第 2 项", "", "#duties")]
    assert [item[1:] for item in told(source, 400)] == [("基本支出", "", "#glossary")]


def test_findings_stand_at_their_line_the_gravest_first(source: SourceView) -> None:
    assert [finding.number for finding in line(source, 31).findings] == [3, 2]
    assert line(source, 31).gravest == "error" and line(source, 32).gravest == ""
    assert [finding.number for finding in line(source, 88).findings] == [12]


def test_lines_are_counted(source: SourceView) -> None:
    assert (source.count, source.filled, source.names, source.numbers) == (LAST_LINE, LAST_LINE - 1, 1, 1)
    assert source.with_findings == 11  # the lines of AUDIT's findings, by eye
    assert not line(source, 1).origins, "what a disclosure has no part for, and the audit's counts, are on no line"
    assert [block[0].number for block in source.blocks] == [1, 101, 201, 301, 401]


def test_the_page_has_an_anchor_a_line_and_the_text_as_printed(built: Built) -> None:
    html = built.page(PLAIN)
    assert re.findall(r'<li id="(L\d+)"', html) == [f"L{number}" for number in range(1, LAST_LINE + 1)]
    assert ">201\t\t一般公共服务支出\t1200.50\t200\t1000.50</span>" in row(html, 31)
    assert row(html, 32).count("<a ") == 2, "a blank line in the text, where a row begins all the same"
    assert row(html, 2) == '<li id="L2"><a href="#L2">2</a><span>第2行</span></li>'
    assert "> 联系人：〔姓名略〕，联系电话：〔号码略〕。</span>" in row(html, 89)
    assert "姓名 1 处" in html and "号码 1 处" in html


def test_what_came_from_a_line_is_linked_beside_it(built: Built) -> None:
    found = row(built.page(PLAIN), 31)
    links = re.findall(r'href="([^"]*)"', found)
    assert links == ["#L31", "../#finding-3", "../#finding-2", "../#expenditure-31"]
    assert "● 错误" in found and "▲ 提示" in found and 'class="mz-lines--error"' in found


def test_the_head_says_which_file_and_offers_the_text(built: Built) -> None:
    html = built.page(PLAIN)
    crumbs = re.search(r'<nav class="mz-crumbs".*?</nav>', html, re.S)
    assert crumbs and crumbs[0].endswith('<a href="../">2024 年预算</a></nav>')
    path = "data/packages/plain-unit-2024-budget/source.txt"
    assert f'href="../../../../{path}" download' in html and (built.project.site / path).is_file()
    assert "a.txt" in html and '<h1 id="top">原文</h1>' in html


def test_hostile_text_is_text(built: Built) -> None:
    html = built.page(HOSTILE_PAGE)
    assert "<script>alert" not in html and HOSTILE in unescape(row(html, 88))


def test_without_a_source_text_the_page_says_so_and_has_no_lines(tmp_path: Path) -> None:
    package = write_package(Project(tmp_path), "u", "某办", with_source=False, **PARTS)
    assert package.source_text == () and package.source_path == ""
    source = build_source(build_view(package, {}))
    assert source.blocks == () and source.share == "" and source.names == source.numbers == 0


@pytest.mark.parametrize("folder", PACKAGES, ids=lambda path: path.name)
def test_every_row_and_finding_of_a_real_package_stands_on_a_line_that_is_there(folder: Path) -> None:
    package = read_package(folder)
    assert len(package.source_text) == package.source_lines
    for resource in package.resources.values():
        assert all(0 <= int(item.get("source_line") or 0) <= package.source_lines for item in resource.rows)


def test_real_lines_tell_what_the_document_prints_there() -> None:
    akto = real("akto-zuzhibu-2024-budget")
    title = "单位收支总体情况表"
    assert told(akto, 101)[1] == (title, "208 社会保障和就业支出", "133.21", "#summary-e101")
    assert told(akto, 124) == [
        (title, "收入总计", "11,508.22", "#summary-r124"),
        (title, "支出总计", "11,508.22", "#summary-e124"),
    ]
    assert told(akto, 158) == [("单位收入总体情况表", "合计", "6 个数", "#revenue-158")]
    assert line(akto, 1058).text.split() == ["单位联系人", "〔姓名略〕", "联系电话：", "〔号码略〕"]
    assert told(akto, 430) == [("文字说明", "支出预算", "11,508.22", "#c007")]
    assert told(akto, 596) == [("项目", "2024年县级党员（远程）教育中心培训费用", "10.00", "projects/p05/")]
    quyang = real("quyang-zuzhibu-2024-budget")
    assert line(quyang, 3003).text == "13、市派驻下沉工作队综合经费绩效目标表"
    assert [item[1:3] for item in told(quyang, 3003)] == [("市派驻下沉工作队综合经费", "24.00"), ("项目绩效目标表", "")]
