"""The child process that reads one file: its format, place and seconds in, one JSON object out."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from mingzhang.errors import ExtractionError, one_line
from mingzhang.reading.formats.blocks import Block, Page, Paragraph, text_of
from mingzhang.reading.formats.bounded import no_memory
from mingzhang.reading.formats.limits import (
    MAX_LINES,
    MAX_PAGES,
    MAX_TEXT,
    MEMORY,
    OutOfTimeError,
    allow,
    opening_seconds,
    watch,
)
from mingzhang.workers import die_with_parent

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_SAVE_ANEW = "open it in its program and save it anew"
_SPLIT = "split it or leave out what is no disclosure"
Remark = Callable[[str], None]
_READERS = {
    "docx": ("word", "read_docx"),
    "xlsx": ("sheets", "read_xlsx"),
    "xls": ("sheets", "read_xls"),
    "html": ("web", "read_html"),
    "pdf": ("pdf", "read_pdf"),
}


def main(form: str, name: str, seconds: str) -> None:
    """Reads the file and writes its text, remarks and encoding, or why it cannot be read, to standard output."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints must not mix with the answer
    die_with_parent()
    _limit(int(seconds))
    path = Path(name)
    watch()
    allow(opening_seconds(path.stat().st_size) if form == "pdf" else int(seconds) - 1)
    try:
        answer = read_within(form, path)
    except ExtractionError as error:
        answer = _refusal(error)
    except Exception as error:  # any library's fault is the file's here: told in one sentence
        reason = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        answer = _refusal(ExtractionError(path.name, f"not readable as {form.upper()} ({reason})", _SAVE_ANEW))
    json.dump(answer, answers, ensure_ascii=True)
    answers.close()


def _refusal(error: ExtractionError) -> dict[str, Any]:
    return {"place": error.place, "found": error.found, "action": error.action}


def _limit(seconds: int) -> None:
    try:
        import resource
    except ImportError:  # no such limits on this system; the parent's clock still holds
        return
    for kind, value in ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, seconds), (resource.RLIMIT_CORE, 0)):
        hard = resource.getrlimit(kind)[1]
        if hard == resource.RLIM_INFINITY or hard > value:
            resource.setrlimit(kind, (value, hard))


def read_within(form: str, path: Path) -> dict[str, Any]:
    """The text, remarks and encoding of a file, read in this very process.

    Raises:
        ExtractionError: what the reader refuses, more than any disclosure holds, or what takes too long.
    """
    module, function = _READERS[form]
    reader = getattr(import_module(f"mingzhang.reading.formats.{module}"), function)
    remarks: list[str] = []
    encodings: list[str] = []
    takes = reader.__code__.co_varnames[: reader.__code__.co_argcount + reader.__code__.co_kwonlyargcount]
    extras: dict[str, Remark] = {"remark": remarks.append, "tell_encoding": encodings.append}
    count = _Count(path.name)
    try:
        blocks = reader(path, **{name: extra for name, extra in extras.items() if name in takes})
        text = _CONTROL.sub("", text_of(count.of(blocks)))
    except OutOfTimeError as error:
        page = f" page {count.pages}" if count.pages and form == "pdf" else ""
        found = f"reading the {form.upper()} takes longer than that of any disclosure"
        raise ExtractionError(f"{path.name}{page}", found, _SAVE_ANEW) from error
    except MemoryError as error:
        raise no_memory(path.name) from error
    if count.blank and form == "pdf":
        remarks.append(f"{len(count.blank)} of {count.pages} pages hold no text (pictures?): {_some(count.blank)}")
    text = text.encode("utf-8", "replace").decode("utf-8")  # halves of characters, which no file could hold
    return {"text": text, "remarks": _few(remarks), "encoding": "".join(encodings[:1])}


class _Count:
    """How much came so far: pages, those of them without any text, lines, characters."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.pages = self.lines = self.size = 0
        self.blank: list[int] = []

    def of(self, blocks: Iterable[Block]) -> Iterator[Block]:
        """``blocks`` as they come, counted."""
        filled = True
        for block in blocks:
            if isinstance(block, Page):
                self.blank += [] if filled or not self.pages else [self.pages]
                self.pages, filled = self.pages + 1, False
            else:
                length = self._add(block)
                filled = filled or length > 0
            self._check()
            yield block
        self.blank += [] if filled or not self.pages else [self.pages]

    def _add(self, block: Block) -> int:
        if isinstance(block, Paragraph):
            length, lines = len(block.text), block.text.count("\n") + 1
        else:
            rows = getattr(block, "rows", ())
            length, lines = sum(len(row) + sum(map(len, row)) for row in rows), len(rows)
        self.size, self.lines = self.size + length, self.lines + lines
        return length

    def _check(self) -> None:
        for count, most, what in (
            (self.pages, MAX_PAGES, "pages"),
            (self.lines, MAX_LINES, "lines"),
            (self.size, MAX_TEXT, "characters"),
        ):
            if count > most:
                raise ExtractionError(self.place, f"more than {most} {what}", _SPLIT)


_MOST_REMARKS, _LONGEST_REMARK = 200, 300


def _few(remarks: list[str]) -> list[str]:
    """The remarks, each once; what a hostile file says of itself in them does not flood whoever reads them."""
    kept = list(dict.fromkeys(one_line(remark, _LONGEST_REMARK) for remark in remarks))
    more = len(kept) - _MOST_REMARKS
    return kept[:_MOST_REMARKS] + ([f"{more} more remarks of this kind"] if more > 0 else [])


def _some(numbers: list[int]) -> str:
    return ", ".join(map(str, numbers[:10])) + (" …" if len(numbers) > 10 else "")


if __name__ == "__main__":
    main(*sys.argv[1:4])
