"""Conversion: one source text in, the records of its package out. Writes nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

from mingzhang.classifications import ECONOMIC, FUNCTIONAL, Classification, load_classification
from mingzhang.errors import DisclosureError, RecognitionError
from mingzhang.personal.breaks import find_in_document
from mingzhang.personal.lines import mask_lines
from mingzhang.personal.places import Shown, find_shown
from mingzhang.reading import Document
from mingzhang.recognise.model import Note
from mingzhang.recognise.tables.completeness import find_doubts
from mingzhang.recognise.tables.read import read_tables
from mingzhang.recognise.unknown_grids import UnknownGrid, find_unknown_grids
from mingzhang.recognise.vocabulary import load_vocabulary
from mingzhang.records.corrections import build_corrections
from mingzhang.records.doubles import drop_doubles
from mingzhang.records.evidence import evidenced_classification
from mingzhang.records.long_form import build_amounts, build_measures
from mingzhang.records.masking import mask_disclosure, mask_records, mask_source
from mingzhang.records.model import Record, Table
from mingzhang.records.narrative import Narrative, build_narrative
from mingzhang.records.statements.statutory import build_tables
from mingzhang.records.unrecognised import build_unrecognised
from mingzhang.schema import load_resources
from mingzhang.source_text import SourceText, read_source
from mingzhang.sources import Disclosure

_NOTHING = SourceText("")


@dataclass(frozen=True)
class Converted:
    """A disclosure as records: ``rows`` by resource, how many lines its source has, and doubts about the whole.

    Nothing here holds personal data (``records.masking``): ``lines`` are the source's without it, ``source`` the text
    that it was read from with those lines, ``shown`` tells where the document shows some.
    """

    disclosure: Disclosure
    rows: Mapping[str, list[Record]]
    source_lines: int
    doubts: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    source: SourceText = _NOTHING
    shown: tuple[Shown, ...] = ()

    @property
    def tables(self) -> int:
        """How many statutory tables the document holds, empty ones included."""
        statutory = [row for row in self.rows["tables"] if row.text("table") in load_vocabulary().tables]
        return sum(1 for row in statutory if row.values["status"] in ("present", "empty"))

    @property
    def warnings(self) -> list[str]:
        """What a maintainer should look at: missing tables, and what reading could not settle."""
        statutory = load_vocabulary().tables
        missing = [
            row for row in self.rows["tables"] if row.values["status"] == "missing" and row.text("table") in statutory
        ]
        open_notes = [row for row in self.rows["reading_notes"] if row.values["kind"] in ("ambiguous", "unread")]
        return [
            *self.doubts,
            *(
                f"{self.place(row.line)}：{row.values['title'] or row.values['table']} 应有而正文没有"
                for row in missing
            ),
            *(
                "：".join(
                    filter(
                        None, (f"{row.text('table')} {self.place(row.line)}", row.text("printed"), row.text("message"))
                    )
                )
                for row in open_notes
            ),
        ]

    def place(self, line: int) -> str:
        """Where ``line`` is: its page, where there are pages, and its number in the source text."""
        start = self.source.page_of(line)
        file = start.file if start and len(self.source.parts) > 1 else ""
        page = f"第 {start.page} {'张工作表' if start.is_sheet else '页'}" if start and start.page else ""
        where = f"{file} {page}".strip()
        return f"{where}（第 {line} 行）" if where else f"第 {line} 行"


def convert_disclosure(disclosure: Disclosure) -> Converted:
    """The records of one disclosure.

    Raises:
        DisclosureError: the source is not as ``disclosure.yml`` says, or cannot be understood.
    """
    return convert_source(disclosure, read_source(disclosure))


def convert_text(disclosure: Disclosure, text: str, extracted: bool = False) -> Converted:
    """The records that ``text`` gives as the source of ``disclosure``; raises as :func:`convert_disclosure` does."""
    return convert_source(disclosure, SourceText(text, extracted))


def convert_source(disclosure: Disclosure, source: SourceText) -> Converted:
    """The records of ``source``, the text of ``disclosure``; raises as :func:`convert_disclosure` does."""
    try:
        document = source.document
        tables, narrative, unknown = _recognise(document, disclosure)
    except RecognitionError as error:
        raise DisclosureError(disclosure.id, f"{disclosure.file} {error.place}", error.found, error.action) from error
    rows: dict[str, list[Record]] = {name: [] for name in load_resources()}
    rows |= narrative.rows
    rows["tables"] = [*(_table_row(table) for table in tables), *narrative.parts]
    notes = [note for table in tables for note in table.notes] + narrative.notes
    for table in tables:
        rows[table.table] = list(table.records)
    rows["unrecognised"] = build_unrecognised(unknown)
    rows["corrections"] = build_corrections(disclosure)
    rows["reading_notes"] = [*map(_note_row, notes), *drop_doubles(rows, load_resources())]
    for kind, classification in known_classifications().items():
        rows[f"{kind}_classification"] = evidenced_classification(rows, classification)
    personal = find_in_document(([cell.text for cell in row.cells] for row in document.rows), narrative.personal)
    rows["reading_notes"] += mask_records(rows, personal, disclosure.allow_names)
    rows |= {"amounts": build_amounts(rows), "measures": build_measures()}
    doubts = [*source.remarks, *find_doubts(document, load_vocabulary()), *map(_unknown_doubt, unknown)]
    lines = _without_end(document.lines)
    masked = mask_lines(lines, personal, disclosure.allow_names)
    return Converted(
        mask_disclosure(disclosure, personal),
        rows,
        len(masked),
        tuple(personal.mask(doubt, disclosure.allow_names) for doubt in doubts),
        masked,
        mask_source(source, masked, personal),
        find_shown(lines, personal),
    )


def _recognise(document: Document, disclosure: Disclosure) -> tuple[list[Table], Narrative, list[UnknownGrid]]:
    vocabulary, classifications = load_vocabulary(), known_classifications()
    found, raws, refused = read_tables(document, vocabulary, classifications)
    tables = build_tables(found, raws, vocabulary, classifications)
    unit, year = disclosure.unit.name, disclosure.year
    placed = [*found, *(table for table, _ in refused)]
    narrative = build_narrative(document, placed, tables, unit, year, vocabulary, classifications)
    return tables, narrative, find_unknown_grids(document, narrative.taken, refused, vocabulary)


def _unknown_doubt(grid: UnknownGrid) -> str:
    title = f"“{grid.title}”" if grid.title else "一张表"
    reason = f"（{grid.reason}）" if grid.reason else ""
    return f"第 {grid.rows[0].line} 行起 {len(grid.rows)} 行：{title}未能识别{reason}，照原样收入 unrecognised"


def _without_end(lines: tuple[str, ...]) -> tuple[str, ...]:
    """``lines`` without the blank that follows the last line's end."""
    return lines if lines[-1] else lines[:-1]


@lru_cache(maxsize=1)
def known_classifications() -> dict[str, Classification]:
    """The classifications that come with the package, by kind."""
    with resources.as_file(resources.files("mingzhang").joinpath("vocabulary")) as folder:
        return {kind: load_classification(Path(folder), kind) for kind in (FUNCTIONAL, ECONOMIC)}


def _table_row(table: Table) -> Record:
    values = {"table": table.table, "title": table.title, "status": table.status}
    texts = {"note": table.note, "remarks": table.remarks, "caption": table.caption}
    texts["money_unit"] = table.money_unit
    return Record(table.line, {**values, **{column: text or None for column, text in texts.items()}})


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
