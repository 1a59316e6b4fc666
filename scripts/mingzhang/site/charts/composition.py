"""Draw one stacked bar of a whole, its parts listed below it with amount and share."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from mingzhang.site.charts.grammar import LABEL, LINE, SMALL, Layer, Sketch, Value, piece, rects, rules, texts
from mingzhang.site.charts.measure import wrap_text
from mingzhang.site.charts.model import WIDE, Composition, Segment
from mingzhang.site.charts.palette import INK, MUTED, RULE
from mingzhang.site.numbers.amounts import format_amount, format_share

_BAR, _GAP, _PAD = 30, 10, 13
_Parts = tuple[tuple[str, Segment], ...]


@dataclass(frozen=True)
class Line:
    """One part in the list: its wrapped name, where it begins and its middle."""

    segment: Segment
    words: str
    top: float
    middle: float
    bottom: float


def sketch_composition(chart: Composition, width: int) -> Sketch:
    """The drawing of ``chart``, parts in their order, ``width`` pixels wide."""
    whole = sum((segment.amount for _, segment in chart.parts), Decimal(0))
    amount_at = width - (62 if width < WIDE else 90)
    lines = _list(chart.parts, (amount_at - 20 - 78) / LABEL)
    swatches = [
        piece(Segment(Decimal(1), line.segment.colour, ""), 0, 12, line.middle - 6, line.middle + 6) for line in lines
    ]
    layers = [rects([*_bar(chart.parts, whole, width), *swatches]), *_words(lines, whole, amount_at, width)]
    if len(lines) > 1:
        layers.append(_rules(lines, width))
    return Sketch(layers, width, lines[-1].bottom)


def _bar(parts: _Parts, whole: Decimal, width: int) -> list[Value]:
    pieces, start, scale = [], Decimal(0), width / float(whole or 1)
    for place, (_, segment) in enumerate(parts):
        end = start + segment.amount
        pieces.append(piece(segment, float(start) * scale, float(end) * scale, 0, _BAR, place == len(parts) - 1))
        start = end
    return pieces


def _list(parts: _Parts, room: float) -> list[Line]:
    """The parts below the bar, names in up to two lines."""
    lines: list[Line] = []
    for name, segment in parts:
        top = lines[-1].bottom if lines else float(_BAR + _GAP)
        wrapped = wrap_text(name, room, 2)
        bottom = top + len(wrapped) * LINE + _PAD
        lines.append(Line(segment, "\n".join(wrapped), top, (top + bottom) / 2, bottom))
    return lines


def _words(lines: list[Line], whole: Decimal, amount_at: int, width: int) -> list[Layer]:
    """Name on the left, amount and share in two columns on the right."""
    names = [{"words": line.words, "x": 20, "y": line.middle - line.words.count("\n") * LINE / 2} for line in lines]
    amounts = [{"words": format_amount(line.segment.amount), "x": amount_at, "y": line.middle} for line in lines]
    shares = [{"words": format_share(line.segment.amount, whole), "x": width, "y": line.middle} for line in lines]
    return [
        texts(names, LABEL, INK, align="left"),
        texts(amounts, LABEL, INK, align="right"),
        texts(shares, SMALL, MUTED, align="right"),
    ]


def _rules(lines: list[Line], width: int) -> Layer:
    values = [{"x": 0, "x2": width, "y": line.top - 0.5} for line in lines[1:]]
    return rules(values, RULE)
