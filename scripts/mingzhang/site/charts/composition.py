"""Draw one stacked bar of a whole, its parts listed below it with amount and share."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import altair as alt

from mingzhang.site.amounts import format_amount, format_share
from mingzhang.site.charts.grammar import LABEL, SMALL, Layer, drawing, pixels, rects, rules, scaled, texts
from mingzhang.site.charts.metrics_font import wrap_text
from mingzhang.site.charts.model import WIDE, Composition, Segment
from mingzhang.site.charts.palette import INK, MUTED, RULE

_BAR, _ROW, _GAP = 30, 30, 14
_Parts = tuple[tuple[str, Segment], ...]


def composition_spec(chart: Composition, width: int) -> dict[str, Any]:
    """The Vega-Lite drawing of ``chart``, parts in their order, ``width`` pixels wide."""
    parts = chart.parts
    whole = sum((segment.amount for _, segment in parts), Decimal(0))
    layers = [_bar(parts, whole, width), _swatches(parts), *_lines(parts, whole, width)]
    if len(parts) > 1:
        layers.append(_rules(len(parts), width))
    return drawing(layers, width, _BAR + _GAP + _ROW * len(parts))


def _bar(parts: _Parts, whole: Decimal, width: int) -> Layer:
    pieces, start = [], Decimal(0)
    for _, segment in parts:
        end = start + segment.amount
        place = {"start": float(start), "end": float(end), "top": 0, "foot": _BAR}
        pieces.append(place | {"colour": segment.colour, "words": segment.words})
        start = end
    return rects(pieces).encode(x=scaled("start", float(whole), 0, width), x2="end:Q", description="words:N")


def _swatches(parts: _Parts) -> Layer:
    values = []
    for place, (_, segment) in enumerate(parts):
        top = _middle(place) - 6
        values.append({"x": 0, "x2": 12, "top": top, "foot": top + 12, "colour": segment.colour})
    return rects(values).encode(x=pixels("x", "x"), x2=alt.X2("x2:Q"))


def _lines(parts: _Parts, whole: Decimal, width: int) -> list[Layer]:
    """Name on the left, amount and share in two columns on the right."""
    amount_at = width - (62 if width < WIDE else 90)
    room = (amount_at - 20 - 78) / LABEL
    names, amounts, shares = [], [], []
    for place, (name, segment) in enumerate(parts):
        middle = _middle(place)
        names.append({"words": wrap_text(name, room, 1)[0], "y": middle})
        amounts.append({"words": format_amount(segment.amount), "y": middle})
        shares.append({"words": format_share(segment.amount, whole), "y": middle})
    return [
        texts(names, LABEL, INK, align="left").encode(x=alt.value(20), y=pixels("y")),
        texts(amounts, LABEL, INK, align="right").encode(x=alt.value(amount_at), y=pixels("y")),
        texts(shares, SMALL, MUTED, align="right").encode(x=alt.value(width), y=pixels("y")),
    ]


def _rules(count: int, width: int) -> Layer:
    values = [{"x": 0, "x2": width, "y": _BAR + _GAP + _ROW * place - 0.5} for place in range(1, count)]
    return rules(values, RULE).encode(x=pixels("x", "x"), x2=alt.X2("x2:Q"), y=pixels("y"))


def _middle(place: int) -> float:
    return _BAR + _GAP + _ROW * place + _ROW / 2
