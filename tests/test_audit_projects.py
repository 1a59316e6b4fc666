"""The audit of projects: allocations, tables, subsidies, and what the text says of projects."""

from __future__ import annotations

from decimal import Decimal

import pytest

from audits import run, table, tally
from mingzhang.records.model import Record

Part = dict[str, list[Record]]
COLUMNS = "project_id | name | amount | beneficiary_count | subsidy_standard | allocation"


def projects(*rows: str) -> Part:
    """Projects, in a disclosure whose tables print two places."""
    exact = table("general_expenditure", "code | total", "201 | 70.25", "210 | 10.35", "221 | 30.45", line=1)
    return {**table("projects", COLUMNS, *rows, line=101), **exact}


def allocations(*rows: str) -> Part:
    return table("project_allocations", "project_id | item | amount", *rows, line=201)


def spent(*rows: str) -> Part:
    header = "code | project | role | total | goods_services | individual_family | capital"
    return table("project_expenditure", header, *rows, line=301)


def form(*rows: str) -> Part:
    header = "form_id | form_kind | scope | project_id | name | budget_total | budget_other"
    return table("performance_forms", header, *rows, line=401)


def indicators(*rows: str) -> Part:
    header = "form_id | indicator | target | target_operator | target_value | target_unit"
    return table("performance_indicators", header, *rows, line=501)


PROJECT = "p1 | 干部培训经费 | 10.00 | | | 培训费、设备购置"


def test_allocations_make_the_amount() -> None:
    good = (projects(PROJECT), allocations("p1 | 培训费 | 2.00", "p1 | 设备购置 | 8.00"))
    assert run(*good, only=("project.allocations",)) == []
    assert tally("project.allocations", *good).passed == 1
    (finding,) = run(projects(PROJECT), allocations("p1 | 培训费 | 2.00", "p1 | 设备购置 | 8.50"), only=("project",))
    assert (finding.rule, finding.severity, finding.line) == ("project.allocations", "error", 101)
    assert finding.expected == Decimal("10.50")


def test_allocations_that_do_not_end_their_list_may_leave_something_out() -> None:
    open_list = projects("p1 | 干部培训经费 | 10.00 | | | 培训费2万元等。")
    counts = tally("project.allocations", open_list, allocations("p1 | 培训费 | 2.00"))
    assert (counts.failed, counts.not_checked) == (0, 1)
    assert tally("project.allocations").not_checked == 1


def test_rounding_of_allocations_is_no_error() -> None:
    rows = allocations("p1 | 培训费 | 2.005", "p1 | 设备购置 | 8.00")
    assert {finding.severity for finding in run(projects(PROJECT), rows, only=("project.alloc",))} == {"rounding"}


def test_the_project_table_prints_the_same_amount() -> None:
    assert run(projects(PROJECT), spent("2010301 | 干部培训经费 | detail | 10.00 | | | "), only=("project.t",)) == []
    (finding,) = run(projects(PROJECT), spent("2010301 | 干部培训经费 | detail | 11.00 | | | "), only=("project.t",))
    assert (finding.resource, finding.severity) == ("project_expenditure", "error")
    assert tally("project.table-amount", projects(PROJECT)).not_checked == 2


@pytest.mark.parametrize(
    ("row", "severity"),
    [
        ("2010301 | 干部培训经费 | detail | 10.00 | 2.00 | | 8.00", None),
        ("2010301 | 干部培训经费 | detail | 10.00 | 3.00 | | 7.00", "error"),
        ("2010301 | 干部培训经费 | detail | 10.00 | 10.00 | | ", "warning"),
        ("2010301 | 干部培训经费 | detail | 10.00 | 3.00 | | 8.00", None),  # the row itself is wrong, told elsewhere
    ],
)
def test_allocations_by_economic_class_are_the_columns(row: str, severity: str | None) -> None:
    parts = (projects(PROJECT), allocations("p1 | 培训费 | 2.00", "p1 | 设备购置 | 8.00"), spent(row))
    found = run(*parts, only=("project.economic",))
    assert [finding.severity for finding in found] == ([severity] if severity else [])
    assert all(finding.line == 301 and finding.column == "goods_services" for finding in found)


def test_an_allocation_without_an_economic_name_is_not_compared() -> None:
    row = spent("2010301 | 干部培训经费 | detail | 10.00 | 3.00 | | 7.00")
    counts = tally("project.economic-columns", projects(PROJECT), allocations("p1 | 各项工作 | 10.00"), row)
    assert (counts.passed, counts.failed, counts.not_checked) == (0, 0, 1)


@pytest.mark.parametrize(
    ("count", "standard", "amount", "severity"),
    [
        ("20", "300元/人/年", "0.60", None),
        ("20", "300元/人/年", "0.70", "warning"),
        ("20", "1000元/人/月", "24.00", None),
        ("20", "1000元/人/月", "20.00", None),  # ten months
        ("20", "1000元/人/月", "21.00", "warning"),
        ("20", "1000元/人/月", "26.00", "warning"),
        ("10", "10元/人/天", "3.65", None),
        ("140", "购房30000元/人，生育3000元/人", "464.00", "warning"),
        ("140", "购房30000元/人，生育3000元/人", "460.00", None),
        ("20", "3万元/人", "60.00", None),
        ("3", "333元/人", "0.10", None),  # 0.0999, rounded
    ],
)
def test_people_times_standard_make_the_amount(count: str, standard: str, amount: str, severity: str | None) -> None:
    found = run(projects(f"p1 | 补贴 | {amount} | {count} | {standard} | "), only=("project.subsidy",))
    assert [finding.severity for finding in found] == ([severity] if severity else [])


@pytest.mark.parametrize("standard", ["按实际情况确定", "干部100元/人、工人90元/人等", "200元/人/次", "100元/月"])
def test_a_standard_that_is_no_single_number_is_not_multiplied(standard: str) -> None:
    counts = tally("project.subsidy", projects(f"p1 | 补贴 | 5.00 | 20 | {standard} | "))
    assert (counts.failed, counts.not_checked) == (0, 1)


def test_the_form_tells_which_number_of_people_is_wrong() -> None:
    parts = (
        projects("p1 | 保险体检 | 30.16 | 1005 | 300元/人/年 | "),
        form("f1 | target | project | p1 | 保险体检 | 30.16 | "),
        indicators(
            "f1 | 保险和体检保障人数(人) | >=260人 | >= | 260 | 人",
            "f1 | 保险补贴标准(元/人) | =300元/人 | = | 300 | 元/人",
            "f1 | 体检补贴标准(元/人) | <=860元/人 | <= | 860 | 元/人",
        ),
    )
    found = run(*parts, only=("project.s", "target.people"))
    assert [(f.rule, f.severity, f.expected) for f in found] == [
        ("project.subsidy", "error", Decimal(260)),
        ("project.standard-text", "warning", None),
    ]


def test_a_standard_needs_a_number() -> None:
    (finding,) = run(projects("p1 | 补贴 | 5.00 | 20 | 按标准执行 | "), only=("project.standard",))
    assert finding.severity == "note"
    assert run(projects("p1 | 医疗 | 5.00 | 20 | 凭票据实报销 | "), only=("project.standard",)) == []


@pytest.mark.parametrize(
    ("rows", "severity"),
    [
        (["补贴人数(人) | =140人 | = | 140 | 人"], None),
        (["补贴人数(人) | =139人 | = | 139 | 人"], "error"),
        (["补贴人数(人) | >=200人 | >= | 200 | 人"], "error"),
        (["补贴人数(人) | >=100人 | >= | 100 | 人"], None),
        (["补贴人数(人) | <=139人 | <= | 139 | 人"], "error"),
        (["补贴残疾人人数(人) | =20人 | = | 20 | 人"], "warning"),  # perhaps only some of them
        (["补贴人数(人) | =140人 | = | 140 | 人", "享受保险人数(人) | =90人 | = | 90 | 人"], "note"),
        (["补贴干部人数(人) | =50人 | = | 50 | 人", "补贴工人人数(人) | =90人 | = | 90 | 人"], None),
        (["培训人数(人) | =500人 | = | 500 | 人"], None),
    ],
)
def test_the_form_has_the_people_of_the_description(rows: list[str], severity: str | None) -> None:
    parts = (
        projects("p1 | 补贴 | 5.00 | 140 | | "),
        form("f1 | target | project | p1 | 补贴 | 5.00 | "),
        indicators(*(f"f1 | {row}" for row in rows)),
    )
    found = run(*parts, only=("target.people",))
    assert [finding.severity for finding in found] == ([severity] if severity else [])


def test_projects_of_one_name_are_noted() -> None:
    (finding,) = run(projects("p1 | 补助 | 5.00 | | | ", "p2 | 补助 | 6.00 | | | "), only=("project.same",))
    assert (finding.severity, finding.line) == ("note", 101)
    assert run(projects("p1 | 补助 | 5.00 | | | ", "p2 | 培训 | 6.00 | | | "), only=("project.same",)) == []


def test_a_grant_is_not_all_spent_on_the_office() -> None:
    project = projects("p1 | 先进单位奖励补助 | 5.00 | | | ")
    (finding,) = run(project, allocations("p1 | 办公费 | 5.00"), only=("project.item",))
    assert (finding.severity, finding.line) == ("note", 101)
    assert run(project, allocations("p1 | 生活补助 | 5.00"), only=("project.item",)) == []


def test_every_project_has_a_form_of_its_amount() -> None:
    both = projects("p1 | 培训 | 5.00 | | | ", "p2 | 医疗费 | 6.00 | | | ")
    one = form("f1 | target | project | p1 | 培训 | 5.00 | ")
    carried = table("carryover", "project | role | total", "医疗费 | detail | 6.00")
    (finding,) = run(both, one, only=("form.missing",))
    assert (finding.severity, finding.line) == ("warning", 102)
    (finding,) = run(both, one, carried, only=("form.missing",))
    assert finding.severity == "note"
    assert tally("form.missing", both).not_checked == 1
    (finding,) = run(both, form("f1 | target | project | p1 | 培训 | 5.50 | "), only=("form.budget",))
    assert finding.severity == "error"


def test_all_forms_make_the_spending_on_projects() -> None:
    spending = table("expenditure", "role | total | project", "total | 20.00 | 11.00")
    both = projects("p1 | 培训 | 5.00 | | | ", "p2 | 医疗费 | 6.00 | | | ")
    one = form("f1 | target | project | p1 | 培训 | 5.00 | ")
    assert run(spending, both, one, only=("form.spending",)) == []  # the rest has no form, which is told by itself
    assert [f.severity for f in run(spending, projects("p1 | 培训 | 5.00 | | | "), one, only=("form.sp",))] == [
        "warning"
    ]
    assert tally("form.spending", one).not_checked == 1


def test_the_text_says_how_many_projects_are_new() -> None:
    claim = table("claims", "subject | amount | reason", "一般公共预算 | 50.00 | 人员增加及新增4个项目", line=41)
    (finding,) = run(claim, spent("2010301 | 培训 | detail | 10.00 | | | "), only=("claim.new",))
    assert (finding.line, finding.column) == (41, "reason")
    assert tally("claim.new-projects", claim).not_checked == 1


def test_an_amount_of_the_text_may_be_more_exact() -> None:
    claim = table("claims", "subject | amount", "选调生补助资金 | 3.2016")
    project = projects("p1 | 选调生补助资金 | 3.20 | | | ", "p2 | 培训 | 5.00 | | | ")
    assert [f.severity for f in run(claim, project, only=("claim.project",))] == ["rounding"]


def test_the_text_carries_out_projects_of_the_list() -> None:
    text = "通过实施“远程教育站点维护”项目，通过实施“生活补贴发放”项目，通过开展档案整理工作。"
    paragraph = table("explanation", "text", text, line=31)
    (finding,) = run(paragraph, projects("p1 | 远程教育站点维护项目经费 | 5.00 | | | "), only=("text.project",))
    assert finding.line == 31 and "生活补贴发放" in finding.message and "站点维护" not in finding.message


def test_a_name_lists_what_is_paid() -> None:
    project = projects("p1 | 毕业生人身意外保险、体检费 | 4.20 | | | ")
    (finding,) = run(project, allocations("p1 | 人身意外保险 | 4.20"), only=("project.named",))
    assert finding.severity == "note" and "体检" in finding.message
    assert run(project, allocations("p1 | 人身意外保险、体检 | 4.20"), only=("project.named",)) == []


def test_the_procurement_table_has_the_project_budgets() -> None:
    header = "project | project_budget | item | role"
    project = projects("p1 | 考核经费 | 25.00 | | | ")
    good = table("procurement_items", header, "考核经费 | 25.00 | 复印纸 | detail")
    assert run(project, good, only=("procurement.project",)) == []
    wrong = table("procurement_items", header, "考核经费 | 52.00 | 复印纸 | detail", "公用项目 | 7.50 | 加油 | detail")
    assert [f.severity for f in run(project, wrong, only=("procurement.project",))] == ["warning", "note"]


def test_money_reserved_for_small_firms_is_a_part() -> None:
    rows = table("procurement", "item | amount", "sme_reserved | 20.00", "micro_reserved | 20.00")
    assert [f.severity for f in run(rows, only=("procurement.small",))] == ["note"]
    less = table("procurement", "item | amount", "sme_reserved | 20.00", "micro_reserved | 12.00")
    assert run(less, only=("procurement.small",)) == []
    assert tally("procurement.small-reserve").not_checked == 1


COUNTED = "subject | quantity | amount"


def test_the_text_counts_the_projects_of_the_table() -> None:
    listed = spent("2010301 | 培训 | detail | 10.00 | | | ")
    assert run(table("claims", COUNTED, "当年财政拨款项目 | 1 | 10.00"), listed, only=("claim.projects",)) == []
    claim = table("claims", COUNTED, "当年财政拨款项目 | 2 | 13.00", line=41)
    carried = table("carryover", "project | role | total", "往年培训 | detail | 3.00")
    (finding,) = run(claim, listed, carried, only=("claim.projects",))
    assert (finding.severity, finding.column, finding.expected) == ("warning", "quantity", Decimal(1))
    assert "上年结转项目" in finding.message
    assert tally("claim.projects", claim).not_checked == 1


def test_projects_that_are_not_shown_are_counted_elsewhere() -> None:
    forms = form("f1 | self_evaluation | project | p1 | 培训 | 10.00 | ")
    few = table("claims", COUNTED, "预算绩效评价项目 | 3 | ")
    assert [f.severity for f in run(forms, few, only=("claim.projects",))] == ["warning"]
    told = table("claims", COUNTED, "预算绩效评价项目 | 3 | ", "涉密项目 | 2 | ")
    assert [f.severity for f in run(forms, told, only=("claim.projects",))] == ["note"]
