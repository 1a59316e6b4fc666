"""Word documents (DOCX, DOCM): paragraphs and tables of the body in document order.

Read from the XML itself, so that a document whose other parts are broken (pictures that point nowhere are common) is
read all the same. Headers, footers, comments and pictures are left out; footnotes come last.
"""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from mingzhang.errors import ExtractionError
from mingzhang.reading.formats.archive import open_archive
from mingzhang.reading.formats.blocks import Block, Page, Paragraph
from mingzhang.reading.formats.laid_out import MAX_SPAN, Placed, lay_out
from mingzhang.reading.formats.limits_xml import read_part
from mingzhang.reading.formats.word_columns import Span, merge_thin
from mingzhang.reading.formats.word_numbering import Numbering, W, read_numbering, value_of, whole
from mingzhang.reading.formats.word_text import PAGE, RENDERED, Styles, is_hidden, read_line, read_styles

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_WRAPPERS = {W + name for name in ("sdtContent", "sdt", "customXml", "smartTag", "ins", "moveTo")}
_ALTERNATE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}AlternateContent"


def read_docx(path: Path, remark: Callable[[str], None] = lambda text: None) -> Iterator[Block]:
    """The blocks of a Word document.

    Raises:
        ExtractionError: the package has no document in it, or one that is damaged or too large.
    """
    with open_archive(path) as archive:
        main = _targets(archive, "", path.name).get("officeDocument", "word/document.xml")
        root = read_part(archive, main, path.name)
        body = root.find(W + "body") if root is not None else None
        if body is None:
            raise ExtractionError(path.name, "the DOCX holds no document", "open it in Word and save it anew")
        parts = _targets(archive, main, path.name)
        found = {
            kind: read_part(archive, parts[kind], path.name) if kind in parts else None
            for kind in ("styles", "numbering", "footnotes", "endnotes")
        }
        if any(name.endswith("vbaProject.bin") for name in archive.namelist()):
            remark("macros ignored")
    styles, default, linked = read_styles(found["styles"])
    reader = _Reader(path.name, styles, default, read_numbering(found["numbering"], linked), remark)
    reader.sections = [_starts_page(section) for section in body.iter(W + "sectPr")]
    yield from _one_break(reader.blocks(body))
    yield from reader.notes(found["footnotes"], found["endnotes"])
    reader.say_left_out(body)


def _targets(archive: zipfile.ZipFile, part: str, place: str) -> dict[str, str]:
    """The parts of the package that ``part`` refers to, by the last word of their kind; none outside the package."""
    folder, name = posixpath.split(part)
    root = read_part(archive, posixpath.join(folder, "_rels", f"{name}.rels"), place)
    targets: dict[str, str] = {}
    for relation in root.iterfind(_RELATION) if root is not None else ():
        kind, target = (relation.get("Type") or "").rpartition("/")[2], relation.get("Target") or ""
        if relation.get("TargetMode") != "External":
            targets.setdefault(kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
    return targets


def _starts_page(section: etree._Element) -> bool:
    return value_of(section, "type") not in ("continuous", "nextColumn")


@dataclass(frozen=True)
class _Rendered(Page):
    """A page that began because the one before was full, as the program that saved the file noted."""


def _one_break(blocks: Iterator[Block]) -> Iterator[Block]:
    """``blocks`` with a page started once where it is begun by hand and noted by the program, too."""
    previous: Block | None = None
    for block in blocks:
        again = isinstance(block, _Rendered) and type(previous) is Page
        if not again and not (isinstance(block, Page) and previous is None):
            yield Page() if isinstance(block, Page) else block
            previous = block


@dataclass
class _Reader:
    """Walks the body; lists count as it goes."""

    place: str
    styles: Styles
    default: str
    numbering: Numbering
    remark: Callable[[str], None]
    sections: list[bool] = field(default_factory=list)
    section: int = 0
    pictures: int = 0
    objects: int = 0

    def blocks(self, parent: etree._Element) -> Iterator[Block]:
        """What the block elements below ``parent`` print."""
        for child in parent:
            if child.tag == W + "p":
                yield from self._paragraph(child)
            elif child.tag == W + "tbl":
                yield from self._table(child)
            elif child.tag in _WRAPPERS:
                yield from self.blocks(child)
            elif child.tag == _ALTERNATE and len(child):
                yield from self.blocks(child[0])
            elif child.tag == W + "altChunk":
                self.remark("a document embedded as a whole (altChunk) was not read: save the file anew in Word")

    def _paragraph(self, element: etree._Element) -> Iterator[Block]:
        properties = element.find(W + "pPr")
        style = value_of(properties, "pStyle") or self.default
        line = read_line(element, self.styles, style)
        self.pictures, self.objects = self.pictures + line.pictures, self.objects + line.objects
        before = properties.find(W + "pageBreakBefore") if properties is not None else None
        if before is not None and before.get(W + "val") not in ("0", "false"):
            yield Page()
        prefix = self._prefix(properties, style)
        for number, piece in enumerate(line.text.split(PAGE)):
            if number:
                yield Page()
            noted = [_Rendered()] * piece.count(RENDERED)
            if noted and not piece.partition(RENDERED)[0].strip():
                yield noted.pop()
            if text := piece.replace(RENDERED, "").strip(" \n"):
                yield Paragraph(prefix + text)
                prefix = ""
            yield from noted
        if prefix.strip() and not line.text.strip():
            yield Paragraph(prefix)
        for box in line.boxes:
            yield from self.blocks(box)
        if properties is not None and properties.find(W + "sectPr") is not None:
            self.section += 1
            if self.section < len(self.sections) and self.sections[self.section]:
                yield Page()

    def _prefix(self, properties: etree._Element | None, style: str) -> str:
        """The number that automatic numbering puts before the paragraph."""
        own = properties.find(W + "numPr") if properties is not None else None
        inherited = self.styles.list_of(style)
        number = value_of(own, "numId") or (inherited[0] if inherited else None)
        if number in (None, "0") or number is None:
            return ""
        if is_hidden(properties.find(W + "rPr") if properties is not None else None, self.styles):
            return ""
        if (said := value_of(own, "ilvl")) is not None:
            level = whole(said, 0)
        elif inherited and inherited[1] is not None:
            level = inherited[1]
        else:
            level = self.numbering.level_of(number, inherited[2] if inherited else style)
        return self.numbering.next(number, level)

    def _table(self, table: etree._Element) -> Iterator[Block]:
        """A table's blocks; pages that begin inside it begin below it, so that no row is cut."""
        noted = [
            max((sum(1 for _ in cell.iter(W + "lastRenderedPageBreak")) for cell in _below(row, W + "tc")), default=0)
            for row in _below(table, W + "tr")
        ]
        first = min(noted[0], 1) if noted else 0
        yield from [_Rendered()] * first
        yield from lay_out(list(self._cells(table)), self.place)
        yield from [_Rendered()] * (sum(noted) - first)

    def _cells(self, table: etree._Element) -> Iterator[Placed]:
        """The cells of a table with their places; those that a merge from above covers are empty."""
        spans: list[Span] = []
        contents: list[tuple[Block, ...]] = []
        for number, row in enumerate(_below(table, W + "tr")):
            column = max(0, min(whole(value_of(row.find(W + "trPr"), "gridBefore"), 0), MAX_SPAN))
            for cell in _below(row, W + "tc"):
                properties = cell.find(W + "tcPr")
                width = min(max(whole(value_of(properties, "gridSpan"), 1), 1), MAX_SPAN)
                merged = _is_merged(properties)
                spans.append(Span(number, column, width))
                contents.append(() if merged else tuple(self.blocks(cell)))
                column += width
        edges = [whole(edge.get(W + "w"), 0) for edge in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        for span, blocks in zip(merge_thin(spans, edges), contents, strict=True):
            yield Placed(span.row, span.column, span.width, blocks)

    def notes(self, *parts: etree._Element | None) -> Iterator[Block]:
        """The paragraphs of the notes, which stand at the end."""
        for part in parts:
            for note in part if part is not None else ():
                if isinstance(note.tag, str) and note.get(W + "type") in (None, "normal"):
                    yield from (block for block in self.blocks(note) if not isinstance(block, Page))

    def say_left_out(self, body: etree._Element) -> None:
        """Remarks on what the body holds beside text."""
        if self.pictures:
            self.remark(f"{self.pictures} pictures or drawings left out")
        if self.objects:
            self.remark(f"{self.objects} embedded objects left out")
        changes = sum(1 for _ in body.iter(W + "del", W + "moveFrom"))
        if changes:
            self.remark(f"{changes} tracked deletions left out, tracked insertions kept")


def _below(parent: etree._Element, tag: str) -> Iterator[etree._Element]:
    """The children called ``tag``, also inside content controls; rows and cells whose deletion is tracked left out."""
    for child in parent:
        if child.tag == tag:
            properties = child.find(tag + "Pr")
            if properties is None or (properties.find(W + "del") is None and properties.find(W + "cellDel") is None):
                yield child
        elif child.tag in _WRAPPERS:
            yield from _below(child, tag)


def _is_merged(properties: etree._Element | None) -> bool:
    """Whether a cell only goes on with the one above it (or, in old files, beside it)."""
    for name in ("vMerge", "hMerge"):
        mark = properties.find(W + name) if properties is not None else None
        if mark is not None and mark.get(W + "val") in (None, "continue"):
            return True
    return False
