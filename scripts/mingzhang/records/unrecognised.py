"""The resource of tables that nothing recognised: a row a cell that is not blank."""

from __future__ import annotations

from collections.abc import Sequence

from mingzhang.recognise.unknown_grids import UnknownGrid
from mingzhang.records.model import Record
from mingzhang.text import tidy

_UNKNOWN = "不是法定表、绩效表或其他已知的表"


def build_unrecognised(grids: Sequence[UnknownGrid]) -> list[Record]:
    """The cells of all grids; ``grid`` counts the grids (g01, g02 …), rows and columns count from 1."""
    return [
        Record(
            cell.line,
            {
                "grid": f"g{number:02d}",
                "title": grid.title or None,
                "grid_row": row_number,
                "grid_column": column,
                "text": text,
                "reason": grid.reason or _UNKNOWN,
            },
        )
        for number, grid in enumerate(grids, 1)
        for row_number, row in enumerate(grid.rows, 1)
        for column, cell in enumerate(row.cells, 1)
        if (text := tidy(cell.text))  # what is only layout leaves nothing
    ]
