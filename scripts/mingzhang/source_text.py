"""The text of a disclosure: its files' own text, or what was extracted from them, with its pages."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from mingzhang.errors import DisclosureError, ExtractionError
from mingzhang.reading import EXTRACTED_SHAPE, Document, read_document
from mingzhang.reading.formats.blocks import PAGE_MARK
from mingzhang.reading.formats.extract import extract_file
from mingzhang.reading.formats.limits import MAX_FILE, MEGABYTE
from mingzhang.sources import METADATA, Disclosure, SourceFile, TextPart

EXTRACTED = "extracted.txt"
"""The file beside binary sources that holds their text."""
WORKBOOKS = ("xlsx", "xls")
"""The formats whose pages are sheets."""
_PAGED = ("pdf", "text", *WORKBOOKS)  # other formats only know where somebody broke a page by hand
_PLAIN = "text"  # the format whose lines are the file's own


@dataclass(frozen=True)
class PageStart:
    """``line`` begins ``page`` of ``file``; page 0 of a format without pages, a sheet where ``is_sheet``."""

    line: int
    file: str
    page: int
    is_sheet: bool = False


@dataclass(frozen=True)
class SourceText:
    """All files of a disclosure as one text.

    ``extracted`` tells that readers made it (rows as tab-separated lines), ``parts`` on which line each file
    begins, ``remarks`` what the readers left out.
    """

    text: str
    extracted: bool = False
    parts: tuple[TextPart, ...] = ()
    remarks: tuple[str, ...] = ()

    @cached_property
    def pages(self) -> tuple[PageStart, ...]:
        """Where pages begin, and files of several; empty for one file without pages."""
        starts = tuple(_page_starts(self.text.split("\n"), self.parts))
        return () if len(starts) == 1 and not starts[0].page else starts

    @property
    def document(self) -> Document:
        """The text as lines and rows."""
        return read_document(self.text, EXTRACTED_SHAPE if self.extracted else "")

    def page_of(self, line: int) -> PageStart | None:
        """The page that ``line`` stands on; None without pages."""
        return next((start for start in reversed(self.pages) if start.line <= line), None)


def _page_starts(lines: Sequence[str], parts: Sequence[TextPart]) -> Iterator[PageStart]:
    for index, part in enumerate(parts):
        last = parts[index + 1].line - 1 if index + 1 < len(parts) else len(lines)
        own = lines[part.line - 1 : last]
        sheets = part.format in WORKBOOKS
        paged = part.format in _PAGED and any(line.startswith(PAGE_MARK) for line in own)
        page = int(paged and not own[0].startswith(PAGE_MARK))
        if page or not paged:
            yield PageStart(part.line, part.file, page, sheets)
        for number, line in enumerate(own if paged else (), part.line):
            if line.startswith(PAGE_MARK):
                page += len(line) - len(line.lstrip(PAGE_MARK))
                yield PageStart(number, part.file, page, sheets)


def extract_files(paths: Sequence[Path]) -> SourceText:
    """The text of files that make one disclosure, one after the other.

    A single text file is its own text; of anything else the lines are made by the readers.

    Raises:
        ExtractionError: a file that cannot be read.
    """
    texts: list[str] = []
    parts: list[TextPart] = []
    remarks: list[str] = []
    for path in paths:
        extraction = extract_file(path)
        parts.append(TextPart(path.name, extraction.format, 1 + sum(text.count("\n") for text in texts)))
        texts.append(extraction.text)
        if len(paths) > 1 and not extraction.text.endswith("\n"):
            texts[-1] += "\n"
        remarks += [f"{path.name}: {remark}" for remark in extraction.remarks]
    is_own = [part.format for part in parts] == [_PLAIN]
    return SourceText("".join(texts), not is_own, tuple(parts), tuple(remarks))


def file_digest(path: Path) -> str:
    """The sha256 of a file; "" of one that cannot be read."""
    try:
        if not path.is_file():
            return ""
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def read_source(disclosure: Disclosure) -> SourceText:
    """The text of a disclosure's files, verified against their hashes, with the corrections applied.

    Binary sources are read from the text kept beside them, or anew where there is none.

    Raises:
        DisclosureError: a file is missing, altered or unreadable, or a correction no longer fits.
    """
    for file in disclosure.files:
        _verify(disclosure, file, "restore the file as received, or, if it was published anew, write its new sha256")
    if disclosure.extracted:
        kept = disclosure.extracted
        raw = _verify(disclosure, kept.file, f"run `mingzhang extract {disclosure.id}`")
        source = SourceText(_kept_text(disclosure, raw), True, kept.parts, kept.remarks)
    else:
        try:
            source = extract_files([disclosure.folder / file.name for file in disclosure.files])
        except ExtractionError as error:
            raise DisclosureError(disclosure.id, error.place, error.found, error.action) from error
    return replace(source, text=_correct(disclosure, source.text))


def _kept_text(disclosure: Disclosure, raw: bytes) -> str:
    action = f"run `mingzhang extract {disclosure.id}`"
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DisclosureError(disclosure.id, EXTRACTED, f"byte {error.start} is no UTF-8", action) from error
    parts = disclosure.extracted.parts if disclosure.extracted else ()
    if parts and parts[-1].line > text.count("\n") + 1:
        found = f"{METADATA} says that a part begins on line {parts[-1].line}, beyond its end"
        raise DisclosureError(disclosure.id, EXTRACTED, found, action)
    return text


def _verify(disclosure: Disclosure, file: SourceFile, action: str) -> bytes:
    path = disclosure.folder / file.name
    if not path.is_file() or path.is_symlink():  # a link would publish what lies elsewhere
        found = "is a link" if path.is_symlink() else "the file is missing"
        raise DisclosureError(disclosure.id, file.name, found, f"put it into {disclosure.folder.name}/")
    try:
        with path.open("rb") as source:
            raw = source.read(MAX_FILE + 1)
    except OSError as error:
        found = f"cannot be read ({error.strerror})"
        raise DisclosureError(disclosure.id, file.name, found, "mend the rights of the file") from error
    if len(raw) > MAX_FILE:
        raise DisclosureError(disclosure.id, file.name, f"more than {MAX_FILE // MEGABYTE} MB", "split it")
    digest = hashlib.sha256(raw).hexdigest()
    if digest != file.sha256:
        found = f"sha256 is {digest}, {METADATA} says {file.sha256}"
        raise DisclosureError(disclosure.id, file.name, found, action)
    return raw


def _correct(disclosure: Disclosure, text: str) -> str:
    lines = text.split("\n")
    for correction in disclosure.corrections:
        found = lines[correction.line - 1] if 0 < correction.line <= len(lines) else ""
        if found.count(correction.old) != 1:
            raise DisclosureError(
                disclosure.id,
                f"{disclosure.file} line {correction.line}",
                f"the correction's old text stands there {found.count(correction.old)} times, expected once",
                f"mend or remove the correction in {METADATA}",
            )
        lines[correction.line - 1] = found.replace(correction.old, correction.new)
    return "\n".join(lines)
