"""A document's entries in the shape of its file: every name once, blanks at a row's end left out."""

from __future__ import annotations

import re
from typing import Any, Generic, TypeVar

from mingzhang.site.search.entries import Document, Entry, Section

Key = TypeVar("Key")
_SOURCE = re.compile(r"source/#L([0-9]+)")


class Numbers(Generic[Key]):
    """Numbers what it is asked for, from 0, in the order of first asking."""

    def __init__(self, *first: Key) -> None:
        self.found = {key: number for number, key in enumerate(first)}

    def __call__(self, key: Key) -> int:
        return self.found.setdefault(key, len(self.found))


def pack_document(document: Document) -> dict[str, Any]:
    """``sections`` (title, weight, 1 for text), ``names``, and ``entries``.

    An entry is section, place, address (a number is a source line), label, amount, context, then title and
    value by turns; context and titles are places in ``names``.
    """
    sections, names, places = Numbers[Section](), Numbers[str](""), Numbers[str]()
    rows = []
    for number, entry in enumerate(document.entries):
        head = [sections(entry.section), places(entry.place or f"entry {number}"), _address(entry)]
        row = [*head, entry.label, entry.amount, names(entry.context)]
        for title, value in entry.pieces:
            row += [names(title), value]
        while not row[-1]:
            row.pop()
        rows.append(row)
    return {
        "sections": [[item.title, item.weight, int(item.text)] for item in sections.found],
        "names": list(names.found),
        "entries": rows,
    }


def _address(entry: Entry) -> str | int:
    line = _SOURCE.fullmatch(entry.address)
    return int(line[1]) if line else entry.address
