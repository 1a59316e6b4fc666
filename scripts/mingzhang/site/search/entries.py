"""What can be found: documents (a disclosure, or a page of the site) with their entries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

PAGE = "page"
"""The kind of a document that is no disclosure."""

Piece = tuple[str, str]
"""A title, which is shown, and a value, which is shown and searched."""


@dataclass(frozen=True)
class Section:
    """Where an entry stands. ``weight`` ranks it.

    A ``text`` entry gives way to others of the same place; the labels of ``names`` entries rank their document.
    """

    title: str
    weight: int
    text: bool = False
    names: bool = False


@dataclass(frozen=True)
class Entry:
    """One row or paragraph.

    ``label`` names it, ``amount`` is in 万元 as printed; both and the values of ``pieces`` are searched.
    ``context`` is only shown. ``address`` leads on from the document's. Entries of one ``place`` say the
    same in different shapes; a blank place is the entry's own.
    """

    section: Section
    address: str
    label: str = ""
    pieces: tuple[Piece, ...] = ()
    amount: str = ""
    context: str = ""
    place: str = ""

    def fields(self) -> Iterator[str]:
        """Everything that is searched; a match lies within one field."""
        yield self.label
        yield from (value for _, value in self.pieces)
        if self.amount:
            yield f"{self.amount}万元"


@dataclass(frozen=True)
class Document:
    """What results are grouped by; ``kind`` is ``budget``, ``final`` or ``page``.

    Its first entry says what it is: words found there need not be in the entries.
    """

    id: str
    title: str
    address: str
    kind: str
    entries: tuple[Entry, ...]
    year: int = 0
    region: str = ""


def filled(*pieces: Piece) -> tuple[Piece, ...]:
    """The pieces that have a value."""
    return tuple(piece for piece in pieces if piece[1])
