"""The audit of final accounts: each identity true, one figure changed, rounding, tables that are missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

import pytest

from audits import facts, table
from audits import run as run_budget
from final_document import TABLES, TEXT, audited, final_accounts
from mingzhang.audit.model import Finding, Tally
from mingzhang.audit.run import audit
from mingzhang.records.model import Record

Part = dict[str, list[Record]]
RULES = ("sum", "balance", "cross", "three-public")
AMOUNT = re.compile(r"(?:(?<=\t)|^)\d+\.\d\d(?=\t|$)", re.MULTILINE)

SUMMARY = (
    "revenue | 一、一般公共预算财政拨款收入 | | 90.00 | detail",
    "revenue | 八、其他收入 | | 6.00 | detail",
    "revenue | 本年收入合计 | | 96.00 | total",
    "revenue | 使用非财政拨款结余（含专用结余） | | 1.00 | detail",
    "revenue | 年初结转和结余 | | 13.00 | detail",
    "revenue | 总计 | | 110.00 | total",
    "expenditure | 一、一般公共服务支出 | 201 | 70.00 | detail",
    "expenditure | 八、社会保障和就业支出 | 208 | 30.00 | detail",
    "expenditure | 本年支出合计 | | 100.00 | total",
    "expenditure | 结余分配 | | 2.00 | detail",
    "expenditure | 年末结转和结余 | | 8.00 | detail",
    "expenditure | 总计 | | 110.00 | total",
)
FISCAL = (
    "revenue | 一、一般公共预算财政拨款 | 90.00 | | | detail",
    "revenue | 二、政府性基金预算财政拨款 | 20.00 | | | detail",
    "revenue | 本年收入合计 | 110.00 | | | total",
    "revenue | 年初财政拨款结转和结余 | 12.00 | | | detail",
    "revenue | 一般公共预算财政拨款 | 10.00 | | | detail",
    "revenue | 政府性基金预算财政拨款 | 2.00 | | | detail",
    "revenue | 国有资本经营预算财政拨款 | | | | detail",
    "revenue | 总计 | 122.00 | | | total",
    "expenditure | 一、一般公共服务支出 | 95.00 | 95.00 | | detail",
    "expenditure | 十一、城乡社区支出 | 19.00 | | 19.00 | detail",
    "expenditure | 本年支出合计 | 114.00 | 95.00 | 19.00 | total",
    "expenditure | 年末财政拨款结转和结余 | 8.00 | 5.00 | 3.00 | detail",
    "expenditure | 总计 | 122.00 | 100.00 | 22.00 | total",
)
FUND = (
    "212 | 城乡社区支出 | subtotal | 2.00 | 20.00 | 19.00 | | 19.00 | 3.00",
    "21208 | 国有土地使用权出让收入安排的支出 | subtotal | 2.00 | 20.00 | 19.00 | | 19.00 | 3.00",
    "2120804 | 农村基础设施建设支出 | detail | 2.00 | 15.00 | 14.00 | | 14.00 | 3.00",
    "2120899 | 其他支出 | detail | | 5.00 | 5.00 | | 5.00 | ",
    " | 合计 | total | 2.00 | 20.00 | 19.00 | | 19.00 | 3.00",
)
BASIC = (
    "301 | 工资福利支出 | subtotal | 40.00",
    "30101 | 基本工资 | detail | 40.00",
    "303 | 对个人和家庭的补助 | subtotal | 5.00",
    "30305 | 生活补助 | detail | 5.00",
    "302 | 商品和服务支出 | subtotal | 9.00",
    "30201 | 办公费 | detail | 9.00",
    "310 | 资本性支出 | subtotal | 1.00",
    "31002 | 办公设备购置 | detail | 1.00",
    " | 人员经费合计 | total | 45.00",
    " | 公用经费合计 | total | 10.00",
)
THREE = (
    "合计 | total | 12.00 | 8.00",
    "因公出国（境）费 | overseas | 0.00 | 0.00",
    "公务用车购置及运行维护费 | vehicles | 10.00 | 6.50",
    "公务用车购置费 | vehicle_purchase | 0.00 | 0.00",
    "公务用车运行维护费 | vehicle_operation | 10.00 | 6.50",
    "公务接待费 | reception | 2.00 | 1.50",
)


def summary(*rows: str) -> Part:
    return table("summary", "side | item | code | amount | role", *(rows or SUMMARY), line=101)


def fiscal(*rows: str) -> Part:
    header = "side | item | total | general_public_budget | government_fund | role"
    return table("fiscal_summary", header, *(rows or FISCAL), line=201)


def fund(*rows: str) -> Part:
    header = "code | name | role | opening_balance | revenue | total | basic | project | closing_balance"
    return table("fund_expenditure", header, *(rows or FUND), line=301)


def basic(*rows: str) -> Part:
    return table("basic_expenditure", "code | name | role | total", *(rows or BASIC), line=401)


def three(*rows: str) -> Part:
    return table("three_public", "item | item_key | budget | final", *(rows or THREE), line=501)


def run(*parts: Part) -> list[Finding]:
    found = audit(facts(*parts, kind="final")).findings  # type: ignore[arg-type]
    return [finding for finding in found if finding.rule.startswith(RULES)]


def tally(rule: str, *parts: Part) -> Tally:
    return audit(facts(*parts, kind="final")).tallies[rule]  # type: ignore[arg-type]


def changed(rows: tuple[str, ...], at: int, old: str, new: str) -> tuple[str, ...]:
    assert old in rows[at]
    return (*rows[:at], rows[at].replace(old, new, 1), *rows[at + 1 :])


def test_sound_final_accounts_have_no_finding() -> None:
    assert run(summary()) == run(fiscal(), fund()) == run(basic()) == run(three()) == []
    assert tally("balance.roll-forward", summary(), fiscal(), fund()).passed == 4
    assert tally("balance.fund-row", fund()).passed == 5
    assert tally("cross.fund-lines", fiscal(), fund()).passed == 4
    assert tally("sum.basic-groups", basic()).passed == 2
    assert tally("sum.three-public", three()).passed == 4


@pytest.mark.parametrize(
    ("at", "old", "new", "line"),
    [
        (1, "6.00", "60.00", 106),  # what a sum is made of: told at the sum, 本年收入合计 is line 103
        (2, "96.00", "69.00", 103),
        (5, "110.00", "101.00", 106),
        (7, "30.00", "39.00", 109),
        (8, "100.00", "102.00", 109),
        (10, "8.00", "3.00", 111),
    ],
)
def test_a_wrong_figure_of_the_summary_is_found_once(at: int, old: str, new: str, line: int) -> None:
    found = run(summary(*changed(SUMMARY, at, old, new)))
    assert len(found) == 1 and found[0].severity == "error"
    if at not in (1, 7, 10):  # of several parts any may be wrong
        assert found[0].line == line and found[0].actual == Decimal(new)


def test_the_funds_below_the_opening_balance_are_parts_of_it_and_not_of_the_total() -> None:
    (found,) = run(fiscal(*changed(FISCAL, 4, "10.00", "1.00")), fund())
    assert (found.line, found.expected, found.severity) == (205, Decimal("10.00"), "error")
    assert {"sum.total", "balance.roll-forward"} <= set(found.confirms)
    unsplit = tuple("|".join([*row.split("|")[:2], " ", *row.split("|")[3:]]) if 204 < 201 + at < 208 else row
                    for at, row in enumerate(FISCAL))  # fmt: skip
    assert run(fiscal(*unsplit)) == []  # the opening balance is not printed by fund


@pytest.mark.parametrize(("column", "new"), [(3, "12.00"), (4, "51.00"), (5, "41.00"), (8, "13.00")])
def test_a_row_of_the_fund_table_rolls_forward(column: int, new: str) -> None:
    cells = FUND[2].split("|")
    cells[column] = f" {new} "
    found = run(fund(*FUND[:2], "|".join(cells), *FUND[3:]), fiscal())
    assert [(f.line, f.actual, f.severity) for f in found] == [(303, Decimal(new), "error")]
    assert "balance.fund-row" in found[0].confirms


def test_a_fund_total_must_be_that_of_the_summary() -> None:
    rows = [row.replace("20.00", "24.00").replace("15.00", "19.00").replace("3.00", "7.00") for row in FUND]
    found = run(fund(*rows), fiscal())
    assert {f.rule for f in found if f.severity == "error"} and all("cross.fund-lines" in f.confirms for f in found)


def test_personnel_and_running_costs_are_the_sums_of_their_classes() -> None:
    (found,) = run(basic(*changed(BASIC, 9, "10.00", "11.00")))
    assert (found.line, found.expected) == (410, Decimal("10.00"))
    general = table("general_expenditure", "code | name | role | total | basic | project",
                    " | 合计 | total | 95.00 | 56.00 | 39.00")  # fmt: skip
    (found,) = run(basic(), general)
    assert found.rule == "cross.basic-total" and found.expected == Decimal("55.00")


def test_three_public_items_make_the_total_for_budget_and_final() -> None:
    (found,) = run(three(*changed(THREE, 5, "1.50", "1.05")))
    assert found.rule == "sum.three-public" and found.severity == "error"
    (found,) = run(three(*changed(THREE, 4, "| 6.50", "| 6.05")))
    assert found.severity == "error" and found.column == "final"
    over = changed(changed(THREE, 5, "1.50", "2.50"), 0, "8.00", "9.00")
    assert [(f.rule, f.severity, f.line) for f in run(three(*over))] == [("three-public.over-budget", "warning", 506)]
    assert run(three(*(row for row in THREE if "reception" not in row))) == []  # a line is missing: not checked
    budget = table("three_public", "item | item_key | total", "合计 | total | 9", "因公出国 | overseas | 0",
                   "公务用车 | vehicles | 4", "公务接待费 | reception | 3")  # fmt: skip
    assert [f.rule for f in run_budget(budget, only=("sum",))] == ["sum.three-public"]


def test_rounding_is_no_error() -> None:
    (found,) = run(summary(*changed(SUMMARY, 0, "90.00", "90.01")))
    assert found.severity == "rounding"
    (found,) = run(three(*changed(THREE, 5, "| 1.50", "| 1.51")))
    assert found.severity == "rounding"


def test_what_is_not_there_is_not_checked() -> None:
    for rule in ("balance.roll-forward", "balance.fund-row", "cross.fund-lines", "cross.revenue-lines",
                 "cross.fiscal-revenue", "sum.basic-groups", "sum.three-public"):  # fmt: skip
        counts = tally(rule)
        assert counts.not_checked and not counts.passed and not counts.failed, rule


def test_a_year_spends_other_than_it_receives() -> None:
    """Revenue and expenditure by function differ by the balances; totals are those of the year."""
    header = "code | name | role | total"
    revenue = table("revenue", header, "201 | 甲 | detail | 96.00", " | 合计 | total | 96.00")
    spent = table("expenditure", header, "201 | 甲 | detail | 70.00", "208 | 乙 | detail | 30.00",
                  " | 合计 | total | 100.00", line=601)  # fmt: skip
    assert run(summary(), revenue, spent) == []


def test_a_cell_that_reading_doubts_makes_no_error() -> None:
    note = table("reading_notes", "table | column | kind | printed", "summary | amount | amount | 6 9.00", line=103)
    (found,) = run(summary(*changed(SUMMARY, 2, "96.00", "69.00")), note)
    assert found.severity == "warning" and "请先对照原文" in found.message


def test_a_single_part_may_be_less_than_the_whole() -> None:
    rows = ("revenue | 一、事业收入 | | 90.00 | detail", "revenue | 其中：教育收费 | | 20.00 | detail",
            "revenue | 本年收入合计 | | 90.00 | total")  # fmt: skip
    assert run(summary(*rows)) == []
    (found,) = run(summary(rows[0], rows[1].replace("20.00", "95.00"), rows[2]))
    assert found.severity == "error"


@lru_cache(maxsize=1)
def sound_findings() -> frozenset[str]:
    return frozenset(finding.message for finding in audited(final_accounts())[1].findings)


def test_a_whole_sound_document_has_no_error() -> None:
    converted, found = audited(final_accounts())
    assert [f for f in found.findings if f.severity == "error"] == []
    statuses = {row.text("table"): row.text("status") for row in converted.rows["tables"]}
    assert statuses["summary"] == statuses["fund_expenditure"] == "present"
    assert statuses["state_capital_expenditure"] == "empty"
    assert found.tallies["text.table"].passed > 40 and found.tallies["percent.completion"].passed > 9
    assert found.tallies["text.initial-budget"].passed == found.tallies["text.vehicles"].passed == 1


def planted() -> Iterator[tuple[str, str]]:
    """The document with one figure of its tables changed, every seventh of them: the text and the new figure."""
    cells = [(at, match) for at, text in enumerate(TABLES) for match in AMOUNT.finditer(text)]
    for place, (at, match) in enumerate(cells[::7]):
        new = f"{Decimal(match[0]) + (1, 10, 100, Decimal('0.30'))[place % 4]:.2f}"
        text = TABLES[at][: match.start()] + new + TABLES[at][match.end() :]
        yield final_accounts(*TABLES[:at], text, *TABLES[at + 1 :]), new


def test_planted_errors_are_found() -> None:
    documents = list(planted())
    missed = [
        new
        for text, new in documents
        if not any(f.severity == "error" and f.message not in sound_findings() for f in audited(text)[1].findings)
    ]
    assert len(documents) > 30 and len(missed) <= len(documents) * 0.02, missed


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("收入总计1,042.00万元", "收入总计1,024.00万元", "text.table"),
        ("其他收入9.50万元，占0.94%", "其他收入9.50万元，占9.40%", "percent.share"),
        ("完成年初预算的96.95%", "完成年初预算的95.96%", "percent.completion"),
        ("公务接待费支出决算1.50万元", "公务接待费支出决算1.05万元", "text.table"),
        ("各增加42.00万元，增长4.20%", "各增加42.00万元，增长42.00%", "percent.change"),
        ("年末结转和结余3.00万元", "年末结转和结余8.00万元", "text.table"),
    ],
)
def test_wrong_statements_are_found(old: str, new: str, rule: str) -> None:
    assert old in TEXT
    found = audited(final_accounts(text=TEXT.replace(old, new)))[1].findings
    assert rule in {f.rule for f in found if f.severity in ("error", "warning")}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("收入总计1,042.00万元，支出总计1,042.00万元", "收入总计1,042万元，支出总计1,042万元"),  # zeros dropped
        ("2022年度减少1.75万元，下降3.50%", "2022年度减少1.75万元，下降3.5%"),
        ("2022年度减少1.75万元，下降3.50%", "2022年度增加0万元，增长0%"),
        ("占本年支出合计的93.11%", "占本年支出合计的93.1%"),
        ("“三公”经费支出预算为12.00万元，支出决算为8.00万元", "“三公”经费支出预算12万元，支出决算8万元"),
        ("本部门没有国有资本经营预算财政拨款支出。", "本部门无国有资本经营预算财政拨款收入和支出。"),
        (
            "（二）“三公”经费支出决算具体情况说明\n",
            "（二）“三公”经费支出决算具体情况说明\n因公出国（境）费支出预算为0.50万元。\n",
        ),
    ],
)
def test_other_ways_to_say_the_same_are_no_error(old: str, new: str) -> None:
    assert old in TEXT
    found = audited(final_accounts(text=TEXT.replace(old, new)))[1].findings
    assert [f.message for f in found if f.severity == "error"] == []


def test_a_table_in_yuan_and_a_text_rounded_to_it_is_no_finding() -> None:
    yuan = TABLES[6].replace("金额单位：万元", "金额单位：元")
    yuan = AMOUNT.sub(lambda match: f"{Decimal(match[0]) * 10000:.2f}", yuan)
    yuan = yuan.replace("80000.00", "80004.56").replace("15000.00", "15004.56")
    found = audited(final_accounts(*TABLES[:6], yuan, *TABLES[7:]))[1].findings
    assert {f.severity for f in found if f.resource == "three_public" or f.rule.startswith("text.")} <= {"rounding"}


def test_a_document_of_text_alone_has_no_error() -> None:
    found = audited(final_accounts(TABLES[8]))[1]
    assert [f.message for f in found.findings if f.severity == "error"] == []
