"""Running text: paragraphs under their headings, put together over page and line breaks."""

from __future__ import annotations

from mingzhang.reading import read_document
from mingzhang.recognise.prose.paragraphs import Paragraph, load_prose_words, read_prose


def paragraphs(text: str, taken: set[int] | None = None) -> list[Paragraph]:
    return read_prose(read_document(text.replace("|", "\t")), taken or set(), load_prose_words())


def test_a_sentence_goes_on_over_a_page_break_and_keeps_the_line_of_every_character() -> None:
    (paragraph,) = paragraphs("一、收入预算情况说明\n\n单位资金 37 万元，比上年预算增加 20.81\n\n万元，增长 28.53%。\n")
    assert paragraph.text == "单位资金37万元，比上年预算增加20.81万元，增长28.53%。"
    assert paragraph.line == 3
    assert paragraph.line_at(paragraph.text.index("增长")) == 5
    assert paragraph.heading("section") == "收入预算情况说明"


def test_a_heading_printed_over_two_lines_is_one() -> None:
    text = "三、关于某县某局2024\n\n年支出预算情况说明\n\n支出预算 5 万元。\n（ 一 ）政府采\n\n购情况\n采购 1 万元。"
    first, second = paragraphs(text)
    assert first.heading("section") == "关于某县某局2024年支出预算情况说明"
    assert second.heading("subsection") == "政府采购情况"
    assert second.kind == "procurement"


def test_labelled_lines_without_full_stops_stay_apart_and_their_broken_values_are_joined() -> None:
    text = "七、项目支出情况说明\n1、项目名称：道路\n补贴标准：根据实际情况进行实\n\n报实销\n補貼範圍：全縣農戶\n"
    assert [p.text for p in paragraphs(text)] == [
        "项目名称：道路",
        "补贴标准：根据实际情况进行实报实销",
        "补贴范围：全县农户",
    ]


def test_numbered_items_begin_paragraphs_but_a_decimal_or_a_year_is_no_ordinal() -> None:
    text = "一、主要职能\n1、管理道路。\n负责\n\n2.5万亩林地。\n2. 2023年度工作。\n"
    assert [(p.ordinal, p.text) for p in paragraphs(text)] == [
        ("1", "管理道路。"),
        ("", "负责2.5万亩林地。"),
        ("2", "2023年度工作。"),
    ]


def test_spaces_inside_numbers_are_closed() -> None:
    (paragraph,) = paragraphs("一、支出预算情况说明\n比上年增加 170. 19 万元，增 长 2.69 %。")
    assert paragraph.text == "比上年增加170.19万元，增长2.69%。"


def test_tables_and_the_contents_page_are_no_running_text() -> None:
    text = (
        "目 录\n第一部分 概况\n一、主要职能\n第二部分 说明\n第一部分 概况\n一、主要职能\n管理道路。\n"
        "表 1\n收支总表\n项目|金额\n一、收入|5\n第二部分 说明\n一、收支情况说明\n总预算 5 万元。\n"
    )
    found = paragraphs(text, taken={9, 10, 11})
    assert [(p.line, p.kind, p.text) for p in found] == [(7, "duties", "管理道路。"), (14, "", "总预算5万元。")]


def test_markup_and_bookmarks_leave_no_trace() -> None:
    text = "[bookmark: _Toc_1]九、名词解释\n一、**财政拨款收入**：指拨款。\n<p>二、其他：指其他。</p>\n"
    assert [p.text for p in paragraphs(text)] == ["财政拨款收入：指拨款。", "其他：指其他。"]
