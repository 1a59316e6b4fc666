"""Tables that nothing recognised, shown as they stand in the document."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from mingzhang.site.packages import Package, Row

_NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?%?")


@dataclass(frozen=True)
class GridCell:
    """A cell as printed; ``is_number`` sets it to the right."""

    text: str

    @property
    def is_number(self) -> bool:
        return bool(_NUMBER.fullmatch(self.text))


@dataclass(frozen=True)
class GridView:
    """One such table: the text above it, why it was not read, its rows with their source lines."""

    name: str
    title: str
    reason: str
    rows: tuple[tuple[str, tuple[GridCell, ...]], ...]

    @property
    def line(self) -> str:
        """The source line on which it begins."""
        return self.rows[0][0]


def build_grids(package: Package) -> list[GridView]:
    """The tables of the resource ``unrecognised``, in the document's order."""
    cells = groupby(package.rows("unrecognised"), key=lambda row: row["grid"])
    return [_grid(name, list(rows)) for name, rows in cells]


def _grid(name: str, rows: list[Row]) -> GridView:
    width = max(int(row["grid_column"]) for row in rows)
    lines = []
    for _, group in groupby(rows, key=lambda row: row["grid_row"]):
        texts = [""] * width
        line = ""
        for row in group:
            texts[int(row["grid_column"]) - 1] = row["text"]
            line = line or row["source_line"]
        lines.append((line, tuple(GridCell(text) for text in texts)))
    return GridView(name, rows[0].get("title", ""), rows[0].get("reason", ""), tuple(lines))
