"""Tables in flowed text, as small documents: cut codes, names and numbers, columns that only sums can place."""

from tables import AFTER, kinds, read, rows

HEAD = """第二部分 表
表 3
单位支出总体情况表
编制单位：某中心 单位：万元
科 目 支出预算
功能分类科
目编码 功能分类科目名称 合 计 基本支出 项目支出
类 款 项
"""


def expenditure(body: str):  # type: ignore[no-untyped-def]
    return read(HEAD + body + AFTER)["expenditure"]


def test_codes_names_and_numbers_cut_over_lines() -> None:
    table = expenditure("20\n8 05\n\n06\n\n机关事业单\n位职业年金缴\n费支出\n4.1\n8 4.18\n合 计 4.18 4.18\n")
    assert rows(table, "code", "name", "total") == [
        ("2080506", "机关事业单位职业年金缴费支出", "4.18"),
        (None, "合计", "4.18"),
    ]
    assert table.records[0].line == 9


def test_columns_are_placed_by_the_total_row() -> None:
    table = expenditure(
        "201 03 50 事业运行 330.39 330.39\n201 03 99 机构事务支出 162.2 162.2\n"
        "221 02 01 住房公积金 9.87 9.87\n合 计 502.46 340.26 162.2\n"
    )
    assert rows(table, "basic", "project") == [("330.39", None), (None, "162.2"), ("9.87", None), ("340.26", "162.2")]
    assert kinds(table) == ["arithmetic"] * 3


def test_two_possible_placements_are_both_refused() -> None:
    table = expenditure("201 03 50 事业运行 5 5\n201 03 99 机构事务支出 5 5\n合 计 10 5 5\n")
    assert rows(table, "total", "basic", "project") == [("5", None, None), ("5", None, None), ("10", "5", "5")]
    assert kinds(table) == ["ambiguous"] * 2
    assert "basic=5" in table.notes[0].message and "project=5" in table.notes[0].message


def test_numbers_that_break_every_identity_stay_unread() -> None:
    table = expenditure("201 03 50 事业运行 7.00 5.00\n合 计 9 9\n")
    assert rows(table, "total")[0] == (None,)
    assert (table.notes[0].kind, table.notes[0].printed) == ("unread", "7.00 5.00")


def test_a_full_row_that_does_not_add_up_is_kept_as_printed() -> None:
    table = expenditure("201 03 50 事业运行 7.00 5.00 1.00\n合 计 9 9\n")
    assert rows(table, "total", "basic", "project")[0] == ("7.00", "5.00", "1.00")


BASIC = """表 6
一般公共预算基本支出情况表
科目 一般公共预算基本支出
经济分类科目编码 经济分类科目名称 合 计 人员经费 公用经费
类 款
"""


def test_parents_decide_where_sums_alone_could_not() -> None:
    """5.95 of 奖金 equals 商品和服务支出: only the tree of codes tells which column each is in."""
    body = (
        "301 工资福利支出 28.80 28.8\n301 01 基本工资 22.85 22.85\n301 03 奖金 5.95 5.95\n"
        "302 商品和服务支出 5.95 5.95\n302 01 办公费 5.95 5.95\n合 计 34.75 28.8 5.95\n"
    )
    table = read(BASIC + body + AFTER)["basic_expenditure"]
    assert rows(table, "personnel", "public") == [
        ("28.8", None), ("22.85", None), ("5.95", None), (None, "5.95"), (None, "5.95"), ("28.8", "5.95"),
    ]  # fmt: skip


def test_misprinted_and_shortened_codes() -> None:
    body = (
        "302 商品和服务支出 1 1\n302 28 工会经费 0.5 0.5\n303 29 福利费 0.5 0.5\n"
        "303 对个人和家庭的补助 2 2\n05 生活补助 2 2\n合 计 3 2 1\n"
    )
    table = read(BASIC + body + AFTER)["basic_expenditure"]
    assert rows(table, "code", "code_printed")[2] == ("30229", "30329")
    assert rows(table, "code", "code_printed")[4] == ("30305", "05")
    assert kinds(table).count("code") == 2


def test_a_header_after_its_data_and_a_project_glued_to_a_name() -> None:
    text = """表 7
一般公共预算项目支出情况表
科 目 编 码
科目
名称
项目名称
项
目
支
出合计
商品和服务支出类 款 项
201 0
3
99 其他政府办公厅
（室）及相关机构事务支出
党建工作经
费 40
合 计 40
工
资福利支
出
"""
    table = read(text + AFTER)["project_expenditure"]
    assert rows(table, "code", "name", "project", "total") == [
        ("2010399", "其他政府办公厅（室）及相关机构事务支出", "党建工作经费", "40"),
        (None, "合计", None, "40"),
    ]
    assert "unread" not in kinds(table)


SUMMARY = """表 1
单位收支总体情况表
收 入 支 出
项 目 预算数 功能分类 预算数
一、本年收入 518.8 201 一般公共服务支出 518.8
1.一般公共预算拨款 518.8 202 外交支出
其中：一般财力 518.8 203 国防支出
上级一般公共预算安排转移支付 204 公共安全支出
2.政府性基金预算拨款 205 教育支出
3.国有资本经营预算拨款
234抗疫特别国债安排的支出
收 入 总 计 518.8 支 出 总 计 518.8
"""


def test_two_sides_run_together() -> None:
    table = read(SUMMARY + AFTER)["summary"]
    assert rows(table, "side", "code", "item", "amount")[:4] == [
        ("revenue", None, "一、本年收入", "518.8"),
        ("expenditure", "201", "一般公共服务支出", "518.8"),
        ("revenue", None, "1.一般公共预算拨款", "518.8"),
        ("expenditure", "202", "外交支出", None),
    ]
    assert rows(table, "side", "code", "item")[-3:] == [
        ("expenditure", "234", "抗疫特别国债安排的支出"),
        ("revenue", None, "收入总计"),
        ("expenditure", None, "支出总计"),
    ]


THREE_PUBLIC = """表 10
财政拨款“三公”经费支出情况表
“三公”经费支出内容 合计
资金来源
一般公
共预算
政府性基
金
国有资本
经营预算
合计 1.22 1.22
公务接待费 1.22 1.22
公务用车购置及运行费
（小计）
其中：公务用车购置费
"""


def test_a_source_without_money_in_the_summary_is_ruled_out() -> None:
    table = read(SUMMARY + THREE_PUBLIC + AFTER)["three_public"]
    assert rows(table, "item", "total", "general_public_budget") == [
        ("合计", "1.22", "1.22"),
        ("公务接待费", "1.22", "1.22"),
        ("公务用车购置及运行费（小计）", None, None),
        ("其中：公务用车购置费", None, None),
    ]


def test_without_the_summary_the_source_stays_open() -> None:
    table = read("第一部分\n" + THREE_PUBLIC + AFTER)["three_public"]
    assert rows(table, "total", "general_public_budget")[0] == ("1.22", None)
    assert kinds(table) == ["ambiguous"] * 2


def test_a_table_that_contradicts_its_summary_is_not_forced() -> None:
    """The summary prints no government fund; the row's full numbers still go where they are printed."""
    row = "合计 3.00 1.00 1.50 0.50\n"
    table = read(SUMMARY + THREE_PUBLIC.split("合计 1.22")[0] + row + AFTER)["three_public"]
    columns = ("total", "general_public_budget", "government_fund", "state_capital")
    assert rows(table, *columns) == [("3.00", "1.00", "1.50", "0.50")]
