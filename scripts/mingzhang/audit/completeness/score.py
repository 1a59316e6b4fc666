"""Family 6: what must be published is there: tables, their depth and notes, sections; and a score of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from mingzhang.audit.careless.source import headings, locate
from mingzhang.audit.careless.wording import load_careless_words
from mingzhang.audit.facts import Facts, Row
from mingzhang.audit.model import Check, Finding, NotChecked, Passed
from mingzhang.audit.registry import EXACT, rule
from mingzhang.text import fold
from mingzhang.wordlists import read_words

FAMILY = "完整性"
_SOURCE = "《预算法》第十四条、《地方预决算公开操作规程》（财预〔2016〕143号）、财预〔2021〕29号"
_CODED = {"revenue": 7, "expenditure": 7, "general_expenditure": 7, "basic_expenditure": 5}
_OF_BUDGET = {"budget": (), "final": ("completion", "baseline_amount")}  # final accounts may be explained against it
_FEW_LOST = 2  # when more are not found, reading may be the cause
_LEVELS = {5: "款", 7: "项"}
_WEIGHTS = {"tables": 40, "depth": 20, "sections": 30, "three_public": 10}


@dataclass(frozen=True)
class Required:
    """A table or section that must be there: its name, how text mentions it, the resource that proves it."""

    name: str
    pattern: re.Pattern[str] | None
    required: bool
    resource: str


@dataclass(frozen=True)
class CompletenessWords:
    """What must be published (``vocabulary/audit_completeness.yml``)."""

    tables: Mapping[str, Required]
    sections: tuple[Required, ...]
    three_public: tuple[Required, ...]


@lru_cache(maxsize=1)
def load_completeness_words() -> CompletenessWords:
    """What must be published, as it comes with the package."""
    data = read_words("audit_completeness")

    def read(entry: Mapping[str, object]) -> Required:
        pattern = str(entry.get("pattern") or entry.get("mentioned") or "")
        resource = str(entry.get("resource", ""))
        return Required(
            str(entry["name"]), re.compile(pattern) if pattern else None, bool(entry.get("required", True)), resource
        )

    return CompletenessWords(
        {table: read(entry) for table, entry in data["tables"].items()},
        tuple(map(read, data["sections"])),
        tuple(map(read, data["three_public"])),
    )


def _table_rows(facts: Facts) -> dict[str, Row]:
    return {row.text("table"): row for row in reversed(facts.rows("tables"))}


@rule(
    "complete.tables",
    family=FAMILY,
    title="应公开的表都在",
    why=f"{_SOURCE}：收支总体情况、财政拨款收支、一般公共预算、政府性基金、国有资本经营预算各表都要公开，没有数的公开空表",
    example="目录列有“八、政府性基金预算支出情况表”，正文没有这张表",
    tolerance=EXACT,
)
def tables(facts: Facts) -> Iterator[Check]:
    rows = _table_rows(facts)
    attached = [row for row in rows.values() if row.text("status") == "attached"]
    lost = [row for row in rows.values() if row.text("status") == "missing" and row.text("title")]
    unread = len(lost) > _FEW_LOST or bool(facts.rows("unrecognised"))  # pictures, or tables of another shape
    for table, wanted in load_completeness_words().tables.items():
        row = rows.get(table)
        status = row.text("status") if row else "missing"
        if status in ("present", "empty"):
            yield Passed()
        elif row is not None and status == "missing" and row.text("title"):
            message = f"目录或正文说有“{row.text('title')}”，正文没有这张表；没有数也应公开空表并说明"
            severity = "warning" if unread else "error"
            yield Finding("complete.tables", severity, message, table, None, row.line, wanted.name)
        elif wanted.required and status == "missing":
            message = f"没有{wanted.name}；{_SOURCE}要求公开"
            yield Finding("complete.tables", "warning", message, "tables", "status", 1, wanted.name)
        elif row is None:
            yield from _mentioned(facts, table, wanted)
    if attached:
        names = "、".join(f"《{row.text('title')}》" for row in sorted(attached, key=lambda row: row.line))
        first = min(row.line for row in attached)
        line = max((h.line for h in headings(facts) if h.line < first), default=first)
        message = f"{names}只列名称（见附件），文件中没有表，无从核对"
        yield Finding("complete.tables", "warning", message, "tables", "status", line, "附表")


def _mentioned(facts: Facts, table: str, wanted: Required) -> Iterator[Check]:
    """A table that the text speaks of as published and that is not there."""
    for row in facts.rows("explanation"):
        if wanted.pattern and wanted.pattern.search(fold(row.text("text"))):
            message = f"正文说到{wanted.name}，文件中没有这张表"
            yield Finding("complete.tables", "note", message, table, None, row.line, wanted.name)
            return
    yield Passed()


@rule(
    "complete.empty-note",
    family=FAMILY,
    title="空表有说明",
    why="财预〔2016〕143号：没有数据的表格应公开空表并说明",
    example="备注：本单位2024年度无政府性基金预算支出，本表为空表",
    severity="warning",
    tolerance=EXACT,
)
def empty_notes(facts: Facts) -> Iterator[Check]:
    empty = [row for row in facts.rows("tables") if row.text("status") == "empty"]
    if not empty:
        yield NotChecked("没有空表")
    for row in empty:
        note, title = row.text("note"), row.text("title")
        if _has_own_note(row):
            yield Passed()
            continue
        line = locate(facts, note, row.line) if note else row.line
        says = f"只留模板提示语“{note}”，没有自己的说明" if note else "没有说明为何是空表"
        message = f"{title}是空表，{says}"
        yield Finding("complete.empty-note", "warning", message, "tables", "note", line, title)


def _has_own_note(row: Row) -> bool:
    """Whether an empty table says why it is empty, in more than the template's words."""
    note = fold(row.text("note"))
    return bool(note) and not any(phrase.pattern.search(note) for phrase in load_careless_words().leftovers)


@rule(
    "complete.depth",
    family=FAMILY,
    title="功能分类到项、经济分类到款，并有各级小计",
    why=f"{_SOURCE}：一般公共预算支出公开到功能分类项级，基本支出公开到经济分类款级",
    example="收入总表只有项级行，没有类、款级小计，上下级无从核对",
    severity="warning",
    tolerance=EXACT,
)
def depth(facts: Facts) -> Iterator[Check]:
    flat: list[Row] = []
    for table, deepest in _CODED.items():
        rows = [row for row in facts.rows(table) if row.text("code") and row.text("role") != "total"]
        if not rows:
            yield NotChecked(f"{table}：没有数据")
            continue
        lengths = {len(row.text("code")) for row in rows}
        if max(lengths) < deepest:
            message = f"只列到{'类' if max(lengths) == 3 else '款'}级，应到{_LEVELS[deepest]}级"
            yield Finding("complete.depth", "warning", message, table, "code", rows[0].line, rows[0].label)
        elif min(lengths) == deepest:
            flat.append(rows[0])
        else:
            yield Passed()
    if flat:
        tables_named = "、".join(load_completeness_words().tables[row.resource].name for row in flat)
        message = f"{tables_named}只有最末级的行，没有上级小计，上下级无从核对"
        yield Finding("complete.depth", "note", message, flat[0].resource, "code", flat[0].line, flat[0].label)


def _says(facts: Facts, wanted: Required) -> bool:
    """Whether a section's heading, a paragraph or a resource of its own speaks of what is wanted."""
    if wanted.resource and facts.rows(wanted.resource):
        return True
    if wanted.pattern is None:
        return True
    columns = ("section", "subsection", "part", "text")
    texts = (row.text(column) for row in facts.rows("explanation") for column in columns)
    return any(wanted.pattern.search(fold(text)) for text in texts)


@rule(
    "complete.sections",
    family=FAMILY,
    title="应说明的事项都说了",
    why=f"{_SOURCE}：职责、机构、收支增减变化、机关运行经费、政府采购、“三公”经费、国有资产、绩效和名词解释",
    example="没有政府采购情况的说明",
    severity="warning",
    tolerance=EXACT,
)
def sections(facts: Facts) -> Iterator[Check]:
    if not facts.rows("explanation"):
        yield NotChecked("没有文字说明")
        return
    missing = []
    for wanted in load_completeness_words().sections:
        if _says(facts, wanted):
            yield Passed()
        else:
            missing.append(wanted.name)
    if missing:
        line = facts.rows("explanation")[0].line
        message = f"文字说明没有说到：{'、'.join(missing)}"
        yield Finding("complete.sections", "note", message, "explanation", "section", line, missing[0])
    yield from _procurement(facts)


def _procurement(facts: Facts) -> Iterator[Check]:
    items = [row for row in facts.rows("procurement_items") if row.text("role") == "total"]
    if facts.rows("procurement") or not items:
        yield Passed()
        return
    line = next(
        (h.line for h in reversed(headings(facts)) if "政府采购" in h.text and h.line <= items[0].line), items[0].line
    )
    message = f"只有采购明细表（合计 {items[0].amount('total')}），没有说明采购总额和货物、工程、服务各多少"
    yield Finding("complete.sections", "note", message, "procurement", "amount", line, "政府采购")


def explained_items(facts: Facts) -> list[tuple[Required, bool]]:
    """For each item of “三公” whether the text explains its increase or decrease."""
    claims = [
        row
        for row in facts.rows("claims")
        if any(row.amount(column) is not None for column in ("change", "change_percent", *_OF_BUDGET[facts.kind]))
    ]
    return [
        (item, any(item.pattern and item.pattern.search(row.text("subject")) for row in claims))
        for item in load_completeness_words().three_public
    ]


@dataclass(frozen=True)
class Completeness:
    """How complete a disclosure is, 0 to 100, and what each part gives of its weight."""

    score: Decimal
    parts: Mapping[str, tuple[Decimal, int]]


def completeness(facts: Facts) -> Completeness:
    """The score: tables (an empty one with a note counts whole, without half; attached ones half), depth, sections,
    “三公” explained item by item."""
    words, rows = load_completeness_words(), _table_rows(facts)
    wanted = [table for table, required in words.tables.items() if required.required]
    shares = {
        "tables": [_table_share(rows.get(table)) for table in wanted],
        "depth": [_depth_share(facts, table, deepest) for table, deepest in _CODED.items() if table != "revenue"],
        "sections": [Decimal(_says(facts, section)) for section in words.sections],
        "three_public": [Decimal(explained) for _, explained in explained_items(facts)],
    }
    parts = {name: (_points(share, _WEIGHTS[name]), _WEIGHTS[name]) for name, share in shares.items()}
    return Completeness(sum((points for points, _ in parts.values()), Decimal(0)), parts)


def _table_share(row: Row | None) -> Decimal:
    status = row.text("status") if row else "missing"
    if status == "present" or (status == "empty" and row is not None and _has_own_note(row)):
        return Decimal(1)
    return Decimal("0.5") if status in ("empty", "attached") else Decimal(0)


def _depth_share(facts: Facts, table: str, deepest: int) -> Decimal:
    return Decimal(any(len(row.text("code")) == deepest for row in facts.rows(table)))


def _points(shares: Sequence[Decimal], weight: int) -> Decimal:
    points = sum(shares, Decimal(0)) / Decimal(len(shares)) * weight if shares else Decimal(0)
    return points.quantize(Decimal("0.1"), ROUND_HALF_UP)
