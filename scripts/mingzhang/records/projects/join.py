"""``projects``: one row a project, joined from all parts of the document that describe it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from mingzhang.recognise.model import Note
from mingzhang.recognise.patterns import matches
from mingzhang.recognise.prose.clauses import half_width
from mingzhang.recognise.prose.paragraphs import Paragraph
from mingzhang.recognise.prose.project_blocks import ProjectBlock
from mingzhang.recognise.prose.project_words import load_project_words
from mingzhang.records.model import Record, Table, Value
from mingzhang.records.projects.items import (
    BLOCK,
    CARRYOVER_TABLE,
    CARRYOVER_TEXT,
    FORM,
    TABLE,
    Item,
    Project,
)
from mingzhang.records.projects.matching import join
from mingzhang.records.projects.stated_amounts import find_amounts
from mingzhang.text import fold

_SOURCES = {"project_expenditure": TABLE, "carryover": CARRYOVER_TABLE}
_TEXTS = (
    "policy_basis",
    "implementer",
    "allocation",
    "period",
    "funding_source",
    "subsidy_standard",
    "subsidy_scope",
    "subsidy_method",
    "payment_procedure",
    "benefit",
)
_SPACE_AT_DASH = re.compile(r"\s*([-–—~～])\s*")
_AMOUNT_ENDS = re.compile(r"[,;.。(]|$")
_INNER_ITEM = re.compile(r"(?<=[:;。])\s*\d{1,2}(?:、|[.](?!\d))\s*")


@dataclass(frozen=True)
class Joined:
    """All projects of a document; the project of each form (by ``form_id``) and of each block (in their order)."""

    projects: list[Record]
    form_projects: Mapping[str, str]
    block_projects: tuple[str, ...]
    notes: list[Note]


def join_projects(
    blocks: Sequence[ProjectBlock],
    forms: Sequence[Record],
    tables: Sequence[Table],
    paragraphs: Sequence[Paragraph],
) -> Joined:
    """One row for each project that the blocks, forms, tables and the carryover text describe.

    Blocks and the project table are about this year's projects, carryover text and table about the last
    year's; between the two only amount and name together join. Forms are about either.
    """
    notes: list[Note] = []
    ours = join(_each(_of_blocks(blocks, notes)), _each(_of_table(tables, "project_expenditure")), notes)
    past = join(_each(_of_carryover_text(paragraphs, notes)), _each(_of_table(tables, "carryover")), notes)
    projects = join(join(ours, past, notes, strict=True), _each(_of_forms(forms)), notes)
    projects = sorted((p for p in projects if _has_name(p, notes)), key=lambda project: project.line)
    ids = {id(project): f"p{number:02d}" for number, project in enumerate(projects, 1)}
    found = {(source, item.key): ids[id(project)] for project in projects for source, item in project.items.items()}
    records = [_record(ids[id(project)], project, blocks, forms, notes) for project in projects]
    return Joined(
        records,
        {key: project for (source, key), project in found.items() if source == FORM},
        tuple(found[BLOCK, str(at)] for at in range(len(blocks))),
        sorted(notes, key=lambda note: note.line),
    )


def _each(items: Iterator[Item]) -> list[Project]:
    return [Project({item.source: item}) for item in items]


def _of_blocks(blocks: Sequence[ProjectBlock], notes: list[Note]) -> Iterator[Item]:
    for at, block in enumerate(blocks):
        amount = _leading_amount(block, notes)
        yield Item(BLOCK, str(at), block.line, _bare(block.text("name")), () if amount is None else (amount,))


def _bare(name: str) -> str:
    """A name in running text, without the sentence's end."""
    return name.rstrip("。；;，,")


def _leading_amount(block: ProjectBlock, notes: list[Note]) -> Decimal | None:
    """The amount that 预算安排规模 begins with; anything else is listed."""
    text = block.text("amount")
    stated = next(find_amounts(text), None)
    if stated is not None and stated.value is not None:
        before = load_project_words().amount_links.sub("", half_width(text[: stated.start]))
        if not before and _AMOUNT_ENDS.match(half_width(text), stated.end):
            return stated.value
    if text:
        line = block.fields["amount"].line
        message = "预算安排规模不是一个带单位的金额，未采用"
        notes.append(Note("projects", line, "amount", "unread", text, "", message))
    return None


def _of_forms(forms: Sequence[Record]) -> Iterator[Item]:
    for form in forms:
        if form.text("scope") != "overall":
            columns = ("budget_total", "executed", "full_year_budget", "initial_budget")
            amounts = tuple(amount for column in columns if (amount := form.amount(column)) is not None)
            yield Item(FORM, form.text("form_id"), form.line, form.text("name"), amounts)


def _of_table(tables: Sequence[Table], name: str) -> Iterator[Item]:
    for table in tables:
        rows = [row for row in table.records if row.values.get("role") == "detail"]
        for at, row in enumerate(rows if table.table == name else []):
            amount = row.amount("total")
            amounts = () if amount is None else (amount,)
            yield Item(_SOURCES[name], str(at), row.line, row.text("project"), amounts, row.text("code"))


def _of_carryover_text(paragraphs: Sequence[Paragraph], notes: list[Note]) -> Iterator[Item]:
    """The numbered items of the carryover section: a project's name, then its amount."""
    words = load_project_words()
    pieces = [piece for p in paragraphs if p.kind == "carryover" for piece in _numbered(p)]
    for at, piece in enumerate(pieces):
        stated = next(find_amounts(piece.text), None)
        text = half_width(piece.text)
        end = stated.start if stated else len(text)
        link = words.amount_links.search(text[:end])
        name = piece.part(0, link.start() if link else end).text
        if matches(words.no_projects, fold(name)):
            continue
        if stated is None or stated.value is None or not name:
            message = "结转结余说明的本项没有可辨认的项目名称和金额，未列为项目"
            notes.append(Note("projects", piece.line, "amount", "unread", piece.text, "", message))
        else:
            yield Item(CARRYOVER_TEXT, str(at), piece.line, name, (stated.value,))


def _numbered(paragraph: Paragraph) -> Iterator[Paragraph]:
    """The numbered items of a paragraph: itself, and those that begin inside it after a colon or a sentence."""
    inner = list(_INNER_ITEM.finditer(half_width(paragraph.text)))
    edges = [*(match.start() for match in inner), len(paragraph.text)]
    if paragraph.ordinal:
        yield paragraph.part(0, edges[0])
    for match, end in zip(inner, edges[1:], strict=True):
        yield paragraph.part(match.end(), end)


def _has_name(project: Project, notes: list[Note]) -> bool:
    """A row of a table that names no project and joined none is no project, but listed."""
    if project.name or BLOCK in project.items or FORM in project.items:
        return True
    message = "表中本行没有项目名称，也没有可以合并的项目，未列为项目"
    printed = f"{project.amounts[0]:f}" if project.amounts else ""
    notes.append(Note("projects", project.line, "name", "unread", printed, "", message))
    return False


def _record(
    project_id: str, project: Project, blocks: Sequence[ProjectBlock], forms: Sequence[Record], notes: list[Note]
) -> Record:
    block = blocks[int(project.items[BLOCK].key)] if BLOCK in project.items else ProjectBlock(project.line, {})
    form_id = project.items[FORM].key if FORM in project.items else ""
    code = next((form.text("project_code") for form in forms if form_id and form.text("form_id") == form_id), "")
    if not project.name:
        message = "没有印项目名称，也没有可以合并的项目"
        notes.append(Note("projects", project.line, "name", "unread", "", "", message))
    values: dict[str, Value] = {
        "project_id": project_id,
        "name": project.name or None,
        "project_code": code or None,
        "code": (project.items[TABLE].code or None) if TABLE in project.items else None,
        "amount": next(iter(project.amounts), None),
        **{column: block.text(column) or None for column in _TEXTS},
        "period": _SPACE_AT_DASH.sub(r"\1", block.text("period")) or None,
        "beneficiary_count": _beneficiaries(block, notes),
    }
    return Record(project.line, values)


def _beneficiaries(block: ProjectBlock, notes: list[Note]) -> int | None:
    """How many people get a subsidy: a bare number, or one with what it counts."""
    match = re.fullmatch(
        r"(\d{1,3}(?:,\d{3}){1,3}|\d{1,12})(\D*?)[.。;]?", half_width(fold(block.text("beneficiary_count")))
    )
    if match and (not match[2] or matches(load_project_words().persons, match[2])):
        return int(match[1].replace(",", ""))
    if block.text("beneficiary_count"):
        field = block.fields["beneficiary_count"]
        message = "补贴人数不是单独一个数，未采用"
        notes.append(Note("projects", field.line, "beneficiary_count", "unread", field.text, "", message))
    return None
