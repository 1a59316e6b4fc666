"""Readers: the shape of a text, and its rows of cells."""

from mingzhang.reading import Layout, find_shape, read_document


def cells(text: str) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in read_document(text).rows]


def lines(text: str) -> list[int]:
    return [row.line for row in read_document(text).rows]


def test_tabs_between_texts_make_rows() -> None:
    text = "表 1\n收入\t\t支出\t\n一、本年收入\t5\t201 服务\t5\n"
    assert find_shape(tuple(text.split("\n"))) == "tabbed"
    assert cells(text) == [["表 1"], ["收入", "", "支出", ""], ["一、本年收入", "5", "201 服务", "5"]]
    assert lines(text) == [1, 2, 3]


def test_one_cell_a_line_makes_rows_between_empty_lines() -> None:
    text = "标题\n\n\t1\n\t办公费\n\t\n\n\t2\n\t水费\n\t0.43\n"
    assert find_shape(tuple(text.split("\n"))) == "cell-lines"
    assert cells(text) == [["标题"], ["1", "办公费", ""], ["2", "水费", "0.43"]]
    assert lines(text) == [1, 3, 7]


def test_a_line_break_in_a_cell_goes_on_without_a_tab() -> None:
    assert cells("\ta\n\t1.通过\n2.保证\n\n") == [["a", "1.通过\n2.保证"]]


def test_a_row_cut_in_two_by_a_cell_is_joined() -> None:
    full = "\t甲\n\t1\n\t2\n\t3\n\n"
    assert cells(full * 2 + "\t工作队经费\t\n\n\t4\n\t5\n\t6\n\n")[-1] == ["工作队经费", "4", "5", "6"]


def test_headers_before_the_first_full_row_are_not_joined() -> None:
    text = "\t序号\n\t金额\n\n\t编码\n\t名称\n\n" + "\t1\n\t2\n\t3\n\t4\n\n" * 2
    assert cells(text)[:2] == [["序号", "金额"], ["编码", "名称"]]


def test_a_heading_glued_to_a_cell_is_a_line_of_its_own() -> None:
    document = read_document("\ta\n\t1\n [bookmark: _Toc_2]收入总表\n\tb\n")
    assert [row.layout for row in document.rows] == [Layout.GRID, Layout.TEXT, Layout.GRID]


def test_text_without_tabs_is_flowed_pieces() -> None:
    text = "20\n1 03 50 事业运行 330.\n39\n"
    assert read_document(text).shape == "flowed"
    assert cells(text) == [["20"], ["1", "03", "50", "事业运行", "330."], ["39"]]


def test_no_line_that_prints_something_is_lost() -> None:
    text = "一\n\n\t二\n三\n\n\t四\n\t\n"
    held = "".join(cell for row in cells(text) for cell in row)
    assert [character for character in held if not character.isspace()] == list("一二三四")
