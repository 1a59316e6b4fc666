"""What the runs of one paragraph of a word-processor file print: text, breaks, and boxes that float beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from mingzhang.reading.formats.word_numbering import W, value_of, whole

PAGE, RENDERED = "\f", "\v"  # a page begins by hand, and because the one before was full when the file was saved
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DELETED = {W + name for name in ("del", "moveFrom", "delText", "instrText", "delInstrText", "rt", "rPr", "pPr")}
_CHARACTERS = {W + "tab": "\t", W + "cr": "\n", W + "noBreakHyphen": "-", W + "ptab": "\t"}
_BOXES = {0xA8: "\u25a1", 0x6F: "\u25a1", 0xFE: "\u2611", 0x52: "\u2611", 0xFD: "\u2612", 0xFC: "\u221a"}
"""Tick boxes in Wingdings, as people tick them in forms."""


@dataclass
class Line:
    """A paragraph's text so far (with marks where a page begins) and the text boxes anchored in it."""

    parts: list[str] = field(default_factory=list)
    boxes: list[etree._Element] = field(default_factory=list)
    pictures: int = 0
    objects: int = 0

    @property
    def text(self) -> str:
        return "".join(self.parts)


@dataclass
class Styles:
    """What paragraph and character styles say of numbering and hiding, inheritance followed."""

    parts: dict[str, etree._Element] = field(default_factory=dict)
    hiding: dict[str, bool] = field(default_factory=dict)  # what was found out already
    lists: dict[str, tuple[str, int | None, str] | None] = field(default_factory=dict)

    def chain(self, style: str | None) -> Iterator[etree._Element]:
        """The style and those it is based on."""
        seen: set[str] = set()
        while style and style in self.parts and style not in seen:
            seen.add(style)
            yield self.parts[style]
            style = value_of(self.parts[style], "basedOn")

    def hides(self, style: str | None) -> bool:
        """Whether a style hides text."""
        if not style:
            return False
        if style not in self.hiding:
            marks = (_hidden(element.find(W + "rPr")) for element in self.chain(style))
            self.hiding[style] = next((mark for mark in marks if mark is not None), False)
        return self.hiding[style]

    def list_of(self, style: str | None) -> tuple[str, int | None, str] | None:
        """The list and level that a paragraph style numbers with, and the style that says so."""
        if not style:
            return None
        if style not in self.lists:
            self.lists[style] = self._find_list(style)
        return self.lists[style]

    def _find_list(self, style: str) -> tuple[str, int | None, str] | None:
        number, level, name = None, None, ""
        for element in self.chain(style):
            inner = element.find(W + "pPr/" + W + "numPr")
            if inner is None:
                continue
            if level is None and (text := value_of(inner, "ilvl")) is not None:
                level = whole(text, 0)
            if number is None and (found := value_of(inner, "numId")) is not None:
                number, name = found, element.get(W + "styleId") or ""
        return (number, level, name) if number else None


def read_styles(root: etree._Element | None) -> tuple[Styles, str, dict[str, str]]:
    """The styles by id, the default paragraph style, and the list of each numbering style."""
    styles, default, linked = Styles(), "", {}
    for element in root.iterfind(W + "style") if root is not None else ():
        name = element.get(W + "styleId") or ""
        styles.parts[name] = element
        kind = element.get(W + "type")
        if kind == "paragraph" and element.get(W + "default") in ("1", "true", "on"):
            default = name
        if kind == "numbering" and (number := value_of(element, "pPr/numPr/numId")):
            linked[name] = number
    return styles, default, linked


def _hidden(properties: etree._Element | None) -> bool | None:
    mark = properties.find(W + "vanish") if properties is not None else None
    return None if mark is None else mark.get(W + "val") not in ("0", "false", "off")


def is_hidden(properties: etree._Element | None, styles: Styles) -> bool:
    """Whether run properties hide the text, by themselves or by their style."""
    own = _hidden(properties)
    return own if own is not None else styles.hides(value_of(properties, "rStyle"))


def read_line(paragraph: etree._Element, styles: Styles, style: str | None) -> Line:
    """What a ``w:p`` prints; deletions, hidden text and field codes left out, insertions kept."""
    line = Line()
    _walk(paragraph, line, styles, styles.hides(style))
    return line


def _walk(element: etree._Element, line: Line, styles: Styles, hidden: bool) -> None:
    for child in element:
        tag = child.tag
        if not isinstance(tag, str) or tag in _DELETED:
            continue
        if tag == W + "r":
            properties = child.find(W + "rPr")
            says = _hidden(properties)
            if not (is_hidden(properties, styles) or (hidden and says is None)):
                _walk(child, line, styles, hidden)
        elif tag in (W + "t", _MATH + "t"):
            line.parts.append((child.text or "").replace("\n", " "))
        elif tag in _CHARACTERS:
            line.parts.append(_CHARACTERS[tag])
        elif tag == W + "br":
            line.parts.append(PAGE if child.get(W + "type") == "page" else "\n")
        elif tag == W + "lastRenderedPageBreak":
            line.parts.append(RENDERED)
        elif tag == W + "sym":
            line.parts.append(_symbol(child))
        elif tag == _MC + "AlternateContent":
            _walk_choice(child, line, styles, hidden)
        elif tag in (W + "drawing", W + "pict", W + "object"):
            _float(child, line)
        else:
            _walk(child, line, styles, hidden)


def _walk_choice(element: etree._Element, line: Line, styles: Styles, hidden: bool) -> None:
    """One of the ways in which the same thing is written: the first that prints something."""
    for option in element:
        if not isinstance(option.tag, str):
            continue
        before = (len(line.parts), len(line.boxes), line.pictures)
        _walk(option, line, styles, hidden)
        if (len(line.parts), len(line.boxes), line.pictures) != before:
            return


def _float(element: etree._Element, line: Line) -> None:
    """Text boxes (the outermost; a box in a group is one, too) and pictures."""
    boxes = [
        box
        for box in element.iter(W + "txbxContent")
        if not any(above.tag in (W + "txbxContent", _MC + "Fallback") for above in _above(box, element))
    ]
    line.boxes += boxes
    line.objects += element.tag == W + "object"
    line.pictures += not boxes and element.tag != W + "object"


def _above(element: etree._Element, top: etree._Element) -> Iterator[etree._Element]:
    above = element.getparent()
    while above is not None and above is not top:
        yield above
        above = above.getparent()


def _symbol(element: etree._Element) -> str:
    """A character of a symbol font, where it is known."""
    text = element.get(W + "char") or ""
    try:
        code = int(text, 16)
    except ValueError:
        return ""
    if (element.get(W + "font") or "").startswith("Wingdings"):
        return _BOXES.get(code & 0xFF, "")
    return "" if 0xE000 <= code <= 0xF8FF or not 32 <= code < 0xD800 else chr(code)
