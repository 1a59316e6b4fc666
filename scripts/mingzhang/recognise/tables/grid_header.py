"""The header of a table whose cells stand in columns: from headings to canonical column names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from mingzhang.errors import RecognitionError
from mingzhang.recognise.patterns import matches
from mingzhang.recognise.tables.header_blocks import label_columns, place_blocks
from mingzhang.recognise.tables.header_layout import (
    Grid,
    centre_groups,
    is_shifted,
    join_broken,
    pour_headings,
    show_cells,
    split_merged,
    spread_headings,
)
from mingzhang.recognise.tables.header_rows import header_height, headings_of
from mingzhang.recognise.tables.one_line import find_items
from mingzhang.recognise.vocabulary import TableWords, Vocabulary
from mingzhang.text import fold

_LIKENESS = 0.8


@dataclass(frozen=True)
class Header:
    """``columns`` names each grid column (None: holds nothing of ours); ``sides`` its side, of a two-sided table.

    ``blocks`` counts what stands side by side: every block of a row is a record. ``sequences`` are the
    columns that count the rows off (序号, 行次); ``unused`` gives the headings whose cells are not read;
    ``items`` the item and column of each amount of a table that prints its items as headings;
    ``repairs`` tell in words what had to be repaired to read the headings.
    """

    columns: tuple[str | None, ...]
    sides: tuple[str, ...]
    blocks: tuple[int, ...]
    height: int
    repairs: tuple[str, ...] = ()
    sequences: frozenset[int] = frozenset()
    unused: Mapping[int, str] = field(default_factory=dict)
    items: Mapping[int, tuple[str, str]] = field(default_factory=dict)


def read_header(rows: Grid, words: TableWords, vocabulary: Vocabulary, height: int = 0) -> Header:
    """The header of ``rows``, the grid of a table with folded cells, padded to one width.

    ``height`` is how many rows it takes, where that is known. A heading that is not in the vocabulary
    leaves its column unused.

    Raises:
        RecognitionError: when there is no header, no column of amounts, or nothing that names the rows.
    """
    height = height or header_height(rows, words, vocabulary)
    top = headings_of(rows[:height], vocabulary)
    if not top:
        raise RecognitionError(
            "header", f"the first row reads {show_cells(rows[0])}", "a header row was expected there"
        )
    repairs: list[str] = []
    if split_merged(top, words):
        repairs.append("表头两格合读作一格，已按词分开")
    spread = spread_headings(centre_groups(join_broken(top, words)))
    if is_shifted(spread, words) and (poured := pour_headings(spread, words)):
        spread = poured
        repairs.append("表头错位：下层标题按次序归入其上的合并单元格")
    paths = [_path(spread, column) for column in range(len(spread[0]))]
    sequences = frozenset(at for at, path in enumerate(paths) if matches(vocabulary.sequence, path.split("/")[-1]))
    columns = [None if at in sequences else _column(path, words, vocabulary, repairs) for at, path in enumerate(paths)]
    columns = label_columns(columns, paths, words)
    items = find_items(paths, words, vocabulary) if words.one_line else {}
    placed = place_blocks(columns, paths, words)
    if not items:
        _check(paths, placed.columns, words)
    unused = {} if items else _unused(paths, placed.columns, sequences, words)
    return Header(placed.columns, placed.sides, placed.blocks, height, tuple(repairs), sequences, unused, dict(items))


def _path(spread: Grid, column: int) -> str:
    parts: list[str] = []
    for row in spread:
        if row[column] and (not parts or parts[-1] != row[column]):
            parts.append(row[column])
    return "/".join(parts)


def _column(path: str, words: TableWords, vocabulary: Vocabulary, repairs: list[str]) -> str | None:
    column = (words.column_of(path) or words.column_of(path.replace("/", ""))) if path else None
    if not path or (column is None and words.is_beside(path)):
        return None
    if column is None and (column := _most_alike(path.split("/")[-1], words, vocabulary)):
        repairs.append(f"表头“{path.split('/')[-1]}”字序错乱，按用字认作“{vocabulary.headings[column]}”")
    return column


def _most_alike(heading: str, words: TableWords, vocabulary: Vocabulary) -> str | None:
    """The column whose official heading shares the most characters with a garbled one."""
    scores = sorted(
        ((_likeness(heading, vocabulary.headings[c]), c) for c in words.columns if c in vocabulary.headings),
        reverse=True,
    )
    if not scores or scores[0][0] < _LIKENESS or (len(scores) > 1 and scores[1][0] == scores[0][0]):
        return None
    return scores[0][1]


def _likeness(first: str, second: str) -> float:
    common = Counter(first) & Counter(second)
    return 2 * common.total() / (len(first) + len(second))


def _check(paths: list[str], columns: tuple[str | None, ...], words: TableWords) -> None:
    shown = "、".join(dict.fromkeys(path for path in paths if path))
    if not any(column in words.amounts for column in columns):
        raise RecognitionError("header", f"no column of amounts in {shown}", "check the table's header")
    if not any(column in words.texts for column in columns):
        raise RecognitionError("header", f"nothing names the rows in {shown}", "check the table's header")


def _unused(
    paths: list[str], columns: tuple[str | None, ...], sequences: frozenset[int], words: TableWords
) -> dict[int, str]:
    """The headings of the columns that hold cells but none of ours; a group's own blank columns are none."""
    return {
        at: path
        for at, (path, column) in enumerate(zip(paths, columns, strict=True))
        if path and column is None and at not in sequences and not matches(words.groups, path)
    }


def folded_grid(rows: Grid) -> Grid:
    """``rows`` with folded cells, all as wide as the widest."""
    width = max(len(row) for row in rows)
    return [[fold(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
