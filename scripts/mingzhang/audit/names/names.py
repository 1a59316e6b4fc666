"""Family 7, names: projects, offices, documents and tables that are called now this, now that."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from mingzhang.audit.careless.passages import passages
from mingzhang.audit.careless.source import locate
from mingzhang.audit.facts import Facts, Row
from mingzhang.audit.model import Check, Finding, NotChecked, Passed
from mingzhang.audit.names.codes import FAMILY, classifications
from mingzhang.audit.names.likeness import bare, closest, distance, likeness
from mingzhang.audit.registry import EXACT, rule
from mingzhang.classifications import ECONOMIC
from mingzhang.text import fold

_DOCUMENT = re.compile(r"(?P<who>[\u4e00-\u9fff]{2,8})[〔\[【(（](?P<year>20\d\d)[〕\]】)）](?P<number>\d+)号")
_ENDS = "费用|经费|资金|补贴|补助|项目|奖励"
_QUOTED = re.compile(rf"“([^“”]*(?:“[^“”]*”[^“”]*)*(?:{_ENDS}|补助经费)[^“”]{{0,4}})”")
_LISTED = re.compile(rf"(?:^|[；：:、])([^；：，。]{{8,60}}?(?:{_ENDS}|五险一金|津贴))(?=[；，。、]|等|$)")
_ALIKE = 0.75
_LIKE_ENOUGH = 0.6
_OFFICE_ENDS = "室办科股处"


def _pure(name: str) -> str:
    """A project's name as it is compared: folded, 《》 and brackets at its end off."""
    return re.sub(r"\([^()]*\)$", "", fold(name)).strip("。;；")


@rule(
    "name.project",
    family=FAMILY,
    title="同一项目只有一个名称",
    why="项目名称是把项目支出表、文字说明和绩效表对上的依据；名称不一，读者无从核对",
    example="项目支出表作“甲经费”，正文作“甲工作”，绩效表作“甲项目”",
    severity="note",
    tolerance=EXACT,
)
def project_names(facts: Facts) -> Iterator[Check]:
    tables = [row for row in facts.rows("project_expenditure") if row.text("project")]
    texts = {row.line: row for row in facts.rows("explanation") if "项目名称" in row.text("text")[:12]}
    forms = {row.text("project_id"): row for row in facts.rows("performance_forms") if row.text("project_id")}
    if not facts.rows("projects"):
        yield NotChecked("没有项目")
    for project in facts.rows("projects"):
        table = _row_of(project, tables)
        text = re.sub(r"^.*?项目名称[:：]", "", texts[project.line].text("text")) if project.line in texts else ""
        form = forms.get(project.text("project_id"))
        called = {
            "项目支出表": table.text("project") if table else "",
            "正文": text,
            "绩效表": form.text("name") if form else "",
        }
        distinct = {_pure(name) for name in called.values() if name}
        if len(distinct) < 2 or (table is None and text == ""):
            yield Passed()
            continue
        told = "，".join(f"{where}作“{name}”" for where, name in called.items() if name)
        in_table = table is not None and not (form is None and len(_pure(text)) < len(_pure(table.text("project"))))
        place = table if in_table and table is not None else project
        column = "project" if place is table else "name"
        yield Finding("name.project", "note", f"同一项目名称不一：{told}", place.resource, column, place.line,
                      project.text("name"))  # fmt: skip


def _row_of(project: Row, tables: list[Row]) -> Row | None:
    """The project table's row of a project: of its name, else the most alike of its amount."""
    name = project.text("name")
    same = next((row for row in tables if row.text("project") == name), None)
    if same is not None:
        return same
    best = max(tables, key=lambda row: likeness(bare(row.text("project")), bare(name)), default=None)
    return best if best and likeness(bare(best.text("project")), bare(name)) >= _LIKE_ENOUGH else None


@rule(
    "name.mention",
    family=FAMILY,
    title="文字里提到的项目与项目清单同名",
    why="增减原因和支出说明里列举的项目，应能在项目支出表或绩效表里找到",
    example="原因列举“2024年甲费用”，项目清单里没有",
    severity="warning",
    tolerance=EXACT,
)
def mentions(facts: Facts) -> Iterator[Check]:
    projects = facts.rows("projects")
    names = [row.text("name") for row in projects if row.text("name")]
    if not names:
        yield NotChecked("没有项目清单")
        return
    known = {_pure(name) for name in names} | {bare(name) for name in names}
    for line, rows in _by_line(facts).items():
        variants: list[str] = []
        for row in rows:
            yield from _missing(row, names, known, facts)
            variants += [v for v in _variants(row, names, known) if v not in variants]
        if variants:
            message = f"项目名称与清单不一：{'；'.join(variants[:8])}"
            column = "reason" if any(row.text("reason") for row in rows) else "subject"
            yield Finding("name.mention", "note", message, "claims", column, line, rows[0].label)
        else:
            yield Passed()
    yield from _wrong_amounts(facts)


def _by_line(facts: Facts) -> dict[int, list[Row]]:
    lines: dict[int, list[Row]] = defaultdict(list)
    for row in facts.rows("claims"):
        lines[row.line].append(row)
    return lines


def _missing(row: Row, names: list[str], known: set[str], facts: Facts) -> Iterator[Check]:
    """Quoted names of this year's projects that are in no list."""
    quoted = [name for name in _QUOTED.findall(row.text("reason")) if fold(name).startswith(str(facts.year))]
    lost = [name for name in quoted if _pure(name) not in known and bare(name) not in known]
    lost = [name for name in lost if not any(_without_region(name) == _without_region(n) for n in names)]
    if lost:
        told = "、".join(f"“{name}”（最接近：{closest(name, names)[0]}）" for name in lost)
        message = f"原因列举的 {len(quoted)} 个项目中，{told}在项目清单里没有"
        line = locate(facts, lost[0], row.line)
        yield Finding("name.mention", "warning", message, "claims", "reason", line, row.label)


def _without_region(name: str) -> str:
    return re.sub("县级|市级|自治区级?|本级", "", bare(name))


def _variants(row: Row, names: list[str], known: set[str]) -> Iterator[str]:
    """Names that are like a project's and not the same."""
    reason = row.text("reason")
    offered = list(_LISTED.findall(re.sub(r"“[^“”]{0,8}”", lambda match: str(match.group()[1:-1]), reason)))
    is_item = not row.text("code") and row.amount("share") is None and len(row.text("subject")) >= 6
    if is_item and re.search(f"(?:{_ENDS}|维护费|培训)$", row.text("subject")):
        offered.append(row.text("subject"))
    for name in offered:
        if _pure(name) in known or bare(name) in known:
            continue
        best, alike = closest(name, names)
        if _ALIKE <= alike < 1:
            yield f"“{name}”，清单作“{best}”"


def _wrong_amounts(facts: Facts) -> Iterator[Check]:
    """A project's amount told under another project's name."""
    rows = [row for row in facts.rows("projects") if row.amount("amount")]
    claims = [
        row
        for row in facts.rows("claims")
        if row.amount("amount") and not row.text("code") and row.amount("change") is None
    ]
    for row in claims:
        subject = bare(row.text("subject"))
        named = [project for project in rows if bare(project.text("name")) == subject]
        if not named or len(subject) < 6 or any(_close(row, project) for project in named):
            continue
        other = next((project for project in rows if _close(row, project)), None)
        if other is not None and likeness(bare(other.text("name")), subject) >= _LIKE_ENOUGH:
            message = (
                f"“{row.text('subject')}”{row.amount('amount'):f}：清单里“{named[0].text('name')}”为 "
                f"{named[0].amount('amount')}，"
                f"{row.amount('amount'):f} 是“{other.text('name')}”的数，名称与金额张冠李戴"
            )
            yield Finding("name.mention", "warning", message, "claims", "subject", row.line, row.label)


def _close(claim: Row, project: Row) -> bool:
    one, other = claim.amount("amount"), project.amount("amount")
    return one is not None and other is not None and abs(one - other) * 200 < 1


@rule(
    "name.other",
    family=FAMILY,
    title="科室、文件、报表、支出名称前后一致",
    why="同一科室、文号、报表、支出在一份文件里只应有一个名称",
    example="同一文件一处作甲民办发〔2020〕3号，一处作甲民办〔2020〕3号",
    severity="note",
    tolerance=EXACT,
)
def other_names(facts: Facts) -> Iterator[Check]:
    yield from _documents(facts)
    yield from _offices(facts)
    yield from _table_names(facts)
    yield from _running_expenses(facts)
    yield from _allocations(facts)


def _documents(facts: Facts) -> Iterator[Check]:
    seen: dict[tuple[str, str], list[tuple[str, int]]] = defaultdict(list)
    for row in facts.rows("projects"):
        for match in _DOCUMENT.finditer(row.text("policy_basis")):
            who = re.sub("^(?:根据|按照|依据|及|和|与|的|关于)+", "", match.group("who"))
            seen[(match.group("year"), match.group("number"))].append((who, row.line))
    for (year, number), found in seen.items():
        first = found[0][0]
        other = next(((who, line) for who, line in found if who != first and distance(who, first) == 1), None)
        if other is None:
            yield Passed()
            continue
        message = f"{other[0]}〔{year}〕{number}号在第 {found[0][1]} 行作{first}〔{year}〕{number}号，同一文件名称不一"
        yield Finding("name.other", "note", message, "projects", "policy_basis", other[1], other[0])


def _offices(facts: Facts) -> Iterator[Check]:
    offices = {fold(row.text("name")) for row in facts.rows("offices")}
    for office in sorted(offices):
        stem = re.sub(r"[()]", "", re.sub(r"\((?![^()]*\).)[^()]*\)$", "", office))
        if len(stem) < 3 or stem[-1] not in _OFFICE_ENDS:
            continue
        pattern = re.compile(rf"{stem[:-1]}([{_OFFICE_ENDS.replace(stem[-1], '')}])(?!公|理|事|法|学|长)")
        for passage in passages(facts):
            match = pattern.search(fold(passage.text)) if passage.resource in ("projects", "explanation") else None
            if match and match.group() not in offices:
                line = locate(facts, match.group(), passage.line)
                message = f"“{match.group()}”在机构设置里作“{office}”，机构名称不一"
                yield Finding("name.other", "note", message, "explanation", "text", line, match.group())
                break


def _table_names(facts: Facts) -> Iterator[Check]:
    titles = [fold(row.text("title")) for row in facts.rows("tables") if row.text("title")]
    for row in facts.rows("explanation"):
        for match in re.finditer("[,，](?P<name>[\u4e00-\u9fff]{4,24}表)为空表", fold(row.text("text"))):
            name = match.group("name")
            if any(name in title for title in titles):
                yield Passed()
                continue
            best = max(titles, key=lambda title: likeness(title, name), default="")
            message = f"正文所称“{name}”与表的名称“{best}”不符"
            yield Finding("name.other", "note", message, "explanation", "text", row.line, name)


def _running_expenses(facts: Facts) -> Iterator[Check]:
    for row in facts.rows("claims"):
        title = re.search("(单位|部门|事业单位|机关)运行经费", row.text("subsection"))
        said = re.search("(事业单位|单位|部门|机关)运行经费", row.text("subject"))
        if title and said and title.group(1) != said.group(1) and said.group(1) not in row.text("subsection"):
            message = f"小标题作“{title.group()}”，正文作“{said.group()}”，名称不一"
            yield Finding("name.other", "note", message, "claims", "subject", row.line, said.group())


def _allocations(facts: Facts) -> Iterator[Check]:
    """Items of allocations that are nearly the name of an economic code."""
    names = classifications()[ECONOMIC].names
    official = list(dict.fromkeys(fold(name) for code, name in sorted(names.items()) if len(code) == 5))
    nearly: list[tuple[Row, str]] = []
    for row in facts.rows("project_allocations"):
        item = fold(row.text("item"))
        if item in official or len(item) < 3:
            continue
        best = max(official, key=lambda name: likeness(name, item))
        if likeness(best, item) >= _ALIKE:
            nearly.append((row, best))
    if nearly:
        told = "、".join(dict.fromkeys(f"{row.text('item')}（{best}）" for row, best in nearly))
        message = f"资金分配的项目名称与经济分类科目不一致：{told}"
        yield Finding("name.other", "note", message, "project_allocations", "item", nearly[0][0].line, nearly[0][1])
