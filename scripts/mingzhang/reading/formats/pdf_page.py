"""One page of a PDF as blocks, from the top: ruled tables, then what stands between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import astuple
from statistics import median
from typing import Any

from pdfminer.layout import LTComponent, LTContainer, LTCurve

from mingzhang.reading.formats.blocks import Block, Grid, Paragraph
from mingzhang.reading.formats.pdf_columns import Span, open_lines
from mingzhang.reading.formats.pdf_hidden import with_hidden_columns
from mingzhang.reading.formats.pdf_lattice import Cell, Lattice, find_lattices, place_words, texts_of
from mingzhang.reading.formats.pdf_lines import NUMBER, join_line, lines_of
from mingzhang.reading.formats.pdf_open import Placed, read_open
from mingzhang.reading.formats.pdf_rows import rows_of_column_texts
from mingzhang.reading.formats.pdf_rules import Box, Rules, edges_of, read_rules
from mingzhang.reading.formats.pdf_words import PageWords, Word
from mingzhang.reading.formats.pdf_wraps import join_wrapped
from mingzhang.reading.formats.pdf_zebra import with_coloured_columns

_MOST_TITLE = 80  # characters of a line above a table's header that Excel prints as a row of it

_NEXT_ROW = 2.5  # of the size


def leaves(container: LTContainer[Any]) -> Iterator[LTComponent]:
    """Everything drawn on a page, in the order of drawing, that of groups included."""
    stack: list[Iterator[LTComponent]] = [iter(container)]
    while stack:
        for item in stack[-1]:
            if isinstance(item, LTContainer):
                stack.append(iter(item))
                break
            yield item
        else:
            stack.pop()


def page_blocks(found: PageWords, curves: Sequence[LTCurve], carried: list[Span]) -> list[Block]:
    """The blocks of a page in reading order.

    The first rows of a ruled table that hold one cell over the whole width are paragraphs: a spreadsheet prints
    a table's title and captions so. A caption of several cells is a row of the grid. A frame round text, or
    cells that stand one below the other, is no table. ``carried``: see ``pdf_open.read_open``.
    """
    words = list(found.words)
    if not words:
        return []
    em = median(word.size for word in words for _ in word.text)
    snap = min(3.0, 0.3 * em)
    rules = with_coloured_columns(read_rules(curves, found.turn, snap), words, em, snap)
    placed: list[Placed] = []
    barriers: list[float] = []
    lattices = [with_hidden_columns(lattice, words, em) for lattice in _lattices(rules, words, em, snap)]
    words = join_wrapped(words, [astuple(lattice.box) for lattice in lattices], rules.level)
    for lattice in lattices:
        held, words = place_words(lattice, words)
        placed += _lattice_blocks(lattice, held)
        barriers += [lattice.ys[0], lattice.ys[-1]]
    level = [
        rule for rule in rules.level if not any(top - 1 <= rule.at <= bottom + 1 for top, bottom in _pairs(barriers))
    ]
    placed += read_open(open_lines(lines_of(words)), level, barriers, em, carried)
    return [block for _, block in sorted(placed, key=lambda each: each[0])]


def _pairs(barriers: list[float]) -> Iterator[tuple[float, float]]:
    yield from zip(barriers[::2], barriers[1::2], strict=True)


def _lattices(rules: Rules, words: Sequence[Word], em: float, snap: float) -> list[Lattice]:
    """The lattices that are tables: of two columns or more, not within another."""
    found = find_lattices(rules, words, em, snap)
    free = [box for box in rules.fills if not any(_within(box, lattice.box, snap) for lattice in found)]
    filled = find_lattices(edges_of(free, snap), words, em, snap) if len(free) > 3 else []
    found += [lattice for lattice in filled if min(lattice.columns, lattice.rows) > 1 and _is_whole(lattice, words, em)]
    tables = [lattice for lattice in found if any(cell.column for cell in lattice.cells)]
    tables.sort(key=lambda lattice: (lattice.box.x1 - lattice.box.x0) * (lattice.box.bottom - lattice.box.top))
    return [
        lattice
        for i, lattice in enumerate(tables)
        if not any(_within(lattice.box, larger.box, snap) for larger in tables[i + 1 :])
    ]


def _is_whole(lattice: Lattice, words: Sequence[Word], em: float) -> bool:
    """Whether no row of numbers goes on above or below coloured cells: those of every other row are no table."""
    box = lattice.box
    outside = [w for w in words if box.x0 <= w.centre <= box.x1 and NUMBER.fullmatch(w.text)]
    above = [w for w in outside if 0 < box.top - w.middle < _NEXT_ROW * em]
    below = [w for w in outside if 0 < w.middle - box.bottom < _NEXT_ROW * em]
    return len(above) < 2 and len(below) < 2


def _within(box: Box, larger: Box, margin: float) -> bool:
    return larger.holds(box.x0, box.top, margin) and larger.holds(box.x1, box.bottom, margin)


def _lattice_blocks(lattice: Lattice, held: dict[Cell, list[Word]]) -> Iterator[Placed]:
    rows: list[list[str]] = []
    texts = texts_of(lattice, held)
    wide = {cell.row for cell in lattice.cells if cell.column == 0 and cell.end_column == lattice.columns}
    for number, row in enumerate(texts):
        if number in wide and not rows and len(row[0]) <= _MOST_TITLE:
            cell = next(cell for cell in lattice.cells if cell.row == number)
            for line in lines_of(held.get(cell, [])):
                yield lattice.ys[number], Paragraph(join_line(line))
        else:
            rows += _split_row(lattice, number, held) or [row]
    if rows:
        yield lattice.ys[len(texts) - len(rows)] if len(rows) <= len(texts) else lattice.ys[0], _grid(rows)


def _grid(rows: list[list[str]]) -> Grid:
    return Grid(tuple(tuple(row) for row in rows))


def _split_row(lattice: Lattice, number: int, held: dict[Cell, list[Word]]) -> list[list[str]] | None:
    """The rows that stand between two level rules where the table has upright rules alone."""
    own = {cell: words for cell, words in held.items() if cell.row <= number < cell.end_row}
    if any(cell.end_row - cell.row > 1 for cell in own):
        return None
    starts = {cell.column: words for cell, words in own.items()}
    columns = [starts.get(column, []) for column in range(lattice.columns)]
    if max((len(words) for words in columns), default=0) < 3:
        return None
    return rows_of_column_texts(columns, lines_of(word for words in columns for word in words))
