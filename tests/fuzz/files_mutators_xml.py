"""Breaks what XML says and keeps it XML, so that the readers get beyond the parser."""

from __future__ import annotations

from copy import deepcopy
from random import Random

from lxml import etree

_VALUES = ("0", "-1", "1", "9", "65536", "1048577", "2147483648", "99999999999", "1e400", "NaN", "", "true", "x" * 999)
_PLACES = ("A1", "XFD1048576", "A1:XFD1048576", "B2:A1", "ZZZ9999999", "../../a", "continue", "restart", "upperRoman")


def mutate_xml(raw: bytes, random: Random) -> bytes:
    """``raw`` with some of its elements away, doubled, moved, renamed, or with other values."""
    try:
        root = etree.fromstring(raw, etree.XMLParser(resolve_entities=False))
    except etree.XMLSyntaxError:
        return raw
    for _ in range(random.choice((1, 3, 10))):
        elements = [element for element in root.iter() if isinstance(element.tag, str)]
        one, other = random.choice(elements), random.choice(elements)
        _break(one, other, random)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _break(one: etree._Element, other: etree._Element, random: Random) -> None:
    above = one.getparent()
    match random.randrange(6):
        case 0 if above is not None:
            above.remove(one)
        case 1 if above is not None:
            for _ in range(random.choice((1, 1, 5, 300))):
                above.append(deepcopy(one))
        case 2:
            other.append(deepcopy(one))
        case 3:
            one.tag = other.tag
        case 4:
            one.text = random.choice((*_VALUES, *_PLACES))
        case _:
            names = [*one.attrib, *other.attrib]
            if names:
                one.set(random.choice(names), random.choice((*_VALUES, *_PLACES)))
