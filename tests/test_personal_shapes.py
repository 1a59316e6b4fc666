"""Numbers and names in running text: every spelling is masked, and what only looks like one stays."""

from __future__ import annotations

import time
from dataclasses import replace
from decimal import Decimal

import pytest

from mingzhang.audit.careless.personal import personal as personal_rule
from mingzhang.audit.facts import Facts
from mingzhang.audit.model import Finding
from mingzhang.errors import DisclosureError
from mingzhang.personal import NAME_MASK, NUMBER_MASK, Personal, mask_text
from mingzhang.personal.breaks import find_in_document
from mingzhang.personal.lines import mask_lines
from mingzhang.personal.places import KINDS, find_shown
from mingzhang.personal.shapes import is_luhn
from mingzhang.records.masking import mask_records
from mingzhang.records.model import Record

MASKED = """
联系电话13900001111|联系电话#
手机：+86 13900001111|手机：#
8613900001111，86-139-0000-1111|#，#
139.0000.1111；１３９００００１１１１|#；#
139\u200b0000\u200b1111|#
电话：1390 000 1111|电话：#
电话 1 3 9 0 0 0 0 1 1 1 1|电话 #
手机13900001111.|手机#.
tel13900001111，wx13900001111|tel#，wx#
139****1111，139xxxx1111|#，#
0998-5622233、5622244|#
电话：5622233/5622244|电话：#
电话5622233，5622244|电话#
0998-5622233转8012|#
0998-5622233—801|#
（0998）5622233，0998－5622233，0998 — 5622233，09985622233|#，#，#，#
+86-998-5622233|#
咨询 5622233|咨询 #
咨询电话：办公室5622233|咨询电话：办公室#
5622233转801|#
400-123-4567，服务热线4001234567|#，服务热线#
010-62345678，010 6234 5678，01062345678|#，#，#
身份证号：653022199001011234|身份证号：#
653022 19900101 1234；65302219900101123x|#；#
身份证：653022900101123|身份证：#
公民身份号码：653022199013011234|公民身份号码：#
护照号：E12345678|护照号：#
军官证：南字第1234567号|军官证：#号
账号：6222000011112222333|账号：#
6222 0000 1111 2222 333|#
开户行：农行某支行 30050120092001234|开户行：农行某支行 #
zsf＠example．gov．cn|#
zsf(at)example.cn，zsf[at]example.cn，zsf @ example . cn|#，#，#
微信号：zhangsan_88，QQ 123456789|微信号：#，QQ #
联系人：张三丰，电话13900001111。|联系人：N，电话#。
联 系 人 ：张 三 丰|联 系 人 ：N
联系人及电话：张三丰，0998-5622233；李四光 5622244|联系人及电话：N，#；N #
联系人：张三丰、李四光|联系人：N、N
负责人（签字）：张三丰　　审核人：李四光|负责人（签字）：N　　审核人：N
法定代表人张三丰，|法定代表人N，
张三丰 13900001111；请联系王芳 0998-5622233|N #；请联系N #
张三丰主任13900001111|N主任#
联系人：阿依古丽․吐尔逊|联系人：N
联系人：阿依古丽 . 吐尔逊，|联系人：N，
经办人：欧阳修远|经办人：N
聯繫人：張三豐　電話：5622233|聯繫人：N　電話：#
户名：王芳 账号：6222000011112222333|户名：N 账号：#
"""
KEPT = """
项目编码13063424P00ADB210005H，金额11508.22万元，2024年12月31日
统一社会信用代码：11653022010439000X，116530220104390001
项目编码：653022230101000012345
新财农〔2023〕1234567号
2013201 行政运行 123.45
20132 01 1234.56
监督检查 2013202
拨打12345、12388，电话：12345
电话费1234567元，电话费 1234567.00
13900001111元，13900001111.55，13,900,001,111.00
2024年1月1日至2024年12月31日，20240101-20241231
单位编码 012001001，021001001001
1530 1234 5678.90
15 20132 2013201
零余额账户用款额度12345678.90元
开户银行手续费 30204 12345678元
银行账户 2 个
负责人才工作，主要负责人用车 0 辆
联系服务专家 100 人，联系人大代表
1 3 4 5 6 7 8 9 10 11 12
5622233
1391234.5678
微信公众号：wushi2024
联系人：无
负责人：待定
新A·12345
4001234567
"""


@pytest.mark.parametrize("line", MASKED.strip().split("\n"))
def test_every_spelling_is_masked(line: str) -> None:
    text, masked = line.split("|")
    shown = masked.replace("N", NAME_MASK).replace("#", NUMBER_MASK)
    assert mask_text(text) == shown
    assert mask_text(shown) == shown


@pytest.mark.parametrize("text", KEPT.strip().split("\n"))
def test_what_only_looks_like_personal_data_stays(text: str) -> None:
    assert mask_text(text) == text


def test_what_is_known_is_masked_however_it_is_parted() -> None:
    known = Personal(frozenset({"阿依古丽·吐尔逊"}), frozenset({"0998-5622233", "13900001111"}))
    text = "阿依古丽吐尔逊、阿依古丽 • 吐\n尔逊，5622233，139\n00001111，序号139000011112人，金额5622233.00"
    name, number = NAME_MASK, NUMBER_MASK
    assert known.mask(text) == f"{name}、{name}\n，{number}，{number}\n，序号{number}2人，金额5622233.00"


def test_a_column_of_names_is_masked_whatever_they_look_like() -> None:
    rows = [["序号", "姓名", "民族"], ["1", "阿依古丽", "维吾尔族"], ["2", "", ""], ["3", "艾尼", "维吾尔族"]]
    assert find_in_document(rows).names == {"阿依古丽", "艾尼"}
    assert find_in_document([["序号", "会计", "审计"], ["1", "基础工作", "内控"]]).names == frozenset()


def test_a_number_in_a_column_of_amounts_is_left_out_and_noted() -> None:
    rows = {
        "revenue": [Record(3, {"code": "2013201", "name": "某人13900001111", "total": Decimal("15900002222")})],
        "summary": [
            Record(n, {"item": "支出", "amount": Decimal(v)}) for n, v in ((5, "1390000.1111"), (6, "900000.0000"))
        ],
    }
    notes = mask_records(rows, Personal(frozenset(), frozenset({"2013201"})), False)
    assert [(note.line, note.text("column")) for note in notes] == [(3, "total")]
    assert rows["revenue"][0].values == {"code": "2013201", "name": f"某人{NUMBER_MASK}", "total": None}
    assert rows["summary"][0].values["amount"] == Decimal("1390000.1111"), "others are of its size"


def test_errors_do_not_repeat_personal_data() -> None:
    error = DisclosureError("某县-2024-budget", "line 3", "read '联系人：张三丰 13900001111'", "mend it")
    assert "张三丰" not in str(error) and "13900001111" not in str(error) and "line 3" in str(error)


def test_the_audit_tells_kinds_and_lines_and_nothing_else() -> None:
    lines = [
        *("联系人：张三丰，电话13900001111", "办公电话：0998-5622233", "身份证号653022199001011234"),
        *("账号6222000011112222333", "zsf@example.cn", "经办人：李四光", "139****1111"),
    ]
    shown = find_shown(lines, find_in_document([[line] for line in lines]))
    assert {each.kind for each in shown} == set(KINDS)
    facts = replace(Facts({}, "某局", 2024, "budget", ("某局",)), shown=shown)
    found = [check for check in personal_rule(facts) if isinstance(check, Finding)]
    assert [(f.line, f.severity) for f in found] == [
        *((1, "warning"), (3, "warning"), (4, "warning"), (5, "note"), (7, "note"), (2, "note"), (6, "note")),
    ]
    assert not any(secret in f.message for f in found for secret in ("张三丰", "李四光", "139", "562", "653", "zsf"))


@pytest.mark.parametrize("piece", ["1", "1 3 ", "联系人：", "开户行农行", "0998-"])
def test_masking_takes_time_in_proportion_to_the_text(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        begun = time.process_time()
        mask_lines([text], find_in_document([[text]]))
        return time.process_time() - begun

    seconds(1_000)
    assert seconds(16_000) < 8 * max(seconds(4_000), 0.05), "four times the text"


def test_bank_cards_check_digit() -> None:
    assert is_luhn("4111111111111111") and not is_luhn("4111111111111112")
