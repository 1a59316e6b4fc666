"""Tables with level rules alone or with none, among lines of running text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mingzhang.reading.formats.blocks import Block, Grid, Paragraph
from mingzhang.reading.formats.pdf_columns import (
    OpenLine,
    Span,
    conflicts,
    find_columns,
    fits,
    has_aligned_numbers,
    stands_in,
)
from mingzhang.reading.formats.pdf_half import Strip, read_half_ruled, ruled_parts
from mingzhang.reading.formats.pdf_lines import AMOUNT, NUMBER, join_line
from mingzhang.reading.formats.pdf_rows import rows_of_lines
from mingzhang.reading.formats.pdf_rules import Stroke

_STEP = 3.0  # of the size: rows of one table leave no more between them
_SHORT = 12  # characters of a heading
_MOST_SINGLE = 4  # lines of one text that wraps, and of the number beside it
_MOST_CONFLICTS = 0.15

Placed = tuple[float, Block]


def read_open(
    lines: Sequence[OpenLine], level: Sequence[Stroke], barriers: Sequence[float], em: float, carried: list[Span]
) -> Iterator[Placed]:
    """The lines as tables and paragraphs, each with its place from the top; nothing goes over a barrier.

    ``carried`` are the columns of the table without rules that the page before may have left open; it is
    changed to those of this page's last one.
    """
    rest = list(lines)
    for strips in ruled_parts(lines, level, barriers, em):
        rows = None if _is_cut_off(strips, lines, em) else read_half_ruled(strips, level, em)
        if rows is not None:
            taken = {id(line) for _, _, strip in strips for line in strip}
            rest = [line for line in rest if id(line) not in taken]
            barriers = [*barriers, strips[0][0].at, strips[-1][1].at]
            yield strips[0][0].at, _grid(rows)
    before, carried[:] = list(carried), []
    for run in _runs(rest, barriers):
        yield from _run_blocks(run, em, level, before, carried)


def _is_cut_off(strips: list[Strip], lines: Sequence[OpenLine], em: float) -> bool:
    """Whether the rules hold a header alone whose rows follow without a last rule, which stands on a later page."""
    if any(line.numbers for _, _, strip in strips for line in strip):
        return False
    last = strips[-1][1].at
    return any(line.is_tabular and 0 < line.words[0].middle - last < 2 * em for line in lines)


def _grid(rows: list[list[str]]) -> Grid:
    return Grid(tuple(tuple(row) for row in rows))


def _runs(lines: list[OpenLine], barriers: Sequence[float]) -> Iterator[list[OpenLine]]:
    """The lines in runs that no barrier and no wide space parts."""
    run: list[OpenLine] = []
    for line in lines:
        if run:
            before = run[-1]
            far = line.top - before.bottom > _STEP * max(line.size, before.size)
            if far or any(before.base < barrier < line.base for barrier in barriers):
                yield run
                run = []
        run.append(line)
    if run:
        yield run


def _run_blocks(
    run: list[OpenLine], em: float, level: Sequence[Stroke], before: list[Span], carried: list[Span]
) -> Iterator[Placed]:
    start = 0
    while start < len(run):
        end = _table_end(run, start, level)
        part = _trimmed(run[start:end])
        if len(part) < end - start:
            before.clear()  # below a caption another table begins
        columns = _open_columns(part, em, before)
        if not columns:
            if run[start].is_caption:
                before.clear()  # a table begins
            yield run[start].top, Paragraph(join_line(run[start].words))
            start += 1
            continue
        first = end - len(part)
        part = run[first : _extended(run, end, columns, em)]
        yield from ((line.top, Paragraph(join_line(line.words))) for line in run[start:first])
        yield part[0].top, _grid(rows_of_lines(part, columns))
        before[:], carried[:] = [], columns
        start = first + len(part)


def _extended(run: list[OpenLine], end: int, columns: Sequence[Span], em: float) -> int:
    """The end of the table, with rows without amounts below those that have some: each text below one heading."""
    i = end
    while i < len(run) and i - end < _MOST_SINGLE:
        line = run[i]
        if line.is_caption or line.is_prose or not fits([line], columns, em) or not stands_in(line, columns):
            break
        i += 1
        end = i if len(line.pieces) > 1 else end
    return end


def _opens_header(run: list[OpenLine], start: int, level: Sequence[Stroke]) -> bool:
    """Whether a line is the first heading of a table: closely above other headings, or right below a rule."""
    line = run[start]
    if line.is_caption:
        return False
    reach = 1.3 if len(line.pieces) == 1 else 2.5
    for below in run[start + 1 : start + 3]:
        step = below.base - line.base
        headings = len(below.pieces) > 2 and not below.numbers and line.size < 1.1 * below.size
        short = all(len(text) <= _SHORT for text in line.texts) or step < line.size
        if headings and step < reach * line.size and short:
            return True
    near = any(0 < line.top - rule.at < 1.2 * line.size and rule.length > 10 * line.size for rule in level)
    after = run[start + 1 : start + 2]
    return near and any(len(each.pieces) > 1 and each.base - line.base < 2 * line.size for each in after)


def _table_end(run: list[OpenLine], start: int, level: Sequence[Stroke]) -> int:
    """The end of the rows that begin at ``start``; at most two lines in a row may hold a single piece."""
    end, single = start, 0
    for i in range(start, len(run)):
        line = run[i]
        if line.is_tabular or (i > start and len(line.pieces) > 1 and not line.is_caption and not line.is_prose):
            end, single = i + 1, 0
        elif line.is_prose and line.length > _SHORT:
            break
        else:
            single += 1
            if single > 2 or (i == start and not _opens_header(run, start, level)):
                break
    return end


def _trimmed(part: list[OpenLine]) -> list[OpenLine]:
    """Without the lines of captions at its top."""
    while part and part[0].is_caption:
        part = part[1:]
    return part


def _open_columns(part: list[OpenLine], em: float, before: list[Span]) -> list[Span]:
    """The columns of lines that are a table, else none."""
    numbered = [line for line in part if line.numbers and len(line.pieces) > 1 and not line.is_prose]
    if before and numbered and fits(part, before, em):
        return before.copy()
    enough = len(numbered) > 2 or (len(numbered) == 2 and min(line.numbers for line in numbered) > 2)
    columns = find_columns(part, em) if enough else []
    if len(columns) < 2 or conflicts(numbered, columns) > _MOST_CONFLICTS:
        return []
    later = [line.texts[1:] for line in numbered]  # without the number of an entry in a list of contents
    amounts = sum(1 for texts in later for text in texts if AMOUNT.fullmatch(text))
    if amounts < 2 and max(sum(map(bool, map(NUMBER.fullmatch, texts))) for texts in later) < 2:
        return []
    alone = all(line.numbers == len(line.pieces) for line in numbered)  # figures below their columns' numbers
    return columns if alone or has_aligned_numbers(numbered, columns, em) else []
