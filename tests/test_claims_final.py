"""What the text of final accounts states, in the forms that provinces use."""

from __future__ import annotations

from functools import lru_cache

from final_document import CAPITAL, CONTENTS, TEXT, audited, final_accounts
from mingzhang.convert import Converted
from mingzhang.records.model import Record

SECTION = "第三部分 2023年度部门决算情况说明\n七、财政拨款“三公”经费支出决算情况说明\n"
END = "\n第四部分 名词解释\n一、财政拨款收入：指单位从同级财政部门取得的财政预算资金。\n"
COLUMNS = ("subject", "amount", "share", "baseline", "baseline_amount", "change", "change_percent", "completion",
           "quantity", "measure")  # fmt: skip


@lru_cache(maxsize=1)
def converted() -> Converted:
    return audited(final_accounts())[0]


def claims(*paragraphs: str) -> list[dict[str, str]]:
    """The claims of a “三公” section, each with what it holds, as printed."""
    text = "\n".join((CONTENTS, f"\f{CAPITAL}", SECTION + "\n".join(paragraphs) + END))
    return [held(record) for record in audited(text)[0].rows["claims"]]


def held(record: Record) -> dict[str, str]:
    values = ((column, record.values.get(column)) for column in COLUMNS)
    return {column: str(value) for column, value in values if value is not None}


def of(subject: str) -> list[dict[str, str]]:
    return [claim for record in converted().rows["claims"] if (claim := held(record)).get("subject") == subject]


def test_the_whole_text_leaves_no_amount_unread() -> None:
    assert [n for n in converted().rows["reading_notes"] if n.text("table") == "claims"] == []


def test_totals_shares_and_changes() -> None:
    assert of("收入总计") == [{"subject": "收入总计", "amount": "1042.00"}]
    (change,) = of("收、支总计")
    assert (change["change"], change["change_percent"], change["baseline"]) == ("42.00", "4.20", "previous_year")
    assert of("其他收入") == [{"subject": "其他收入", "amount": "9.50", "share": "0.94"}]


def test_budget_and_final_by_function() -> None:
    rows = {r.text("code"): held(r) for r in converted().rows["claims"] if r.text("baseline") == "initial_budget"}
    assert len(rows) == 10  # nine 项 and the whole
    assert rows["2130305"]["baseline_amount"] == "350.00" and rows["2130305"]["amount"] == "400.00"
    assert rows["2130305"]["completion"] == "114.29"
    assert rows["2080801"]["baseline_amount"] == "0" and rows["2080801"]["amount"] == "3.50"


def test_a_list_of_functions_keeps_every_share() -> None:
    listed = [held(r) for r in converted().rows["claims"] if "结构情况" in r.text("subsection") and r.text("code")]
    assert [(c["amount"], c["share"]) for c in listed] == [
        ("45.60", "4.82"), ("18.20", "1.92"), ("850.50", "89.90"), ("31.70", "3.35"),
    ]  # fmt: skip


def test_what_is_counted() -> None:
    counted = [(c["subject"], c["quantity"], c["measure"]) for r in converted().rows["claims"]
               if "三公" in r.text("section") and "quantity" in (c := held(r))]  # fmt: skip
    assert counted == [
        ("全年安排因公出国（境）团组", "0", "个"),
        ("全年安排因公出国（境）团组", "0", "人次"),
        ("公务用车购置数", "0", "辆"),
        ("公务用车保有量", "3", "辆"),
        ("全年共接待国内来访团组", "12", "批次"),
        ("全年共接待国内来访团组", "80", "人次"),
    ]
    assets = {r.text("item"): str(r.values["quantity"]) for r in converted().rows["assets"]}
    assert assets["车辆"] == "3" and assets["应急保障用车"] == "2"
    assert {r.text("item"): str(r.values["amount"]) for r in converted().rows["procurement"]} == {
        "total": "220.00", "goods": "20.00", "works": "150.00", "services": "50.00",
        "sme_awarded": "198.00", "micro_awarded": "110.00",
    }  # fmt: skip


def test_budget_then_final_then_last_year_are_two_statements() -> None:
    paragraph = (
        "2023年度“三公”经费支出全年预算数12万元，决算数8万元，完成全年预算的66.7%。决算数比上年减少1.2万元，下降13%。"
    )
    assert claims(paragraph) == [
        {"subject": "“三公”经费支出", "amount": "8", "baseline": "full_year_budget", "baseline_amount": "12",
         "completion": "66.7"},
        {"subject": "“三公”经费支出", "amount": "8", "baseline": "previous_year", "change": "-1.2",
         "change_percent": "-13"},
    ]  # fmt: skip


def test_a_budget_told_before_a_bracket_is_the_baseline() -> None:
    first, *_ = claims("因公出国（境）费支出预算1万元（其中：一般公共预算支出1万元），支出决算0.5万元，完成预算的50%。")
    assert first == {"subject": "因公出国（境）费", "amount": "0.5", "baseline": "full_year_budget",
                     "baseline_amount": "1", "completion": "50"}  # fmt: skip


def test_the_subject_before_a_colon_and_a_budget_told_again() -> None:
    told = claims(
        "1.抚恤（款）死亡抚恤（项）：支出决算为28.40万元，完成预算100%。",
        "2.年初预算0万元，支出决算3.50万元，（年初预算数为0万元，无法计算完成比率）决算数大于年初预算数。",
    )
    assert told[0] == {"subject": "抚恤（款）死亡抚恤（项）", "amount": "28.40", "completion": "100"}
    assert [claim.get("amount") for claim in told[1:]] == ["3.50"]


def test_shown_as_both_totals() -> None:
    first, *_ = claims("2023年度收、支总计均为1,042.00万元。")
    assert first == {"subject": "收、支总计", "amount": "1042.00"}
    assert "收、支总计" in TEXT


def test_a_function_in_a_line_of_its_own_is_what_the_next_line_tells_of() -> None:
    told = claims(
        "1.卫生健康支出（类）行政事业单位医疗（款）公务员医疗补助（项）。",
        "年初预算为14.92万元，支出决算为13.59万元，完成年初预算的91.09%。",
    )
    assert [(claim["subject"], claim["amount"], claim["baseline_amount"]) for claim in told] == [
        ("卫生健康支出（类）行政事业单位医疗（款）公务员医疗补助（项）", "13.59", "14.92")
    ]


def test_the_amount_of_the_year_before_belongs_to_the_amount_before_it() -> None:
    text = "公务接待费12.50万元，上年决算数为0.00万元，增加12.50万元，增长100%。"
    (claim,) = claims(text)
    assert claim == {
        "subject": "公务接待费", "amount": "12.50", "baseline": "previous_year", "baseline_amount": "0.00",
        "change": "12.50", "change_percent": "100",
    }  # fmt: skip
