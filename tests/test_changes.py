"""What differs between two packages is told cell by cell, and only that."""

from __future__ import annotations

import json
import random
from itertools import pairwise
from pathlib import Path

import pytest

from mingzhang.audit.disclosure import audit_disclosure
from mingzhang.changes.align import RowKey, align, equal_in_order
from mingzhang.changes.compare import compare_packages
from mingzhang.changes.model import Column, Comparison, PackageTables, Table
from mingzhang.changes.read import UnreadablePackageError, find_packages, read_package
from mingzhang.changes.table import cells_of, read_changes, to_csv
from mingzhang.convert import convert_text
from mingzhang.package.write import package_files, write_files
from mingzhang.project import Project
from mingzhang.sources import load_disclosure

MONEY = {"amount", "total", "basic", "project", "budget"}
AKTO = "akto-zuzhibu-2024-budget"


def package(**tables: str) -> PackageTables:
    """A package of tables written as text: a row a line, cells apart by ``|``."""
    return PackageTables("x-2024-budget", "某单位", (), {name: table(name, text) for name, text in tables.items()})


def table(name: str, text: str) -> Table:
    header, *rows = [line.strip().split("|") for line in text.strip().splitlines()]
    columns = tuple(Column(column, f"列{column}", is_money(name, column), is_money(name, column)) for column in header)
    return Table(name, f"表{name}", columns, tuple(dict(zip(header, row, strict=True)) for row in rows))


def is_money(name: str, column: str) -> bool:
    return column in MONEY and (name, column) != ("project_expenditure", "project")


def told(comparison: Comparison) -> list[str]:
    """Each changed cell on a line: what, where, from, to, lines."""
    return [
        f"{c.resource} {c.kind} {c.label} {cell.column}: {cell.before}>{cell.after} {c.line_before}>{c.line_after}"
        for c in comparison.changes
        for cell in c.cells
    ]


EXPENDITURE = """
    code|name|role|total|basic|project|row_number|source_line
    201|一般公共服务支出|subtotal|100.00|60.00|40.00|1|31
    20132|组织事务|subtotal|100.00|60.00|40.00|2|32
    2013201|行政运行|detail|60.00|60.00||3|33
    2013299|其他组织事务支出|detail|40.00||40.00|4|34
    |合计|total|100.00|60.00|40.00|5|35"""


def test_the_same_package_has_no_changes() -> None:
    assert compare_packages(package(expenditure=EXPENDITURE), package(expenditure=EXPENDITURE)).changes == ()


def test_lines_and_row_numbers_that_moved_are_no_changes() -> None:
    moved = """
        code|name|role|total|basic|project|row_number|source_line
        201|一般公共服务支出|subtotal|100.00|60.00|40.00|2|41
        20132|组织事务|subtotal|100.00|60.00|40.00|3|42
        2013201|行政运行|detail|60.00|60.00||4|43
        2013299|其他组织事务支出|detail|40.00||40.00|5|44
        |合计|total|100.00|60.00|40.00|6|45"""
    assert compare_packages(package(expenditure=EXPENDITURE), package(expenditure=moved)).changes == ()


def test_amounts_a_row_that_is_new_and_one_that_is_gone() -> None:
    new = """
        code|name|role|total|basic|project|row_number|source_line
        201|一般公共服务支出|subtotal|112.50|72.50|40.00|1|31
        20132|组织事务|subtotal|100.00|60.00|40.00|2|32
        2013201|行政运行|detail|60.00|60.00|0|3|33
        2013202|一般行政管理事务|detail|12.50|12.50||4|34
        |合计|total|100.0|60.00|40.00|5|35"""
    comparison = compare_packages(package(expenditure=EXPENDITURE), package(expenditure=new))
    assert told(comparison) == [
        "expenditure changed 201 一般公共服务支出 total: 100.00>112.50 31>31",
        "expenditure changed 201 一般公共服务支出 basic: 60.00>72.50 31>31",
        "expenditure changed 2013201 行政运行 project: >0 33>33",  # a blank is no zero
        "expenditure removed 2013299 其他组织事务支出 code: 2013299> 34>",
        "expenditure removed 2013299 其他组织事务支出 name: 其他组织事务支出> 34>",
        "expenditure removed 2013299 其他组织事务支出 role: detail> 34>",
        "expenditure removed 2013299 其他组织事务支出 total: 40.00> 34>",
        "expenditure removed 2013299 其他组织事务支出 project: 40.00> 34>",
        "expenditure added 2013202 一般行政管理事务 code: >2013202 >34",
        "expenditure added 2013202 一般行政管理事务 name: >一般行政管理事务 >34",
        "expenditure added 2013202 一般行政管理事务 role: >detail >34",
        "expenditure added 2013202 一般行政管理事务 total: >12.50 >34",
        "expenditure added 2013202 一般行政管理事务 basic: >12.50 >34",
    ]  # 100.00 and 100.0 are one amount
    first = next(iter(cells_of(comparison.changes)))
    assert first["difference"] == "12.50"
    assert read_changes(to_csv(cells_of(comparison.changes)))[0].cells[1].after == "72.50"


def test_a_row_whose_name_or_code_was_mended_is_one_row() -> None:
    new = EXPENDITURE.replace("2013299|其他组织事务支出", "2013202|一般行政管理事务支出").replace(
        "行政运行", "行政运行费"
    )
    assert told(compare_packages(package(expenditure=EXPENDITURE), package(expenditure=new))) == [
        "expenditure changed 2013201 行政运行费 name: 行政运行>行政运行费 33>33",
        "expenditure changed 2013202 一般行政管理事务支出 code: 2013299>2013202 34>34",
        "expenditure changed 2013202 一般行政管理事务支出 name: 其他组织事务支出>一般行政管理事务支出 34>34",
    ]


def projects(*names: str) -> dict[str, str]:
    """Projects with an allocation and a form each, numbered as they stand."""
    rows = [f"p{n:02}|{name}|{10 * len(name)}.00|{n}" for n, name in enumerate(names, 1)]
    parts = [f"p{n:02}|1|办公费|5.00|{n}" for n, _ in enumerate(names, 1)]
    forms = [f"f{n:02}|target|project|p{n:02}|{name}|{n}" for n, name in enumerate(names, 1)]
    indicators = [f"f{n:02}|1|完成率|≥98%|{n}" for n, _ in enumerate(names, 1)]
    return {
        "projects": "\n".join(["project_id|name|amount|source_line", *rows]),
        "project_allocations": "\n".join(["project_id|number|item|amount|source_line", *parts]),
        "performance_forms": "\n".join(["form_id|form_kind|scope|project_id|name|source_line", *forms]),
        "performance_indicators": "\n".join(["form_id|number|indicator|target|source_line", *indicators]),
    }


def test_a_project_that_is_gone_renumbers_nothing_else() -> None:
    old, new = projects("党建经费", "培训费用支出", "慰问"), projects("党建经费", "慰问")
    assert told(compare_packages(package(**old), package(**new))) == [
        "projects removed 培训费用支出 name: 培训费用支出> 2>",
        "projects removed 培训费用支出 amount: 60.00> 2>",
        "project_allocations removed 培训费用支出 办公费 item: 办公费> 2>",
        "project_allocations removed 培训费用支出 办公费 amount: 5.00> 2>",
        "performance_forms removed 绩效目标 项目 培训费用支出 form_kind: target> 2>",
        "performance_forms removed 绩效目标 项目 培训费用支出 scope: project> 2>",
        "performance_forms removed 绩效目标 项目 培训费用支出 name: 培训费用支出> 2>",
        "performance_indicators removed 培训费用支出 完成率 indicator: 完成率> 2>",
        "performance_indicators removed 培训费用支出 完成率 target: ≥98%> 2>",
    ]


def test_a_form_that_goes_to_another_project_changed() -> None:
    old = projects("党建经费", "慰问")
    new = old | {"performance_forms": old["performance_forms"].replace("project|p02|慰问", "project|p01|慰问")}
    assert told(compare_packages(package(**old), package(**new))) == [
        "performance_forms changed 绩效目标 项目 慰问 project_id: p02>p01 2>2"
    ]


def test_findings_that_are_new_gone_and_that_only_name_other_lines() -> None:
    old = """
        rule|severity|message|resource|column|label|source_line
        sum.row|error|与第 31 行、第 40 至 44 行不符|expenditure|total|201 服务|31
        sum.row|warning|疑似|expenditure|total|202 外交|32"""
    new = """
        rule|severity|message|resource|column|label|source_line
        sum.row|error|与第 35 行、第 44 至 48 行不符|expenditure|total|201 服务|35
        text.percent|note|比例不符|claims|share|基本支出|90"""
    comparison = compare_packages(package(findings=old), package(findings=new))
    assert [(change.kind, change.label) for change in comparison.changes] == [
        ("removed", "expenditure 202 外交"),
        ("added", "claims 基本支出"),
    ]


def test_text_that_was_put_in_changes_no_other_paragraph() -> None:
    old = "number|section|text|source_line\n1|支出|基本支出200万元。|5\n2|支出|项目支出30万元，比上年减少2万元。|6"
    new = (
        "number|section|text|source_line\n1|支出|更正说明。|5\n"
        "2|支出|基本支出200万元。|7\n3|支出|项目支出33万元，比上年减少2万元。|8"
    )
    assert told(compare_packages(package(explanation=old), package(explanation=new))) == [
        "explanation added 更正说明。 section: >支出 >5",
        "explanation added 更正说明。 text: >更正说明。 >5",
        "explanation changed 项目支出33万元，比上年减少2万元。 text: "
        "项目支出30万元，比上年减少2万元。>项目支出33万元，比上年减少2万元。 6>8",
    ]


def test_columns_of_the_program_are_told_once() -> None:
    old = "item|amount|source_line\ntotal|5.00|7"
    new = "item|amount|share|source_line\ntotal|5.00|12|7"
    comparison = compare_packages(package(expenditure=old), package(expenditure=new))
    assert comparison.changes == () and comparison.columns == ("+expenditure.share",)


def test_equal_rows_are_found_in_order_whatever_repeats() -> None:
    chance = random.Random(8)
    for _ in range(200):
        old = [chance.choice("aabcde") for _ in range(chance.randrange(12))]
        new = [chance.choice("aabcde") for _ in range(chance.randrange(12))]
        pairs = equal_in_order(old, new)
        assert all(old[i] == new[j] for i, j in pairs)
        assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))
    assert equal_in_order(list("abcd"), list("xabyd")) == [(0, 1), (1, 2), (3, 4)]


def test_every_row_has_one_partner_or_none() -> None:
    chance = random.Random(9)
    for _ in range(100):
        sides = [
            [key(chance.choice("甲乙丙"), chance.choice("12")) for _ in range(chance.randrange(9))] for _ in range(2)
        ]
        pairs, gone, fresh = align(*sides)
        assert sorted([*(i for i, _ in pairs), *gone]) == list(range(len(sides[0])))
        assert sorted([*(j for _, j in pairs), *fresh]) == list(range(len(sides[1])))


def key(name: str, number: str) -> RowKey:
    return RowKey((name, number), name, "", name, (number,))


def test_a_table_that_is_all_alike_is_compared_soon() -> None:
    blank = [key("空", "0")] * 20_000
    pairs, gone, fresh = align(blank[:-1], [*blank, key("新", "1")])
    assert (len(pairs), gone, len(fresh)) == (19_999, [], 2)


def test_what_was_done_to_a_real_disclosure_is_what_is_told(project: Project, tmp_path: Path) -> None:
    """Three lines put in above, an amount changed, a row added, a project's row taken out of its table."""
    disclosure = load_disclosure(project.sources / AKTO)
    lines = (disclosure.folder / disclosure.file).read_text("utf-8").split("\n")
    assert lines[172] == "201\t32\t01\t行政运行\t409.90\t409.90\t"
    assert lines[312].startswith("201\t32\t99\t其他组织事务支出\t2024年县级村干部人身意外伤害险\t8.63\t")
    del lines[312]
    lines[172] = "201\t32\t01\t行政运行\t419.90\t419.90\t"
    lines.insert(173, "201\t32\t02\t一般行政管理事务\t1.50\t1.50\t")
    text = "\n".join(["重新公布", "", "", *lines])
    converted, _ = audit_disclosure(convert_text(disclosure, text))
    write_files(tmp_path / AKTO, package_files(converted))
    comparison = compare_packages(read_package(project.packages / AKTO), read_package(tmp_path / AKTO))
    known = {"expenditure", "project_expenditure", "projects"}
    assert [line for line in told(comparison) if line.split()[0] in known and "_printed" not in line] == [
        "expenditure changed 2013201 行政运行 total: 409.90>419.90 173>176",
        "expenditure changed 2013201 行政运行 basic: 409.90>419.90 173>176",
        "expenditure added 2013202 一般行政管理事务 code: >2013202 >177",
        "expenditure added 2013202 一般行政管理事务 name: >一般行政管理事务 >177",
        "expenditure added 2013202 一般行政管理事务 level: >项 >177",
        "expenditure added 2013202 一般行政管理事务 role: >detail >177",
        "expenditure added 2013202 一般行政管理事务 total: >1.50 >177",
        "expenditure added 2013202 一般行政管理事务 basic: >1.50 >177",
        *(
            f"project_expenditure removed 2013299 其他组织事务支出 2024年县级村干部人身意外伤害险 {cell}> 313>"
            for cell in (
                "code: 2013299",
                "name: 其他组织事务支出",
                "project: 2024年县级村干部人身意外伤害险",
                "role: detail",
                "total: 8.63",
                "individual_family: 8.63",
            )
        ),
        "projects changed 2024年县级村干部人身意外伤害险 code: 2013299> 544>547",  # only its table told the code
    ]
    assert {change.resource for change in comparison.changes} - known == {"findings"}
    messages = [c.after for change in comparison.of("findings") for c in change.cells if c.column == "message"]
    assert any("419.90" in message and "409.90" in message for message in messages)


def test_a_folder_without_a_package_is_told(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePackageError, match="no package there"):
        find_packages(tmp_path)
    folder = tmp_path / "x-2024-budget"
    folder.mkdir()
    (folder / "datapackage.json").write_text(json.dumps({"resources": [{"name": "a"}]}), "utf-8")
    with pytest.raises(UnreadablePackageError, match="cannot be read as a package"):
        read_package(folder)
