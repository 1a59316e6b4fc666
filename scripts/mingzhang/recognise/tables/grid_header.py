"""The header of a table whose cells stand in columns: from headings to canonical column names."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from mingzhang.errors import RecognitionError
from mingzhang.recognise.tables.header_layout import Grid, is_shifted, pour_headings, show_cells, spread_headings
from mingzhang.recognise.vocabulary import TableWords, Vocabulary, matches
from mingzhang.text import fold

_NUMBER = re.compile(r"-?[\d,]+(?:\.\d+)?")
_LIKENESS = 0.8


@dataclass(frozen=True)
class Header:
    """``columns`` names each grid column (None: holds nothing of ours); ``sides`` its side, of a two-sided table.

    ``sequence`` is the column that counts the rows off (序号), None where there is none; ``repairs`` tell in
    words what had to be repaired to read the headings.
    """

    columns: tuple[str | None, ...]
    sides: tuple[str, ...]
    height: int
    repairs: tuple[str, ...] = ()
    sequence: int | None = None


def header_height(rows: Grid, words: TableWords, vocabulary: Vocabulary) -> int:
    """How many rows at the top of ``rows`` (folded cells) are header."""
    for height, row in enumerate(rows):
        if not is_header_row(row, words, vocabulary):
            return height
    return len(rows)


def is_header_row(row: list[str], words: TableWords, vocabulary: Vocabulary) -> bool:
    """Whether a row holds headings: no amounts or codes, no label of a data row."""
    cells = [cell for cell in row if cell]
    if not cells:
        return False
    if _numbers_columns(row, vocabulary):
        return True
    if any(_NUMBER.fullmatch(cell) or re.match(r"\d|[一二三四五六七八九十]+、", cell) for cell in cells):
        return False
    if len(cells) == 1 and matches(vocabulary.total_labels, cells[0]):
        return False
    return not words.is_label(cells[0])


def _numbers_columns(row: list[str], vocabulary: Vocabulary) -> bool:
    """Whether a row only counts the columns off (栏次 1 2 3)."""
    cells = [cell for cell in row if cell]
    return len(cells) > 1 and matches(vocabulary.sequence, cells[0]) and all(_NUMBER.fullmatch(c) for c in cells[1:])


def read_header(rows: Grid, words: TableWords, vocabulary: Vocabulary) -> Header:
    """The header of ``rows``, the grid of a table with folded cells, padded to one width.

    Raises:
        RecognitionError: when there is no header, or a heading is not in the vocabulary.
    """
    height = header_height(rows, words, vocabulary)
    top = [row for row in rows[:height] if not _numbers_columns(row, vocabulary)]
    if not top:
        raise RecognitionError(
            "header", f"the first row reads {show_cells(rows[0])}", "a header row was expected there"
        )
    spread = spread_headings(top)
    repairs: list[str] = []
    if is_shifted(spread, words):
        spread = pour_headings(spread, words)
        repairs.append("表头错位：下层标题按次序归入其上的合并单元格")
    paths = [_path(spread, column) for column in range(len(spread[0]))]
    sides = tuple(_side(path, words) for path in paths)
    columns = [_column(path, words, vocabulary, repairs) for path in paths]
    _check(paths, columns, words)
    sequence = next((at for at, path in enumerate(paths) if path and matches(vocabulary.sequence, path)), None)
    return Header(_once(columns, sides), sides, height, tuple(repairs), sequence)


def _path(spread: Grid, column: int) -> str:
    parts: list[str] = []
    for row in spread:
        if row[column] and (not parts or parts[-1] != row[column]):
            parts.append(row[column])
    return "/".join(parts)


def _side(path: str, words: TableWords) -> str:
    first = path.split("/")[0]
    return next((side for side, patterns in words.sides.items() if matches(patterns, first)), "")


def _column(path: str, words: TableWords, vocabulary: Vocabulary, repairs: list[str]) -> str | None:
    if not path or matches(vocabulary.sequence, path):
        return None
    column = words.column_of(path)
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


def _check(paths: list[str], columns: list[str | None], words: TableWords) -> None:
    for path, column in zip(paths, columns, strict=True):
        if path and column is None and not _is_only_group(path, words) and not _is_sequence(path):
            raise RecognitionError(
                "header", f"the heading {path} is not known", "add its spelling to vocabulary/tables.yml"
            )
    if not any(column in words.amounts for column in columns):
        raise RecognitionError("header", f"no column of amounts in {'、'.join(paths)}", "check the table's header")


def _is_only_group(path: str, words: TableWords) -> bool:
    return matches(words.groups, path)


def _is_sequence(path: str) -> bool:
    return path in ("序号", "栏次", "行次")


def _once(columns: list[str | None], sides: tuple[str, ...]) -> tuple[str | None, ...]:
    """Each name once a side (a code may take several columns): a merged heading's surplus columns get none."""
    seen: set[tuple[str | None, str]] = set()
    once: list[str | None] = []
    for column, side in zip(columns, sides, strict=True):
        key = (column, side)
        once.append(column if column == "code" or key not in seen else None)
        seen.add(key)
    return tuple(once)


def folded_grid(rows: Grid) -> Grid:
    """``rows`` with folded cells, all as wide as the widest."""
    width = max(len(row) for row in rows)
    return [[fold(cell) for cell in row] + [""] * (width - len(row)) for row in rows]
