"""Family 8, forms: units of values that do not fit, columns mixed up, ways of writing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mingzhang.audit.careless.source import locate
from mingzhang.audit.careless.wording import FAMILY
from mingzhang.audit.facts import Facts
from mingzhang.audit.model import Check, Finding, NotChecked, Passed
from mingzhang.audit.registry import EXACT, rule
from mingzhang.text import fold, simplify

_UNIT = re.compile(r"\((?P<unit>[^()\d]{1,8})\)$")
_FEW_TRADITIONAL = 2


@rule(
    "careless.indicator-unit",
    family=FAMILY,
    title="指标的单位前后一致",
    why="指标名里的单位和目标值的单位应是同一个（上年完成值的单位见 previous.unit）",
    example="指标名为补贴标准（元/人），目标值写 0.5万元/人",
    severity="note",
    tolerance=EXACT,
)
def indicator_units(facts: Facts) -> Iterator[Check]:
    rows = facts.rows("performance_indicators")
    if not rows:
        yield NotChecked("没有绩效指标")
    for row in rows:
        named, unit = _UNIT.search(fold(row.text("indicator"))), row.text("target_unit")
        if named and unit and _differs(fold(named.group("unit")), fold(unit)):
            message = f"指标“{row.text('indicator')}”的目标值写作“{row.text('target')}”，单位不一"
            yield Finding(
                "careless.indicator-unit", "note", message, "performance_indicators", "target_unit", row.line,
                row.text("indicator"),
            )  # fmt: skip
        else:
            yield Passed()


def _differs(named: str, unit: str) -> bool:
    """Whether the unit in an indicator's name is another than that of its value (人 and 人次, 元 and 万元)."""
    pairs = {("人", "人次"), ("人次", "人")}
    scaled = unit.startswith("万") and not named.startswith("万") and unit[1:].split("/")[0] == named.split("/")[0]
    return (named, unit) in pairs or scaled


@rule(
    "careless.measure",
    family=FAMILY,
    title="采购的计量单位是单位",
    why="计量单位应是个、台、批、项等；填金额单位或数字，单价和数量都没有意义",
    example="计量单位填“1”",
    severity="warning",
    tolerance=EXACT,
)
def measures(facts: Facts) -> Iterator[Check]:
    rows = [row for row in facts.rows("procurement_items") if row.text("measure")]
    if not rows:
        yield NotChecked("没有采购明细")
        return
    money = [row for row in rows if row.text("measure") in ("元", "万元")]
    if money:
        lines = "、".join(str(row.line) for row in money[:8])
        message = f"计量单位填“{money[0].text('measure')}”，是金额单位，不是次、批、箱等（第 {lines} 行）"
        yield Finding(
            "careless.measure", "note", message, "procurement_items", "measure", money[0].line, money[0].label
        )
    for row in rows:
        if re.fullmatch(r"[\d.]+", row.text("measure")):
            message = f"计量单位填“{row.text('measure')}”，是数字，疑误填数量"
            yield Finding("careless.measure", "warning", message, "procurement_items", "measure", row.line, row.label)
        else:
            yield Passed()


@rule(
    "careless.writing",
    family=FAMILY,
    title="写法一致：简体字，序号有点，句子完整",
    why="夹用繁体字、序号漏点、句末多字是转换或删改的痕迹",
    example="“1根据……2.按照……”序号后漏点",
    severity="note",
    tolerance=EXACT,
)
def writing(facts: Facts) -> Iterator[Check]:
    for row in facts.rows("performance_forms"):
        goal = row.text("goal")
        if re.match(r"1[\u4e00-\u9fff]", goal) and re.search(r"[。；]2[.、．]", goal):
            line = locate(facts, goal, row.line)
            message = f"“{goal[:8]}”序号“1”后漏点，后面各条都有"
            yield Finding("careless.writing", "note", message, "performance_forms", "goal", line, row.text("name"))
    for row in facts.rows("duties"):
        if re.search("的[。；;]$", row.text("text")):
            message = f"“{row.text('text')[-12:]}”句末多“的”，语句不完整"
            yield Finding("careless.writing", "note", message, "duties", "text", row.line, row.text("text")[:12])
        else:
            yield Passed()
    signs = [row for row in facts.rows("performance_indicators") if re.match("[≥≤]", row.text("target"))]
    ascii_signs = [row for row in facts.rows("performance_indicators") if re.match("[<>]=", row.text("target"))]
    if signs and ascii_signs:
        few = min(signs, ascii_signs, key=len)
        message = f"{len(few)} 个指标值写作“{few[0].text('target')}”，其余用另一种不等号，写法不一"
        yield Finding(
            "careless.writing", "note", message, "performance_indicators", "target", few[0].line, few[0].label
        )
    yield from _traditional(facts)


def _traditional(facts: Facts) -> Iterator[Check]:
    """Lines with traditional characters in a text that is otherwise simplified."""
    changed = [number for number, line in enumerate(facts.lines, 1) if _changes(line) >= _FEW_TRADITIONAL]
    if not facts.lines or len(changed) * 2 > len(facts.lines):
        yield NotChecked("没有原文，或全文用繁体字")
    elif changed:
        message = f"{len(changed)} 行夹用繁体字（第 {changed[0]} 至 {changed[-1]} 行之间），疑为文字识别的错误"
        line = max(
            (r.line for r in facts.rows("projects") if changed[0] - 12 < r.line <= changed[0]), default=changed[0]
        )
        yield Finding("careless.writing", "note", message, "explanation", "text", line, "繁体字")
    else:
        yield Passed()


def _changes(line: str) -> int:
    if not re.search("[萬項資補內門員會經單預計劃]", line):
        return 0
    return sum(1 for one, other in zip(line, simplify(line), strict=False) if one != other)
