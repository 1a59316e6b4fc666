"""What surrounds a disclosure on a web page, taken out: scripts, what is hidden, menus and lists of links.

Told from structure alone (elements, styles, how much of a text is links), and kept where in doubt: a menu too many
does less harm than a paragraph too few.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from lxml.html import HtmlElement

_NEVER = {"script", "style", "noscript", "template", "head", "svg", "canvas", "audio", "video", "map"}
_CONTROLS = {"input", "select", "button", "textarea", "option", "datalist"}
_MENUS = {"nav", "aside", "footer", "menu", "dialog"}
_FRAMES = {"iframe", "embed", "object", "frame"}
_BLOCKS = {"div", "ul", "ol", "dl", "table", "section", "header", "p", "td", "li"}
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))", re.I)
_AROUND = re.compile(
    r"(?:^|[\s_-])(?:nav\w*|menu\w*|bread\w*|crumbs?|foot\w*|copyright|share\w*|sidebar|pager|friend\w*|toolbar|qr\w*|"
    r"related|recommend\w*|topbar|bottom|prev\w*|next)(?:$|[\s_-])",
    re.I,
)
_ATTACHMENT = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar|7z|rtf|csv)(?:$|[?#])", re.I)
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # lxml reads them and takes none
_LINKS, _SHARE, _SHARE_AROUND = 3, 0.7, 0.3
_SMALL, _SMALL_SHARE = 300, 0.05
_ICON = 60  # pixels


def clean(body: HtmlElement, remark: Callable[[str], None]) -> None:
    """Takes out of ``body`` what is no part of the article, and remarks on attachments, frames and pictures."""
    doomed = []
    for element in list(body.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tag in _FRAMES and (source := element.get("src") or element.get("data")):
            remark(f"a frame was not read: {source}")
        if element.tag in _NEVER | _CONTROLS | _MENUS | _FRAMES or is_hidden(element):
            doomed.append(element)
    _take_out(doomed)
    lengths = _Lengths(body)
    blocks = [element for element in body.iterdescendants() if element.tag in _BLOCKS]
    _take_out([element for element in blocks if lengths.is_menu(element)])
    _say_what_is_elsewhere(body, remark)


def is_hidden(element: HtmlElement) -> bool:
    """Whether an element's own attributes keep it from being shown."""
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _take_out(doomed: Iterable[HtmlElement]) -> None:
    """Removes elements but not the text that follows them, which lxml hangs on them.

    The texts that come together where many were removed are joined once, not once an element.
    """
    gone = dict.fromkeys(doomed)
    for parent in dict.fromkeys(element.getparent() for element in gone):
        if parent is None:
            continue
        before: HtmlElement | None = None
        texts: list[str] = []
        for child in [*parent, None]:
            if child is not None and child in gone:
                texts.append(child.tail or "")
                parent.remove(child)
                continue
            if added := _NO_XML.sub("", "".join(texts)):
                if before is None:
                    parent.text = _NO_XML.sub("", parent.text or "") + added
                else:
                    before.tail = _NO_XML.sub("", before.tail or "") + added
            before, texts = child, []


class _Lengths:
    """How much text, how much of it in links elsewhere, and how many such links every element holds."""

    def __init__(self, body: HtmlElement) -> None:
        self.found: dict[HtmlElement, tuple[int, int, int, bool]] = {}
        for element in reversed(list(body.iter())):  # children come before their parents
            self.found[element] = self._measure(element)
        self.whole = self.found[body][0]

    def _measure(self, element: HtmlElement) -> tuple[int, int, int, bool]:
        if not isinstance(element.tag, str):
            return 0, 0, 0, False
        children: Iterable[HtmlElement] = element
        below = [self.found[child] for child in children]
        text = len((element.text or "").strip()) + sum(len((child.tail or "").strip()) for child in element)
        total = text + sum(part[0] for part in below)
        linked, links = sum(part[1] for part in below), sum(part[2] for part in below)
        kept = any(part[3] for part in below)
        href = element.get("href") or "" if element.tag == "a" else ""
        if href and _ATTACHMENT.search(href):
            kept = True
        elif href and not href.startswith("#"):
            linked, links = total, 1
        return total, linked, links, kept

    def is_menu(self, element: HtmlElement) -> bool:
        """Whether an element is a list of links to elsewhere, or says by its class that it is none of the article."""
        total, linked, links, kept = self.found[element]
        share = linked / max(total, 1)
        if kept:
            return False
        if _AROUND.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            return share >= _SHARE_AROUND or total < min(_SMALL, _SMALL_SHARE * self.whole)
        return links >= _LINKS and share >= _SHARE


def _say_what_is_elsewhere(body: HtmlElement, remark: Callable[[str], None]) -> None:
    for link in body.iter("a"):
        href = link.get("href") or ""
        if _ATTACHMENT.search(href):
            name = " ".join(link.text_content().split()) or link.get("title") or "attachment"
            remark(f"attachment, not read: {name} ({href})")
    pictures = [picture for picture in body.iter("img") if not _is_icon(picture)]
    if pictures:
        remark(f"{len(pictures)} pictures left out; if they show tables, their figures are missing here")


def _is_icon(picture: HtmlElement) -> bool:
    sizes = [picture.get(side) or "" for side in ("width", "height")]
    return any(re.fullmatch(r"[0-9]{1,6}(?:px)?", size) and int(size.removesuffix("px")) <= _ICON for size in sizes)
