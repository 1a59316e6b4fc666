"""Family 8, who: the unit's own name and its variants, and other units' names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from mingzhang.audit.careless.passages import Passage, passages
from mingzhang.audit.careless.source import locate
from mingzhang.audit.careless.wording import FAMILY
from mingzhang.audit.facts import Facts
from mingzhang.audit.model import Check, Finding, NotChecked, Passed
from mingzhang.audit.names.likeness import distance, likeness
from mingzhang.audit.registry import EXACT, rule
from mingzhang.text import fold

_MANY_PLACES = 4
_LIKE_ENOUGH = 0.6
_WHOLE_NAME = 8  # a shorter name may be an abbreviation of any


@rule(
    "careless.subordinates",
    family=FAMILY,
    title="没有下属单位就不说“及下属各单位”",
    why="单位概况说没有下属预算单位，正文又说“及下属各预算单位”，是模板套语",
    example="某局无下属预算单位，国有资产一段写“及下属各预算单位”",
    severity="warning",
    tolerance=EXACT,
)
def subordinates(facts: Facts) -> Iterator[Check]:
    texts = [passage for passage in passages(facts) if passage.resource == "explanation"]
    if not any("无下属预算单位" in fold(p.text) or "无下属单位" in fold(p.text) for p in texts):
        yield NotChecked("文字没有说无下属单位")
        return
    hits = [p for p in texts if re.search("及(?:所属|下属)(?:各)?(?:预算)?单位", fold(p.text))]
    if not hits:
        yield Passed()
    for passage in hits:
        message = "文中说本单位无下属预算单位，此处仍写“及下属各预算单位”，是模板套语"
        yield Finding("careless.subordinates", "warning", message, "explanation", "text", passage.line, passage.label)


@rule(
    "careless.unit-name",
    family=FAMILY,
    title="单位名称前后一致，没有别的单位",
    why="预算单位、承担单位应是本单位或其所属单位；名称多字少字会让人误认",
    example="项目绩效表的预算单位印作另一单位",
)
def unit_names(facts: Facts) -> Iterator[Check]:
    unit, belonging = fold(facts.unit), {fold(row.text("name")) for row in facts.rows("units")}
    alone = any("无下属" in row.text("text") for row in facts.rows("explanation"))
    variants: dict[str, list[Passage]] = defaultdict(list)
    for row in facts.rows("performance_forms"):
        for column in ("unit", "department"):
            name = fold(row.text(column))
            if not name or name == unit or name in belonging:
                yield Passed()
            elif _is_variant(name, unit):
                variants[name].append(Passage("performance_forms", column, row.line, row.text(column), row.label))
            elif column == "unit":
                line = locate(facts, row.text("unit"), row.line)
                says = "；文中说本单位无下属预算单位" if alone else ""
                message = f"预算单位印作“{row.text('unit')}”，本单位是{facts.unit}{says}，疑照抄了别的单位"
                other = len(name) >= _WHOLE_NAME and likeness(name, unit) < _LIKE_ENOUGH
                severity = "error" if alone and other else "note"
                yield Finding("careless.unit-name", severity, message, "performance_forms", "unit", line, row.label)
    for row in facts.rows("explanation"):
        for name in _near(fold(row.text("text")), unit):
            variants[name].append(Passage("explanation", "text", row.line, name, row.text("section")))
    for name, places in variants.items():
        yield _variant(facts, name, places)
    yield from _short_name(facts, unit)


def _variant(facts: Facts, name: str, places: list[Passage]) -> Finding:
    places = sorted(places, key=lambda passage: passage.line)
    first, unit = places[0], facts.unit
    lines = list(dict.fromkeys(locate(facts, name, place.line) for place in places))
    slip = len(name) > len(fold(unit)) or len(name) == len(fold(unit))
    says = "多字或错字" if slip else "用了简称"
    message = f"单位名称“{name}”与“{unit}”不一致（{says}），共 {len(lines)} 处：第 {'、'.join(map(str, lines[:10]))} 行"
    return Finding("careless.unit-name", "warning" if slip else "note", message, first.resource, first.column,
                   lines[0], first.label)  # fmt: skip


def _is_variant(name: str, unit: str) -> bool:
    """Whether a name is the unit's own, abbreviated or with a slip."""
    shared = name[-2:] == unit[-2:] and distance(name, unit) <= max(3, len(unit) // 3)
    return shared or name in unit or unit in name or distance(name, unit) <= 2


def _near(text: str, unit: str) -> Iterator[str]:
    """Where ``text`` has a name that begins and ends as the unit's does but is another by one or two characters."""
    head, tail = unit[:5], unit[-3:]
    if len(unit) < 10:
        return
    for match in re.finditer(rf"{re.escape(head)}[\u4e00-\u9fff]{{0,{len(unit)}}}?{re.escape(tail)}", text):
        if match.group() != unit and 0 < distance(match.group(), unit) <= 2:
            yield match.group()


def _short_name(facts: Facts, unit: str) -> Iterator[Check]:
    """A short name used again and again that the text never introduces."""
    rows = [(row, fold(row.text("text"))) for row in facts.rows("explanation") if "解释" not in row.text("part")]
    if any("以下简称" in text for _, text in rows):
        return
    for length in range(len(unit) - 4, 4, -1):
        short, before = unit[-length:], unit[-length - 1]
        pattern = re.compile(rf"(?<!{re.escape(before)}){re.escape(short)}")
        places = [(row, match) for row, text in rows for match in [pattern.search(text)] if match]
        if len(places) >= _MANY_PLACES:
            row = places[0][0]
            message = f"正文 {len(places)} 处用简称“{short}”，没有先写“（以下简称……）”，与全称{facts.unit}混用"
            line = locate(facts, short, row.line)
            yield Finding("careless.unit-name", "note", message, "explanation", "text", line, row.text("section"))
            return
