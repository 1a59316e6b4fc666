"""From a document to its statutory tables, as records under canonical names."""

from __future__ import annotations

import re

from mingzhang.classifications import Classification
from mingzhang.reading import Document, Layout
from mingzhang.recognise.model import FoundTable, RawTable
from mingzhang.recognise.tables.find import find_tables
from mingzhang.recognise.tables.flow_rows import read_flow
from mingzhang.recognise.tables.grid_rows import read_grid
from mingzhang.recognise.vocabulary import Vocabulary

_UNIT = re.compile(r"单位:(万元|元)")


def read_tables(
    document: Document, vocabulary: Vocabulary, classifications: dict[str, Classification]
) -> tuple[list[FoundTable], list[RawTable]]:
    """All statutory tables that the document holds or promises, and those with a body as records.

    Raises:
        RecognitionError: a table or its header is not understood, or the document breaks off.
    """
    found = find_tables(document, vocabulary)
    return found, [_read(table, vocabulary, classifications) for table in found if table.status == "present"]


def _read(found: FoundTable, vocabulary: Vocabulary, classifications: dict[str, Classification]) -> RawTable:
    words = vocabulary.tables[found.table]
    if found.rows[0].layout is Layout.FLOW:
        columns, records, notes = read_flow(found, vocabulary, classifications[words.classification])
    else:
        columns, records, notes = read_grid(found, vocabulary)
    return RawTable(
        found.table,
        found.title,
        found.line,
        _unit(found),
        columns,
        tuple(records),
        found.notes,
        tuple(notes),
        found.caption,
    )


def _unit(found: FoundTable) -> str:
    """The unit that the table's caption prints; 万元, the unit of the template, when it prints none."""
    units = {match.group(1) for caption in found.captions if (match := _UNIT.search(caption))}
    return "元" if units == {"元"} else "万元"
