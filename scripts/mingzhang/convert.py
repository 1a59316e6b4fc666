"""Conversion: one source text in, the records of its package out. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

from mingzhang.classifications import ECONOMIC, FUNCTIONAL, Classification, load_classification
from mingzhang.errors import DisclosureError, RecognitionError
from mingzhang.reading import read_document
from mingzhang.recognise.completeness import find_doubts
from mingzhang.recognise.model import Note
from mingzhang.recognise.read import read_tables
from mingzhang.recognise.vocabulary import load_vocabulary
from mingzhang.records.evidence import evidenced_classification
from mingzhang.records.model import Record, Table
from mingzhang.records.statutory import build_tables
from mingzhang.schema import load_resources
from mingzhang.sources import Disclosure, read_text


@dataclass(frozen=True)
class Converted:
    """A disclosure as records: ``rows`` by resource, how many lines its source has, and doubts about the whole."""

    disclosure: Disclosure
    rows: Mapping[str, list[Record]]
    source_lines: int
    doubts: tuple[str, ...] = ()

    @property
    def tables(self) -> int:
        """How many statutory tables the document holds, empty ones included."""
        return sum(1 for row in self.rows["tables"] if row.values["status"] in ("present", "empty"))

    @property
    def warnings(self) -> list[str]:
        """What a maintainer should look at: missing tables, and what reading could not settle."""
        missing = [row for row in self.rows["tables"] if row.values["status"] == "missing"]
        open_notes = [row for row in self.rows["reading_notes"] if row.values["kind"] in ("ambiguous", "unread")]
        return [
            *self.doubts,
            *(f"第 {row.line} 行：{row.values['title'] or row.values['table']} 应有而正文没有" for row in missing),
            *(
                f"{row.values['table']} 第 {row.line} 行：{row.values['printed']}：{row.values['message']}"
                for row in open_notes
            ),
        ]


def convert_disclosure(disclosure: Disclosure) -> Converted:
    """The records of one disclosure.

    Raises:
        DisclosureError: the source is not as ``disclosure.yml`` says, or cannot be understood.
    """
    text = read_text(disclosure)
    document = read_document(text)
    try:
        found, raws = read_tables(document, load_vocabulary(), known_classifications())
    except RecognitionError as error:
        raise DisclosureError(disclosure.id, f"{disclosure.file} {error.place}", error.found, error.action) from error
    tables = build_tables(found, raws, load_vocabulary(), known_classifications())
    rows: dict[str, list[Record]] = {name: [] for name in load_resources()}
    rows["tables"] = [_table_row(table) for table in tables]
    for table in tables:
        rows[table.table] = list(table.records)
        rows["reading_notes"] += [_note_row(note) for note in table.notes]
    for kind, classification in known_classifications().items():
        rows[f"{kind}_classification"] = evidenced_classification(rows, classification)
    doubts = find_doubts(document, found, load_vocabulary())
    return Converted(disclosure, rows, len(document.lines), tuple(doubts))


@lru_cache(maxsize=1)
def known_classifications() -> dict[str, Classification]:
    """The classifications that come with the package, by kind."""
    with resources.as_file(resources.files("mingzhang").joinpath("vocabulary")) as folder:
        return {kind: load_classification(Path(folder), kind) for kind in (FUNCTIONAL, ECONOMIC)}


def _table_row(table: Table) -> Record:
    values = {"table": table.table, "title": table.title, "status": table.status}
    return Record(table.line, {**values, "note": table.note or None, "remarks": table.remarks or None})


def _note_row(note: Note) -> Record:
    return Record(
        note.line,
        {
            "table": note.table,
            "column": note.column or None,
            "kind": note.kind,
            "printed": note.printed or None,
            "value": note.value or None,
            "message": note.message,
        },
    )
