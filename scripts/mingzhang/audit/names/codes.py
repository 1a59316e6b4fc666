"""Family 7, codes: misprinted ones, names that are not the code's, rows without their parents or out of order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import resources
from itertools import pairwise
from pathlib import Path

from mingzhang.audit.facts import Facts, Row
from mingzhang.audit.model import Check, Finding, NotChecked, Passed
from mingzhang.audit.names.levels import levels_named
from mingzhang.audit.names.likeness import likeness
from mingzhang.audit.registry import EXACT, rule
from mingzhang.classifications import ECONOMIC, FUNCTIONAL, Classification, load_classification
from mingzhang.text import fold

FAMILY = "科目与名称"
_BASIS = "政府收支分类科目：功能分类类三位、款五位、项七位，经济分类类三位、款五位"
_FUNCTIONAL_TABLES = ("summary", "fiscal_summary", "revenue", "expenditure", "general_expenditure",
                      "fund_expenditure", "state_capital_expenditure", "project_expenditure")  # fmt: skip
_ITEM_TABLES = ("revenue", "expenditure", "general_expenditure")
_FEW = 3
_WHOLE = re.compile(r"\d{3}(?:\d\d){0,2}")
_SUFFIX = re.compile(r"\((?:类|款|项)\)$")
_LEVEL_LENGTHS = {"类": 3, "款": 5, "项": 7}


@lru_cache(maxsize=1)
def classifications() -> dict[str, Classification]:
    """The classifications that come with the package, by kind."""
    with resources.as_file(resources.files("mingzhang").joinpath("vocabulary")) as folder:
        return {kind: load_classification(Path(folder), kind) for kind in (FUNCTIONAL, ECONOMIC)}


def official_name(table: str, code: str) -> str:
    """The official name of a table's code, empty where it is not known."""
    return classifications()[ECONOMIC if table == "basic_expenditure" else FUNCTIONAL].names.get(code, "")


def printed_name(row: Row) -> str:
    """A row's name as it prints it, without its ordinal, folded."""
    text = fold(row.text("name") or row.text("item"))
    return re.sub(r"^(?:[一二三四五六七八九十]+、|\d{1,2}[.、]|\([一二三四五六七八九十]+\)|其中:)", "", text)


@rule(
    "code.misprinted",
    family=FAMILY,
    title="科目编码印得完整、正确",
    why=_BASIS,
    example="福利费编码印作 30329，应为 30229",
    tolerance=EXACT,
)
def misprinted(facts: Facts) -> Iterator[Check]:
    notes = [row for row in facts.rows("reading_notes") if row.text("kind") == "code" and row.text("printed")]
    tables: dict[str, list[Row]] = defaultdict(list)
    for note in notes:
        tables[note.text("table")].append(note)
    if not notes:
        yield Passed()
    for table, found in tables.items():
        if table == "claims":
            continue
        if len(found) >= _FEW:
            shown = "、".join(f"{n.text('printed')}→{n.text('value')}" for n in found[:6])
            message = f"{len(found)} 行的科目编码印错（{shown}{'……' if len(found) > 6 else ''}），科目无法由编码辨认"
            yield Finding("code.misprinted", "warning", message, table, "code_printed", found[0].line, "科目编码")
            continue
        for note in found:
            whole = bool(_WHOLE.fullmatch(note.text("printed"))) and len(note.text("printed")) == len(
                note.text("value")
            )
            says = f"科目编码印作 {note.text('printed')}，应为 {note.text('value')}"
            unknown = not official_name(table, note.text("printed"))
            message = f"{says}{'（没有这个科目）' if unknown else ''}；{note.text('message')}"
            severity = "error" if whole and _is_out_of_place(facts, note) else "warning"
            yield Finding("code.misprinted", severity, message, table, "code_printed",
                          note.line, note.text("value"))  # fmt: skip


def _is_out_of_place(facts: Facts, note: Row) -> bool:
    """Whether a printed code is of a 类 that does not begin before it, after a row of the right one."""
    printed, right = note.text("printed")[:3], note.text("value")[:3]
    rows = [row for row in facts.rows(note.text("table")) if row.text("code")]
    at = next((place for place, row in enumerate(rows) if row.line == note.line), None)
    before = [row.text("code")[:3] for row in rows[:at]]
    return before[-1:] == [right] and printed not in before


@rule(
    "code.wrong-class",
    family=FAMILY,
    title="文字里的类、款、项是同一科目，并且表里有",
    why=f"{_BASIS}；项属于其款，款属于其类",
    example="一般公共服务支出（类）行政事业单位养老支出（款）：该款属 208 社会保障和就业支出",
    tolerance=EXACT,
)
def wrong_class(facts: Facts) -> Iterator[Check]:
    known = {row.text("code") for table in _FUNCTIONAL_TABLES for row in facts.rows(table)}
    unread = any(
        n.text("kind") == "unread" and n.text("table") in _FUNCTIONAL_TABLES for n in facts.rows("reading_notes")
    )
    deep = any(len(code) == 7 for code in known) and not unread
    printed = {
        row.text("code"): printed_name(row) for t in _FUNCTIONAL_TABLES for row in facts.rows(t) if row.text("code")
    }
    for row in facts.rows("claims"):
        levels = levels_named(row.text("subject"))
        code = row.text("code")
        if not code or not levels:
            continue
        wrong = _wrong_levels(levels, code, printed)
        if wrong:
            message = f"“{row.text('subject')}”：{wrong}"
            severity = "error" if _names_another(levels, code) else "warning"
            yield Finding("code.wrong-class", severity, message, "claims", "subject", row.line, row.label)
        elif len(code) == 7 and deep and code not in known and row.amount("amount"):
            amount = row.amount("amount")
            message = f"“{row.text('subject')}”即 {code}，各表都没有这个科目，文字却说有 {amount:f} 万元"
            sure = facts.kind == "budget" and len(levels) == len(_LEVEL_LENGTHS)
            severity = "error" if sure else "warning"
            yield Finding("code.wrong-class", severity, message, "claims", "subject", row.line, row.label)
        else:
            yield Passed()


def _names_another(levels: dict[str, str], code: str) -> bool:
    """Whether a 类 or 款 is called by the official name of another: no older name, no slip of the pen."""
    others = {fold(name).removesuffix("支出"): c for c, name in classifications()[FUNCTIONAL].names.items()}
    for level, length in _LEVEL_LENGTHS.items():
        named = others.get(levels.get(level, "").removesuffix("支出"), "")
        if length < len(code) and len(named) == length and named != code[:length]:
            return True
    return False


def _wrong_levels(levels: dict[str, str], code: str, printed: dict[str, str]) -> str:
    """What is wrong with the 类 or 款 that a subject names, empty when they are those of its code."""
    for level, length in (("类", 3), ("款", 5)):
        if level not in levels or len(code) < length:
            continue
        upper = code[:length]
        names = {fold(official_name("", upper)), printed.get(upper, "")} - {""}
        if names and not any(_same_class(levels[level], name) for name in names):
            return f"{code} 属 {upper} {max(names, key=len)}，文中写成{levels[level]}（{level}）"
    return ""


def _same_class(one: str, other: str) -> bool:
    short = one.removesuffix("支出"), other.removesuffix("支出")
    return (
        short[0] == short[1] or short[0].startswith(short[1]) or short[1].startswith(short[0]) or likeness(*short) > 0.8
    )


@rule(
    "code.parent",
    family=FAMILY,
    title="下级科目有其上级，按编码次序排列",
    why=_BASIS,
    example="有 302、303 的款，没有 302、303 的类级行",
    severity="note",
    tolerance=EXACT,
)
def parents(facts: Facts) -> Iterator[Check]:
    for table in (*_ITEM_TABLES, "basic_expenditure"):
        rows = [row for row in facts.rows(table) if row.text("code") and row.text("role") != "total"]
        codes = {row.text("code") for row in rows}
        if not rows:
            yield NotChecked(f"{table}：没有数据")
            continue
        missing = sorted({c[:n] for c in codes for n in range(3, len(c), 2)} - codes)
        if missing and any(len(code) == 3 for code in codes):
            names = "、".join(f"{code} {official_name(table, code)}".strip() for code in missing)
            message = f"有下级而没有这些上级行：{names}"
            yield Finding("code.parent", "note", message, table, "code", rows[0].line, missing[0])
        else:
            yield Passed()
        yield from _order(table, rows)


def _order(table: str, rows: Sequence[Row]) -> Iterator[Check]:
    beside = len({row.line for row in rows}) < len(rows)  # rows printed side by side have no one order
    for before, row in () if beside else pairwise(rows):
        if row.text("code") < before.text("code") and table == "basic_expenditure":
            later = [r.text("code") for r in rows[rows.index(row) :]]
            message = f"{row.label} 印在 {before.label} 之后，其后的 {'、'.join(later[:6])} 次序混乱，应按编码排列"
            yield Finding("code.parent", "note", message, table, "code", row.line, row.label)
            return
    yield Passed()


@rule(
    "code.name",
    family=FAMILY,
    title="科目名称是编码的名称",
    why="政府收支分类科目的编码与名称一一对应；名称截断、误用别的科目名，或各表不一，读者无从辨认",
    example="30109 印作“机关事业单位职业年金缴费支出”，应为“职业年金缴费”",
    severity="note",
    tolerance=EXACT,
)
def names(facts: Facts) -> Iterator[Check]:
    wrong: dict[tuple[str, str, bool], list[Row]] = defaultdict(list)
    for table in (*_FUNCTIONAL_TABLES, "basic_expenditure"):
        for row in facts.rows(table):
            code, name = row.text("code"), printed_name(row)
            official = official_name(table, code)
            if not code or not name or not official:
                continue
            if fold(official) == name:
                yield Passed()
            else:
                wrong[(code, name, table == "basic_expenditure")].append(row)
    yield from _wrong_names(wrong)
    yield from _claimed_names(facts)
    yield from _blank_names(facts)
    yield from _unknown_items(facts)


def _wrong_names(wrong: dict[tuple[str, str, bool], list[Row]]) -> Iterator[Check]:
    by_table: dict[str, list[tuple[str, str, Row]]] = defaultdict(list)
    for (code, name, economic), rows in wrong.items():
        if economic or rows[0].resource not in ("summary", "fiscal_summary"):
            yield _misnamed(code, name, rows)
        else:
            by_table[rows[0].resource].append((code, name, rows[0]))
    for found in by_table.values():
        if len(found) < _FEW:
            for code, name, row in found:
                yield _misnamed(code, name, [row])
            continue
        shown = "；".join(f"{name}（{official_name('', code)}）" for code, name, _ in found)
        row = found[0][2]
        message = f"{len(found)} 个科目名称与标准名称不同：{shown}"
        yield Finding("code.name", "note", message, row.resource, "item", row.line, row.label)


def _misnamed(code: str, name: str, rows: Sequence[Row]) -> Finding:
    row, official = rows[0], official_name(rows[0].resource, code)
    cut = fold(official).startswith(name)
    also = f"（另见第 {'、'.join(str(r.line) for r in rows[1:6])} 行）" if len(rows) > 1 else ""
    says = "名称被截断" if cut else "名称不是标准名称"
    message = f"{code} 印作“{row.text('name') or row.text('item')}”，应为“{official}”，{says}{also}"
    column = "item" if row.text("item") else "name"
    return Finding("code.name", "note", message, row.resource, column, row.line, row.label)


def _claimed_names(facts: Facts) -> Iterator[Check]:
    """Names in the text that leave part of the official one out."""
    told: set[str] = set()
    known = {
        printed_name(row): row.text("code") for table in _ITEM_TABLES for row in facts.rows(table) if row.text("code")
    }
    for row in facts.rows("claims"):
        subject = fold(row.text("subject"))
        name = _SUFFIX.sub("", subject)
        if "(款)" in name or "(类)" in name or len(name) < 2:
            continue
        official = fold(official_name("", row.text("code")))
        if not row.text("code") and re.search("具体(?:使用)?情况|结构情况", row.text("subsection")):
            official = next((known_name for known_name in known if known_name.startswith(name)), "")
        if official and official != name and official.startswith(name) and name not in told:
            told.add(name)
            message = f"“{row.text('subject')}”科目名称不全，应为“{official}”"
            yield Finding("code.name", "note", message, "claims", "subject", row.line, row.label)


def _blank_names(facts: Facts) -> Iterator[Check]:
    moved = [row for row in facts.rows("reading_notes") if row.text("kind") == "moved" and row.text("column") == "name"]
    for table in (*_ITEM_TABLES, "project_expenditure", "basic_expenditure"):
        blank = [
            row
            for row in facts.rows(table)
            if row.text("code") and not row.text("name") and row.text("role") != "total"
        ]
        beside = [row.line for row in moved if row.text("table") == table]
        if blank:
            says = "，另有科目名称印在相邻的栏里" if beside else ""
            message = f"{len(blank)} 行有编码没有科目名称（如 {blank[0].text('code')}）{says}"
            line = min([blank[0].line, *beside])
            yield Finding("code.name", "note", message, table, "name", line, blank[0].text("code"))


def _unknown_items(facts: Facts) -> Iterator[Check]:
    official = {fold(name) for code, name in classifications()[FUNCTIONAL].names.items() if len(code) == 3}
    for row in facts.rows("summary"):
        name = printed_name(row)
        numbered = re.match("[一二三四五六七八九十]+、", row.text("item"))
        is_uncoded = row.text("side") == "expenditure" and numbered and not row.text("code") and name not in official
        if is_uncoded and not re.search("支出|结转|结余|安排|预备费|上缴|补助|转移", name):
            message = f"“{row.text('item')}”不是支出功能分类的类级科目，疑为系统模板残留"
            yield Finding("code.name", "note", message, "summary", "item", row.line, row.label)
