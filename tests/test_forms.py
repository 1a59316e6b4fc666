"""Performance forms in columns, as small documents: shifted, cut, blank and misprinted, found and read."""

from __future__ import annotations

import pytest

from mingzhang.errors import RecognitionError
from mingzhang.reading import read_document
from mingzhang.recognise.forms.find import find_forms, read_forms
from mingzhang.recognise.forms.grid import read_grid_form
from mingzhang.recognise.forms.model import RawForm
from mingzhang.recognise.forms.words import load_form_words
from mingzhang.records.model import Record
from mingzhang.records.performance.forms import FormTables, build_forms

TITLE = "项目支出绩效目标表\n\n(2024 年)\n\n"
LABELS = """预算单位||某局||||||
项目名称||甲项目|||项目负责人||王某某|
项目资金 (万元)||年度 预算 总额:|1,028. 71|其中: 财政拨款|1,000.71|其他 资金:|28.00|
项目总体目标||完成甲项目,  保障运转。||||||
"""
HEADINGS = "一级 指标|二级 指标|三级 指标|指标值|指标值设 置依据|上年 完成值|指标分值 权重|指标赋 分规则|佐证 资料\n"
ROWS = """产出指 标|数量指 标|培训人 数(人)|>=65 人|预算支出 标准|=60 人|20|按照正 常比例 赋分|工作资料
||采购次 数(次)|≤1028 .71|计划标准||10|按照正 常比例 赋分|工作资料
满意度 指标|满意度 指标|满意 度(%)|=100%|计划标准|无|10|满意度 赋分|工作资料
"""
FORM = TITLE + LABELS + HEADINGS + ROWS
AFTER = "\n(五) 其他需说明的事项\n\n我单位无其他需说明事项。\n"

EVALUATION = """项目支出绩效自评表

(2024 年度)

项目名称|乙项目|||||||
主管部门|某部|||实施单位|某中心|||
项目资金 (万元)||年初预 算 数|全年预 算 数|全年执 行 数|分值|执行率|得分|
|年度资金总额|106.92|89.50|89.50|10|100.00%|10.00 分|
|其中：当年财政拨款|106.92|89.50|89.50|—|—|—|
年度总体 目标|预期目标|||实际完成情况||||
|<p>计划培训 600 人。</p> <p>有效加强。</p>|||已培训 600 人。||||
|一级指标|二级指标|三级指标|年度指 标 值|实际完 成 值|分值|得分|偏差原因 分析及改 进措施
年度绩效 指标完成 情况|产出指标|数量指标|培训人 数|>=600 人|=600 人|50|50|
效益指标|社会效益指标|有效为民|显著有效|完全达到预期|40|35|未全覆盖|
|总分||||||100|95.00 分
"""

CELLS = """1、丙项目绩效目标表
|单位：万元

|项目编码
|1306P00ADB
|项目名称
|丙项目

|预算规模及资金用途
|预算数
|25.00
|其中：财政    资金
|25.00
|其他资金
|

|
|预算数25万元，主要用于培训。|||"||

|资金支出计划
|3月底
|12月底

|
|
|25.00

|绩效目标
|1.提高服务水平。
2.按期完成。

|一级指标
|二级指标
|三级指标
|绩效指标描述
|指标值
|指标值确定依据

|产出指标
|数量指标
|单位数量
|单位数量

|≥76个
|依据工作方案

|
|时效指标
|完成时限
|完成时限
|12月底
|依据工作方案

二、政府采购预算情况
"""


def raws(text: str) -> list[RawForm]:
    return read_forms(read_document(text.replace("|", "\t")), load_form_words())


def build(text: str) -> FormTables:
    return build_forms(raws(text))


def rows(records: list[Record], *columns: str) -> list[tuple[str, ...]]:
    return [tuple("" if (v := r.values.get(c)) is None else str(v) for c in columns) for r in records]


def kinds(tables: FormTables) -> list[str]:
    return [note.kind for note in tables.notes]


def test_a_target_form() -> None:
    tables = build(FORM + AFTER)
    assert rows(tables.forms, "form_id", "form_kind", "scope", "name", "unit", "goal") == [
        ("f01", "target", "project", "甲项目", "某局", "完成甲项目,保障运转。")
    ]
    assert rows(tables.forms, "budget_total", "budget_fiscal", "budget_other") == [("1028.71", "1000.71", "28.00")]
    assert rows(tables.indicators, "category", "subcategory", "indicator", "target", "previous", "weight") == [
        ("产出指标", "数量指标", "培训人数(人)", ">=65人", "=60人", "20"),
        ("产出指标", "数量指标", "采购次数(次)", "≤1028.71", "", "10"),
        ("满意度指标", "满意度指标", "满意度(%)", "=100%", "无", "10"),
    ]
    assert rows(tables.indicators, "target_operator", "target_value", "target_unit")[0] == (">=", "65", "人")
    assert [record.line for record in tables.forms + tables.indicators] == [1, 10, 11, 12]
    assert kinds(tables) == []


def test_people_are_kept_apart() -> None:
    raw = raws(FORM + AFTER)[0]
    tables = build(FORM + AFTER)
    assert raw.personal == ("王某某",)
    assert "王某某" not in str((raw.fields, raw.notes, tables))
    lost_label = build(FORM.replace("项目负责人", "项目负责入") + AFTER)
    assert "王某某" not in str(lost_label) and set(kinds(lost_label)) == {"unread"}


def test_money_by_level_is_summed_up() -> None:
    text = """单位整体绩效目标表
单位名称（盖章）||某局||||
单位联系人||王某某|联系电话：|13900000000||
年度绩效目标||保障运转。||||
年度预算（万元）||资金来源||资金总额（万元）|
||财政资金（万元）|中央安排|1.50|
|||自治区安排|0.25|
|||县（市、区）安排|896.16|
其他资金（万元）|其他||||
一级指标|二级指标|三级指标|指标值|指标设定依据|分值权重
运行成本|数量指标|保障人数（人）|> = 65 人|政策制度|5
"""
    tables = build(text + AFTER)
    columns = ("scope", "name", "budget_total", "budget_superior", "budget_local", "budget_other")
    assert rows(tables.forms, *columns) == [("overall", "某局", "", "1.75", "896.16", "")]
    assert rows(tables.funding, "source", "source_key", "budget") == [
        ("中央安排", "central", "1.50"),
        ("自治区安排", "province", "0.25"),
        ("县（市、区）安排", "local", "896.16"),
        ("其他", "other", ""),
    ]
    assert kinds(tables) == ["arithmetic"]


def test_money_in_yuan() -> None:
    tables = build(FORM.replace("(2024 年)", "单位：元").replace("(万元)", "") + AFTER)
    assert rows(tables.forms, "budget_other") == [("0.002800",)]


def test_a_self_evaluation() -> None:
    tables = build(EVALUATION + AFTER)
    assert rows(tables.forms, "form_kind", "department", "unit", "goal", "achievement") == [
        ("self_evaluation", "某部", "某中心", "计划培训600人。有效加强。", "已培训600人。")
    ]
    columns = ("initial_budget", "full_year_budget", "executed", "execution_rate", "execution_score", "total_score")
    assert rows(tables.forms, *columns) == [("106.92", "89.50", "89.50", "100.00", "10.00", "95.00")]
    assert rows(tables.funding, "source_key", "weight", "score") == [("total", "10", "10.00"), ("fiscal", "", "")]
    assert rows(tables.indicators, "category", "indicator", "target", "actual", "score", "deviation") == [
        ("产出指标", "培训人数", ">=600人", "=600人", "50", ""),
        ("效益指标", "有效为民", "显著有效", "完全达到预期", "35", "未全覆盖"),
    ]
    assert sorted(kinds(tables)) == ["dash", "moved", "moved"]  # 效益指标 and 总分 are shifted


def test_one_cell_a_line() -> None:
    tables = build(CELLS)
    assert rows(tables.forms, "name", "project_code", "purpose", "goal", "budget_total", "budget_other") == [
        ("丙项目", "1306P00ADB", "预算数25万元，主要用于培训。", "1.提高服务水平。2.按期完成。", "25.00", "")
    ]
    assert rows(tables.plan, "deadline", "amount") == [("3月底", ""), ("12月底", "25.00")]
    assert rows(tables.indicators, "subcategory", "indicator", "description", "target", "target_value") == [
        ("数量指标", "单位数量", "单位数量", "≥76个", "76"),
        ("时效指标", "完成时限", "完成时限", "12月底", "12"),
    ]
    assert kinds(tables) == []


@pytest.mark.parametrize(
    "row",
    [
        "||时效指标|完成率(%)|>=95%|计划标准|=98%|10|满意度赋分",
        "时效指标|完成率(%)|>=95%|计划标准|=98%|10|满意度赋分||",
    ],
)
def test_a_shifted_row_is_moved_back(row: str) -> None:
    tables = build(FORM + row + "\n" + AFTER)
    columns = ("category", "subcategory", "indicator", "target", "basis", "previous", "weight", "scoring_rule")
    shown = ("满意度指标", "时效指标", "完成率(%)", ">=95%", "计划标准", "=98%", "10", "满意度赋分")
    assert rows(tables.indicators, *columns)[-1] == shown
    assert kinds(tables) == ["moved"]


def test_a_page_with_fewer_columns() -> None:
    headings = "一级指标|二级指标||三级指标|指标值|指标设定依据||分值权重||||\n"
    cut = "运行成本|数量指标||支出控制数（万|≤767.09 万元|批复文件||5||||\n\n||元)|||\n"
    page = "||公用经费(万元)|≤26.89万元|运转需求|5\n|质量指标|合规率(%)|=100%|文件要求|5\n"
    tables = build(TITLE + LABELS + headings + cut + page + AFTER)
    assert rows(tables.indicators, "subcategory", "indicator", "target", "weight") == [
        ("数量指标", "支出控制数（万元)", "≤767.09万元", "5"),
        ("数量指标", "公用经费(万元)", "≤26.89万元", "5"),
        ("质量指标", "合规率(%)", "=100%", "5"),
    ]
    assert kinds(tables) == ["joined", "moved"]


def test_a_level_that_is_not_printed_stays_blank() -> None:
    headings = "|二级指标|三级指标|指标值|指标值设置依据|指标分值权重\n"
    tables = build(TITLE + LABELS + headings + "绩效指标|数量指标|项目个数|>=1个|计划标准|10\n" + AFTER)
    assert rows(tables.indicators, "category", "subcategory", "indicator") == [("", "数量指标", "项目个数")]
    assert kinds(tables) == []


def test_a_cell_that_is_lost_or_doubled_is_noticed() -> None:
    lost = build(FORM.replace("\n||采购次 数(次)|≤1028 .71|", "\n||≤1028 .71|") + AFTER)
    assert rows(lost.indicators, "target", "weight")[1] == ("≤1028.71", "10")
    assert "moved" in kinds(lost)
    doubled = build(FORM.replace("|满意 度(%)|", "|满意 度(%)|满意 度(%)|") + AFTER)
    assert rows(doubled.indicators, "indicator", "target")[2] == ("满意度(%)", "=100%")
    assert kinds(doubled) == ["moved"]


def test_what_is_no_number_is_listed() -> None:
    tables = build(FORM.replace("1,000.71", "1,OOO.71").replace("|20|", "|2O|") + AFTER)
    assert rows(tables.forms, "budget_fiscal") == [("",)]
    assert [(note.table, note.kind, note.printed) for note in tables.notes if note.column in ("budget", "weight")] == [
        ("performance_funding", "unread", "1,OOO.71"),
        ("performance_indicators", "unread", "2O"),
    ]


def test_several_forms_and_one_without_its_title() -> None:
    text = FORM + "\n" + FORM + "\n" + FORM.replace("项目支出绩效目标表\n", "", 1) + AFTER
    found = find_forms(read_document(text.replace("|", "\t")), load_form_words())
    assert [(form.line, form.title != "") for form in found] == [(1, True), (14, True), (30, False)]
    tables = build(text)
    assert rows(tables.forms, "form_id", "scope", "name") == [(f"f0{n}", "project", "甲项目") for n in (1, 2, 3)]
    assert kinds(tables) == ["header"]


def test_a_contents_page_and_statutory_tables_are_no_forms() -> None:
    text = "目录\n一、项目支出绩效目标表\n二、其他\n\n项目支出情况表\n项目名称|合计\n甲项目|5\n乙项目|6\n"
    assert raws(text) == [] and raws("本单位公开项目支出绩效目标表\n") == []


def test_a_row_that_lost_its_cells_does_not_end_the_form() -> None:
    lines = (FORM + AFTER).replace("|", "\t").split("\n")
    lines[9] = lines[9].replace("\t", " ")
    tables = build_forms(read_forms(read_document("\n".join(lines)), load_form_words()))
    assert len(tables.indicators) == 2 and "unread" in kinds(tables)


@pytest.mark.parametrize(
    ("old", "new", "message"), [("|指标值|", "|指标直|", "指标直"), (HEADINGS, "", "without the headings")]
)
def test_headings_that_are_not_understood_refuse_their_form_alone(old: str, new: str, message: str) -> None:
    refused = FORM.replace(old, new)
    found = find_forms(read_document(refused.replace("|", "\t")), load_form_words())[0]
    with pytest.raises(RecognitionError, match=message):
        read_grid_form(found, load_form_words())
    first, second = raws(refused + "\n" + FORM + AFTER)
    assert message in first.notes[0].message and not first.indicators and first.personal == ("王某某",)
    assert len(second.indicators) == 3 and not second.notes
