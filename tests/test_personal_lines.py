"""Personal data in a source text: labels, names and numbers that line breaks or cells take apart."""

from __future__ import annotations

import pytest

from mingzhang.personal import NAME_MASK, NUMBER_MASK, Personal
from mingzhang.personal.breaks import find_in_document
from mingzhang.personal.lines import mask_lines
from mingzhang.reading import read_document
from mingzhang.recognise.prose.paragraphs import load_prose_words, read_prose


def masked(text: str, allow_names: bool = False) -> list[str]:
    """The lines of ``text`` as they are published; as many as it has."""
    document = read_document(text)
    personal = find_in_document([[cell.text for cell in row.cells] for row in document.rows])
    lines = mask_lines(document.lines, personal, allow_names)
    assert len(lines) == len(document.lines)
    return [line.strip() for line in lines]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("单位联系人：\n张三丰\n联系电话：\n0908-7654321", ["单位联系人：", "N", "联系电话：", "#"]),
        ("联系人：张三\n丰，在岗。\n张三丰说", ["联系人：N", "，在岗。", "N说"]),
        ("联系电话：0908-765\n4321。", ["联系电话：#", "。"]),
        ("联系电话：765\n4321\n2024年", ["联系电话：#", "", "2024年"]),
        ("请打电话139\n0000\n1111，谢谢", ["请打电话#", "", "，谢谢"]),
        ("本单位联系请拨打1390000\n1111。", ["本单位联系请拨打#", "。"]),
        ("身份证号 6530221990\n01011234 完", ["身份证号 #", "完"]),
        ("邮箱 zsf@exam\nple.gov.cn 完", ["邮箱 #", "完"]),
        ("电话 13900001111、0908-7654321，18800001111", ["电话 #、#，#"]),
        ("办公电话：（0908）7654321，传真 0908 765 4321", ["办公电话：#，传真 #"]),
        ("电话１３９００００１１１１", ["电话#"]),
        ("手机139\u200b0000\u20601111", ["手机#"]),
        ("项目负责\n人 赵存杰 党建", ["项目负责", "人 N 党建"]),
        ("项目负责人 努尔买买提·\n木特力甫 党建", ["项目负责人 N", "N 党建"]),
        (
            "联系人 赵存杰 电话 13565070077\n赵 道路 1356507\n存杰 改造 0077",
            ["联系人 N 电话 #", "N 道路 #", "N 改造 #"],
        ),
    ],
)
def test_what_a_line_break_takes_apart_is_masked_on_both_lines(text: str, lines: list[str]) -> None:
    assert masked(text) == [line.replace("N", NAME_MASK).replace("#", NUMBER_MASK) for line in lines]


def test_cells_under_a_heading_or_in_lines_of_their_own_are_masked() -> None:
    table = "项目\t负责人\t联系电话\t金额\n道路\t李科\t7654321\t5\n桥梁\t王芳\t\t6\n合计\t\t\t11"
    assert masked(table)[1:] == [f"道路\t{NAME_MASK}\t{NUMBER_MASK}\t5", f"桥梁\t{NAME_MASK}\t\t6", "合计\t\t\t11"]
    cells = "\t项目负责人\n\t王小二\n\n\t联系电话\n\t1390000\n1111\n\n\t金额\n\t5"
    assert [line for line in masked(cells) if line] == [
        *("项目负责人", NAME_MASK, "联系电话", NUMBER_MASK, NUMBER_MASK, "金额", "5")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "项目负责人\n金额\n实施单位",
        "项目负责人\n年度目标\n任务\n余额 100",
        "项目负责人\t\t\t\n金额\t5\t3",
        "联系人：\n地址：某路",
        "联系电话\t\t\n2013201\t行政运行\t5",
        "201 32 1390000\n1111 05 8",
        "合计 1532\n2013201 行政运行",
        "截止 2023-12-31\n13063424P00ADB210005H",
    ],
)
def test_what_only_stands_after_a_label_or_looks_cut_is_left_alone(text: str) -> None:
    assert "\n".join(masked(text)) == "\n".join(line.strip() for line in text.split("\n"))


def test_lines_stay_lines_whatever_characters_they_hold() -> None:
    (first, second) = mask_lines(["一\x0c二\x0b三\x85四\u2028五\t六", "七\x00八"], Personal(frozenset(), frozenset()))
    assert first == "一 二 三 四 五\t六" and second == "七 八" and len(first.splitlines()) == 1


def test_names_stay_where_they_are_allowed_and_numbers_do_not() -> None:
    assert masked("联系人：\n张三丰\n电话：1390000\n1111", True) == ["联系人：", "张三丰", f"电话：{NUMBER_MASK}", ""]


def test_a_telephone_at_a_line_s_end_does_not_run_into_the_amount_below() -> None:
    text = "一、部门预算情况说明\n本年预算有变动，联系电话：0990-6336659\n4.18万元用于培训费支出，比上年减少。\n"
    paragraphs = read_prose(read_document(text), set(), load_prose_words())
    assert [paragraph.text for paragraph in paragraphs][-1].startswith("4.18万元")
