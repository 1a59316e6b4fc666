"""Family 3: text against tables, lists, counts."""

from __future__ import annotations

import pytest

from audit_text import BASIC, CARRYOVER, EXPENDITURE, GENERAL, REVENUE, THREE, check, claim, facts, found, kinds, record
from mingzhang.audit.facts import Facts
from mingzhang.audit.model import Equation, Finding
from mingzhang.records.model import Record

OVERALL = "关于某单位收支预算情况的总体说明"


def expenditure(basic: str = "30.00", project: str = "50.00") -> list[Record]:
    return [
        record(10, code="201", name="一般公共服务支出", role="subtotal", total="80.00", basic=basic, project=project),
        record(11, name="合计", role="total", total="80.00", basic=basic, project=project),
    ]


def test_a_claim_equals_its_cell_exactly() -> None:
    for stated, kind in (("30.00", "holds"), ("30", "holds"), ("30.01", "broken"), ("31", "broken")):
        of = facts([claim(5, EXPENDITURE, "基本支出", amount=stated)], expenditure=expenditure())
        assert kinds("text.table", of) == [kind], stated


def test_a_coarser_figure_is_within_half_a_unit_of_its_last_place() -> None:
    rows = [record(11, name="合计", role="total", total="80.04", basic="80.04")]
    equation = check("text.table", facts([claim(5, EXPENDITURE, "基本支出", amount="80.0")], expenditure=rows))[0]
    assert isinstance(equation, Equation) and equation.exact


def test_a_code_is_compared_with_its_row_or_with_the_rows_below_it() -> None:
    rows = [record(12, code="2080505", name="养老", role="detail", total="8.36"),
            record(13, code="2080506", name="年金", role="detail", total="4.18"),
            record(14, name="合计", role="total", total="12.54")]  # fmt: skip
    one = facts([claim(5, GENERAL, "养老", code="2080505", amount="8.36")], general_expenditure=rows)
    whole = facts([claim(5, GENERAL, "社保（类）", code="208", amount="12.54")], general_expenditure=rows)
    absent = facts([claim(5, GENERAL, "住房（类）", code="221", amount="9.00")], general_expenditure=rows)
    assert (kinds("text.table", one), kinds("text.table", whole)) == (["holds"], ["holds"])
    assert kinds("text.table", absent) == ["NotChecked"]


def test_a_shortened_name_is_known_by_its_amount() -> None:
    rows = [record(12, code="2010301", name="行政运行", role="detail", total="85.03"),
            record(13, code="2080501", name="行政单位离退休", role="detail", total="7.00")]  # fmt: skip
    assert kinds("text.table", facts([claim(5, GENERAL, "行政", amount="85.03")], general_expenditure=rows)) == [
        "holds"
    ]
    assert kinds("text.table", facts([claim(5, GENERAL, "行政", amount="85.04")], general_expenditure=rows)) == []


def test_nothing_to_compare_with_is_said() -> None:
    assert kinds("text.table", facts([claim(5, EXPENDITURE, "基本支出", amount="30")])) == ["NotChecked"]
    assert kinds("text.table", facts([claim(5, THREE, "公务接待费", amount="0")])) == ["Passed"]


def test_yuan_for_ten_thousand_yuan_is_named() -> None:
    of = facts([claim(5, EXPENDITURE, "基本支出", amount="0.0030")], expenditure=expenditure())
    (finding,) = check("text.table", of)
    assert isinstance(finding, Finding) and finding.severity == "error" and finding.expected == 30
    parts = [
        ("政府采购预算", "62.98"),
        ("政府采购货物预算", "22.98"),
        ("政府采购工程预算", "0"),
        ("政府采购服务预算", "0.0040"),
    ]
    claims = [claim(20 + at, "政府采购情况", subject, amount=amount) for at, (subject, amount) in enumerate(parts)]
    (finding,) = check("text.parts", facts(claims))
    assert isinstance(finding, Finding) and finding.line == 23


def test_text_that_copies_a_wrong_cell_is_a_warning_and_the_cell_the_error() -> None:
    rows = [
        record(10, code="201", name="甲", role="subtotal", level="类", total="30.00", basic="20.00", project="10.00"),
        record(11, code="208", name="乙", role="subtotal", level="类", total="7.50", basic="7.00"),
        record(12, name="合计", role="total", total="37.00", basic="27.00", project="10.00"),
    ]
    claims = [claim(20, GENERAL, "乙（类）", code="208", amount="7.50")]
    assert found(facts(claims, general_expenditure=rows), "text", "sum") == [
        (11, "error", "sum.row", "total"),
        (20, "warning", "text.table", "amount"),
    ]


def test_a_figure_repeated_in_text_alone_is_compared() -> None:
    claims = [claim(5, "收入支出决算总体情况说明", "本年收入合计", amount="25.00"),
              claim(9, "收入决算情况说明", "本年收入", amount="25.01")]  # fmt: skip
    assert kinds("text.repeated", facts(claims)) == ["broken"]
    assert kinds("text.repeated", facts([claims[0]])) == []


def test_parts_make_their_whole_within_rounding() -> None:
    def of(one: str, other: str) -> Facts:
        return facts([claim(5, REVENUE, "收入预算", amount="80.00"), claim(5, REVENUE, "一般公共预算", amount=one),
                      claim(6, REVENUE, "单位资金", amount=other)])  # fmt: skip

    assert kinds("text.parts", of("70.00", "10.00")) == ["holds"]
    assert kinds("text.parts", of("70.00", "10.01")) == ["holds"]  # three figures of two places
    assert kinds("text.parts", of("70.00", "9.00")) == ["broken"]
    assert found(of("70.00", "10.01"), "text") == [(5, "rounding", "text.parts", "amount")]


def test_what_a_part_is_made_of_is_no_part_of_the_whole() -> None:
    detail = "财政拨款收入70.00万元（其中，一般公共预算70.00万元，政府性基金0.00万元），占87.50%；其他收入10.00万元"
    said = [("本年收入合计", "80.00"), ("财政拨款收入", "70.00"), ("一般公共预算", "70.00"), ("其他收入", "10.00")]
    claims = [claim(5, "收入决算情况说明", subject, amount=amount) for subject, amount in said]
    claims[0].values["detail"] = detail
    assert set(kinds("text.parts", facts(claims))) == {"holds"}


def test_unknown_parts_leave_a_whole_unchecked() -> None:
    claims = [claim(5, REVENUE, "收入预算", amount="80"), claim(5, REVENUE, "一般公共预算", amount="60"),
              claim(6, REVENUE, "单位资金", amount="10"), claim(7, REVENUE, "彩票公益金", amount="10")]  # fmt: skip
    assert kinds("text.parts", facts(claims)) == ["NotChecked"]


def test_a_part_within_another_is_not_counted_twice() -> None:
    claims = [claim(5, REVENUE, "收入预算", amount="80"), claim(5, REVENUE, "一般公共预算", amount="70"),
              claim(6, REVENUE, "上级一般公共预算安排的转移支付资金", amount="20"),
              claim(7, REVENUE, "单位资金", amount="10")]  # fmt: skip
    assert kinds("text.parts", facts(claims)) == ["holds"]


@pytest.mark.parametrize(("left_out", "kind"), [("7.00", "warning"), ("3.00", "note")])
def test_an_open_list_that_falls_short(left_out: str, kind: str) -> None:
    claims = [claim(5, EXPENDITURE, "项目支出", amount="50", detail="甲资金30万元；乙经费13万元等"),
              claim(5, EXPENDITURE, "甲资金", amount="30"), claim(5, EXPENDITURE, "乙经费", amount="13")]  # fmt: skip
    of = facts(claims, projects=[record(40, name="丙项目", amount=left_out)])
    assert kinds("text.parts", of) == [kind]


def basic_table() -> list[Record]:
    rows = [
        ("30101", "基本工资", "personnel"),
        ("30201", "办公费", "public"),
        ("30231", "公务用车运行维护费", "public"),
    ]
    return [record(30 + at, code=code, name=name, role="detail", **{"total": "5", column: "5"})
            for at, (code, name, column) in enumerate(rows)]  # fmt: skip


@pytest.mark.parametrize(
    ("detail", "kind"),
    [
        ("办公费、公务用车运行维护费", "Passed"),
        ("办公费等", "Passed"),
        ("办公费", "note"),
        ("办公费、水费、公务用车运行维护费等", "warning"),
        ("单位日常开支", "NotChecked"),
    ],
)
def test_a_list_of_economic_items(detail: str, kind: str) -> None:
    of = facts([claim(5, BASIC, "公用经费", amount="10", detail=detail)], basic_expenditure=basic_table())
    assert kinds("list.economic", of) == [kind]


def test_a_list_without_its_table_is_not_checked() -> None:
    assert kinds("list.economic", facts([claim(5, BASIC, "公用经费", amount="10", detail="办公费")])) == ["NotChecked"]


@pytest.mark.parametrize(
    ("detail", "kind"),
    [
        ("基本养老保险缴费支出、退休人员支出", "Passed"),
        ("基本养老保险缴费支出", "note"),
        ("事业单位离退休、基本养老保险缴费支出", "warning"),
    ],
)
def test_a_list_of_functional_items(detail: str, kind: str) -> None:
    rows = [record(30, code="2080501", name="行政单位离退休", total="5"),
            record(31, code="2080505", name="机关事业单位基本养老保险缴费支出", total="6")]  # fmt: skip
    of = facts(
        [claim(5, GENERAL, "社会保障和就业支出", code="208", amount="11", detail=detail)], general_expenditure=rows
    )
    assert kinds("list.functional", of) == [kind]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("收入预算包括：一般公共预算拨款、单位资金。", "Passed"),
        ("收入预算包括：一般公共预算拨款。", "warning"),
        ("收入预算包括：一般公共预算拨款等。", "Passed"),
        ("收入预算包括：一般公共预算拨款、单位资金、上年结转结余。", "warning"),
    ],
)
def test_sources_of_revenue(text: str, kind: str) -> None:
    total = record(9, name="合计", role="total", total="80", general_public_budget="70", unit_funds="10")
    assert kinds("list.sources", facts(revenue=[total], explanation=[record(4, text=text)])) == [kind]
    assert kinds("list.sources", facts(explanation=[record(4, text=text)])) == ["NotChecked"]


def test_an_empty_table_is_empty() -> None:
    said = record(4, text="某单位没有使用政府性基金预算拨款安排的支出，政府性基金预算支出情况表为空表。")
    amounts = [record(9, name="合计", role="total", total="80")]
    assert set(kinds("list.empty", facts(explanation=[said]))) == {"Passed"}
    assert set(kinds("list.empty", facts(explanation=[said], fund_expenditure=amounts))) == {"error"}
    planned = record(4, section=REVENUE, text="政府性基金预算未安排。")
    revenue = [record(9, name="合计", role="total", total="80", government_fund="3")]
    assert kinds("list.empty", facts(explanation=[planned], revenue=revenue)) == ["error"]


def test_no_car_is_bought_without_money() -> None:
    goal = [record(4, text="通过公务用车购置经费的实施，保障调研。")]
    none, some = ([record(9, item="购置费", item_key="vehicle_purchase", total=amount)] for amount in ("0", "20"))
    assert kinds("list.vehicle-purchase", facts(explanation=goal, three_public=none)) == ["error"]
    assert kinds("list.vehicle-purchase", facts(explanation=goal, three_public=some)) == ["NotChecked"]
    project = [record(40, name="车辆购置项目")]
    assert kinds("list.vehicle-purchase", facts(explanation=goal, three_public=none, projects=project)) == [
        "NotChecked"
    ]


def test_projects_of_own_funds() -> None:
    def of(stated: str) -> Facts:
        return facts(
            [claim(50, "预算绩效情况", "当年非财政拨款项目", amount=stated, quantity=1)],
            revenue=[record(9, name="合计", role="total", total="80.00", unit_funds="10.00")],
            expenditure=[record(11, name="合计", role="total", total="80.00", basic="30.00", project="50.00")],
            general_expenditure=[record(12, name="合计", role="total", total="70.00", basic="30.00", project="40.00")],
        )

    assert kinds("text.other-projects", of("10.00")) == ["holds"]
    assert kinds("text.other-projects", of("10.01")) == ["broken"]  # copied, not rounded
    assert kinds("text.other-projects", facts()) == ["NotChecked"]


def test_vehicles_and_operating_costs() -> None:
    held = [claim(50, THREE, "公务用车保有量", quantity=5)]
    for owned, kind in (("5", "Passed"), ("0", "warning")):
        of = facts(held, assets=[record(60, item="车辆", quantity=owned)])
        assert kinds("text.vehicles", of) == [kind]
    assert kinds("text.vehicles", facts(held)) == ["NotChecked"]
    for stated, kind in (("27.00", "Passed"), ("20.00", "Passed"), ("29.00", "warning")):
        of = facts(
            [claim(50, "单位运行经费情况", "机关运行经费", amount=stated)],
            basic_expenditure=[record(30, name="合计", role="total", total="80", personnel="53", public="27.00")],
        )
        assert kinds("text.operating", of) == [kind]


def test_the_codes_of_a_document_without_tables() -> None:
    claims = [claim(5, GENERAL, "一般公共预算财政拨款支出", amount="25"),
              claim(6, GENERAL, "甲（类）", code="201", amount="22"),
              claim(7, GENERAL, "乙（类）", code="208", amount="3")]  # fmt: skip
    assert kinds("text.codes", facts(claims)) == ["holds"]
    assert kinds("text.codes", facts(claims, general_expenditure=expenditure())) == ["NotChecked"]


def test_carryover_without_a_printed_total() -> None:
    rows = [record(9, project="甲", role="detail", total="1.00"), record(10, project="乙", role="detail", total="2.00")]
    for stated, kind in (("3.00", "holds"), ("4.00", "broken")):
        assert kinds("text.table", facts([claim(5, CARRYOVER, "上年结转结余", amount=stated)], carryover=rows)) == [
            kind
        ]


def test_the_total_of_both_sides() -> None:
    rows = [record(3, side="revenue", item="收入总计", role="total", amount="80.00")]
    assert kinds("text.table", facts([claim(5, OVERALL, "收支总预算", amount="80.00")], summary=rows)) == ["holds"]
