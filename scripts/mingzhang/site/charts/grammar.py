"""The few Altair pieces that every drawing is built of.

A drawing is a list of layers of one look each, and the values that they show. Altair says in Vega-Lite what a list
of looks means, once (:func:`template`); the values are put in afterwards.

Positions are computed here, in pixels, and the drawing area is fixed: no scale, no axis, no automatic size, so no
measured text can move anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from mingzhang.site.charts.model import Segment
from mingzhang.site.charts.templates import made_once

LABEL, SMALL, LINE, SMALL_LINE = 13, 12, 17, 16
"""Sizes of labels and small text, and the heights of their lines, in pixels."""
PALE = 0.42
_GAP, _LEAST = 1.0, 1.0
_OWN_SCALES = ("x", "y", "fill", "stroke", "opacity")

Value = dict[str, Any]
Look = tuple[str, tuple[tuple[str, Any], ...]]
"""A kind of layer (``rects``, ``posts``, ``rules``, ``texts``) and how its marks look."""
Structure = tuple[Look, ...]


@dataclass(frozen=True)
class Layer:
    """Marks of one look, and their values."""

    look: Look
    values: list[Value]


@dataclass(frozen=True)
class Sketch:
    """All that a drawing is, before it is drawn; ``width`` and ``height`` in pixels."""

    layers: list[Layer]
    width: int
    height: float

    @property
    def structure(self) -> Structure:
        """The looks of its layers, by which drawings share a template."""
        return tuple(layer.look for layer in self.layers)

    @property
    def data(self) -> list[list[Value]]:
        """The values of its layers."""
        return [layer.values for layer in self.layers]


def piece(segment: Segment, start: float, end: float, top: float, foot: float, last: bool = True) -> Value:
    """The rectangle of ``segment`` between two pixels: never thinner than a hairline, a gap before the next one.

    An outline lies inside its edges.
    """
    if not last and end - start > 3:
        end -= _GAP
    if segment.amount and end - start < _LEAST:
        end = start + _LEAST
    inset = 0.75 if segment.outline else 0.0
    return {
        "x": round(start + inset, 2),
        "x2": round(max(end - inset, start + inset), 2),
        "top": round(top + inset, 2),
        "foot": round(foot - inset, 2),
        "fill": "transparent" if segment.outline else segment.colour,
        "edge": segment.colour if segment.outline else "transparent",
        "opacity": PALE if segment.pale else 1.0,
        "words": segment.words,
    }


def rects(values: list[Value]) -> Layer:
    """Rectangles as ``piece`` gives them."""
    return Layer(("rects", ()), values)


def posts(values: list[Value], colour: str) -> Layer:
    """Thin upright lines at ``x`` from ``top`` to ``foot``."""
    return Layer(("posts", (("color", colour),)), values)


def rules(values: list[Value], colour: str) -> Layer:
    """Thin level lines at ``y`` from ``x`` to ``x2``."""
    return Layer(("rules", (("color", colour),)), values)


def texts(values: list[Value], size: int, colour: str, line: int = LINE, **mark: Any) -> Layer:
    """The ``words`` of ``values`` at ``x`` and ``y``, the middle of their first line; line breaks are kept."""
    look = {"fontSize": size, "color": colour, "lineHeight": line, **mark}
    return Layer(("texts", tuple(sorted(look.items()))), values)


def template(structure: Structure) -> dict[str, Any]:
    """The Vega-Lite of every drawing of ``structure``: a fixed size, one pixel for now, without any ground.

    The values of its layers are to be put into the data sets ``layer0``, ``layer1`` and so on.
    """
    return made_once(("drawing", structure), lambda: _template(structure))


def _template(structure: Structure) -> dict[str, Any]:
    with altair() as alt:
        names = layer_names(len(structure))
        layers = [_chart(alt, look, name) for look, name in zip(structure, names, strict=True)]
        scales: dict[str, Any] = dict.fromkeys(_OWN_SCALES, "independent")
        apart = alt.Resolve(scale=alt.ScaleResolveMap(**scales))
        ground = alt.Config(background="transparent", view=alt.ViewConfig(stroke=None))
        fixed = alt.AutoSizeParams(type="none")
        chart = alt.LayerChart(layer=layers, width=1, height=1, padding=0, autosize=fixed, resolve=apart, config=ground)
        spec: dict[str, Any] = chart.to_dict(validate=False)
    return spec


@contextmanager
def altair() -> Iterator[Any]:
    """Altair, which is slow to load, without its checks: they cost more than the charts, and the tests have done them.

    Its methods are typed only in part.
    """
    import altair as alt
    from altair.utils.schemapi import debug_mode

    with debug_mode(False):
        yield alt


def layer_names(count: int) -> list[str]:
    """The data sets of ``count`` layers."""
    return [f"layer{place}" for place in range(count)]


def sketch_spec(sketch: Sketch) -> dict[str, Any]:
    """The whole Vega-Lite of one drawing, as its template and its values give it."""
    values = dict(zip(layer_names(len(sketch.layers)), sketch.data, strict=True))
    return template(sketch.structure) | {"width": sketch.width, "height": sketch.height, "datasets": values}


def _chart(alt: Any, look: Look, data: str) -> Any:
    """One layer in Altair."""
    kind, style = look
    chart, mark = alt.Chart(alt.NamedData(name=data)), dict(style)
    if kind == "rects":
        return chart.mark_rect(strokeWidth=1.5).encode(
            x=_pixels(alt, "x", "x"),
            x2=alt.X2("x2:Q"),
            y=_pixels(alt, "top"),
            y2=alt.Y2("foot:Q"),
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("edge:N", scale=None),
            opacity=alt.Opacity("opacity:Q", scale=None),
            description="words:N",
        )
    # Only rectangles say what they are; the words of a drawing speak for themselves.
    if kind == "texts":
        chart = chart.mark_text(baseline="middle", lineBreak="\n", aria=False, **mark)
        return chart.encode(text="words:N", x=_pixels(alt, "x", "x"), y=_pixels(alt, "y"))
    chart = chart.mark_rule(strokeWidth=1, aria=False, **mark)
    if kind == "posts":
        return chart.encode(x=_pixels(alt, "x", "x"), y=_pixels(alt, "top"), y2=alt.Y2("foot:Q"))
    return chart.encode(x=_pixels(alt, "x", "x"), x2=alt.X2("x2:Q"), y=_pixels(alt, "y"))


def _pixels(alt: Any, field: str, channel: str = "y") -> Any:
    """``field`` as a position in pixels, unscaled."""
    kind = alt.X if channel == "x" else alt.Y
    return kind(f"{field}:Q", scale=None, axis=None)
