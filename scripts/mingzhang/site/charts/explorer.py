"""The chart that a reader may ask for: a plain Vega-Lite chart with axes and full figures on hover.

Its colours are the light theme's; ``usermeta.colours`` says which custom property stands for each, so that the
page can put the theme's own in place. Altair says once what each form of chart is; the rows are put in afterwards.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from mingzhang.site.charts.grammar import PALE, altair
from mingzhang.site.charts.model import Datum, Explorer
from mingzhang.site.charts.palette import PROPERTIES
from mingzhang.site.charts.templates import made_once
from mingzhang.site.numbers.amounts import format_amount

_WIDTH, _LABELS, _STEP, _LANE = 520, 190, 28, 14
_FONTS = "PingFang SC, Hiragino Sans GB, Microsoft YaHei, Noto Sans CJK SC, Source Han Sans SC, sans-serif"
_TOLD = {"name": "名称", "series": "系列", "text": "数额（{unit}）", "share": "占比", "note": "说明"}

Form = tuple[str, str, str, tuple[str, ...]]
"""What decides how rows are shown: their data set, shape, unit, and the fields that any of them fills."""


def explorer_text(explorer: Explorer) -> str:
    """The Vega-Lite specification of ``explorer`` as JSON."""
    return json.dumps(explorer_spec(explorer), ensure_ascii=False, separators=(",", ":")) + "\n"


def explorer_spec(explorer: Explorer) -> dict[str, Any]:
    """The Vega-Lite specification of ``explorer``: what Altair makes of its form, and its rows."""
    shape = "ranked" if explorer.finer else explorer.shape
    rows, finer = (_values(own, shape in ("ranked", "diverging")) for own in (explorer.rows, explorer.finer))
    form = _form("rows", shape, explorer.rows, rows)
    if explorer.finer:
        lower = _form("finer", shape, explorer.finer, finer)
        spec = dict(made_once(("drill", form, lower), lambda: _drill(form, lower)))
        spec["params"] = [param | {"value": [{"code": explorer.rows[0].code}]} for param in spec["params"]]
        spec["datasets"] = {"rows": rows, "finer": finer}
    else:
        spec = dict(made_once(("chart", form), lambda: _plain(form)))
        spec["datasets"] = {"rows": rows}
    used = {row.colour for row in (*explorer.rows, *explorer.finer)}
    spec["usermeta"] = {"colours": {colour: PROPERTIES[colour] for colour in sorted(used)}}
    return spec


def _form(data: str, shape: str, rows: Sequence[Datum], values: list[dict[str, Any]]) -> Form:
    filled = tuple(field for field in _TOLD if any(row[field] for row in values))
    return data, shape, rows[0].unit if rows else "", filled


def _plain(form: Form) -> dict[str, Any]:
    """The specification of a chart of its own, without rows."""
    with altair() as alt:
        return _finished(_chart(alt, form))


def _drill(upper: Form, lower: Form) -> dict[str, Any]:
    """Bars, and under them the finer items of the one that is clicked; without rows, none clicked yet."""
    with altair() as alt:
        pick = alt.selection_point(name="pick", fields=["code"], on="click", toggle=False)
        top = _chart(alt, upper).encode(opacity=alt.condition(pick, alt.value(1), alt.value(0.35)))
        top = top.add_params(pick).properties(name="upper", title=_title(alt, "点一类，看它的款、项"))
        low = _chart(alt, lower).transform_filter(pick).properties(name="lower", title=_title(alt, "所点一类的细目"))
        return _finished(alt.vconcat(top, low).resolve_scale(x="independent", y="independent"))


def _finished(chart: Any) -> dict[str, Any]:
    chart = chart.configure(font=_FONTS, background="transparent").configure_view(stroke=None)
    spec: dict[str, Any] = chart.to_dict(validate=False)
    return spec


def _chart(alt: Any, form: Form) -> Any:
    data, shape, unit, filled = form
    chart = alt.Chart(alt.NamedData(name=data)).mark_bar(strokeWidth=1.5)
    axis = alt.Axis(title="%" if shape == "shares" else unit, tickCount=5, domain=False, grid=True)
    stack: Any = "normalize" if shape == "shares" else "zero" if shape == "stacked" else None
    if shape == "shares":
        axis.format = "%"
    channels = {
        "x": alt.X("amount:Q", stack=stack, axis=axis),
        "y": _names(alt),
        "fill": alt.Fill("fill:N", scale=None),
        "stroke": alt.Stroke("edge:N", scale=None),
        "opacity": alt.Opacity("opacity:Q", scale=None),
        "tooltip": [alt.Tooltip(f"{field}:N", title=_TOLD[field].format(unit=unit)) for field in filled],
    }
    if shape == "paired":
        channels["yOffset"] = alt.YOffset("series:N", sort=None)
    if shape in ("stacked", "shares"):
        channels["order"] = alt.Order("order:Q")
    return chart.encode(**channels).properties(width=_WIDTH, height=alt.Step(_LANE if shape == "paired" else _STEP))


def _names(alt: Any) -> Any:
    """The labels as an axis of one width, so that charts under each other line up."""
    axis = alt.Axis(title=None, ticks=False, domain=False, labelLimit=_LABELS, labelPadding=8)
    axis.minExtent = axis.maxExtent = _LABELS
    return alt.Y("name:N", sort=None, axis=axis, scale=alt.Scale(paddingInner=0.35, paddingOuter=0.15))


def _title(alt: Any, text: str) -> Any:
    return alt.TitleParams(text, anchor="start", fontSize=12, fontWeight="normal", offset=8)


def _values(rows: Sequence[Datum], apart: bool) -> list[dict[str, Any]]:
    """The rows for Vega: numbers to draw, text to read."""
    names = _apart(rows) if apart else [row.label for row in rows]
    return [_value(row, place, name) for place, (row, name) in enumerate(zip(rows, names, strict=True))]


def _apart(rows: Sequence[Datum]) -> list[str]:
    """A name for each row: equal labels get their series or code, else a number."""
    names = [row.label for row in rows]
    numbers = [str(place) for place, _ in enumerate(rows, start=1)]
    for more in ([row.series for row in rows], [row.code for row in rows], numbers):
        keys = list(zip(names, (row.group for row in rows), strict=True))
        seen = Counter(keys)
        names = [f"{key[0]}（{own}）" if own and seen[key] > 1 else key[0] for key, own in zip(keys, more, strict=True)]
    return names


def _value(row: Datum, place: int, name: str) -> dict[str, Any]:
    return {
        "name": f"{name}（{row.group}）" if row.group else name,
        "series": row.series,
        "amount": float(row.amount),
        "text": format_amount(row.amount),
        "share": row.share,
        "note": row.note,
        "code": row.parent or row.code,
        "order": place,
        "fill": "transparent" if row.outline else row.colour,
        "edge": row.colour if row.outline else "transparent",
        "opacity": PALE if row.pale else 1,
    }
