"""Draw horizontal bars with the number at the bar's end, wide or narrow.

Wide: labels in a column on the left. Narrow: each label above its bar.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from mingzhang.site.charts.grammar import (
    LABEL,
    LINE,
    SMALL,
    SMALL_LINE,
    Layer,
    Sketch,
    Value,
    piece,
    posts,
    rects,
    texts,
)
from mingzhang.site.charts.measure import text_width, wrap_text
from mingzhang.site.charts.model import WIDE, Bar, Bars, Lane
from mingzhang.site.charts.palette import INK, MUTED, RULE

_ONE, _MANY, _BETWEEN = 14, 11, 4
_HEADING = 30


@dataclass(frozen=True)
class Row:
    """Where one bar stands, in pixels from the top: its heading, label, note and lanes."""

    bar: Bar
    heading: float
    label: tuple[str, float]
    note: tuple[str, float]
    lanes: tuple[float, ...]
    thick: int
    bottom: float


@dataclass(frozen=True)
class Frame:
    """The room for the bars and the scale along it."""

    left: int
    right: int
    most: float

    def x(self, amount: float) -> float:
        """``amount`` in pixels."""
        return self.left + amount / self.most * (self.right - self.left)


def sketch_bars(chart: Bars, width: int) -> Sketch:
    """The drawing of ``chart``, ``width`` pixels wide (``WIDE`` or ``NARROW``)."""
    bars, narrow = chart.bars, width < WIDE
    left = 0 if narrow else _label_column(bars)
    lanes = [lane for bar in bars for lane in bar.lanes]
    right = width - int(max(text_width(lane.end) for lane in lanes) * SMALL) - 12
    most = float(chart.most or max(lane.amount for lane in lanes)) or 1.0
    rows = _rows(bars, width if narrow else left - 14, narrow)
    height = rows[-1].bottom + (6 if narrow else 2)
    frame = Frame(left, right, most)
    layers = [_segments(rows, frame), *_ends(rows, frame), *_labels(rows, left, narrow)]
    if not narrow:
        layers.insert(0, _baseline(rows, left))
    return Sketch(layers, width, height)


def _label_column(bars: tuple[Bar, ...]) -> int:
    """Wide enough for the longest label on one line, up to 20 em; longer ones wrap."""
    longest = max(max(text_width(bar.label), text_width(bar.note) * SMALL / LABEL) for bar in bars)
    return int(min(max(longest, 4), 20) * LABEL) + 16


def _rows(bars: tuple[Bar, ...], room: float, narrow: bool) -> list[Row]:
    rows: list[Row] = []
    top, group = 0.0, ""
    for bar in bars:
        heading = -1.0
        if bar.group != group:
            heading, group = top + 12 + (8 if rows else 0), bar.group
            top = heading + _HEADING - 12
        rows.append(_row(bar, top, heading, room, narrow))
        top = rows[-1].bottom
    return rows


def _row(bar: Bar, top: float, heading: float, room: float, narrow: bool) -> Row:
    lines, small = wrap_text(bar.label, room / LABEL, 2), wrap_text(bar.note, room / SMALL, 2)
    text = len(lines) * LINE + len(small) * SMALL_LINE
    thick = _ONE if len(bar.lanes) == 1 else _MANY
    stack = len(bar.lanes) * (thick + _BETWEEN) - _BETWEEN
    if narrow:
        start, first, bottom = top + text + 3, top + LINE / 2, top + text + 3 + stack + 10
    else:
        bottom = top + max(text, stack, 22) + 8
        start, first = (top + bottom - stack) / 2, (top + bottom - text) / 2 + LINE / 2
    second = first + (len(lines) - 0.5) * LINE + SMALL_LINE / 2
    lanes = tuple(start + place * (thick + _BETWEEN) for place in range(len(bar.lanes)))
    return Row(bar, heading, ("\n".join(lines), first), ("\n".join(small), second), lanes, thick, bottom)


def _segments(rows: list[Row], frame: Frame) -> Layer:
    pieces = []
    for row in rows:
        for lane, top in zip(row.bar.lanes, row.lanes, strict=True):
            pieces += _lane(lane, top, top + row.thick, frame)
    return rects(pieces)


def _lane(lane: Lane, top: float, foot: float, frame: Frame) -> list[Value]:
    steps = [0.0]
    for segment in lane.segments:
        steps.append(steps[-1] + float(segment.amount))
    pairs = zip(lane.segments, pairwise(steps), strict=True)
    last = len(lane.segments) - 1
    return [
        piece(segment, frame.x(start), frame.x(end), top, foot, place == last)
        for place, (segment, (start, end)) in enumerate(pairs)
        if segment.amount
    ]


def _ends(rows: list[Row], frame: Frame) -> list[Layer]:
    """The numbers at the ends: those to compare with in grey."""
    layers = []
    for quiet, colour in ((False, INK), (True, MUTED)):
        values = [
            {"x": round(frame.x(float(lane.amount)) + 7, 2), "y": top + row.thick / 2 + 0.5, "words": lane.end}
            for row in rows
            for lane, top in zip(row.bar.lanes, row.lanes, strict=True)
            if lane.quiet == quiet
        ]
        if values:
            layers.append(texts(values, SMALL, colour, align="left"))
    return layers


def _labels(rows: list[Row], left: int, narrow: bool) -> list[Layer]:
    align, x = ("left", 0) if narrow else ("right", left - 12)
    labels = [{"x": x, "y": row.label[1], "words": row.label[0]} for row in rows]
    notes = [{"x": x, "y": row.note[1], "words": row.note[0]} for row in rows if row.note[0]]
    headings = [{"x": 0, "y": row.heading, "words": row.bar.group} for row in rows if row.heading >= 0]
    layers = [texts(labels, LABEL, INK, align=align)]
    if notes:
        layers.append(texts(notes, SMALL, MUTED, SMALL_LINE, align=align))
    if headings:
        layers.append(texts(headings, LABEL, INK, align="left", fontWeight="bold"))
    return layers


def _baseline(rows: list[Row], left: int) -> Layer:
    """From the first bar of each group to its last."""
    starts = [place for place, row in enumerate(rows) if row.heading >= 0 or not place]
    ends = [*starts[1:], len(rows)]
    values = [
        {
            "x": left - 0.5,
            "top": rows[start].heading + _HEADING - 12 if rows[start].heading >= 0 else 0,
            "foot": rows[end - 1].bottom,
        }
        for start, end in zip(starts, ends, strict=True)
    ]
    return posts(values, RULE)
