"""资金分配情况 taken apart into items, however it is written."""

from __future__ import annotations

import pytest

from mingzhang.recognise.prose.paragraphs import Paragraph
from mingzhang.recognise.prose.project_words import load_project_words
from mingzhang.records.projects.allocations import split_allocation


def paragraph(text: str, lines: tuple[int, ...] = ()) -> Paragraph:
    return Paragraph(text, lines or (1,) * len(text), "", "", "projects", ())


def split(text: str) -> tuple[list[tuple[str, str]], list[str]]:
    """The items as text, and what is listed as unread."""
    items, notes = split_allocation(paragraph(text), load_project_words())
    assert {note.kind for note in notes} <= {"unread"}
    return [(item, f"{amount:f}") for item, amount, _ in items], [note.printed for note in notes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("印刷费1万元；办公费13万元", [("印刷费", "1"), ("办公费", "13")]),
        (
            "手续费0.15万元、电费3.00万元，其他商品和服务费2万元等。",
            [("手续费", "0.15"), ("电费", "3.00"), ("其他商品和服务费", "2")],
        ),
        ("印刷费1万元办公费13万元", [("印刷费", "1"), ("办公费", "13")]),
        ("购房补贴、生育津贴464万元", [("购房补贴、生育津贴", "464")]),
        ("1.印刷费：1万元；2.办公费：13万元。", [("印刷费", "1"), ("办公费", "13")]),
        ("10万元用于办公费；5万元用于培训费等", [("办公费", "10"), ("培训费", "5")]),
        ("生活补助5,933.50万元", [("生活补助", "5933.50")]),
        ("生活补助5，933.50万元", [("生活补助", "5933.50")]),
        ("误餐费518.8元", [("误餐费", "0.05188")]),
        ("“两优一先”表彰5万元", [("“两优一先”表彰", "5")]),
        ("维修（护）费0.68万元", [("维修（护）费", "0.68")]),
        ("办公费150万元（根据评选情况，其中20万元调剂至使用单位）；水费1万元", [("办公费", "150"), ("水费", "1")]),
        ("培训费（10万元）、会议费（2万元）", [("培训费", "10"), ("会议费", "2")]),
        ("生活补助（每人100元/月）12万元", [("生活补助（每人100元/月）", "12")]),
    ],
)
def test_items_with_their_amounts(text: str, expected: list[tuple[str, str]]) -> None:
    assert split(text) == (expected, [])


@pytest.mark.parametrize("total", ["，共计4万元", "；合计：4.00万元。", "，总计4万元"])
def test_the_sum_is_no_item(total: str) -> None:
    assert split(f"水费1万元；电费3万元{total}") == ([("水费", "1"), ("电费", "3")], [])
    assert split(f"共计4万元，其中：水费1万元；电费3万元{total}") == ([("水费", "1"), ("电费", "3")], [])


def test_a_sum_that_is_none_is_listed() -> None:
    assert split("水费1万元；电费3万元，共计5万元") == ([("水费", "1"), ("电费", "3")], ["5"])


def test_without_an_amount_there_are_no_items() -> None:
    assert split("按照评选情况分配") == ([], ["按照评选情况分配"])


@pytest.mark.parametrize("number", ["l0", "1O.5", "1.2.3", "3 0", "1,23", "5-8"])
def test_a_garbled_amount_is_listed_not_guessed(number: str) -> None:
    assert split(f"水费{number}万元；电费3万元") == ([("电费", "3")], [f"水费{number}万元"])


def test_text_without_an_amount_is_listed() -> None:
    assert split("办公费；培训费5万元，按进度拨付") == ([("培训费", "5")], ["办公费；", "，按进度拨付"])
    assert split("电费3万元；5万元")[1] == ["；5万元"]
    assert split("水费1、万元、电费3万元") == ([], ["水费1、万元、电费3万元"])


def test_an_item_stands_on_the_line_where_it_begins() -> None:
    text = "水费1万元；电费3万元"
    items, _ = split_allocation(paragraph(text, (7,) * 6 + (8,) * 1 + (9,) * 5), load_project_words())
    assert [line for _, _, line in items] == [7, 8]
