"""Family 6, the text: what the contents page promises, ordinals, details that are left out, forms and their fields."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from mingzhang.audit.careless.source import Heading, contents, headings
from mingzhang.audit.completeness.score import FAMILY, explained_items
from mingzhang.audit.facts import Facts, Row
from mingzhang.audit.model import Check, Finding, NotChecked, Passed
from mingzhang.audit.names.likeness import likeness
from mingzhang.audit.registry import EXACT, rule
from mingzhang.numerals import parse_count
from mingzhang.text import fold

_ALIKE = 0.8
_NEAR = 0.55  # enough for a heading that bears the same ordinal
_TABLE = re.compile(r"表\)?》?$")


def _core(text: str, facts: Facts) -> str:
    """A title without the unit's name, the year and brackets: what it is about."""
    return re.sub(r"20\d\d年(?:度)?|[《》()]|^关于|的", "", fold(text).replace(fold(facts.unit), ""))


@rule(
    "complete.contents",
    family=FAMILY,
    title="目录所列正文都有，标题、序号一致",
    why="目录是对读者的承诺；目录有而正文没有，或序号、标题不同，读者无从查找",
    example="目录“八、政府性基金预算拨款情况说明”，正文没有这一节",
    severity="warning",
    tolerance=EXACT,
)
def contents_page(facts: Facts) -> Iterator[Check]:
    if not facts.lines:
        yield NotChecked("没有原文，无从查看目录")
        return
    promised = contents(facts)
    if not promised:
        message = "没有目录页，应公开的内容无从对照"
        yield Finding("complete.contents", "note", message, "explanation", "title", 1, "目录")
        return
    tables = [Heading(r.line, "section", "", r.text("title")) for r in facts.rows("tables") if r.text("title")]
    body = [*headings(facts), *(table for table in tables if table.line > promised[-1].line)]
    statutory = {_core(row.text("title"), facts) for row in facts.rows("tables")}
    for entry in promised:
        found = _match(entry, body, facts)
        if found is not None:
            yield from _compare(entry, found, facts)
        elif entry.level == "part" or _TABLE.search(fold(entry.text)) or _core(entry.text, facts) in statutory:
            yield Passed()  # a table that is missing or attached: complete.tables
        else:
            message = f"目录列有“{_ordinal(entry)}{entry.text}”，正文没有这一节"
            yield Finding("complete.contents", "warning", message, "explanation", "title", entry.line, entry.text)


def _match(entry: Heading, body: Sequence[Heading], facts: Facts) -> Heading | None:
    """The heading that an entry of the contents page means: of the same title, else the most alike.

    A part is known by its ordinal too.
    """
    core = _core(entry.text, facts)
    same = [h for h in body if h.level == entry.level]
    exact = next((h for h in same if _core(h.text, facts) == core), None)
    if exact or entry.level == "part":
        return exact or next((h for h in same if h.number == entry.number), None)
    is_table = _TABLE.search(fold(entry.text))
    numbered = [] if is_table else [h for h in same if h.number == entry.number]
    near = max(numbered, key=lambda h: likeness(_core(h.text, facts), core), default=None)
    if near and likeness(_core(near.text, facts), core) >= _NEAR:
        return near
    best = max(same, key=lambda h: likeness(_core(h.text, facts), core), default=None)
    return best if best and likeness(_core(best.text, facts), core) >= _ALIKE else None


def _compare(entry: Heading, found: Heading, facts: Facts) -> Iterator[Check]:
    resource = "explanation" if found.number else "tables"
    if found.number and found.number != entry.number and found.level == "section":
        message = f"“{found.text}”在目录为{entry.number}，正文印作{found.number}，序号不连"
        yield Finding("complete.contents", "warning", message, "explanation", "title", found.line, found.text)
    elif found.text and _title(found.text) != _title(entry.text) and "上半年" not in found.text:
        message = f"正文标题“{found.text}”与目录“{entry.text}”（第 {entry.line} 行）不同"
        yield Finding("complete.contents", "note", message, resource, "title", found.line, found.text)
    else:
        yield Passed()


def _title(text: str) -> str:
    return re.sub("[《》]", "", fold(text))


def _ordinal(heading: Heading) -> str:
    return f"{heading.number}、" if heading.level == "section" else heading.number


@rule(
    "complete.numbering",
    family=FAMILY,
    title="序号连续",
    why="序号缺失说明少了一节，或删改模板后没有整理",
    example="七、之后是九、",
    severity="warning",
    tolerance=EXACT,
)
def numbering(facts: Facts) -> Iterator[Check]:
    found = headings(facts)
    if not found:
        yield NotChecked("没有原文，或没有带序号的标题")
        return
    parts = [heading for heading in found if heading.level == "part"]
    if len(parts) == 1:
        message = f"只有“{parts[0].number}”，没有其他部分"
        yield Finding("complete.numbering", "note", message, "explanation", "title", parts[0].line, parts[0].text)
    if not contents(facts):
        previous: Heading | None = None
        for heading in found:
            if heading.level == "part":
                previous = None
            elif heading.level == "section":
                if previous is not None and parse_count(heading.number) > parse_count(previous.number) + 1:
                    message = f"“{heading.number}、{heading.text}”的前一节是{previous.number}，序号不连"
                    yield Finding("complete.numbering", "warning", message, "explanation", "title", heading.line,
                                  heading.text)  # fmt: skip
                else:
                    yield Passed()
                previous = heading
    yield from _lone_points(facts)


def _lone_points(facts: Facts) -> Iterator[Check]:
    """（1） again and again, and never （2）."""
    rows = facts.rows("explanation")
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.text("subsection") or row.text("section")].append(row)
    for name, members in groups.items():
        ones = [at for at, row in enumerate(members) if re.match(r"[（(]1[)）]", row.text("text"))]
        if len(ones) > 1 and not any(re.match(r"[（(]2[)）]", row.text("text")) for row in members):
            line = members[max(ones[0] - 1, 0)].line
            message = f"“{name}”之下 {len(ones)} 处只有（1）而没有（2），疑删改模板后没有整理序号"
            yield Finding("complete.numbering", "note", message, "explanation", "title", line, name)


@rule(
    "complete.three-public",
    family=FAMILY,
    title="“三公”经费分项说明增减和原因",
    why="财预〔2016〕143号：“三公”经费按因公出国（境）费、公务用车购置及运行费、公务接待费分项公开，说明增减变化原因",
    example="只说合计与上年持平，没有分项说明",
    severity="note",
    tolerance=EXACT,
)
def three_public(facts: Facts) -> Iterator[Check]:
    rows = [row for row in facts.rows("explanation") if "三公" in row.text("section") + row.text("subsection")]
    if not rows:
        yield NotChecked("没有“三公”经费的说明")
        return
    missing = [item.name for item, explained in explained_items(facts) if not explained]
    if not missing:
        yield Passed()
        return
    line = next(
        (r.line for r in rows if re.search("比上年|与上年|与20\\d\\d年相比", fold(r.text("text")))), rows[0].line
    )
    message = f"{'、'.join(missing)}没有分项说明增减和原因"
    yield Finding("complete.three-public", "note", message, "claims", "reason", line, missing[0])


@rule(
    "complete.items",
    family=FAMILY,
    title="逐项说明到每个项级科目",
    why="一般公共预算拨款具体使用情况应按项级科目逐项说明增减和原因",
    example="表中有两个项级科目，文字只说了它们之和",
    severity="warning",
    tolerance=EXACT,
)
def explained_codes(facts: Facts) -> Iterator[Check]:
    claims = [row for row in facts.rows("claims") if re.search("具体(?:使用)?情况", row.text("subsection"))]
    rows = [row for row in facts.rows("general_expenditure") if len(row.text("code")) == 7 and row.amount("total")]
    if not claims or not rows:
        yield NotChecked("没有逐项说明，或没有项级科目")
        return
    told = {row.text("code") for row in claims}
    if not any(len(code) == len(rows[0].text("code")) for code in told):
        yield NotChecked("逐类逐款说明，没有说到项级科目")
        return
    missing = [row for row in rows if row.text("code") not in told]
    if missing:
        names = "、".join(f"{row.label} {row.amount('total'):f}" for row in missing)
        message = f"没有逐项说明：{names}"
        yield Finding("complete.items", "warning", message, "claims", "subject", claims[0].line, missing[0].label)
    else:
        yield Passed()
    yield from _mixed_levels(facts)


def _mixed_levels(facts: Facts) -> Iterator[Check]:
    rows = [row for row in facts.rows("claims") if "结构情况" in row.text("subsection") and row.text("code")]
    lengths = Counter(len(row.text("code")) for row in rows)
    if len(lengths) < 2:
        yield Passed()
        return
    title = rows[0].text("subsection")
    line = max((h.line for h in headings(facts) if fold(h.text) == fold(title)), default=rows[0].line)
    deep = [row for row in rows if len(row.text("code")) != 3]
    message = f"结构情况里类、项混列：{rows[0].text('subject')}是类，{deep[0].text('subject')}等 {len(deep)} 项不是"
    yield Finding("complete.items", "note", message, "claims", "subject", line, title)


@rule(
    "complete.details",
    family=FAMILY,
    title="人员增减、表头、合计行、项目名称都写全",
    why="模板要求分别写明在职、退休、离休人数的增减，每张表有编制单位和金额单位、合计行，每个项目有名称和资金来源",
    example="退休40人，离休0人，增加0人：退休人员的增减没有写",
    severity="note",
    tolerance=EXACT,
)
def details(facts: Facts) -> Iterator[Check]:
    staff = [row for row in facts.rows("staffing") if row.text("item") in ("serving", "retired", "retired_veteran")]
    blank = [row for row in staff if row.record.values.get("change") is None]
    if blank and len(blank) < len(staff):
        message = "退休人员的增减没有写" if blank[0].text("item") == "retired" else "人员的增减没有写全"
        yield Finding("complete.details", "note", message, "staffing", "change", blank[0].line, blank[0].text("item"))
    tables = [row for row in facts.rows("tables") if row.text("status") in ("present", "empty") and
              row.text("table") != "performance_forms"]  # fmt: skip
    bare = [row for row in tables if not row.text("caption")]
    for row in bare if len(bare) * 3 < len(tables) else ():
        message = f"{row.text('title')}没有印编制单位和金额单位，其他表都有"
        yield Finding("complete.details", "note", message, "tables", "caption", row.line, row.text("title"))
    details_of = [row for row in facts.rows("carryover") if row.text("role") == "detail"]
    if len(details_of) > 1 and facts.total("carryover") is None:
        amounts = facts.figures(details_of, "total")
        terms = " + ".join(f"{figure.value:f}" for figure in amounts)
        message = f"结转结余明细表没有合计行，各项 {terms} = {sum(f.value for f in amounts)}"
        yield Finding("complete.details", "note", message, "carryover", "total", details_of[-1].line, "合计")
    yield from _projects(facts)


def _projects(facts: Facts) -> Iterator[Check]:
    texts = [row for row in facts.rows("explanation") if "项目支出" in row.text("section")]
    bases = [row for row in texts if "政策依据" in row.text("text")[:12]]
    if bases and not any("项目名称" in row.text("text")[:10] for row in texts):
        message = "项目支出情况说明没有写项目名称"
        yield Finding("complete.details", "note", message, "projects", "name", bases[0].line, "项目名称")
    rows = [row for row in facts.rows("projects") if row.text("policy_basis")]
    blank = [row for row in rows if not row.text("funding_source")]
    if 0 < len(blank) < len(rows):
        message = f"{len(rows)} 个项目中 {len(blank)} 个没有写资金来源，其余都写了"
        yield Finding("complete.details", "note", message, "projects", "funding_source", blank[0].line, blank[0].label)
    elif not blank:
        yield Passed()
