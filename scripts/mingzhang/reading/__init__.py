"""Reading: from a source text to lines and rows of cells. Knows geometry, never meaning."""

from __future__ import annotations

from dataclasses import replace

from mingzhang.reading.cell_lines import read_cell_lines
from mingzhang.reading.clean import check_size, clean, find_cleaned
from mingzhang.reading.document import Cell, Document, Layout, Row
from mingzhang.reading.flowed import read_flowed
from mingzhang.reading.formats.blocks import PAGE_MARK
from mingzhang.reading.running_lines import find_running_lines
from mingzhang.reading.tabbed import read_tabbed

__all__ = ["EXTRACTED_SHAPE", "Cell", "Document", "Layout", "Row", "find_shape", "read_document"]

EXTRACTED_SHAPE = "tabbed"
"""The shape of text that the readers of binary formats make."""
_READERS = {"tabbed": read_tabbed, "cell-lines": read_cell_lines, "flowed": read_flowed}


def find_shape(lines: tuple[str, ...]) -> str:
    """Which shape of text ``lines`` are, told from where their tabs stand.

    Lines that begin with a tab and hold no other cell are cells of their own;
    lines with tabs between texts are rows; no tabs at all is flowed text.
    """
    lone = sum(1 for line in lines if line.startswith("\t") and "\t" not in line.strip())
    between = sum(1 for line in lines if "\t" in line.strip())
    if max(lone, between) == 0:
        return "flowed"
    return "cell-lines" if lone > 2 * between else "tabbed"


def read_document(text: str, shape: str = "") -> Document:
    """The document that ``text`` prints, read in ``shape``, or else in the shape that its lines have.

    Form feeds, which only mark where pages begin, are no part of a line; running headers and footers are no rows.

    Raises:
        RecognitionError: the text is far larger than any disclosure.
    """
    check_size(text)
    marked = clean(text).split("\n")
    lines = tuple(line.replace(PAGE_MARK, "") for line in marked)
    document = _READERS[shape or find_shape(lines)](lines)
    running = find_running_lines(marked)
    rows = tuple(row for row in document.rows if row.line not in running)
    return replace(document, rows=rows, extracted=bool(shape), cleaned=find_cleaned(text))
