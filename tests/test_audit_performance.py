"""The audit of performance forms: money, weights, targets, last year's values, and self-evaluations."""

from __future__ import annotations

from decimal import Decimal

import pytest

from audits import facts, run, table, tally
from mingzhang.audit.registry import RULES
from mingzhang.records.model import Record
from mingzhang.records.performance.targets import split_target

Part = dict[str, list[Record]]
EXACT = table("general_expenditure", "code | total", "201 | 70.25", "210 | 10.35", "221 | 30.45")
FORM = "form_id | form_kind | scope | project_id | name | budget_total | goal | purpose"


def form(*rows: str) -> Part:
    """Forms, in a disclosure whose tables print two places."""
    return {**table("performance_forms", FORM, *rows, line=401), **EXACT}


def project_form(budget: str = "10.00", goal: str = "", purpose: str = "") -> Part:
    return form(f"f1 | target | project | p1 | 培训 | {budget} | {goal} | {purpose}")


def funds(header: str, *rows: str) -> Part:
    return table("performance_funding", f"form_id | source | source_key | {header}", *rows, line=451)


def indicators(*rows: str, header: str = "form_id | subcategory | indicator | target") -> Part:
    """Indicators whose target is taken apart as the reader does."""
    part = table("performance_indicators", header, *rows, line=501)
    for record in part["performance_indicators"]:
        target = split_target(record.text("target"))
        if target.value is not None:
            taken = {"target_value": target.value, "target_operator": target.operator, "target_unit": target.unit}
            record.values.update(taken)
    return part


def severities(*parts: Part, only: str) -> list[str]:
    return [finding.severity for finding in run(*parts, only=(only,))]


def test_sources_of_money_make_the_total() -> None:
    good = funds("budget", "f1 | 总额 | total | 7.00", "f1 | 财政拨款 | fiscal | 5.00", "f1 | 其他资金 | other | 2.00")
    assert severities(project_form(), good, only="form.funding") == []
    bad = funds("budget", "f1 | 总额 | total | 7.00", "f1 | 财政拨款 | fiscal | 5.00", "f1 | 其他资金 | other | 3.00")
    (finding,) = run(project_form(), bad, only=("form.funding",))
    assert (finding.severity, finding.resource, finding.line) == ("error", "performance_funding", 451)
    blank = funds("budget", "f1 | 总额 | total | 7.00", "f1 | 财政拨款 | fiscal | 7.00", "f1 | 其他资金 | other | ")
    assert severities(project_form(), blank, only="form.funding") == []
    assert tally("form.funding-total", project_form()).not_checked == 1


@pytest.mark.parametrize(
    ("amounts", "found"),
    [
        (("2.00", "4.00", "10.00"), []),
        (("2.00", "3.00", "5.00"), []),  # by period
        (("4.00", "3.00", "10.00"), ["warning"]),
        (("2.00", "4.00", "9.00"), ["error"]),
        (("25", "50", "100"), []),  # percents
        (("", "", "10.00"), ["note"]),
    ],
)
def test_a_plan_never_falls_and_ends_at_the_budget(amounts: tuple[str, ...], found: list[str]) -> None:
    rows = [
        f"f1 | {deadline} | {amount}" for deadline, amount in zip(("3月底", "6月底", "12月底"), amounts, strict=True)
    ]
    plan = table("funding_plan", "form_id | deadline | amount", *rows, line=471)
    assert severities(project_form(), plan, only="form.plan") == found


@pytest.mark.parametrize(
    ("purpose", "found"),
    [
        ("预算数10万元，其中财政资金10万元，用于培训", []),
        ("预算数5万元，其中财政资金5万元，用于培训", ["error"]),
        ("预算数为10.0016万元，其中财政资金10.0016万元", []),
        ("用于培训", []),
    ],
)
def test_the_purpose_names_the_budget(purpose: str, found: list[str]) -> None:
    assert [s for s in severities(project_form(purpose=purpose), only="form.purpose") if s == "error"] == found


def test_weights_add_up_to_a_hundred_or_ninety() -> None:
    header = "form_id | indicator | weight"

    def weighed(*weights: str) -> Part:
        return table("performance_indicators", header, *(f"f1 | 指标 | {w}" for w in weights), line=501)

    assert severities(project_form(), weighed("60", "40"), only="form.weights") == []
    assert severities(project_form(), weighed("60", "30"), only="form.weights") == ["note"]
    (finding,) = run(project_form(), weighed("50", "20"), only=("form.weights",))
    assert (finding.severity, finding.line, finding.actual) == ("warning", 500, Decimal(70))
    assert tally("form.weights", project_form()).not_checked == 1


def test_many_forms_of_ninety_are_one_note() -> None:
    forms = form(*(f"f{n} | target | project | p{n} | 项目{n} | 5.00 | | " for n in range(6)))
    rows = table("performance_indicators", "form_id | category | indicator | weight",
                 *(f"f{n} | 产出指标 | 指标{n} | {90 if n else 50}" for n in range(6)),
                 "f0 | 成本指标 | 另一指标 | 40")  # fmt: skip
    assert severities(forms, rows, only="form.weights") == ["note"]
    (finding,) = run(forms, rows, only=("form.weight-split",))
    assert finding.line == 401


def test_forms_of_unlike_projects_have_indicators_of_their_own() -> None:
    forms = form(*(f"f{n} | target | project | p{n} | 项目{n} | 5.00 | | " for n in range(3)))
    same = indicators(*(f"f{n} | 数量指标 | 完成项目个数(个) | >=1个" for n in range(3)))
    assert severities(forms, same, only="form.identical") == ["warning"]
    own = indicators(*(f"f{n} | 数量指标 | 完成项目{n}个数(个) | >=1个" for n in range(3)))
    assert severities(forms, own, only="form.identical") == []


OVERALL = form("f1 | target | overall | | 某县某局 | | | ")
LEVELS = ("f1 | 上级安排 | superior | 0.00", "f1 | 本级安排 | local | {}", "f1 | 其他 | other | {}")


def overall(local: str, other: str) -> Part:
    return funds("budget", LEVELS[0], LEVELS[1].format(local), LEVELS[2].format(other))


def test_the_overall_form_has_all_money_of_the_unit() -> None:
    spent = table("expenditure", "code | role | total", "2010301 | detail | 10.00", " | total | 10.00")
    assert severities(OVERALL, overall("8.00", "2.00"), spent, only="form.unit-total") == []
    assert severities(OVERALL, overall("8.00", "3.00"), spent, only="form.unit-total") == ["error"]
    assert tally("form.unit-total", OVERALL, overall("8.00", "2.00")).not_checked == 1


@pytest.mark.parametrize(
    ("local", "other", "found"),
    [("8.00", "2.00", []), ("10.00", "", ["error"]), ("8.00", "", ["warning"]), ("9.00", "1.00", ["warning"])],
)
def test_money_of_the_unit_is_no_fiscal_money(local: str, other: str, found: list[str]) -> None:
    revenue = table("revenue", "role | total | unit_funds", "total | 10.00 | 2.00")
    assert severities(OVERALL, overall(local, other), revenue, only="form.unit-sources") == found


def test_a_project_paid_from_above_shows_in_the_overall_form() -> None:
    project = table("projects", "project_id | name | amount", "p1 | 提前下达中央补助资金 | 3.00")
    assert severities(OVERALL, overall("8.00", "2.00"), project, only="form.unit-level") == ["note"]
    other = table("projects", "project_id | name | amount", "p1 | 培训 | 3.00")
    assert severities(OVERALL, overall("8.00", "2.00"), other, only="form.unit-level") == []


@pytest.mark.parametrize(
    ("indicator", "found"),
    [
        ("在职人员保障人数（人） | >=20人", []),
        ("在职人员保障人数（人） | >=65人", ["warning"]),
        ("离退休人员工资福利支出预算保障人数（人） | >=12人", []),
        ("离退休人员工资福利支出预算保障人数（人） | >=15人", ["warning"]),
        ("在职人员控制率（%） | =100%", ["warning"]),
        ("在职人员控制率（%） | <=100%", []),
        ("保障车辆数（辆） | =5辆", []),
        ("保障车辆数（辆） | =9辆", ["warning"]),
    ],
)
def test_staff_and_vehicles_are_those_of_the_text(indicator: str, found: list[str]) -> None:
    staff = table(
        "staffing", "item | count", "establishment | 30", "serving | 20", "retired | 11", "retired_veteran | 1"
    )
    assets = table("assets", "item | quantity", "车辆 | 5")
    rows = indicators(f"f1 | 数量指标 | {indicator}")
    assert severities(OVERALL, rows, staff, assets, only="target.staff") == found


def test_a_count_of_vehicles_in_use_is_an_error_when_it_differs() -> None:
    rows = indicators("f1 | 保障车辆数 | =9辆 | 上年度末实际在用的车辆", header="form_id | indicator | target | basis")
    assert severities(OVERALL, rows, table("assets", "item | quantity", "车辆 | 5"), only="target.staff") == ["error"]


@pytest.mark.parametrize(
    ("goal", "target", "found"),
    [
        ("开展不少于3次的党务工作培训", ">=3次", []),
        ("开展不少于3次的党务工作培训", ">5次", ["warning"]),
        ("开展3次党务工作培训", ">3次", ["warning"]),
        ("开展约3次党务工作培训", ">=5次", []),
        ("培训干部300余人", ">=5次", []),
    ],
)
def test_targets_are_what_the_goal_says(goal: str, target: str, found: list[str]) -> None:
    rows = indicators(f"f1 | 数量指标 | 开展党务知识培训 | {target}")
    assert severities(project_form(goal=goal), rows, only="target.goal") == found


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("质量指标 | 结项优秀率 | ≥100%", ["note"]),
        ("质量指标 | 结项优秀率 | =100%", []),
        ("数量指标 | 保障人数(人) | <=30人", ["note"]),
        ("时效指标 | 补贴覆盖面(个) | <=30个", ["note"]),
        ("时效指标 | 完成时间(月) | <=12月", []),
        ("成本指标 | 人均标准 | ≥2.2万元", ["warning"]),
        ("效益指标 | 工作水平提高率 | ≥2%", []),
    ],
)
def test_targets_make_sense(row: str, found: list[str]) -> None:
    assert severities(project_form(), indicators(f"f1 | {row}"), only="target.sense") == found


def test_a_target_far_below_its_like_is_a_slip() -> None:
    rows = indicators(
        "f1 | 质量指标 | 合格率 | ≥90%", "f1 | 满意度 | 满意率 | ≥95%", "f1 | 效益 | 智力支持有效率 | ≥8%"
    )
    (finding,) = run(project_form(), rows, only=("target.sense",))
    assert (finding.severity, finding.line) == ("warning", 503)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (["经济成本指标 | 项目总成本(万元) | <=10万元"], []),
        (["经济成本指标 | 项目总成本(万元) | <=12万元"], ["warning"]),
        (["经济成本指标 | 教材资金数 | <=4万元", "经济成本指标 | 场地资金数 | <=6万元"], []),
        (["经济成本指标 | 教材资金数 | <=4万元", "经济成本指标 | 场地资金数 | <=5万元"], ["note"]),
        (["经济成本指标 | 举办比赛成本 | <=5万元"], []),
    ],
)
def test_costs_are_the_budget(rows: list[str], found: list[str]) -> None:
    assert severities(project_form(), indicators(*(f"f1 | {row}" for row in rows)), only="target.total-cost") == found


@pytest.mark.parametrize(
    ("count", "cost", "found"),
    [
        ("培训人数 | ≥100人", "培训人均成本 | 1000元", []),
        ("培训人数 | ≥75人", "培训人均成本 | 500元", ["warning"]),
        ("培训人数 | ≥75人", "培训人均成本 | ≤500元", ["note"]),
        ("培训人数 | ≥75人", "培训人均成本 | ≤5000元", []),  # both are bounds
        ("培训人数 | 75人", "培训人均成本 | 5000元", ["warning"]),
        ("补助人数 | 8人", "人均补助标准 | ≤1.25万元", []),
        ("补助人数 | 8人", "人均补助标准 | ≤1.249万元", ["rounding"]),
        ("站点维护数量 | 200个", "站点维护成本 | 400元", ["warning"]),
        ("站点维护数量 | 250个", "站点维护成本 | 400元", []),
        ("考核单位数量 | 76个", "单次考核租车成本 | ≤300元", []),
    ],
)
def test_counts_times_costs_are_the_budget(count: str, cost: str, found: list[str]) -> None:
    rows = indicators(f"f1 | 数量指标 | {count}", f"f1 | 成本指标 | {cost}")
    assert severities(project_form(), rows, only="target.unit-cost") == found


def test_what_the_goal_promises_is_within_the_budget() -> None:
    goal = "在中秋节、端午节慰问，每次慰问标准为200元，共76名"
    assert severities(project_form("3.00", goal), only="target.goal-standard") == ["warning"]
    assert severities(project_form("3.04", goal), only="target.goal-standard") == []


PREVIOUS = "form_id | subcategory | indicator | target | previous"


def former(*rows: str) -> Part:
    return indicators(*(f"f1 | {row}" for row in rows), header=PREVIOUS)


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (["数量 | 补贴人数(人) | =20人 | =70人", "成本 | 项目总成本(万元) | <=10万元 | =0万元"], ["warning"]),
        (["数量 | 考核次数(次) | =2次 | =2次", "成本 | 项目总成本(万元) | <=10万元 | =0万元"], ["note"]),
        (["数量 | 考核次数(次) | =2次 | 无", "成本 | 项目总成本(万元) | <=10万元 | =0万元"], []),
    ],
)
def test_what_was_done_last_year_cost_something(rows: list[str], found: list[str]) -> None:
    assert severities(project_form(), former(*rows), only="previous.cost") == found


def test_last_year_people_times_standard_make_the_cost() -> None:
    rows = ["数量 | 补贴人数(人) | =20人 | =340人", "成本 | 补贴标准(元/人) | =300元/人 | =300元/人"]
    good = former(*rows, "成本 | 申报费用(万元) | =10万元 | =10.20万元")
    assert severities(project_form(), good, only="previous.cost") == []
    bad = former(*rows, "成本 | 申报费用(万元) | =10万元 | =5.55万元")
    assert severities(project_form(), bad, only="previous.cost") == ["warning"]


def test_last_year_values_have_the_unit_of_their_indicator() -> None:
    rows = former(
        "质量 | 拨付及时率(%) | =100% | =10月",
        "满意 | 满意度(%) | >=98% | 98",
        "质量 | 合规率(%) | =100% | 1",
        "效益 | 提升效率 | 提升 | =100%",
        "质量 | 完成率(%) | =90% | =95%",
    )
    found = run(project_form(), rows, only=("previous.unit",))
    assert [(f.line, f.severity) for f in found] == [(501, "warning"), (502, "note"), (503, "note"), (504, "note")]
    (finding,) = run(project_form(), rows, only=("previous.lower",))
    assert finding.line == 505
    assert tally("previous.unit", project_form()).not_checked == 1


def test_the_same_people_were_as_many_in_every_form() -> None:
    forms = form(*(f"f{n} | target | project | p{n} | 项目{n} | 5.00 | | " for n in (1, 2)))
    rows = ("f1 | 数量 | 保障村干部人数(人) | =863人 | =841人", "f2 | 数量 | 保障全县村干部人数(人) | =863人 | {}")
    assert severities(forms, indicators(rows[0], rows[1].format("=863人"), header=PREVIOUS), only="previous.same") == [
        "warning"
    ]
    assert severities(forms, indicators(rows[0], rows[1].format("=841人"), header=PREVIOUS), only="previous.same") == []


def test_a_project_of_last_year_has_values_of_last_year() -> None:
    past = form("f1 | target | project | p1 | 2023年驻村经费 | 5.00 | | ")
    assert severities(past, former("数量 | 次数(次) | =2次 | 无"), only="previous.none") == ["note"]
    assert severities(past, former("数量 | 次数(次) | =2次 | 2次"), only="previous.none") == []


MONEY = "initial_budget | full_year_budget | executed | weight | execution_rate | score"
RESULT = "form_id | indicator | target | actual | weight | score | deviation"


def evaluated(money: str, *rows: str, total: str = "", goal: str = "", achievement: str = "") -> list[Part]:
    """A self-evaluation of one project."""
    initial, planned, executed, *_ = (cell.strip() for cell in money.split("|"))
    header = "form_id | form_kind | scope | project_id | name | initial_budget | full_year_budget | executed"
    head = f"f1 | self_evaluation | project | p1 | 培训 | {initial} | {planned} | {executed}"
    row = f"{head} | {total} | {goal} | {achievement}"
    forms = table("performance_forms", f"{header} | total_score | goal | achievement", row, line=401)
    return [{**forms, **EXACT}, funds(MONEY, f"f1 | 总额 | total | {money}"), indicators(*rows, header=RESULT)]


ROW = "f1 | 培训人数 | =20人 | =20人 | 90 | 90 | "


@pytest.mark.parametrize(
    ("money", "rule", "found"),
    [
        ("10.00 | 8.00 | 8.00 | 10 | 100.00 | 10.00", "evaluation.rate", []),
        ("10.00 | 8.00 | 8.00 | 10 | 80.00 | 8.00", "evaluation.rate", ["error"]),
        ("10.00 | 9.00 | 8.00 | 10 | 88.9 | 8.89", "evaluation.rate", []),  # rounded as printed
        ("10.00 | 8.00 | 8.00 | 10 | 1 | 10.00", "evaluation.rate", []),  # a share
        ("10.00 | | 8.00 | 10 | 80 | 8.00", "evaluation.rate", []),
        ("10.00 | 10.00 | 9.00 | 10 | 90.00 | 10.00", "evaluation.score", ["warning"]),
    ],
)
def test_rates_and_their_scores(money: str, rule: str, found: list[str]) -> None:
    assert severities(*evaluated(money, ROW), only=rule) == found


def test_a_rate_of_the_initial_budget_is_named() -> None:
    (finding,) = run(*evaluated("10.00 | 8.00 | 8.00 | 10 | 80.00 | 8.00", ROW), only=("evaluation.rate",))
    assert "年初预算数 10.00" in finding.message and finding.expected == 100


def test_scores_make_the_total() -> None:
    money = "10.00 | 8.00 | 8.00 | 10 | 100.00 | 10.00"
    assert severities(*evaluated(money, ROW, total="100"), only="evaluation.score") == []
    assert severities(*evaluated(money, ROW, total="99"), only="evaluation.score") == ["warning"]
    more = evaluated(money, "f1 | 培训人数 | =20人 | =20人 | 90 | 95 | ")
    assert severities(*more, only="evaluation.score") == ["warning"]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("=10个 | =10个 | 10 | 10 | ", []),
        ("=10个 | =20个 | 10 | 10 | ", ["warning"]),
        ("=10个 | =8个 | 10 | 10 | ", ["warning"]),
        ("=10个 | =8个 | 10 | 8 | 按需安排", []),
        ("=10个 | =8个 | 10 | 8 | ", ["warning"]),
        ("=10个 | =10个 | 10 | 10 | 按需安排", ["note"]),
        (">=10个 | =13个 | 10 | 10 | ", []),
        (">=10个 | =14个 | 10 | 10 | ", ["warning"]),
        (">=10个 | =14个 | 10 | 10 | 上级增加任务", []),
        ("<=7天 | =5天 | 10 | 10 | 无", []),
        (">=1.30万名 | =1.3万名 | 10 | 10 | ", []),
    ],
)
def test_targets_results_scores_and_reasons_agree(row: str, found: list[str]) -> None:
    parts = evaluated("10.00 | 8.00 | 8.00 | 10 | 100.00 | 10.00", f"f1 | 考场数量 | {row}")
    assert severities(*parts, only="evaluation.target") == found


def test_a_result_in_words_is_not_compared() -> None:
    parts = evaluated("10.00 | 8.00 | 8.00 | 10 | 100.00 | 10.00", "f1 | 提升效率 | 提升 | 完全达到预期 | 90 | 90 | ")
    assert tally("evaluation.target", *parts).not_checked == 1


def test_actual_people_times_actual_cost_were_spent() -> None:
    rows = ("f1 | 享受补贴人数 | >=40人 | =40人 | 50 | 50 | ", "f1 | 补助标准 | =3000元/人 | =3000元/人 | 40 | 40 | ")
    good = evaluated("12.00 | 12.00 | 12.00 | 10 | 100 | 10", *rows)
    assert severities(*good, only="evaluation.unit") == []
    bad = evaluated("12.00 | 11.00 | 11.00 | 10 | 100 | 10", *rows)
    assert severities(*bad, only="evaluation.unit") == ["warning"]


def test_a_budget_cut_to_nothing_with_all_targets_met_is_told() -> None:
    assert severities(*evaluated("75.00 | 3.00 | 3.00 | 10 | 100 | 10", ROW), only="evaluation.budget") == ["warning"]
    assert severities(*evaluated("75.00 | 70.00 | 70.00 | 10 | 100 | 10", ROW), only="evaluation.budget") == []


def test_the_achievement_is_more_than_the_goal() -> None:
    money = "10.00 | 8.00 | 8.00 | 10 | 100 | 10"
    goal = "组织培训20人、保障57个站点"
    assert severities(*evaluated(money, ROW, goal=goal, achievement="已完成各项工作"), only="evaluation.text") == [
        "note"
    ]
    done = "已培训20人，保障57个站点"
    assert severities(*evaluated(money, ROW, goal=goal, achievement=done), only="evaluation.text") == []
    copied = "坚持和加强全面领导，认真落实各项任务要求" * 5
    found = severities(*evaluated(money, ROW, goal=copied, achievement=f"已完成：{copied}"), only="evaluation.text")
    assert found == ["note"]


def test_the_goal_names_the_initial_budget() -> None:
    money = "10.00 | 8.00 | 8.00 | 10 | 100 | 10"
    assert severities(*evaluated(money, ROW, goal="预算金额：8.00万元"), only="form.goal-budget") == ["note"]
    assert severities(*evaluated(money, ROW, goal="预算金额：9.00万元"), only="form.goal-budget") == ["warning"]
    assert severities(*evaluated(money, ROW, goal="预算金额：10.00万元"), only="form.goal-budget") == []


def final(*rows: str) -> Part:
    return table("claims", "subject | amount", *rows, line=41)


def test_an_overall_evaluation_agrees_with_the_final_accounts() -> None:
    row = "f1 | self_evaluation | overall | 某县某局 | 100.00 | 100.00 | 95.00"
    header = "form_id | form_kind | scope | name | initial_budget | full_year_budget | executed"
    head = {**table("performance_forms", header, row), **EXACT}
    claims = final("本年支出 | 95.00", "财政拨款收入 | 90.00", "其他收入 | 5.00", "年末结转和结余 | 0.00")
    good = funds("executed", "f1 | 总 | total | 95.00", "f1 | 本级 | local | 90.00", "f1 | 其他 | other | 5.00")
    assert severities(head, good, claims, only="form.unit-execution") == []
    bad = funds("executed", "f1 | 总 | total | 95.00", "f1 | 本级 | local | 95.00", "f1 | 其他 | other | 0.00")
    assert severities(head, bad, claims, only="form.unit-execution") == ["error"]
    assert severities(head, good, claims, only="form.unspent") == ["note"]


def test_fiscal_money_of_projects_has_a_limit() -> None:
    header = "form_id | form_kind | scope | name"
    rows = [f"f{n} | self_evaluation | project | 项目{n}" for n in (1, 2)]
    forms = {**table("performance_forms", header, *rows), **EXACT}
    money = funds("executed", "f1 | 财政拨款 | fiscal | 30.00", "f2 | 财政拨款 | fiscal | 10.00")
    enough = final("财政拨款支出总计 | 60.00", "财政拨款基本支出 | 20.00")
    assert severities(forms, money, enough, only="form.fiscal") == []
    less = final("财政拨款支出总计 | 50.00", "财政拨款基本支出 | 20.00")
    (finding,) = run(forms, money, less, only=("form.fiscal",))
    assert (finding.severity, finding.line) == ("error", 452)


def test_nothing_is_passed_where_there_is_nothing_to_check() -> None:
    family = [rule for rule in RULES.values() if rule.family == "项目与绩效"]
    assert len(family) > 40
    for rule in family:
        results = [type(check).__name__ for check in rule.check(facts())]
        assert set(results) == {"NotChecked"}, rule.id
