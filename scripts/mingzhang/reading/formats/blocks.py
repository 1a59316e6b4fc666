"""What a file of any format prints, in reading order: paragraphs, grids and page starts, and the text made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

PAGE_MARK = "\f"
"""Stands before the first character of a page (or sheet) in extracted text."""
_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]+")


@dataclass(frozen=True)
class Paragraph:
    """One printed line or paragraph of running text."""

    text: str


@dataclass(frozen=True)
class Grid:
    """Rows of cells that stand in columns, all equally wide; a merged cell is printed once, at its top left."""

    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Page:
    """A page, or a sheet of a workbook, begins."""


Block = Paragraph | Grid | Page


def text_of(blocks: Iterable[Block]) -> str:
    """The blocks as text: a line a paragraph or row, cells apart by tabs, a blank line round every grid.

    A page's first line begins with a form feed, also where it is blank.
    """
    return "".join(f"{line}\n" for line in _lines(blocks))


def _lines(blocks: Iterable[Block]) -> Iterator[str]:
    pending = ""
    for block in blocks:
        if isinstance(block, Page):
            if pending:
                yield pending
            pending = PAGE_MARK
            continue
        for line in _block_lines(block):
            yield pending + line
            pending = ""
    if pending:
        yield pending


def _block_lines(block: Paragraph | Grid) -> Iterator[str]:
    if isinstance(block, Paragraph):
        for line in block.text.split("\n"):
            if line.strip():
                yield _BREAKS.sub(" ", line).rstrip()
        return
    yield ""
    for row in block.rows:
        yield "\t".join(_BREAKS.sub(" ", cell).strip() for cell in row)
    yield ""
