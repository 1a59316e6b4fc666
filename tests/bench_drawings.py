"""The charts of the page on scale: Altair to SVG in the site's colours, inline, for wide and narrow screens."""

from __future__ import annotations

import re
from html import escape
from typing import Any

import altair as alt
import pandas as pd
import vl_convert

from mingzhang.site.charts.palette import BASIC, DOWN, INK, MUTED, PROPERTIES, RULE

OURS, PLAIN, AHEAD = "明账（实测）", "普通做法（实测）", "普通做法（推算）"
COLOURS = {OURS: BASIC, PLAIN: DOWN, AHEAD: DOWN}
_WIDTHS = {"wide": 640, "narrow": 300}
_TENS = [10**power for power in range(7)]
_HEX = re.compile("|".join(PROPERTIES))


def growth(rows: list[tuple[str, int, float]], axis: str) -> dict[str, alt.LayerChart]:
    """Lines over the number of disclosures, both axes logarithmic; ``rows`` are series, size, value."""
    frame = pd.DataFrame(rows, columns=["series", "size", "value"])
    names = [name for name in COLOURS if name in set(frame["series"])]
    colour = alt.Color("series:N", legend=None, scale=alt.Scale(domain=names, range=[COLOURS[name] for name in names]))
    base = alt.Chart(frame).encode(
        x=alt.X(
            "size:Q", title="份数", scale=alt.Scale(type="log"), axis=alt.Axis(format=",d", values=_TENS, grid=False)
        ),
        y=alt.Y("value:Q", title=axis, scale=alt.Scale(type="log"), axis=alt.Axis(format=",~g", values=_TENS)),
        color=colour,
    )
    dash = alt.StrokeDash(
        "series:N",
        legend=None,
        scale=alt.Scale(domain=names, range=[[4, 3] if name == AHEAD else [1, 0] for name in names]),
    )
    ends = base.transform_window(last="max(size)", groupby=["series"], frame=[None, None]).transform_filter(
        "datum.size == datum.last"
    )
    points = base.transform_filter(f"datum.series != '{AHEAD}'").mark_circle(size=36, opacity=1)
    labels = ends.mark_text(align="right", dy=-10, fontSize=12).encode(text="series:N")
    layers = base.mark_line().encode(strokeDash=dash) + points + labels
    return {kind: layers.properties(width=width, height=260) for kind, width in _WIDTHS.items()}


def shares(rows: list[tuple[str, str, float]], colours: tuple[str, ...]) -> dict[str, alt.LayerChart]:
    """Stacked bars to 100 %; ``rows`` are bar, part, seconds."""
    frame = pd.DataFrame(rows, columns=["bar", "part", "seconds"])
    parts = list(dict.fromkeys(frame["part"]))
    bars = (
        alt.Chart(frame)
        .mark_bar()
        .encode(
            x=alt.X("sum(seconds):Q", stack="normalize", title=None, axis=alt.Axis(format="%")),
            y=alt.Y("bar:N", sort=None, title=None),
            order="order:Q",
            color=alt.Color(
                "part:N",
                scale=alt.Scale(domain=parts, range=list(colours[: len(parts)])),
                legend=alt.Legend(orient="bottom", title=None, columns=3),
            ),
        )
        .transform_calculate(order=f"indexof({parts}, datum.part)")
    )
    return {
        kind: alt.LayerChart(layer=[bars], width=width - 60, height=alt.Step(34)) for kind, width in _WIDTHS.items()
    }


def figure(title: str, answer: str, charts: dict[str, alt.LayerChart]) -> str:
    """The figure as the site's pages have it: one block of HTML, colours as the theme's own."""
    drawn = "\n".join(_inline(chart, f"{title}：{answer}", kind) for kind, chart in charts.items())
    head = f'<span class="mz-chart__title">{escape(title)}</span><span class="mz-chart__answer">{escape(answer)}</span>'
    return f'<figure class="mz-chart">\n<figcaption>{head}</figcaption>\n{drawn}\n</figure>'


def _inline(chart: alt.LayerChart, spoken: str, kind: str) -> str:
    quiet: dict[str, Any] = {
        "domainColor": RULE,
        "tickColor": RULE,
        "gridColor": RULE,
        "labelColor": MUTED,
        "titleColor": MUTED,
    }
    chart = chart.configure(background="transparent").configure_view(stroke=None)
    chart = chart.configure_axis(titleFontWeight="normal", **quiet).configure_legend(labelColor=INK)
    svg = vl_convert.vegalite_to_svg(chart.to_dict(), allowed_base_urls=[])
    svg = re.sub(r' (?:font-family|style|class|role|aria-[a-z]+|aria-roledescription|version)="[^"]*"', "", svg)
    svg = re.sub(
        r'<path(?: [a-z-]+="[^"]*")* (?:fill="(?:none|transparent)"|display="none")(?: pointer-events="none")?/>',
        "",
        svg,
    )
    svg = re.sub(r"\s*\n\s*", " ", svg)
    svg = _HEX.sub(lambda colour: f"var(--mz-{PROPERTIES[colour[0]]},{colour[0]})", svg)
    return svg.replace("<svg", f'<svg class="mz-svg mz-svg--{kind}" role="img" aria-label="{escape(spoken)}"', 1)
