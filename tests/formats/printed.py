"""A package's statutory tables and text as a government would print them: titles, captions, merged headings, rows."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

PACKAGES = Path(__file__).resolve().parents[2] / "data" / "packages"

Heading = tuple[str, "str | list[Heading]"]  # its text, and its column's name or the headings below it

_ITEMS: list[Heading] = [("项目", "item"), ("预算数", "amount")]
_NAMED: list[Heading] = [("科目编码", "code"), ("科目名称", "name")]
_SPENT: list[Heading] = [("合计", "total"), ("基本支出", "basic"), ("项目支出", "project")]
_SOURCES: list[Heading] = [
    ("合计", "total"),
    ("一般公共预算", "general_public_budget"),
    ("政府性基金预算", "government_fund"),
    ("国有资本经营预算", "state_capital"),
]
HEADINGS: dict[str, list[Heading]] = {
    "summary": [("收入", _ITEMS), ("支出", _ITEMS)],
    "revenue": [
        ("功能分类科目", _NAMED),
        ("总计", "total"),
        (
            "本年收入",
            [
                ("本年收入小计", "current_year"),
                ("财政拨款小计", "fiscal_appropriation"),
                ("一般公共预算", "general_public_budget"),
                ("上级一般公共预算安排的转移支付", "general_public_budget_transfer"),
                ("政府性基金预算", "government_fund"),
                ("上级政府性基金安排的转移支付", "government_fund_transfer"),
                ("国有资本经营预算", "state_capital"),
                ("上级国有资本经营预算安排的转移支付", "state_capital_transfer"),
                ("财政专户管理资金", "special_account"),
                ("单位资金", "unit_funds"),
            ],
        ),
        ("财政拨款结转", "fiscal_carryover"),
        ("非财政拨款结转结余", "nonfiscal_carryover"),
        ("上年结转结余", "carryover"),
    ],
    "expenditure": [("功能分类科目", _NAMED), *_SPENT, ("对附属单位补助支出", "affiliate_subsidy")],
    "fiscal_summary": [
        ("财政拨款收入", [("项目", "item"), ("合计", "total")]),
        ("支出", [("项目", "item"), *_SOURCES]),
    ],
    "general_expenditure": [("功能分类科目", _NAMED), ("一般公共预算支出", _SPENT)],
    "basic_expenditure": [
        ("经济分类科目", _NAMED),
        ("一般公共预算基本支出", [("合计", "total"), ("人员经费", "personnel"), ("公用经费", "public")]),
    ],
    "project_expenditure": [
        ("科目", _NAMED),
        ("项目名称", "project"),
        ("项目支出合计", "total"),
        ("工资福利支出", "wages"),
        ("商品和服务支出", "goods_services"),
        ("对个人和家庭的补助", "individual_family"),
        ("债务利息及费用支出", "debt_interest"),
        ("资本性支出（基本建设）", "capital_construction"),
        ("资本性支出", "capital"),
        ("其他支出", "other"),
    ],
    "fund_expenditure": [("功能分类科目", _NAMED), ("政府性基金预算支出", _SPENT)],
    "state_capital_expenditure": [("功能分类科目", _NAMED), ("国有资本经营预算支出", _SPENT)],
    "three_public": [("项目名称", "item"), *_SOURCES],
    "carryover": [
        ("项目名称", "project"),
        ("总计", "total"),
        (
            "财政拨款",
            [
                ("合计", "fiscal"),
                ("基本支出", [("人员经费", "fiscal_basic_personnel"), ("公用经费", "fiscal_basic_public")]),
                ("项目支出", "fiscal_project"),
            ],
        ),
        (
            "非财政拨款",
            [
                ("合计", "nonfiscal"),
                ("基本支出", [("人员经费", "nonfiscal_basic_personnel"), ("公用经费", "nonfiscal_basic_public")]),
                ("项目支出", "nonfiscal_project"),
            ],
        ),
    ],
}


_LEVELS = {"part": "第{}部分 {}", "section": "{}、{}", "subsection": "（{}）{}"}
_NUMERALS = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三", "十四", "十五", "十六"]


@dataclass(frozen=True)
class Head:
    """A cell of a heading with its place and the rows and columns that it covers."""

    row: int
    column: int
    height: int
    width: int
    text: str


@dataclass(frozen=True)
class PrintedTable:
    """A table ready to be drawn."""

    name: str
    title: str
    left: str
    right: str
    heads: tuple[Head, ...]
    head_rows: int
    rows: tuple[tuple[str, ...], ...]
    note: str

    @property
    def width(self) -> int:
        return max(head.column + head.width for head in self.heads)


@dataclass(frozen=True)
class Printed:
    """A disclosure ready to be drawn: its title, its tables, then its paragraphs of text."""

    title: str
    tables: tuple[PrintedTable, ...]
    lines: tuple[str, ...] = field(default=())


def rows_of(disclosure: str, resource: str) -> list[dict[str, str]]:
    """The rows of a resource of a committed package."""
    with (PACKAGES / disclosure / f"{resource}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def print_package(disclosure: str, title: str, split_codes: bool = False) -> Printed:
    """What a government would publish to give this package; codes in one column or in three (类 款 项)."""
    tables = [
        _table(disclosure, row, split_codes)
        for row in rows_of(disclosure, "tables")
        if row["table"] in HEADINGS and row["status"] in ("present", "empty")
    ]
    return Printed(title, tuple(tables), tuple(_lines(disclosure)))


def _table(disclosure: str, told: dict[str, str], split_codes: bool) -> PrintedTable:
    name = told["table"]
    records = rows_of(disclosure, name)
    headings = [heading for heading in HEADINGS[name] if name != "revenue" or _is_used(heading, records)]
    if split_codes:
        headings = [_split(heading) for heading in headings]
    depth = max(map(_depth, headings))
    heads, columns = _heads(headings, depth)
    lines = _pairs(records, len(columns)) if "side" in (records or [{}])[0] else [[record] for record in records]
    caption = re.fullmatch(r"(.*?)\s*(单位[:：]万元)?", told["caption"])
    assert caption
    return PrintedTable(
        name, told["title"], caption.group(1), caption.group(2) or "单位：万元", tuple(heads), depth,
        tuple(_cells(name, columns, line) for line in lines), told["note"],
    )  # fmt: skip


def _is_used(heading: Heading, records: Sequence[dict[str, str]]) -> bool:
    """Whether a column that some provinces leave out holds anything."""
    column = heading[1]
    return not isinstance(column, str) or not column.endswith("carryover") or any(row[column] for row in records)


def _split(heading: Heading) -> Heading:
    text, below = heading
    if below == "code":
        return ("科目编码", [("类", "code:0"), ("款", "code:1"), ("项", "code:2")])
    return heading if isinstance(below, str) else (text, [_split(inner) for inner in below])


def _depth(heading: Heading) -> int:
    return 1 if isinstance(heading[1], str) else 1 + max(map(_depth, heading[1]))


def _heads(headings: list[Heading], depth: int, row: int = 0, column: int = 0) -> tuple[list[Head], list[str]]:
    heads: list[Head] = []
    columns: list[str] = []
    for text, below in headings:
        at = column + len(columns)
        if isinstance(below, str):
            heads.append(Head(row, at, depth - row, 1, text))
            columns.append(below)
        else:
            inner, names = _heads(below, depth, row + 1, at)
            heads += [Head(row, at, 1, len(names), text), *inner]
            columns += names
    return heads, columns


def _pairs(records: list[dict[str, str]], width: int) -> list[list[dict[str, str]]]:
    """The two sides of each line of a two-sided table."""
    lines: dict[str, dict[str, dict[str, str]]] = {}
    for record in records:
        lines.setdefault(record["source_line"], {})[record["side"]] = record
    return [[sides.get("revenue", {}), sides.get("expenditure", {})] for sides in lines.values()]


def _cells(name: str, columns: list[str], line: list[dict[str, str]]) -> tuple[str, ...]:
    """A row's cells; of a two-sided table the second side begins where ``item`` comes again."""
    side, cells = -1 if len(line) > 1 else 0, []
    for column in columns:
        side += column == "item" and len(line) > 1
        if column.startswith("code:"):
            code, part = line[0]["code"], int(column[-1])
            cells.append([code[:3], code[3:5], code[5:7]][part])
        else:
            cells.append(_coded(line[side]) if column == "item" else line[side].get(column, ""))
    return tuple(cells)


def _coded(record: dict[str, str]) -> str:
    """An expenditure line as summaries print it: with its ordinal, else with its code."""
    item, code = record.get("item", ""), record.get("code", "")
    return item if not code or "、" in item[:4] else f"{code} {item}"


def _lines(disclosure: str) -> list[str]:
    """The running text under its headings with their ordinals, then the terms explained."""
    lines: list[str] = []
    last: dict[str, str] = {}
    counts = dict.fromkeys(_LEVELS, 0)
    for row in rows_of(disclosure, "explanation"):
        for depth, (level, form) in enumerate(_LEVELS.items()):
            if row[level] and row[level] != last.get(level):
                counts[level] += 1
                lines.append(form.format(_NUMERALS[counts[level] - 1], row[level]))
                for deeper in list(_LEVELS)[depth:]:
                    last.pop(deeper, None)
                    counts[deeper] = counts[deeper] if deeper == level else 0
                last[level] = row[level]
        lines.append(row["text"])
    if not any("名词解释" in line for line in lines):
        lines.append(_LEVELS["part"].format(_NUMERALS[counts["part"]], "名词解释"))
        terms = enumerate(rows_of(disclosure, "glossary"), 1)
        lines += [f"{number}. {row['term']}：{row['definition']}" for number, row in terms]
    if attached := [row["title"] for row in rows_of(disclosure, "tables") if row["status"] == "attached"]:
        lines.append(_LEVELS["part"].format(_NUMERALS[counts["part"] + 1], "部门决算报表（见附表）"))
        lines += [_LEVELS["section"].format(_NUMERALS[at], title) for at, title in enumerate(attached)]
    return lines
