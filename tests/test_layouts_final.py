"""The nine tables of final accounts as the Ministry's template and its provincial variants print them."""

from __future__ import annotations

from tables import AFTER, kinds, read, rows

TOP = "公开01表\n部门：测试县某局|||||金额单位：万元\n"


def test_the_summary_with_row_numbers_and_a_row_that_counts_the_columns() -> None:
    table = read(
        "2023年度收入支出决算总表\n" + TOP + "收入|||支出||\n项目|行次|金额|项目|行次|金额\n栏次||1|栏次||2\n"
        "一、一般公共预算财政拨款收入|1|1,234.50|一、一般公共服务支出|32|1,000.00\n"
        "二、政府性基金预算财政拨款收入|2|0.00|二、外交支出|33|\n"
        "八、其他收入|8|—|八、社会保障和就业支出|39|234.50\n"
        "本年收入合计|27|1,234.50|本年支出合计|58|1,234.50\n"
        "使用非财政拨款结余（含专用结余）|28|0.00|结余分配|59|\n年初结转和结余|29|3.00|年末结转和结余|60|3.00\n"
        "总计|31|1,237.50|总计|62|1,237.50\n注：1.本表反映部门本年度的总收支和年末结转结余情况。\n" + AFTER
    )["summary"]
    assert table.money_unit == "万元"
    assert rows(table, "side", "code", "item", "amount", "role", "row_number")[:4] == [
        ("revenue", None, "一、一般公共预算财政拨款收入", "1234.50", "detail", "1"),
        ("expenditure", "201", "一、一般公共服务支出", "1000.00", "detail", "32"),
        ("revenue", None, "二、政府性基金预算财政拨款收入", "0.00", "detail", "2"),
        ("expenditure", "202", "二、外交支出", None, "detail", "33"),
    ]
    assert rows(table, "item", "amount", "role")[-4:] == [
        ("年初结转和结余", "3.00", "detail"),
        ("年末结转和结余", "3.00", "detail"),
        ("总计", "1237.50", "total"),
        ("总计", "1237.50", "total"),
    ]
    assert kinds(table) == ["dash"] and len(table.records) == 14


def test_the_budgets_beside_the_final_amount_have_columns_of_their_own() -> None:
    table = read(
        "收入支出决算总表\n金额单位：元\n收入||||支出||||\n项目|年初预算数|全年预算数|决算数|项目|年初预算数|全年预算数|决算数\n"
        "一、一般公共预算财政拨款收入|100000.00|120000.01|110000.00|一、一般公共服务支出|100000.00|120000.00|110000.00\n"
        "总计|100000.00|120000.01|110000.00|总计|100000.00|120000.00|110000.00\n" + AFTER
    )["summary"]
    assert rows(table, "initial_budget", "full_year_budget", "amount")[0] == ("10.000000", "12.000001", "11.000000")
    assert table.money_unit == "元" and kinds(table) == []


def test_the_revenue_with_codes_in_three_columns_whose_headings_reach_into_the_rows() -> None:
    table = read(
        "收入决算表\n公开02表\n金额单位：元\n项目||||本年收入合计|财政拨款收入|上级补助收入|事业收入||经营收入|附属单位上缴收入|其他收入\n"
        "支出功能分类科目编码|||科目名称||||小计|其中：教育收费|||\n类|款|项|栏次|1|2|3|4|5|6|7|8\n"
        "|||合计|1200.00|1000.00||150.00|50.00|0.00||50.00\n"
        "205|||教育支出|1200.00|1000.00||150.00|50.00|0.00||50.00\n"
        "205|02||普通教育|1200.00|1000.00||150.00|50.00|0.00||50.00\n"
        "205|02|02|小学教育|1200.00|1000.00||150.00|50.00|0.00||50.00\n" + AFTER
    )["revenue"]
    assert rows(
        table, "code", "name", "total", "fiscal_appropriation", "business_income", "operating_income", "other_income"
    ) == [
        (None, "合计", "0.120000", "0.100000", "0.015000", "0.000000", "0.005000"),
        ("205", "教育支出", "0.120000", "0.100000", "0.015000", "0.000000", "0.005000"),
        ("20502", "普通教育", "0.120000", "0.100000", "0.015000", "0.000000", "0.005000"),
        ("2050202", "小学教育", "0.120000", "0.100000", "0.015000", "0.000000", "0.005000"),
    ]
    assert [(note.kind, note.printed) for note in table.notes] == [("unread", "事业收入/其中:教育收费")]


def test_the_expenditure_over_two_pages() -> None:
    head = (
        "科目编码|科目名称|本年支出合计|基本支出|项目支出|上缴上级支出|经营支出|对附属单位补助支出\n栏次||1|2|3|4|5|6\n"
    )
    table = read(
        "支出决算表\n单位：万元\n" + head + "合计||9.00|5.00|4.00|||\n201|一般公共服务支出|6.00|2.00|4.00|||\n"
        "2010301|行政运行|2.00|2.00||||\n\n— 7 —\n\f\n支出决算表（续）\n"
        + head
        + "208|社会保障和就业支出|3.00|3.00||||\n2080505|机关事业单位基本养老保险缴|3.00|3.00||||\n\f\n\n"
        + head
        + "|费支出|||||||\n\n"
        + AFTER
    )["expenditure"]
    assert rows(table, "code", "name", "total", "basic", "project", "remitted_up") == [
        (None, "合计", "9.00", "5.00", "4.00", None),
        ("201", "一般公共服务支出", "6.00", "2.00", "4.00", None),
        ("2010301", "行政运行", "2.00", "2.00", None, None),
        ("208", "社会保障和就业支出", "3.00", "3.00", None, None),
        ("2080505", "机关事业单位基本养老保险缴费支出", "3.00", "3.00", None, None),
    ]
    assert kinds(table) == ["joined"]


FISCAL = """财政拨款收入支出决算总表
公开04表
部门：测试县某局|||||||金额单位：万元
收 入|||支 出|||||
项 目|行次|金额|项目|行次|合计|一般公共预算财政拨款|政府性基金预算财政拨款|国有资本经营预算财政拨款
栏次||1|栏次||2|3|4|5
一、一般公共预算财政拨款|1|50.00|一、一般公共服务支出|33|40.00|40.00||
二、政府性基金预算财政拨款|2|10.00|二、城乡社区支出|34|12.00||12.00|
三、国有资本经营预算财政拨款|3||||||||
本年收入合计|27|60.00|本年支出合计|59|52.00|40.00|12.00|
年初财政拨款结转和结余|28|7.00|年末财政拨款结转和结余|60|15.00|13.00|2.00|
一般公共预算财政拨款|29|3.00||61||||
政府性基金预算财政拨款|30|4.00||62||||
国有资本经营预算财政拨款|31|||63||||
总计|32|67.00|总计|64|67.00|53.00|14.00|
"""


def test_the_fiscal_summary_keeps_lines_of_the_same_name_apart() -> None:
    table = read(FISCAL + AFTER)["fiscal_summary"]
    revenue = [row[1:] for row in rows(table, "side", "item", "total") if row[0] == "revenue"]
    assert revenue == [
        ("一、一般公共预算财政拨款", "50.00"),
        ("二、政府性基金预算财政拨款", "10.00"),
        ("三、国有资本经营预算财政拨款", None),
        ("本年收入合计", "60.00"),
        ("年初财政拨款结转和结余", "7.00"),
        ("一般公共预算财政拨款", "3.00"),
        ("政府性基金预算财政拨款", "4.00"),
        ("国有资本经营预算财政拨款", None),
        ("总计", "67.00"),
    ]
    columns = ("side", "item", "total", "general_public_budget", "government_fund", "state_capital")
    assert [row[1:] for row in rows(table, *columns) if row[0] == "expenditure"][-3:] == [
        ("本年支出合计", "52.00", "40.00", "12.00", None),
        ("年末财政拨款结转和结余", "15.00", "13.00", "2.00", None),
        ("总计", "67.00", "53.00", "14.00", None),
    ]
    assert kinds(table) == []


def test_the_general_expenditure_with_balances() -> None:
    table = read(
        "一般公共预算财政拨款支出决算表\n单位：万元\n项目||年初结转和结余|本年收入|||本年支出|||年末结转和结余||\n"
        "科目编码|科目名称||小计|基本支出|项目支出|小计|基本支出|项目支出|小计|基本支出结转|项目支出结转和结余\n"
        "合计||1.00|8.00|5.00|3.00|7.50|5.00|2.50|1.50||1.50\n"
        "201|一般公共服务支出|1.00|8.00|5.00|3.00|7.50|5.00|2.50|1.50||1.50\n" + AFTER
    )["general_expenditure"]
    columns = ("code", "opening_balance", "revenue", "total", "basic", "project", "closing_balance")
    assert rows(table, *columns) == [
        (None, "1.00", "8.00", "7.50", "5.00", "2.50", "1.50"),
        ("201", "1.00", "8.00", "7.50", "5.00", "2.50", "1.50"),
    ]
    assert set(kinds(table)) == {"unread"} and len(table.notes) == 3


def test_basic_expenditure_in_three_blocks_is_read_row_by_row() -> None:
    table = read(
        "一般公共预算财政拨款基本支出决算明细表\n公开06表\n单位：万元\n人员经费|||公用经费|||||\n"
        "科目编码|科目名称|决算数|科目编码|科目名称|决算数|科目编码|科目名称|决算数\n"
        "301|工资福利支出|30.00|302|商品和服务支出|9.00|310|资本性支出|1.00\n"
        "30101|基本工资|20.00|30201|办公费|4.00|31002|办公设备购置|1.00\n"
        "30102|津贴补贴|10.00|30202|印刷费|5.00|31003|专用设备购置|\n"
        "人员经费合计||30.00|公用经费合计|||||10.00\n" + AFTER
    )["basic_expenditure"]
    assert rows(table, "code", "name", "total", "role") == [
        ("301", "工资福利支出", "30.00", "subtotal"),
        ("302", "商品和服务支出", "9.00", "subtotal"),
        ("310", "资本性支出", "1.00", "subtotal"),
        ("30101", "基本工资", "20.00", "detail"),
        ("30201", "办公费", "4.00", "detail"),
        ("31002", "办公设备购置", "1.00", "detail"),
        ("30102", "津贴补贴", "10.00", "detail"),
        ("30202", "印刷费", "5.00", "detail"),
        ("31003", "专用设备购置", None, "detail"),
        (None, "人员经费合计", "30.00", "total"),
        (None, "公用经费合计", "10.00", "total"),
    ]
    assert kinds(table) == []


def test_basic_expenditure_as_a_list_with_personnel_and_public() -> None:
    table = read(
        "一般公共预算财政拨款基本支出决算表\n单位：万元\n项目||本年支出||\n经济分类科目编码|科目名称|合计|人员经费|公用经费\n"
        "合计||12.00|8.00|4.00\n301|工资福利支出|8.00|8.00|\n302|商品和服务支出|4.00||4.00\n" + AFTER
    )["basic_expenditure"]
    assert rows(table, "code", "total", "personnel", "public") == [
        (None, "12.00", "8.00", "4.00"),
        ("301", "8.00", "8.00", None),
        ("302", "4.00", None, "4.00"),
    ]


THREE = """一般公共预算财政拨款“三公”经费支出决算表
公开07表
单位：万元
预算数||||||决算数|||||
合计|因公出国（境）费|公务用车购置及运行维护费|||公务接待费|合计|因公出国（境）费|公务用车购置及运行维护费|||公务接待费
||小计|公务用车购置费|公务用车运行维护费||||小计|公务用车购置费|公务用车运行维护费|
1|2|3|4|5|6|7|8|9|10|11|12
12.00|0.00|9.00||9.00|3.00|10.50||8.00|-|8.00|2.50
"""


def test_three_public_expenses_in_one_line() -> None:
    table = read(THREE + AFTER)["three_public"]
    assert rows(table, "item_key", "item", "budget", "final") == [
        ("total", "合计", "12.00", "10.50"),
        ("overseas", "因公出国（境）费", "0.00", None),
        ("vehicles", "公务用车购置及运行维护费", "9.00", "8.00"),
        ("vehicle_purchase", "公务用车购置费", None, None),
        ("vehicle_operation", "公务用车运行维护费", "9.00", "8.00"),
        ("reception", "公务接待费", "3.00", "2.50"),
    ]
    assert kinds(table) == ["dash"]


def test_three_public_expenses_in_one_line_of_final_amounts_beside_meetings() -> None:
    table = read(
        "财政拨款“三公”经费、会议费和培训费支出决算表\n单位：元\n“三公”经费支出||||||会议费|培训费\n"
        "小计|因公出国（境）费用|公务接待费|公务用车购置和运行费||||\n|||小计|公务用车购置费|公务用车运行费||\n"
        "30000.00|0.00|10000.00|20000.00|0.00|20000.00|500.00|1500.00\n" + AFTER
    )["three_public"]
    assert rows(table, "item_key", "final", "budget") == [
        ("total", "3.000000", None),
        ("overseas", "0.000000", None),
        ("reception", "1.000000", None),
        ("vehicles", "2.000000", None),
        ("vehicle_purchase", "0.000000", None),
        ("vehicle_operation", "2.000000", None),
        (None, "0.050000", None),
        (None, "0.150000", None),
    ]


def test_three_public_expenses_in_rows() -> None:
    table = read(
        "“三公”经费支出决算表\n单位：万元\n项目|行次|预算数|决算数\n栏次||1|2\n合计|1|12.00|10.50\n1.因公出国（境）费|2|0.00|\n"
        "2.公务用车购置及运行维护费|3|9.00|8.00\n其中：公务用车购置费|4||\n公务用车运行维护费|5|9.00|8.00\n3.公务接待费|6|3.00|2.50\n"
        + AFTER
    )["three_public"]
    assert rows(table, "item_key", "budget", "final", "row_number") == [
        ("total", "12.00", "10.50", "1"),
        ("overseas", "0.00", None, "2"),
        ("vehicles", "9.00", "8.00", "3"),
        ("vehicle_purchase", None, None, "4"),
        ("vehicle_operation", "9.00", "8.00", "5"),
        ("reception", "3.00", "2.50", "6"),
    ]


FUND = """政府性基金预算财政拨款收入支出决算表
公开08表
项目||年初结转和结余|本年收入|本年支出|||年末结转和结余
科目编码|科目名称|||小计|基本支出|项目支出|
栏次||1|2|3|4|5|6
"""


def test_the_fund_table_with_balances() -> None:
    table = read(
        FUND + "合计||2.00|5.00|6.00||6.00|1.00\n2120801|征地和拆迁补偿支出|2.00|5.00|6.00||6.00|1.00\n" + AFTER
    )
    columns = ("code", "opening_balance", "revenue", "total", "basic", "project", "closing_balance")
    assert rows(table["fund_expenditure"], *columns) == [
        (None, "2.00", "5.00", "6.00", None, "6.00", "1.00"),
        ("2120801", "2.00", "5.00", "6.00", None, "6.00", "1.00"),
    ]


def test_an_empty_fund_table_with_its_note() -> None:
    note = "本部门没有政府性基金预算财政拨款收入支出，故本表无数据。"
    for body in ("合计|||||||\n" + note, "||||||||\n|" + note + "||||||", note):
        table = read(FUND + body + "\n" + AFTER)["fund_expenditure"]
        assert (table.status, table.note, table.records) == ("empty", note, ())


def test_a_sentence_in_place_of_the_table() -> None:
    text = (
        "国有资本经营预算财政拨款支出决算表\n公开09表|单位：万元\n"
        "本单位没有使用国有资本经营预算安排的支出，故本表为空。\n"
    )
    table = read(text + AFTER)["state_capital_expenditure"]
    assert table.status == "empty" and table.note.startswith("本单位没有")


def test_the_state_capital_table_in_its_short_form() -> None:
    table = read(
        "国有资本经营预算财政拨款支出决算表\n单位：万元\n项目||本年支出||\n科目编码|科目名称|合计|基本支出|项目支出\n"
        "合计||3.00||3.00\n2230105|国有企业退休人员社会化管理补助支出|3.00||3.00\n" + AFTER
    )["state_capital_expenditure"]
    assert rows(table, "code", "total", "basic", "project") == [
        (None, "3.00", None, "3.00"),
        ("2230105", "3.00", None, "3.00"),
    ]


def test_three_public_expenses_with_the_stages_below_each_other() -> None:
    table = read(
        "财政拨款“三公”经费、会议费和培训费支出决算表\n单位：万元\n项目|“三公”经费||||||会议费|培训费\n"
        "|合计|因公出国（境）费|公务用车购置及运行维护费|||公务接待费||\n|||小计|公务用车购置费|公务用车运行维护费|||\n"
        "预算数|14.00||12.00||12.00|2.00|3.00|1.00\n决算数|13.00||11.50||11.50|1.50|2.00|0.50\n" + AFTER
    )["three_public"]
    assert rows(table, "item_key", "budget", "final")[:3] == [
        ("total", "14.00", "13.00"),
        ("overseas", None, None),
        ("vehicles", "12.00", "11.50"),
    ]
    assert rows(table, "item", "budget", "final")[-2:] == [("会议费", "3.00", "2.00"), ("培训费", "1.00", "0.50")]
