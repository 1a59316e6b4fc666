"""A comparison as a table of cells (``changes.csv``), and read back from it."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from mingzhang.changes.model import ADDED, CHANGED, REMOVED, Cell, RowChange

NAME = "changes"
PATH = "changes.csv"


def _field(name: str, zh: str, en: str, kind: str = "string", **constraints: Any) -> dict[str, Any]:
    told: dict[str, Any] = {"name": name, "title": zh, "title_en": en, "description": f"{zh} / {en}", "type": kind}
    return told | ({"constraints": constraints} if constraints else {})


FIELDS = (
    _field("number", "序号", "Number of the changed row", "integer", required=True, minimum=1),
    _field("resource", "表", "Resource", required=True),
    _field("change", "变动", "Change", required=True, enum=[ADDED, REMOVED, CHANGED]),
    _field("label", "行的名称", "What the row is called"),
    _field("column", "列", "Column", required=True),
    _field("before", "前", "Before"),
    _field("after", "后", "After"),
    _field("difference", "差额", "After less before, where both are money", "number") | {"unit": "万元"},
    _field("source_line_before", "前一版原文行号", "Source line before", "integer", minimum=1),
    _field("source_line_after", "后一版原文行号", "Source line after", "integer", minimum=1),
)
COLUMNS = tuple(field["name"] for field in FIELDS)


def cells_of(changes: Iterable[RowChange]) -> Iterator[dict[str, str]]:
    """A row for each cell that differs; the cells of one changed row have its number."""
    for number, change in enumerate(changes, 1):
        for cell in change.cells:
            yield {
                "number": str(number),
                "resource": change.resource,
                "change": change.kind,
                "label": change.label,
                "column": cell.column,
                "before": cell.before,
                "after": cell.after,
                "difference": "" if cell.difference is None else format(cell.difference, "f"),
                "source_line_before": change.line_before,
                "source_line_after": change.line_after,
            }


def to_csv(rows: Iterable[dict[str, str]], columns: Iterable[str] = COLUMNS) -> bytes:
    """``rows`` as CSV: UTF-8, comma, ``\\n``."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, list(columns), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode("utf-8")


def read_changes(content: bytes) -> tuple[RowChange, ...]:
    """The changes that ``to_csv`` wrote.

    Raises:
        KeyError: a column is missing.
    """
    rows = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))
    return tuple(_change(list(cells)) for _, cells in groupby(rows, key=lambda row: row["number"]))


def _change(rows: list[dict[str, str]]) -> RowChange:
    first = rows[0]
    # Whether a cell that has no difference is money is not told; nothing that is read back asks.
    cells = tuple(Cell(row["column"], row["before"], row["after"], bool(row["difference"])) for row in rows)
    lines = (first["source_line_before"], first["source_line_after"])
    return RowChange(first["resource"], first["change"], first["label"], cells, *lines)


def count_changes(changes: Iterable[RowChange]) -> dict[str, int]:
    """How many rows are new, gone and changed, and how many cells of changed rows differ."""
    counts = {ADDED: 0, REMOVED: 0, CHANGED: 0, "cells": 0}
    for change in changes:
        counts[change.kind] += 1
        counts["cells"] += len(change.cells) if change.kind == CHANGED else 0
    return counts
