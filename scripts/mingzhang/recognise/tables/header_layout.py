"""The layout of a header's rows: merged cells spread out, a shifted row put back."""

from __future__ import annotations

from itertools import pairwise

from mingzhang.recognise.patterns import matches
from mingzhang.recognise.vocabulary import TableWords

Grid = list[list[str]]
_SUMS = ("小计", "合计")


def spread_headings(top: Grid) -> Grid:
    """Header rows in which merged cells are repeated over all the columns they span."""
    top = [row[:] for row in top]
    for number in range(len(top) - 1):
        filled = [cell for cell in top[number] if cell]
        if filled == top[number][: len(filled)] and len(filled) < len(top[number]) and "" in top[number + 1]:
            top[number] = _expand(filled, top[number + 1]) or top[number]
    for number, row in enumerate(top):
        for column in range(1, len(row)):
            if not row[column] and _above(top, number, column) == _above(top, number, column - 1):
                row[column] = row[column - 1]
    return top


def centre_groups(top: Grid) -> Grid:
    """Header rows of a table without rules, where a heading stands in the middle above the columns that it spans.

    A 小计 with no heading above it is the first column of the heading to its right; so is a 合计 where
    not even the first column's heading stands in the top row (nothing is merged downwards there).
    """
    top = [row[:] for row in top]
    loose = bool(top) and not top[0][0]
    for number in reversed(range(len(top) - 1)):
        row = top[number]
        found = {at: _start(top, number, at, loose) for at, cell in enumerate(row) if cell}
        starts = {at: start for at, start in found.items() if start is not None}
        for at, start in starts.items():
            later = min((n for n in range(at + 1, len(row)) if row[n]), default=len(row))
            end = min(2 * at - start + 1, starts.get(later, later), len(row))
            for place in (*range(start, at), *range(at + 1, end)):
                row[place] = row[place] or row[at]
    return top


def join_broken(top: Grid, words: TableWords) -> Grid:
    """Header rows in which a heading that is printed over two lines, each read as a row, stands in one cell."""
    top = [row[:] for row in top]
    for column in range(len(top[0]) if top else 0):
        filled = [number for number, row in enumerate(top) if row[column]]
        for upper, lower in pairwise(filled):
            first, rest = top[upper][column], top[lower][column]
            if (
                not _spans(top, upper, lower, column, words)
                and first != rest
                and not _is_known(rest, words)
                and _is_known(first + rest, words)
            ):
                top[upper][column], top[lower][column] = first + rest, ""
    return top


def _spans(top: Grid, upper: int, lower: int, column: int, words: TableWords) -> bool:
    """Whether a heading seems to hold its own column and the next together: that one has only a lower heading."""
    if column + 1 >= len(top[upper]) or top[upper][column + 1]:
        return False
    beside = top[lower][column + 1]
    return bool(beside) and beside not in _SUMS and words.column_of(beside) is None


def _start(top: Grid, number: int, at: int, loose: bool) -> int | None:
    """The column to the left of a heading whose 小计 it spans; None where there is none."""
    if not any(row[at] for row in top[number + 1 :]):
        return None
    for column in range(at - 1, -1, -1):
        if top[number][column]:
            break
        below = next((row[column] for row in top[number:] if row[column]), "")
        alone = not any(row[column] for row in top[:number])
        if alone and below in (_SUMS if loose else _SUMS[:1]):
            return column
    return None


def _is_known(heading: str, words: TableWords) -> bool:
    return words.column_of(heading) is not None or matches(words.labels, heading) or _is_group(heading, words)


def split_merged(top: Grid, words: TableWords) -> bool:
    """Takes headings apart that were read as one cell (项目本年支出合计): a group, and the last column it covers.

    ``top`` is changed in place. Returns whether anything was.
    """
    found = False
    for number, row in enumerate(top[:-1]):
        for at, cell in enumerate(row):
            end = next((n for n in range(at + 1, len(row)) if row[n]), len(row)) - 1
            if not cell or end == at or top[number + 1][end] or words.column_of(cell) or _is_group(cell, words):
                continue
            for cut in range(1, len(cell)):
                if matches(words.groups, cell[:cut]) and words.column_of(cell[cut:]) in words.amounts:
                    row[at], row[end], found = cell[:cut], cell[cut:], True
                    break
    return found


def _above(top: Grid, number: int, column: int) -> list[str]:
    return [row[column] for row in top[:number]]


def _expand(cells: list[str], below: list[str]) -> list[str] | None:
    """Headings printed once each, laid over the columns of the full row below.

    A blank below belongs to a heading of its own (merged downwards); a run of
    texts belongs to one heading, or to several where its labels start over.
    """
    groups: list[int] = []
    for column, cell in enumerate(below):
        starts = column == 0 or not cell or not below[column - 1]
        groups.append(groups[-1] + 1 if groups and starts else groups[-1] if groups else 0)
    if groups[-1] + 1 < len(cells):
        groups = _split_repeats(below, groups)
    return [cells[group] for group in groups] if groups[-1] + 1 == len(cells) else None


def _split_repeats(below: list[str], groups: list[int]) -> list[int]:
    split, extra = [], 0
    for column, cell in enumerate(below):
        first = groups.index(groups[column])
        if cell and column > first and cell == below[first]:
            extra += 1
        split.append(groups[column] + extra)
    return split


def is_shifted(spread: Grid, words: TableWords) -> bool:
    """Whether a heading stands below one that is a column itself: the two rows are out of step.

    A heading over several columns holds them together, whatever it says.
    """
    return any(
        upper != lower
        and above.count(upper) == 1
        and (column := words.column_of(upper)) not in (None, "code")
        and not _is_group(upper, words)
        and words.column_of(lower) not in (None, column)
        for above, below in pairwise(spread)
        for upper, lower in zip(above, below, strict=True)
        if upper and lower
    )


def _is_group(heading: str, words: TableWords) -> bool:
    return any(matches(patterns, heading) for patterns in (words.groups, *words.sides.values()))


def pour_headings(spread: Grid, words: TableWords) -> Grid:
    """Lower headings given, in order, to the columns whose upper heading only holds others together.

    Nothing when they are not as many as the places for them.
    """
    upper, lower = spread[0], spread[-1]
    texts = [text for column, text in enumerate(lower) if text and (column == 0 or text != lower[column - 1])]
    places = [c for c, text in enumerate(upper) if matches(words.groups, text) or words.column_of(text) == "code"]
    if len(texts) != len(places):
        return []
    poured = dict(zip(places, texts, strict=True))
    return [upper, [poured.get(column, "") for column in range(len(upper))]]


def show_cells(row: list[str]) -> str:
    """A row of cells as a message shows it."""
    return " | ".join(cell or "·" for cell in row)
