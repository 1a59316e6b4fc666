"""Family 8: leftovers, slips, other bodies, wrong years, names and personal data."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mingzhang.audit.model import Finding, NotChecked
from mingzhang.personal import find_personal
from mingzhang.personal.places import find_shown
from test_audit_codes import note
from test_audit_completeness import checks, facts, found, rec


def text(words: str, line: int = 5, **more: str) -> list[object]:
    return [rec(line, section="情况说明", text=words, **more)]


@pytest.mark.parametrize(
    ("words", "severity"),
    [
        ("（按部门单位预算公开表六，一般公共预算基本支出表填写，多余科目应删除）。", "warning"),
        ("（注意事项：①逐项说明。）", "warning"),
        ("未安排购置车辆经费（或安排购置车辆经费万元）", "warning"),
        ("具体情况见下表（按项目分别填报）：", "note"),
        ("基本支出10万元，比上年增加1万元。", ""),
        ("（按照实际需要安排）", ""),
    ],
)
def test_leftovers_of_the_template(words: str, severity: str) -> None:
    expected = [(5, severity, "explanation", "text")] if severity else []
    assert found("careless.template", facts(explanation=text(words))) == expected


def test_a_leftover_below_a_table_is_found_on_its_line() -> None:
    row = rec(3, table="three_public", title="三公表", status="present", remarks="备注：无内容应公开空表并说明情况。")
    given = facts("一\n二\n三公表\n1 2 3\n备注：无内容应公开空表并\n说明情况。", tables=[row])
    assert found("careless.template", given) == [(5, "warning", "tables", "remarks")]


@pytest.mark.parametrize(
    ("words", "is_slip"),
    [
        ("用于公有经费的支出", True),
        ("某局2024支出预算10万元", True),
        ("某局2024年支出预算10万元", False),
        ("主要原因增加项目", True),
        ("主要原因是增加项目", False),
        ("巩固拓展脱贫攻坚成果", False),
        ("抓党建促脱贫攻坚工作", True),
    ],
)
def test_slips_of_the_pen(words: str, is_slip: bool) -> None:
    assert bool(found("careless.slip", facts(explanation=text(words)))) is is_slip


@pytest.mark.parametrize(
    ("words", "is_doubled"),
    [
        ("主要原因是：主要原因是项目增加", True),
        ("根据根据某文件", True),
        ("本年在在职人员", True),
        ("县级度县级工作队", True),
        ("每个小组配备小组长，村民小组小组长", False),
        ("一般公共预算支出、一般公共预算收入", False),
        ("人员工资、津贴、人员经费", False),
        ("全县各乡镇各村党组织，各村党员", False),
    ],
)
def test_doubled_words(words: str, is_doubled: bool) -> None:
    assert bool(found("careless.doubled", facts(explanation=text(words)))) is is_doubled


def test_another_bodys_words() -> None:
    goal = [rec(5, goal="讨论决定本镇重大问题，加强镇党委自身建设", name="整体")]
    assert found("careless.other-body", facts(performance_forms=goal)) == [(5, "error", "performance_forms", "goal")]
    assert found("careless.other-body", facts(unit="甲县乙镇人民政府", performance_forms=goal)) == []
    words = text("切实发挥地方国家权力机关的作用")
    assert found("careless.other-body", facts(explanation=words)) == [(5, "warning", "explanation", "text")]
    assert found("careless.other-body", facts(unit="甲县人大常委会办公室", explanation=words)) == []


TABLE = [rec(1, code="2210201", total="=46.39")]


@pytest.mark.parametrize(
    ("words", "severity"),
    [
        ("住房公积金：2024年预算数为46.39万元，比上年预算增加9.65万元", ""),
        ("住房公积金：2022年预算数为46.39万元，比上年预算增加9.65万元", "error"),
        ("住房公积金：2022年预算数为36.00万元，比上年预算增加9.65万元", "warning"),
        ("比2023年增加9.65万元", ""),
    ],
)
def test_the_year(words: str, severity: str) -> None:
    given = facts(explanation=text(words), general_expenditure=TABLE)
    assert found("careless.year", given) == ([(5, severity, "claims", "text")] if severity else [])


def test_yuan_for_ten_thousand() -> None:
    parts = [rec(4, item="total", amount="=62.98"), rec(4, item="goods", amount="=22.98"),
             rec(4, item="works", amount="=0"), rec(5, item="services", amount="=0.0040")]  # fmt: skip
    said = [note(5, "procurement", "服务预算40元", "0.0040", kind="amount", column="amount")]
    assert found("careless.yuan", facts(procurement=parts, reading_notes=said)) == [
        (5, "error", "procurement", "amount")
    ]
    parts[0] = rec(4, item="total", amount="=22.9840")
    assert found("careless.yuan", facts(procurement=parts, reading_notes=said)) == [
        (5, "note", "procurement", "amount")
    ]
    assert found("careless.yuan", facts(procurement=parts)) == []


def test_decimals_of_a_table() -> None:
    rows = [rec(n, code=f"3010{n}", name="甲", total=f"={n}.25") for n in range(1, 9)]
    assert found("careless.places", facts(basic_expenditure=rows)) == []
    odd = [*rows, *rows, rec(20, code="30309", name="奖励金", total="=0.018")]
    assert found("careless.places", facts(basic_expenditure=odd)) == [(20, "note", "basic_expenditure", "total")]


def test_duplicated_rows_and_texts() -> None:
    row = {"form_id": "f1", "indicator": "覆盖率", "target": "≥2%", "subcategory": "社会效益指标"}
    given = facts(performance_indicators=[rec(1, **row), rec(2, **row), rec(3, **{**row, "target": "≥3%"})])
    assert found("careless.duplicate-row", given) == [(2, "warning", "performance_indicators", "indicator")]
    goal = "组织实施经济、科技和社会发展计划，提供有效支撑"
    forms = [rec(n, scope="project", goal=goal, name=f"项目{n}") for n in (7, 8)]
    assert found("careless.same-text", facts(performance_forms=forms)) == [(7, "warning", "performance_forms", "goal")]
    assert found("careless.same-text", facts(performance_forms=forms[:1])) == []


def test_subordinates_of_a_unit_without_any() -> None:
    alone, said = text("甲县教育局无下属预算单位", 3), text("甲县教育局及下属各预算单位占用资产", 9)
    assert found("careless.subordinates", facts(explanation=alone + said)) == [(9, "warning", "explanation", "text")]
    assert found("careless.subordinates", facts(explanation=alone)) == []
    assert isinstance(checks("careless.subordinates", facts(explanation=said))[0], NotChecked)


def test_personal_data_is_told_and_never_repeated() -> None:
    name, number = "赵某某某", "139" + "00000000"
    lines = ["整体绩效目标表", f"联系人\t{name}\t联系电话\t{number}", f"项目负责人\t{name[:3]}乙"]
    shown = find_shown(lines, find_personal([line.split("\t") for line in lines]))
    given = replace(facts("整体绩效目标表"), shown=shown)
    told = [c for c in checks("careless.personal", given) if isinstance(c, Finding)]
    assert [(c.line, c.severity) for c in told] == [(2, "warning"), (3, "note"), (3, "note")]
    assert not any(secret in c.message + c.label for c in told for secret in (name, number))
    assert isinstance(checks("careless.personal", facts())[0], NotChecked)


def test_units_names() -> None:
    alone = text("无下属预算单位", 2)
    own = rec(5, unit="甲县教育局", name="项目")
    other = rec(6, unit="甲县专用通信保障中心", name="项目")
    assert found("careless.unit-name", facts(performance_forms=[own], explanation=alone)) == []
    assert found("careless.unit-name", facts(performance_forms=[other], explanation=alone)) == [
        (6, "error", "performance_forms", "unit")
    ]
    assert found("careless.unit-name", facts(performance_forms=[other])) == [(6, "note", "performance_forms", "unit")]
    belonging = facts(performance_forms=[other], units=[rec(1, name="甲县专用通信保障中心")])
    assert found("careless.unit-name", belonging) == []


def test_variants_of_the_units_name() -> None:
    said = text("中共甲乙市委委员会组织部2024年度决算", 8)
    given = facts(unit="中共甲乙市委员会组织部", explanation=said)
    assert found("careless.unit-name", given) == [(8, "warning", "explanation", "text")]


def test_a_units_name_is_no_pattern() -> None:
    said = text("甲县(本级)*+?[组织部开展工作", 8)
    for name in ("<script>alert(1)</script>组织部", "甲县(本级)*+?[组织部", "甲县((((((((组织部"):
        assert all(
            severity != "error" for _, severity, *_ in found("careless.unit-name", facts(unit=name, explanation=said))
        )


def test_measures_and_units_of_indicators() -> None:
    rows = [rec(1, measure="元", item="纸"), rec(2, measure="1", item="其他"), rec(3, measure="批", item="笔")]
    assert found("careless.measure", facts(procurement_items=rows)) == [
        (1, "note", "procurement_items", "measure"),
        (2, "warning", "procurement_items", "measure"),
    ]
    indicator = [rec(1, indicator="补贴标准（元/人）", target="0.6万元/人", target_unit="万元/人")]
    assert found("careless.indicator-unit", facts(performance_indicators=indicator)) == [
        (1, "note", "performance_indicators", "target_unit")
    ]
    assert isinstance(checks("careless.measure", facts())[0], NotChecked)
