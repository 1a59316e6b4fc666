"""The rules of a PDF page: level and upright strokes, however they were drawn, joined and put on common places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pdfminer.layout import LTCurve, LTLine, LTRect

from mingzhang.reading.formats.pdf_turn import Turn
from mingzhang.reading.formats.pdf_words import brightness

_THIN = 3.0
"""Points; a rectangle no thicker is a rule."""
_DASH_GAP = 4.0
_WHITE = 0.97
_MOST = 20_000  # strokes of a page; more are a picture


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight stroke at ``at`` (its x if upright, else its y), from ``start`` to ``end``."""

    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Box:
    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, x: float, y: float, margin: float = 0.0) -> bool:
        return self.x0 - margin <= x <= self.x1 + margin and self.top - margin <= y <= self.bottom + margin


@dataclass
class Rules:
    """What is drawn on a page besides text: ``level`` and ``upright`` strokes, and coloured boxes without a border."""

    level: list[Stroke] = field(default_factory=list)
    upright: list[Stroke] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)

    def add(self, box: Box) -> None:
        """Adds a thin box as a stroke along its longer side; one as short as thick as both (a dot of a dotted rule)."""
        width, height = box.x1 - box.x0, box.bottom - box.top
        if height <= _THIN and width >= height:
            self.level.append(Stroke((box.top + box.bottom) / 2, box.x0, box.x1))
        if width <= _THIN and height >= width:
            self.upright.append(Stroke((box.x0 + box.x1) / 2, box.top, box.bottom))


def read_rules(curves: Iterable[LTCurve], turn: Turn, snap: float) -> Rules:
    """The rules among ``curves``; strokes nearer to each other than ``snap`` points are one (double rules).

    White strokes count only on a coloured ground.
    """
    rules, white = Rules(), Rules()
    for curve in curves:
        _add_curve(curve, turn, rules, white)
    for mine, pale in ((rules.level, white.level), (rules.upright, white.upright)):
        level = mine is rules.level
        mine += [s for s in pale if any(_lies_in(s, box, level) for box in rules.fills)]
    if len(rules.level) + len(rules.upright) > _MOST:
        return Rules()
    return Rules(_joined(rules.level, snap), _joined(rules.upright, snap), rules.fills)


def edges_of(boxes: list[Box], snap: float) -> Rules:
    """The borders of coloured boxes as rules."""
    rules = Rules()
    for box in boxes:
        _add_sides(box, rules)
    return Rules(_joined(rules.level, snap), _joined(rules.upright, snap))


def _lies_in(stroke: Stroke, box: Box, level: bool) -> bool:
    middle = (stroke.start + stroke.end) / 2
    return box.holds(*((middle, stroke.at) if level else (stroke.at, middle)), 1.0)


def _add_curve(curve: LTCurve, turn: Turn, rules: Rules, white: Rules) -> None:
    box = _box((curve.x0, curve.y0), (curve.x1, curve.y1), turn)
    stroked = bool(curve.stroke)
    colour = curve.stroking_color if stroked else curve.non_stroking_color
    target = white if brightness(colour) >= _WHITE and colour is not None else rules
    if min(box.x1 - box.x0, box.bottom - box.top) <= _THIN:
        target.add(box)
    elif isinstance(curve, LTRect):
        if stroked:
            _add_sides(box, target)
        if curve.fill and _is_coloured(curve):
            rules.fills.append(box)
    elif not isinstance(curve, LTLine) and stroked:
        for start, end in zip(curve.pts, curve.pts[1:], strict=False):
            side = _box(start, end, turn)
            if min(side.x1 - side.x0, side.bottom - side.top) <= 0.5:
                target.add(side)


def _is_coloured(curve: LTCurve) -> bool:
    return curve.non_stroking_color is not None and brightness(curve.non_stroking_color) < _WHITE


def _box(one: tuple[float, float], other: tuple[float, float], turn: Turn) -> Box:
    (x0, top), (x1, bottom) = turn.apply(*one), turn.apply(*other)
    return Box(min(x0, x1), min(top, bottom), max(x0, x1), max(top, bottom))


def _add_sides(box: Box, rules: Rules) -> None:
    rules.level += [Stroke(box.top, box.x0, box.x1), Stroke(box.bottom, box.x0, box.x1)]
    rules.upright += [Stroke(box.x0, box.top, box.bottom), Stroke(box.x1, box.top, box.bottom)]


def _joined(strokes: list[Stroke], snap: float) -> list[Stroke]:
    """Strokes on one line that touch, overlap or are dashes of one rule, as one; specks are left out."""
    joined = [stroke for group in _groups(strokes, snap) for stroke in _join_line(group)]
    return [stroke for stroke in joined if stroke.length > 2 * snap]


def _groups(strokes: list[Stroke], snap: float) -> Iterator[list[Stroke]]:
    group: list[Stroke] = []
    for stroke in sorted(strokes, key=lambda each: each.at):
        if group and stroke.at - group[0].at > snap:
            yield group
            group = []
        group.append(stroke)
    if group:
        yield group


def _join_line(group: list[Stroke]) -> Iterator[Stroke]:
    weight = sum(max(stroke.length, 0.1) for stroke in group)
    at = sum(stroke.at * max(stroke.length, 0.1) for stroke in group) / weight
    start = end = None
    for stroke in sorted(group, key=lambda each: each.start):
        if start is None or end is None or stroke.start > end + _DASH_GAP:
            if start is not None and end is not None:
                yield Stroke(at, start, end)
            start, end = stroke.start, stroke.end
        else:
            end = max(end, stroke.end)
    if start is not None and end is not None:
        yield Stroke(at, start, end)
