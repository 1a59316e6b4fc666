"""A chart as a file that stands by itself: question, answer, key, drawing and source on a white ground."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree import ElementTree

from mingzhang.site.charts.metrics_font import text_width, wrap_text
from mingzhang.site.charts.model import Chart
from mingzhang.site.charts.palette import INK, MUTED, PROPERTIES
from mingzhang.site.charts.svg import FONT_STACK, NAMESPACE, add_title

_PAD = 20
_COLOURS = {name: colour for colour, name in PROPERTIES.items()}


@dataclass
class Sheet:
    """What has been put on the sheet so far; ``top`` is where the next thing goes."""

    width: int
    parts: list[ElementTree.Element] = field(default_factory=list)
    top: float = _PAD

    def write(self, text: str, size: int, colour: str, line: int, **more: str) -> None:
        """``text``, wrapped over the width."""
        for words in wrap_text(text, self.width / size, 4):
            self.top += line
            self.parts.append(_text(words, _PAD, self.top - line * 0.28, size, colour, **more))


def file_svg(cleaned: str, chart: Chart) -> str:
    """The cleaned drawing as a file: plain colours, readable in any viewer."""
    drawing = ElementTree.fromstring(cleaned)
    width, height = (int(float(drawing.get(name, "0"))) for name in ("width", "height"))
    sheet = Sheet(width)
    sheet.write(chart.title, 17, INK, 26, **{"font-weight": "bold"})
    sheet.write(chart.answer, 13, MUTED, 20)
    _key(sheet, chart)
    sheet.top += 12
    sheet.parts.append(_moved(drawing, sheet.top))
    sheet.top += height + 8
    for words in filter(None, (chart.note, f"来源：{chart.source}；明账制图。" if chart.source else "")):
        sheet.write(words, 11, MUTED, 17)
    root = _root(width + 2 * _PAD, int(sheet.top) + _PAD, f"{chart.title}：{chart.answer}")
    root.extend(sheet.parts)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ElementTree.tostring(root, encoding="unicode")}\n'


def _root(width: int, height: int, answer: str) -> ElementTree.Element:
    size = {"width": str(width), "height": str(height), "viewBox": f"0 0 {width} {height}"}
    spoken = {"role": "img", "aria-label": answer, "font-family": FONT_STACK}
    root = ElementTree.Element(f"{{{NAMESPACE}}}svg", size | spoken)
    add_title(root, answer)
    ElementTree.SubElement(root, f"{{{NAMESPACE}}}rect", {"width": "100%", "height": "100%", "fill": "#ffffff"})
    return root


def _moved(drawing: ElementTree.Element, top: float) -> ElementTree.Element:
    """The drawing's marks, moved below the heading."""
    group = ElementTree.Element(f"{{{NAMESPACE}}}g", {"transform": f"translate({_PAD},{top:g})"})
    group.extend(child for child in drawing if not child.tag.endswith("}title"))
    return group


def _key(sheet: Sheet, chart: Chart) -> None:
    """Swatches with their names, wrapping."""
    left, line = float(_PAD), 20
    for place, (name, colour) in enumerate(chart.key):
        room = text_width(name) * 12 + 34
        if place == 0 or left + room > sheet.width + _PAD:
            left, sheet.top = float(_PAD), sheet.top + line
        swatch = {"x": f"{left:g}", "y": f"{sheet.top - 15:g}", "width": "11", "height": "11", "fill": _COLOURS[colour]}
        sheet.parts.append(ElementTree.Element(f"{{{NAMESPACE}}}rect", swatch))
        sheet.parts.append(_text(name, left + 16, sheet.top - 5, 12, MUTED))
        left += room


def _text(words: str, x: float, y: float, size: int, colour: str, **more: str) -> ElementTree.Element:
    place = {"x": f"{x:g}", "y": f"{y:g}", "font-size": str(size), "fill": colour}
    element = ElementTree.Element(f"{{{NAMESPACE}}}text", place | more)
    element.text = words
    return element
