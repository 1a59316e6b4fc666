"""The few Altair pieces that every drawing is built of.

Positions are computed here, in pixels, and the drawing area is fixed: no axis,
no automatic size, so no measured text can move anything.
"""

from __future__ import annotations

from typing import Any

import altair as alt

from mingzhang.site.charts.metrics_font import FAMILY

LABEL, SMALL, LINE = 13, 12, 17
"""Sizes of labels and small text, and the height of a line, in pixels."""

Layer = Any
"""An Altair chart; Altair types its methods only in part."""


def pixels(field: str, channel: str = "y") -> Any:
    """``field`` as a position in pixels, unscaled."""
    kind = alt.X if channel == "x" else alt.Y
    return kind(f"{field}:Q", scale=None, axis=None)


def scaled(field: str, most: float, left: int, right: int) -> Any:
    """``field`` along x, from 0 at ``left`` to ``most`` at ``right``."""
    return alt.X(f"{field}:Q", scale=alt.Scale(domain=[0, most], range=[left, right], nice=False), axis=None)


def rects(values: list[dict[str, Any]]) -> Layer:
    """Rectangles from ``top`` to ``foot`` in the ``colour`` of each value; x is still to be set."""
    chart = _chart(values).mark_rect()
    return chart.encode(y=pixels("top"), y2=alt.Y2("foot:Q"), color=alt.Color("colour:N", scale=None))


def rules(values: list[dict[str, Any]], colour: str) -> Layer:
    """Thin rules; positions are still to be set."""
    return _chart(values).mark_rule(color=colour, strokeWidth=1)


def texts(values: list[dict[str, Any]], size: int, colour: str, **mark: Any) -> Layer:
    """Text marks of the ``words`` of ``values``; a line break starts a new line."""
    chart = _chart(values)
    chart = chart.mark_text(fontSize=size, color=colour, baseline="middle", lineBreak="\n", lineHeight=LINE, **mark)
    return chart.encode(text="words:N")


def _chart(values: list[dict[str, Any]]) -> Layer:
    return alt.Chart(alt.InlineData(values=values))


def drawing(layers: list[Layer], width: int, height: float) -> dict[str, Any]:
    """The layers as one Vega-Lite drawing of a fixed size without any ground."""
    chart = alt.layer(*layers).resolve_scale(x="independent", y="independent", color="independent")
    chart = chart.properties(width=width, height=height, padding=0, autosize=alt.AutoSizeParams(type="none"))
    chart = chart.configure(font=FAMILY, background="transparent").configure_view(stroke=None)
    spec: dict[str, Any] = chart.to_dict()
    return spec
