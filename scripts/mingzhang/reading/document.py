"""The neutral document that every reader produces: geometry, no meaning."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cached_property

_PAGE_WIDTH = 100  # characters: more than any page prints in a line
_SOME = 0.03


class Layout(Enum):
    """How far a row's cells can be trusted to stand in columns.

    ``TEXT``: a line of running text (one cell). ``GRID``: a table row whose
    cells stand in columns. ``FLOW``: a line whose pieces may or may not be
    table cells; columns are lost.
    """

    TEXT = "text"
    GRID = "grid"
    FLOW = "flow"


@dataclass(frozen=True)
class Cell:
    """What stands in one place, as printed, and the 1-based source line it begins on."""

    text: str
    line: int


@dataclass(frozen=True)
class Row:
    """Cells that belong together, in reading order; ``line`` is where the row begins."""

    cells: tuple[Cell, ...]
    line: int
    layout: Layout

    @property
    def text(self) -> str:
        return " ".join(cell.text for cell in self.cells)


@dataclass(frozen=True)
class Document:
    """A disclosure as lines and rows.

    ``shape`` names the reader that fitted the text. Every line that is neither blank nor a running header or
    footer is held by exactly one row. ``extracted`` tells that a reader of another format made the lines, ``cleaned``
    on which of them characters stood that no page prints.
    """

    shape: str
    lines: tuple[str, ...]
    rows: tuple[Row, ...]
    extracted: bool = False
    cleaned: tuple[int, ...] = ()

    @cached_property
    def has_whole_paragraphs(self) -> bool:
        """Whether a line of text is a paragraph, as in Word files and web pages, and no printed line of one.

        Printed lines are as long as a page is wide; where readers of files give some far longer, none is broken.
        """
        if not self.extracted:
            return False
        lengths = [len(row.text.strip()) for row in self.rows if row.layout is not Layout.GRID]
        return sum(length > _PAGE_WIDTH for length in lengths) > _SOME * len(lengths)
