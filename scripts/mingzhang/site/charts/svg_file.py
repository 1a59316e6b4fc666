"""A chart as a file that stands by itself: question, answer, key, drawing and source on a white ground."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from mingzhang.site.charts.measure import text_width, wrap_text
from mingzhang.site.charts.model import Chart
from mingzhang.site.charts.palette import INK, MUTED, PROPERTIES
from mingzhang.site.charts.svg import FONT_STACK, NAMESPACE

_PAD = 20
_COLOURS = {name: colour for colour, name in PROPERTIES.items()}
_CLEANED = re.compile(r"<svg ([^>]*)><title>[^<]*</title>(.*)</svg>", re.DOTALL)
"""What ``clean_svg`` gives: the attributes of the drawing, and its marks."""
_SIZE = re.compile(r'\b(width|height)="([\d.]+)"')


@dataclass
class Sheet:
    """What has been put on the sheet so far; ``top`` is where the next thing goes."""

    width: int
    parts: list[str] = field(default_factory=list)
    top: float = _PAD

    def write(self, text: str, size: int, colour: str, line: int, more: str = "") -> None:
        """``text``, wrapped over the width."""
        for words in wrap_text(text, self.width / size, 4):
            self.top += line
            self.parts.append(_text(words, _PAD, self.top - line * 0.28, size, colour, more))


def file_svg(cleaned: str, chart: Chart) -> str:
    """The cleaned drawing as a file: plain colours, readable in any viewer.

    Raises:
        ValueError: when ``cleaned`` is not what ``clean_svg`` gives.
    """
    drawing = _CLEANED.fullmatch(cleaned)
    size = dict(_SIZE.findall(drawing[1])) if drawing else {}
    if drawing is None or len(size) < 2:
        raise ValueError(f"chart {chart.name}: expected a cleaned drawing, got {cleaned[:60]!r}")
    width, height = (int(float(size[name])) for name in ("width", "height"))
    sheet = Sheet(width)
    sheet.write(chart.title, 17, INK, 26, ' font-weight="bold"')
    sheet.write(chart.answer, 13, MUTED, 20)
    _key(sheet, chart)
    sheet.top += 12
    sheet.parts.append(f'<g transform="translate({_PAD},{sheet.top:g})">{drawing[2]}</g>')
    sheet.top += height + 8
    for words in filter(None, (chart.note, f"来源：{chart.source}；明账制图。" if chart.source else "")):
        sheet.write(words, 11, MUTED, 17)
    return _whole(sheet, width + 2 * _PAD, int(sheet.top) + _PAD, f"{chart.title}：{chart.answer}")


def _whole(sheet: Sheet, width: int, height: int, answer: str) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<svg xmlns="{NAMESPACE}" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-label={quoteattr(answer)} font-family="{FONT_STACK}">'
        f'<title>{escape(answer)}</title><rect width="100%" height="100%" fill="#ffffff"/>'
        f"{''.join(sheet.parts)}</svg>\n"
    )


def _key(sheet: Sheet, chart: Chart) -> None:
    """Swatches with their names, wrapping."""
    left, line = float(_PAD), 20
    for place, (name, colour) in enumerate(chart.key):
        room = text_width(name) * 12 + 34
        if place == 0 or left + room > sheet.width + _PAD:
            left, sheet.top = float(_PAD), sheet.top + line
        at = f'x="{left:g}" y="{sheet.top - 15:g}"'
        sheet.parts.append(f'<rect {at} width="11" height="11" fill="{_COLOURS[colour]}"/>')
        sheet.parts.append(_text(name, left + 16, sheet.top - 5, 12, MUTED))
        left += room


def _text(words: str, x: float, y: float, size: int, colour: str, more: str = "") -> str:
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}" fill="{colour}"{more}>{escape(words)}</text>'
