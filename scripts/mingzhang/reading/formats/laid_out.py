"""Cells with their places and spans, as word processors and web pages give them, made into blocks.

What a table holds comes out in reading order and nothing twice. A row that only lays a page out (its one filled cell
holds a table, or a whole article) comes out as what its cells hold; a table inside a cell among others comes out as a
grid of its own below the row it stands in.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mingzhang.errors import ExtractionError
from mingzhang.reading.formats.blocks import Block, Grid, Page, Paragraph
from mingzhang.reading.formats.limits import MAX_CELLS

_ARTICLE = 4  # so many paragraphs beside a table are an article, not a cell
MAX_SPAN = 1000


@dataclass(frozen=True)
class Placed:
    """A cell at its top left place, how many columns it covers, and what it holds."""

    row: int
    column: int
    width: int
    blocks: tuple[Block, ...] = ()

    @property
    def text(self) -> str:
        """Its own text, without that of tables inside it."""
        return "\n".join(block.text for block in self.blocks if isinstance(block, Paragraph) and block.text.strip())

    @property
    def grids(self) -> list[Grid]:
        return [block for block in self.blocks if isinstance(block, Grid)]

    @property
    def is_filled(self) -> bool:
        return bool(self.text or self.grids)


def lay_out(cells: Sequence[Placed], place: str = "table") -> Iterator[Block]:
    """The blocks that a table of ``cells`` prints.

    Full-width rows above and below the columns (titles, notes) become paragraphs. A column in which no cell begins
    is none.

    Raises:
        ExtractionError: more places than any disclosure's table has.
    """
    starts = {column: number for number, column in enumerate(sorted({cell.column for cell in cells}))}
    height = max((cell.row for cell in cells), default=-1) + 1
    if height * len(starts) > MAX_CELLS:
        found = f"a table of {height} rows and {len(starts)} columns"
        raise ExtractionError(place, found, "delete the blank rows and columns")
    rows: list[list[Placed]] = [[] for _ in range(height)]
    for cell in cells:
        rows[cell.row].append(cell)
    run: list[list[Placed]] = []
    for row in rows:
        row.sort(key=lambda cell: cell.column)
        if _only_lays_out(row):
            yield from _grid(run, starts)
            run = []
            for cell in row:
                yield from (block for block in cell.blocks if not isinstance(block, Page))
            continue
        run.append(row)
        if nested := [grid for cell in row for grid in cell.grids]:
            yield from _grid(run, starts)
            run = []
            yield from nested
    yield from _grid(run, starts)


def _only_lays_out(row: list[Placed]) -> bool:
    filled = [cell for cell in row if cell.is_filled]
    holding = [cell for cell in filled if cell.grids]
    if not holding:
        return False
    return len(filled) == 1 or any(cell.text.count("\n") >= _ARTICLE for cell in holding)


def _grid(rows: list[list[Placed]], starts: dict[int, int]) -> Iterator[Block]:
    """Rows as a grid, with the full-width ones above and below it as paragraphs."""
    last = max(starts, default=0)
    wide = [_full_width(row, last) for row in rows]
    first = next((number for number, text in enumerate(wide) if text is None), len(rows))
    end = next((number for number in range(len(rows), first, -1) if wide[number - 1] is None), first)
    yield from (Paragraph(text) for text in wide[:first] if text)
    if first < end:
        yield Grid(tuple(_texts(row, starts) for row in rows[first:end]))
    yield from (Paragraph(text) for text in wide[end:] if text)


def _full_width(row: list[Placed], last: int) -> str | None:
    """What a row prints whose one filled cell covers all columns; "" of a blank row; ``None`` of any other."""
    filled = [cell for cell in row if cell.is_filled]
    if not filled:
        return ""
    alone = len(filled) == 1 and filled[0].column == 0 and filled[0].column + filled[0].width > last
    return filled[0].text if alone else None


def _texts(row: list[Placed], starts: dict[int, int]) -> tuple[str, ...]:
    texts = [""] * len(starts)
    for cell in row:
        texts[starts[cell.column]] = " ".join(filter(None, [texts[starts[cell.column]], cell.text]))
    return tuple(texts)
