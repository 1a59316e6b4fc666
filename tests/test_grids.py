"""Tables in columns, as small documents: headers merged, shifted and repeated, names and codes that slip."""

from tables import AFTER, kinds, read, rows

EXPENDITURE = """表 3
单位支出总体情况表
单位：万元
科 目|||支出预算|||
功能分类 科目编码|||功能分类科目名称|合 计|基本支出|项目支出
类|款|项||||
"""


def test_codes_names_levels_and_roles() -> None:
    table = read(
        EXPENDITURE + "208|||社会保障和就业支出|9|9|\n208|05||行政事业单位养老支出|9|9|\n"
        "208|05|01|行政单位离退休|9|9|\n|||合 计|9|9|\n" + AFTER
    )["expenditure"]
    assert rows(table, "code", "level", "role", "name") == [
        ("208", "类", "subtotal", "社会保障和就业支出"),
        ("20805", "款", "subtotal", "行政事业单位养老支出"),
        ("2080501", "项", "detail", "行政单位离退休"),
        (None, None, "total", "合计"),
    ]
    assert [record.line for record in table.records] == [7, 8, 9, 10]


def test_blank_and_zero_differ_and_a_dash_is_noted() -> None:
    table = read(EXPENDITURE + "201|||一般公共服务支出|5|5|0\n206|||科学技术支出|2||—\n" + AFTER)["expenditure"]
    assert rows(table, "basic", "project") == [("5", "0"), (None, None)]
    assert kinds(table) == ["dash"]


def test_what_is_no_amount_is_listed_not_guessed() -> None:
    table = read(EXPENDITURE + "201|||一般公共服务支出|5.0O|5|\n" + AFTER)["expenditure"]
    assert rows(table, "total", "basic") == [(None, "5")]
    assert [(note.kind, note.printed) for note in table.notes] == [("unread", "5.0O")]


def test_a_class_that_lost_a_digit_is_repaired_by_its_name() -> None:
    table = read(
        EXPENDITURE + "20|||社会保障和就业支出|9|9|\n20|05||行政事业单位养老支出|9|9|\n"
        "20|05|05|机关事业单位基本养老保险缴费支出|9|9|\n" + AFTER
    )["expenditure"]
    assert rows(table, "code", "code_printed") == [("208", "20"), ("20805", "2005"), ("2080505", "200505")]
    assert kinds(table) == ["code"] * 3


def test_a_code_that_nothing_explains_is_left_blank() -> None:
    table = read(EXPENDITURE + "20|99||未曾见过的科目|9|9|\n" + AFTER)["expenditure"]
    assert rows(table, "code", "code_printed", "total") == [(None, "2099", "9")]
    assert kinds(table) == ["unread"]


def test_an_unknown_but_whole_code_is_taken() -> None:
    table = read(EXPENDITURE + "205|02|02|小学教育|9|9|\n" + AFTER)["expenditure"]
    assert rows(table, "code", "name") == [("2050202", "小学教育")] and kinds(table) == []


def test_a_header_repeated_by_a_page_break_is_no_row() -> None:
    page = "科 目|||支出预算||\n类|款|项|科目名称|合计|项目支出|基本支出|\n"
    table = read(EXPENDITURE + "201|||一般公共服务支出|5|5|\n\n" + page + "206|||科学技术支出|2|1|1|\n" + AFTER)[
        "expenditure"
    ]
    assert rows(table, "total", "basic", "project") == [("5", "5", None), ("2", "1", "1")]


def test_a_cell_cut_by_a_page_break_goes_on() -> None:
    table = read(EXPENDITURE + "208|05|05|机关事业单位基本养老|9|9|\n\n|||保险缴费支出|||\n" + AFTER)["expenditure"]
    assert rows(table, "name", "total") == [("机关事业单位基本养老保险缴费支出", "9")]
    assert kinds(table) == ["joined"]


def test_an_unknown_heading_leaves_its_column_unread() -> None:
    text = EXPENDITURE.replace("项目支出", "神秘支出") + "201|||一般公共服务支出|5|5|3\n" + AFTER
    table = read(text)["expenditure"]
    assert rows(table, "total", "basic", "project") == [("5", "5", None)]
    assert [(note.kind, note.printed, note.line) for note in table.notes] == [("unread", "支出预算/神秘支出", 4)]


def test_headings_shifted_by_a_column_are_put_right() -> None:
    text = (
        """单位收入总体情况表
科目编码|||科目名称|总计|财政拨款（补助）||单位资金
类|款|项||财政拨款小计|一般公共预算||
201|||一般公共服务支出|9|5|5|4
"""
        + AFTER
    )
    table = read(text)["revenue"]
    columns = ("total", "fiscal_appropriation", "general_public_budget", "unit_funds")
    assert rows(table, *columns) == [("9", "5", "5", "4")]
    assert kinds(table) == ["header"]


def test_a_garbled_heading_is_known_by_its_characters() -> None:
    text = (
        """单位收入总体情况表
科目编码|科目名称|总计|政 专 （ 教 收 育 费 ）
205|教育支出|9|9
"""
        + AFTER
    )
    table = read(text)["revenue"]
    assert rows(table, "special_account") == [("9",)] and kinds(table) == ["header"]


def test_headings_printed_once_over_merged_cells() -> None:
    lines = ["部门预算收入总表", "|序号", "|功能分类科目", "|合计", "|本年收入", "|上年结转", ""]
    lines += ["|", "|科目编码", "|科目名称", "|", "|小计", "|财政拨款收入", "|事业收入", "|", ""]
    lines += ["|1", "|213", "|农林水支出", "|33.56", "|17.21", "|17.21", "|", "|16.35", ""] * 2
    table = read("\n".join(lines) + AFTER)["revenue"]
    columns = ("total", "current_year", "fiscal_appropriation", "business_income", "carryover")
    assert rows(table, *columns)[0] == ("33.56", "17.21", "17.21", None, "16.35")


SUMMARY = """单位收支总体情况表
收 入||支 出|
项 目|预算数|功能分类|预算数
"""


def test_two_sides_are_two_rows_and_a_side_without_a_label_none() -> None:
    text = SUMMARY + "一、本年收入|9|201 一般公共服务支出|9\n1. 一般公共预算拨款|9|202 外交支出|\n||203 国防支出|\n"
    table = read(text + "收 入 总 计|9|支 出 总 计|9\n" + AFTER)["summary"]
    assert rows(table, "side", "code", "item", "amount", "role") == [
        ("revenue", None, "一、本年收入", "9", "subtotal"),
        ("expenditure", "201", "一般公共服务支出", "9", "detail"),
        ("revenue", None, "1.一般公共预算拨款", "9", "detail"),
        ("expenditure", "202", "外交支出", None, "detail"),
        ("expenditure", "203", "国防支出", None, "detail"),
        ("revenue", None, "收入总计", "9", "total"),
        ("expenditure", None, "支出总计", "9", "total"),
    ]


def test_an_expenditure_line_without_a_code_gets_that_of_its_name() -> None:
    table = read(SUMMARY + "一、拨款|9|二十、住房保障支出|9\n五、单位资金||三十一、人行科目|\n" + AFTER)["summary"]
    assert rows(table, "item", "code")[1::2] == [("二十、住房保障支出", "221"), ("三十一、人行科目", None)]


def test_amounts_in_yuan_become_wan() -> None:
    text = SUMMARY.replace("表\n", "表\n金额单位：元\n", 1) + "一、本年收入|123,456.70|201 一般公共服务支出|123456.7\n"
    assert rows(read(text + AFTER)["summary"], "amount") == [("12.345670",), ("12.34567",)]


PROJECTS = """一般公共预算项目支出情况表
科目编码|||科目名称|项目名称|项目支出合计|商品和服务支出
类|款|项||||
"""


def test_a_name_in_the_project_column_moves_back() -> None:
    text = PROJECTS + "201||||一般公共服务支出|9|9\n201|03|01||补充公用经费|9|9\n||||合计|9|9\n"
    table = read(text + AFTER)["project_expenditure"]
    assert rows(table, "name", "project", "role") == [
        ("一般公共服务支出", None, "subtotal"),
        (None, "补充公用经费", "detail"),
        ("合计", None, "total"),
    ]
    assert kinds(table) == ["moved"]


FUND = """政府性基金预算支出情况表
科 目|||政府性基金预算支出|||
科目编码|||科目名称|合 计|基本支出|项目支出
"""


def test_a_table_that_holds_only_its_total_label_is_empty() -> None:
    table = read(FUND + "|||合 计|||\n备注：本表为空表。\n（表 8 中不包含结转）\n" + AFTER)["fund_expenditure"]
    assert (table.status, table.note, table.remarks) == ("empty", "备注：本表为空表。", "（表8中不包含结转）")
    assert table.records == ()


def test_a_zero_is_no_empty_table() -> None:
    assert read(FUND + "|||合 计|0|0|0\n" + AFTER)["fund_expenditure"].status == "present"


def test_promised_attached_and_required_tables() -> None:
    contents = (
        "目 录\n- 一、单位收支总体情况表\n- 二、上年结转结余情况明细表\n附表\n- 三、单位收入总体情况表\n第二部分 报表\n"
    )
    tables = read(contents + SUMMARY + "一、本年收入|9|201 一般公共服务支出|9\n第二部分 完\n")
    status = {name: (table.status, table.line) for name, table in tables.items()}
    assert status["summary"][0] == "present"
    assert status["carryover"] == ("missing", 3)
    assert status["revenue"] == ("attached", 5)
    assert status["three_public"] == ("missing", 1)


def test_three_public_lines_have_a_kind() -> None:
    text = """财政拨款“三公”经费支出情况表
“三公”经费支出内容|合计|资金来源
||一般公共预算
合计|27|27
因公出国（境）费|0|0
公务接待费||
公务用车购置及运维费|27|27
其中: 公务用车购置费|0|0
公务用车运行维护费|27|27
"""
    table = read(text + AFTER)["three_public"]
    kinds_of = ["total", "overseas", "reception", "vehicles", "vehicle_purchase", "vehicle_operation"]
    assert [kind for (kind,) in rows(table, "item_key")] == kinds_of
    assert rows(table, "total", "general_public_budget")[1:3] == [("0", "0"), (None, None)]


def test_a_carryover_heading_of_three_tiers() -> None:
    text = """上年结转结余情况明细表
项目|总计|财政拨款||||非财政拨款|||
||合计|基本支出||项目支出|合计|基本支出||项目支出
|||人员经费|公用经费|||人员经费|公用经费|
2023 年度医疗费|22.5||||22.5||||
"""
    table = read(text + AFTER)["carryover"]
    assert rows(table, "project", "total", "fiscal", "fiscal_project") == [("2023年度医疗费", "22.5", None, "22.5")]


def test_what_belongs_to_the_page_does_not_end_a_table() -> None:
    page = "\n- 12 -\n13\n编制单位：某局\n续表\n"
    text = EXPENDITURE + "201|||一般公共服务支出|5|5|\n" + page + "206|||科学技术支出|2||2\n|||合计|7|5|2\n" + AFTER
    assert rows(read(text)["expenditure"], "total") == [("5",), ("2",), ("7",)]


def test_a_title_may_bear_the_unit_and_the_year_or_stand_in_a_cell() -> None:
    text = EXPENDITURE.replace("单位支出总体情况表", "某县水利局2024年部门支出总体情况表|||")
    table = read(text + "201|||一般公共服务支出|5|5|\n" + AFTER)["expenditure"]
    assert table.title == "某县水利局2024年部门支出总体情况表" and rows(table, "total") == [("5",)]


def test_an_attachment_that_is_only_promised_is_no_breaking_off() -> None:
    contents = "目录\n第一部分 概况\n第二部分 报表\n第三部分 附件\n"
    tables = read(contents + "第一部分 概况\n第二部分 报表\n" + EXPENDITURE + "201|||服务|5|5|\n\n完毕。\n")
    assert tables["expenditure"].status == "present"


def test_a_total_label_or_a_name_in_the_code_column() -> None:
    table = read(EXPENDITURE + "201 一般公共服务支出||||5|5|\n206||||2||2\n合计||||7|5|2\n" + AFTER)["expenditure"]
    assert rows(table, "code", "name", "role", "total") == [
        ("201", "一般公共服务支出", "detail", "5"),
        ("206", None, "detail", "2"),
        (None, "合计", "total", "7"),
    ]


def test_a_code_and_its_name_in_one_cell() -> None:
    text = """支出总表（单位：元）
科目名称|合计|基本支出
2013201行政运行|10000|10000
总计|10000|10000
"""
    table = read(text + AFTER)["expenditure"]
    assert rows(table, "code", "name", "total") == [("2013201", "行政运行", "1.0000"), (None, "总计", "1.0000")]


def test_an_amount_without_a_label_is_listed() -> None:
    table = read(SUMMARY + "一、本年收入|9||7\n收入总计|9|支出总计|9\n" + AFTER)["summary"]
    assert rows(table, "side", "amount") == [("revenue", "9"), ("revenue", "9"), ("expenditure", "9")]
    assert [(note.kind, note.printed, note.line) for note in table.notes] == [("unread", "7", 4)]


def test_a_misprinted_class_of_an_expenditure_line_is_repaired_by_its_name() -> None:
    table = read(SUMMARY + "一、本年收入|9|702 外交支出|7\n收入总计|9|799 未知支出|2\n" + AFTER)["summary"]
    assert [code for (code,) in rows(table, "code")[1::2]] == ["202", None]
    assert kinds(table) == ["code", "unread"]
