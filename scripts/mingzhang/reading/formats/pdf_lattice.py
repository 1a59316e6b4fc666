"""Ruled tables: rules that touch make a lattice, its places that no rule parts make cells."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mingzhang.reading.formats.pdf_lines import join_cell
from mingzhang.reading.formats.pdf_rules import Box, Rules, Stroke
from mingzhang.reading.formats.pdf_words import Word

_COVER = 0.6  # of a side: a rule that covers more of it parts the places on both sides
_TOUCHING = 0.12  # of the size: characters nearer to each other were meant as one word
_NARROW, _LOW = 0.7, 0.6  # of the size: columns and rows so narrow hold no text; double rules, not places
_MOST = 3_000

Place = tuple[int, int]


@dataclass(frozen=True)
class Cell:
    """Places ``row`` to before ``end_row`` and ``column`` to before ``end_column``."""

    row: int
    column: int
    end_row: int
    end_column: int


@dataclass(frozen=True)
class Lattice:
    """The columns' and rows' borders of a ruled table, its cells, and its rules."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[Cell, ...]
    rules: Rules

    @property
    def box(self) -> Box:
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    @property
    def columns(self) -> int:
        return len(self.xs) - 1

    @property
    def rows(self) -> int:
        return len(self.ys) - 1


def find_lattices(rules: Rules, words: Sequence[Word], em: float, snap: float) -> list[Lattice]:
    """The lattices that the rules make; one place alone (a frame, an underline) is none."""
    found = []
    for part in _connected(rules, snap + 0.5):
        lattice = build_lattice(part, words, em)
        if lattice is not None:
            found.append(lattice)
    return found


def build_lattice(rules: Rules, words: Sequence[Word], em: float) -> Lattice | None:
    """The lattice of rules that hang together; open outer sides are closed where the other rules end."""
    if not rules.level or not rules.upright:
        return None
    ends_x = (min(s.start for s in rules.level), max(s.end for s in rules.level))
    ends_y = (min(s.start for s in rules.upright), max(s.end for s in rules.upright))
    xs = _borders([s.at for s in rules.upright], ends_x, _NARROW * em)
    ys = _borders([s.at for s in rules.level], ends_y, _LOW * em)
    inside = [word for word in words if xs[0] <= word.centre <= xs[-1] and ys[0] <= word.middle <= ys[-1]]
    xs = _without_slivers(xs, [word.centre for word in inside], _NARROW * em)
    ys = _without_slivers(ys, [word.middle for word in inside], _LOW * em)
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) < 6:
        return None
    return Lattice(tuple(xs), tuple(ys), tuple(_cells(xs, ys, rules)), rules)


def place_words(lattice: Lattice, words: Sequence[Word]) -> tuple[dict[Cell, list[Word]], list[Word]]:
    """The words in each cell, and those outside the lattice; a word over a rule is parted where it has a gap."""
    owner = {
        (r, c): cell
        for cell in lattice.cells
        for r in range(cell.row, cell.end_row)
        for c in range(cell.column, cell.end_column)
    }
    held: defaultdict[Cell, list[Word]] = defaultdict(list)
    outside: list[Word] = []
    queue = list(reversed(words))
    while queue:
        word = queue.pop()
        if not lattice.box.holds(word.centre, word.middle):
            outside.append(word)
            continue
        row = _index(lattice.ys, word.middle)
        first, last = (owner[row, _index(lattice.xs, x)] for x in (word.x0 + 0.5, word.x1 - 0.5))
        cut = None if first == last or word.turned else _gap_at_rule(word, lattice.xs)
        if cut:
            queue += reversed(word.split(cut))
        else:
            held[owner[row, _index(lattice.xs, word.centre)]].append(word)
    return dict(held), outside


def texts_of(lattice: Lattice, held: dict[Cell, list[Word]]) -> list[list[str]]:
    """The rows of the lattice; a cell's text stands at its top left, the other places that it covers are blank."""
    rows = [[""] * lattice.columns for _ in range(lattice.rows)]
    for cell, words in held.items():
        rows[cell.row][cell.column] = join_cell(words)
    return rows


def _index(borders: Sequence[float], at: float) -> int:
    return min(max(bisect_right(borders, at) - 1, 0), len(borders) - 2)


def _gap_at_rule(word: Word, xs: Sequence[float]) -> int | None:
    for count in range(1, len(word.parts)):
        left, right = word.parts[count - 1][2], word.parts[count][1]
        if right - left > _TOUCHING * word.size and any(left - 0.5 <= x <= right + 0.5 for x in xs):
            return count
    return None


def _connected(rules: Rules, reach: float) -> Iterator[Rules]:
    """The rules in groups that touch."""
    level, upright = rules.level, rules.upright
    if len(level) + len(upright) > _MOST:
        return
    parent = list(range(len(level) + len(upright)))

    def root(item: int) -> int:
        while parent[item] != item:
            parent[item] = parent[parent[item]]
            item = parent[item]
        return item

    for i, a in enumerate(level):
        for j, b in enumerate(upright, len(level)):
            if a.start - reach <= b.at <= a.end + reach and b.start - reach <= a.at <= b.end + reach:
                parent[root(i)] = root(j)
    groups: defaultdict[int, Rules] = defaultdict(Rules)
    for i, stroke in enumerate(level):
        groups[root(i)].level.append(stroke)
    for j, stroke in enumerate(upright, len(level)):
        groups[root(j)].upright.append(stroke)
    yield from groups.values()


def _borders(places: list[float], ends: tuple[float, float], sliver: float) -> list[float]:
    borders = sorted(set(places))
    if borders[0] - ends[0] > sliver:
        borders.insert(0, ends[0])
    if ends[1] - borders[-1] > sliver:
        borders.append(ends[1])
    return borders


def _without_slivers(borders: list[float], texts: list[float], least: float) -> list[float]:
    """Neighbouring borders between which no text can stand, as one."""
    kept: list[list[float]] = []
    for border in borders:
        if kept and border - kept[-1][-1] < least and not any(kept[-1][-1] < text < border for text in texts):
            kept[-1].append(border)
        else:
            kept.append([border])
    return [sum(group) / len(group) for group in kept]


def _cells(xs: list[float], ys: list[float], rules: Rules) -> Iterator[Cell]:
    columns, rows = len(xs) - 1, len(ys) - 1
    right = _walls(rules.upright, xs, ys)
    below = _walls(rules.level, ys, xs)
    group: dict[Place, int] = {}
    for row in range(rows):
        for column in range(columns):
            if (row, column) in group:
                continue
            number, queue = len(group), [(row, column)]
            group[row, column] = number
            while queue:
                r, c = queue.pop()
                steps = (
                    ((r, c + 1), (c + 1, r) in right, c + 1 < columns),
                    ((r, c - 1), (c, r) in right, c > 0),
                    ((r + 1, c), (r + 1, c) in below, r + 1 < rows),
                    ((r - 1, c), (r, c) in below, r > 0),
                )
                for place, wall, inside in steps:
                    if inside and not wall and place not in group:
                        group[place] = number
                        queue.append(place)
    yield from _rectangles(group, rows, columns)


def _walls(strokes: list[Stroke], borders: list[float], across: list[float]) -> set[Place]:
    """(border, place along it) of every side of a place that a rule covers."""
    covered: defaultdict[Place, float] = defaultdict(float)
    for stroke in strokes:
        border = min(range(len(borders)), key=lambda i: abs(borders[i] - stroke.at))
        first, last = _index(across, stroke.start), _index(across, stroke.end)
        for place in range(first, last + 1):
            covered[border, place] += min(stroke.end, across[place + 1]) - max(stroke.start, across[place])
    return {key for key, length in covered.items() if length >= _COVER * (across[key[1] + 1] - across[key[1]])}


def _rectangles(group: dict[Place, int], rows: int, columns: int) -> Iterator[Cell]:
    """The groups of places as cells; one that is no rectangle is cut into its rows' runs, equal ones joined."""
    members: defaultdict[int, list[Place]] = defaultdict(list)
    for place, number in group.items():
        members[number].append(place)
    for places in members.values():
        top, left = min(r for r, _ in places), min(c for _, c in places)
        bottom, end = max(r for r, _ in places) + 1, max(c for _, c in places) + 1
        if (bottom - top) * (end - left) == len(places):
            yield Cell(top, left, bottom, end)
        else:
            yield from _runs(sorted(places))


def _runs(places: list[Place]) -> Iterator[Cell]:
    runs: list[Cell] = []
    for row, column in places:
        if runs and runs[-1].row == row and runs[-1].end_column == column:
            runs[-1] = replace(runs[-1], end_column=column + 1)
        else:
            runs.append(Cell(row, column, row + 1, column + 1))
    yield from runs
