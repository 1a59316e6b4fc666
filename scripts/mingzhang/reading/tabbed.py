"""Tables as lines of tab-separated cells (what document recognition writes)."""

from __future__ import annotations

from mingzhang.reading.document import Cell, Document, Layout, Row


def read_tabbed(lines: tuple[str, ...]) -> Document:
    """A document in which a line with tabs is a table row and any other line is text."""
    rows = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        layout = Layout.GRID if "\t" in line else Layout.TEXT
        parts = line.split("\t") if layout is Layout.GRID else [line]
        rows.append(Row(tuple(Cell(part, number) for part in parts), number, layout))
    return Document("tabbed", lines, tuple(rows))
