"""The body of a flowed indicator table cut into cells: of all ways to cut it the one that fits best.

Columns come in the order of the header, again and again; a row may leave some blank. The cheapest
way through the pieces is found from both ends, so that each cell also knows how much the best
way without it costs more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import add
from typing import NamedTuple

from mingzhang.recognise.forms.flow_extents import Extent, find_extents
from mingzhang.recognise.forms.flow_fit import Fitting
from mingzhang.recognise.forms.flow_habits import Habits, learn_habits, wrap_cost
from mingzhang.recognise.forms.flow_pieces import FormPiece

PASSES = 3  # the first reading shows the form's habits, the next ones use them
OPEN = 3.0  # a margin beyond which another reading is no longer looked at
_JUNK = 8.0
_NEW_CATEGORY = 4.0  # a 一级指标 without a 二级指标 of its own
_BEAM = 30.0


@dataclass(frozen=True)
class Placed:
    """Pieces ``start`` to ``end`` as a cell of ``column`` (blank: of none).

    ``cost`` is how badly they fit, ``margin`` how much more the best other reading of them costs.
    """

    column: str
    start: int
    end: int
    cost: float
    margin: float


class _Cell(NamedTuple):
    start: int
    end: int
    column: int
    cost: float


def place_cells(pieces: Sequence[FormPiece], columns: Sequence[str], fitting: Fitting) -> list[Placed]:
    """All pieces as cells of ``columns`` in reading order; what fits nowhere has a blank column."""
    habits = Habits()
    extents = [find_extents(pieces, start, columns, fitting) for start in range(len(pieces))]
    placed: list[Placed] = []
    for turn in range(PASSES):
        before, placed = placed, _Grid(extents, columns, habits).solve()
        if _cuts(before) == _cuts(placed):
            break
        if turn < PASSES - 1:
            cells = [(cell.column, pieces[cell.start : cell.end]) for cell in placed if cell.column]
            habits = learn_habits(cells, sum(1 for cell in placed if cell.column == "indicator"))
    return placed


def _cuts(placed: Sequence[Placed]) -> list[tuple[str, int, int]]:
    return [(cell.column, cell.start, cell.end) for cell in placed]


class _Grid:
    """One reading of a body with given habits."""

    def __init__(self, extents: Sequence[Sequence[Extent]], columns: Sequence[str], habits: Habits) -> None:
        self.extents, self.columns, self.habits = extents, list(columns), habits
        self.count = len(columns)
        self.steps = [[self._step(a, b) for b in range(self.count + 1)] for a in range(-1, self.count)]
        self.cells: list[list[_Cell]] = [[] for _ in extents]

    def _step(self, last: int, following: int) -> float:
        """What the columns left blank between two cells cost; after ``count`` the form ends, -1 it begins."""
        skip = [self.habits.skip[column] for column in self.columns]
        if following > last:
            blank = range(last + 1, following)
            cost = sum(skip[index] for index in blank)
        else:
            blank = range(following)
            cost = sum(skip[last + 1 :]) + sum(skip[index] for index in blank)
        new = last >= 0 and self.columns[last] == "category" and "subcategory" in self.columns
        without = new and (following >= self.count or self.columns[following] != "subcategory")
        return cost + (_NEW_CATEGORY if without else 0.0)

    def solve(self) -> list[Placed]:
        before, enter, came = self._forward()
        after = self._backward()
        size, ends = len(self.extents), range(-1, self.count)
        best = min(before[size][s + 1] + self.steps[s + 1][self.count] for s in ends)
        chosen = self._trace(before, came)
        taken = {(cell.start, cell.end, cell.column) for cell in chosen}
        others = [OPEN] * size
        for cells in self.cells:
            for cell in cells:
                if (cell.start, cell.end, cell.column) not in taken:
                    total = enter[cell.start][cell.column] + cell.cost + after[cell.end][cell.column + 1]
                    for place in range(cell.start, cell.end) if total - best < OPEN else ():
                        others[place] = min(others[place], total - best)
        return [self._placed(cell, others) for cell in chosen]

    def _placed(self, cell: _Cell, others: Sequence[float]) -> Placed:
        name = self.columns[cell.column] if cell.column >= 0 else ""
        return Placed(name, cell.start, cell.end, cell.cost, min(others[cell.start : cell.end]))

    def _forward(self) -> tuple[list[list[float]], list[list[float]], list[list[tuple[int, _Cell] | None]]]:
        """Costs of having read so far with a last column, of going on with a column, and the way there."""
        size, width = len(self.extents), self.count + 1
        infinite = float("inf")
        before = [[infinite] * width for _ in range(size + 1)]
        before[0][0] = 0.0
        came: list[list[tuple[int, _Cell] | None]] = [[None] * width for _ in range(size + 1)]
        enter: list[list[float]] = []
        entering = [[steps[c] for steps in self.steps] for c in range(self.count)]
        for place in range(size):
            here = before[place]
            ways = [list(map(add, here, steps)) for steps in entering]
            enter.append([min(way) for way in ways])
            froms = [way.index(cost) for way, cost in zip(ways, enter[-1], strict=True)]
            limit = min(min(here), min(enter[-1])) + _BEAM
            self.cells[place] = self._cells_at(place, [cost <= limit for cost in enter[-1]])
            for cell in self.cells[place]:
                total = enter[place][cell.column] + cell.cost
                if total < before[cell.end][cell.column + 1]:
                    before[cell.end][cell.column + 1] = total
                    came[cell.end][cell.column + 1] = (froms[cell.column], cell)
            for state in range(width):
                total = here[state] + _JUNK
                if total < before[place + 1][state]:
                    before[place + 1][state] = total
                    came[place + 1][state] = (state, _Cell(place, place + 1, -1, _JUNK))
        return before, enter, came

    def _backward(self) -> list[list[float]]:
        """What it costs to read the rest after a last column."""
        size, width = len(self.extents), self.count + 1
        after = [[0.0] * width for _ in range(size)] + [[self.steps[s][self.count] for s in range(width)]]
        for place in range(size - 1, -1, -1):
            leave = [float("inf")] * self.count
            for cell in self.cells[place]:
                cost = cell.cost + after[cell.end][cell.column + 1]
                if cost < leave[cell.column]:
                    leave[cell.column] = cost
            for state in range(width):
                going_on = min(map(add, self.steps[state], leave))
                after[place][state] = min(_JUNK + after[place + 1][state], going_on)
        return after

    def _trace(self, before: list[list[float]], came: list[list[tuple[int, _Cell] | None]]) -> list[_Cell]:
        place = len(self.extents)
        state = min(range(self.count + 1), key=lambda s: before[place][s] + self.steps[s][self.count])
        chosen: list[_Cell] = []
        while place and (step := came[place][state]):
            state, cell = step
            chosen.append(cell)
            place = cell.start
        return chosen[::-1]

    def _cells_at(self, start: int, open_columns: Sequence[bool]) -> list[_Cell]:
        """Every cell that can begin with a piece."""
        habits, found = self.habits, []
        for extent in self.extents[start]:
            torn: dict[int | None, float] = {}
            for column, fit in extent.fits:
                if open_columns[column]:
                    name = self.columns[column]
                    width = habits.widths.get(name)
                    if width not in torn:
                        torn[width] = extent.joins + wrap_cost(extent.lines, width)
                    found.append(_Cell(start, extent.end, column, habits.fit(name, extent.text, fit) + torn[width]))
        return found
