"""Turn the renderer's SVG into what a page needs."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from mingzhang.site.charts.palette import PROPERTIES

NAMESPACE = "http://www.w3.org/2000/svg"
FONT_STACK = "PingFang SC, Hiragino Sans GB, Microsoft YaHei, Noto Sans CJK SC, Source Han Sans SC, sans-serif"
_DROPPED = ("role", "aria-roledescription", "aria-hidden", "aria-label", "pointer-events", "class", "version")
_PLAIN = {"stroke": "transparent", "opacity": "1", "font-family": None}
_HEX = re.compile("|".join(PROPERTIES))

ElementTree.register_namespace("", NAMESPACE)


def clean_svg(drawn: str, answer: str, kind: str) -> str:
    """The drawing as one image with a spoken answer, its parts titled for hovering.

    ``kind`` (``wide`` or ``narrow``) becomes the class by which the page chooses.
    """
    root = ElementTree.fromstring(drawn)
    for element in list(root.iter()):
        _clean(element)
    _drop_empty(root)
    root.set("class", f"mz-svg mz-svg--{kind}")
    root.set("role", "img")
    root.set("aria-label", answer)
    root.set("font-family", FONT_STACK)
    add_title(root, answer)
    return ElementTree.tostring(root, encoding="unicode")


def _clean(element: ElementTree.Element) -> None:
    words = element.get("aria-label") if element.get("aria-roledescription") == "rect mark" else None
    words = words or (element.get("aria-label") if element.tag.endswith("path") else None)
    for name in _DROPPED:
        element.attrib.pop(name, None)
    for name, value in _PLAIN.items():
        if value is None or element.get(name) == value:
            element.attrib.pop(name, None)
    if not element.get("stroke"):
        element.attrib.pop("stroke-width", None)
    if words:
        add_title(element, words)


def add_title(element: ElementTree.Element, words: str) -> None:
    """Give ``element`` a title, which a browser shows on hover."""
    title = ElementTree.Element(f"{{{NAMESPACE}}}title")
    title.text = words
    element.insert(0, title)


def _drop_empty(element: ElementTree.Element) -> None:
    """Take out the renderer's empty grounds and groups, innermost first."""
    for child in list(element):
        _drop_empty(child)
        nothing = child.tag.endswith("}g") and not len(child)
        unseen = child.tag.endswith("}path") and not len(child)
        unseen = unseen and child.get("fill", "none") in ("none", "transparent") and not child.get("stroke")
        if nothing or unseen or child.get("display") == "none":
            element.remove(child)


def inline_svg(cleaned: str) -> str:
    """For a page: palette colours as custom properties that the theme sets."""
    return _HEX.sub(lambda colour: f"var(--mz-{PROPERTIES[colour[0]]},{colour[0]})", cleaned)
