"""Everything of a disclosure that is no statutory table: projects, performance, claims, assets and the rest."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from mingzhang.classifications import FUNCTIONAL, Classification
from mingzhang.reading import Document
from mingzhang.recognise.forms.find import read_forms
from mingzhang.recognise.forms.model import RawForm
from mingzhang.recognise.forms.words import load_form_words
from mingzhang.recognise.model import FoundTable, Note
from mingzhang.recognise.patterns import matches
from mingzhang.recognise.prose.paragraphs import Paragraph, load_prose_words, read_prose
from mingzhang.recognise.prose.project_blocks import find_project_blocks
from mingzhang.recognise.prose.project_words import load_project_words
from mingzhang.recognise.tables.plain_tables import PlainTable, find_plain_tables
from mingzhang.recognise.vocabulary import Vocabulary
from mingzhang.records.claims.build import build_claims
from mingzhang.records.claims.subjects import Namer
from mingzhang.records.claims.words import load_claim_words
from mingzhang.records.model import Record, Table, Value
from mingzhang.records.parts.assets import build_assets
from mingzhang.records.parts.glossary import build_glossary
from mingzhang.records.parts.offices import build_offices
from mingzhang.records.parts.organisation import build_duties, build_staffing, build_units
from mingzhang.records.parts.procurement import build_procurement, build_procurement_items
from mingzhang.records.performance.forms import build_forms
from mingzhang.records.projects.allocations import build_allocations
from mingzhang.records.projects.join import join_projects
from mingzhang.text import fold

_NO_PART = "文件没有这一部分"
_DERIVED = ("performance_funding", "explanation", "units")  # filled beside another resource that stands for them

Built = tuple[list[Record], list[Note]]


@dataclass
class Narrative:
    """The rows of the resources that running text, forms and other tables fill, and what reading them left open.

    ``parts`` are rows of ``tables``: which of these resources the document has a part for; ``taken`` are the source
    lines of every table and form that was known.
    """

    rows: dict[str, list[Record]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    parts: list[Record] = field(default_factory=list)
    personal: tuple[str, ...] = ()
    taken: frozenset[int] = frozenset()

    def add(self, resource: str, built: Built) -> None:
        """Takes in the rows and notes of one resource."""
        self.rows[resource] = built[0]
        self.notes += built[1]


def build_narrative(
    document: Document,
    found: Sequence[FoundTable],
    tables: Sequence[Table],
    unit: str,
    year: int,
    vocabulary: Vocabulary,
    classifications: Mapping[str, Classification],
) -> Narrative:
    """All resources of ``document`` apart from its statutory tables, which ``found`` places and ``tables`` holds.

    ``unit`` and ``year`` are those of the disclosure: subjects are freed of them.

    Raises:
        RecognitionError: a performance form that is there but cannot be understood.
    """
    forms = read_forms(document, load_form_words())
    taken = _lines_of(found) | {line for form in forms for line in form.lines}
    plain = find_plain_tables(document, taken, vocabulary)
    taken |= {line for table in plain for line in table.lines}
    paragraphs = read_prose(document, taken, load_prose_words())
    people = tuple(text for form in forms for text in form.personal)
    narrative = Narrative(personal=people, taken=frozenset(taken))
    _add_parts(narrative, paragraphs, plain)
    _add_projects(narrative, paragraphs, forms, tables)
    words = load_claim_words()
    namer = Namer(unit, year, words.before, words.after)
    functional = _with_printed(classifications[FUNCTIONAL], tables)
    claims = build_claims(paragraphs, load_prose_words(), namer, functional, _evidenced(tables, functional))
    narrative.add("claims", _numbered(claims))
    narrative.rows["explanation"] = _explanation(paragraphs, vocabulary)
    narrative.parts = _parts(narrative, forms)
    return narrative


def _lines_of(found: Sequence[FoundTable]) -> set[int]:
    """Every line from a table's title to its last row."""
    present = [table for table in found if table.status == "present" and table.rows]
    return {line for table in present for line in range(table.line, table.rows[-1].line + 1)} | {
        row.line for table in present for row in table.rows
    }


def _add_parts(narrative: Narrative, paragraphs: Sequence[Paragraph], plain: Sequence[PlainTable]) -> None:
    narrative.add("duties", build_duties(paragraphs))
    narrative.add("units", build_units(plain))
    narrative.add("offices", build_offices(paragraphs))
    narrative.add("staffing", build_staffing(paragraphs))
    narrative.add("procurement", build_procurement(paragraphs))
    narrative.add("procurement_items", build_procurement_items(plain))
    narrative.add("assets", build_assets(paragraphs, plain))
    narrative.add("glossary", build_glossary(paragraphs))
    _count(narrative.rows["assets"])


def _add_projects(
    narrative: Narrative, paragraphs: Sequence[Paragraph], raws: Sequence[RawForm], tables: Sequence[Table]
) -> None:
    forms = build_forms(raws)
    blocks, block_notes = find_project_blocks(paragraphs, load_prose_words())
    joined = join_projects(blocks, forms.forms, tables, paragraphs)
    for form in forms.forms:
        form.values["project_id"] = joined.form_projects.get(form.text("form_id"))
    narrative.notes += [*forms.notes, *block_notes]
    narrative.add("projects", (joined.projects, joined.notes))
    narrative.add("project_allocations", build_allocations(blocks, joined.block_projects, load_project_words()))
    narrative.rows |= {
        "performance_forms": forms.forms,
        "performance_funding": forms.funding,
        "performance_indicators": forms.indicators,
        "funding_plan": forms.plan,
    }
    _count(narrative.rows["project_allocations"], "project_id")
    _count(forms.indicators, "form_id")
    _count(forms.funding, "form_id")
    _count(forms.plan, "form_id")


def _count(records: Sequence[Record], owner: str = "") -> None:
    """Numbers the rows (of each owner, where they have one): 1, 2, …"""
    counts: dict[str, int] = {}
    for record in records:
        key = record.text(owner) if owner else ""
        counts[key] = counts.get(key, 0) + 1
        record.values["number"] = counts[key]


def _numbered(built: Built) -> Built:
    for number, record in enumerate(built[0], 1):
        record.values["claim_id"] = f"c{number:03d}"
    return built


def _with_printed(known: Classification, tables: Sequence[Table]) -> Classification:
    """``known`` with the codes and names that the document's own tables print."""
    printed = {row.text("code"): row.text("name") for table in tables for row in table.records if _is_functional(table)}
    return Classification(
        known.kind, {**{code: name for code, name in printed.items() if code and name}, **known.names}
    )


def _is_functional(table: Table) -> bool:
    return table.table != "basic_expenditure"


def _evidenced(tables: Sequence[Table], functional: Classification) -> Collection[str]:
    codes = {row.text("code") for table in tables if _is_functional(table) for row in table.records}
    return {code for code in codes if code in functional.names}


def _explanation(paragraphs: Sequence[Paragraph], vocabulary: Vocabulary) -> list[Record]:
    """The running text itself, paragraph by paragraph; notes below tables are in ``tables``."""
    rows: list[Record] = []
    for paragraph in paragraphs:
        if paragraph.kind == "attachments" or matches(vocabulary.notes, fold(paragraph.text)):
            continue
        below = [heading.text for heading in paragraph.headings if heading.level in ("subsection", "item")]
        values: dict[str, Value] = {
            "number": len(rows) + 1,
            "part": paragraph.heading("part") or None,
            "section": paragraph.heading("section") or None,
            "subsection": "／".join(below) or None,
            "text": f"{paragraph.mark}{paragraph.text}",
        }
        rows.append(Record(paragraph.line, values))
    return rows


def _parts(narrative: Narrative, forms: Sequence[RawForm]) -> list[Record]:
    """Rows of ``tables``: one a group of forms, and one a resource that the document has no part for."""
    groups: dict[tuple[str, str], RawForm] = {}
    for form in forms:
        groups.setdefault((form.kind, form.scope), form)
    parts = [_part("performance_forms", "present", form.line, form.title) for form in groups.values()]
    empty = [name for name, records in narrative.rows.items() if not records and name not in _DERIVED]
    return parts + [_part(name, "missing", 1, remarks=_NO_PART) for name in empty]


def _part(resource: str, status: str, line: int, title: str = "", remarks: str | None = None) -> Record:
    return Record(line, {"table": resource, "title": title, "status": status, "note": None, "remarks": remarks})
