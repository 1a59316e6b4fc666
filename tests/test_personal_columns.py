"""Personal data in columns of unknown tables, and after the labels that other provinces print."""

from __future__ import annotations

import pytest

from mingzhang.personal import NAME_MASK, NUMBER_MASK
from mingzhang.personal.breaks import find_in_document
from mingzhang.personal.lines import mask_lines
from mingzhang.reading import read_document


def masked(text: str) -> list[str]:
    document = read_document(text.replace("|", "\t"), "tabbed")
    personal = find_in_document([[cell.text for cell in row.cells] for row in document.rows])
    return [line.replace("\t", "|") for line in mask_lines(document.lines, personal)]


def test_columns_headed_by_a_label_are_masked_whole() -> None:
    text = (
        "补助人员情况表\n序号|姓名|职务|联系电话|身份证号|银行账号\n1|张三丰|主任|0908-7654321|653022199001011234|6222000011112222333\n"
        "2|欧阳修远|科员|7654322|653022199001011235|6222000011112222334\n3|合计||||"
    )
    name, number = NAME_MASK, NUMBER_MASK
    assert masked(text)[2:] == [
        f"1|{name}|主任|{number}|{number}|{number}",
        f"2|{name}|科员|{number}|{number}|{number}",
        "3|合计||||",
    ]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("公开咨询电话：7654321。", "公开咨询电话：#。"),
        ("投诉电话：7654321", "投诉电话：#"),
        ("信息公开联系电话：7654321，", "信息公开联系电话：#，"),
        ("部门负责人：张三丰　联系方式：7654321", "部门负责人：N　联系方式：#"),
        ("单位主要负责人：欧阳修远", "单位主要负责人：N"),
        ("2023年度支出 7654321.00 元", "2023年度支出 7654321.00 元"),
    ],
)
def test_labels_of_other_provinces(text: str, shown: str) -> None:
    assert masked(text) == [shown.replace("N", NAME_MASK).replace("#", NUMBER_MASK)]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("说明，负责人：卞某某，特此说明。", "说明，负责人：N，特此说明。"),
        ("说明，经办人：阿依古丽，联系电话：7654321。", "说明，经办人：N，联系电话：#。"),
        ("项目负责人亓某某，组织实施", "项目负责人N，组织实施"),
        ("负责人：各科室、办公室", "负责人：各科室、办公室"),
        ("号码 160_1253_5734 和 170/1254/3653", "号码 # 和 #"),
    ],
)
def test_rare_surnames_and_odd_marks(text: str, shown: str) -> None:
    assert masked(text) == [shown.replace("N", NAME_MASK).replace("#", NUMBER_MASK)]


def test_two_headings_are_enough_and_any_name_below_them_is_one() -> None:
    assert masked("姓名|金额\n逯某某|1.00\n阿依古丽|2.00") == ["姓名|金额", f"{NAME_MASK}|1.00", f"{NAME_MASK}|2.00"]
    assert masked("填报人|负责人|金额\n殳某某|乜某某|12.00")[1] == f"{NAME_MASK}|{NAME_MASK}|12.00"
