"""``feed.xml``: new and changed disclosures as Atom 1.0 (RFC 4287).

Dates are those of the data alone, so that the same data gives the same bytes; an event without a day is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlsplit
from xml.etree import ElementTree

from mingzhang.site.changes.events import Event

PATH = "feed.xml"
MOST = 50
_NAMESPACE = "http://www.w3.org/2005/Atom"
_TITLE, _SUBTITLE = "明账：新收录与变动的预算、决算", "哪些公开材料新收录、换过文件、更正过，变了哪些格子"
_NEVER = "1970-01-01"
_TAG_DATE = "2026"
"""RFC 4151: a year in which whoever publishes held the name."""
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def feed_xml(events: Sequence[Event], address: str) -> str:
    """The feed of ``events`` (the newest first), to be published at ``address``."""
    dated = [event for event in events if event.date][:MOST]
    feed = ElementTree.Element("feed", {"xmlns": _NAMESPACE, "xml:lang": "zh-CN"})
    _add(feed, "id", f"{address}{PATH}")
    _add(feed, "title", _TITLE)
    _add(feed, "subtitle", _SUBTITLE)
    _add(feed, "updated", _moment(dated[0].date if dated else _NEVER))
    ElementTree.SubElement(feed, "link", rel="self", type="application/atom+xml", href=f"{address}{PATH}")
    ElementTree.SubElement(feed, "link", rel="alternate", type="text/html", href=f"{address}changes/")
    _add(ElementTree.SubElement(feed, "author"), "name", "明账 Mingzhang")
    _add(feed, "rights", "CC BY 4.0，署名原公开单位")
    for event in dated:
        _add_entry(feed, event, address)
    ElementTree.indent(feed, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ElementTree.tostring(feed, encoding="unicode")}\n'


def _add_entry(feed: ElementTree.Element, event: Event, address: str) -> None:
    entry = ElementTree.SubElement(feed, "entry")
    _add(entry, "id", tag_of(event.key, address))
    _add(entry, "title", f"{event.word}：{event.view.name}")
    _add(entry, "updated", _moment(event.date))
    _add(entry, "published", _moment(event.date))
    ElementTree.SubElement(entry, "link", rel="alternate", type="text/html", href=address + event.address)
    ElementTree.SubElement(entry, "category", term=event.kind, label=event.word)
    reason = f"。{event.reason}" if event.reason else ""
    _add(entry, "summary", f"{event.sentence}{reason}")


def _add(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, name).text = _UNPRINTABLE.sub("�", text)


def _moment(date: str) -> str:
    """The beginning of a day in China, as RFC 3339 has it."""
    return f"{date}T00:00:00+08:00"


def tag_of(key: str, address: str) -> str:
    """An id that never changes while the site keeps its address (RFC 4151)."""
    parts = urlsplit(address)
    return f"tag:{parts.hostname or 'localhost'},{_TAG_DATE}:{parts.path}{key}"
