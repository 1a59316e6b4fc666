"""Tables with level rules alone whose rows, some or all, are coloured cell by cell: the colours show the columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from mingzhang.reading.formats.pdf_half import equal_rules, heads_group
from mingzhang.reading.formats.pdf_rules import Box, Rules, Stroke
from mingzhang.reading.formats.pdf_words import Word

_LEAST_RULES, _LEAST_EDGES = 3, 2
_BETWEEN, _HIGHER = 4.0, 1.5  # of the size; of the highest coloured row
_INTO = 1.0  # points that a character may reach over its cell's side

Strip = tuple[float, float, list[Box]]


def with_coloured_columns(rules: Rules, words: Sequence[Word], em: float, snap: float) -> Rules:
    """The rules, with upright ones along the sides of coloured cells that stand between level rules.

    In rows without colour they are drawn where the other rows have them, unless a word stands in the way.
    """
    added: list[Stroke] = []
    for group in equal_rules([rule for rule in rules.level if rule.length > 10 * em], 2 * em):
        top, bottom, start, end = group[0].at, group[-1].at, group[0].start, group[0].end
        if len(group) < _LEAST_RULES or any(s.start < bottom and s.end > top for s in rules.upright):
            continue
        inside = [box for box in rules.fills if _lies_in(box, (start, top, end, bottom), snap)]
        ys = sorted({rule.at for rule in rules.level if top <= rule.at <= bottom and rule.start >= start - snap})
        strips = [(a, b, [box for box in inside if box.top < (a + b) / 2 < box.bottom]) for a, b in pairwise(ys)]
        for part in _tables(strips, em):
            common = _common_edges([boxes for _, _, boxes in part if len(boxes) > 1], (start, end), snap)
            if len(common) >= _LEAST_EDGES:
                added += _strokes(part, common, words, rules.level, (start, end))
    return Rules(rules.level, [*rules.upright, *added], rules.fills) if added else rules


def _tables(strips: Sequence[Strip], em: float) -> Iterator[list[Strip]]:
    """The strips of each table: one without colour that is much higher than a row is what stands between two."""
    highest = max((below - above for above, below, boxes in strips if boxes), default=0.0)
    part: list[Strip] = []
    for strip in strips:
        if not strip[2] and strip[1] - strip[0] > max(_BETWEEN * em, _HIGHER * highest):
            if part:
                yield part
            part = []
        else:
            part.append(strip)
    if part:
        yield part


def _lies_in(box: Box, table: tuple[float, float, float, float], snap: float) -> bool:
    start, top, end, bottom = table
    return start - snap <= box.x0 and box.x1 <= end + snap and top - snap <= box.top and box.bottom <= bottom + snap


def _common_edges(rows: Sequence[Sequence[Box]], ends: tuple[float, float], snap: float) -> list[float]:
    """The sides of the coloured cells, without those of the table."""
    found: list[list[float]] = []
    for x in sorted(x for boxes in rows for box in boxes for x in (box.x0, box.x1)):
        if found and x - found[-1][0] <= snap:
            found[-1].append(x)
        elif x - ends[0] > snap and ends[1] - x > snap:
            found.append([x])
    return [sum(group) / len(group) for group in found]


def _strokes(
    strips: Sequence[Strip],
    common: Sequence[float],
    words: Sequence[Word],
    level: Sequence[Stroke],
    ends: tuple[float, float],
) -> Iterator[Stroke]:
    found = {x: [Stroke(x, strips[0][0], strips[-1][1])] for x in ends}
    for x in common:
        found[x] = []
        for above, below, boxes in strips:
            row = [word for word in words if above < word.middle < below]
            merged = any(box.x0 + _INTO < x < box.x1 - _INTO for box in boxes)
            crossed = merged or any(word.x0 + _INTO < x < word.x1 - _INTO for word in row)
            if crossed or heads_group(x, below, row, level, ends):
                continue
            if found[x] and found[x][-1].end == above:  # one stroke, or its middle would touch no other rule
                above = found[x].pop().start
            found[x].append(Stroke(x, above, below))
    for strokes in found.values():
        yield from strokes
