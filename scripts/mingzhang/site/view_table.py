"""A resource as a readable table: columns, rows with depth and marks, what was folded away."""

from __future__ import annotations

from dataclasses import dataclass

from mingzhang.site.amounts import format_amount
from mingzhang.site.marks import Mark
from mingzhang.site.notes import Notes
from mingzhang.site.packages import Field, Resource, Row
from mingzhang.site.words import DEPTHS, level_of

# Shown through indent, weight and tooltips instead of as columns of their own.
HIDDEN = {"code", "code_printed", "code_parts", "level", "role", "side", "item_key", "source_line", "disclosure_id"}
HIDDEN |= {"row_number", "amount_parts", "caption"}
LABELS = ("project", "item", "name")
NUMBERS = {"number", "integer"}
SIDES = (("revenue", "收入"), ("expenditure", "支出"))
FOLD_FROM = 4


@dataclass(frozen=True)
class Cell:
    """One cell as printed; ``kind`` is ``number`` or ``text``."""

    text: str
    kind: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class RowView:
    """One row: its heading cell (code, label, remark) and the other cells.

    ``depth`` 0 to 2 is 类 款 项; ``blank`` rows have a label and neither amount nor mark.
    """

    code: str
    code_printed: str
    label: str
    remark: str
    depth: int
    role: str
    cells: tuple[Cell, ...]
    line: str
    marks: tuple[Mark, ...]
    blank: bool


@dataclass(frozen=True)
class TableView:
    """A table ready for its template; ``blank_columns`` were folded away."""

    heading: str
    label_title: str
    columns: tuple[Field, ...]
    rows: tuple[RowView, ...]
    blank_columns: tuple[str, ...]
    blank_rows: int = 0


def build_tables(resource: Resource, notes: Notes) -> list[TableView]:
    """One view a side for a two-sided resource, else one; none without rows."""
    if any(field.name == "side" for field in resource.fields):
        sides = ((title, tuple(row for row in resource.rows if row["side"] == side)) for side, title in SIDES)
        return [_table(resource, title, rows, notes, two_sided=True) for title, rows in sides if rows]
    return [_table(resource, "", resource.rows, notes)] if resource.rows else []


def _table(resource: Resource, heading: str, rows: tuple[Row, ...], notes: Notes, two_sided: bool = False) -> TableView:
    label = _label_field(resource)
    others = [field for field in resource.fields if _is_shown(field) and field != label]
    remark = _remark_field(label, others)
    others = [field for field in others if field != remark]
    columns = tuple(field for field in others if any(row.get(field.name) for row in rows))
    views = tuple(_row(resource.name, row, label, remark, columns, notes) for row in rows)
    blank_rows = sum(view.blank for view in views) if two_sided else 0
    return TableView(
        heading=heading,
        label_title=label.title,
        columns=columns,
        rows=views,
        blank_columns=tuple(field.title for field in others if field not in columns),
        blank_rows=blank_rows if blank_rows >= FOLD_FROM else 0,
    )


def _label_field(resource: Resource) -> Field:
    """The column that names a row: a project, an item, a name, else the first text column."""
    fields = {field.name: field for field in resource.fields}
    for name in LABELS:
        if name in fields and fields[name].type not in NUMBERS:
            return fields[name]
    shown = [field for field in resource.fields if _is_shown(field)]
    return next((field for field in shown if field.type not in NUMBERS), shown[0])


def _is_shown(field: Field) -> bool:
    return field.name not in HIDDEN


def _remark_field(label: Field, others: list[Field]) -> Field | None:
    """Beside a project's name its 科目 goes in small type under it, not in a column."""
    return next((field for field in others if label.name == "project" and field.name == "name"), None)


def _row(table: str, row: Row, label: Field, remark: Field | None, columns: tuple[Field, ...], notes: Notes) -> RowView:
    small = row.get(remark.name, "") if remark else ""
    code = row.get("code", "")
    level = level_of(code, row.get("level", ""))
    cells = tuple(_cell(table, row, field, notes) for field in columns)
    shown = {field.name for field in columns}
    printed, marks = row.get("code_printed", ""), notes.elsewhere(table, row, shown)
    return RowView(
        code=code,
        code_printed=printed if printed != code else "",
        label=row.get(label.name) or small,
        remark=small if row.get(label.name) else "",
        depth=DEPTHS.get(level, 0),
        role=_role(row, level),
        cells=cells,
        line=row.get("source_line", ""),
        marks=marks,
        blank=not any(cell.text for cell in cells if cell.kind == "number") and not _found(marks, cells),
    )


def _found(marks: tuple[Mark, ...], cells: tuple[Cell, ...]) -> bool:
    """Whether a finding is about the row: then it is never folded away."""
    return any(mark.kind for mark in (*marks, *(mark for cell in cells for mark in cell.marks)))


def _role(row: Row, level: str) -> str:
    """``total``, ``subtotal`` or ``detail``; a 类 row counts as a subtotal in weight."""
    role = row.get("role", "")
    if role in ("total", "subtotal"):
        return role
    return "subtotal" if row.get("item_key") == "total" or (level == "类" and "side" not in row) else "detail"


def _cell(table: str, row: Row, field: Field, notes: Notes) -> Cell:
    text, found = row.get(field.name, ""), notes.at(table, row, field.name)
    if field.type in NUMBERS:
        return Cell(format_amount(text), "number", found)
    return Cell(text, "text", found)
