"""Family 4: percentages, changes and reasons."""

from __future__ import annotations

from decimal import Decimal

import pytest

from audit_text import EXPENDITURE, GENERAL, REVENUE, THREE, check, claim, facts, kinds, record
from mingzhang.audit.model import Finding
from mingzhang.audit.text.percent import FITS, PADDED, ROUNDED, WRONG, Amount, guess, judge
from mingzhang.records.model import Record

SCALE = "一般公共预算当年拨款规模变化情况"
ITEMS = "一般公共预算当年拨款具体使用情况"


@pytest.mark.parametrize(
    ("printed", "exact", "slack", "kind"),
    [
        ("12.87", "12.8695", "0", FITS),
        ("12.86", "12.8695", "0", ROUNDED),  # cut off
        ("12.88", "12.8695", "0", WRONG),  # rounded up past the half
        ("12.88", "12.8695", "0.006", ROUNDED),  # the amounts' own rounding explains it
        ("29", "29.003", "0", FITS),
        ("26.9", "26.909", "0", FITS),
        ("-10.86", "-10.8675", "0", ROUNDED),
        ("1.60", "1.6114", "0", PADDED),
        ("0.70", "0.7325", "0", PADDED),
        ("1.60", "1.6714", "0", WRONG),
        ("0", "0", "0", FITS),
    ],
)
def test_how_a_printed_percentage_is_judged(printed: str, exact: str, slack: str, kind: str) -> None:
    assert judge(Decimal(printed), Amount(Decimal(exact), Decimal(slack))) == kind


@pytest.mark.parametrize(
    ("printed", "part", "whole", "divisors", "hint"),
    [
        ("33.33", "20", "40", {"本年数": "60"}, "除以本年数"),
        ("0.50", "40", "800", {}, "差十倍"),
        ("0.05", "40", "800", {}, "差一百倍"),
        ("28.54", "20.81", "16.19", {}, "漏了一位"),
        ("77.77", "20", "40", {}, ""),
    ],
)
def test_what_went_wrong_is_named(printed: str, part: str, whole: str, divisors: dict[str, str], hint: str) -> None:
    exact = Decimal(part) / Decimal(whole) * 100
    told = guess(Decimal(printed), Decimal(part), exact, {name: Decimal(value) for name, value in divisors.items()})
    assert hint in told and bool(hint) == bool(told)


def revenue(**values: object) -> list[Record]:
    return [claim(5, REVENUE, "收入预算", amount="800.00"), claim(6, REVENUE, "单位资金", amount="40.00", **values)]


@pytest.mark.parametrize(("share", "kind"), [("5.00", "Passed"), ("5", "Passed"), ("0.50", "error"), ("5.01", "error")])
def test_a_share_of_its_whole(share: str, kind: str) -> None:
    assert kinds("percent.share", facts(revenue(share=share))) == [kind]


def test_a_share_without_a_whole_and_one_of_nothing() -> None:
    assert kinds("percent.share", facts([claim(6, REVENUE, "单位资金", amount="40", share="5")])) == ["NotChecked"]
    assert kinds("percent.share", facts([*revenue()[:1], claim(7, REVENUE, "事业收入", amount="0", share="0")])) == [
        "Passed"
    ]


def test_the_whole_of_the_table_counts_too_and_so_does_a_subtotal() -> None:
    rows = [record(9, name="合计", role="total", total="800.00")]
    of = facts([claim(6, REVENUE, "单位资金", amount="40.00", share="5.00")], revenue=rows)
    assert kinds("percent.share", of) == ["Passed"]
    nested = [*revenue(), claim(7, REVENUE, "其他收入", amount="10.00", share="25.00")]
    assert kinds("percent.share", facts(nested)) == ["Passed"]


def test_the_table_explains_the_share_of_a_misstated_amount() -> None:
    rows = [record(20, code="221", name="住房保障支出", role="subtotal", total="46.00"),
            record(21, name="合计", role="total", total="800.00")]  # fmt: skip
    of = facts([claim(6, GENERAL, "住房（类）", code="221", amount="33.00", share="5.75")], general_expenditure=rows)
    (finding,) = check("percent.share", of)
    assert isinstance(finding, Finding) and "按表中 46.00" in finding.message


def change(amount: str, by: str, percent: str, **values: object) -> Record:
    return claim(
        6, EXPENDITURE, "基本支出", amount=amount, change=by, change_percent=percent, baseline="previous_year", **values
    )


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (change("60.00", "20.00", "50.00"), "Passed"),
        (change("60.00", "-20.00", "-25"), "Passed"),
        (change("60.00", "20.00", "33.33"), "error"),  # divided by this year's amount
        (change("60.00", "20.00", "-50.00"), "error"),  # more, and yet less
        (change("15.00", "15.00", "100.00"), "note"),  # from nothing
        (change("0.00", "0.00", "0.00"), "Passed"),
        (change("59.23", "12.48", "26.69"), "rounding"),  # cut off
        (claim(6, EXPENDITURE, "基本支出", amount="60.00", change_percent="50"), "NotChecked"),
        (claim(6, EXPENDITURE, "基本支出", change="20.00", change_percent="50"), "NotChecked"),
    ],
)
def test_a_change_in_percent(row: Record, kind: str) -> None:
    assert kinds("percent.change", facts([row])) == [kind]


def test_a_rate_against_a_stated_budget() -> None:
    good = claim(
        6, THREE, "三公经费", amount="45.00", baseline="initial_budget", baseline_amount="50.00", change_percent="-10"
    )
    bad = claim(
        6, THREE, "三公经费", amount="45.00", baseline="initial_budget", baseline_amount="50.00", change_percent="-5"
    )
    assert kinds("percent.change", facts([good])) == ["Passed"]
    assert kinds("percent.change", facts([bad])) == ["error"]


def test_an_amount_told_in_another_sentence() -> None:
    total = claim(5, "收入支出决算总体情况说明", "收入总计", amount="80.00")
    moved = claim(6, "收入支出决算总体情况说明", "收入支出总体", change="-20.00", change_percent="-20")
    assert kinds("percent.change", facts([total, moved])) == ["Passed"]


def test_how_far_a_budget_was_carried_out() -> None:
    for rate, kind in (("90.00", "Passed"), ("95.00", "error")):
        of = facts([claim(6, THREE, "三公经费", amount="45.00", baseline_amount="50.00", completion=rate)])
        assert kinds("percent.completion", of) == [kind]
    assert kinds("percent.completion", facts([claim(6, THREE, "三公经费", amount="45", completion="90")])) == [
        "NotChecked"
    ]


def compared(line: int, section: str, subject: str, amount: str, by: str, **values: object) -> Record:
    return claim(line, section, subject, amount=amount, change=by, baseline="previous_year", **values)


def general(total_change: str) -> list[Record]:
    return [
        compared(5, REVENUE, "一般公共预算", "80.00", total_change),
        compared(6, GENERAL, "基本支出", "30.00", "5.00", subsection=SCALE),
        compared(7, GENERAL, "项目支出", "50.00", "-2.00", subsection=SCALE),
        compared(8, GENERAL, "甲（项）", "35.00", "4.00", code="2010301", subsection=ITEMS),
        compared(9, GENERAL, "乙（项）", "45.00", "-1.00", code="2010302", subsection=ITEMS),
        claim(4, GENERAL, "一般公共预算拨款合计", amount="80.00"),
    ]


def test_the_previous_year_of_the_whole_is_that_of_its_parts() -> None:
    assert kinds("change.previous", facts(general("3.00"))) == ["Passed"]
    assert kinds("change.previous", facts(general("3.01"))) == ["rounding"]
    assert kinds("change.previous", facts(general("9.00"))) == ["error"]  # both ways of adding up agree
    assert kinds("change.previous", facts(general("9.00")[:3])) == ["warning"]
    assert kinds("change.previous", facts()) == ["NotChecked"]


def test_changes_add_up() -> None:
    def of(by: str) -> list[str]:
        total = compared(5, THREE, "财政拨款“三公”经费", "9.00", by)
        parts = [compared(6, THREE, "因公出国（境）费", "0.00", "0.00"),
                 compared(6, THREE, "公务接待费", "2.00", "1.00"),
                 compared(6, THREE, "公务用车购置及运行费", "7.00", "2.00")]  # fmt: skip
        return kinds("change.parts", facts([total, *parts]))

    assert of("3.00") == ["holds"] and of("3.50") == ["broken"]


def test_a_running_account_of_changes() -> None:
    def of(last: str) -> list[str]:
        changes = [("甲", "-5.00"), ("乙", "-3.00"), ("项目经费合计", "-8.00"), ("丙", "4.00"), ("丁", "2.00"),
                   ("项目经费合计", "6.00"), ("项目支出合计", last)]  # fmt: skip
        claims = [claim(9, "比上年增减情况", name, change=by, baseline="previous_year") for name, by in changes]
        return kinds("change.parts", facts(claims))

    assert of("-2.00") == ["holds"] * 3
    assert of("-5.00") == ["holds", "holds", "NotChecked"]


def test_scopes_that_leave_a_rest() -> None:
    wide, narrow = "收入支出决算总体情况说明", "财政拨款收入支出决算总体情况说明"

    def of(total: str, fiscal: str, amount: str = "70.00") -> str:
        claims = [
            claim(5, wide, "收入支出总体", change=total, baseline="previous_year"),
            claim(5, wide, "收入总计", amount="80.00"),
            claim(6, narrow, "财政拨款收入支出总体", change=fiscal, baseline="previous_year"),
            claim(6, narrow, "财政拨款收入总计", amount=amount),
        ]
        return kinds("change.scopes", facts(claims))[0]

    assert of("-20.00", "-30.00") == "note"  # other funds went the other way
    assert of("-30.00", "-20.00") == "Passed"
    assert of("-30.00", "-20.00", amount="80.00") == "note"  # the same amounts, other changes
    assert set(kinds("change.scopes", facts())) == {"NotChecked"}


def reason(change: str, text: str, subject: str = "项目支出", section: str = EXPENDITURE, line: int = 6) -> Record:
    return claim(line, section, subject, amount="50.00", change=change, baseline="previous_year", reason=text)


@pytest.mark.parametrize(
    ("change", "text", "kind"),
    [
        ("-1.69", "本年增加驻村工作经费", "warning"),
        ("1.69", "本年增加驻村工作经费", "Passed"),
        ("1.69", "人员减少，工资增加", "Passed"),
        ("1.69", "新增调出人员，职业年金增加", "note"),
        ("1.69", "科目调整", "Passed"),
    ],
)
def test_the_direction_of_a_reason(change: str, text: str, kind: str) -> None:
    assert kinds("reason.direction", facts([reason(change, text)])) == [kind]


@pytest.mark.parametrize(("people", "kind"), [(0, "warning"), (3, "warning"), (-3, "Passed")])
def test_fewer_people(people: int, kind: str) -> None:
    staff = [record(2, item="serving", count=12, change=people)]
    staff[0].values["change"] = people
    same = [reason("-1", "本年预算人数减少"), reason("-2", "本年预算人数减少", line=9)]
    assert kinds("reason.staff", facts(same, staffing=staff)) == [kind]
    assert kinds("reason.staff", facts(same)) == ["NotChecked"]
    assert kinds("reason.staff", facts([reason("-1", "人员经费减少")], staffing=staff)) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("项目资金增加", "note"),
        ("主要原因是项目资金增加", "note"),
        ("厉行节约，减少经费支出", "note"),
        ("新增党建项目", "Passed"),
        ("在职人员工资调增", "Passed"),
    ],
)
def test_a_reason_that_says_nothing(text: str, kind: str) -> None:
    assert kinds("reason.circular", facts([reason("5", text)])) == [kind]


def test_a_reason_copied_from_a_part() -> None:
    text = "在职人员工资调增，社保增加"
    whole = reason("50.00", text, "一般公共预算", REVENUE, 5)
    assert kinds("reason.copied", facts([whole, reason("3.00", text)])) == ["warning"]
    assert kinds("reason.copied", facts([whole, reason("45.00", text)])) == ["Passed"]


def test_a_project_that_is_still_carried_over() -> None:
    text = "减少2023年度援疆干部医疗补助资金"
    rows = [record(30, project="2023年度某区援疆干部医疗费", role="detail", total="22.50")]
    of = facts([reason("-5.00", text, "财政拨款结转", REVENUE)], carryover=rows)
    assert kinds("reason.still-carried", of) == ["warning"]
    assert kinds("reason.still-carried", facts([reason("-5.00", text, "财政拨款结转", REVENUE)])) == ["NotChecked"]


def test_fiscal_money_is_not_explained_by_own_funds() -> None:
    forms = [record(40, scope="project", name="华丰工作经费（实有资金）", budget_other="35.00")]
    of = facts([reason("5.00", "增加华丰接待经费", "公务接待费", THREE)], performance_forms=forms)
    assert kinds("reason.other-funds", of) == ["warning"]
    assert kinds("reason.other-funds", facts([reason("5.00", "增加接待", "公务接待费", THREE)])) == ["NotChecked"]


def test_pay_alone_does_not_explain_what_public_costs_make() -> None:
    basic = reason("30.00", "在职人员工资调增", "基本支出")
    public = claim(50, "单位运行经费情况", "机关运行经费", amount="27.00", change="15.00", baseline="previous_year")
    assert kinds("reason.pay-only", facts([basic, public])) == ["note"]
    assert kinds("reason.pay-only", facts([reason("300.00", "在职人员工资调增", "基本支出"), public])) == ["Passed"]
    assert kinds("reason.pay-only", facts([basic])) == ["NotChecked"]


def test_items_that_are_too_small_to_explain() -> None:
    table = [record(30, code="30228", name="工会经费", role="detail", total="3.11")]
    row = claim(50, "单位运行经费情况", "机关运行经费", amount="27", change="15.00", reason="将工会经费纳入预算")
    assert kinds("reason.named-items", facts([row], basic_expenditure=table)) == ["note"]


def test_new_or_only_moved() -> None:
    new = reason("15", "本年新增“老干部活动费用”项目", line=5)
    moved = reason("-15", "科目调整，涉及“2024年老干部活动费用”等", line=9)
    assert kinds("reason.new-or-moved", facts([new, moved])) == ["warning"]
    assert kinds("reason.new-or-moved", facts([new])) == ["Passed"]


def test_when_people_were_added() -> None:
    one, other = reason("5", "新增30名志愿者", line=5), reason("5", "2023年8月增加30名志愿者", line=9)
    assert kinds("reason.when", facts([one, other])) == ["note"]
    assert kinds("reason.when", facts([one])) == ["Passed"]
