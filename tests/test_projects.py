"""Projects: the labelled blocks of the text, and joining them with forms and tables."""

from __future__ import annotations

from decimal import Decimal

import pytest

from mingzhang.reading import read_document
from mingzhang.recognise.model import Note
from mingzhang.recognise.prose.paragraphs import Paragraph, load_prose_words, read_prose
from mingzhang.recognise.prose.project_blocks import ProjectBlock, find_project_blocks
from mingzhang.recognise.prose.project_words import load_project_words
from mingzhang.records.model import Record, Table
from mingzhang.records.projects.assignment import best_pairs
from mingzhang.records.projects.join import Joined, join_projects

PROJECTS = "七、关于某单位2024年一般公共预算项目支出情况说明\n"
CARRYOVER = "八、关于某单位2024年结转结余预算情况说明\n"


def prose(text: str) -> list[Paragraph]:
    return read_prose(read_document(text), (), load_prose_words())


def blocks_of(text: str) -> tuple[list[ProjectBlock], list[Note]]:
    return find_project_blocks(prose(PROJECTS + text), load_prose_words())


def texts(block: ProjectBlock) -> dict[str, str]:
    return {column: paragraph.text for column, paragraph in block.fields.items()}


def form(number: int, name: str, amount: str | None, column: str = "budget_total", code: str = "") -> Record:
    values = {"form_id": f"f{number:02d}", "scope": "project", "name": name or None, "project_code": code or None}
    return Record(100 + number, {**values, column: Decimal(amount) if amount else None})


def table(*rows: tuple[str, str], name: str = "project_expenditure") -> Table:
    line = 10 if name == "project_expenditure" else 50
    details = [
        Record(line + at, {"project": project, "total": Decimal(amount), "role": "detail", "code": "2013299"})
        for at, (project, amount) in enumerate(rows)
    ]
    total = Record(line + len(rows), {"project": "合计", "total": Decimal(1), "role": "total"})
    return Table(name, "", line, "present", records=(*details, total))


def join(text: str = "", forms: tuple[Record, ...] = (), tables: tuple[Table, ...] = ()) -> Joined:
    paragraphs = prose(text)
    blocks, _ = find_project_blocks(paragraphs, load_prose_words())
    return join_projects(blocks, forms, tables, paragraphs)


def names(joined: Joined) -> list[tuple[object, str]]:
    return [(row.values["name"], f"{row.amount('amount')}") for row in joined.projects]


def kinds(joined: Joined) -> list[str]:
    return [note.kind for note in joined.notes]


# blocks


def test_a_block_begins_at_each_name() -> None:
    blocks, notes = blocks_of(
        "1、项目名称：培训\n预算安排规模：2万元\n资金分配情况：场地1万元，\n教材1万元\n\n2、项目名称：宣传\n资金来源：财政拨款\n"
    )
    assert [(block.line, texts(block)) for block in blocks] == [
        (2, {"name": "培训", "amount": "2万元", "allocation": "场地1万元，教材1万元"}),
        (7, {"name": "宣传", "funding_source": "财政拨款"}),
    ]
    assert blocks[0].fields["allocation"].line_at(6) == 5
    assert notes == []


def test_blocks_without_names_begin_at_the_first_label_and_where_it_comes_again() -> None:
    blocks, notes = blocks_of("设立的政策依据：甲\n预算安排规模：2万元\n设立的政策依据：乙\n预算安排规模：3万元\n")
    assert [(block.line, block.text("policy_basis"), block.text("amount")) for block in blocks] == [
        (2, "甲", "2万元"),
        (4, "乙", "3万元"),
    ]
    assert notes == []


def test_an_unknown_label_is_listed() -> None:
    blocks, notes = blocks_of("项目名称：培训\n预算安排规模：2万元。\n绩效考核方式：现场检查\n资金来源：财政拨款\n")
    assert texts(blocks[0]) == {"name": "培训", "amount": "2万元。", "funding_source": "财政拨款"}
    assert [(note.kind, note.line, note.printed) for note in notes] == [("unread", 4, "绩效考核方式：现场检查")]


def test_names_and_telephones_of_people_are_neither_read_nor_listed() -> None:
    wide = f"设立的政策依据：{'根据文件要求' * 6}\n{'根据文件要求' * 3}\n"
    blocks, notes = blocks_of(f"项目名称：培训\n{wide}资金来源：财政拨款\n项目负责人：张三\n联系电话：123456\n")
    assert blocks[0].text("funding_source") == "财政拨款"
    assert [(note.line, note.printed) for note in notes] == [(6, "项目负责人"), (7, "联系电话")]
    assert "张三" not in str(notes) and "123456" not in str(notes)
    blocks, notes = blocks_of("项目名称：培训 联系人：张三\n资金来源：财政拨款 项目负责人：李四 联系电话：123456\n")
    assert texts(blocks[0]) == {"name": "培训", "funding_source": "财政拨款"}
    assert [note.printed for note in notes] == ["联系人", "项目负责人", "联系电话"]


def test_text_without_a_label_goes_on_with_the_field_above_or_is_listed() -> None:
    blocks, notes = blocks_of(
        "项目名称：培训\n资金分配情况：\n（1）场地1万元；\n（2）教材1万元。\n资金来源：财政拨款。\n以上为全部项目。\n"
    )
    assert blocks[0].text("allocation") == "（1）场地1万元；（2）教材1万元。"
    assert [note.printed for note in notes] == ["以上为全部项目。"]


def test_a_label_that_comes_twice_is_listed() -> None:
    blocks, notes = blocks_of("项目名称：培训\n资金来源：财政拨款。\n资金来源：自有资金\n")
    assert blocks[0].text("funding_source") == "财政拨款。"
    assert [(note.column, note.printed) for note in notes] == [("funding_source", "自有资金")]


# joining


def test_name_and_amount_join_and_the_table_gives_the_name() -> None:
    text = f"{PROJECTS}1、项目名称：党建工作\n预算安排规模：40.00万元\n补贴人数：1,863人\n"
    joined = join(text, (form(1, "党建工作项目", "40", code="A1"),), (table(("党建工作经费", "40")),))
    row = joined.projects[0]
    assert names(joined) == [("党建工作经费", "40.00")]
    assert (row.line, row.values["project_code"], row.values["code"]) == (2, "A1", "2013299")
    assert row.values["beneficiary_count"] == 1863
    assert joined.form_projects == {"f01": "p01"} and joined.block_projects == ("p01",)
    assert joined.notes == []


def test_projects_of_one_amount_are_told_apart_by_their_names() -> None:
    forms = tuple(
        form(at, name, "10") for at, name in enumerate(["驻村办办公费用", "党员教育中心培训费", "远程办教育费"], 1)
    )
    joined = join(
        "", forms, (table(("远程办教育费用", "10"), ("驻村办公费用", "10"), ("党员（远程）教育中心培训费用", "10")),)
    )
    assert [name for name, _ in names(joined)] == ["驻村办公费用", "党员（远程）教育中心培训费用", "远程办教育费用"]
    assert joined.notes == []


def test_two_items_of_one_source_are_never_one_project() -> None:
    joined = join("", (form(1, "中央补助资金", "11.20", code="A"), form(2, "中央补助资金", "5.15", code="B")))
    assert names(joined) == [("中央补助资金", "11.20"), ("中央补助资金", "5.15")]
    assert joined.form_projects == {"f01": "p01", "f02": "p02"}


def test_last_years_money_is_another_project() -> None:
    text = (
        f"{PROJECTS}项目名称：2024年度医疗\n预算安排规模：22.80万元\n"
        f"{CARRYOVER}上半年结转结余22.50万元，包括：财政拨款22.50万元，其中：\n"
        "1.2023年度医疗费22.50万元，主要用于：医疗费用支出。\n2.财政拨款22.50万元。\n"
    )
    carried = table(("2023年度医疗费", "22.5"), name="carryover")
    joined = join(text, (), (table(("2024年度医疗费", "22.80")), carried))
    assert names(joined) == [("2024年度医疗费", "22.80"), ("2023年度医疗费", "22.50")]
    assert [row.line for row in joined.projects] == [2, 6]
    assert joined.notes == []


def test_a_source_in_brackets_is_no_part_of_the_name() -> None:
    carried = table(("2023年下半年个人补助(县级配套)", "3.03"), name="carryover")
    joined = join("", (form(1, "2023年下半年“访惠聚”个人补助（县级配套）（财政拨款结转）", "3.03"),), (carried,))
    assert names(joined) == [("2023年下半年个人补助(县级配套)", "3.03")]


def test_a_block_without_a_name_joins_by_its_amount_alone_and_says_so() -> None:
    text = f"{PROJECTS}设立的政策依据：会议通过\n预算安排规模：213.15万元\n"
    joined = join(
        text, (form(1, "补充公用经费项目（一般公共预算）", "213.15"),), (table(("补充公用经费项目", "213.15")),)
    )
    assert names(joined) == [("补充公用经费项目", "213.15")]
    assert [(note.kind, note.line, note.printed) for note in joined.notes] == [("joined", 10, "补充公用经费项目")]


def test_an_amount_that_two_projects_share_joins_no_nameless_block() -> None:
    text = f"{PROJECTS}设立的政策依据：会议通过\n预算安排规模：10万元\n"
    joined = join(text, (), (table(("培训", "10"), ("宣传", "10")),))
    assert len(joined.projects) == 3
    assert kinds(joined) == ["unread", "ambiguous", "ambiguous"]


def test_a_name_alone_joins_where_one_side_has_no_amount() -> None:
    joined = join(f"{PROJECTS}项目名称：党务培训\n预算安排规模：若干\n", (), (table(("党务培训费", "3")),))
    assert names(joined) == [("党务培训费", "3")]
    assert sorted(kinds(joined)) == ["joined", "unread"]


@pytest.mark.parametrize(("amount", "rows"), [("22", 1), ("29", 2)])
def test_an_amount_cut_off_in_the_table_still_joins(amount: str, rows: int) -> None:
    text = f"{PROJECTS}项目名称：驻村（社区）工作经费\n预算安排规模：22.2万元\n"
    joined = join(text, (form(1, "驻村工作经费", "22.2"),), (table(("“访惠聚”驻村（社区）工作经费", amount)),))
    assert len(joined.projects) == rows
    assert names(joined)[-1][0] == "“访惠聚”驻村（社区）工作经费"
    assert kinds(joined) == (["joined"] if rows == 1 else ["ambiguous"])


def test_one_name_with_two_amounts_joins_only_where_no_other_bears_it() -> None:
    joined = join("", (form(1, "党务培训费", "5"),), (table(("党务培训", "4")),))
    assert (names(joined), kinds(joined)) == ([("党务培训", "5")], ["joined"])
    joined = join("", (form(1, "党务培训费", "5"), form(2, "党务培训费", "6")), (table(("党务培训", "4")),))
    assert len(joined.projects) == 3 and set(kinds(joined)) == {"ambiguous"}


def test_what_nothing_tells_apart_is_joined_in_order_or_not_at_all() -> None:
    rows = table(("培训", "5"), ("培训", "5"))
    joined = join("", (form(1, "培训", "5"), form(2, "培训", "5")), (rows,))
    assert (len(joined.projects), kinds(joined)) == (2, ["joined", "joined"])
    joined = join("", (form(1, "培训", "5"),), (rows,))
    assert (len(joined.projects), kinds(joined)) == (3, ["ambiguous"])


def test_a_self_evaluation_gives_what_was_executed() -> None:
    evaluation = Record(
        100,
        {
            "form_id": "f01",
            "scope": "project",
            "name": "培训",
            "executed": Decimal("9.50"),
            "full_year_budget": Decimal(10),
        },
    )
    overall = Record(90, {"form_id": "f00", "scope": "overall", "name": "某单位", "executed": Decimal("9.50")})
    joined = join("", (overall, evaluation))
    assert names(joined) == [("培训", "9.50")] and joined.form_projects == {"f01": "p01"}
    text = f"{PROJECTS}项目名称：培训\n预算安排规模：10万元\n"
    assert names(join(text, (evaluation,))) == [("培训", "10")]


def test_what_cannot_be_read_is_listed() -> None:
    text = f"{PROJECTS}项目名称：培训\n预算安排规模：1O万元\n补贴人数：干部20人、工人30人\n{CARRYOVER}1.培训费若干。\n"
    joined = join(text, (), (Table("project_expenditure", "", 9, "present", records=(Record(9, {"role": "detail"}),)),))
    assert names(joined) == [("培训", "None")]
    assert [(note.kind, note.column) for note in joined.notes] == [
        ("unread", "amount"),
        ("unread", "beneficiary_count"),
        ("unread", "amount"),
        ("unread", "name"),
    ]


def test_a_name_is_compared_by_its_core() -> None:
    core = load_project_words().core
    assert core("2024年县级“五个好”工作经费（财政拨款结转）") == core("五个好工作") == "五个好工作"
    assert core("经费") == "经费"


def test_pairs_are_the_best_together_and_rivals_are_told() -> None:
    assert best_pairs({(0, 0): 900, (0, 1): 800, (1, 0): 850}, 20) == ([(0, 1), (1, 0)], [])
    assert best_pairs({(0, 0): 900, (1, 0): 890}, 20) == ([], [(0, 0)])
    assert best_pairs({(0, 0): 900, (0, 1): 900, (1, 0): 900, (1, 1): 900}, 20)[0] == []
    assert best_pairs({}, 20) == ([], [])
