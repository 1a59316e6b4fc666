"""The rows of tables without rules between them: lines whose text wraps belong to the row that they go on with."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from mingzhang.reading.formats.pdf_columns import OpenLine, Span, column_of
from mingzhang.reading.formats.pdf_lines import NUMBER, join_cell, join_line
from mingzhang.reading.formats.pdf_words import Word

_TIGHT = 1.45  # of the size: lines of one text stand no further apart
_SAME_ROW = 0.95  # of the size: lines nearer than this cannot be rows of their own


@dataclass(frozen=True)
class _Placed:
    """A line with its words by column."""

    line: OpenLine
    cells: dict[int, list[Word]]

    @property
    def base(self) -> float:
        return self.line.base

    @property
    def has_number(self) -> bool:
        return any(NUMBER.fullmatch(join_line(words)) for words in self.cells.values())


def rows_of_lines(lines: Sequence[OpenLine], columns: Sequence[Span]) -> list[list[str]]:
    """The lines as rows; a line without a number that goes on with a wrapped text joins its row."""
    placed = [_place(line, columns) for line in lines]
    heads = _heads(placed, columns)
    groups: defaultdict[int, list[_Placed]] = defaultdict(list)
    for head, each in zip(heads, placed, strict=True):
        groups[head].append(each)
    return [_row(groups[head], len(columns)) for head in sorted(groups)]


def groups_of_lines(lines: Sequence[OpenLine], columns: Sequence[Span]) -> list[list[OpenLine]]:
    """The lines of every row."""
    placed = [_place(line, columns) for line in lines]
    groups: defaultdict[int, list[OpenLine]] = defaultdict(list)
    for head, line in zip(_heads(placed, columns), lines, strict=True):
        groups[head].append(line)
    return [groups[head] for head in sorted(groups)]


def _place(line: OpenLine, columns: Sequence[Span]) -> _Placed:
    cells: defaultdict[int, list[Word]] = defaultdict(list)
    for piece in line.pieces:
        own = [column_of((word.x0, word.x1), columns) for word in piece]
        if len(set(own)) == len(own) and all(len(word.text) > 1 for word in piece):
            for column, word in zip(own, piece, strict=True):  # headings that stand close to each other
                cells[column].append(word)
        else:
            cells[column_of((piece[0].x0, piece[-1].x1), columns)] += piece
    return _Placed(line, dict(cells))


def _row(lines: Sequence[_Placed], width: int) -> list[str]:
    return [join_cell(word for each in lines for word in each.cells.get(column, ())) for column in range(width)]


def _heads(lines: list[_Placed], columns: Sequence[Span]) -> list[int]:
    """For every line, the line whose row it belongs to."""
    numbered = [i for i, line in enumerate(lines) if line.has_number]
    heads = list(range(len(lines)))
    if not numbered:
        return heads
    always = set.intersection(*(set(lines[i].cells) for i in numbered))
    for i, line in enumerate(lines):
        if i < numbered[0] and not _touches(lines, i, i + 1):
            continue
        if not line.has_number:
            heads[i] = _head(lines, heads, i, columns, always)
    for i in reversed(range(len(lines))):
        heads[i] = heads[heads[i]]
    return heads


def _head(lines: list[_Placed], heads: list[int], i: int, columns: Sequence[Span], always: set[int]) -> int:
    line, size = lines[i], lines[i].line.size
    up = line.base - lines[i - 1].base if i else float("inf")
    down = lines[i + 1].base - line.base if i + 1 < len(lines) else float("inf")
    above, below = (heads[i - 1] if i else i), i + 1
    if min(up, down) < _SAME_ROW * size:
        return above if up <= down else below
    if len(line.cells) > 2:
        return i
    lacks = bool(always) and min(always) not in line.cells and 0 in always
    if lacks and min(up, down) < 2 * size:
        return above if up <= down else below
    if up <= _TIGHT * size and i and _is_full(lines[i - 1], line, columns):
        return above
    if down <= _TIGHT * size and down < up - 0.2 * size and _is_full(line, lines[i + 1], columns):
        return below
    return i


def _touches(lines: list[_Placed], i: int, j: int) -> bool:
    return j < len(lines) and lines[j].has_number and lines[j].base - lines[i].base < _SAME_ROW * lines[i].line.size


def _is_full(first: _Placed, second: _Placed, columns: Sequence[Span]) -> bool:
    """Whether ``first`` fills the columns in which ``second`` prints, so that its text may have gone on there."""
    for column in second.cells:
        start, end = columns[column]
        words = first.cells.get(column)
        if not words or end - start < 4 * words[-1].size or words[-1].x1 < end - 1.2 * words[-1].size:
            return False
    return True


def rows_of_column_texts(cells: Sequence[Sequence[Word]], lines: Sequence[Sequence[Word]]) -> list[list[str]] | None:
    """The rows of a table with upright rules alone, whose ``cells`` hold the words of a column each.

    None unless two columns print three or more whole numbers, or one prints four, each on a line of its own: a
    text that wraps does not.
    """
    counts = []
    for words in cells:
        own = [[word for word in line if word in words] for line in lines]
        texts = [join_line(line) for line in own if line]
        if len(texts) > 2 and all(NUMBER.fullmatch(text) for text in texts):
            counts.append(len(texts))
    if not (len(counts) > 1 or max(counts, default=0) > 3):
        return None
    spans = [(min(w.x0 for w in words), max(w.x1 for w in words)) if words else (0.0, 0.0) for words in cells]
    place = {id(word): column for column, words in enumerate(cells) for word in words}
    placed = []
    for line in lines:
        found: defaultdict[int, list[Word]] = defaultdict(list)
        for word in line:
            found[place[id(word)]].append(word)
        placed.append(_Placed(OpenLine(tuple(line)), dict(found)))
    groups: defaultdict[int, list[_Placed]] = defaultdict(list)
    for head, each in zip(_heads(placed, spans), placed, strict=True):
        groups[head].append(each)
    return [_row(groups[head], len(cells)) for head in sorted(groups)]
