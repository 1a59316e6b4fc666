"""From drawings to SVG: what each looks like, then all of them drawn at once."""

from __future__ import annotations

from collections.abc import Sequence

from mingzhang.site.charts.bars import sketch_bars
from mingzhang.site.charts.composition import sketch_composition
from mingzhang.site.charts.diverging import sketch_diverging
from mingzhang.site.charts.grammar import Sketch
from mingzhang.site.charts.model import Bars, Composition, Drawing
from mingzhang.site.charts.renderer import Renderer

Job = tuple[Drawing, int]
"""What to draw and how wide, in pixels."""


def draw_all(jobs: Sequence[Job], renderer: Renderer) -> list[str]:
    """The renderer's SVG of each job.

    Raises:
        DrawingError: when the renderer cannot.
    """
    return renderer.draw([sketch(drawing, width) for drawing, width in jobs])


def sketch(drawing: Drawing, width: int) -> Sketch:
    """Where everything in ``drawing`` stands when it is ``width`` pixels wide."""
    if isinstance(drawing, Bars):
        return sketch_bars(drawing, width)
    if isinstance(drawing, Composition):
        return sketch_composition(drawing, width)
    return sketch_diverging(drawing, width)
