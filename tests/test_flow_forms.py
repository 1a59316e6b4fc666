"""Performance forms in flowed text: the real one against its key, tabbed ones run together, damaged ones."""

from __future__ import annotations

import csv
import random
import time
from pathlib import Path

import pytest

from flowing import Printed, as_flowed, filled, printed_forms
from mingzhang.errors import RecognitionError
from mingzhang.reading import read_document
from mingzhang.recognise.forms.find import find_forms
from mingzhang.recognise.forms.flow import read_flow_form
from mingzhang.recognise.forms.model import FoundForm, RawForm
from mingzhang.recognise.forms.words import load_form_words

ROOT = Path(__file__).resolve().parents[1]
FLOWED = "korla-kaifaqu-dangqun-2024-budget"
TABBED = ("akto-zuzhibu-2024-budget", "akqi-zhengfuban-2024-budget", "urumqi-zuzhibu-2024-final")


def source(name: str) -> str:
    return next((ROOT / "data" / "sources" / name).glob("*.txt")).read_text(encoding="utf-8")


def read_text(text: str, kind: str = "target", scope: str = "project") -> RawForm:
    rows = read_document(text).rows
    return read_flow_form(FoundForm(rows[0].text, rows[0].line, kind, scope, rows[1:]), load_form_words())


def key(resource: str) -> list[dict[str, str]]:
    path = ROOT / "tests" / "answer_keys" / FLOWED / f"{resource}.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_cell_of_the_real_forms_is_right() -> None:
    words = load_form_words()
    forms = [read_flow_form(found, words) for found in find_forms(read_document(source(FLOWED)), words)]
    fields = ("goal", "unit")
    printed_fields = [tuple(row[name] for name in fields) for row in key("performance_forms")]
    assert [tuple(form.fields[name] for name in fields) for form in forms] == printed_fields
    rows = [(f"f{number:02}", row) for number, form in enumerate(forms, 1) for row in form.indicators]
    columns = [
        c for c in key("performance_indicators")[0] if c not in ("form_id", "source_line") and "target_" not in c
    ]
    for (form_id, row), expected in zip(rows, key("performance_indicators"), strict=True):
        assert (form_id, str(row.line)) == (expected["form_id"], expected["source_line"])
        assert {c: row.texts.get(c, "") for c in columns} == {c: expected[c] for c in columns}
    assert [(n.kind, n.printed, n.value) for form in forms for n in form.notes] == [
        ("joined", "满意 度指", "满意度指标")
    ]


@pytest.mark.parametrize("name", TABBED)
@pytest.mark.parametrize("seed", [0, 1])
def test_run_together_forms_are_right_or_say_where_not(name: str, seed: int) -> None:
    right = wrong = 0
    for form in printed_forms(source(name))[::3]:
        read = read_text(as_flowed(form, seed), *_kind(form))
        told = {note.line for note in read.notes if note.kind in ("ambiguous", "unread")}
        assert len(read.indicators) == len(form.rows)
        for row, expected in zip(read.indicators, filled(form), strict=True):
            faults = sum(_bare(row.texts.get(c, "")) != _bare(expected.get(c, "")) for c in {*row.texts, *expected})
            right, wrong = right + len(expected) - faults, wrong + faults
            assert not faults or row.line in told, (row.texts, expected)
    assert right > 0.97 * (right + wrong)


def _kind(form: Printed) -> tuple[str, str]:
    kind = "self_evaluation" if "自评" in form.title else "target"
    return kind, "overall" if "整体" in form.title else "project"


def _bare(text: str) -> str:
    return "".join(text.split())


SELF_EVALUATION = """ 项目支出绩效自评表
(2024 年度)
项目名称 远程教育经费
主管部门 某市委组织部 实施单位 某市委组织部
项目资金
（万元）
年初预
算数
全年预
算数
全年执
行数
分值 执行率 得分
年度资金总
额
1,106.
92 89.50 89.50 10 100.00
%
10.00
分
其他资金 0.00 0.00 0.00 — — —
年度总体
目标
预期目标 实际完成情况
举办培训，提升能力，计划培训党员不少于
六百人次。
截止 2024 年 12 月 31 日，已完成培训六
百人次。
一级指标 二级指标 三级指标 年度指
标值
实际完
成值
分值 得分 偏差原因
分析及改
进措施
年度绩效
指标完成
情况
产出指标 数量指标 培训党员人
次
>=600 人次 =500 人
次
50 40
偏差原因：
人数减少。
改进措施：
加强管理。
效益指标 社会效益
指标
提升党员服
务能力
提升 完全达到
预期
40 40
总分 100 90.00
分
"""


def test_a_self_evaluation() -> None:
    form = read_text(SELF_EVALUATION, "self_evaluation")
    assert form.fields == {
        "name": "远程教育经费",
        "department": "某市委组织部",
        "unit": "某市委组织部",
        "goal": "举办培训，提升能力，计划培训党员不少于六百人次。",
        "achievement": "截止2024年12月31日，已完成培训六百人次。",
        "total_weight": "100",
        "total_score": "90.00分",
    }
    assert [(line.key, *line.cells.values()) for line in form.funding] == [
        ("total", "1,106.92", "89.50", "89.50", "10", "100.00%", "10.00分"),
        ("other", "0.00", "0.00", "0.00", "—", "—", "—"),
    ]
    assert [tuple(row.texts.values()) for row in form.indicators] == [
        ("产出指标", "数量指标", "培训党员人次", ">=600人次", "=500人次", "50", "40",
         "偏差原因：人数减少。改进措施：加强管理。"),
        ("效益指标", "社会效益指标", "提升党员服务能力", "提升", "完全达到预期", "40", "40"),
    ]  # fmt: skip


TARGET = """项目支出绩效目标表
预算单位 某中心
项目名称 党建项目 项目负责人 张三
联系电话 13800000000
年度预算总额： 40
一级
指标
二级指
标
三级指标 指标值
指标分
值权重
产出
指标
数量指
标
培训次数 >=1 次 50
质量指
标
培训合格
率
>=95% 50
"""


def test_people_are_kept_apart() -> None:
    form = read_text(TARGET)
    assert form.fields == {"unit": "某中心", "name": "党建项目"}
    assert form.personal == ("张三", "13800000000")
    assert "张三" not in str((form.fields, form.notes, form.indicators, form.funding))


def test_a_garbled_label_of_a_person_does_not_publish_the_name() -> None:
    form = read_text(TARGET.replace("项目负责人", "项目负责"))
    assert form.fields["name"] == "党建项目"
    assert "张三" in form.personal and [note.kind for note in form.notes] == ["unread"]


def test_an_unknown_heading_stops_the_form_and_is_named() -> None:
    with pytest.raises(RecognitionError, match="涉密等级"):
        read_text(TARGET.replace("三级指标 指标值", "三级指标 涉密等级 指标值"))


def test_a_garbled_heading_is_known_by_its_characters() -> None:
    form = read_text(TARGET.replace("三级指标 指标值", "三级指标 指标值 指标值设置依"))
    assert ("header", "指标值设置依", "basis") in [(note.kind, note.printed, note.value) for note in form.notes]


def test_headings_without_a_space_between_them() -> None:
    assert read_text(TARGET.replace("三级指标 指标值", "三级指标指标值")).indicators == read_text(TARGET).indicators


def test_what_cannot_be_settled_is_told() -> None:
    form = read_text(TARGET.replace("培训次数 >=1 次 50", "培训次数 50"))
    assert form.indicators[0].texts["weight"] == "50"
    assert [note.kind for note in form.notes if note.line == form.indicators[0].line] == ["ambiguous"]
    assert "没有读到（target）" in form.notes[0].message


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_form_is_read_or_refused(seed: int) -> None:
    chance = random.Random(seed)
    lines = source(FLOWED).split("\n")[1259:1574]
    for _ in range(chance.choice((1, 5, 30))):
        place = chance.randrange(len(lines))
        line = lines[place]
        garbled = "".join(chance.choice("的一是01>=%( ，") if chance.random() < 0.4 else c for c in line)
        lines[place] = chance.choice(["", line + "\n" + line, garbled, line[: len(line) // 2], chance.choice(lines)])
    words = load_form_words()
    for found in find_forms(read_document("\n".join(lines)), words):
        try:
            form = read_flow_form(found, words)
        except RecognitionError as error:
            assert error.place and error.found and error.action
        else:
            assert form.indicators or form.notes


def test_a_form_is_read_quickly() -> None:
    words = load_form_words()
    found = find_forms(read_document(source(FLOWED)), words)
    started = time.process_time()
    for form in found:
        read_flow_form(form, words)
    assert time.process_time() - started < 0.5 * len(found)
