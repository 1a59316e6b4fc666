"""What every page repeats is no part of the text."""

from __future__ import annotations

from mingzhang.reading import read_document
from mingzhang.reading.running_lines import find_running_lines


def rows(text: str) -> list[str]:
    return [row.text for row in read_document(text, "tabbed").rows]


def test_a_header_and_a_footer_are_taken_out_after_their_first_page() -> None:
    text = "".join(f"\f某局2022年度部门决算\n第{page}段文字\n内部资料\n" for page in "一二三四")
    assert rows(text) == ["某局2022年度部门决算", "第一段文字", "内部资料", "第二段文字", "第三段文字", "第四段文字"]


def test_a_table_goes_on_behind_a_header() -> None:
    text = "".join(f"\f某局\n甲\t{page}\n" for page in range(1, 5))
    assert rows(text) == ["某局", "甲 1", "甲 2", "甲 3", "甲 4"]


def test_repeated_rows_of_tables_and_rare_lines_stay() -> None:
    assert len(rows("".join(f"\f科目\t金额\n甲\t{page}\n" for page in range(4)))) == 8
    twice = "\f收入表\n一\n\f收入表\n二\n\f三\n\f四\n"
    assert find_running_lines(twice.split("\n")) == frozenset(), "twice is not every page"
    few = "".join(f"\f{'收入表' if page < 3 else '别的'}{'' if page < 3 else page}\n第{page}段\n" for page in range(9))
    assert find_running_lines(few.split("\n")) == frozenset(), "a table's title on three of nine pages"


def test_the_numbers_of_pages_run_from_the_first_page_on() -> None:
    for mark in ("- {} -", "第{}页", "第 {} 页 共 4 页", "{}", "{}/4"):
        text = "".join(f"\f第{page}段文字\n{mark.format(page)}\n" for page in range(1, 5))
        assert rows(text) == ["第1段文字", "第2段文字", "第3段文字", "第4段文字"], mark


def test_text_without_pages_has_none() -> None:
    assert rows("某局\n某局\n某局\n某局\n") == ["某局"] * 4
