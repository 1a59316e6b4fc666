"""Duties, offices, staffing, units and the glossary, out of small texts; expectations by eye."""

from __future__ import annotations

import pytest

from mingzhang.numerals import parse_count
from mingzhang.records.parts.glossary import build_glossary
from mingzhang.records.parts.organisation import build_duties, build_offices, build_staffing, build_units
from parts import lines, noted, paragraphs, plain_tables, rows

DUTIES = "一、主要职能\n"
STAFF = "二、机构设置及人员情况\n"


def duties(text: str) -> list[tuple[object, ...]]:
    return rows(build_duties(paragraphs(text))[0], "number", "text")


def offices(text: str) -> list[object]:
    return [row[0] for row in rows(build_offices(paragraphs(STAFF + text))[0], "name")]


def staffing(text: str) -> list[tuple[object, ...]]:
    return rows(build_staffing(paragraphs(STAFF + text))[0], "item", "count", "change")


def test_a_list_of_duties_over_a_page_break() -> None:
    text = DUTIES + "- 1、负责党的建设；负责\n\n党员队伍。\n2、完成其他任务。\n" + STAFF + "本单位编制数5。\n"
    records, notes = build_duties(paragraphs(text))
    assert rows(records, "number", "text") == [(1, "负责党的建设；负责党员队伍。"), (2, "完成其他任务。")]
    assert lines(records) == [2, 5] and notes == []


def test_duties_in_one_line_lose_the_mark_that_parts_them() -> None:
    text = DUTIES + "单位职能：1.负责甲；负责乙；2.落实\n\n2024年任务；\n\n3.起草文件；4.完成其他任务。\n"
    records, notes = build_duties(paragraphs(text))
    assert rows(records, "number", "text") == [
        (1, "负责甲；负责乙"),
        (2, "落实2024年任务"),
        (3, "起草文件"),
        (4, "完成其他任务。"),
    ]
    assert lines(records) == [2, 2, 6, 6] and notes == []


def test_a_paragraph_without_numbers_is_one_duty() -> None:
    assert duties(DUTIES + "部门主要职责是负责甲；负责乙。\n") == [(1, "部门主要职责是负责甲；负责乙。")]


def test_points_below_a_duty_stay_with_it() -> None:
    text = DUTIES + "（一）负责甲：\n1.拟订规划。\n2.组织实施。\n（十二）负责乙。\n"
    assert duties(text) == [(1, "负责甲：1.拟订规划。2.组织实施。"), (12, "负责乙。")]


def test_an_introduction_before_the_list_is_noted_and_a_mere_label_is_not() -> None:
    label = build_duties(paragraphs(DUTIES + "本单位主要职责是：\n1.负责甲。\n"))
    assert rows(label[0], "text") == [("负责甲。",)] and label[1] == []
    told = build_duties(paragraphs(DUTIES + "根据规定，我局是县政府工作部门。\n1.负责甲。\n"))
    assert rows(told[0], "text") == [("负责甲。",)]
    assert noted(told[1]) == [("unread", 2, "根据规定，我局是县政府工作部门。")]


def test_numbers_that_start_over_are_counted_on_and_noted() -> None:
    records, notes = build_duties(paragraphs(DUTIES + "1.负责甲。\n2.负责乙。\n1.负责丙。\n"))
    assert rows(records, "number") == [(1,), (2,), (3,)] and noted(notes) == [("ambiguous", 4, "1")]


def test_offices_and_their_brackets() -> None:
    text = "某部无下属预算单位，下设 4 个科室，分别是：办公室、调研室（甲、乙会）、公务员一科、人才（援疆）室。\n"
    assert offices(text) == ["办公室", "调研室（甲、乙会）", "公务员一科", "人才（援疆）室"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("从构成看，本单位无下属预算单位，下设0个处室。", []),
        ("本局内设机构3个：办公室、人事科、法规科。", ["办公室", "人事科", "法规科"]),
        ("内设三个职能科室：办公室、人事科和法规科。", ["办公室", "人事科", "法规科"]),
        ("内设办公室、组织和干部科等2个科室。", ["办公室", "组织和干部科"]),
        ("内设科室包括：办公室、财务科，下属事业单位2个。", ["办公室", "财务科"]),
        ("内设2个职能部门，即办公室、财务科。", ["办公室", "财务科"]),
        ("下设3个事业单位：甲中心、乙站、丙所。", []),
        ("下设机构内设2个科室，分别是：办公室、财务科。", ["办公室", "财务科"]),
        ("内设科室2个，分别为：1.办公室；2.财务科。", ["办公室", "财务科"]),
    ],
)
def test_offices_in_other_words(text: str, expected: list[str]) -> None:
    assert offices(text + "\n") == expected


def test_offices_that_are_not_as_many_as_printed_are_noted() -> None:
    short = build_offices(paragraphs(STAFF + "下设3个科室，分别是：办公室、财务科。\n"))
    assert len(short[0]) == 2 and [note.kind for note in short[1]] == ["ambiguous"]
    none = build_offices(paragraphs(STAFF + "下设3个科室。\n"))
    assert none[0] == [] and [note.kind for note in none[1]] == ["unread"]


def test_offices_listed_in_paragraphs_below() -> None:
    text = "本局内设机构2个：\n（一）办公室。负责文电。\n（二）财务科。负责预算。\n"
    assert offices(text) == ["办公室", "财务科"]


def test_staffing_over_line_breaks_and_with_changes() -> None:
    text = (
        STAFF
        + "本单位编制数 13，实有人数 12 人，其中：在职12人，减少\n\n3人；退休 0 人，增加 0人；离休0人， 增加 2人。\n"
    )
    records, notes = build_staffing(paragraphs(text))
    assert rows(records, "item", "count", "change") == [
        ("establishment", 13, None),
        ("actual", 12, None),
        ("serving", 12, -3),
        ("retired", 0, 0),
        ("retired_veteran", 0, 2),
    ]
    assert lines(records) == [2, 2, 2, 4, 4] and notes == []


def test_increase_and_decrease_of_nothing_and_a_change_for_two() -> None:
    assert staffing("在职23人，增加0人，减少0人；退休40人，离休0人，增加0人。\n") == [
        ("serving", 23, 0),
        ("retired", 40, None),
        ("retired_veteran", 0, 0),
    ]


def test_two_changes_of_one_number_are_added_up_and_noted() -> None:
    records, notes = build_staffing(paragraphs(STAFF + "在职人员20人，增加3人，减少1人。\n"))
    assert rows(records, "change") == [(2,)] and [(n.kind, n.value) for n in notes] == [("arithmetic", "2")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("某某局核定编制30名，实有在职人员28人。", [("establishment", 30, None), ("serving", 28, None)]),
        (
            "某局行政编制20名，事业编制10名。",
            [("establishment_administrative", 20, None), ("establishment_institution", 10, None)],
        ),
        (
            "总编制30名（行政编制20名、事业编制10名）。",
            [
                ("establishment", 30, None),
                ("establishment_administrative", 20, None),
                ("establishment_institution", 10, None),
            ],
        ),
        (
            "2024年末实有人数66人，比上年减少2人；退休人员5人，与上年持平。",
            [("actual", 66, -2), ("retired", 5, 0)],
        ),
        ("编制三十名，在职二十八人。", [("establishment", 30, None), ("serving", 28, None)]),
    ],
)
def test_staffing_in_other_words(text: str, expected: list[tuple[object, ...]]) -> None:
    records, notes = build_staffing(paragraphs(STAFF + text + "\n"))
    assert rows(records, "item", "count", "change") == expected and notes == []


@pytest.mark.parametrize("clause", ["工勤编制3名", "离退休人员9人", "遗属2人", "临聘人员4人", "增加3人"])
def test_a_number_of_nothing_known_is_noted(clause: str) -> None:
    records, notes = build_staffing(paragraphs(STAFF + f"{clause}，在职5人。\n"))
    assert rows(records, "item", "count") == [("serving", 5)] and noted(notes) == [("unread", 2, clause)]


@pytest.mark.parametrize(
    "clause", ["下属二级预算单位3个", "行政单位1个", "参照公务员法管理的事业单位0个", "部门决算包括2个下属单位决算"]
)
def test_a_number_of_bodies_is_no_number_of_people(clause: str) -> None:
    records, notes = build_staffing(paragraphs(STAFF + f"{clause}，在职5人。\n"))
    assert rows(records, "item", "count") == [("serving", 5)] and notes == []


def test_a_change_of_something_unknown_is_not_given_to_what_came_before() -> None:
    records, notes = build_staffing(paragraphs(STAFF + "在职5人，遗属2人，减少1人。\n"))
    assert rows(records, "change") == [(None,)] and [note.printed for note in notes] == ["遗属2人", "减少1人"]


def test_a_section_about_both_is_parted() -> None:
    text = "一、部门职责及机构设置情况\n（一）负责甲。\n（二）负责乙。\n我局内设机构2个：办公室、财务科。编制数9。\n"
    found = paragraphs(text)
    assert rows(build_duties(found)[0], "number", "text") == [(1, "负责甲。"), (2, "负责乙。")]
    assert rows(build_offices(found)[0], "name") == [("办公室",), ("财务科",)]
    assert rows(build_staffing(found)[0], "item", "count") == [("establishment", 9)]


def test_a_table_of_units_lists_units_and_no_offices() -> None:
    tables = plain_tables(
        "机构设置：\n部门机构设置情况\n|单位名称\n|单位性质\n|单位规格\n|经费保障形式\n\n"
        "|甲县委组织部\n|行政\n|正科级\n|财政拨款\n\n|甲县党员中心\n|事业\n|\n|财政拨款\n\n一、下一节\n"
    )
    records, notes = build_units(tables)
    assert rows(records, "name", "nature", "rank", "funding") == [
        ("甲县委组织部", "行政", "正科级", "财政拨款"),
        ("甲县党员中心", "事业", None, "财政拨款"),
    ]
    assert lines(records) == [8, 13] and notes == []
    assert [(table.title, table.line) for table in tables] == [("部门机构设置情况", 2)]


GLOSSARY = "第四部分 名词解释\n"


def test_terms_over_page_breaks_with_marks_and_quotes() -> None:
    text = GLOSSARY + "一、**财政拨款**：指拨付的\n\n资金。\n七、“三公”经费：指甲费，其中：乙费反映丙。\n"
    records, notes = build_glossary(paragraphs(text))
    assert rows(records, "term", "definition") == [
        ("财政拨款", "指拨付的资金。"),
        ("“三公”经费", "指甲费，其中：乙费反映丙。"),
    ]
    assert lines(records) == [2, 5] and notes == []


def test_a_signature_is_no_term_and_a_leftover_of_the_template_is_noted() -> None:
    text = GLOSSARY + "一、基本支出：包括甲。\n（将名词解释全部保留。）\n某县办公室\n2024年2月21日\n"
    records, notes = build_glossary(paragraphs(text))
    assert rows(records, "definition") == [("包括甲。",)]
    assert noted(notes) == [("unread", 3, "（将名词解释全部保留。）")]


def test_terms_without_a_colon_and_definitions_of_two_paragraphs() -> None:
    text = GLOSSARY + "1、基本支出是指甲。\n2、“三公”经费：指乙。\n其中：因公出国费反映丙。\n3、机关运行经费，指丁。\n"
    assert rows(build_glossary(paragraphs(text))[0], "term", "definition") == [
        ("基本支出", "是指甲。"),
        ("“三公”经费", "指乙。其中：因公出国费反映丙。"),
        ("机关运行经费", "指丁。"),
    ]


def test_terms_without_numbers_and_a_term_explained_twice() -> None:
    records, notes = build_glossary(paragraphs(GLOSSARY + "基本支出：指甲。\n项目支出：指乙。\n基本支出：指丙。\n"))
    assert rows(records, "term") == [("基本支出",), ("项目支出",)]
    assert noted(notes) == [("unread", 4, "基本支出：指丙。")]


@pytest.mark.parametrize(
    ("text", "count"), [("15", 15), ("1,028", 1028), ("十", 10), ("十五", 15), ("二十", 20), ("一百零三", 103)]
)
def test_whole_numbers(text: str, count: int) -> None:
    assert parse_count(text) == count


def test_what_is_no_whole_number_is_refused() -> None:
    with pytest.raises(ValueError, match="not a whole number"):
        parse_count("1.5")
