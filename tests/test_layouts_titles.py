"""Titles: told from contents pages and prose, numbered, broken, spaced, inside the grid; two tables of one kind."""

from __future__ import annotations

import pytest

from mingzhang.convert import known_classifications
from mingzhang.errors import RecognitionError
from mingzhang.reading import read_document
from mingzhang.recognise.tables.read import read_tables
from mingzhang.recognise.vocabulary import load_vocabulary
from tables import AFTER, read, rows

BODY = """单位：万元|||||
科目编码|科目名称|本年收入合计|财政拨款收入|事业收入|其他收入
合计||9.00|8.00|1.00|
205|教育支出|9.00|8.00|1.00|
"""


@pytest.mark.parametrize(
    "title",
    [
        "收入决算表",
        "收 入 决 算 表",
        "（一）收入决算表",
        "表2 收入决算表",
        "附件2：收入决算表",
        "表1 2023年度收入决算表",
        "表01 2023年度收入决算表",
        "附表2  收入决算表",
        "2023年度某县某局收入决算表",
        "某县某局2023年度收入决算表",
        "某县某局收入决算表",
        "中国共产党某县委员会办公室（本级）收入决算表",
        "某县某局2023年度部门决算收入决算表",
        "公开02表 收入决算表",
        "收入决算表 公开02表",
        "公开02表\n收入决算表",
        "收入决算表\n公开02表",
        "收入决算\n表",
        "某县某局2023年度\n收入决算表",
        "收入决算表|||||",
        "||收入决算表||||公开02表",
        "GK02 收入决算表(公开02表)\n收入决算表|||||\n公开02表|||||",
        "二、收入决算表",
        "收入决算表\n表2",
        "收入决算表\n\n某县某局 2023年度",
    ],
)
def test_titles(title: str) -> None:
    table = read(title + "\n" + BODY + AFTER)["revenue"]
    assert rows(table, "code", "total", "business_income") == [(None, "9.00", "1.00"), ("205", "9.00", "1.00")]


def test_contents_and_prose_name_a_table_without_being_one() -> None:
    text = (
        "目录\n一、收入支出决算总表……5\n二、收入决算表................6\n三、支出决算表 7\n第二部分 情况说明\n"
        "一、收入支出决算总体情况说明\n详见《收入决算表》，另见支出决算表。\n二、收入决算情况说明\n文字。\n"
        "第三部分 表\n收入决算表\n"
    )
    tables = read(text + BODY + AFTER)
    assert rows(tables["revenue"], "code") == [(None,), ("205",)]
    assert (tables["summary"].status, tables["expenditure"].status) == ("missing", "missing")


def test_tables_follow_each_other_in_one_grid() -> None:
    text = (
        "收入决算表|||||\n公开02表|||||\n" + BODY + "支出决算表|||||\n公开03表||||单位：万元|\n"
        "科目编码|科目名称|本年支出合计|基本支出|项目支出|经营支出\n合计||7.00|7.00||\n"
    )
    tables = read(text + AFTER)
    assert rows(tables["revenue"], "total") == [("9.00",), ("9.00",)]
    assert rows(tables["expenditure"], "total", "basic") == [("7.00", "7.00")]


def test_the_page_without_a_title_goes_on_below_a_running_header() -> None:
    head = BODY.split("\n")[1]
    text = "收入决算表\n" + BODY + "\n12\n\f某县某局2023年度部门决算公开\n" + head + "\n206|科学技术支出|1.00|1.00||\n"
    assert rows(read(text + AFTER)["revenue"], "code")[-1] == ("206",)


def test_an_unknown_table_behind_a_known_one_is_none_of_its_rows() -> None:
    text = "收入决算表\n" + BODY + "\n项目支出绩效表|||\n项目名称|指标|目标|完成\n某项目|数量|5|5\n"
    table = read(text + AFTER)["revenue"]
    assert len(table.records) == 2 and table.notes == ()
    text = "收入决算表\n" + BODY + "\n项目名称|实施单位|目标|完成情况\n某项目|某局|好|好\n"
    assert len(read(text + AFTER)["revenue"].records) == 2


def unread(text: str) -> list[tuple[str, int, str]]:
    document = read_document(text.replace("|", "\t"))
    _, _, refused = read_tables(document, load_vocabulary(), known_classifications())
    return [(table.table, table.line, reason) for table, reason in refused]


def test_a_second_table_of_the_kind_is_left_unread_and_told() -> None:
    second = BODY.replace("9.00", "5.00").replace("8.00", "4.00")
    text = "收入决算表\n" + BODY + "收入决算表\n" + second + AFTER
    table = read(text)["revenue"]
    assert rows(table, "total") == [("9.00",), ("9.00",)]
    assert [note.kind for note in table.notes] == ["unread"]
    assert unread(text) == [("revenue", 6, "同名的另一张表（自有合计），未读取")]
    assert unread("收入决算表\n" + BODY + "收入决算表\n" + BODY + AFTER)[0][2] == "同一张表重复印出，未再读取"


def test_a_table_whose_header_says_nothing_is_kept_aside() -> None:
    text = "收入决算表\n" + BODY + "支出决算表\n甲乙丙|丁戊己|庚辛\n天|地|人\n" + AFTER
    table = read(text)["expenditure"]
    assert (table.status, table.records) == ("present", ())
    assert [(note.kind, note.line) for note in table.notes] == [("unread", 6)]
    assert unread(text) == [("expenditure", 6, "表头没有读懂，整张表未读取")]


def test_a_document_that_ends_with_its_tables_is_whole() -> None:
    text = "目录\n第一部分 概况\n第二部分 决算表\n第三部分 名词解释\n第一部分\n概况\n第二部分\n决算表\n收入决算表\n"
    assert len(read(text + BODY)["revenue"].records) == 2


def test_a_document_that_breaks_off_in_a_sentence_is_refused() -> None:
    with pytest.raises(RecognitionError, match="breaks off in the middle"):
        read("收入决算表\n" + BODY + "第三部分 情况说明\n本年收入由财政拨款、\n")


def test_rows_go_on_behind_the_foot_and_head_of_a_page() -> None:
    text = "收入决算表\n" + BODY + "\n- 3 -\n\f某县某局2022年度部门决算\n\n206|科学技术支出|1.00|1.00||\n"
    assert rows(read(text + AFTER)["revenue"], "code")[-1] == ("206",)
