"""Turn the renderer's SVG into what a page needs."""

from __future__ import annotations

import re

from lxml import etree

from mingzhang.site.charts.palette import PROPERTIES

NAMESPACE = "http://www.w3.org/2000/svg"
FONT_STACK = "PingFang SC, Hiragino Sans GB, Microsoft YaHei, Noto Sans CJK SC, Source Han Sans SC, sans-serif"
_DROPPED = ("role", "aria-roledescription", "aria-hidden", "aria-label", "pointer-events", "class", "version")
_DROPPED_TOO = ("font-family", "stroke-miterlimit")
_PLAIN = {"stroke": "transparent", "opacity": "1"}
_HEX = re.compile("#[0-9a-f]{6}")
_GROUP, _PATH, _TITLE = (f"{{{NAMESPACE}}}{name}" for name in ("g", "path", "title"))


def clean_svg(drawn: str, answer: str, kind: str) -> str:
    """The drawing as one image with a spoken answer, its parts titled for hovering.

    ``kind`` (``wide`` or ``narrow``) becomes the class by which the page chooses.
    """
    root = etree.fromstring(drawn)
    for element in reversed(list(root.iter())):  # children before what holds them
        _clean(element)
        above = element.getparent()
        if above is not None and _is_nothing(element):
            above.remove(element)
    root.set("class", f"mz-svg mz-svg--{kind}")
    root.set("role", "img")
    root.set("aria-label", answer)
    root.set("font-family", FONT_STACK)
    _add_title(root, answer)
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="unicode")


def _clean(element: etree._Element) -> None:
    attributes = element.attrib
    words = attributes.get("aria-label") if element.tag == _PATH else None
    for name in (*_DROPPED, *_DROPPED_TOO):
        if name in attributes:
            del attributes[name]
    for name, value in _PLAIN.items():
        if attributes.get(name) == value:
            del attributes[name]
    if "stroke-width" in attributes and not attributes.get("stroke"):
        del attributes["stroke-width"]
    if words:
        _add_title(element, words)


def _add_title(element: etree._Element, words: str) -> None:
    """Give ``element`` a title, which a browser shows on hover."""
    title = etree.Element(_TITLE)
    title.text = words
    element.insert(0, title)


def _is_nothing(element: etree._Element) -> bool:
    """The renderer's empty grounds and groups."""
    if element.get("display") == "none":
        return True
    if len(element):
        return False
    unseen = element.get("fill", "none") in ("none", "transparent") and not element.get("stroke")
    return element.tag == _GROUP or (element.tag == _PATH and unseen)


def inline_svg(cleaned: str) -> str:
    """For a page: palette colours as custom properties that the theme sets."""
    return _HEX.sub(_property, cleaned)


def _property(colour: re.Match[str]) -> str:
    name = PROPERTIES.get(colour[0])
    return f"var(--mz-{name},{colour[0]})" if name else colour[0]
