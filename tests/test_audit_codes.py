"""Family 7: codes against their names and parents, and names that vary."""

from __future__ import annotations

import pytest

from mingzhang.audit.model import NotChecked, Passed
from mingzhang.audit.names.likeness import bare, distance, likeness
from test_audit_completeness import checks, facts, found, rec


def note(line: int, table: str, printed: str, value: str, kind: str = "code", column: str = "code") -> object:
    return rec(line, table=table, kind=kind, column=column, printed=printed, value=value, message="补正")


@pytest.mark.parametrize(("printed", "severity"), [("30329", "error"), ("05", "warning"), ("3022", "warning")])
def test_a_misprinted_code(printed: str, severity: str) -> None:
    rows = [rec(6, code="30228", name="工会经费"), rec(7, code="30229", name="福利费")]
    given = facts(reading_notes=[note(7, "basic_expenditure", printed, "30229")], basic_expenditure=rows)
    assert found("code.misprinted", given) == [(7, severity, "basic_expenditure", "code_printed")]


def test_a_code_mended_by_its_name_alone_may_be_another_years() -> None:
    rows = [rec(6, code="30309", name="奖励金"), rec(7, code="30229", name="福利费")]
    given = facts(reading_notes=[note(7, "basic_expenditure", "30329", "30229")], basic_expenditure=rows)
    assert found("code.misprinted", given) == [(7, "warning", "basic_expenditure", "code_printed")]


def test_many_misprinted_codes_of_a_table_are_one_finding() -> None:
    notes = [note(line, "expenditure", "20", "201") for line in range(5, 20)]
    assert found("code.misprinted", facts(reading_notes=notes)) == [(5, "warning", "expenditure", "code_printed")]
    assert checks("code.misprinted", facts()) == [Passed()]


TABLE = [rec(1, code="2080501", name="行政单位离退休", total="=5"), rec(2, code="20805", name="行政事业单位养老支出"),
         rec(3, code="208", name="社会保障和就业支出")]  # fmt: skip


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("社会保障和就业支出（类）行政事业单位养老支出（款）行政单位离退休（项）", []),
        ("社会保障和就业（类）行政事业单位养老支出（款）行政单位离退休（项）", []),
        ("一般公共服务支出（类）行政事业单位养老支出（款）行政单位离退休（项）", [(9, "error", "claims", "subject")]),
    ],
)
def test_the_class_that_a_subject_names(subject: str, expected: list[object]) -> None:
    claims = [rec(9, subject=subject, code="2080501", amount="=5")]
    assert found("code.wrong-class", facts(expenditure=TABLE, claims=claims)) == expected


def test_a_code_that_no_table_has() -> None:
    claims = [rec(9, subject="一般公共服务支出（类）财政事务（款）行政运行（项）", code="2010601", amount="=5")]
    assert found("code.wrong-class", facts(expenditure=TABLE, claims=claims)) == [(9, "error", "claims", "subject")]
    # not where the tables are only attached, or not wholly read
    assert found("code.wrong-class", facts(claims=claims)) == []
    unread = [note(1, "expenditure", "x", "", kind="unread")]
    assert found("code.wrong-class", facts(expenditure=TABLE, claims=claims, reading_notes=unread)) == []


def test_a_child_without_its_parent_and_the_order() -> None:
    rows = [rec(1, code="301"), rec(2, code="30101"), rec(3, code="30201"), rec(4, code="30103")]
    assert found("code.parent", facts(basic_expenditure=rows)) == [
        (1, "note", "basic_expenditure", "code"),
        (4, "note", "basic_expenditure", "code"),
    ]
    assert found("code.parent", facts(basic_expenditure=rows[:2])) == []
    assert isinstance(checks("code.parent", facts())[0], NotChecked)


@pytest.mark.parametrize(
    ("code", "name", "expected"),
    [
        ("30109", "职业年金缴费", []),
        ("30109", "机关事业单位职业年金缴费支出", [(4, "note", "basic_expenditure", "name")]),
        ("39998", "没有收录的科目", []),
    ],
)
def test_the_name_of_a_code(code: str, name: str, expected: list[object]) -> None:
    assert found("code.name", facts(basic_expenditure=[rec(4, code=code, name=name)])) == expected


def test_one_wrong_name_in_several_tables_is_one_finding() -> None:
    cut = {"code": "2080505", "name": "机关事业单位基本养老保险缴费支"}
    given = facts(revenue=[rec(1, **cut)], expenditure=[rec(2, **cut)], general_expenditure=[rec(3, **cut)])
    assert found("code.name", given) == [(1, "note", "revenue", "name")]


def test_a_project_under_several_names() -> None:
    project = [rec(5, project_id="p1", name="党建工作经费", amount="=40")]
    table = [rec(2, code="2010399", project="党建工作经费", total="=40")]
    text = [rec(5, text="1.项目名称：党建工作")]
    given = facts(projects=project, project_expenditure=table, explanation=text)
    assert found("name.project", given) == [(5, "note", "projects", "name")]
    same = [rec(5, text="1.项目名称：党建工作经费（财政拨款）")]
    assert found("name.project", facts(projects=project, project_expenditure=table, explanation=same)) == []
    assert isinstance(checks("name.project", facts())[0], NotChecked)


def test_projects_that_reasons_name() -> None:
    projects = [rec(5, name="2024年县级年度考核费用", amount="=18")]
    lost = [rec(9, reason="涉及项目“2024年县级远程办工作费用”", subject="机关服务", code="2013203")]
    assert found("name.mention", facts(projects=projects, claims=lost)) == [(9, "warning", "claims", "reason")]
    known = [rec(9, reason="涉及项目“2024年县级年度考核费用”", subject="机关服务", code="2013203")]
    assert found("name.mention", facts(projects=projects, claims=known)) == []
    assert isinstance(checks("name.mention", facts())[0], NotChecked)


def test_an_amount_under_another_projects_name() -> None:
    projects = [
        rec(5, name="下派选调生到村工作补助资金", amount="=11.2"),
        rec(6, name="选调生到村工作补助资金", amount="=17.21"),
    ]
    wrong = [rec(9, subject="选调生到村工作补助资金", amount="=11.2")]
    assert (9, "warning", "claims", "subject") in found("name.mention", facts(projects=projects, claims=wrong))
    right = [rec(9, subject="选调生到村工作补助资金", amount="=17.21")]
    assert found("name.mention", facts(projects=projects, claims=right)) == []


def test_documents_offices_and_tables_under_two_names() -> None:
    basis = [rec(1, policy_basis="根据克民办发〔2018〕19号"), rec(2, policy_basis="根据克民办〔2018〕19号")]
    assert found("name.other", facts(projects=basis)) == [(2, "note", "projects", "policy_basis")]
    offices = [rec(3, name="人才（援疆）室")]
    text = [rec(7, section="说明", text="由人才援疆办统计")]
    assert found("name.other", facts(offices=offices, explanation=text)) == [(7, "note", "explanation", "text")]
    tables = [rec(1, table="carryover", title="上年结转结余情况明细表")]
    said = [rec(8, text="无结转，结转结余预算支出情况表为空表。")]
    assert found("name.other", facts(tables=tables, explanation=said)) == [(8, "note", "explanation", "text")]


def test_likeness() -> None:
    assert distance("市委委员会", "市委员会") == 1
    assert bare("2024年访惠聚经费克财预【2023】7号（财政拨款结转）") == "访惠聚经费"
    assert likeness("甲乙丙丁", "甲乙丙丁") == 1
