"""What a row is called, for people: its names, keys in Chinese words."""

from __future__ import annotations

from mingzhang.changes.identity import OWNERS, identity_of
from mingzhang.changes.model import PackageTables, Row
from mingzhang.labels import FORM_KINDS, FORM_SCOPES, PROCUREMENT, SIDES, STAFFING

_LONGEST = 60
_WORDS = {
    ("summary", "side"): SIDES,
    ("fiscal_summary", "side"): SIDES,
    ("staffing", "item"): STAFFING,
    ("procurement", "item"): PROCUREMENT,
    ("performance_forms", "form_kind"): FORM_KINDS,
    ("performance_forms", "scope"): FORM_SCOPES,
}


def label_of(row: Row, resource: str, package: PackageTables) -> str:
    """The names of ``row``, apart by spaces, on one line of at most 60 characters."""
    table = package.tables[resource]
    if resource == "tables":
        return _cut(row.get("title") or title_of(row.get("table", ""), package))
    if resource == "findings":
        return _cut(f"{title_of(row.get('resource') or '', package)} {row.get('label') or ''}")
    names = (_word(row, resource, column, package) for column in identity_of(table).names)
    return _cut(" ".join(name for name in names if name))


def title_of(resource: str, package: PackageTables) -> str:
    """The Chinese title of a resource, or its name where the package does not know it."""
    return package.tables[resource].title if resource in package.tables else resource


def _word(row: Row, resource: str, column: str, package: PackageTables) -> str:
    text = row.get(column) or ""
    if column in OWNERS and resource != OWNERS[column]:
        owner = package.tables.get(OWNERS[column])
        return next((r.get("name") or text for r in (owner.rows if owner else ()) if r.get(column) == text), text)
    return _WORDS.get((resource, column), {}).get(text, text)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
