"""What a unit owns and buys, out of small texts and tables; expectations by eye."""

from __future__ import annotations

import pytest

from mingzhang.records.parts.assets import build_assets
from mingzhang.records.parts.procurement import build_procurement, build_procurement_items
from parts import lines, noted, paragraphs, plain_tables, rows

BUYING = "（二）政府采购情况\n"
OWNING = "（三）国有资产占用使用情况\n"


def bought(text: str) -> list[tuple[object, ...]]:
    return rows(build_procurement(paragraphs(BUYING + text))[0], "item", "amount")


def owned(text: str) -> list[tuple[object, ...]]:
    return rows(build_assets(paragraphs(OWNING + text), [])[0], "item", "quantity", "measure", "value")


def test_procurement_of_a_budget_over_line_breaks() -> None:
    text = (
        BUYING
        + "2024 年，某部政府采购预算 1,255.15 万元，其中：\n\n政府采购货物预算 7.24 万元，政府采购工程预算 0 万元，\n\n"
        "政府采购服务预算 40 元。\n2024 年，某部面向中小企业预留政府采购项目\n\n预算金额 231.71 万元，小微企业预留\n\n"
        "政府采购项目预算金额 31. 71 万元。\n"
    )
    records, notes = build_procurement(paragraphs(text))
    assert rows(records, "item", "amount") == [
        ("total", "1255.15"),
        ("goods", "7.24"),
        ("works", "0"),
        ("services", "0.0040"),
        ("sme_reserved", "231.71"),
        ("micro_reserved", "31.71"),
    ]
    assert lines(records) == [2, 4, 4, 6, 7, 9]
    assert noted(notes) == [("amount", 6, "政府采购服务预算40元")]


def test_procurement_of_final_accounts_and_its_shares() -> None:
    text = (
        "2024 年度政府采购支出总额 16.02 万元，其中：政府采购货物支出 14.19 万元、政府采购工程支出 0.00 万元、"
        "政府采购服务支出 1.82 万元。\n授予中小企业合同金额 16.02 万元，占政府采购支出总额的 100.00%，其中："
        "授予小微企业合同金额 15.66 万元，占政府采购支出总额的 97.75%。\n"
    )
    assert bought(text) == [
        ("total", "16.02"),
        ("goods", "14.19"),
        ("works", "0.00"),
        ("services", "1.82"),
        ("sme_awarded", "16.02"),
        ("micro_awarded", "15.66"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "本部门政府采购预算总额为30万元，其中：货物类采购预算10万元、服务类采购预算20万元。",
            [("total", "30"), ("goods", "10"), ("services", "20")],
        ),
        (
            "本年政府采购总额30万元，比上年增加5万元，增长20%，其中：工程采购预算30万元。",
            [("total", "30"), ("works", "30")],
        ),
        (
            "预留给中小微企业20万元，其中：预留给小微企业8万元。",
            [("sme_reserved", "20"), ("micro_reserved", "8")],
        ),
        ("本单位2024年没有政府采购预算。", []),
    ],
)
def test_procurement_in_other_words(text: str, expected: list[tuple[object, ...]]) -> None:
    records, notes = build_procurement(paragraphs(BUYING + text + "\n"))
    assert rows(records, "item", "amount") == expected and notes == []


@pytest.mark.parametrize("clause", ["其他费用9万元", "政府采购工程预算万元", "政府采购预算2.5亿元"])
def test_an_amount_of_nothing_known_is_noted(clause: str) -> None:
    records, notes = build_procurement(paragraphs(BUYING + f"{clause}，政府采购服务预算1万元。\n"))
    assert rows(records, "item", "amount") == [("services", "1")] and noted(notes) == [("unread", 2, clause)]


def test_a_second_amount_for_an_item_is_noted() -> None:
    text = BUYING + "政府采购预算5万元。\n政府采购预算5万元。\n政府采购预算6万元。\n"
    records, notes = build_procurement(paragraphs(text))
    assert rows(records, "amount") == [("5",)] and noted(notes) == [("unread", 4, "政府采购预算6万元")]


def test_assets_with_quantity_and_worth() -> None:
    text = (
        "截至 2023 年底，某部及下属各预算单位占用使用国有资产总体情况为：\n1. 房屋 0.00 平方米，价值 0.00 万元。\n"
        "2. 车辆 5 辆，价值 78.88 万元；其中：一般公务用车 5 辆，价值 78.88 万元；其他车辆 0\n\n辆，价值 0 万元。\n"
        "3. 办公家具价值 92.70 万元。\n4. 其他资产价值 1,248.68 万元。\n"
    )
    assert owned(text) == [
        ("房屋", "0.00", "平方米", "0.00"),
        ("车辆", "5", "辆", "78.88"),
        ("一般公务用车", "5", "辆", "78.88"),
        ("其他车辆", "0", "辆", "0"),
        ("办公家具", None, None, "92.70"),
        ("其他资产", None, None, "1248.68"),
    ]


def test_large_equipment_and_a_planned_purchase_over_a_page_break() -> None:
    text = (
        OWNING
        + "部门（单位）价值 50 万元以上大型设备 0 台（套），\n部门（单位）价值 100 万元以上大型设备 1 台（套）。\n"
        "2024 年某部预算未安排购置车辆经费（或安排购置车辆经费 万元），安排购置 50 万元以上大型设备 2 台（套），"
        "单位价值 100 万元以上大型设备 0\n\n台（套）。\n"
    )
    records, notes = build_assets(paragraphs(text), [])
    assert rows(records, "item", "quantity", "measure", "value") == [
        ("部门（单位）价值50万元以上大型设备", "0", "台（套）", None),
        ("部门（单位）价值100万元以上大型设备", "1", "台（套）", None),
        ("安排购置50万元以上大型设备", "2", "台（套）", None),
        ("安排购置单位价值100万元以上大型设备", "0", "台（套）", None),
    ]
    assert lines(records) == [2, 3, 4, 4]
    assert [note.message for note in notes] == ["模板留下的空白金额，未采用"]


def test_assets_of_final_accounts_in_one_paragraph() -> None:
    text = (
        "截至 2024 年 12 月 31 日，房屋 0.00 平方米，价值 0.00 万元。车辆 1 辆，价值 9.00 万元，其中："
        "副部（省）级及以上领导用车 0 辆、机要通信用车 0 辆、其他用车 1 辆，其他用车主要是：业务用车。"
        "单价 100 万元（含）以上设备（不含车辆）0 台（套）。\n"
    )
    records, notes = build_assets(paragraphs(OWNING + text), [])
    assert rows(records, "item", "quantity", "measure", "value") == [
        ("房屋", "0.00", "平方米", "0.00"),
        ("车辆", "1", "辆", "9.00"),
        ("副部（省）级及以上领导用车", "0", "辆", None),
        ("机要通信用车", "0", "辆", None),
        ("其他用车", "1", "辆", None),
        ("单价100万元（含）以上设备（不含车辆）", "0", "台（套）", None),
    ]
    assert notes == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "截至2023年12月31日，本部门共有车辆3辆（其中：一般公务用车2辆、特种专业技术用车1辆）；"
            "单价50万元（含）以上通用设备0台（套）。",
            [
                ("车辆", "3", "辆", None),
                ("一般公务用车", "2", "辆", None),
                ("特种专业技术用车", "1", "辆", None),
                ("单价50万元（含）以上通用设备", "0", "台（套）", None),
            ],
        ),
        (
            "国有资产总额120.50万元，其中：固定资产100万元。",
            [("国有资产总额", None, None, "120.50"), ("固定资产", None, None, "100")],
        ),
        (
            "固定资产账面净值30万元；设备2台，账面原值9万元。",
            [("固定资产账面净值", None, None, "30"), ("设备", "2", "台", "9")],
        ),
        ("机要通信、应急保障用车2辆。", [("机要通信、应急保障用车", "2", "辆", None)]),
        (
            "2024年部门预算安排购置车辆1辆，安排购置经费20万元。",
            [("安排购置车辆", "1", "辆", None), ("安排购置经费", None, None, "20")],
        ),
        (
            "公务用车保有量2辆，国有资产占用总额9万元。",
            [("公务用车保有量", "2", "辆", None), ("国有资产占用总额", None, None, "9")],
        ),
        ("电脑价值5000元。", [("电脑", None, None, "0.5000")]),
    ],
)
def test_assets_in_other_words(text: str, expected: list[tuple[object, ...]]) -> None:
    assert owned(text + "\n") == expected


@pytest.mark.parametrize("clause", ["比上年增加2辆", "价值3.00万元", "账面净值2亿元", "共有5人使用"])
def test_a_number_of_no_thing_is_noted(clause: str) -> None:
    records, notes = build_assets(paragraphs(OWNING + f"{clause}；房屋8平方米，价值1万元。\n"), [])
    assert rows(records, "item", "value") == [("房屋", "1")] and noted(notes) == [("unread", 2, clause)]


ASSETS = """八、国有资产信息
某部上年末固定资产金额为60.96万元（详见下表）。
部门固定资产占用情况表
|203某部
|截止时间：2023-12-31

|项   目
|数量
|价值（金额单位：UNIT）

|资产总额
|557
|60.96

|　　其中：办公用房（平方米）
|
|

|2、车辆（台、辆）
|1
|0

|3、单价在20万元以上的设备
|—
|一些

九、名词解释
"""


def test_a_table_of_assets_keeps_ordinals_and_takes_measures_out_of_brackets() -> None:
    tables = plain_tables(ASSETS.replace("UNIT", "万元"))
    records, notes = build_assets(paragraphs(ASSETS), tables)
    assert rows(records, "item", "quantity", "measure", "value") == [
        ("资产总额", "557", None, "60.96"),
        ("其中：办公用房（平方米）", None, "平方米", None),
        ("2、车辆（台、辆）", "1", "台、辆", "0"),
        ("3、单价在20万元以上的设备", None, None, None),
    ]
    assert lines(records) == [11, 15, 19, 23]
    assert [(note.kind, note.column) for note in notes] == [("dash", "quantity"), ("unread", "value")]


def test_a_table_in_yuan_is_brought_to_wan() -> None:
    records, _ = build_assets([], plain_tables(ASSETS.replace("UNIT", "元")))
    assert rows(records[:1], "quantity", "value") == [("557", "0.006096")]


ITEMS = """七、政府采购预算情况
部门政府采购预算
单位：万元
政府采购项目来源||采购物品名称|政府采购目录序号|计量 单位|数量|单价|政府采购金额（当年安排）||||预留中 小微企 业份额
项目名称|预算 资金||||||合计|一般公共预算拨款|单位 资金|上年结转结余|
合  计|||||||9.50|9.50|||9.50
某部小计|||||||9.50|9.50|||9.50
公用项目|11.32|复印纸|A05040101|元|1|2.50|2.50|2.50|||2.50
||其他服务|C99000000|1|1|7.00|7.00|7.00|||7.00
注：涉密采购事项按照相关规定执行。
"""


def items(text: str) -> tuple[list[tuple[object, ...]], list[tuple[str, int, str]]]:
    records, notes = build_procurement_items(plain_tables(text))
    columns = ("project", "item", "measure", "quantity", "total", "sme_reserved", "role")
    return rows(records, *columns), noted(notes)


def test_procurement_items_below_two_rows_of_headings() -> None:
    assert items(ITEMS) == (
        [
            ("合计", None, None, None, "9.50", "9.50", "total"),
            ("某部小计", None, None, None, "9.50", "9.50", "subtotal"),
            ("公用项目", "复印纸", "元", "1", "2.50", "2.50", "detail"),
            ("公用项目", "其他服务", "1", "1", "7.00", "7.00", "detail"),
        ],
        [("joined", 9, "")],
    )


def test_one_cell_a_line_gives_the_same_items() -> None:
    head, body, rest = ITEMS.split("\n")[:3], ITEMS.split("\n")[3:9], ITEMS.split("\n")[9:]
    merged = [[cell for cell in body[0].split("|") if cell], *(row.split("|") for row in body[1:])]
    cells = [line for row in merged for line in [*(f"|{cell}" for cell in row), ""]]
    assert items("\n".join([*head, *cells, *rest]))[0] == items(ITEMS)[0]


def test_a_header_in_other_words_and_repeated_on_the_next_page() -> None:
    text = (
        "政府采购预算表\n单位：元\n采购品目|品目编码|采购数量|单价|总金额|资金去向\n"
        "复印纸|A05040101|2|50|100|甲\n- 12 -\n采购品目|品目编码|采购数量|单价|总金额|资金去向\n合计||||100|\n结束\n"
    )
    tables = plain_tables(text)
    records, notes = build_procurement_items(tables)
    assert rows(records, "project", "item", "unit_price", "total", "role") == [
        (None, "复印纸", "0.0050", "0.0100", "detail"),
        ("合计", None, None, "0.0100", "total"),
    ]
    assert [(note.line, note.printed) for note in notes] == [(3, "资金去向"), (4, "甲"), (6, "资金去向")]


def test_other_tables_and_lines_already_taken_are_let_alone() -> None:
    assert plain_tables("某表\n项目|金额|备注\n甲|1|\n") == []
    assert plain_tables(ITEMS, taken=range(1, 11)) == []


def test_a_table_that_is_only_named_is_noted() -> None:
    text = "一、名单\n部门政府采购预算明细表\n采购物品 数量 单价\n"
    tables = plain_tables(text)
    assert [table.records for table in tables] == [()]
    assert noted(build_procurement_items(tables)[1]) == [("unread", 2, "部门政府采购预算明细表")]
