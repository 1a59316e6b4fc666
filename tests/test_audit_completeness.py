"""Family 6 and the likely relations between tables: hand-made records, each rule passing, failing and not checked."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from mingzhang.audit import run  # noqa: F401  (registers the rules)
from mingzhang.audit.completeness.score import completeness
from mingzhang.audit.facts import Facts
from mingzhang.audit.model import Check, Finding, NotChecked, Passed
from mingzhang.audit.registry import RULES
from mingzhang.records.model import Record

MINE = ("complete.", "code.", "name.", "careless.", "relation.")
STATUTORY = ("summary", "revenue", "expenditure", "fiscal_summary", "general_expenditure", "basic_expenditure",
             "three_public", "fund_expenditure", "state_capital_expenditure")  # fmt: skip


def rec(line: int, **values: object) -> Record:
    """A record; numbers are given as strings that begin with “=”."""
    read = {k: Decimal(v[1:]) if isinstance(v, str) and v.startswith("=") else v for k, v in values.items()}
    return Record(line, read)  # type: ignore[arg-type]


def facts(lines: str = "", kind: str = "budget", unit: str = "甲县教育局", **records: list[Record]) -> Facts:
    return Facts(records, unit, 2024, kind, tuple(lines.split("\n")) if lines else ())


def checks(rule: str, given: Facts) -> list[Check]:
    return list(RULES[rule].check(given))


def found(rule: str, given: Facts) -> list[tuple[int, str, str, str | None]]:
    return [(c.line, c.severity, c.resource, c.column) for c in checks(rule, given) if isinstance(c, Finding)]


def tables(**status: str) -> list[Record]:
    return [
        rec(
            10 + at,
            table=table,
            title=f"{table}表",
            status=status.get(table, "present"),
            note="本表为空表，因无此项支出。",
        )
        for at, table in enumerate(STATUTORY)
    ]


@pytest.mark.parametrize("rule", [name for name in RULES if name.startswith(MINE)])
def test_nothing_is_found_in_nothing(rule: str) -> None:
    severe = [c for c in checks(rule, facts()) if isinstance(c, Finding) and c.severity == "error"]
    assert not severe
    assert all(isinstance(c, Finding | Passed | NotChecked) for c in checks(rule, facts()))


def test_all_tables_are_there() -> None:
    assert found("complete.tables", facts(tables=tables())) == []


def test_a_promised_table_is_missing() -> None:
    assert found("complete.tables", facts(tables=tables(fund_expenditure="missing"))) == [
        (17, "error", "fund_expenditure", None)
    ]


def test_a_table_nobody_speaks_of_is_missing() -> None:
    rows = [row for row in tables() if row.text("table") != "three_public"]
    assert found("complete.tables", facts(tables=rows)) == [(1, "warning", "tables", "status")]


def test_attached_tables_are_told_once_at_their_heading() -> None:
    rows = tables(**dict.fromkeys(STATUTORY, "attached"))
    text = "\n" * 7 + "第四部分 决算报表（见附表）\n" + "\n" * 20
    assert found("complete.tables", facts(tables=rows)) == [(10, "warning", "tables", "status")]
    assert found("complete.tables", facts(text, tables=rows)) == [(8, "warning", "tables", "status")]


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        ("注：本单位无政府性基金预算，空表列示。", []),
        ("", [(5, "warning", "tables", "note")]),
        ("备注：无内容应公开空表并说明情况。", [(5, "warning", "tables", "note")]),
    ],
)
def test_an_empty_table_needs_a_note_of_its_own(note: str, expected: list[object]) -> None:
    row = rec(5, table="fund_expenditure", title="基金表", status="empty", note=note or None)
    assert found("complete.empty-note", facts(tables=[row])) == expected


def test_no_empty_table_is_not_checked() -> None:
    assert isinstance(checks("complete.empty-note", facts(tables=tables()))[0], NotChecked)


def test_depth() -> None:
    whole = [rec(1, code="201"), rec(2, code="20101"), rec(3, code="2010101")]
    assert found("complete.depth", facts(general_expenditure=whole)) == []
    assert found("complete.depth", facts(general_expenditure=whole[:2])) == [
        (1, "warning", "general_expenditure", "code")
    ]
    flat = [(3, "note", "general_expenditure", "code")]
    assert found("complete.depth", facts(general_expenditure=whole[2:], expenditure=[])) == flat


CONTENTS = """甲县教育局预算公开
目 录
第一部分 单位概况
一、主要职能
第二部分 预算情况说明
一、关于2024年收入预算情况说明
二、关于2024年政府性基金预算拨款情况说明
三、关于2024年财政拨款“三公”经费预算情况说明
第一部分 单位概况
一、主要职能
第二部分 预算情况说明
一、关于2024年收入预算情况说明
二、关于2024年财政拨款“三公”经费预算情况说明"""


def test_what_the_contents_page_promises() -> None:
    assert found("complete.contents", facts(CONTENTS)) == [
        (7, "warning", "explanation", "title"),  # the section on the government fund is not there
        (13, "warning", "explanation", "title"),  # “三公” is 三 on the contents page
    ]
    assert isinstance(checks("complete.contents", facts())[0], NotChecked)
    assert found("complete.contents", facts("一、收入预算情况说明")) == [(1, "note", "explanation", "title")]


def test_numbering_gap() -> None:
    text = "第一部分 概况\n一、主要职能\n二、机构设置情况\n四、收入预算情况说明\n第二部分 说明"
    assert found("complete.numbering", facts(text)) == [(4, "warning", "explanation", "title")]
    assert found("complete.numbering", facts(text.replace("四、", "三、"))) == []
    assert isinstance(checks("complete.numbering", facts())[0], NotChecked)


def test_three_public_item_by_item() -> None:
    text = [rec(5, section="三公经费说明", text="比上年减少1万元")]
    items = ("因公出国（境）费", "公务用车购置费", "公务接待费")
    claims = [rec(5, section="三公经费说明", subject=item, change="=0") for item in items]
    assert found("complete.three-public", facts(explanation=text, claims=claims)) == []
    assert found("complete.three-public", facts(explanation=text, claims=claims[1:])) == [
        (5, "note", "claims", "reason")
    ]
    assert isinstance(checks("complete.three-public", facts())[0], NotChecked)


def test_every_item_of_the_classification_is_explained() -> None:
    table = [rec(1, code="2010101", name="行政运行", total="=5"), rec(2, code="2010102", name="机关服务", total="=1")]
    claims = [rec(9, subsection="一般公共预算当年拨款具体使用情况", subject="行政运行", code="2010101")]
    assert found("complete.items", facts(general_expenditure=table, claims=claims)) == [
        (9, "warning", "claims", "subject")
    ]
    assert found("complete.items", facts(general_expenditure=table[:1], claims=claims)) == []


def test_details() -> None:
    staff = [rec(3, item="serving", change=0), rec(3, item="retired"), rec(3, item="retired_veteran", change=0)]
    assert found("complete.details", facts(staffing=staff)) == [(3, "note", "staffing", "change")]
    carried = [rec(4, project="甲", role="detail", total="=1"), rec(5, project="乙", role="detail", total="=2")]
    assert found("complete.details", facts(carryover=carried)) == [(5, "note", "carryover", "total")]
    carried.append(rec(6, role="total", total="=3"))
    assert found("complete.details", facts(carryover=carried)) == []


def test_the_score_and_its_parts() -> None:
    best = completeness(facts(tables=tables(fund_expenditure="empty")))
    assert best.parts["tables"] == (Decimal("40.0"), 40)
    rows = [*tables(fund_expenditure="empty")[:7], rec(17, table="fund_expenditure", status="empty")]
    worse = completeness(facts(tables=rows))
    assert worse.parts["tables"] == (Decimal("33.3"), 40)  # 7 + a half of 9
    assert worse.score == sum(points for points, _ in worse.parts.values())


BASIC = [rec(20, code="30113", name="住房公积金", role="detail", total="=46.39", personnel="=46.39")]


def general(value: str) -> Mapping[str, list[Record]]:
    return {
        "general_expenditure": [rec(30, code="2210201", name="住房公积金", role="detail", total=value, basic=value)]
    }


def test_contributions_by_economic_and_functional_code() -> None:
    assert found("relation.wages", facts(basic_expenditure=BASIC, **general("=46.39"))) == []
    assert found("relation.wages", facts(basic_expenditure=BASIC, **general("=46.40"))) == []  # half a cent each
    off = facts(basic_expenditure=BASIC, **general("=46.41"))
    assert found("relation.wages", off) == [(20, "warning", "basic_expenditure", "total")]
    assert isinstance(checks("relation.wages", facts())[0], NotChecked)


def test_a_blank_subtotal_over_printed_parts() -> None:
    parts = [rec(2, code="30101", role="detail", total="=5"), rec(3, code="30102", role="detail", total="=7")]
    blank = facts(basic_expenditure=[rec(1, code="301", name="工资福利支出"), *parts])
    assert found("relation.blank-subtotal", blank) == [(1, "warning", "basic_expenditure", "total")]
    printed = facts(basic_expenditure=[rec(1, code="301", total="=12"), *parts])
    assert found("relation.blank-subtotal", printed) == []


def test_an_economic_code_in_the_wrong_column() -> None:
    right = rec(1, code="30305", name="生活补助", total="=9", personnel="=9")
    wrong = rec(2, code="30305", name="生活补助", total="=9", public="=9")
    assert found("relation.economic-column", facts(basic_expenditure=[right])) == []
    assert found("relation.economic-column", facts(basic_expenditure=[wrong])) == [
        (2, "warning", "basic_expenditure", "public")
    ]


def test_a_contents_page_with_leaders_and_the_head_of_the_next_page() -> None:
    leader = "." * 90
    text = CONTENTS.split("\n")
    promised = [*(line + leader + "3" for line in text[2:5]), text[5] + " …… 4", "- 2 -", "甲县教育局2024年预算"]
    body = ["第一部分 单位概况", "一、主要职能", "（一）贯彻执行教育方针。", *text[10:12]]
    assert found("complete.contents", facts("\n".join([*text[:2], *promised, *body]))) == []
