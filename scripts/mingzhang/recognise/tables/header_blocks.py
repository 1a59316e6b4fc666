"""Columns that stand side by side: the two sides of a table, and a list printed in several blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mingzhang.recognise.patterns import matches
from mingzhang.recognise.vocabulary import TableWords

_LABELS = ("code", "name", "item")


@dataclass(frozen=True)
class Placed:
    """For every grid column its name, its side and the block that it belongs to."""

    columns: tuple[str | None, ...]
    sides: tuple[str, ...]
    blocks: tuple[int, ...]


def label_columns(columns: list[str | None], paths: Sequence[str], words: TableWords) -> list[str | None]:
    """``columns``, those that only a group's heading names (项目, 科目) taken as the rows' code and name."""
    if "code" not in words.columns:
        return columns
    amounts = [at for at, column in enumerate(columns) if column in words.amounts]
    if not amounts or ("name" in columns and "code" in columns):
        return columns
    free = [at for at in range(amounts[0]) if columns[at] is None and _names_rows(paths[at], words)]
    named = list(columns)
    if "name" in columns:
        left = columns.index("name") - 1
        if left in free:
            named[left] = "code"
    elif "code" in columns:
        right = max(at for at, column in enumerate(columns[: amounts[0]] or columns) if column == "code") + 1
        if right in free:
            named[right] = "name"
        elif columns.count("code") > 1 and len({paths[at] for at, c in enumerate(columns) if c == "code"}) == 1:
            named[right - 1] = "name"
    elif free:
        named[free[-1]] = "name"
        for at in free[:-1]:
            named[at] = "code"
    return named


def _names_rows(path: str, words: TableWords) -> bool:
    return not path or matches(words.groups, path)


def place_blocks(columns: Sequence[str | None], paths: Sequence[str], words: TableWords) -> Placed:
    """The sides and blocks of ``columns``; what stands on no side, or names a column twice, loses its name."""
    sides = _sides(columns, paths, words) if words.sides else [""] * len(columns)
    named = [column if side or not words.sides else None for column, side in zip(columns, sides, strict=True)]
    blocks = _blocks(named, sides)
    return Placed(_once(named, blocks, paths, words), tuple(sides), tuple(blocks))


def _sides(columns: Sequence[str | None], paths: Sequence[str], words: TableWords) -> list[str]:
    """The side of every column: as its top heading says, else by the order of the columns that name the rows."""
    said = [_said(path, words) for path in paths]
    starts = [
        at
        for at, column in enumerate(columns)
        if column == "item" and (at == 0 or columns[at - 1] != "item" or paths[at] != paths[at - 1])
    ]
    everywhere = all(side for side, column in zip(said, columns, strict=True) if column)
    if starts and everywhere and {said[at] for at in starts} >= set(words.sides):
        return said
    order = [*words.sides, *[""] * len(starts)]
    return [
        order[max(0, sum(1 for start in starts if start <= at) - 1)] if starts else said[at]
        for at in range(len(columns))
    ]


def _said(path: str, words: TableWords) -> str:
    first = path.split("/")[0]
    for side, patterns in words.sides.items():
        if matches(patterns, first):
            return side
    return ""


def _blocks(columns: Sequence[str | None], sides: Sequence[str]) -> list[int]:
    """The block of every column: a new one where the side changes, or a code or name follows an amount."""
    blocks: list[int] = []
    block, filled = 0, False
    for at, column in enumerate(columns):
        label = column in _LABELS
        if at and (sides[at] != sides[at - 1] or (label and filled and not sides[at])):
            block, filled = block + 1, False
        filled = filled or (column is not None and not label)
        blocks.append(block)
    return blocks


def _once(
    columns: Sequence[str | None], blocks: Sequence[int], paths: Sequence[str], words: TableWords
) -> tuple[str | None, ...]:
    """Each name once a block: the most official spelling keeps it, over all the columns that one heading spans."""
    kept: dict[tuple[str, int], int] = {}
    for at, column in enumerate(columns):
        if column is None or column == "code":
            continue
        key = (column, blocks[at])
        if key not in kept or words.rank_of(column, paths[at]) < words.rank_of(column, paths[kept[key]]):
            kept[key] = at
    return tuple(
        column if column is None or column == "code" or _spans(kept[column, blocks[at]], at, columns, paths) else None
        for at, column in enumerate(columns)
    )


def _spans(first: int, at: int, columns: Sequence[str | None], paths: Sequence[str]) -> bool:
    """Whether one heading goes from the column ``first`` to ``at`` without a break."""
    return at >= first and all(columns[n] == columns[first] and paths[n] == paths[first] for n in range(first, at + 1))
