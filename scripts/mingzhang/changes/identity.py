"""By which columns a row is known again, and which of its columns only tell where or how it is printed."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mingzhang.changes.model import LINE, Table

NOT_COMPARED = frozenset({LINE, "row_number", "amount_parts", "code_parts", "number", "claim_id", "grid", "grid_row"})
"""Places, numberings and the pieces of cut cells: they move with every line that is put in above."""
DERIVED = frozenset({"amounts", "measures", "audit_checks", "audit_rules"})
"""What is made of the other resources, or is the same for all disclosures."""
OWNERS = {"project_id": "projects", "form_id": "performance_forms"}
"""Ids that are counted anew in every version, and the resource whose rows they number."""
_LINES = re.compile(r"第\s*\d+(?:\s*[至、，,~—-]\s*\d+)*\s*行")


@dataclass(frozen=True)
class Identity:
    """``names`` are what a row is called; rows that differ in ``fixed`` are never the same row."""

    names: tuple[str, ...]
    fixed: tuple[str, ...] = ()


_CODED = Identity(("code", "name"))
_KNOWN = {
    "summary": Identity(("side", "item"), ("side",)),
    "fiscal_summary": Identity(("side", "item"), ("side",)),
    **dict.fromkeys(("revenue", "expenditure", "general_expenditure", "basic_expenditure"), _CODED),
    **dict.fromkeys(("fund_expenditure", "state_capital_expenditure"), _CODED),
    "project_expenditure": Identity(("code", "name", "project")),
    "three_public": Identity(("item",)),
    "carryover": Identity(("project",)),
    "projects": Identity(("name",)),
    "project_allocations": Identity(("project_id", "item"), ("project_id",)),
    "performance_forms": Identity(("form_kind", "scope", "name"), ("form_kind", "scope")),
    "performance_funding": Identity(("form_id", "source"), ("form_id",)),
    "performance_indicators": Identity(("form_id", "indicator"), ("form_id",)),
    "funding_plan": Identity(("form_id", "deadline"), ("form_id",)),
    "procurement": Identity(("item",), ("item",)),
    "procurement_items": Identity(("project", "item")),
    "assets": Identity(("item",)),
    "staffing": Identity(("item",), ("item",)),
    "units": Identity(("name",)),
    "offices": Identity(("name",)),
    "duties": Identity(("text",)),
    "claims": Identity(("subject",), ("section",)),
    "explanation": Identity(("text",)),
    "unrecognised": Identity(("title", "grid_column", "text")),
    "glossary": Identity(("term",)),
    "tables": Identity(("table",), ("table",)),
    "findings": Identity(("label",), ("rule", "resource", "column")),
    "completeness": Identity(("part",), ("part",)),
    "reading_notes": Identity(("table", "column", "kind", "printed"), ("table", "kind")),
    "corrections": Identity(("date", "kind", "what", "before", "after"), ("date", "kind", "what")),
}


def identity_of(table: Table) -> Identity:
    """By what the rows of ``table`` are known; of a resource that is not listed here, by all its text."""
    texts = tuple(column.name for column in table.columns if not column.is_number and column.name not in NOT_COMPARED)
    return _KNOWN.get(table.name) or Identity(texts)


def names_of(resource: str) -> tuple[str, ...]:
    """The columns that name a row of ``resource``; none of one that is not listed here."""
    return _KNOWN[resource].names if resource in _KNOWN else ()


def without_lines(text: str) -> str:
    """``text`` with the source lines it names taken out, since they move."""
    return _LINES.sub("第…行", text)
