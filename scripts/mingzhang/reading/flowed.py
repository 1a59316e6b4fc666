"""Text pulled straight out of a PDF: pieces of cells in reading order, columns lost."""

from __future__ import annotations

from mingzhang.reading.document import Cell, Document, Layout, Row


def read_flowed(lines: tuple[str, ...]) -> Document:
    """A document whose every line is a run of pieces separated by spaces."""
    rows = [
        Row(tuple(Cell(piece, number) for piece in line.split()), number, Layout.FLOW)
        for number, line in enumerate(lines, 1)
        if line.strip()
    ]
    return Document("flowed", lines, tuple(rows))
