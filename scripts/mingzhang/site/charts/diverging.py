"""Draw changes left and right of zero, each with its amount, percent and reason.

Wide: label, bar and reason side by side. Narrow: label and number, the bar
under them over the whole width, then the reason.
"""

from __future__ import annotations

from dataclasses import dataclass

from mingzhang.site.charts.grammar import (
    LABEL,
    LINE,
    SMALL,
    SMALL_LINE,
    Layer,
    Sketch,
    piece,
    posts,
    rects,
    rules,
    texts,
)
from mingzhang.site.charts.measure import text_width, wrap_text
from mingzhang.site.charts.model import WIDE, Diverging, Shift
from mingzhang.site.charts.palette import INK, MUTED, RULE

_BAR = 14
_LABEL_ROOM, _REASON_ROOM = 150, 254


@dataclass(frozen=True)
class Place:
    """Where the parts of one change stand, in pixels; text is wrapped."""

    shift: Shift
    label: tuple[str, float]
    note: tuple[str, float]
    reason: tuple[str, float]
    bar: float
    top: float
    bottom: float


@dataclass(frozen=True)
class Zero:
    """Where zero stands and how many pixels one unit is."""

    x: float
    scale: float


def sketch_diverging(chart: Diverging, width: int) -> Sketch:
    """The drawing of ``chart``, ``width`` pixels wide."""
    narrow = width < WIDE
    places = _places(chart.shifts, width, narrow)
    zero = _zero(chart.shifts, width, narrow)
    layers = [_baseline(places, zero), _bars(places, zero)]
    layers += _narrow_numbers(places, width) if narrow else _wide_numbers(places, zero)
    layers += _words(places, width, narrow)
    if len(places) > 1:
        layers.append(_rules(places, width))
    return Sketch(layers, width, places[-1].bottom)


def _number(shift: Shift) -> str:
    return f"{shift.end}\u2002{shift.percent}".strip()


def _places(shifts: tuple[Shift, ...], width: int, narrow: bool) -> list[Place]:
    places, top = [], 0.0
    for shift in shifts:
        places.append(_narrow_place(shift, top, width) if narrow else _wide_place(shift, top))
        top = places[-1].bottom
    return places


def _wide_place(shift: Shift, top: float) -> Place:
    label = wrap_text(shift.label, _LABEL_ROOM / LABEL, 2)
    note = wrap_text(shift.note, _LABEL_ROOM / SMALL, 2)
    reason = wrap_text(shift.reason, _REASON_ROOM / SMALL, 4, even=False)
    own = len(label) * LINE + len(note) * SMALL_LINE
    high = max(own, len(reason) * SMALL_LINE, 2 * SMALL_LINE) + 14
    middle = top + high / 2
    first = middle - own / 2 + LINE / 2
    why = middle - len(reason) * SMALL_LINE / 2 + SMALL_LINE / 2
    second = first + (len(label) - 0.5) * LINE + SMALL_LINE / 2
    words = ("\n".join(label), first), ("\n".join(note), second), ("\n".join(reason), why)
    return Place(shift, *words, middle - _BAR / 2, top, top + high)


def _narrow_place(shift: Shift, top: float, width: int) -> Place:
    room = width - text_width(_number(shift)) * SMALL - 14
    label = wrap_text(shift.label, room / LABEL, 2)
    note = wrap_text(shift.note, width / SMALL, 1)
    reason = wrap_text(shift.reason, width / SMALL, 4, even=False)
    first = top + 8 + LINE / 2
    second = first + (len(label) - 0.5) * LINE + SMALL_LINE / 2
    bar = top + 8 + len(label) * LINE + len(note) * SMALL_LINE + 4
    why = bar + _BAR + 5 + SMALL_LINE / 2
    bottom = bar + _BAR + 10 + len(reason) * SMALL_LINE
    words = ("\n".join(label), first), ("\n".join(note), second), ("\n".join(reason), why)
    return Place(shift, *words, bar, top, bottom)


def _zero(shifts: tuple[Shift, ...], width: int, narrow: bool) -> Zero:
    """One scale for both sides; in the wide drawing each used side keeps room for its numbers."""
    up = float(max([shift.segment.amount for shift in shifts if shift.segment.amount > 0], default=0))
    down = float(-min([shift.segment.amount for shift in shifts if shift.segment.amount < 0], default=0))
    left, right = (0.0, float(width)) if narrow else (_LABEL_ROOM + 14.0, width - _REASON_ROOM - 18.0)
    if not narrow:
        left += _number_room(shifts, down=True)
        right -= _number_room(shifts, down=False)
    scale = (right - left) / ((up + down) or 1.0)
    return Zero(left + down * scale, scale)


def _number_room(shifts: tuple[Shift, ...], down: bool) -> float:
    own = [shift for shift in shifts if (shift.segment.amount < 0) == down]
    return max((max(text_width(shift.end), text_width(shift.percent)) * SMALL + 10 for shift in own), default=0.0)


def _end(place: Place, zero: Zero) -> float:
    return zero.x + float(place.shift.segment.amount) * zero.scale


def _bars(places: list[Place], zero: Zero) -> Layer:
    pieces = []
    for place in places:
        start, end = sorted((zero.x, _end(place, zero)))
        pieces.append(piece(place.shift.segment, min(start, end - 1), end, place.bar, place.bar + _BAR))
    return rects(pieces)


def _wide_numbers(places: list[Place], zero: Zero) -> list[Layer]:
    """Amount over percent, beyond the end of the bar."""
    layers = []
    for down, align, gap in ((True, "right", -7), (False, "left", 7)):
        own = [place for place in places if (place.shift.segment.amount < 0) == down]
        two = [place for place in own if place.shift.percent]
        amounts = [
            {
                "x": round(_end(place, zero) + gap, 2),
                "y": place.bar + _BAR / 2 - (8 if place in two else 0),
                "words": place.shift.end,
            }
            for place in own
        ]
        percents = [
            {"x": round(_end(place, zero) + gap, 2), "y": place.bar + _BAR / 2 + 8, "words": place.shift.percent}
            for place in two
        ]
        layers += [texts(amounts, SMALL, INK, align=align)] if amounts else []
        layers += [texts(percents, SMALL, MUTED, align=align)] if percents else []
    return layers


def _narrow_numbers(places: list[Place], width: int) -> list[Layer]:
    values = [{"x": width, "y": place.label[1], "words": _number(place.shift)} for place in places]
    return [texts(values, SMALL, INK, align="right")]


def _words(places: list[Place], width: int, narrow: bool) -> list[Layer]:
    align, x, why = ("left", 0, 0) if narrow else ("right", _LABEL_ROOM, width - _REASON_ROOM)
    labels = [{"x": x, "y": place.label[1], "words": place.label[0]} for place in places]
    notes = [{"x": x, "y": place.note[1], "words": place.note[0]} for place in places if place.note[0]]
    reasons = [{"x": why, "y": place.reason[1], "words": place.reason[0]} for place in places if place.reason[0]]
    layers = [texts(labels, LABEL, INK, align=align)]
    layers += [texts(notes, SMALL, MUTED, SMALL_LINE, align=align)] if notes else []
    return layers + ([texts(reasons, SMALL, MUTED, SMALL_LINE, align="left")] if reasons else [])


def _baseline(places: list[Place], zero: Zero) -> Layer:
    values = [{"x": round(zero.x, 2), "top": place.bar - 5, "foot": place.bar + _BAR + 5} for place in places]
    return posts(values, RULE)


def _rules(places: list[Place], width: int) -> Layer:
    values = [{"x": 0, "x2": width, "y": place.top} for place in places[1:]]
    return rules(values, RULE)
