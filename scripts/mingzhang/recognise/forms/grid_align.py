"""Which column each cell of an indicator row belongs to, told by what the cells hold."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mingzhang.recognise.forms.cells import TidyCell, close_up
from mingzhang.recognise.forms.words import FormWords
from mingzhang.recognise.patterns import matches
from mingzhang.text import fold

Columns = Sequence[str | None]
Way = Mapping[int, int]  # from where a cell stands to the column it is taken for
GROUPS = ("category", "subcategory")
_TYPED = (*GROUPS, "scoring_rule", "weight", "score")  # columns that hold nothing but words of their own
_NUMBERS = ("weight", "score")
_VALUES = ("target", "actual", "previous")
_FREE = ("indicator", "description", "deviation")
_OPERATOR = re.compile(r"[<>=≤≥＜＞＝]")
_SHORT = 15
_MOST_KNOWN = 4096
_NOWHERE, _WRONG = -4, -3  # fits of a cell outside the columns, and of one that does not suit its column
_UNLIKELY = 4  # how much better a row must fit before a cell is taken for lost or doubled


@dataclass(frozen=True)
class Placed:
    """A row's cells under their columns.

    ``move`` tells how they had to be moved: ``0``, ``-1``, ``+1``, ``compact`` (the header's blank columns left
    out), ``lost`` or ``doubled`` (one cell is missing or stands twice). ``doubtful`` do not suit their column.
    """

    texts: dict[str, TidyCell]
    strays: list[TidyCell]
    doubtful: list[TidyCell]
    move: str


def align(cells: Sequence[TidyCell], columns: Columns, words: FormWords, is_short: bool = False) -> Placed:
    """The cells under ``columns`` as they stand, closed up, or moved by one, whichever fits them best.

    Where that fits badly, or the row ``is_short`` of a cell, one cell may be lost or stand twice.
    """
    fits = _Fits(cells, columns, words)
    ways = _plain_ways(cells, columns)
    best = max(ways, key=lambda name: fits.total(ways[name]))
    move = best
    if fits.worst(ways[best]) <= _WRONG or (is_short and best == "0"):
        bar = fits.total(ways[best]) + (0 if is_short else _UNLIKELY)
        uneven = {name: way for name, way in _uneven_ways(cells).items() if fits.total(way) > bar}
        ways |= uneven
        best = max(uneven, key=lambda name: fits.total(ways[name]), default=best)
        move = best.split()[0]
    return _placed(fits, ways[best], move)


def _plain_ways(cells: Sequence[TidyCell], columns: Columns) -> dict[str, Way]:
    named = [index for index, column in enumerate(columns) if column]
    ways: dict[str, Way] = {"0": {cell.column: cell.column for cell in cells}}
    if named[-1] - named[0] >= len(named):
        ways["compact"] = dict(enumerate(named))
    for name, shift in (("-1", -1), ("+1", 1)):
        ways[name] = {cell.column: cell.column + shift for cell in cells}
    return ways


def _uneven_ways(cells: Sequence[TidyCell]) -> dict[str, Way]:
    """The cells from some place on moved by one, those before it left where they are."""
    return {
        f"{name} {place.column}": {c.column: c.column + (shift if c.column >= place.column else 0) for c in cells}
        for name, shift in (("lost", 1), ("doubled", -1))
        for place in cells[1:]
    }


@dataclass(frozen=True)
class _Fits:
    """How well the cells of a row suit its columns."""

    cells: Sequence[TidyCell]
    columns: Columns
    words: FormWords

    def column(self, way: Way, cell: TidyCell) -> str | None:
        index = way.get(cell.column, -1)
        return self.columns[index] if 0 <= index < len(self.columns) else None

    def total(self, way: Way) -> int:
        taken: dict[str, str] = {}
        for cell in self.cells:
            column = self.column(way, cell)
            if column and taken.setdefault(column, cell.text) != cell.text:
                return _NOWHERE * len(self.cells)
        return sum(_fit(cell.text, self.column(way, cell), self.words) for cell in self.cells)

    def worst(self, way: Way) -> int:
        return min(_fit(cell.text, self.column(way, cell), self.words) for cell in self.cells)


def _placed(fits: _Fits, way: Way, move: str) -> Placed:
    texts: dict[str, TidyCell] = {}
    strays: list[TidyCell] = []
    doubtful: list[TidyCell] = []
    for cell in fits.cells:
        column = fits.column(way, cell)
        if column is None:
            strays += [] if matches(fits.words.label_columns, fold(cell.text)) else [cell]
            continue
        texts[column] = cell
        if _fit(cell.text, column, fits.words) <= _WRONG:
            doubtful.append(cell)
    return Placed(texts, strays, doubtful, move)


def _fit(printed: str, column: str | None, words: FormWords) -> int:
    """How well a text suits a column: above 0 well, below 0 badly. Remembered: rows repeat their words."""
    key = (printed, column)
    fit = words.known_fits.get(key)
    if fit is None:
        if len(words.known_fits) >= _MOST_KNOWN:
            words.known_fits.clear()
        fit = words.known_fits[key] = _judge(printed, column, words)
    return fit


def _judge(printed: str, column: str | None, words: FormWords) -> int:
    text = close_up(printed)
    if column is None:
        return 0 if matches(words.label_columns, fold(text)) else _NOWHERE
    known = words.is_value(column, text)
    if column in _TYPED:
        return 3 if known else _WRONG - (column in _NUMBERS)
    foreign = any(words.is_value(other, text) for other in (*GROUPS, "scoring_rule"))
    operator = bool(_OPERATOR.match(text))
    if column in _FREE and words.is_value("category", text) and not words.is_value("subcategory", text):
        return _WRONG + 1  # 服务对象满意度 is also what an indicator may be called
    if column in _VALUES:
        return _WRONG if foreign else (2 if operator else 1) if known else -1 if len(text) > _SHORT else 0
    if foreign or operator or (column in _FREE and words.is_value("weight", text)):
        return _WRONG
    return int(len(text) > 3) if column in _FREE else 2 if known else 0
