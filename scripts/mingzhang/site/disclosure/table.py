"""A resource as a readable table: columns, rows with depth and marks, what was folded away."""

from __future__ import annotations

from dataclasses import dataclass, replace

from mingzhang.site.numbers.amounts import format_amount, parse_amount
from mingzhang.site.packages import Field, Resource, Row
from mingzhang.site.provenance.marks import Mark
from mingzhang.site.provenance.notes import Notes
from mingzhang.site.provenance.places import row_anchors
from mingzhang.site.words import level_of

# Shown through indent, weight and tooltips instead of as columns of their own.
HIDDEN = {"code", "code_printed", "code_parts", "level", "role", "side", "item_key", "source_line", "disclosure_id"}
HIDDEN |= {"row_number", "amount_parts", "caption"}
LABELS = ("project", "item", "name")
NUMBERS = {"number", "integer"}
SIDES = (("revenue", "收入"), ("expenditure", "支出"))
FOLD_FROM = 4


@dataclass(frozen=True)
class Cell:
    """One cell as printed; ``kind`` is ``number``, ``zero`` (a number too) or ``text``."""

    text: str
    kind: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class RowView:
    """One row: its heading cell (code, label, remark) and the other cells.

    ``depth`` is how many rows above hold it (0 for 类, or where the table does not print the levels above);
    ``blank`` rows have a label and neither amount nor mark. ``is_remark``: the label is what is the remark elsewhere.
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
    is_remark: bool = False
    anchor: str = ""


@dataclass(frozen=True)
class TableView:
    """A table ready for its template; ``blank_columns`` were folded away.

    ``code_title`` and ``remark_title`` name what stands in the heading cell beside the label; blank where nothing does.
    """

    heading: str
    label_title: str
    columns: tuple[Field, ...]
    rows: tuple[RowView, ...]
    blank_columns: tuple[str, ...]
    blank_rows: int = 0
    code_title: str = ""
    remark_title: str = ""

    @property
    def folds(self) -> bool:
        """Whether rows stand under others."""
        return any(row.depth for row in self.rows)


def build_tables(resource: Resource, notes: Notes) -> list[TableView]:
    """One view a side for a two-sided resource, else one; none without rows."""
    if any(field.name == "side" for field in resource.fields):
        sides = ((title, tuple(row for row in resource.rows if row["side"] == side)) for side, title in SIDES)
        return [_table(resource, title, rows, notes, two_sided=True) for title, rows in sides if rows]
    return [_table(resource, "", _in_code_order(resource.rows), notes)] if resource.rows else []


def _in_code_order(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    """The rows of a table that prints several blocks side by side, by code, its totals last; another's as they are."""
    lines = [row.get("source_line", "") for row in rows]
    if len(set(lines)) == len(lines) or not any(row.get("code") for row in rows):
        return rows
    return tuple(sorted(rows, key=lambda row: (not row.get("code"), row.get("code", ""))))


def _table(resource: Resource, heading: str, rows: tuple[Row, ...], notes: Notes, two_sided: bool = False) -> TableView:
    label = _label_field(resource)
    others = [field for field in resource.fields if _is_shown(field) and field != label]
    remark = _remark_field(label, others)
    others = [field for field in others if field != remark]
    columns = tuple(field for field in others if any(row.get(field.name) for row in rows))
    depths = _depths([row.get("code", "") for row in rows])
    pairs, anchors = zip(rows, depths, strict=True), row_anchors(resource)
    views = tuple(
        replace(_row(resource.name, row, label, remark, columns, notes, depth), anchor=anchors.get(id(row), ""))
        for row, depth in pairs
    )
    titles = {field.name: field.title for field in resource.fields}
    blank_rows = sum(view.blank for view in views) if two_sided else 0
    return TableView(
        heading=heading,
        label_title=label.title,
        columns=columns,
        rows=views,
        blank_columns=tuple(field.title for field in others if field not in columns),
        blank_rows=blank_rows if blank_rows >= FOLD_FROM else 0,
        code_title=titles["code"] if any(view.code for view in views) else "",
        remark_title=remark.title if remark and any(view.remark for view in views) else "",
    )


def _depths(codes: list[str]) -> list[int]:
    """How many of the rows above hold each: their codes begin its own. A row without code ends them all."""
    depths, above = [], list[str]()
    for code in codes:
        while above and not (code != above[-1] and code.startswith(above[-1])):
            above.pop()
        depths.append(len(above))
        if code:
            above.append(code)
    return depths


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


def _row(
    table: str, row: Row, label: Field, remark: Field | None, columns: tuple[Field, ...], notes: Notes, depth: int
) -> RowView:
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
        depth=depth,
        role=_role(row, level),
        cells=cells,
        line=row.get("source_line", ""),
        marks=marks,
        blank=not any(cell.text for cell in cells if cell.kind != "text") and not _found(marks, cells),
        is_remark=bool(small) and not row.get(label.name),
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
        return Cell(format_amount(text), "zero" if parse_amount(text) == 0 else "number", found)
    return Cell(text, "text", found)
