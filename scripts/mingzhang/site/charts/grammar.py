"""The few Altair pieces that every drawing is built of.

Positions are computed here, in pixels, and the drawing area is fixed: no scale,
no axis, no automatic size, so no measured text can move anything.
"""

from __future__ import annotations

from typing import Any

import altair as alt

from mingzhang.site.charts.metrics_font import FAMILY
from mingzhang.site.charts.model import Segment

LABEL, SMALL, LINE, SMALL_LINE = 13, 12, 17, 16
"""Sizes of labels and small text, and the heights of their lines, in pixels."""
PALE = 0.42
_GAP, _LEAST = 1.0, 1.0
_OWN_SCALES = ("x", "y", "fill", "stroke", "opacity")

Layer = Any
"""An Altair chart; Altair types its methods only in part."""


def pixels(field: str, channel: str = "y") -> Any:
    """``field`` as a position in pixels, unscaled."""
    kind = alt.X if channel == "x" else alt.Y
    return kind(f"{field}:Q", scale=None, axis=None)


def piece(segment: Segment, start: float, end: float, top: float, foot: float, last: bool = True) -> dict[str, Any]:
    """The rectangle of ``segment`` between two pixels: never thinner than a hairline, a gap before the next one.

    An outline lies inside its edges.
    """
    if not last and end - start > 3:
        end -= _GAP
    if segment.amount and end - start < _LEAST:
        end = start + _LEAST
    inset = 0.75 if segment.outline else 0.0
    place = {"x": start + inset, "x2": max(end - inset, start + inset), "top": top + inset, "foot": foot - inset}
    edge = segment.colour if segment.outline else "transparent"
    fill = "transparent" if segment.outline else segment.colour
    style = {"fill": fill, "edge": edge, "opacity": PALE if segment.pale else 1.0}
    return {key: round(value, 2) for key, value in place.items()} | style | {"words": segment.words}


def rects(values: list[dict[str, Any]]) -> Layer:
    """Rectangles as ``piece`` gives them; without any, an empty layer."""
    chart = _chart(values).mark_rect(strokeWidth=1.5)
    return chart.encode(
        x=pixels("x", "x"),
        x2=alt.X2("x2:Q"),
        y=pixels("top"),
        y2=alt.Y2("foot:Q"),
        fill=alt.Fill("fill:N", scale=None),
        stroke=alt.Stroke("edge:N", scale=None),
        opacity=alt.Opacity("opacity:Q", scale=None),
        description="words:N",
    )


def rules(values: list[dict[str, Any]], colour: str) -> Layer:
    """Thin rules; positions are still to be set."""
    return _chart(values).mark_rule(color=colour, strokeWidth=1)


def texts(values: list[dict[str, Any]], size: int, colour: str, line: int = LINE, **mark: Any) -> Layer:
    """The ``words`` of ``values`` at ``x`` and ``y``, the middle of their first line; line breaks are kept."""
    chart = _chart(values)
    chart = chart.mark_text(fontSize=size, color=colour, baseline="middle", lineBreak="\n", lineHeight=line, **mark)
    return chart.encode(text="words:N", x=pixels("x", "x"), y=pixels("y"))


def _chart(values: list[dict[str, Any]]) -> Layer:
    return alt.Chart(alt.InlineData(values=values))


def drawing(layers: list[Layer], width: int, height: float) -> dict[str, Any]:
    """The layers as one Vega-Lite drawing of a fixed size without any ground.

    Made in one call, since each further one of Altair's would copy every value.
    """
    scales: dict[str, Any] = dict.fromkeys(_OWN_SCALES, "independent")
    apart = alt.Resolve(scale=alt.ScaleResolveMap(**scales))
    look = alt.Config(font=FAMILY, background="transparent", view=alt.ViewConfig(stroke=None))
    fixed = alt.AutoSizeParams(type="none")
    chart = alt.LayerChart(
        layer=layers, width=width, height=height, padding=0, autosize=fixed, resolve=apart, config=look
    )
    spec: dict[str, Any] = chart.to_dict(validate=False)
    return spec
