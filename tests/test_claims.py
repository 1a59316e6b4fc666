"""Figures stated in running text, in the wordings of several provinces."""

from __future__ import annotations

from decimal import Decimal

from mingzhang.convert import known_classifications
from mingzhang.reading import read_document
from mingzhang.recognise.model import Note
from mingzhang.recognise.prose.paragraphs import load_prose_words, read_prose
from mingzhang.records.claims.build import build_claims
from mingzhang.records.claims.subjects import Namer
from mingzhang.records.claims.words import load_claim_words

Row = dict[str, str]


def read(*lines: str, evidenced: frozenset[str] = frozenset()) -> tuple[list[Row], list[Note]]:
    """The claims of ``lines`` under a heading, blank values and places left out."""
    words, prose = load_claim_words(), load_prose_words()
    text = "\n".join(["一、收支情况说明", *lines])
    namer = Namer("某县人民政府办公室", 2024, words.before, words.after)
    records, notes = build_claims(
        read_prose(read_document(text), set(), prose), prose, namer, known_classifications()["functional"], evidenced
    )
    shown = [{k: _plain(v) for k, v in r.values.items() if v is not None and k != "section"} for r in records]
    return shown, notes


def _plain(value: object) -> str:
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def test_an_amount_its_share_its_change_and_the_reason_are_one_row() -> None:
    rows, notes = read(
        "某县人民政府办公室2024年支出预算 896.16 万元，其中：",
        "基本支出 460.63 万元，占 51.40 %，比上年预算减少 76.43 万元，下降 14.23%，主要原因是人员减少，经费相应减少。",
    )
    assert rows == [
        {"subject": "支出预算", "amount": "896.16"},
        {
            "subject": "基本支出",
            "amount": "460.63",
            "share": "51.40",
            "baseline": "previous_year",
            "change": "-76.43",
            "change_percent": "-14.23",
            "reason": "人员减少，经费相应减少",
        },
    ]
    assert notes == []


def test_a_rise_beside_a_fall_keeps_both_signs() -> None:
    rows, _ = read(
        "一般公共服务支出（类）组织事务（款）事业运行（项）：2024年预算数为130.33万元，比上年预算增加39.27万元，下降43.12%，主要原因是：主要原因是调整。"
    )
    assert rows[0]["change"] == "39.27" and rows[0]["change_percent"] == "-43.12"
    assert rows[0]["code"] == "2013250" and rows[0]["reason"] == "调整"


def test_a_code_is_spelled_by_the_most_exact_names_and_doubted_where_the_class_is_wrong() -> None:
    rows, notes = read(
        "一般公共服务支出（类）行政事业单位养老支出（款）行政单位离退休（项）：2024年预算数为：50.76万元。"
    )
    assert rows[0]["code"] == "2080501"
    assert [note.kind for note in notes] == ["code"]


def test_a_name_of_several_codes_is_the_one_that_the_tables_bear() -> None:
    sentence = "行政运行585.03万元。"
    assert "code" not in read(sentence)[0][0]
    assert read(sentence, evidenced=frozenset({"2010301"}))[0][0]["code"] == "2010301"


def test_two_comparisons_are_two_rows() -> None:
    rows, _ = read(
        "2024 年度财政拨款支出 2,417.96 万元，占本年支出合计的 93.62%。与上年相比，减少 325.04 万元，下降 11.85%，"
        "主要原因是：项目减少。与年初预算相比，年初预算数 3,163.77 万元，决算数 2,417.96 万元，预决算差异率-23.57%，"
        "主要原因是：由县执行。"
    )
    assert rows[0]["change"] == "-325.04" and rows[0]["reason"] == "项目减少"
    assert rows[1] == {
        "subject": "财政拨款支出",
        "amount": "2417.96",
        "baseline": "initial_budget",
        "baseline_amount": "3163.77",
        "change_percent": "-23.57",
        "reason": "由县执行",
    }


def test_changes_told_in_the_next_paragraph_join_their_amounts() -> None:
    rows, _ = read(
        "2024 年财政拨款“三公”经费数为 9.00 万元，其中：因公出国（境）费 0.00 万元，公务接待费 9.00 万元。",
        "2024 年财政拨款“三公”经费比上年预算减少 14.27 万元，下降 61.32%，其中：因公出国（境）费增加 0.00 万元，"
        "增长 0.00%，主要原因是均未安排；公务接待费减少 14.27 万元，下降 61.32%，主要原因是厉行节约。",
    )
    assert [(row["subject"], row["amount"], row["change"]) for row in rows] == [
        ("财政拨款“三公”经费", "9.00", "-14.27"),
        ("因公出国（境）费", "0.00", "0.00"),
        ("公务接待费", "9.00", "-14.27"),
    ]
    assert [row.get("reason") for row in rows] == [None, "均未安排", "厉行节约"]


def test_a_list_of_amounts_is_both_the_composition_and_rows_of_its_own() -> None:
    rows, _ = read(
        "2024年支出预算11万元，其中基本支出4万元，包括人员经费3万元和日常公用经费1万元；项目支出7万元，主要为培训费5万元；维护费2万元等。"
    )
    assert [(row["subject"], row["amount"]) for row in rows] == [
        ("支出预算", "11"),
        ("基本支出", "4"),
        ("人员经费", "3"),
        ("日常公用经费", "1"),
        ("项目支出", "7"),
        ("培训费", "5"),
        ("维护费", "2"),
    ]
    assert rows[1]["detail"] == "人员经费3万元和日常公用经费1万元"
    assert rows[4]["detail"] == "培训费5万元；维护费2万元等"


def test_a_bracket_tells_parts_and_what_follows_belongs_to_the_whole() -> None:
    rows, _ = read(
        "公务用车购置及运行维护费605万元(其中:公务用车购置费0万元,公务用车运行维护费605万元),较上年减少32万元,同比下降5%。"
    )
    assert [(row["subject"], row["amount"], row.get("change")) for row in rows] == [
        ("公务用车购置及运行维护费", "605", "-32"),
        ("公务用车购置费", "0", None),
        ("公务用车运行维护费", "605", None),
    ]
    assert rows[0]["change_percent"] == "-5"


def test_an_amount_in_yuan_is_converted_and_noted() -> None:
    rows, notes = read("2024 年财政拨款收支总预算 518.8 元。", "政府采购预算1.5亿元。")
    assert [row["amount"] for row in rows] == ["0.05188", "15000"]
    assert [(note.kind, note.printed) for note in notes] == [("amount", "518.8元"), ("amount", "1.5亿元")]


def test_counted_things_bear_the_amounts_that_follow() -> None:
    rows, _ = read(
        "2024年，本部门预算绩效管理整体预算绩效目标1个，涉及金额896.16万元；当年财政拨款项目4个，涉及预算金额217.73万元。",
        "本年本部门 SM 项目 8 个，全年预算数 90.61 万元，全年执行数 90.60 万元。",
    )
    assert rows == [
        {"subject": "整体预算绩效目标", "quantity": "1", "measure": "个", "amount": "896.16"},
        {"subject": "当年财政拨款项目", "quantity": "4", "measure": "个", "amount": "217.73"},
        {"subject": "SM项目", "quantity": "8", "measure": "个"},
        {"subject": "SM项目全年预算数", "amount": "90.61"},
        {"subject": "SM项目全年执行数", "amount": "90.60"},
    ]


def test_final_accounts_that_tell_how_much_of_the_budget_was_carried_out() -> None:
    rows, _ = read(
        "1.一般公共服务支出（类）组织事务（款）行政运行（项）。年初预算为100.00万元，支出决算为90.50万元，完成年初预算的90.50%。决算数小于年初预算数的主要原因是人员减少。"
    )
    assert rows == [
        {
            "subject": "一般公共服务支出（类）组织事务（款）行政运行（项）",
            "code": "2013201",
            "amount": "90.50",
            "baseline": "initial_budget",
            "baseline_amount": "100.00",
            "completion": "90.50",
            "reason": "人员减少",
        }
    ]


def test_the_amount_compared_with_is_kept() -> None:
    rows, _ = read("“三公”经费预算总额为 1238万元,较2023年年初预算的1278万元减少40万元,同比下降3.1%。")
    assert rows[0]["baseline_amount"] == "1278" and rows[0]["change"] == "-40" and rows[0]["change_percent"] == "-3.1"


def test_a_threshold_in_a_name_is_no_amount() -> None:
    rows, notes = read(
        "单价100万元（含）以上设备（不含车辆）0台（套）。",
        "安排购置50万元以上大型设备0台，单位价值100万元以上大型设备1台。",
    )
    assert [(row["subject"], row["quantity"]) for row in rows] == [
        ("单价100万元（含）以上设备（不含车辆）", "0"),
        ("安排购置50万元以上大型设备", "0"),
        ("安排购置单位价值100万元以上大型设备", "1"),
    ]
    assert notes == []


def test_the_unit_s_own_name_is_no_part_of_a_subject_even_shortened_or_misprinted() -> None:
    rows, _ = read(
        "政府办公室2024年收入预算5万元。", "某县人民政府政办公室2024年支出预算6万元。", "本单位其他收入1万元。"
    )
    assert [row["subject"] for row in rows] == ["收入预算", "支出预算", "其他收入"]


def test_notes_to_whoever_fills_in_the_template_state_nothing() -> None:
    assert read("（按部门单位预算公开表三，部门单位支出总体情况表进行说明。）") == ([], [])


def test_an_amount_that_fits_no_statement_is_listed() -> None:
    rows, notes = read("某项经费由5万元调整为7万元。")
    assert [row["amount"] for row in rows] == ["5"]
    assert [note.kind for note in notes] == ["unread"] and "7万元" in notes[0].printed
