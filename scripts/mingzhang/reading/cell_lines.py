"""Tables with one cell a line (what a word processor's text export writes).

A cell is a line that begins with a tab, an empty cell a line that holds only
the tab, and an empty line ends the row. A line break inside a cell either
continues on a line without a tab or, followed by an empty line, cuts the row
in two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mingzhang.reading.document import Cell, Document, Layout, Row

_PARAGRAPH_MARK = "[bookmark:"  # how the export marks a heading: never inside a cell


def read_cell_lines(lines: tuple[str, ...]) -> Document:
    """A document whose tables print one cell a line."""
    rows: list[Row] = []
    grid: list[Row] = []
    for row in _raw_rows(lines):
        if row.layout is Layout.GRID:
            grid.append(row)
        else:
            rows += _join_cut_rows(grid)
            grid = []
            rows.append(row)
    return Document("cell-lines", lines, tuple(rows + _join_cut_rows(grid)))


def _raw_rows(lines: tuple[str, ...]) -> Iterator[Row]:
    cells: list[Cell] = []
    for number, line in enumerate(lines, 1):
        if line.startswith("\t"):
            cells.append(Cell(line.strip(), number))
        elif not line.strip():
            yield from _grid_row(cells)
            cells = []
        elif cells and not line.lstrip().startswith(_PARAGRAPH_MARK):
            cells[-1] = Cell(f"{cells[-1].text}\n{line.strip()}", cells[-1].line)
        else:
            yield from _grid_row(cells)
            cells = []
            yield Row((Cell(line, number),), number, Layout.TEXT)
    yield from _grid_row(cells)


def _grid_row(cells: list[Cell]) -> Iterator[Row]:
    if cells:
        yield Row(tuple(cells), cells[0].line, Layout.GRID)


def _join_cut_rows(rows: list[Row]) -> list[Row]:
    """Rows cut by a line break inside a cell, put together again.

    Two neighbours are one row when, together, they are exactly as wide as the
    table is and neither is. Rows before the first full one are headers, whose
    merged cells are printed once: those stay as they are.
    """
    if not rows:
        return []
    width = _table_width(rows)
    joined: list[Row] = []
    body = False
    for row in rows:
        body = body or len(row.cells) == width
        previous = joined[-1] if joined else None
        if body and previous and _are_halves(previous, row, width):
            joined[-1] = Row(previous.cells + row.cells, previous.line, Layout.GRID)
        else:
            joined.append(row)
    return joined


def _are_halves(first: Row, second: Row, width: int) -> bool:
    return max(len(first.cells), len(second.cells)) < width == len(first.cells) + len(second.cells)


def _table_width(rows: list[Row]) -> int:
    counts = Counter(len(row.cells) for row in rows)
    return max(counts, key=lambda width: (counts[width], width))
