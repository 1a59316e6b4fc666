"""The audit of the statutory tables, in themselves and against each other: exact, one finding a cause."""

from __future__ import annotations

from decimal import Decimal

import pytest

from audits import run, table, tally
from mingzhang.audit.registry import RULES
from mingzhang.records.model import Record

CODED = "code | name | role | total | basic | project"
SUMS = ("sum", "cross", "balance")


def expenditure(*rows: str) -> dict[str, list[Record]]:
    return table("expenditure", CODED, *rows, line=11)


GOOD = (
    "201 | 一般公共服务支出 | subtotal | 60.00 | 40.00 | 20.00",
    "20132 | 组织事务 | subtotal | 60.00 | 40.00 | 20.00",
    "2013201 | 行政运行 | detail | 45.00 | 40.00 | 5.00",
    "2013299 | 其他组织事务支出 | detail | 15.00 | | 15.00",
    "210 | 卫生健康支出 | subtotal | 10.50 | 10.50 | ",
    "2101101 | 行政单位医疗 | detail | 10.50 | 10.50 | ",
    " | 合计 | total | 70.50 | 50.50 | 20.00",
)


def test_a_sound_table_has_no_finding_and_every_identity_is_counted() -> None:
    assert run(expenditure(*GOOD), only=SUMS) == []
    counts = tally("sum.children", expenditure(*GOOD))
    assert counts.passed == 8 and counts.failed == 0


@pytest.mark.parametrize(
    ("row", "change", "line", "column"),
    [
        (2, ("45.00", "46.00"), 13, "total"),
        (2, ("40.00 | 5.00", "40.00 | 50.0"), 13, "project"),
        (3, ("| | 15.00", "| | 51.00"), 14, "project"),
        (0, ("60.00", "66.00"), 11, "total"),
        (6, ("70.50", "75.00"), 17, "total"),
    ],
)
def test_a_wrong_cell_is_found_once_at_itself(row: int, change: tuple[str, str], line: int, column: str) -> None:
    rows = list(GOOD)
    rows[row] = rows[row].replace(*change, 1)
    assert rows[row] != GOOD[row]
    (finding,) = run(expenditure(*rows), only=SUMS)
    assert (finding.line, finding.column, finding.severity) == (line, column, "error")
    printed = Decimal(change[1].split("|")[-1].strip())
    assert finding.actual == printed
    assert finding.expected == Decimal(change[0].split("|")[-1].strip())
    assert finding.difference == finding.actual - finding.expected


def test_two_wrong_cells_that_meet_in_one_sum_are_two_findings() -> None:
    rows = [row.replace("45.00 | 40.00", "45.00 | 41.00") for row in GOOD]
    rows[5] = "2101101 | 行政单位医疗 | detail | 11.50 | 10.50 | "
    found = run(expenditure(*rows), only=SUMS)
    assert [(finding.line, finding.column, finding.expected) for finding in found] == [
        (13, "basic", Decimal("40.00")),
        (16, "total", Decimal("10.50")),
    ]


def test_what_rounding_explains_is_no_error_and_its_bound_follows_the_printed_places() -> None:
    rows = (
        "208 | 社会保障 | subtotal | 109.98 | 109.98 | ",
        "2080501 | 离退休 | detail | 50.76 | 50.76 | ",
        "2080505 | 养老 | detail | 59.23 | 59.23 | ",
    )
    (near,) = run(expenditure(*rows), only=("sum.children",))
    assert near.severity == "rounding" and near.difference == Decimal("-0.01")
    (off,) = run(expenditure(rows[0].replace("109.98", "109.97"), *rows[1:]), only=SUMS)
    assert off.severity == "error" and off.difference == Decimal("-0.02")


def test_a_table_printed_in_yuan_has_no_room_for_a_hundredth_of_ten_thousand() -> None:
    rows = (
        "208 | 社会保障 | subtotal | 109.980000 | 109.980000 | ",
        "2080501 | 离退休 | detail | 50.760000 | 50.760000 | ",
        "2080505 | 养老 | detail | 59.230000 | 59.230000 | ",
    )
    (finding,) = run(expenditure(*rows), only=("sum.children",))
    assert finding.severity == "error"


def test_a_blank_sum_over_printed_parts_breaks_no_identity() -> None:
    rows = list(GOOD)
    rows[0] = "201 | 一般公共服务支出 | subtotal | | | "
    assert run(expenditure(*rows), only=SUMS) == []


def test_the_two_sides_and_the_lines_of_the_summary() -> None:
    header = "side | code | item | amount | role"
    rows = [
        "revenue | | 一、本年收入 | 60.00 | subtotal",
        "revenue | | 1.一般公共预算拨款 | 60.00 | subtotal",
        "revenue | | 其中：一般财力 | 58.00 | detail",
        "revenue | | 上级转移支付 | 2.00 | detail",
        "revenue | | 二、上年结转结余 | 10.50 | subtotal",
        "revenue | | 收入总计 | 70.50 | total",
        "expenditure | 201 | 一般公共服务支出 | 60.00 | detail",
        "expenditure | 210 | 卫生健康支出 | 10.50 | detail",
        "expenditure | | 支出总计 | 70.50 | total",
    ]
    assert run(table("summary", header, *rows, line=1), expenditure(*GOOD), only=SUMS) == []
    rows[3] = rows[3].replace("2.00", "3.00")
    (finding,) = run(table("summary", header, *rows, line=1), only=SUMS)
    assert finding.rule == "sum.children" and finding.line == 2  # either part may be wrong: told at the sum
    rows[3] = rows[3].replace("3.00", "2.00")
    rows[7] = rows[7].replace("10.50", "10.05")
    (finding,) = run(table("summary", header, *rows, line=1), expenditure(*GOOD), only=SUMS)
    assert (finding.line, finding.expected) == (8, Decimal("10.50"))
    assert set(finding.confirms) == {"sum.total", "cross.function"}


def test_the_project_table_against_the_project_column() -> None:
    general = table("general_expenditure", CODED, *GOOD, line=31)
    header = "code | name | project | role | total | goods_services | capital"
    rows = [
        "2013201 | 行政运行 | 甲 | detail | 5.00 | 5.00 | ",
        "2013299 | 其他 | 乙 | detail | 10.00 | 7.00 | 3.00",
        "2013299 | 其他 | 丙 | detail | 5.00 | | 5.00",
        " | 合计 | | total | 20.00 | 12.00 | 8.00",
    ]
    assert run(general, table("project_expenditure", header, *rows, line=51), only=SUMS) == []
    rows[1] = rows[1].replace("10.00", "1.00")
    (finding,) = run(general, table("project_expenditure", header, *rows, line=51), only=SUMS)
    assert (finding.resource, finding.line, finding.column) == ("project_expenditure", 52, "total")
    assert finding.expected == Decimal("10.00") and len(finding.confirms) == 3


def test_what_cannot_be_checked_says_why() -> None:
    counts = tally("cross.basic-total")
    assert counts.not_checked == 1 and counts.passed == counts.failed == 0 and counts.reasons


def test_every_rule_explains_itself() -> None:
    for name, rule in RULES.items():
        assert rule.id == name and name.count(".") == 1 and name == name.lower()
        assert all((rule.family, rule.title, rule.why, rule.tolerance, rule.example)), name


def test_sums_of_a_table_whose_next_page_may_be_lost_are_not_judged() -> None:
    rows = ("|合计|total|100|", "201|一般公共服务支出|subtotal|60|类", "20101|人大事务|detail|60|款")
    whole = table("expenditure", "code|name|role|total|level", *rows, line=10)
    grid = table("unrecognised", "grid|grid_row|grid_column|text", "g01|1|1|208", "g01|1|2|40.00", line=16)
    assert [f.severity for f in run(whole, only=("sum.total",))] == ["error"]
    assert run(whole, grid, only=("sum.total",)) == []
    titled = table("unrecognised", "grid|title|grid_row|grid_column|text", "g01|车辆表|1|1|208", line=16)
    far = table("unrecognised", "grid|grid_row|grid_column|text", "g01|1|1|208", line=60)
    assert run(whole, titled, only=("sum.total",)) and run(whole, far, only=("sum.total",))
