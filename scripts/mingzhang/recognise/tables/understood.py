"""Whether the header of a table in columns can be understood at all."""

from __future__ import annotations

from mingzhang.errors import RecognitionError
from mingzhang.reading import Layout
from mingzhang.recognise.model import FoundTable
from mingzhang.recognise.tables.grid_header import folded_grid, read_header
from mingzhang.recognise.vocabulary import Vocabulary


def header_fault(table: FoundTable, vocabulary: Vocabulary) -> str:
    """Why a table's header is not understood, in English; empty when it is (or when the table is flowed text)."""
    if not table.rows or table.rows[0].layout is not Layout.GRID:
        return ""
    grid = folded_grid([[cell.text for cell in row.cells] for row in table.rows])
    try:
        read_header(grid, vocabulary.tables[table.table], vocabulary)
    except RecognitionError as error:
        return error.found
    return ""
