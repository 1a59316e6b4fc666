"""Columns of a ruled table whose upright rule is missing: cells that print two amounts apart, row after row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from mingzhang.reading.formats.pdf_columns import OpenLine, find_columns, open_lines
from mingzhang.reading.formats.pdf_lattice import Lattice, build_lattice, place_words
from mingzhang.reading.formats.pdf_lines import lines_of
from mingzhang.reading.formats.pdf_rules import Rules, Stroke
from mingzhang.reading.formats.pdf_words import Word

_LEAST_ROWS, _LEAST_SHARE = 3, 0.6


def with_hidden_columns(lattice: Lattice, words: Sequence[Word], em: float) -> Lattice:
    """The lattice with the upright rules that are missing in it, drawn wherever no word stands in the way."""
    held, _ = place_words(lattice, words)
    strokes: list[Stroke] = []
    for column in range(lattice.columns):
        cells = [c for c in held if c.column == column and c.end_column == column + 1 and c.end_row == c.row + 1]
        lines = {cell: open_lines(lines_of(held[cell])) for cell in cells}
        double = [cell for cell in cells if len(lines[cell]) == 1 and lines[cell][0].amounts > 1]
        if len(double) >= max(_LEAST_ROWS, _LEAST_SHARE * len(cells)):
            found = [line for cell in sorted(cells, key=lambda each: each.row) for line in lines[cell]]
            strokes += _missing(found, [(lattice.ys[c.row], lattice.ys[c.row + 1], held[c]) for c in cells], em)
    if not strokes:
        return lattice
    rules = Rules(lattice.rules.level, [*lattice.rules.upright, *strokes])
    return build_lattice(rules, words, em) or lattice


def _missing(
    lines: Sequence[OpenLine], cells: Sequence[tuple[float, float, Sequence[Word]]], em: float
) -> Iterator[Stroke]:
    for left, right in pairwise(find_columns(lines, em)):
        x = (left[1] + right[0]) / 2
        for top, bottom, words in cells:
            if not any(word.x0 < x < word.x1 for word in words):
                yield Stroke(x, top, bottom)
