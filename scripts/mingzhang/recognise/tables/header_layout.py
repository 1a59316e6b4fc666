"""The layout of a header's rows: merged cells spread out, a shifted row put back."""

from __future__ import annotations

from itertools import pairwise

from mingzhang.errors import RecognitionError
from mingzhang.recognise.vocabulary import TableWords, matches

Grid = list[list[str]]


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
    """Whether a heading stands below one that is a column itself: the two rows are out of step."""
    return any(
        upper != lower
        and (column := words.column_of(upper)) not in (None, "code")
        and not matches(words.groups, upper)
        and words.column_of(lower) not in (None, column)
        for above, below in pairwise(spread)
        for upper, lower in zip(above, below, strict=True)
        if upper and lower
    )


def pour_headings(spread: Grid, words: TableWords) -> Grid:
    """Lower headings given, in order, to the columns whose upper heading only holds others together."""
    upper, lower = spread[0], spread[-1]
    texts = [text for column, text in enumerate(lower) if text and (column == 0 or text != lower[column - 1])]
    places = [c for c, text in enumerate(upper) if matches(words.groups, text) or words.column_of(text) == "code"]
    if len(texts) != len(places):
        raise RecognitionError(
            "header", f"{show_cells(lower)} does not fit below {show_cells(upper)}", "mend it by a correction"
        )
    poured = dict(zip(places, texts, strict=True))
    return [upper, [poured.get(column, "") for column in range(len(upper))]]


def show_cells(row: list[str]) -> str:
    """A row of cells as a message shows it."""
    return " | ".join(cell or "·" for cell in row)
