"""Draw ranked horizontal bars with the number at the bar's end, wide or narrow.

Wide: labels in a column on the left. Narrow: each label above its bar.
"""

from __future__ import annotations

from typing import Any

import altair as alt

from mingzhang.site.charts.grammar import LABEL, LINE, SMALL, Layer, drawing, pixels, rects, rules, scaled, texts
from mingzhang.site.charts.metrics_font import text_width, wrap_text
from mingzhang.site.charts.model import WIDE, Bar, Bars
from mingzhang.site.charts.palette import INK, RULE

_BAR = 14


def bars_spec(chart: Bars, width: int) -> dict[str, Any]:
    """The Vega-Lite drawing of ``chart``, ``width`` pixels wide (``WIDE`` or ``NARROW``)."""
    bars, narrow = chart.bars, width < WIDE
    left = 0 if narrow else _label_column(bars)
    right = width - int(max(text_width(bar.end) for bar in bars) * SMALL) - 12
    room = (width if narrow else left - 14) / LABEL
    rows = _rows([wrap_text(bar.label, room, 2) for bar in bars], narrow)
    height = rows[-1]["bottom"] + (6 if narrow else 10)
    span = (float(max(bar.amount for bar in bars)) or 1.0, left, right)
    layers = [_segments(bars, rows, span), _ends(bars, rows, span), _labels(rows, left, narrow)]
    if not narrow:
        layers.insert(0, _baseline(left, height))
    return drawing(layers, width, height)


def _label_column(bars: tuple[Bar, ...]) -> int:
    """Wide enough for the longest label on one line, up to 20 em; longer ones wrap."""
    longest = max(text_width(bar.label) for bar in bars)
    return int(min(longest, 20) * LABEL) + 16


def _rows(labels: list[list[str]], narrow: bool) -> list[dict[str, Any]]:
    """Where each label and bar stands, in pixels from the top; ``first`` is the label's first line."""
    rows, top = [], 0
    for lines in labels:
        text = len(lines) * LINE
        bar = top + text + 3 if narrow else top + (max(text, 22) + 8 - _BAR) // 2
        bottom = bar + _BAR + 10 if narrow else top + max(text, 22) + 8
        middle = top + text / 2 if narrow else (top + bottom) / 2
        first = middle - (len(lines) - 1) * LINE / 2
        rows.append({"words": "\n".join(lines), "top": bar, "foot": bar + _BAR, "first": first, "bottom": bottom})
        top = bottom
    return rows


def _segments(bars: tuple[Bar, ...], rows: list[dict[str, Any]], span: tuple[float, int, int]) -> Layer:
    pieces = []
    for bar, row in zip(bars, rows, strict=True):
        start = 0 * bar.amount
        for segment in bar.segments:
            end = start + segment.amount
            place = {"start": float(start), "end": float(end), "top": row["top"], "foot": row["foot"]}
            pieces.append(place | {"colour": segment.colour, "words": segment.words})
            start = end
    return rects(pieces).encode(x=scaled("start", *span), x2="end:Q", description="words:N")


def _ends(bars: tuple[Bar, ...], rows: list[dict[str, Any]], span: tuple[float, int, int]) -> Layer:
    pairs = zip(bars, rows, strict=True)
    ends = [{"end": float(bar.amount), "middle": row["top"] + _BAR / 2, "words": bar.end} for bar, row in pairs]
    return texts(ends, SMALL, INK, align="left", dx=7).encode(x=scaled("end", *span), y=pixels("middle"))


def _labels(rows: list[dict[str, Any]], left: int, narrow: bool) -> Layer:
    values = [{"words": row["words"], "first": row["first"]} for row in rows]
    align, place = ("left", 0) if narrow else ("right", left - 12)
    return texts(values, LABEL, INK, align=align).encode(x=alt.value(place), y=pixels("first"))


def _baseline(left: int, height: int) -> Layer:
    rule = rules([{"top": 0, "foot": height}], RULE)
    return rule.encode(x=alt.value(left - 0.5), y=pixels("top"), y2=alt.Y2("foot:Q"))
