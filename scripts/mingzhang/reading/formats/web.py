"""Web pages, and the HTML that Excel, Word and government systems save under other names (.xls, .doc)."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree, html
from lxml.html import HtmlElement

from mingzhang.errors import ExtractionError
from mingzhang.reading.formats.blocks import Block, Page, Paragraph
from mingzhang.reading.formats.laid_out import MAX_SPAN, Placed, lay_out
from mingzhang.reading.formats.web_clean import clean
from mingzhang.reading.formats.web_text import decode_page, pages_in

_INLINE = {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i"}
_INLINE |= {"ins", "kbd", "label", "mark", "nobr", "q", "rp", "ruby", "s", "samp", "small", "span", "strike", "strong"}
_INLINE |= {"sub", "sup", "time", "tt", "u", "var", "wbr", "img", "rb", "rtc"}
_SPACE = re.compile(r"[ \t\n\r\f]+")
_BREAK = re.compile(r"(?:page-)?break-before\s*:\s*(?:always|page)", re.I)
_BREAK_AFTER = re.compile(r"(?:page-)?break-after\s*:\s*(?:always|page)", re.I)
_MOST_PLACES = 500_000
_DEEP = 20_000  # Python calls; lxml itself stops at 2,048 elements


def read_html(
    path: Path,
    remark: Callable[[str], None] = lambda text: None,
    tell_encoding: Callable[[str], None] = lambda text: None,
) -> Iterator[Block]:
    """The blocks of a saved web page, without what surrounds the article.

    Raises:
        ExtractionError: an unknown encoding, or elements nested beyond any page's need.
    """
    for raw in pages_in(path.read_bytes(), path.name):
        text, encoding, damaged = decode_page(raw, path.name)
        tell_encoding(encoding)
        if damaged:
            remark(f"{damaged} damaged characters, shown as \ufffd")
        yield from _page(text, path.name, remark)


def _page(text: str, place: str, remark: Callable[[str], None]) -> list[Block]:
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.replace("\x00", "").encode("utf-8"), parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        reason = " ".join(str(error).split())[:100]
        raise ExtractionError(place, f"not readable as HTML ({reason})", "save the page anew") from error
    if any("depth" in entry.message for entry in parser.error_log):
        raise ExtractionError(place, "elements nested too deep, as on no page", "save the page anew, as text")
    body = root.find("body")
    body = root if body is None else body
    clean(body, remark)
    reader = _Reader(place, _Budget(place))
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(_DEEP)
    try:
        reader.walk(body)
    finally:
        sys.setrecursionlimit(usual)
    reader.flush()
    return reader.blocks


@dataclass
class _Budget:
    """The places that all tables of a page may cover together."""

    place: str
    spent: int = 0

    def spend(self, places: int) -> None:
        self.spent += places
        if self.spent > _MOST_PLACES:
            found = f"tables with more than {_MOST_PLACES} places for cells"
            raise ExtractionError(self.place, found, "delete the blank cells")


@dataclass
class _Reader:
    """Walks elements; text gathers in ``line`` until a block ends."""

    place: str
    budget: _Budget
    blocks: list[Block] = field(default_factory=list)
    line: list[str] = field(default_factory=list)
    ordinal: str = ""
    """What a browser puts before the item of a numbered list that comes next."""

    def flush(self) -> None:
        """Ends the paragraph."""
        lines = (line.strip() for line in "".join(self.line).split("\n"))
        text = "\n".join(_SPACE.sub(" ", line.replace("\u00a0", " ")) for line in lines if line)
        self.line = []
        if text:
            self.blocks.append(Paragraph(text))

    def walk(self, element: HtmlElement, pre: bool = False) -> None:
        """Adds what ``element`` prints."""
        self._say(element.text, pre)
        number = _first_ordinal(element)
        for child in element:
            if isinstance(child.tag, str):
                if child.tag == "li" and number is not None:
                    self.ordinal, number = f"{number}. ", number + 1
                self._child(child, pre or child.tag == "pre")
                self.line += [" "] if _stands_apart(child) else []
            self._say(child.tail, pre)

    def _say(self, text: str | None, pre: bool) -> None:
        if text:
            self.line.append(text if pre else _SPACE.sub(" ", text))

    def _child(self, child: HtmlElement, pre: bool) -> None:
        style = child.get("style") or ""
        if child.tag == "br":
            self.line.append("\n")
        elif child.tag in ("rt", "rp"):
            return
        elif child.tag == "table":
            self.flush()
            self._table(child)
        elif child.tag in _INLINE or ":" in child.tag:
            self.walk(child, pre)
            return
        else:
            self.flush()
            self.blocks += [Page()] if _BREAK.search(style) else []
            self.line += [self.ordinal] if child.tag == "li" else []
            self.ordinal = ""
            self.walk(child, pre)
            self.flush()
        if child.tag == "br" and _BREAK.search(style):
            self.flush()
            self.blocks.append(Page())
        self.blocks += [Page()] if _BREAK_AFTER.search(style) else []

    def _table(self, table: HtmlElement) -> None:
        for caption in table.iterchildren("caption"):
            self.walk(caption)
            self.flush()
        rows = list(_rows(table))
        ends = {group: number + 1 for number, (_, group) in enumerate(rows)}  # no cell leaves its group of rows
        taken: set[tuple[int, int]] = set()
        cells: list[Placed] = []
        for number, (row, group) in enumerate(rows):
            column = 0
            for cell in row.iterchildren("td", "th"):
                while (number, column) in taken:
                    column += 1
                width = _span(cell.get("colspan"), MAX_SPAN, 1)
                height = _span(cell.get("rowspan"), ends[group] - number, ends[group] - number)
                self.budget.spend(width * height)
                taken |= {(number + r, column + c) for r in range(height) for c in range(width)}
                cells.append(Placed(number, column, width, self._inside(cell)))
                column += width
        self.blocks += lay_out(cells, self.place)

    def _inside(self, cell: HtmlElement) -> tuple[Block, ...]:
        inner = _Reader(self.place, self.budget)
        inner.walk(cell)
        inner.flush()
        return tuple(block for block in inner.blocks if not isinstance(block, Page))


def _stands_apart(child: HtmlElement) -> bool:
    """Whether a style sheet, not a blank, keeps a piece of a line from the next, as in a caption's ends."""
    above, after = child.getparent(), child.getnext()
    if above is None or after is None or above.tag != "div" or child.tail or {child.tag, after.tag} != {"span"}:
        return False
    ends = child.text_content()[-1:] + after.text_content()[:1]
    return not ends.isascii()


def _rows(table: HtmlElement) -> Iterator[tuple[HtmlElement, int]]:
    """A table's own rows, each with the number of its group (head, body, foot); the foot last."""
    parts = sorted((part for part in table if isinstance(part.tag, str)), key=lambda part: part.tag == "tfoot")
    for number, part in enumerate(parts, 1):
        if part.tag == "tr":
            yield part, 0
        elif part.tag in ("thead", "tbody", "tfoot", "form", "span", "div", "center", "font"):
            yield from ((row, number) for row, _ in _rows(part))


def _span(text: str | None, most: int, zero: int) -> int:
    """A span as browsers take it: at least one, at most ``most``; ``zero`` is what 0 means."""
    match = re.match(r"\s*(\d{1,5})", text or "")
    return max(1, min(int(match.group(1)) or zero, most)) if match else 1


def _first_ordinal(element: HtmlElement) -> int | None:
    """The number of the first item of a numbered list; ``None`` of any other element."""
    if element.tag != "ol" or "list-style" in (element.get("style") or ""):
        return None
    first = element.get("start") or "1"
    return int(first) if re.fullmatch(r"[0-9]{1,9}", first) else None
